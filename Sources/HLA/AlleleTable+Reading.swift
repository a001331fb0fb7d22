public import TandemFiles

extension AlleleTable {
  private static let columns = [
    "allele", "antigen", "broad", "p_group", "g_group", "bw", "leader", "kir_ligand",
  ]

  /// The table that ships with the library.
  public static let shipped: AlleleTable = {
    guard let bytes = ShippedData.file("hla/alleles.csv") else { return AlleleTable(rows: []) }
    do {
      return try AlleleTable(csv: bytes, path: "hla/alleles.csv")
    } catch {
      fatalError("the shipped allele table is unreadable:\n\(error)")
    }
  }()

  /// Reads a table of the same columns, or throws everything that is wrong with it.
  public init(csv bytes: UnsafeRawBufferPointer, path: String) throws(Problems) {
    var sheet = FactSheet(bytes, path: path, columns: AlleleTable.columns)
    var rows: [Row] = []
    var seen: Set<HLAName> = []
    while sheet.next() {
      guard let row = AlleleTable.row(&sheet) else { continue }
      if seen.insert(row.allele).inserted {
        rows.append(row)
      } else {
        sheet.report(column: 0, kind: "duplicate allele", "each allele once")
      }
    }
    try sheet.throwProblems()
    self.init(rows: rows)
  }

  private static func row(_ sheet: inout FactSheet) -> Row? {
    let allele = sheet.name(0)
    if let allele, allele.kind != .allele || allele.fieldCount < 2 {
      sheet.report(column: 0, kind: "not an allele", "an allele of two fields or more, such as A*02:01")
      return nil
    }
    if sheet.field(0).isEmpty { sheet.report(column: 0, kind: "missing value", "the name of an allele") }
    let antigen = antigen(&sheet, of: allele)
    let broad = antigenName(&sheet, 2, at: allele?.locus)
    let pGroup = group(&sheet, 3, .pGroup, of: allele)
    let gGroup = group(&sheet, 4, .gGroup, of: allele)
    let bw = sheet.word(5, of: ["Bw4", "Bw6", "none"]).flatMap(BwEpitope.init)
    let leader = sheet.word(6, of: ["M", "T"]).flatMap(Leader.init)
    let ligand = sheet.word(7, of: ["C1", "C2", "Bw4", "none"]).flatMap(KIRLigand.init)
    guard let allele, let antigen else { return nil }
    if allele.isNull != (antigen == .null) {
      sheet.report(
        column: 1, kind: "contradiction", "\"null\" for alleles with the suffix N and for no others")
    }
    return Row(
      allele: allele, antigen: antigen, broad: broad, pGroup: pGroup, gGroup: gGroup, bw: bw, leader: leader,
      kirLigand: ligand)
  }

  private static func antigen(_ sheet: inout FactSheet, of allele: HLAName?) -> Antigen? {
    switch sheet.text(1) {
    case "": sheet.report(column: 1, kind: "missing value", "an antigen such as A2, or blank, or null")
    case "blank": return .blank
    case "null": return .null
    default: return antigenName(&sheet, 1, at: allele?.locus).map { .named($0) }
    }
    return nil
  }

  private static func antigenName(_ sheet: inout FactSheet, _ column: Int, at locus: Locus?) -> HLAName? {
    guard let name = sheet.name(column) else { return nil }
    if name.kind == .antigen, locus == nil || name.locus == locus { return name }
    sheet.report(column: column, kind: "wrong antigen", "an antigen of the allele's own locus")
    return nil
  }

  private static func group(
    _ sheet: inout FactSheet, _ column: Int, _ kind: HLAName.Kind, of allele: HLAName?
  ) -> HLAName? {
    guard let name = sheet.name(column) else { return nil }
    if name.kind == kind, allele == nil || name.locus == allele?.locus { return name }
    sheet.report(
      column: column, kind: "wrong group", "a \(kind == .pGroup ? "P" : "G") group of the allele's own locus")
    return nil
  }
}
