/// Few owners: counts first, then short lists.
extension Core {
  /// A case of the search: the problem under limits on counts.
  private struct Case {
    var limits: [CountLimit] = []
    /// Prices to start from; those of the limits stand behind the others.
    var prices: Prices
    /// No plan of this case is worth more (scaled).
    var bound: Double
    /// What it is worth as far as one knows; the case that promises most comes first.
    var estimate: Double
    /// How far the count was from the last limit.
    var distance = 0.0
    /// What its own prices prove; nil before it has such.
    var proven: Double?
    /// How far below what is proven the next list goes, and how far the last one that was searched went.
    var reach = 0.0
    var seen = 0.0
    /// A list was too long, or a search cut short.
    var isStuck = false
  }

  /// How long a list may be, and how long one owner's part of it may take.
  private struct Reach {
    var bundles: Int
    var nodes: Int
  }

  /// Closes the gap from the bound downwards: the case with the greatest bound is split on a broken count, or, where
  /// that moves the bound little, every bundle within a small reach of its bound is listed and searched. A search that
  /// ends finds the best plan of the case, or lowers its bound by the reach.
  ///
  /// Where there are few owners, counts are most of the gap, and short lists come by the best plan before any dive
  /// would. Stops where a list would be long; what it has proven and found stays. Where there are many owners counts are
  /// split and nothing is listed: a count of people in a rare group can be most of the gap there, too.
  mutating func closeFromCounts(_ proof: RootProof, _ priced: Priced) throws {
    control.enter(.closing)
    let counters = Counter.all(layout)
    let rows = try counters.map { counter in try priced.master.addCounter(pool) { counter.count($0, $1) } }
    defer { try? priced.master.keep([], rows: rows) }
    var open = [Case(prices: proof.prices, bound: proof.bound, estimate: proof.bound)]
    var settled = -Double.infinity
    var steps = 0
    var reach = Reach(bundles: effort.countList, nodes: effort.countListNodes)
    while control.goesOn, steps < effort.countSteps {
      steps += 1
      var top = -1
      for (index, one) in open.enumerated() where !one.isStuck {
        if top < 0 || (open[top].estimate, open[top].bound) < (one.estimate, one.bound) { top = index }
      }
      if top < 0 {
        if !isSmall { break }
        // Once there is a good plan, long lists are worth it.
        let isGood = (open.map(\.bound).max() ?? .infinity) - plan.value < proof.bound * 0.01
        if !isGood || open.isEmpty || reach.bundles == effort.closingLimit { break }
        reach = Reach(bundles: effort.closingLimit, nodes: effort.closingListNodes)
        for index in open.indices { open[index].isStuck = false }
        continue
      }
      let next = open.remove(at: top)
      open += try step(next, counters, rows, priced, reach, &settled)
      open.removeAll { $0.bound < plan.value + layout.scale }
      prove(max(plan.value, settled, open.map(\.bound).max() ?? -.infinity))
    }
    beginning = PoolSearch.Beginning()
    control.note("counts: \(steps) steps, open \(open.count), value \(plan.value / layout.scale)")
  }

  /// One step of a case, and what is left of it.
  private mutating func step(
    _ given: Case, _ counters: [Counter], _ rows: [Int], _ whole: Priced, _ reach: Reach,
    _ settled: inout Double
  ) throws -> [Case] {
    var own = given
    let layout = self.layout.limited(by: own.limits, of: counters)
    let crew =
      own.limits.isEmpty || !self.layout.claimantCouplings.isEmpty
      ? self.crew : PricingCrew(layout, threads: control.request.threads)
    if own.proven == nil {
      var priced = whole
      if !own.limits.isEmpty {
        try whole.master.keep(own.limits, rows: rows)
        let start = try steer(own, layout, crew, whole.master)
        own.bound = min(own.bound, start.bound)
        if own.bound < plan.value + layout.scale || !control.hasTime { return [own] }
        priced = try price(layout, crew, whole.master, from: start.prices, estimate: start.estimate)
      }
      own.proven = priced.columns.bound
      own.prices = priced.columns.prices
      own.bound = min(own.bound, priced.columns.bound)
      own.estimate = own.bound
      if own.bound < plan.value + layout.scale || !control.hasTime { return [own] }
      if let split = try brokenCount(counters, rows, own.limits, priced),
        min(split.losses.most, split.losses.least) > effort.countGain * abs(own.bound)
      {
        control.note("split on count \(split.counter) at \(split.sum)")
        return [true, false].map { isMost in
          var child = own
          child.proven = nil
          child.estimate = own.bound - (isMost ? split.losses.most : split.losses.least)
          child.distance = isMost ? split.sum - Double(split.floor) : Double(split.floor + 1) - split.sum
          child.limits.append(
            CountLimit(
              counter: split.counter, limit: isMost ? split.floor : split.floor + 1, isMost: isMost))
          child.prices.coupling.append(0)
          return child
        }
      }
    }
    if isSmall { return try look(own, layout, crew, reach, &settled) }
    own.isStuck = true
    return [own]
  }

