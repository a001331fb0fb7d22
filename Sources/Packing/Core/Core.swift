/// The core: prices, columns, dives, neighbours, and closing the gap, in this order.
///
/// 1. Subgradient steps warm the prices, column generation makes them the best there are (`Ascent`,
///    `ColumnGeneration`); the bound follows from the prices.
/// 2. A dive gives the first plan, local search betters it (`Dive`, `Neighbourhood`).
/// 3. Every bundle that fits in the gap is listed; when the list is whole, branch, price and cut over it
///    (`PoolSearch`) proves the optimum. When it is not, larger neighbourhoods go on bettering the plan, and
///    the list is tried again once the gap is smaller.
struct Core {
  let problem: PackingProblem
  let floors: [ObjectiveFloor]
  let forbidden: Set<Int>
  let control: Control
  private let layout: Layout
  private let crew: PricingCrew
  private var pool = BundlePool()
  private var plan: Assembly

  /// How far the parts of the search go; counters, not clocks, so that every run does the same.
  struct Effort {
    var ascentSteps = 30
    var largeAscentSteps = 150
    /// From how many owners on a problem is large.
    var largeOwners = 700
    /// Nodes of the first closing search; each later one may go four times as far.
    var firstClosingNodes = 500
    /// Nodes of one pricing while prices are rough, and later.
    var warmNodes = 500
    var pricingNodes = 1_000_000
    var closingRounds = 6
    /// Nodes of one owner's list for local search.
    var listNodes = 20_000
    var listLimit = 200
    var closingLimit = 60_000
    /// Problems with no more options than this go to GLPK whole when all else has left a gap.
    var compactLimit = 20_000
  }
  var effort = Effort()

  init(_ problem: PackingProblem, floors: [ObjectiveFloor], forbidden: Set<Int>, control: Control) {
    self.problem = problem
    self.floors = floors
    self.forbidden = forbidden
    self.control = control
    layout = Layout(problem, floors: floors, forbidden: forbidden)
    crew = PricingCrew(layout, threads: control.request.threads)
    plan = Assembly(layout)
  }

  /// Runs to the end; what it found is in `control`. Returns the status and the proof of the bound.
  mutating func run(start: Plan?) throws -> (status: Status, certificate: Certificate?) {
    if let start { adopt(start) }
    offer()
    var ascent = Ascent(layout)
    warm(&ascent)
    control.bundles = pool.count
    var proof = RootProof(prices: ascent.bestPrices, bound: ascent.bestBound)
    firstPlan(proof)
    if isLarge, control.goesOn { searchNeighbours(proof, reach: proof.bound * 0.01) }
    if control.goesOn {
      let master = try Master(layout)
      master.secondsLeft = { [control] in control.secondsLeft }
      try master.add(Array(0..<pool.count), pool)
      try generate(master, &proof)
      if isHopeless(proof.bound) { return (.infeasible, nil) }
      if control.goesOn { try dive(master) }
    }
    if control.goesOn { try close(proof) }
    if control.goesOn, problem.options.count <= effort.compactLimit {
      let status = try Exact(problem: problem, floors: floors, forbidden: forbidden).run(control)
      if status == .infeasible { return (.infeasible, nil) }
    }
    return (status(), certificate(proof))
  }

  /// Many owners make the master slow: then prices are warmed longer and a plan is looked for first.
  private var isLarge: Bool { layout.ownerCount >= effort.largeOwners && layout.slotCount > 100_000 }

  private struct RootProof {
    var prices: Prices
    var bound: Double
  }

  // MARK: Steps

  private mutating func warm(_ ascent: inout Ascent) {
    control.enter(.prices)
    crew.setNodeLimit(effort.warmNodes)
    defer { crew.setNodeLimit(effort.pricingNodes) }
    for step in 0..<(isLarge ? effort.largeAscentSteps : effort.ascentSteps) {
      if step > 0, !control.hasTime { break }
      let sweep = crew.sweep(at: ascent.prices)
      let before = ascent.bestBound
      ascent.step(layout, sweep, target: min(before, sweep.bound) - abs(min(before, sweep.bound)) * 0.01)
      for bundle in sweep.bundles where !bundle.isEmpty { pool.add(bundle, layout) }
      prove(ascent.bestBound)
    }
  }

