/// The Lagrangian bound: for prices `u` on claimants and `l` on couplings,
///
///     bound(u, l) = sum u + sum l * limit + sum over owners of the best bundle's reduced value
///
/// is above every plan. It is convex in the prices, and `count - 1` (how many owners want a claimant, less
/// one) is a subgradient (Geoffrion 1974; Held, Wolfe, Crowder 1974).
struct Sweep: Sendable {
  /// The bound at the prices, scaled.
  var bound: Double
  /// The bound if every bundle below is the best of its owner; not proven where the search was cut short.
  var estimate: Double
  /// Each owner's best bundle.
  var bundles: [[Int32]]
}

/// The part of the bound that does not depend on owners.
func constantPart(_ layout: Layout, _ prices: Prices) -> Double {
  var sum = 0.0
  for price in prices.claimant { sum += price }
  for (row, price) in prices.coupling.enumerated() { sum += price * layout.couplingLimit[row] }
  return sum
}

/// Warm prices by subgradient steps with Polyak's length (Polyak 1969): the step aims at `target`, the value
/// of the best plan met, and is halved when the bound has stood still for a while.
struct Ascent {
  var prices: Prices
  /// The best bound met, with the prices that gave it.
  var bestBound = Double.infinity
  var bestPrices: Prices
  private var length = 1.0
  private var still = 0
  private let couplingSize: [Double]

  init(_ layout: Layout) {
    prices = Prices(
      claimant: [Double](repeating: 0, count: layout.claimantCount),
      coupling: [Double](repeating: 0, count: layout.couplingCount))
    bestPrices = prices
    var entries = [Double](repeating: 0, count: layout.couplingCount)
    for position in layout.couplingRow.indices {
      entries[Int(layout.couplingRow[position])] += layout.couplingFactor[position].magnitude
    }
    // As large as the sum over the bundles of a typical sweep.
    let part = Double(layout.ownerCount) / Double(max(1, layout.slotCount))
    couplingSize = entries.map { max(1, $0 * part) }
  }

  /// Takes the sweep made at `prices` and moves them on.
  mutating func step(_ layout: Layout, _ sweep: Sweep, target: Double) {
    if sweep.bound < bestBound - 1e-7 * abs(bestBound) {
      still = 0
    } else {
      still += 1
      if still >= 6 {
        length *= 0.6
        still = 0
      }
    }
    if sweep.bound < bestBound {
      bestBound = sweep.bound
      bestPrices = prices
    }
    var count = [Double](repeating: -1, count: layout.claimantCount)
    var used = layout.couplingLimit.map { -$0 }
    for bundle in sweep.bundles {
      for slot in bundle {
        count[Int(layout.claimant[Int(slot)])] += 1
        for position in layout.couplings(of: Int(slot)) {
          used[Int(layout.couplingRow[position])] += layout.couplingFactor[position]
        }
      }
    }
    var norm = 0.0
    for claimant in 0..<layout.claimantCount {
      let floor = -layout.penalty[claimant]
      if prices.claimant[claimant] > floor || count[claimant] > 0 {
        norm += count[claimant] * count[claimant]
      }
    }
    // Couplings count in units of their own size, or one of them would take all of the step.
    for row in 0..<layout.couplingCount where prices.coupling[row] > 0 || used[row] > 0 {
      norm += used[row] * used[row] / couplingSize[row]
    }
    if norm == 0 { return }
    let step = length * max(sweep.bound - target, 1) / norm
    for claimant in 0..<layout.claimantCount where count[claimant] != 0 {
      prices.claimant[claimant] = max(
        -layout.penalty[claimant], (prices.claimant[claimant] + step * count[claimant]).rounded())
    }
    for row in 0..<layout.couplingCount where used[row] != 0 {
      prices.coupling[row] = max(0, (prices.coupling[row] + step * used[row] / couplingSize[row]).rounded())
    }
  }
}
