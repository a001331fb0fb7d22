import TandemChance
import TandemFiles
import TandemHLA

/// Gives people antibodies.
///
/// Somebody is immunised by the tissue of others: haplotypes of the donors' populations come one after the
/// other, and each antigen on them that the person lacks may raise an antibody, until the donors excluded
/// reach what was drawn for the person. An antigen that would carry them beyond their band is left out. So
/// common antigens are met most, nobody has antibodies against their own, and the calculated PRA follows
/// from the antibodies and not the other way round.
struct Immunisation: Sendable {
  private let profile: Sensitisation
  private let exclusion: DonorExclusion
  private let pool: GenePool
  private let populations: Weights<String>
  private let referenceDay: Day

  /// Haplotypes met before it is given up to reach the band; even 99 % takes about thirty.
  private static let mostHaplotypes = 300

  init(_ profile: Profile, _ pool: GenePool, _ exclusion: DonorExclusion) {
    self.profile = profile.recipients.sensitisation
    self.exclusion = exclusion
    self.pool = pool
    populations = profile.donorPopulations
    referenceDay = profile.referenceDay
  }

  /// The antibodies of a person who is sensitised or not, ascending, and the calculated PRA they give,
  /// rounded to four places as it is written.
  func antibodies(of genotype: Genotype, isFemale: Bool, _ chance: inout SplitMix) -> (
    found: [Antibody], cpra: Double
  ) {
    guard chance.flip(isFemale ? profile.female : profile.male) else { return ([], 0) }
    let band = profile.bands.sample(&chance)
    let goal = band.lowerBound + chance.unit() * (band.upperBound - band.lowerBound)
    let own = genotype.expressed
    var isOwn = Set<Int>()
    for allele in own { isOwn.formUnion(exclusion.shown(by: allele)) }
    var taken: [Int] = []
    var state = exclusion.none
    var met = 0
    while met < Immunisation.mostHaplotypes, taken.isEmpty || state.cpra < goal {
      met += 1
      let haplotype = pool.donorHaplotype(population: populations.index(rank: chance.unit()), &chance)
      for allele in haplotype {
        let (antigens, number) = exclusion.raised(by: allele)
        // A name by allele would meet a typing of the person's own that gives the family only.
        let isByAllele = chance.flip(profile.alleleLevel) && !own.contains { $0.family == allele.family }
        for target in isByAllele ? [number].compactMap({ $0 }) : antigens
        where !isOwn.contains(target) && !taken.contains(target) && (taken.isEmpty || state.cpra < goal) {
          let next = exclusion.adding(target, to: state)
          if next.cpra > band.upperBound { continue }
          state = next
          taken.append(target)
        }
        if !taken.isEmpty, state.cpra >= goal { break }
      }
    }
    let sampled = Day(number: referenceDay.number - Int32(profile.sampleAgeDays.sample(&chance).rounded()))
    let antibodies = taken.map { antibody(exclusion.targets[$0], sampled, &chance) }.sorted()
    return (antibodies, rounded(state.cpra, to: 0.0001))
  }

  private func antibody(_ target: Specificity, _ sampled: Day, _ chance: inout SplitMix) -> Antibody {
    let mfi = rounded(profile.mfi.sample(&chance), to: 10)
    let isTested = chance.flip(profile.c1qTested)
    // Half at the MFI of the profile, rising with its square: a quarter of that strength binds in one of 17.
    let ratio = (mfi / profile.c1qHalfAtMFI) * (mfi / profile.c1qHalfAtMFI)
    let binds = chance.flip(ratio / (1 + ratio))
    return Antibody(target, mfi: mfi, c1q: isTested ? binds : nil, sampledOn: sampled)
  }
}
