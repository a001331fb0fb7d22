import TandemFiles
import TandemHLA
import TestSupport
import Testing

@Suite("Nomenclature")
struct NomenclatureTests {
  private let table = Nomenclature.builtIn

  @Test(
    "names are reduced by the built-in table",
    arguments: [
      ("A*02:01:01:01", Reduction.Target.pGroup, "A*02:01P"), ("DQB1*02:02", .pGroup, "DQB1*02:01P"),
      ("A*01:01", .gGroup, "A*01:01:01G"), ("A*02:01:01G", .pGroup, "A*02:01P"),
      ("A*24:02:01:02L", .twoField, "A*24:02L"),
      ("B*15:01", .antigen, "B62"), ("B*40:01", .antigen, "B60"), ("B*40:02", .antigen, "B61"),
      ("B*14:01", .antigen, "B64"), ("B*14:02", .antigen, "B65"), ("C*03:03", .antigen, "Cw9"),
      ("C*03:04", .antigen, "Cw10"), ("DRB1*03:01", .antigen, "DR17"), ("DRB1*03:02", .antigen, "DR18"),
      ("DQB1*03:01", .antigen, "DQ7"), ("DQB1*03:02", .antigen, "DQ8"), ("DQB1*03:03", .antigen, "DQ9"),
      ("A*24", .antigen, "A24"), ("A*01:02", .pGroup, "A*01:02"),
    ])
  func reduced(name: String, target: Reduction.Target, result: String) throws {
    #expect(table.reduce(try HLAName(name), to: target).text == result)
  }

  @Test("broad antigens stand above their splits")
  func broad() throws {
    #expect(table.broad(of: try HLAName("A2403")).text == "A9")
    #expect(table.broad(of: try HLAName("DR17")).text == "DR3")
    #expect(table.broad(of: try HLAName("A1")).text == "A1")
  }

  @Test("a null allele has no antigen and no protein")
  func null() throws {
    let name = try HLAName("A*24:09N")
    #expect(table.antigens(of: name).isEmpty)
    #expect(table.protein(of: name) == nil)
    #expect(table.reduce(name, to: .antigen).notes == ["A*24:09N is a null allele: it makes no protein."])
  }

  @Test("a name outside the table stands for itself, and the result says so")
  func outside() throws {
    let reduction = table.reduce(try HLAName("A*02:999"), to: .pGroup)
    #expect(reduction.text == "A*02:999")
    #expect(
      reduction.notes == [
        "A*02:999 is outside the built-in table; use --release DIR to read an IPD-IMGT/HLA release."
      ])
    #expect(!table.knows(try HLAName("A*02:999")))
  }

  @Test("a multiple-allele code needs its table")
  func codes() throws {
    let name = try HLAName("A*02:AB")
    #expect(table.reduce(name, to: .twoField).notes.first?.contains("--mac FILE") == true)
    var table = table
    let text = "\"LAST UPDATED: 01/01/24\"\n*\tCODE\tSUBTYPE\n\n\tAB\t01/05\n*\tAC\t02:01/02:06\n"
    table.codes = try Array(text.utf8).withUnsafeBytes { try AlleleCodes($0, path: "codes") }
    #expect(table.reduce(name, to: .twoField).text == "A*02:01/A*02:05")
    #expect(table.reduce(try HLAName("A*02:AC"), to: .pGroup).text == "A*02:01P/A*02:06P")
    #expect(!table.knows(try HLAName("A*02:AD")))
  }

  @Test("every line of a table of codes that cannot be read is reported")
  func damagedCodes() throws {
    let text = "AB\t01/02\nA1\t01\nAC\nAD\t01/02\n"
    let problems = Array(text.utf8).withUnsafeBytes { bytes in
      #expect(throws: Problems.self) { try AlleleCodes(bytes, path: "codes.txt") }
    }
    #expect(problems?.all.map(\.line) == [2, 3])
  }

  @Test("every allele of the frequencies is in the table, with an antigen or a stated blank")
  func complete() throws {
    let file = try MappedFile("\(dataFolder)/hla/frequencies.csv")
    var rows = CSVCursor(file.bytes, path: file.path)
    _ = rows.next()
    while rows.next() {
      for part in rows.text(2).split(separator: "~") {
        let name = try HLAName(String(part))
        #expect(table.knows(name) && AlleleTable.shipped[name] != nil, "\(name)")
      }
    }
  }
}