  private mutating func generate(_ master: Master, _ proof: inout RootProof) throws {
    control.enter(.columns)
    var columns = ColumnGeneration(start: proof.prices, bound: proof.bound)
    try columns.run(
      layout, master, crew, &pool, tolerance: 0.4 * layout.scale, warmNodes: effort.warmNodes,
      pricingNodes: effort.pricingNodes, goesOn: { control.hasTime })
    control.bundles = pool.count
    control.note(
      "rounds \(columns.rounds) master \(columns.masterValue) bound \(columns.bound / layout.scale)")
    prove(columns.bound)
    proof = RootProof(prices: columns.prices, bound: columns.bound)
  }

  /// A plan straight from the prices, so that there is one early.
  private mutating func firstPlan(_ proof: RootProof) {
    if !control.hasTime { return }
    crew.setNodeLimit(effort.warmNodes)
    defer { crew.setNodeLimit(effort.pricingNodes) }
    let first = assemble(layout, crew, at: proof.prices)
    if first.value > plan.value { plan = first }
    offer()
  }

  private mutating func dive(_ master: Master) throws {
    control.enter(.diving)
    crew.setNodeLimit(effort.warmNodes)
    defer { crew.setNodeLimit(effort.pricingNodes) }
    let dive = Dive(layout, ClaimantIndex(layout))
    if let found = try dive.run(master, crew, &pool, repricing: 3, goesOn: { control.hasTime }) {
      control.note("dive \(found.value / layout.scale) columns \(master.columnCount)")
      // A dive that breaks a rule by little is nearer to a good plan than one that serves hardly anybody.
      if found.value > plan.value || (!found.isFeasible(layout) && found.worth > 1.1 * plan.worth) {
        plan = found
      }
      offer()
    }
  }

  private mutating func close(_ proof: RootProof) throws {
    var nodes = effort.firstClosingNodes
    searchNeighbours(proof, reach: proof.bound * 0.01)
    crew.setNodeLimit(effort.listNodes)
    let near = Shortlist(layout, crew, at: proof.prices, reach: proof.bound * 0.01, limit: effort.listLimit)
    crew.setNodeLimit(effort.pricingNodes)
    try searchByCuts(near, sizes: [10, 16], round: -1)
    for round in 0..<effort.closingRounds where control.goesOn {
      // The list with all that fits in the gap; when it is whole and small, branching over it may end the search.
      let reach = max(0, proof.bound - plan.value - layout.scale)
      var list = Shortlist(layout, crew, at: proof.prices, reach: reach, limit: effort.closingLimit / 4)
      control.bundles = max(control.bundles, list.count)
      control.note("list \(list.count) whole \(list.isWhole) value \(plan.value / layout.scale)")
      if list.isWhole, list.count <= effort.closingLimit {
        control.enter(.closing)
        if try branch(list, proof, nodeLimit: nodes) { return }
        nodes *= 4
      }
      list.shorten(to: effort.listLimit << min(round, 4))
      try searchByCuts(list, sizes: [10, 16, 24], round: round)
    }
  }

