internal import TandemChance

/// Branch, price and cut over a finite pool of bundles: the exact choice of one bundle an owner, at most.
///
/// The linear program holds few of the bundles; the others are priced by inspection, so cuts cost nothing in
/// pricing (route enumeration: Baldacci, Christofides, Mingozzi 2008). Subset-row cuts close most of the gap;
/// then the search branches on "this owner serves this claimant" (Ryan and Foster's rule in the form it takes
/// when owners differ), with strong branching. Every bound is recomputed from rounded prices in exact
/// arithmetic.
final class PoolSearch {
  let layout: Layout
  let pool: BundlePool
  let master: Master
  let settings: Settings
  let required: [Int]
  /// Entries by owner and by claimant.
  var entriesOfOwner: [Int32: [Int32]] = [:]
  var allOfOwner: [Int32: [Int32]] = [:]
  var owners: [Int32] = []
  var entriesOfClaimant: [Int32: [Int32]] = [:]
  /// How many decisions forbid an entry; entries out of reach for good count as well.
  var forbidden: [Int16]
  var demanded: [Int32: Int] = [:]
  var demandedClaimants: [Int32: Int] = [:]
  var applied: [Decision] = []
  var touched: Set<Int> = []
  var knownCuts: Set<HalfCut> = []
  /// In the order of the program's cuts.
  var halfCuts: [HalfCut] = []
  var usesOfCoupling: [Int: [(entry: Int32, factor: Float)]] = [:]
  /// Scratch: how many rows of a cut an entry lies in.
  var hits: [Float]
  /// What splits on the same thing gained when they were last probed.
  var gains: [Decision: Double] = [:]
  let cutSearch: HalfCutSearch
  var divesLeft: Int
  var chance: SplitMix
  var reduced: [Double]
  /// What may be counted, what each entry adds to each count, and the row of those counted so far.
  let counters: [Counter]
  var countsOfEntry: [[UInt8]] = []
  var rowOfCounter: [Int]
  var counterOfRow: [Int] = []

  /// The best choice found, as entries of the pool; nil when nothing beats the incumbent.
  private(set) var best: [Int]?
  /// Its scaled value, or the incumbent's.
  private(set) var bestValue: Double
  /// The value to beat: the best choice's, or a guess above it.
  private(set) var value: Double
  /// Nothing in the pool is worth more (scaled) once the search is complete or stopped.
  var bound = Double.infinity
  private(set) var isComplete = false
  var isStopped = false
  var remark: ((String) -> Void)?
  /// Told of every better choice, and now and then of the bound.
  var onBetter: (([Int]) -> Void)?
  var onBound: ((Double) -> Void)?
  var isUnresolved = false
  private(set) var nodes = 0
  /// What the first node leaves for a search over a longer list.
  var beginning = Beginning()
  /// Nodes that wait.
  var open: [Node] = []

  /// A search for a choice from `pool` worth at least one unit more than `toBeat` (scaled). Where that is more than the
  /// plan at hand is worth, `incumbent`, a choice between the two is kept as well when the search comes by one.
  init(
    _ layout: Layout, _ pool: BundlePool, toBeat: Double, incumbent: Double? = nil, required: [Int],
    couplingLimit: [Double],
    start: [Int], settings: Settings
  ) {
    self.layout = layout
    self.pool = pool
    self.settings = settings
    divesLeft = settings.moreDives
    chance = SplitMix(seed: settings.seed, key: 0x4456)
    self.required = required
    value = toBeat
    bestValue = incumbent ?? toBeat
    var servers = [Int32](repeating: -1, count: layout.claimantCount)
    var isContested = [Bool](repeating: false, count: layout.claimantCount)
    for entry in 0..<pool.count {
      for position in pool.slots(of: entry) {
        let claimant = Int(layout.claimant[Int(pool.slot[position])])
        if servers[claimant] < 0 { servers[claimant] = pool.owner[entry] }
        if servers[claimant] != pool.owner[entry] { isContested[claimant] = true }
      }
    }
    for claimant in required { isContested[claimant] = true }
    master = Master(
      layout, required: required, couplingLimit: couplingLimit, isContested: isContested)
    cutSearch = HalfCutSearch(layout, couplingLimit: couplingLimit)
    counters = Counter.all(layout)
    countsOfEntry = counters.map { counter in (0..<pool.count).map { counter.count($0, pool) } }
    rowOfCounter = Array(repeating: -1, count: counters.count)
    forbidden = [Int16](repeating: 0, count: pool.count)
    reduced = [Double](repeating: 0, count: pool.count)
    hits = [Float](repeating: 0, count: pool.count)
    for entry in 0..<pool.count {
      if entriesOfOwner[pool.owner[entry]] == nil { owners.append(pool.owner[entry]) }
      entriesOfOwner[pool.owner[entry], default: []].append(Int32(entry))
      for position in pool.slots(of: entry) {
        entriesOfClaimant[layout.claimant[Int(pool.slot[position])], default: []].append(Int32(entry))
      }
    }
    allOfOwner = entriesOfOwner
    master.add(start, pool)
  }

  /// Bounds the time of each linear program.
  func limit(_ secondsLeft: @escaping () -> Double?) { master.secondsLeft = secondsLeft }

  /// What a choice must be worth to be better.
  var target: Double { value + layout.scale }

