import TandemFiles

/// What is known of the common alleles: serology, groups, public epitopes, leader, KIR ligand. The facts,
/// and how well each column is known, stand in `Data/hla/alleles.csv` and the README beside it.
public struct AlleleTable: Sendable {
  /// What serology makes of an allele.
  public enum Antigen: Hashable, Sendable {
    /// The split, or where serology never split it the broad antigen.
    case named(HLAName)
    /// Never resolved by serology; matching uses the first field.
    case blank
    /// A null allele: no protein.
    case null
  }

  /// Public epitopes of A and B molecules.
  public enum BwEpitope: String, Hashable, Sendable {
    case bw4 = "Bw4"
    case bw6 = "Bw6"
    case none
  }

  /// The residue at -21 of the HLA-B leader peptide.
  public enum Leader: String, Hashable, Sendable {
    case methionine = "M"
    case threonine = "T"
  }

  /// What killer-cell immunoglobulin-like receptors see.
  public enum KIRLigand: String, Hashable, Sendable {
    case c1 = "C1"
    case c2 = "C2"
    case bw4 = "Bw4"
    case none
  }

  /// The facts of one allele; nil is unknown.
  public struct Row: Hashable, Sendable {
    /// The allele, two fields as a rule.
    public let allele: HLAName
    /// Its serological antigen.
    public let antigen: Antigen
    /// The broad antigen above that.
    public let broad: HLAName?
    /// Its P group when that is stated.
    public let pGroup: HLAName?
    /// Its G group when that is stated.
    public let gGroup: HLAName?
    /// Bw4 or Bw6.
    public let bw: BwEpitope?
    /// The leader of a B allele.
    public let leader: Leader?
    /// Its ligand for killer-cell receptors.
    public let kirLigand: KIRLigand?
  }

  /// All rows, in the order of their names.
  public let rows: [Row]
  private let indexByAllele: [HLAName: Int]
  private let rangeByFamily: [HLAName: Range<Int>]

  init(rows: [Row]) {
    let rows = rows.sorted { $0.allele < $1.allele }
    var indexByAllele: [HLAName: Int] = [:]
    var rangeByFamily: [HLAName: Range<Int>] = [:]
    for (index, row) in rows.enumerated() {
      indexByAllele[row.allele] = index
      guard let family = row.allele.family else { continue }
      rangeByFamily[family] = (rangeByFamily[family]?.lowerBound ?? index)..<(index + 1)
    }
    self.rows = rows
    self.indexByAllele = indexByAllele
    self.rangeByFamily = rangeByFamily
  }

  /// The row of an allele or P or G group, found by its first two fields; nil when the table lacks it.
  public subscript(name: HLAName) -> Row? {
    guard name.isDNA, name.fieldCount >= 2 else { return nil }
    if let index = indexByAllele[name] ?? indexByAllele[AlleleTable.protein(of: name)] { return rows[index] }
    return nil
  }

  /// The rows of the family that a name belongs to (`A*24` for `A*24:17`), ascending.
  public func family(of name: HLAName) -> ArraySlice<Row> {
    guard let family = name.family, let range = rangeByFamily[family] else { return [] }
    return rows[range]
  }

  /// What stands for an allele when proteins of the antigen-recognition domain are compared: the first two
  /// fields of its P group, or its own where the table states none. A null allele keeps its suffix.
  public func protein(of name: HLAName) -> HLAName {
    guard let group = self[name]?.pGroup else { return AlleleTable.protein(of: name) }
    return AlleleTable.protein(of: group)
  }

  /// The first two fields of an allele, P group or G group, as an allele.
  static func protein(of name: HLAName) -> HLAName {
    guard name.isDNA, name.fieldCount >= 2 else { return name }
    return HLAName(name.locus, [name.field(1), name.field(2)], suffix: name.isNull ? .null : .none) ?? name
  }
}