  /// The best price of the last limit while all others stay what they were before it: a line search along a convex
  /// bound. Nearly always that is all that a hopeless side needs.
  private mutating func steer(
    _ own: Case, _ layout: Layout, _ crew: PricingCrew, _ master: Master
  ) throws -> (prices: Prices, bound: Double, estimate: Double) {
    crew.setNodeLimit(effort.warmNodes)
    defer { crew.setNodeLimit(pricingNodes) }
    var best = (prices: own.prices, bound: own.bound, estimate: own.bound)
    var price = min(own.bound - own.estimate, abs(own.bound) * 0.005) / own.distance
    var fresh: [Int] = []
    for turn in 0..<4 where price >= 1 {
      var prices = own.prices
      prices.coupling[prices.coupling.count - 1] = price.rounded()
      let found = crew.sweep(layout, at: prices)
      for bundle in found.bundles where !bundle.isEmpty { fresh.append(pool.add(bundle, layout).bundle) }
      if found.bound < best.bound {
        best = (prices, found.bound, found.estimate)
        if best.bound < plan.value + layout.scale { break }
        price *= 2
      } else if turn > 0, best.bound < own.bound {
        break
      } else {
        price *= 0.5
      }
    }
    try master.add(fresh, pool)
    return best
  }

  /// Searches the bundles near the bound of a case.
  private mutating func look(
    _ given: Case, _ layout: Layout, _ crew: PricingCrew, _ reach: Reach, _ settled: inout Double
  ) throws -> [Case] {
    var own = given
    // Lists reach down from what the prices prove.
    let top = own.proven!
    let needed = top - plan.value - control.request.gap * abs(plan.value)
    if own.reach == 0 { own.reach = max(layout.scale, abs(top) * 0.0002) }
    crew.setNodeLimit(reach.nodes)
    defer { crew.setNodeLimit(pricingNodes) }
    var list: Shortlist
    var isTooFar = false
    while true {
      own.reach = min(own.reach, max(needed, layout.scale))
      list = Shortlist(
        layout, crew, at: own.prices, reach: own.reach,
        limit: 12 * reach.bundles / max(12, layout.ownerCount),
        until: control.deadline)
      let isWhole = list.isWhole && list.count <= reach.bundles && list.bound <= top
      if !control.hasTime || list.bound > top { break }
      if !isWhole {
        isTooFar = true
        own.reach = own.seen > 0 ? (own.seen * own.reach).squareRoot() : own.reach * 0.5
        if own.reach < max(own.seen * 1.2, abs(top) * 0.0001) { break }
      } else if isTooFar || list.count >= 20 * layout.ownerCount || own.reach >= needed {
        break
      } else {
        own.reach *= list.count < 10 * layout.ownerCount ? 2 : 1.5
      }
    }
    control.bundles = max(control.bundles, list.count)
    control.note(
      "case \(own.limits.count) bound \(own.bound / layout.scale) reach \(own.reach / top): list \(list.count)"
    )
    if !list.isWhole || list.count > reach.bundles || list.bound > top {
      own.isStuck = true
      return [own]
    }
    let guess = max(plan.value, (top - own.reach).rounded())
    let search = try branch(list, layout, toBeat: guess, nodeLimit: effort.countNodes)
    own.seen = own.reach
    own.bound = min(own.bound, max(guess, plan.value, search.bound))
    own.estimate = own.bound
    own.reach *= 2
    if search.isComplete, plan.value >= guess {
      // The best of the case is found, or nothing in it is better than what there is.
      settled = max(settled, own.bound)
      return []
    }
    own.isStuck = !search.isComplete
    return [own]
  }

  private struct Broken {
    var counter: Int
    var sum: Double
    var floor: Int
    /// What the sides lose (scaled), as far as it is known.
    var losses: (most: Double, least: Double)
  }

  /// The broken count whose sides lose most, as far as a few steps of the linear program tell.
  private func brokenCount(
    _ counters: [Counter], _ rows: [Int], _ limits: [CountLimit], _ priced: Priced
  ) throws -> Broken? {
    let master = priced.master
    let most = abs(priced.columns.bound) * 0.005
    let basis = try master.basis()
    func loss(_ limit: CountLimit) throws -> Double {
      let limits = limits + [limit]
      try master.keep(limits, rows: rows)
      try master.restore(basis)
      guard try master.approach(steps: 20) else { return .infinity }
      let charges = try master.prices()
      var value = charges.owners.reduce(0, +) + constantPart(layout, charges.prices)
      for (price, limit) in zip(charges.prices.coupling[layout.couplingCount...], limits) {
        value += price * Double(limit.isMost ? limit.limit : -limit.limit)
      }
      return max(0, priced.columns.bound - value)
    }
    var best: Broken?
    var bestScore = 0.0
    for (index, counter) in counters.enumerated() {
      let sum = counter.sum(priced.columns.fractions, pool)
      if abs(sum - sum.rounded()) < 1e-5 { continue }
      let floor = Int(sum.rounded(.down))
      // Where a limit cannot be met the sum lies beyond it, and one side would hold nothing at all.
      let isEmpty = limits.contains {
        $0.counter == index && ($0.isMost ? floor + 1 > $0.limit : floor < $0.limit)
      }
      if isEmpty { continue }
      let losses = (
        most: try loss(CountLimit(counter: index, limit: floor, isMost: true)),
        least: try loss(CountLimit(counter: index, limit: floor + 1, isMost: false))
      )
      let score = min(most, losses.most) * min(most, losses.least)
      if score > bestScore {
        bestScore = score
        best = Broken(counter: index, sum: sum, floor: floor, losses: losses)
      }
    }
    return best
  }
}
