import TandemChance

/// Things that occur in given proportions.
struct Weights<Item: Sendable>: Sendable {
  /// The things, in the order of the file.
  let items: [Item]
  /// What each is worth; their sum is 1.
  let shares: [Double]
  private let sums: [Double]

  /// Proportions that need not add up to 1; the sum must be positive.
  init(_ items: [Item], _ weights: [Double]) {
    let total = weights.reduce(0, +)
    self.items = items
    shares = weights.map { total > 0 ? $0 / total : 0 }
    var sum = 0.0
    sums = shares.map { share in
      sum += share
      return sum
    }
  }

  /// The place of the item that stands at `rank` (0..<1) when the items are laid end to end. A linear look:
  /// lists are short.
  func index(rank: Double) -> Int {
    for (index, sum) in sums.enumerated() where rank < sum { return index }
    return shares.lastIndex { $0 > 0 } ?? 0
  }

  /// A draw.
  func sample(_ chance: inout SplitMix) -> Item { items[index(rank: chance.unit())] }
}
