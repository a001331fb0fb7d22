/// Lists of bundles, and the searches over them.
extension Core {
  /// Case by case to the proof, and between two attempts larger neighbourhoods for a better plan, so that there is
  /// less to prove.
  mutating func close(_ proof: RootProof, _ priced: Priced) throws {
    var nodes = effort.closingNodes
    var limit = effort.listLimit
    // A first look costs little; where it does not show all, a better plan comes first.
    var list = closingList(layout, crew, at: proof.prices, bound: proof.bound, most: effort.pruningFrom)
    for round in 0..<effort.closingRounds where control.goesOn {
      if round > 0 || !list.isWhole {
        let near = shortlist(at: proof.prices, bound: proof.bound, limit: limit)
        try searchByCuts(near, sizes: round == 0 ? [10, 16] : [10, 16, 24], round: round)
        if !control.goesOn { return }
        list = closingList(layout, crew, at: proof.prices, bound: proof.bound)
      }
      let bound = try closeByCounts(
        proof, priced, list, caseLimit: effort.cases << round, nodeLimit: nodes)
      if bound <= plan.value { return }
      nodes *= 4
      limit *= 2
    }
  }

  /// Every bundle that fits in the gap; not whole where they are too many.
  func closingList(
    _ layout: Layout, _ crew: PricingCrew, at prices: Prices, bound: Double, most: Int? = nil
  ) -> Shortlist {
    let most = most ?? effort.closingLimit
    crew.setNodeLimit(most == effort.closingLimit ? effort.closingListNodes : pricingNodes)
    defer { crew.setNodeLimit(pricingNodes) }
    var list = Shortlist(
      layout, crew, at: prices, reach: max(0, bound - plan.value - layout.scale),
      limit: 12 * most / max(12, layout.ownerCount), until: control.deadline)
    // Where pricing was cut short, the losses are measured from above the bound, and the reach is too short.
    if list.count > most || list.bound > bound { list.isWhole = false }
    control.bundles = max(control.bundles, list.count)
    control.note("list \(list.count) whole \(list.isWhole) value \(plan.value / layout.scale)")
    return list
  }

  /// The best bundles of each owner, about `limit` of them: as many as lose little at the prices.
  func shortlist(
    at prices: Prices, bound: Double, limit: Int, owners: [Bool]? = nil, _ banned: [Bool] = []
  ) -> Shortlist {
    let wanted = limit * (owners?.count { $0 } ?? layout.ownerCount)
    var reach = bound * 0.001
    while true {
      let list = Shortlist(
        layout, crew, at: prices, reach: reach, limit: limit, owners: owners, banned: banned,
        until: control.deadline)
      if !control.hasTime || list.count * 3 >= wanted || reach >= bound * 0.03 { return list }
      reach *= 3
    }
  }

  /// Small neighbourhoods over short lists of bundles near the best.
  mutating func searchNeighbours(_ proof: RootProof, reach: Double) {
    control.enter(.neighbours)
    crew.setNodeLimit(effort.listNodes)
    let list = Shortlist(
      layout, crew, at: proof.prices, reach: reach, limit: effort.listLimit, until: control.deadline)
    crew.setNodeLimit(pricingNodes)
    var neighbourhood = Neighbourhood(layout, list, seed: control.request.seed)
    let rounds = 2 * layout.ownerCount
    for size in [4, 6, 8] where control.goesOn {
      for _ in 0..<8 where control.goesOn {
        let improved = neighbourhood.improve(&plan, size: size, rounds: rounds, goesOn: { control.goesOn })
        offer()
        if improved * 50 < rounds { break }
      }
      control.note("size \(size) value \(plan.value / layout.scale)")
    }
  }

  /// Larger neighbourhoods by branch, price and cut.
  private mutating func searchByCuts(_ list: Shortlist, sizes: [Int], round: Int) throws {
    control.enter(.neighbours)
    var neighbourhood = Neighbourhood(layout, list, seed: control.request.seed &+ UInt64(round + 2))
    for size in sizes where control.goesOn {
      for _ in 0..<5 where control.goesOn {
        let rounds = max(5, layout.ownerCount / 5)
        let improved = try neighbourhood.improveByCuts(
          &plan, size: size, rounds: rounds, nodeLimit: 20, control: control)
        offer()
        if improved * 20 < rounds { break }
      }
      control.note("cuts \(size) value \(plan.value / layout.scale)")
    }
  }

  /// Branch, price and cut over a list. What it finds becomes the plan; what its bound proves, it proves of the list.
  mutating func branch(
    _ list: Shortlist, _ layout: Layout, nodeLimit: Int
  ) throws -> (isComplete: Bool, bound: Double) {
    var whole = BundlePool()
    var start: [Int] = []
    for (owner, entries) in list.entries.enumerated() {
      for (place, entry) in entries.enumerated() {
        let bundle = whole.add(entry.slots, layout).bundle
        if place < 10 { start.append(bundle) }
      }
      if !plan.slots[owner].isEmpty { start.append(whole.add(plan.slots[owner], layout).bundle) }
    }
    if whole.count == 0 { return (true, plan.value) }
    let required = layout.penalty.indices.filter { layout.penalty[$0] > 0 }
    func search(_ entries: BundlePool, _ start: [Int]) throws -> PoolSearch {
      var settings = PoolSearch.Settings()
      settings.nodeLimit = nodeLimit
      settings.gap = control.request.gap
      let search = try PoolSearch(
        layout, entries, toBeat: plan.value, required: required, couplingLimit: layout.couplingLimit,
        start: start, settings: settings)
      search.limit { [control] in control.secondsLeft }
      return search
    }
    if whole.count > effort.pruningFrom {
      // Most of a long list goes at the first node, and then weighs on no other.
      let first = try search(whole, Array(Set(start)).sorted())
      let kept = try first.survivors { control.hasTime }
      control.note("kept \(kept.count) bound \(first.bound / layout.scale)")
      if first.bound < plan.value + layout.scale { return (true, max(plan.value, first.bound)) }
      if !control.hasTime { return (false, first.bound) }
      var short = BundlePool()
      for entry in kept { short.add(Array(whole.slot[whole.slots(of: entry)]), layout) }
      start = kept.indices.filter { first.isColumn(kept[$0]) }
      whole = short
    }
    let search = try search(whole, Array(Set(start)).sorted())
    try search.run { control.hasTime }
    control.nodes += search.nodes
    if let best = search.best {
      var better = Assembly(self.layout)
      for bundle in best {
        better.set(
          Int(whole.owner[bundle]), to: Array(whole.slot[whole.slots(of: bundle)]), self.layout)
      }
      plan = better
      offer()
    }
    control.note(
      "branched over \(list.count): nodes \(search.nodes) complete \(search.isComplete) "
        + "bound \(search.bound / layout.scale) value \(plan.value / layout.scale)")
    return (search.isComplete, search.bound)
  }
}
