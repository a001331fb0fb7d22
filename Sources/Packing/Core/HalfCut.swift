/// A cut from halves: the sum of some rows, halved, with every factor and the limit rounded down. Of choices that are
/// whole, none can break it.
///
/// A row is a claimant, an owner, or a coupling, in this order of numbers. Subset-row cuts (Jepsen, Petersen,
/// Spoorendonk, Pisinger 2008) are those over three rows of claimants.
struct HalfCut: Sendable, Hashable {
  /// In rising order.
  let rows: [Int32]

  /// Whether the problem has all of its rows; another case of it may have fewer limits on counts.
  func fits(_ layout: Layout) -> Bool {
    Int(rows.last ?? 0) < layout.claimantCount + layout.ownerCount + layout.couplingCount
  }

  /// What the cut allows, where the couplings have these limits.
  func limit(_ layout: Layout, _ couplingLimit: [Double]) -> Double {
    var sum = 0.0
    let firstCoupling = layout.claimantCount + layout.ownerCount
    for row in rows {
      sum += Int(row) < firstCoupling ? 1 : couplingLimit[Int(row) - firstCoupling]
    }
    return (sum / 2).rounded(.down)
  }
}
