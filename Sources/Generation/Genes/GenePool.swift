import TandemChance
import TandemHLA

/// Where the haplotypes of donors and recipients are drawn from.
struct GenePool: Sendable {
  /// The populations of the recipients' mix, in its order.
  private let recipients: [HaplotypeFrequencies.Population]
  private let donors: [HaplotypeFrequencies.Population]
  /// How recipients' haplotypes are paired.
  let enrichment: RiskEnrichment

  init(_ profile: Profile, _ frequencies: HaplotypeFrequencies) {
    recipients = profile.recipientPopulations.items.compactMap { frequencies[$0] }
    donors = profile.donorPopulations.items.compactMap { frequencies[$0] }
    enrichment = RiskEnrichment(
      profile.risk, classes: recipients.map(GenePool.classes), mix: profile.recipientPopulations.shares)
  }

  /// The two haplotypes of a donor from the population at an index of the donors' mix.
  func donor(population: Int, _ chance: inout SplitMix) -> ([HLAName], [HLAName]) {
    (donors[population].sample(&chance), donors[population].sample(&chance))
  }

  /// A haplotype of the donors' population at an index.
  func donorHaplotype(population: Int, _ chance: inout SplitMix) -> [HLAName] {
    donors[population].sample(&chance)
  }

  /// The two haplotypes of a recipient from the population at an index of the recipients' mix.
  func recipient(population: Int, _ chance: inout SplitMix) -> ([HLAName], [HLAName]) {
    let (first, second) = enrichment.sample(population: population, &chance)
    return (haplotype(first, population, &chance), haplotype(second, population, &chance))
  }

  /// A haplotype of a class: draws until one comes. Only classes that the population has are asked for; the
  /// rarest (DR4 of AFA, 4 %) takes 25 draws on average, about two microseconds.
  private func haplotype(_ risk: RiskClass, _ population: Int, _ chance: inout SplitMix) -> [HLAName] {
    while true {
      let haplotype = recipients[population].sample(&chance)
      if RiskClass(haplotype) == risk { return haplotype }
    }
  }

  /// The share of each class among the haplotypes of a population.
  private static func classes(_ population: HaplotypeFrequencies.Population) -> [Double] {
    let dr3 = population.share { $0.locus == .drb1 && $0.field(1) == 3 }
    let dr4 = population.share { $0.locus == .drb1 && $0.field(1) == 4 }
    func isDR15(_ name: HLAName) -> Bool { name.locus == .drb1 && name.field(1) == 15 && name.field(2) == 1 }
    func isDQ6(_ name: HLAName) -> Bool { name.locus == .dqb1 && name.field(1) == 6 && name.field(2) == 2 }
    // Both on one chromosome: inclusion and exclusion, as shares are known of "at least one" only.
    let either = population.share { isDR15($0) || isDQ6($0) }
    let both = max(0, population.share(where: isDR15) + population.share(where: isDQ6) - either)
    let total = population.totalMass
    var shares = [dr3, dr4, both, max(0, total - dr3 - dr4 - both)].map { $0 / total }
    // What rounding leaves of a class that the population lacks would be asked for without end.
    for index in shares.indices where shares[index] < 1e-6 { shares[index] = 0 }
    return shares
  }
}
