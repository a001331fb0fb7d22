/// A price for each recipient in millionths of a point, packed beside the rows of a pool with the bounds that
/// it gives the blocks. Made once for a round of prices and shared by all donors.
///
/// Cost: one pass over the rows.
public struct Prices: Sendable {
  /// By row.
  let ofRow: [Double]
  /// By row: the points of recipient and waiting time on the reference day, less the price; minus infinity where there
  /// is nobody.
  let own: [Double]
  /// For each block the greatest of them.
  let best: [Double]

  /// The prices of the recipients of a pool, by their places in the cohort.
  public init(of pool: Pool, _ prices: [Double]) {
    precondition(prices.count == pool.recipientCount, "one price for each recipient of the cohort")
    let columns = pool.columns
    let waiting = pool.waitingScale.on(pool.waitingScale.referenceDay)
    var ofRow = [Double](repeating: 0, count: columns.recipient.count)
    var own = [Double](repeating: -.infinity, count: columns.recipient.count)
    var best = [Double](repeating: -.infinity, count: columns.bucket.count)
    for block in best.indices {
      var taken = columns.taken[block]
      while taken != 0 {
        let row = block * 64 + taken.trailingZeroBitCount
        taken &= taken - 1
        let price = prices[Int(columns.recipient[row])]
        ofRow[row] = price
        own[row] = Double(columns.base[row] &+ waiting[columns.listed[row]]) - price
        best[block] = max(best[block], own[row])
      }
    }
    self.ofRow = ofRow
    self.own = own
    self.best = best
  }
}
