/// What each claimant uses of the couplings, where all of a claimant's slots use the same: beds and groups are like that.
///
/// Kept claimant by claimant and apart from the slots, since prices are folded before every turn of pricing.
struct ClaimantCouplings: Sendable {
  private let start: [Int32]
  private let row: [Int32]
  private let factor: [Double]

  /// Nil when there are no couplings, or the slots of some claimant differ in them. Costs a pass over the couplings of
  /// all slots, of which `starts`, `rows` and `factors` tell.
  init?(_ claimant: [Int32], _ count: Int, _ starts: [Int32], _ rows: [Int32], _ factors: [Double]) {
    if starts.isEmpty { return nil }
    var samples = [Int32](repeating: -1, count: count)
    for slot in claimant.indices {
      let sample = Int(samples[Int(claimant[slot])])
      if sample < 0 {
        samples[Int(claimant[slot])] = Int32(slot)
        continue
      }
      let known = Int(starts[sample])
      let own = Int(starts[slot])
      let length = Int(starts[slot + 1]) - own
      if Int(starts[sample + 1]) - known != length { return nil }
      for place in 0..<length
      where rows[known + place] != rows[own + place] || factors[known + place] != factors[own + place] {
        return nil
      }
    }
    var start: [Int32] = [0]
    var row: [Int32] = []
    var factor: [Double] = []
    for sample in samples {
      if sample >= 0 {
        let own = Int(starts[Int(sample)])..<Int(starts[Int(sample) + 1])
        row += rows[own]
        factor += factors[own]
      }
      start.append(Int32(row.count))
    }
    (self.start, self.row, self.factor) = (start, row, factor)
  }

  /// Prices with the couplings made part of the claimants' prices.
  func folded(_ prices: Prices) -> Prices {
    var claimants = prices.claimant
    var position = 0
    for claimant in claimants.indices {
      let end = Int(start[claimant + 1])
      while position < end {
        claimants[claimant] += prices.coupling[Int(row[position])] * factor[position]
        position += 1
      }
    }
    return Prices(claimant: claimants, coupling: [], cuts: prices.cuts)
  }
}
