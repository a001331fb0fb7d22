public import TandemFiles

/// The DR-DQ haplotypes that carry the risk of type 1 diabetes, and which of them recipient and donor share:
/// a graft with the recipient's risk haplotype shows the immune system what it knows.
///
/// What follows from sharing is contested (facts: Ballou 2023 against Forbes 2024), so that it is told and
/// not judged.
public struct RiskHaplotypes: Sendable {
  /// One haplotype.
  public struct Entry: Hashable, Sendable {
    /// DRB1, DQA1 and DQB1 joined by `~`.
    public let name: String
    /// `DR3` or `DR4`.
    public let family: String
    /// The alleles, one a locus.
    public let alleles: [HLAName]
    /// Where it is from.
    public let source: String
  }

  /// The haplotypes of the families DR3 and DR4, in the order of the table.
  public let entries: [Entry]

  /// The table that ships with the library.
  public static let shipped: RiskHaplotypes = {
    guard let bytes = ShippedData.file("hla/risk-haplotypes.csv") else { return RiskHaplotypes(entries: []) }
    do {
      return try RiskHaplotypes(csv: bytes, path: "hla/risk-haplotypes.csv")
    } catch {
      fatalError("the shipped table of risk haplotypes is unreadable:\n\(error)")
    }
  }()

  private init(entries: [Entry]) { self.entries = entries }

  private static let columns = [
    "kind", "name", "abbreviation", "odds_ratio", "ci_low", "ci_high", "order_among_dr4_dq8", "population",
    "source",
  ]

  /// Reads the table, or throws everything that is wrong with it. Rows of other kinds and families are for
  /// others to read.
  public init(csv bytes: UnsafeRawBufferPointer, path: String) throws(Problems) {
    var sheet = FactSheet(bytes, path: path, columns: RiskHaplotypes.columns)
    var entries: [Entry] = []
    while sheet.next() {
      let family = sheet.text(2)
      guard sheet.text(0) == "haplotype", family == "DR3" || family == "DR4" else { continue }
      let name = sheet.text(1)
      let alleles = name.split(separator: "~").compactMap { try? HLAName(String($0)) }
      if alleles.count != 3 || alleles.map(\.locus) != [.drb1, .dqa1, .dqb1] {
        sheet.report(column: 1, kind: "unreadable haplotype", "DRB1, DQA1 and DQB1 alleles joined by ~")
        continue
      }
      entries.append(Entry(name: name, family: family, alleles: alleles, source: sheet.text(8)))
    }
    try sheet.throwProblems()
    self.entries = entries
  }

  /// What one typing says of each haplotype, in the order of `entries`. Both alleles must be there; DQA1
  /// counts when it is typed. Whether they lie on one chromosome is not asked.
  public func carried(by typing: Typing, _ nomenclature: Nomenclature) -> [Presence] {
    entries.map { entry in
      var lowest = Presence.certain
      for allele in entry.alleles where allele.locus != .dqa1 || typing.has(.dqa1) {
        lowest = min(lowest, presence(of: allele, in: typing, nomenclature))
      }
      return lowest
    }
  }

  private func presence(of allele: HLAName, in typing: Typing, _ nomenclature: Nomenclature) -> Presence {
    let genotypes = typing.genotypes(at: allele.locus)
    let target = nomenclature.meaning(of: allele).proteins
    return Presence.oneOf(
      genotypes.map { genotype in
        max(copy(genotype.first, target, nomenclature), copy(genotype.second, target, nomenclature))
      })
  }

  private func copy(_ names: [HLAName], _ target: [HLAName], _ nomenclature: Nomenclature) -> Presence {
    Presence.oneOf(
      names.map { name in
        let meaning = nomenclature.meaning(of: name)
        if case .anything = meaning.scope { return .unknown }
        if meaning.proteins == target, meaning.scope == .listed { return .certain }
        let isPossible = target.contains {
          meaning.proteins.contains($0) || nomenclature.allows(meaning.scope, $0)
        }
        return isPossible ? .possible : .absent
      })
  }
}