  /// Small neighbourhoods over short lists of bundles near the best.
  private mutating func searchNeighbours(_ proof: RootProof, reach: Double) {
    control.enter(.neighbours)
    crew.setNodeLimit(effort.listNodes)
    let list = Shortlist(layout, crew, at: proof.prices, reach: reach, limit: effort.listLimit)
    crew.setNodeLimit(effort.pricingNodes)
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

  /// Branch, price and cut over the whole list; true when it proves the optimum.
  private mutating func branch(_ list: Shortlist, _ proof: RootProof, nodeLimit: Int) throws -> Bool {
    var whole = BundlePool()
    var start: [Int] = []
    for (owner, entries) in list.entries.enumerated() {
      for (place, entry) in entries.enumerated() {
        let bundle = whole.add(entry.slots, layout).bundle
        if place < 10 { start.append(bundle) }
      }
      if !plan.slots[owner].isEmpty { start.append(whole.add(plan.slots[owner], layout).bundle) }
    }
    if whole.count == 0 {
      prove(plan.value)
      return true
    }
    var settings = PoolSearch.Settings()
    settings.nodeLimit = nodeLimit
    let search = try PoolSearch(
      layout, whole, toBeat: plan.value, required: layout.penalty.indices.filter { layout.penalty[$0] > 0 },
      couplingLimit: layout.couplingLimit, start: Array(Set(start)).sorted(), settings: settings)
    search.limit { [control] in control.secondsLeft }
    try search.run { control.hasTime }
    control.nodes += search.nodes
    control.note("closing list \(list.count) nodes \(search.nodes) bound \(search.bound / layout.scale)")
    if let best = search.best {
      var better = Assembly(layout)
      for bundle in best {
        better.set(Int(whole.owner[bundle]), to: Array(whole.slot[whole.slots(of: bundle)]), layout)
      }
      plan = better
      offer()
    }
    prove(max(plan.value, min(search.bound, proof.bound)))
    return search.isComplete
  }

  // MARK: Bookkeeping

  private mutating func adopt(_ start: Plan) {
    var slotOf: [Int32: Int] = [:]
    for option in start.options { slotOf[Int32(option)] = -1 }
    for slot in 0..<layout.slotCount where slotOf[layout.option[slot]] != nil {
      slotOf[layout.option[slot]] = slot
    }
    var bundles: [Int: [Int32]] = [:]
    for slot in slotOf.values where slot >= 0 {
      bundles[Int(layout.owner[slot]), default: []].append(Int32(slot))
    }
    for (owner, bundle) in bundles { plan.set(owner, to: bundle.sorted(), layout) }
  }

  private func offer() {
    guard plan.isFeasible(layout) else { return }
    let options = plan.options(layout)
    control.offer(Plan(options: options, value: options.reduce(0) { $0 + problem.options.value[$1] }))
  }

  private func prove(_ bound: Double) {
    // Penalties of what is required are no part of a feasible plan's value.
    if bound.isFinite { control.prove(Int64((bound / layout.scale).rounded(.down))) }
  }

  /// Whether the bound leaves no room for a plan that keeps every requirement.
  private func isHopeless(_ bound: Double) -> Bool {
    let strained = layout.couplingLimit.contains { $0 < 0 } || layout.penalty.contains { $0 > 0 }
    return strained && bound < -layout.couplingPenalty / 2
  }

  private func status() -> Status {
    if let plan = control.plan, let bound = control.bound {
      if bound <= plan.value { return .optimal }
      if control.isClosed { return .feasible }
      return control.wasStopped ? .limit : .feasible
    }
    if control.plan == nil, let bound = control.bound,
      Double(bound) < -layout.couplingPenalty / layout.scale / 2
    {
      return .infeasible
    }
    return .limit
  }

  private func certificate(_ proof: RootProof) -> Certificate {
    var leaf = Certificate.Leaf()
    for (claimant, price) in proof.prices.claimant.enumerated() where price != 0 {
      leaf.claimants.append(Certificate.Price(index: claimant, amount: Int64(price)))
    }
    for (row, price) in proof.prices.coupling.enumerated() where price != 0 {
      switch layout.couplingName[row] {
      case .resource(let index): leaf.resources.append(Certificate.Price(index: index, amount: Int64(price)))
      case .rule(let index): leaf.rules.append(Certificate.Price(index: index, amount: Int64(price)))
      case .floor(let index): leaf.floors.append(Certificate.Price(index: index, amount: Int64(price)))
      }
    }
    leaf.resources.sort { $0.index < $1.index }
    return Certificate(
      scale: Int64(layout.scale), bound: Int64((proof.bound / layout.scale).rounded(.down)),
      nodes: [.leaf(leaf)])
  }
}