  func run(goesOn: () -> Bool) throws {
    open = [Node(decisions: [], bound: .infinity)]
    var next: Node? = open.removeLast()
    while let node = next {
      if !goesOn() || nodes >= settings.nodeLimit || isNear(node) {
        open.append(node)
        break
      }
      nodes += 1
      next = nil
      let children = try process(node, goesOn)
      if isStopped {
        open.append(node)
        break
      }
      if let children {
        // Plunge into the child that promises more; the other waits.
        let (first, second) = children.0.estimate >= children.1.estimate ? children : (children.1, children.0)
        open.append(second)
        next = first
      }
      if next == nil, !open.isEmpty {
        var top = 0
        for index in open.indices where open[index].bound > open[top].bound { top = index }
        next = open.remove(at: top)
      }
    }
    if open.isEmpty {
      isComplete = !isUnresolved
      bound = min(bound, max(value, provenBelow))
    } else {
      bound = min(bound, max(value, provenBelow, open.map(\.bound).max()!))
    }
  }

  /// Whether the gap is small enough. Where a gap is asked for, it is looked at now and then: it costs a pass over the
  /// open nodes.
  func isNear(_ node: Node) -> Bool {
    if nodes % 4 != 0 || nodes == 0 || bestValue <= 0 { return false }
    let bound = max(provenBelow, open.reduce(node.bound) { max($0, $1.bound) })
    onBound?(max(value, bound))
    return bound - bestValue <= max(settings.slack, settings.gap * bestValue)
  }

  /// Whether the linear program holds the entry.
  func isColumn(_ entry: Int) -> Bool { master.holds(entry) }

  /// The greatest bound of a closed leaf: what the leaves prove, at most one unit above the value.
  var provenBelow = -Double.infinity

  // MARK: One node

  func process(_ node: Node, _ goesOn: () -> Bool) throws -> (Node, Node)? {
    apply(node.decisions)
    if let basis = node.basis { master.restore(basis) }
    let isRoot = node.decisions.isEmpty
    var node = node
    var rounds = isRoot ? settings.rootCutRounds : settings.nodeCutRounds
    var bounds: [Double] = []
    var hasDived = false
    while true {
      guard let solved = try solveByInspection(least: target, goesOn) else {
        isStopped = true
        return nil
      }
      node.bound = min(node.bound, solved.bound)
      if isRoot {
        bound = node.bound
        keepBeginning(solved)
      }
      if node.bound < target {
        close(node.bound)
        return nil
      }
      if isRoot { fixByReducedCost(solved) }
      let fractional = solved.answer.fractions.filter { $0.value < 1 - 1e-6 }
      if fractional.isEmpty {
        // Nothing is left to branch on: between the bound and the value there is only rounding.
        take(solved.answer)
        close(node.bound)
        return nil
      }
      if isRoot { try diveAstray(below: node, goesOn) }
      bounds.append(node.bound)
      if bounds.count > 2, bounds[bounds.count - 3] - node.bound < settings.leastGain * (node.bound - target)
      {
        rounds = 0
      }
      let cuts =
        rounds == 0
        ? [] : cutSearch.violated(solved.answer.fractions, pool, known: knownCuts, limit: isRoot ? 60 : 20)
      if !cuts.isEmpty {
        rounds -= 1
        for cut in cuts { add(cut) }
        continue
      }
      remark?(
        "node \(nodes) depth \(node.decisions.count) bound \(node.bound / layout.scale) rounds \(bounds.count) "
          + "fractions \(fractional.count) columns \(master.columnCount) rows \(master.rowCount)")
      dropIdleCuts(solved)
      if hasDived || nodes % settings.nodesToDive != 1 { return try branch(node, solved, goesOn) }
      hasDived = true
      rounds = 0
      let basis = master.basis()
      let before = bestValue
      try dive(below: node, toBeat: isRoot ? bestValue : value, goesOn)
      remark?("dived from \(before / layout.scale) to \(bestValue / layout.scale)")
      apply(node.decisions)
      master.restore(basis)
      if isRoot { for _ in 0..<divesLeft { try diveAstray(below: node, goesOn) } }
    }
  }

  func close(_ bound: Double) {
    provenBelow = max(provenBelow, bound)
  }

  /// At the root: entries whose reduced cost is beyond the gap are in no better choice.
  func fixByReducedCost(_ solved: Solved) {
    for owner in owners {
      var top = 0.0
      for entry in entriesOfOwner[owner]! where forbidden[Int(entry)] == 0 {
        top = max(top, reduced[Int(entry)])
      }
      entriesOfOwner[owner]!.removeAll { entry in
        let isOut = solved.bound - top + reduced[Int(entry)] < target
        if isOut {
          forbidden[Int(entry)] += 1
          master.forbid(Int(entry), true)
        }
        return isOut
      }
    }
  }

  func take(_ answer: Master.Answer) {
    let chosen = answer.fractions.filter { $0.value > 0.5 }.map(\.bundle).sorted()
    var sum = 0.0
    var isServed: Set<Int> = []
    var used = [Double](repeating: 0, count: layout.couplingCount)
    for entry in chosen {
      sum += pool.value[entry]
      for position in pool.slots(of: entry) {
        let slot = Int(pool.slot[position])
        isServed.insert(Int(layout.claimant[slot]))
        for coupling in layout.couplings(of: slot) {
          used[Int(layout.couplingRow[coupling])] += layout.couplingFactor[coupling]
        }
      }
    }
    for claimant in required where !isServed.contains(claimant) { sum -= layout.penalty[claimant] }
    for (row, limit) in master.couplingLimit.enumerated() where used[row] > limit {
      sum -= (used[row] - limit) * layout.couplingPenalty
    }
    if sum > bestValue {
      bestValue = sum
      value = max(value, sum)
      best = chosen
      onBetter?(chosen)
    }
  }
}
