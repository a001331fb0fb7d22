import TandemHLA
import TandemPolicy
import TandemRegistry

/// Compares a donor with each genotype of one locus: two plain genotypes by the kernel, all others by the
/// comparison that also explains.
struct GenotypeComparison {
  /// What comparing gives.
  struct Finding {
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
  private let nomenclature: Nomenclature
  private let homozygous: HomozygousCount

  init(_ genotypes: Genotypes, _ context: MatchContext) {
    self.genotypes = genotypes
    nomenclature = context.nomenclature
    homozygous = context.policy.hla.homozygous
    donor = Typing(words: Array(Genotypes.words(of: context.donor.typing, at: genotypes.locus)))
    proteins = Genotypes.proteins(of: donor, at: genotypes.locus, nomenclature)
  }

  /// The findings by the numbers of the genotypes. Cost: about ten nanoseconds for a plain genotype.
  func all() -> [Finding] {
    let isPlain = proteins.x != 0
    return genotypes.typings.indices.map { number in
      let own = genotypes.proteins[number]
      return isPlain && own.x != 0 ? plain(own) : full(genotypes.typings[number])
    }
  }

  private func plain(_ own: SIMD2<UInt32>) -> Finding {
    let pair = (own.x, own.y)
    let others = (proteins.x, proteins.y)
    let counts = MismatchKernel.counts(recipient: pair, donor: others, homozygous: homozygous)
    let twice =
      homozygous == .twice
      ? counts : MismatchKernel.counts(recipient: pair, donor: others, homozygous: .twice)
    return Finding(isKnown: true, best: counts, most: counts, twice: twice)
  }

  private func full(_ typing: Typing) -> Finding {
    let found = compare(typing, homozygous)
    guard let best = found.counts, let most = found.atMost else { return Finding() }
    let twice = homozygous == .twice ? best : compare(typing, .twice).counts ?? best
    return Finding(isKnown: true, best: best, most: most, twice: twice)
  }

  private func compare(_ typing: Typing, _ homozygous: HomozygousCount) -> Mismatches.OfLocus {
    nomenclature.mismatches(
      recipient: typing, donor: donor, loci: [genotypes.locus], homozygous: homozygous
    ).loci[0]
  }
}
