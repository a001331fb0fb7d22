import TandemHLA
import TandemPolicy
import TandemRegistry

/// Compares a donor with each genotype of one locus: two plain genotypes by the kernel, all others by sets of bits,
/// which give what the comparison gives that also explains.
struct GenotypeComparison: Sendable {
  /// What comparing gives.
  struct Finding: Hashable, Sendable {
    /// Whether both sides are typed.
    var isKnown = false
    /// The best case, homozygous loci counted as the policy does.
    var best = MismatchCounts.none
    /// The most that is possible, likewise.
    var most = MismatchCounts.none
    /// The best case with homozygous loci counted twice.
    var twice = MismatchCounts.none
  }

  private let genotypes: Genotypes
  private let donor: Typing
  private let proteins: SIMD2<UInt32>
  private let homozygous: HomozygousCount
  /// Whether there is nothing of the donor to compare with.
  private let isUntyped: Bool
  /// Made for the first genotype that is not plain.
  private var others: Others?

  init(_ genotypes: Genotypes, _ context: MatchContext) {
    self.genotypes = genotypes
    homozygous = context.policy.hla.homozygous
    donor = genotypes.numbers.part(of: context.donor.typing)
    proteins = genotypes.proteins(of: donor)
    isUntyped = donor.isEmpty && !genotypes.locus.mayBeAbsent
  }

  /// The finding for a genotype by its number.
  ///
  /// Cost: about ten nanoseconds for a plain genotype, a few hundred for another.
  @inline(__always)
  mutating func finding(_ number: Int) -> Finding {
    if isUntyped { return Finding() }
    let own = genotypes.proteins[number]
    return proteins.x != 0 && own.x != 0 ? plain(own) : other(number)
  }

  private mutating func other(_ number: Int) -> Finding {
    if others == nil { others = Others(genotypes.index, donor, homozygous) }
    return others?.finding(genotypes.prepared[number]) ?? Finding()
  }

  @inline(__always)
  private func plain(_ own: SIMD2<UInt32>) -> Finding {
    let pair = (own.x, own.y)
    let others = (proteins.x, proteins.y)
    let counts = MismatchKernel.counts(recipient: pair, donor: others, homozygous: homozygous)
    let twice =
      homozygous == .twice
      ? counts : MismatchKernel.counts(recipient: pair, donor: others, homozygous: .twice)
    return Finding(isKnown: true, best: counts, most: counts, twice: twice)
  }

  /// The comparison where a side is not plain.
  private struct Others: Sendable {
    private var counting: LocusComparer
    private var twice: LocusComparer?

    init(_ index: LocusIndex, _ donor: Typing, _ homozygous: HomozygousCount) {
      counting = LocusComparer(index, donor: donor, homozygous: homozygous)
      if homozygous != .twice { twice = LocusComparer(index, donor: donor, homozygous: .twice) }
    }

    mutating func finding(_ own: LocusIndex.Genotypes) -> Finding {
      guard let found = counting.mismatches(own) else { return Finding() }
      let twice = self.twice == nil ? found : self.twice?.mismatches(own) ?? found
      return Finding(isKnown: true, best: found.counts, most: found.atMost, twice: twice.counts)
    }
  }
}
