internal import TandemParallel

/// Pricers for all owners, a block of owners each, that work side by side.
///
/// The blocks depend on the problem alone, and what a pricer remembers concerns its own owners only, so the
/// result is the same on any number of threads.
final class PricingCrew {
  let layout: Layout
  private let desks: [Desk]
  private let blockOf: [Int32]
  private let threads: Int

  init(_ layout: Layout, threads: Int) {
    self.layout = layout
    self.threads = threads
    // Blocks of about equal work.
    let blocks = max(1, min(64, layout.slotCount / 4096, layout.ownerCount))
    var desks: [Desk] = []
    var blockOf = [Int32](repeating: 0, count: layout.ownerCount)
    var first = 0
    for block in 0..<blocks {
      let until = layout.slotCount * (block + 1) / blocks
      var end = first
      while end < layout.ownerCount, layout.start[end + 1] <= until || block == blocks - 1 { end += 1 }
      if end == first { continue }
      for owner in first..<end { blockOf[owner] = Int32(desks.count) }
      desks.append(Desk(Pricer(layout, owners: first..<end)))
      first = end
    }
    self.desks = desks
    self.blockOf = blockOf
  }

  /// The best bundle of one owner; `prices` may be folded.
  func best(of owner: Int, at prices: Prices, banned: [Bool] = []) -> Pricer.Result {
    desks[Int(blockOf[owner])].pricer.best(of: owner, at: prices, banned: banned)
  }

  /// The best bundles of some owners, in their order; `prices` may be folded.
  func best(of owners: [Int], at prices: Prices) -> [[Int32]] {
    // Whoever has the same pricer waits for it.
    var places = [[Int]](repeating: [], count: desks.count)
    for (place, owner) in owners.enumerated() { places[Int(blockOf[owner])].append(place) }
    let busy = desks.indices.filter { !places[$0].isEmpty }
    nonisolated(unsafe) let desks = desks
    let found = mappedInParallel(busy.count, threads: threads) { [places] index in
      places[busy[index]].map { place in
        (place, slots: desks[busy[index]].pricer.best(of: owners[place], at: prices).slots)
      }
    }
    var bundles = [[Int32]](repeating: [], count: owners.count)
    for (place, slots) in found.joined() { bundles[place] = slots }
    return bundles
  }

  /// Runs `body` for every owner with its pricer, and returns the results by owner.
  func map<Result: Sendable>(_ body: @Sendable (inout Pricer, Int) -> Result) -> [Result] {
    nonisolated(unsafe) let desks = desks
    let blocks = mappedInParallel(desks.count, threads: threads) { block in
      desks[block].pricer.owners.map { body(&desks[block].pricer, $0) }
    }
    return blocks.flatMap { $0 }
  }

  /// Sets how long the pricers may look for one bundle.
  func setNodeLimit(_ limit: Int) { for desk in desks { desk.pricer.nodeLimit = limit } }

  /// The Lagrangian bound at `prices`, with the bundles that make it. Costs one pass over all slots.
  ///
  /// `layout` may be another case of the crew's own, with limits on counts, where both fold their prices.
  func sweep(_ layout: Layout, at prices: Prices) -> Sweep {
    let folded = layout.folded(prices)
    let results = map { pricer, owner in pricer.best(of: owner, at: folded) }
    var bound = constantPart(layout, prices)
    var estimate = bound
    for result in results {
      bound += result.bound
      estimate += result.value
    }
    return Sweep(bound: bound, estimate: estimate, bundles: results.map(\.slots))
  }
}

/// Where a pricer stays between calls. Its work is done on the value itself, free of the checks that an object's
/// properties need.
private final class Desk {
  var pricer: Pricer
  init(_ pricer: consuming Pricer) { self.pricer = pricer }
}
