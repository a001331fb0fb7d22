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
  for (row, limit) in layout.couplingLimit.enumerated() where !prices.coupling.isEmpty {
    sum += prices.coupling[row] * limit
  }
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
  private var direction: [Double] = []

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
    // Couplings count in units of their own size, or one of them would take all of the step.
    var fresh = [Double](repeating: 0, count: count.count + used.count)
    for claimant in count.indices {
      // A price that is at its floor and wants to fall takes no part.
      if prices.claimant[claimant] > -layout.penalty[claimant] || count[claimant] > 0 {
        fresh[claimant] = count[claimant]
      }
    }
    for row in used.indices where prices.coupling[row] > 0 || used[row] > 0 {
      fresh[count.count + row] = used[row] / couplingSize[row].squareRoot()
    }
    deflect(fresh)
    var norm = 0.0
    for part in direction { norm += part * part }
    if norm == 0 { return }
    let step = length * max(sweep.bound - target, 1) / norm
    for claimant in count.indices where direction[claimant] != 0 {
      prices.claimant[claimant] = max(
        -layout.penalty[claimant], (prices.claimant[claimant] + step * direction[claimant]).rounded())
    }
    for row in used.indices where direction[count.count + row] != 0 {
      let part = direction[count.count + row] / couplingSize[row].squareRoot()
      prices.coupling[row] = max(0, (prices.coupling[row] + step * part).rounded())
    }
  }

  /// Turns the new subgradient away from the last direction where the two oppose each other (Camerini, Fratta,
  /// Maffioli 1975), so that the steps do not go to and fro.
  private mutating func deflect(_ fresh: [Double]) {
    if direction.isEmpty {
      direction = fresh
      return
    }
    var dot = 0.0
    var length = 0.0
    for i in fresh.indices {
      dot += fresh[i] * direction[i]
      length += direction[i] * direction[i]
    }
    let factor = dot < 0 && length > 0 ? -1.5 * dot / length : 0
    for i in fresh.indices { direction[i] = fresh[i] + factor * direction[i] }
  }
}
