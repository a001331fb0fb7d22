/// Linear programs brought to their optimum by column generation.
extension Core {
  /// The bundles met so far that are the best of their owner at the prices; the others would only slow the master.
  func promising(_ prices: Prices, _ layout: Layout) -> [Int] {
    let folded = layout.folded(prices)
    var byOwner = [[(worth: Double, bundle: Int)]](repeating: [], count: layout.ownerCount)
    for bundle in 0..<pool.count {
      byOwner[Int(pool.owner[bundle])].append((pool.reduced(bundle, layout, at: folded), bundle))
    }
    var chosen: [Int] = []
    for var list in byOwner {
      list.sort { $0.worth == $1.worth ? $0.bundle < $1.bundle : $0.worth > $1.worth }
      chosen += list.prefix(effort.startBundles).map(\.bundle)
    }
    return chosen.sorted()
  }

  /// The bundles of the plan: by them alone the master is worth what the plan is.
  private mutating func bundlesOfPlan(_ layout: Layout) -> [Int] {
    plan.slots.filter { !$0.isEmpty }.map { pool.add($0, layout).bundle }
  }

  /// A linear program brought to its optimum by columns.
  struct Priced {
    var master: Master
    var columns: ColumnGeneration
  }

  /// The best prices of a problem, or of a case of it, from a start that is near them.
  mutating func price(
    _ layout: Layout, _ crew: PricingCrew, from start: Prices, estimate: Double = .infinity
  ) throws -> Priced {
    if control.phase != .closing { control.enter(.columns) }
    let master = Master(layout)
    master.secondsLeft = { [control] in control.secondsLeft }
    master.add(promising(start, layout) + (isSmall ? bundlesOfPlan(layout) : []), pool)
    return try price(layout, crew, master, from: start, estimate: estimate)
  }

  /// The best prices over a master that has columns. Where it has nearly all it needs, its own prices are better than
  /// any between them and the start.
  mutating func price(
    _ layout: Layout, _ crew: PricingCrew, _ master: Master, from start: Prices, estimate: Double = .infinity,
    smoothing: Double = 0.7, prunedBelow: Double = -.infinity
  ) throws -> Priced {
    var columns = ColumnGeneration(start: start, estimate: estimate)
    columns.smoothing = smoothing
    let enough = max(prunedBelow, plan.value + layout.scale)
    // While columns are few, the full charge for excess would be a price of many couplings, and sweeps at such prices
    // make bundles of no use. A lower one only allows more, so what it proves holds.
    for charge in [1, 10, Double.infinity] {
      master.chargeExcess(charge)
      try columns.run(
        layout, master, crew, &pool, tolerance: 0.4 * layout.scale, warmNodes: effort.warmNodes,
        pricingNodes: pricingNodes, prunedBelow: enough, goesOn: { [control] in control.hasTime })
      if columns.missing < 1e-6 || columns.bound < enough || !control.hasTime { break }
    }
    master.chargeExcess(.infinity)
    control.bundles = max(control.bundles, pool.count)
    control.note(
      "priced in \(columns.rounds) rounds: \(master.columnCount) columns, master \(columns.masterValue), "
        + "bound \(columns.bound / layout.scale)")
    return Priced(master: master, columns: columns)
  }
}
