import TandemClinic
import TandemHLA
import TandemPolicy
import TandemRegistry

/// How one donor compares with every genotype of the pool, so that a pair costs one look a locus: the numbers
/// found are added over the loci, and the sum tells points and limits.
///
/// A sum for points holds, from the lowest bits: 5 of mismatches graft versus host at the policy's loci, 5 host
/// versus graft, 4 of loci that cannot be compared, then for DRB1 and DQB1 each 2 of mismatches in the worse
/// direction and 1 for a locus that cannot be compared. A sum for limits holds two bytes a limit: the least
/// count and the most.
struct MismatchTables: Sendable {
  /// By locus and number of the genotype.
  private(set) var sums: [[UInt32]] = []
  /// The same for limits; empty when the policy has none.
  private(set) var limitSums: [[UInt64]] = []
  /// Points by the lower 14 bits of a sum.
  let countPoints: [Int32]
  /// Points by the 6 bits above them.
  let matchPoints: [Int32]
  /// The most that all of them can give.
  let most: Int32

  init(_ context: MatchContext, _ recipe: Recipe, _ columns: Columns) {
    let countPoints = MismatchTables.countPoints(recipe)
    let matchPoints = MismatchTables.matchPoints(recipe)
    self.countPoints = countPoints
    self.matchPoints = matchPoints
    most = (countPoints.max() ?? 0) &+ (matchPoints.max() ?? 0)
    for genotypes in columns.genotypesAt {
      let comparison = GenotypeComparison(genotypes, context)
      let cells = Cells(genotypes.locus, recipe, context.policy.hla)
      var sums: [UInt32] = []
      var limitSums: [UInt64] = []
      sums.reserveCapacity(genotypes.typings.count)
      comparison.forEach { finding in
        sums.append(cells.sum(finding))
        if !recipe.limits.isEmpty { limitSums.append(cells.limitSum(finding)) }
      }
      self.sums.append(sums)
      if !recipe.limits.isEmpty { self.limitSums.append(limitSums) }
    }
  }

  private static func countPoints(_ recipe: Recipe) -> [Int32] {
    if recipe.gvh.isEmpty, recipe.hvg.isEmpty { return [0] }
    let unknown = recipe.gvh.millionths(nil) &+ recipe.hvg.millionths(nil)
    let gvh = (0..<32).map { recipe.gvh.millionths(Double($0)) }
    let hvg = (0..<32).map { recipe.hvg.millionths(Double($0)) }
    var points = [Int32](repeating: unknown, count: 1 << 14)
    for sum in 0..<1024 { points[sum] = gvh[sum & 31] &+ hvg[sum >> 5] }
    return points
  }

  private static func matchPoints(_ recipe: Recipe) -> [Int32] {
    func points(_ terms: [ScoreTerm], _ bits: Int) -> Int32 {
      terms.millionths(bits & 4 != 0 ? nil : Double(2 - (bits & 3)))
    }
    return (0..<64).map { points(recipe.dr, $0 & 7) &+ points(recipe.dq, $0 >> 3) }
  }

  /// What one genotype adds to the sums.
  private struct Cells {
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
