import TandemFiles
import TandemHLA

/// How far people are typed.
struct TypingProfile: Sendable {
  /// The share of people typed for DRB3, DRB4 and DRB5.
  let drb345: Double
  let dqa1: Double
  let dpb1: Double
  /// The share of people of whom only antigens are known.
  let antigenLevel: Double
  /// The share of people whose typing names several alleles at one locus.
  let ambiguous: Double
  /// The share of people who bear a null allele at A.
  let nullAllele: Double

  init(_ object: DataObject?, _ figures: FigureReader) {
    drb345 = figures.share(object, "drb345")
    dqa1 = figures.share(object, "dqa1")
    dpb1 = figures.share(object, "dpb1")
    antigenLevel = figures.share(object, "antigen_level")
    ambiguous = figures.share(object, "ambiguous")
    nullAllele = figures.share(object, "null_allele")
    object?.finish()
  }

  /// The allele that a key spells, when it is one of `locus` with two fields.
  static func allele(_ text: String, of locus: Locus) -> HLAName? {
    guard let name = try? HLAName(text), name.locus == locus, name.kind == .allele, name.fieldCount == 2
    else {
      return nil
    }
    return name
  }
}

/// How type 1 diabetes favours some haplotypes: the shares among recipients that are wanted, and the odds
/// ratios from which the pairing of haplotypes follows.
struct RiskProfile: Sendable {
  /// The share of recipients' haplotypes with DR3.
  let dr3: Double
  /// The share of recipients' haplotypes with DR4.
  let dr4: Double
  let oddsDR3DR4: Double
  let oddsDR3DR3: Double
  let oddsDR4DR4: Double
  /// For a person with DRB1*15:01-DQB1*06:02.
  let oddsDR15DQ6: Double

  init(_ object: DataObject?, _ figures: FigureReader) {
    dr3 = figures.number(object, "dr3", unit: "fraction of haplotypes", in: 0.001...0.9)
    dr4 = figures.number(object, "dr4", unit: "fraction of haplotypes", in: 0.001...0.9)
    if dr3 + dr4 > 0.95 {
      object?.report("dr4", kind: "out of range", "dr3 and dr4 together at most 0.95, so that others remain")
    }
    let odds = object?.object("odds")
    func ratio(_ key: String) -> Double { figures.number(odds, key, unit: "odds ratio", in: 0.001...1000) }
    oddsDR3DR4 = ratio("dr3_dr4")
    oddsDR3DR3 = ratio("dr3_dr3")
    oddsDR4DR4 = ratio("dr4_dr4")
    oddsDR15DQ6 = ratio("dr15_dq6")
    odds?.finish()
    object?.finish()
  }
}
