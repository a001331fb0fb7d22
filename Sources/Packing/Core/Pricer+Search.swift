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
    let steps = max(256, min(1024, 1_000_000 / max(1, runs.count)))
    func table(_ charge: Double) -> FillingTable {
      FillingTable(
        memory, resource: resource, rates: (0..<dimensions).map { memory.unitRent[$0] * charge },
        capacity: whole[resource], steps: steps)
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

  /// One search from the top.
  private mutating func search(_ owner: Int, tables: [FillingTable]) {
    for k in 0..<dimensions { memory.left[k] = layout.capacity[owner * dimensions + k] }
    var search = PricerSearch(
      memory.ground, dimensions: dimensions, tables: tables, isCollecting: collecting,
      collectLimit: collectLimit, cutoff: cutoff, nodesLeft: nodesLeft)
    swap(&search.collected, &collected)
    search.run()
    swap(&search.collected, &collected)
    cutoff = search.cutoff
    nodesLeft = search.nodesLeft
    if search.hasDropped { isWhole = false }
    if let best = search.best { bestTaken = best.map { memory.slots[Int($0)] } }
  }
}
