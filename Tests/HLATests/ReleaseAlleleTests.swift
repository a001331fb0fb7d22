import TandemFiles
import TandemHLA
import TestSupport
import Testing

@Suite("Rare alleles from a release")
struct ReleaseAlleleTests {
  /// A release of a few hand-made lines.
  func table() throws -> AntigenTable {
    let folder = try TemporaryFolder()
    let head = "# version: IPD-IMGT/HLA 9.99.0\n"
    _ = try folder.write(
      "hla_nom_p.txt",
      head
        + "A*;02:01:01:01/02:01:01:02/02:901;02:01P\nA*;24:02:01:01/24:902;24:02P\nA*;02:909N;\nB*;15:901;\nB*;44:901;\n"
    )
    _ = try folder.write(
      "hla_nom_g.txt", head + "A*;02:01:01:01/02:01:01:02/02:901;02:01:01G\nA*;24:02:01:01/24:902;24:02:01G\n"
    )
    _ = try folder.write(
      "rel_dna_ser.txt",
      head
        + "A*;02:01:01:01;2;;;\nA*;02:01:01:02;2;;;\nA*;02:901;2;;;\nA*;24:02:01:01;24;;;\nA*;24:902;;;24;\nA*;02:909N;0;;;\nB*;15:901;;;15/70;\nB*;44:901;;;44;\n"
    )
    _ = try folder.write(
      "rel_ser_ser.txt", head + "A;9;23/24;\nB;12;44/45;\nB;15;62/63/75/76/77;\nB;70;71/72;\n")
    let nomenclature = try Nomenclature(Release(folder.path))
    return AntigenTable(alleles: AlleleTable.shipped.extended(by: nomenclature), serology: .shipped)
  }

  @Test(
    "a rare allele has the antigen and the P group of its release",
    arguments: [
      ("A2", "A*02:901", Presence.certain), ("A*02:01", "A*02:901", .certain),
      ("A*02:06", "A*02:901", .absent),
      ("A24", "A*24:902", .certain), ("A9", "A*24:902", .certain), ("Bw4", "A*24:902", .certain),
      ("B44", "B*44:901", .certain), ("Bw4", "B*44:901", .certain), ("B*44:02", "B*44:901", .absent),
      ("A2", "A*02:909N", .absent), ("B62", "B*15:901", .possible), ("B7", "B*15:901", .absent),
    ])
  func rare(specificity: String, allele: String, presence: Presence) throws {
    let typing = try Typing(
      allele.hasPrefix("A") ? "\(allele)+A*01:01^B*07:05+B*07:05" : "A*01:01+A*01:01^\(allele)+B*08:01")
    #expect(try table().presence(of: try Specificity(specificity), in: typing).presence == presence)
  }

  @Test("the shipped rows stay as they are")
  func shippedRows() throws {
    let extended = try table().alleles
    for row in AlleleTable.shipped.rows { #expect(extended[row.allele] == row) }
    #expect(extended.rows.count == AlleleTable.shipped.rows.count + 4)
  }

  @Test("a multiple-allele code is what its table says, and any allele of its family without one")
  func codes() throws {
    var nomenclature = Nomenclature.builtIn
    nomenclature.codes = try Array("AB\t44:02/44:27\nAC\t44:02/44:03\n".utf8).withUnsafeBytes {
      try AlleleCodes($0, path: "codes")
    }
    let table = AntigenTable(nomenclature)
    let target = try Specificity("B*44:02")
    let presences = try ["B*44:AB", "B*44:AC", "B*44:AD"].map { code in
      table.presence(of: target, in: try Typing("\(code)+B*07:02")).presence
    }
    #expect(presences == [.certain, .possible, .possible])
    #expect(
      table.presence(of: try Specificity("B*44:05"), in: try Typing("B*44:AB+B*07:02")).presence == .absent)
    #expect(
      AntigenTable.shipped.presence(of: target, in: try Typing("B*44:AB+B*07:02")).presence == .possible)
  }
}
