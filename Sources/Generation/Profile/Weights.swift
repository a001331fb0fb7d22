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

/// Draws from a long list of weights in constant time.
///
/// M. D. Vose, "A linear algorithm for generating random numbers with a given distribution", IEEE Trans.
/// Software Engineering 17 (1991) 972-975.
struct AliasTable: Sendable {
  private let thresholds: [Double]
  private let aliases: [Int32]

  /// A table over the places of `weights`, whose sum must be positive.
  init(_ weights: [Double]) {
    let count = weights.count
    let total = weights.reduce(0, +)
    precondition(total > 0, "something must be drawable")
    var thresholds = weights.map { $0 * Double(count) / total }
    var aliases = (0..<count).map(Int32.init)
    var small = thresholds.indices.filter { thresholds[$0] < 1 }
    var large = thresholds.indices.filter { thresholds[$0] >= 1 }
    while let less = small.popLast(), let more = large.last {
      aliases[less] = Int32(more)
      thresholds[more] -= 1 - thresholds[less]
      if thresholds[more] < 1 {
        large.removeLast()
        small.append(more)
      }
    }
    // What is left over differs from 1 by rounding only, and is its own alias.
    self.thresholds = thresholds
    self.aliases = aliases
  }

  /// A place, with probability in proportion to its weight. One uniform number a draw.
  @inline(__always)
  func sample(_ chance: inout SplitMix) -> Int {
    let place = chance.unit() * Double(thresholds.count)
    let index = min(Int(place), thresholds.count - 1)
    return place - Double(index) < thresholds[index] ? index : Int(aliases[index])
  }
}
