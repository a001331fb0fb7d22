/// Few owners: counts first, then short lists.
extension Core {
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
  /// would. Stops where a list would be long; what it has proven and found stays.
  mutating func closeFromCounts(_ proof: RootProof, _ priced: Priced) throws {
    control.enter(.closing)
    let counters = Counter.all(layout)
    let rows = counters.map { counter in priced.master.addCounter(pool) { counter.count($0, $1) } }
    defer { priced.master.keep([], rows: rows) }
    var open = [Case(proof)]
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
        // Once there is a good plan, long lists are worth it.
        let isGood = (open.map(\.bound).max() ?? .infinity) - plan.value < proof.bound * 0.01
        if !isGood || open.isEmpty || reach.bundles == effort.closingLimit { break }
        reach = Reach(bundles: effort.closingLimit, nodes: effort.closingListNodes)
        for index in open.indices { open[index].isStuck = false }
        continue
      }
      let next = open.remove(at: top)
      open += try step(next, counters, rows, priced, reach, &settled)
      open.removeAll { own in
        if isNear(own.bound), own.bound >= valueToBeat + layout.scale { settled = max(settled, own.bound) }
        return isNear(own.bound)
      }
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
    let crew = crew(of: own, layout)
    if own.proven == nil {
      var priced = whole
      if !own.limits.isEmpty {
        whole.master.keep(own.limits, rows: rows)
        priced = try price(layout, crew, whole.master, from: own.prices, smoothing: 0)
      }
      own.proven = priced.columns.bound
      own.prices = priced.columns.prices
      own.bound = min(own.bound, priced.columns.bound)
      own.estimate = own.bound
      if own.bound < plan.value + layout.scale || !control.hasTime { return [own] }
      let least = effort.countGain * abs(own.bound)
      let sides = try sides(of: own, counters, rows, priced) { min($0.most, $0.least) > least }
      if let sides { return sides }
    }
    return try look(own, layout, crew, reach, &settled)
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
}
