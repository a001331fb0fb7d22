/// The core: prices, columns, dives, neighbours, and closing the gap, in this order.
///
/// 1. Sweeps over the owners warm the prices, column generation makes them the best there are (`Ascent`,
///    `ColumnGeneration`); the bound follows from the prices.
/// 2. Where pricing a few couplings lets the problem fall apart, its blocks are solved by themselves before that
///    (`Blocks`).
/// 3. Broken counts split the problem into cases, and cuts that are priced tighten the bound of the best
///    (`closeByCases`; later the others have their turns); few owners have short lists of bundles instead
///    (`closeFromCounts`).
/// 4. A dive fixes most owners and a search over bundles serves the last ones (`Dive`, `searchPart`).
/// 5. Every bundle within a small reach of the bound is listed; when the list is whole, branch, price and cut over it
///    (`PoolSearch`) proves the optimum, or that the reach was too small. When it is not, many dives over a longer one
///    (`diveOverList`) and larger neighbourhoods (`improveParts`) better the plan, further cases the bound
///    (`CountTree`), and it is tried again.
struct Core {
  let problem: PackingProblem
  let floors: [ObjectiveFloor]
  let forbidden: Set<Int>
  let control: Control
  let layout: Layout
  let crew: PricingCrew
  var pool = BundlePool()
  var plan: Assembly
  /// What the next search over a list starts with.
  var beginning = PoolSearch.Beginning()
  var guessed = Guessed()
  /// The lowest bound that guesses have proven, and below which bound others promise more (scaled).
  var lowest = Double.infinity
  var enough = -Double.infinity
  var canWait: Bool { lowest < enough }

  var effort = Effort()
  /// Nodes of one owner's pricing once prices are good: many owners have to share.
  var pricingNodes: Int { max(effort.warmNodes, effort.sweepNodes / max(50, layout.ownerCount)) }

  init(_ problem: PackingProblem, floors: [ObjectiveFloor], forbidden: Set<Int>, control: Control) {
    self.problem = problem
    self.floors = floors
    self.forbidden = forbidden
    self.control = control
    layout = Layout(problem, floors: floors, forbidden: forbidden)
    crew = PricingCrew(layout, threads: control.request.threads)
    plan = Assembly(layout)
  }

  /// A part of a problem.
  init(_ problem: PackingProblem, _ layout: Layout, control: Control) {
    self.problem = problem
    floors = []
    forbidden = []
    self.control = control
    self.layout = layout
    crew = PricingCrew(layout, threads: 1)
    plan = Assembly(layout)
  }

  /// A case of the problem that `whole` searches, or all of it; the bookkeeping is the same.
  init(of layout: Layout, _ crew: PricingCrew, in whole: Core) {
    problem = whole.problem
    floors = whole.floors
    forbidden = whole.forbidden
    control = whole.control
    effort = whole.effort
    pool = whole.pool
    self.layout = layout
    self.crew = crew
    plan = Assembly(layout)
    for (owner, bundle) in whole.plan.slots.enumerated() where !bundle.isEmpty {
      plan.set(owner, to: bundle, layout)
    }
  }

  /// Runs to the end; what it found is in `control`. Returns the status and the proof of the bound.
  mutating func run(start: Plan?) throws -> (status: Status, certificate: Certificate?) {
    if let start { adopt(start) }
    offer()
    var proof = warmed()
    control.bundles = pool.count
    let isPossible = try search(&proof)
    return isPossible ? (status(), certificate(proof)) : (.infeasible, nil)
  }

  /// Runs from prices that are known, and returns the best it has found with what they prove.
  mutating func run(from prices: Prices) throws -> RootProof {
    let sweep = sweep(at: prices)
    var proof = RootProof(prices: prices, bound: sweep.bound, estimate: sweep.estimate)
    _ = try search(&proof)
    return proof
  }

  /// Everything that follows the first prices; false where no plan keeps every requirement.
  private mutating func search(_ proof: inout RootProof) throws -> Bool {
    firstPlan(proof)
    if isLarge, control.goesOn { searchNeighbours(proof, reach: proof.bound * 0.01) }
    if control.goesOn, effort.leastBlocks > 0,
      let blocks = Blocks(layout, least: effort.leastBlocks, smallest: effort.smallestBlock)
    {
      try solveBlocks(blocks, &proof)
    }
    if control.goesOn {
      let priced = try price(layout, crew, from: proof.prices, estimate: proof.estimate)
      prove(priced.columns.bound)
      if priced.columns.bound < proof.bound {
        proof = RootProof(prices: priced.columns.prices, bound: priced.columns.bound)
      }
      if isHopeless(proof.bound) { return false }
      if control.goesOn, !isSmall, effort.countSteps > 0 {
        try closeByCases(proof, priced)
      } else {
        if control.goesOn, isSmall { try closeFromCounts(proof, priced) }
        if control.goesOn { try dive(priced) }
        if control.goesOn { try close(proof, priced) }
      }
    }
    if control.goesOn, problem.options.count <= effort.compactLimit {
      return try Exact(problem: problem, floors: floors, forbidden: forbidden).run(control) != .infeasible
    }
    return true
  }

