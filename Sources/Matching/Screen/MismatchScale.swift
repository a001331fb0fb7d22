import TandemPolicy

/// The points of the sums that comparing typings gives, the same for every donor.
///
/// A sum holds, from the lowest bits: 5 of mismatches graft versus host at the policy's loci, 5 host versus graft,
/// 4 of loci that cannot be compared, then for DRB1 and DQB1 each 2 of mismatches in the worse direction and 1 for a
/// locus that cannot be compared.
struct MismatchScale: Sendable {
  /// Points by the lower 14 bits of a sum; a single one where they give none.
  private let countPoints: [Int32]
  /// Points by the 6 bits above them.
  private let matchPoints: [Int32]
  /// The most that all of them can give.
  let most: Int32

  init(_ recipe: Recipe) {
    countPoints = MismatchScale.countPoints(recipe)
    matchPoints = MismatchScale.matchPoints(recipe)
    most = (countPoints.max() ?? 0) &+ (matchPoints.max() ?? 0)
  }

  /// The points of a sum.
  @inline(__always)
  func points(_ sum: UInt32) -> Int32 {
    let match = matchPoints[Int(sum >> 14)]
    return countPoints.count > 1 ? match &+ countPoints[Int(sum & 0x3FFF)] : match
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
}
