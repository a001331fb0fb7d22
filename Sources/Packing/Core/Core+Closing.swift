/// Lists of bundles, and the searches over them.
extension Core {
  /// Case by case to the proof, and between two attempts larger neighbourhoods for a better plan, so that there is
  /// less to prove.
  mutating func close(_ proof: RootProof, _ priced: Priced) throws {
    var nodes = effort.closingNodes
    if layout.ownerCount >= effort.guessingOwners {
      // A good plan needs no better one before long lists are worth it.
      var isPoor: Bool { self.isPoor(proof) }
      if isPoor, effort.partRounds > 0 {
        try diveOverList(proof, limit: min(effort.longestDivingList, effort.guessingLimit))
      }
      if control.goesOn, isPoor, !canWait { try improveParts(proof, effort.partOwners) }
      if control.goesOn, !canWait, effort.guessingLimit > 0 { try guess(proof, limit: effort.guessingLimit) }
      if !control.goesOn || canWait { return }
    }
    if effort.closingRounds == 0 { return }
    // A first look costs little.
    var list = closingList(layout, crew, at: proof.prices, bound: proof.bound, most: effort.pruningFrom)
    for round in 0..<effort.closingRounds where control.goesOn {
      if round > 0 {
        try improveParts(proof, effort.partOwners + 10 * round)
        if !control.goesOn { return }
        list = closingList(layout, crew, at: proof.prices, bound: proof.bound)
      }
      let bound = try closeByCounts(
        proof, priced, list, caseLimit: effort.cases << round, nodeLimit: nodes)
      if bound <= valueToBeat { return }
      nodes *= 4
    }
  }

  /// Whether the plan is far from the bound.
  func isPoor(_ proof: RootProof) -> Bool { proof.bound - valueToBeat > proof.bound * effort.poorPlan }

  /// Every bundle that fits in the gap; not whole where they are too many.
  func closingList(
    _ layout: Layout, _ crew: PricingCrew, at prices: Prices, bound: Double, most: Int? = nil
  ) -> Shortlist {
    let most = most ?? effort.closingLimit
    crew.setNodeLimit(most == effort.closingLimit ? effort.closingListNodes : effort.lookNodes)
    defer { crew.setNodeLimit(pricingNodes) }
    var list = Shortlist(
      layout, crew, at: prices, reach: max(0, bound - valueToBeat - layout.scale),
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
        layout, crew, at: prices, reach: reach, limit: limit, nearest: true, owners: owners, banned: banned,
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

  /// Branch, price and cut over a list. What it finds that is worth more than the plan and `toBeat` becomes the plan;
  /// what its bound proves, it proves of the list.
  mutating func branch(
    _ list: Shortlist, _ layout: Layout, toBeat: Double = -.infinity, nodeLimit: Int, dives: Int = 0,
    proving prove: ((Double) -> Void)? = nil
  ) throws -> (isComplete: Bool, bound: Double) {
    let known = valueToBeat
    let toBeat = max(toBeat, known)
    var whole = BundlePool()
    var start: [Int] = []
    for (owner, entries) in list.entries.enumerated() {
      for (place, entry) in entries.enumerated() {
        let bundle = whole.add(entry.slots, layout).bundle
        if place < (beginning.bundles.isEmpty ? 10 : 3) { start.append(bundle) }
      }
      if !plan.slots[owner].isEmpty { start.append(whole.add(plan.slots[owner], layout).bundle) }
    }
    for slots in beginning.bundles { if let bundle = whole.index(of: slots) { start.append(bundle) } }
    if whole.count == 0 { return (true, toBeat) }
    let required = layout.penalty.indices.filter { layout.penalty[$0] > 0 }
    func search(_ entries: BundlePool, _ start: [Int]) throws -> PoolSearch {
      var settings = PoolSearch.Settings()
      settings.nodeLimit = nodeLimit
      settings.gap = control.request.gap
      settings.moreDives = dives
      settings.poorChoice = max(effort.poorPlan, control.request.gap)
      settings.seed = control.request.seed
      let search = PoolSearch(
        layout, entries, toBeat: toBeat, incumbent: known, required: required,
        couplingLimit: layout.couplingLimit, start: start, settings: settings)
      search.limit { [control] in control.secondsLeft }
      search.remark = { [control] in control.note($0) }
      for cut in beginning.cuts where cut.fits(layout) { search.add(cut) }
      return search
    }
    // Most of a long list goes at the first node, and then weighs on no other. Dives take place at the first.
    while whole.count > effort.pruningFrom, dives == 0 {
      let first = try search(whole, Array(Set(start)).sorted())
      // Cuts that a shorter list has left do most of what new ones would.
      let kept = try first.survivors(rounds: beginning.cuts.isEmpty ? 3 : 0) { control.hasTime }
      control.note("kept \(kept.count) bound \(first.bound / layout.scale)")
      if first.bound < toBeat + layout.scale { return (true, max(toBeat, first.bound)) }
      beginning = first.beginning
      if !control.hasTime { return (false, first.bound) }
      let isShorter = kept.count * 3 < whole.count * 2
      var short = BundlePool()
      for entry in kept { short.add(Array(whole.slot[whole.slots(of: entry)]), layout) }
      start = kept.indices.filter { first.isColumn(kept[$0]) }
      whole = short
      if !isShorter { break }
    }
    let search = try search(whole, Array(Set(start)).sorted())
    var found = plan
    search.onBetter = { [self] best in
      found = Assembly(self.layout)
      for bundle in best {
        found.set(Int(whole.owner[bundle]), to: Array(whole.slot[whole.slots(of: bundle)]), self.layout)
      }
      offer(found)
    }
    if let prove { search.onBound = prove }
    try search.run { control.goesOn }
    control.nodes += search.nodes
    beginning = search.beginning
    plan = found
    control.note(
      "branched over \(list.count): nodes \(search.nodes) complete \(search.isComplete) "
        + "bound \(search.bound / layout.scale) value \(plan.value / layout.scale)")
    return (search.isComplete, search.bound)
  }
}