  /// Many owners make the master slow: then prices are warmed longer and a plan is looked for first.
  private var isLarge: Bool { layout.ownerCount >= effort.largeOwners && layout.slotCount > 100_000 }

  /// Few owners: then counts are most of the gap.
  var isSmall: Bool { layout.ownerCount < effort.countOwners }

  struct RootProof {
    var prices: Prices
    var bound: Double
    /// What the bound would be if every pricing had found the best; infinite where that is not known.
    var estimate = Double.infinity
  }

  // MARK: Steps

  /// Warm prices, and what they prove.
  private mutating func warmed() -> RootProof {
    control.enter(.prices)
    crew.setNodeLimit(effort.warmNodes)
    defer { crew.setNodeLimit(pricingNodes) }
    let first = sweep(at: .nothing(layout))
    var ascent = Ascent(layout, first.bundles)
    let sweeps = layout.slotCount < 10_000 ? effort.shortSweeps : effort.sweeps
    for time in 0..<sweeps where control.hasTime {
      if time == sweeps / 2 { ascent.forget() }
      ascent.sweep(crew, at: Double(time) / Double(sweeps)) { if !$0.isEmpty { pool.add($0, layout) } }
    }
    let warm = sweep(at: ascent.mean)
    control.note("warm prices: bound \(warm.bound / layout.scale), estimate \(warm.estimate / layout.scale)")
    return warm.bound < first.bound
      ? RootProof(prices: ascent.mean, bound: warm.bound, estimate: warm.estimate)
      : RootProof(prices: .nothing(layout), bound: first.bound, estimate: first.estimate)
  }

  /// What the prices prove; the bundles that show it are kept.
  private mutating func sweep(at prices: Prices) -> Sweep {
    let sweep = crew.sweep(layout, at: prices)
    for bundle in sweep.bundles where !bundle.isEmpty { pool.add(bundle, layout) }
    prove(sweep.bound)
    return sweep
  }

  /// A plan straight from the prices, so that there is one early.
  private mutating func firstPlan(_ proof: RootProof) {
    if !control.hasTime { return }
    crew.setNodeLimit(effort.warmNodes)
    defer { crew.setNodeLimit(pricingNodes) }
    let first = assemble(layout, crew, at: proof.prices)
    for first in [first, first.relieved(layout) ?? first] where first.value > plan.value { plan = first }
    offer()
  }

  /// A dive to the last owners, and a search over what is left to them.
  mutating func dive(_ priced: Priced) throws {
    control.enter(.diving)
    crew.setNodeLimit(effort.warmNodes)
    let dive = Dive(layout, ClaimantIndex(layout))
    let bottom = try dive.run(
      priced.master, crew, &pool, openOwners: effort.openOwners, repricing: 3,
      goesOn: { control.hasTime })
    crew.setNodeLimit(pricingNodes)
    guard let bottom, control.hasTime else { return }
    var isOpen = [Bool](repeating: false, count: layout.ownerCount)
    for owner in bottom.open { isOpen[owner] = true }
    let list = shortlist(
      at: bottom.prices, bound: priced.columns.bound, limit: effort.listLimit, owners: isOpen, bottom.banned)
    control.note(
      "dive fixed \(bottom.plan.value / layout.scale), open \(bottom.open.count), list \(list.count)")
    _ = try searchPart(
      layout, list, bottom.open, bottom.plan, &plan, nodeLimit: effort.divingNodes,
      slack: control.request.gap * abs(priced.columns.bound), control)
    offer()
    control.note("completed: value \(plan.value / layout.scale)")
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

  func offer() { offer(plan) }

  func offer(_ plan: Assembly) {
    guard plan.isFeasible(layout) else { return }
    control.offer(Plan(options: plan.options(layout), value: Int64(plan.worth / layout.scale)))
  }

  func prove(_ bound: Double) {
    // Penalties of what is required are no part of a feasible plan's value.
    if let bound = whole(bound) { control.prove(bound) }
  }

  /// A scaled bound in the problem's units.
  func whole(_ bound: Double) -> Int64? {
    bound.isFinite ? Int64((bound / layout.scale).rounded(.down)) : nil
  }

  /// The scaled value of the best plan known; where a case is searched that may be a plan outside it.
  var valueToBeat: Double {
    max(plan.value, control.plan.map { Double($0.value) * layout.scale } ?? plan.value)
  }

  /// Whether a case with this bound (scaled) needs no more: nothing in it is better than the best plan known by more
  /// than the wanted gap.
  func isNear(_ bound: Double) -> Bool {
    if bound < valueToBeat + layout.scale { return true }
    guard let known = control.plan, let bound = whole(bound) else { return false }
    return relativeGap(bound: bound, value: known.value) <= control.request.gap
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
      case .count: break
      }
    }
    leaf.resources.sort { $0.index < $1.index }
    return Certificate(
      scale: Int64(layout.scale), bound: Int64((proof.bound / layout.scale).rounded(.down)),
      nodes: [.leaf(leaf)])
  }
}
