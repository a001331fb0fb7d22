import TandemClinic
import TandemHLA
import TandemPolicy
import TandemRegistry

/// How one donor compares with the genotypes of a pool, so that a pair costs one look a locus: the numbers found are
/// added over the loci, and the sum tells points (`MismatchScale`) and limits.
///
/// A genotype is compared when it is first asked for: a donor whose offers must be worth a price meets few of them.
/// Whoever asks for everybody, or on many threads, compares all of them first.
///
/// A sum for limits holds two bytes a limit: the least count and the most.
struct MismatchSums: Sendable {
  /// What comparing a row gives.
  typealias Sum = (points: UInt32, limits: UInt64)

  private var comparisons: [GenotypeComparison]
  private let cells: [Cells]
  /// Where the genotypes of each locus begin in `sums`, one locus after the other.
  private let starts: [Int]
  /// By locus and number of the genotype; `unknown` before it was compared.
  private var sums: [UInt32]
  /// The same for limits; empty when the policy has none.
  private var limitSums: [UInt64]

  private static let unknown = UInt32.max

  init(_ context: MatchContext, _ recipe: Recipe, _ columns: Columns) {
    comparisons = columns.genotypesAt.map { GenotypeComparison($0, context) }
    cells = columns.genotypesAt.map { Cells($0.locus, recipe, context.policy.hla) }
    var starts = [0]
    for genotypes in columns.genotypesAt { starts.append(starts[starts.count - 1] + genotypes.count) }
    self.starts = starts
    sums = Array(repeating: MismatchSums.unknown, count: starts[starts.count - 1])
    limitSums = recipe.limits.isEmpty ? [] : Array(repeating: 0, count: sums.count)
  }

  /// Compares every genotype. About ten nanoseconds for a plain one, a few hundred for another.
  mutating func complete() {
    for locus in comparisons.indices {
      for number in 0..<(starts[locus + 1] - starts[locus]) { compare(locus, number) }
    }
  }

  @inline(never)
  private mutating func compare(_ locus: Int, _ number: Int) {
    let finding = comparisons[locus].finding(number)
    sums[starts[locus] + number] = cells[locus].sum(finding)
    if !limitSums.isEmpty { limitSums[starts[locus] + number] = cells[locus].limitSum(finding) }
  }

  /// A row whose genotypes may not have been compared.
  @inline(__always)
  mutating func find(_ row: Int, _ columns: Columns) -> Sum {
    let loci = comparisons.count
    var sum: Sum = (0, 0)
    for locus in 0..<loci {
      let genotype = Int(columns.genotypes[row * loci + locus])
      var own = sums[starts[locus] + genotype]
      if own == MismatchSums.unknown {
        compare(locus, genotype)
        own = sums[starts[locus] + genotype]
      }
      sum.points &+= own
      if !limitSums.isEmpty { sum.limits &+= limitSums[starts[locus] + genotype] }
    }
    return sum
  }

  /// A row whose genotypes were compared.
  @inline(__always)
  func known(_ row: Int, _ columns: Columns) -> Sum {
    let loci = comparisons.count
    var sum: Sum = (0, 0)
    for locus in 0..<loci {
      let place = starts[locus] + Int(columns.genotypes[row * loci + locus])
      sum.points &+= sums[place]
      if !limitSums.isEmpty { sum.limits &+= limitSums[place] }
    }
    return sum
  }

  /// What one genotype adds to the sums.
  private struct Cells: Sendable {
    let isCounted: Bool
    let isDR: Bool
    let isDQ: Bool
    let limits: [HLALimits.Limit]
    let locus: Locus

    init(_ locus: Locus, _ recipe: Recipe, _ hla: HLAComparison) {
      self.locus = locus
      isCounted = !(recipe.gvh.isEmpty && recipe.hvg.isEmpty) && hla.loci.contains(locus)
      isDR = locus == .drb1 && !recipe.dr.isEmpty
      isDQ = locus == .dqb1 && !recipe.dq.isEmpty
      limits = recipe.limits
    }

    func sum(_ finding: GenotypeComparison.Finding) -> UInt32 {
      var sum: UInt32 = 0
      if isCounted {
        sum |= finding.isKnown ? UInt32(finding.best.gvh) | UInt32(finding.best.hvg) << 5 : 1 << 10
      }
      let worse = finding.isKnown ? UInt32(finding.twice.bidirectional) : 4
      if isDR { sum |= worse << 14 }
      if isDQ { sum |= worse << 17 }
      return sum
    }

    func limitSum(_ finding: GenotypeComparison.Finding) -> UInt64 {
      var sum: UInt64 = 0
      for (place, limit) in limits.enumerated() where limit.loci.contains(locus) {
        let least = finding.isKnown ? UInt64(limit.count(finding.best)) : 0
        let most = finding.isKnown ? UInt64(limit.count(finding.most)) : 2
        sum |= (least | most << 8) << UInt64(16 * place)
      }
      return sum
    }
  }
}