@Suite("Release")
struct ReleaseTests {
  @Test("the tables of a release answer for its alleles")
  func answers() throws {
    let folder = try ReleaseFixture.folder()
    let release = try Nomenclature(Release(folder.path))
    #expect(release.title == "IPD-IMGT/HLA 0.0.0")
    func reduced(_ name: String, _ target: Reduction.Target) throws -> String {
      release.reduce(try HLAName(name), to: target).text
    }
    #expect(try reduced("A*99:05", .pGroup) == "A*99:01P")
    #expect(try reduced("A*99:01", .pGroup) == "A*99:01P")
    #expect(try reduced("A*99:02", .pGroup) == "A*99:02")
    #expect(try reduced("A*99:01:01:03", .gGroup) == "A*99:01:01G")
    #expect(try reduced("A*99:01:01:01", .antigen) == "A2")
    #expect(try reduced("A*99:02", .antigen) == "A23/A24")
    #expect(try reduced("A*99:03", .antigen) == "A9")
    #expect(try reduced("A*99:04", .antigen) == "")
    #expect(try reduced("A*99:01:01:02N", .antigen) == "")
    #expect(try reduced("DRB1*03:01", .antigen) == "DR17")
    #expect(try release.meaning(of: HLAName("A*99:01")).proteins.map(\.text) == ["A*99:01"])
    #expect(try release.knows(HLAName("A*99:77")) == false)
    #expect(try release.outsideNote(HLAName("A*99:77")) == "A*99:77 is not in IPD-IMGT/HLA 0.0.0.")
  }

  @Test("renamed and deleted names lead to the present one")
  func renamed() throws {
    let folder = try ReleaseFixture.folder()
    let release = try Nomenclature(Release(folder.path))
    #expect(try release.present(HLAName("A*99:06")).text == "A*99:02")
    #expect(try release.present(HLAName("A*99:08")).text == "A*99:02")
    #expect(try release.present(HLAName("A*99:01")).text == "A*99:01")
    #expect(try release.present(HLAName("A*99:09")).text == "A*99:09")
    let reduction = release.reduce(try HLAName("A*99:06"), to: .pGroup)
    #expect(reduction.notes.first == "A*99:06 is called A*99:02 now.")
  }

  @Test("a folder without the tables is refused with the name of each")
  func missing() throws {
    let folder = try TemporaryFolder()
    let problems = #expect(throws: Problems.self) { try Release(folder.path) }
    #expect(problems?.all.count == 4)
  }

  @Test("lines that cannot be read are reported with their number")
  func damaged() throws {
    let folder = try ReleaseFixture.folder()
    try folder.write("hla_nom_p.txt", "# version: X\nA*;99:01;99:01P\nA*;99:01:02\nA*;99:0x;\n")
    let problems = #expect(throws: Problems.self) { try Nomenclature(Release(folder.path)) }
    #expect(problems?.all.map(\.line) == [3, 4])
  }

  @Test("the cache gives the same nomenclature, and a damaged, cut or foreign file in it is made anew")
  func cache() throws {
    let folder = try ReleaseFixture.folder()
    let cacheFolder = try TemporaryFolder()
    let cache = ReleaseCache(folder: cacheFolder.path + "/deep/er")
    let fresh = try cache.nomenclature(ofRelease: folder.path)
    let name = try #require(try Files.names(in: cacheFolder.path + "/deep/er").first)
    let path = "\(cacheFolder.path)/deep/er/\(name)"
    let good = try Files.bytes(path)
    let kept = try cache.nomenclature(ofRelease: folder.path)
    #expect(kept.title == fresh.title && kept.count == fresh.count)
    for damage in [Array(good.dropLast(5)), [], good.map { $0 ^ 1 }, good + [0]] {
      let file = try AtomicFile(path)
      try file.write(damage)
      try file.commit()
      let again = try cache.nomenclature(ofRelease: folder.path)
      #expect(again.count == fresh.count)
      #expect(try Files.bytes(path) == good)
    }
    let changed = ReleaseFixture.files["hla_nom_p.txt"]! + "\nA*;99:11;"
    try folder.write("hla_nom_p.txt", changed)
    #expect(try cache.nomenclature(ofRelease: folder.path).count == fresh.count + 1)
  }

  @Test("a cache that cannot be written to does no harm")
  func readOnly() throws {
    let folder = try ReleaseFixture.folder()
    let blocked = try folder.write("blocked", "a file where the folder should be")
    #expect(try ReleaseCache(folder: blocked).nomenclature(ofRelease: folder.path).count > 0)
    #expect(try ReleaseCache(folder: nil).nomenclature(ofRelease: folder.path).count > 0)
  }
}

/// What is in a folder and in a file, for the test of the cache.
private enum Files {
  static func bytes(_ path: String) throws -> [UInt8] {
    let file = try MappedFile(path)
    return withExtendedLifetime(file) { Array(file.bytes) }
  }

  static func names(in path: String) throws -> [String] {
    let run = try run("/bin/ls", [path])
    return run.output.split(separator: "\n").map(String.init)
  }
}
