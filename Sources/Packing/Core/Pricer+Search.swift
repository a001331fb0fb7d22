/// The search among the groups, depth first.
extension Pricer {
  /// Searches, and where that turns out long begins again with sharper bounds. Returns what no bundle of the groups
  /// can be worth more than.
  @discardableResult
  mutating func searchAll(_ owner: Int) -> Double {
    nodesLeft = min(nodeLimit, shortSearch)
    search(owner, tables: [])
    if nodesLeft > 0 || nodeLimit <= shortSearch { return .infinity }
    collected.removeAll(keepingCapacity: true)
    if collecting { isWhole = true }
    var upper = prepareAgain(owner)
    let whole = capacity(of: owner)
    var tables: [FillingTable] = []
    for resource in 0..<dimensions {
      tables.append(table(owner, resource, whole))
      upper = min(upper, tables[resource].bound(whole))
    }
    nodesLeft = nodeLimit
    if !collecting {
      // A high cutoff that turns out too high costs little and lowers the bound; a low one gets lost in the tree.
      let start = cutoff
      for part in [1.0 / 64, 1.0 / 16, 1.0 / 4] where nodesLeft > 0 {
        let guess = upper - (upper - start) * part
        cutoff = guess
        search(owner, tables: tables)
        if cutoff > guess { return upper }
        if nodesLeft > 0 { upper = guess + 1 }
        cutoff = start
      }
    }
    search(owner, tables: tables)
    return upper
  }

  private func capacity(of owner: Int) -> [Double] {
    Array(layout.capacity[owner * dimensions..<(owner + 1) * dimensions])
  }

  /// The table of one resource, at the best of three charges for the others.
  private mutating func table(_ owner: Int, _ resource: Int, _ whole: [Double]) -> FillingTable {
    let groups = groupRate.count
    let steps = max(256, min(1024, 1_000_000 / max(1, groups)))
    func table(_ charge: Double) -> FillingTable {
      FillingTable(
        resource: resource, rates: unitRent.map { $0 * charge }, capacity: whole[resource],
        groupStart: groupStart, values: itemValue, weights: itemWeight, groups: groups, steps: steps)
    }
    let known = charge[place * dimensions + resource]
    var best = table(known)
    if dimensions == 1 { return best }
    for factor in [1.15, 1 / 1.15] {
      let other = table(known * factor)
      if other.bound(whole) < best.bound(whole) {
        best = other
        charge[place * dimensions + resource] = known * factor
      }
    }
    return best
  }

  /// One search from the top. What it reads is laid out as records first, which takes a pass over the items.
  private mutating func search(_ owner: Int, tables: [FillingTable]) {
    let groups = groupRate.count
    var memory = PricerSearch.Memory()
    swap(&memory, &self.memory)
    memory.removeAll()
    memory.numbers += layout.capacity[owner * dimensions..<(owner + 1) * dimensions]
    memory.numbers += unitRent
    memory.numbers += groupLeast
    memory.numbers += leastFrom
    memory.numbers += itemWeight
    for group in 0..<groups {
      memory.groups.append(
        PricerSearch.Group(
          rate: groupRate[group] * (1 + 1e-9), top: groupTop[group], topFrom: topFrom[group],
          surplusFrom: surplusFrom[group] * (1 + 1e-12), firstItem: groupStart[group],
          firstStep: firstStep[group]))
    }
    memory.groups.append(
      PricerSearch.Group(
        rate: 0, top: 0, topFrom: 0, surplusFrom: 0, firstItem: itemValue.count, firstStep: stepRate.count))
    for item in itemValue.indices {
      memory.items.append(PricerSearch.Item(value: itemValue[item], share: itemShare[item]))
    }
    for step in stepRate.indices {
      memory.steps.append(
        PricerSearch.Step(
          rate: stepRate[step] * (1 + 1e-12), value: stepValue[step], share: stepShare[step],
          group: Int(stepGroup[step])))
    }
    memory.steps.append(PricerSearch.Step(rate: 0, value: 0, share: 0, group: 0))
    if let cuts { memory.add(cuts, itemSlot, of: owner, layout) }
    memory.withGround(dimensions: dimensions) { ground in
      var search = PricerSearch(
        ground, dimensions: dimensions, tables: tables, isCollecting: collecting, collectLimit: collectLimit,
        cutoff: cutoff, nodesLeft: nodesLeft)
      swap(&search.collected, &collected)
      search.run()
      swap(&search.collected, &collected)
      cutoff = search.cutoff
      nodesLeft = search.nodesLeft
      if search.hasDropped { isWhole = false }
      if let best = search.best { bestTaken = best.map { itemSlot[Int($0)] } }
    }
    swap(&memory, &self.memory)
  }
}
