/// Branch, price and cut over a finite pool of bundles: the exact choice of one bundle an owner, at most.
///
/// The linear program holds few of the bundles; the others are priced by inspection, so cuts cost nothing in
/// pricing (route enumeration: Baldacci, Christofides, Mingozzi 2008). Subset-row cuts close most of the gap;
/// then the search branches on "this owner serves this claimant" (Ryan and Foster's rule in the form it takes
/// when owners differ), with strong branching. Every bound is recomputed from rounded prices in exact
/// arithmetic.
final class PoolSearch {
  /// One side of a split.
  enum Decision: Sendable, Equatable {
    /// The claimant is served or not: by this slot when one is named, by this owner when one is named, or at all.
    case serving(Service, Bool)
    /// The count is no less, or no more, than this.
    case atLeast(counter: Int, Int)
    case atMost(counter: Int, Int)
  }

  /// A claimant and what serves it; -1 where that is left open.
  struct Service: Sendable, Equatable {
    var claimant: Int32
    var owner: Int32 = -1
    var slot: Int32 = -1
  }

  struct Settings {
    var nodeLimit = 1000
    /// Stop when the bound is no more than this above the value, relative to it.
    var gap = 0.0
    var rootCutRounds = 30
    var nodeCutRounds = 4
    /// Candidates of each kind for strong branching, and how many of them are probed.
    var strongCandidates = 2
    var probes = 3
  }

  struct Node {
    var decisions: [Decision]
    var bound: Double
  }

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
  var knownCuts: Set<SubsetRow> = []
  var entriesOfCut: [[Int32]] = []
  var reduced: [Double]
  /// What may be counted, what each entry adds to each count, and the row of those counted so far.
  let counters: [Counter]
  var countsOfEntry: [[UInt8]] = []
  var rowOfCounter: [Int]
  var counterOfRow: [Int] = []

  /// The best choice found, as entries of the pool; nil when nothing beats the start.
  private(set) var best: [Int]?
  /// Its scaled value, or the value to beat.
  private(set) var value: Double
  /// Nothing in the pool is worth more (scaled) once the search is complete or stopped.
  private(set) var bound = Double.infinity
  private(set) var isComplete = false
  var isStopped = false
  var isUnresolved = false
  private(set) var nodes = 0

  /// A search for a choice from `pool` worth at least one unit more than `toBeat` (scaled).
  init(
    _ layout: Layout, _ pool: BundlePool, toBeat: Double, required: [Int], couplingLimit: [Double],
    start: [Int], settings: Settings
  ) throws {
    self.layout = layout
    self.pool = pool
    self.settings = settings
    self.required = required
    value = toBeat
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
    master = try Master(
      layout, required: required, couplingLimit: couplingLimit, isContested: isContested)
    counters = Counter.all(layout)
    countsOfEntry = counters.map { counter in (0..<pool.count).map { counter.count($0, pool) } }
    rowOfCounter = Array(repeating: -1, count: counters.count)
    forbidden = [Int16](repeating: 0, count: pool.count)
    reduced = [Double](repeating: 0, count: pool.count)
    for entry in 0..<pool.count {
      if entriesOfOwner[pool.owner[entry]] == nil { owners.append(pool.owner[entry]) }
      entriesOfOwner[pool.owner[entry], default: []].append(Int32(entry))
      for position in pool.slots(of: entry) {
        entriesOfClaimant[layout.claimant[Int(pool.slot[position])], default: []].append(Int32(entry))
      }
    }
    allOfOwner = entriesOfOwner
    try master.add(start, pool)
  }

  /// Bounds the time of each linear program.
  func limit(_ secondsLeft: @escaping () -> Double?) { master.secondsLeft = secondsLeft }

  /// What a choice must be worth to be better.
  var target: Double { value + layout.scale }

  func run(goesOn: () -> Bool) throws {
    var open = [Node(decisions: [], bound: .infinity)]
    var next: Node? = open.removeLast()
    while let node = next {
      if !goesOn() || nodes >= settings.nodeLimit || isNear(open, node) {
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
        let (first, second) = children.0.bound >= children.1.bound ? children : (children.1, children.0)
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
  func isNear(_ open: [Node], _ node: Node) -> Bool {
    if settings.gap == 0 || nodes % 8 != 0 || nodes == 0 || value <= 0 { return false }
    let bound = max(provenBelow, open.reduce(node.bound) { max($0, $1.bound) })
    return bound - value <= settings.gap * value
  }

  /// Whether the linear program holds the entry.
  func isColumn(_ entry: Int) -> Bool { master.holds(entry) }

  /// Solves the first node alone, with its cuts, and returns the entries that a better choice could hold.
  func survivors(goesOn: () -> Bool) throws -> [Int] {
    var rounds = settings.rootCutRounds
    while let solved = try solveByInspection(goesOn) {
      bound = min(bound, solved.bound)
      if bound < target { return [] }
      fixByReducedCost(solved)
      let cuts =
        rounds == 0
        ? [] : violatedSubsetRows(solved.answer.fractions, pool, layout, known: knownCuts, limit: 60)
      if cuts.isEmpty { break }
      rounds -= 1
      for cut in cuts { try add(cut) }
    }
    return owners.flatMap { entriesOfOwner[$0]! }.map(Int.init).sorted()
  }

  /// The greatest bound of a closed leaf: what the leaves prove, at most one unit above the value.
  var provenBelow = -Double.infinity

  // MARK: One node

  func process(_ node: Node, _ goesOn: () -> Bool) throws -> (Node, Node)? {
    try apply(node.decisions)
    let isRoot = node.decisions.isEmpty
    var rounds = isRoot ? settings.rootCutRounds : settings.nodeCutRounds
    var nodeBound = node.bound
    while true {
      guard let solved = try solveByInspection(goesOn) else {
        isStopped = true
        return nil
      }
      nodeBound = min(nodeBound, solved.bound)
      if isRoot { bound = nodeBound }
      if nodeBound < target {
        close(node, nodeBound, solved)
        return nil
      }
      if isRoot { fixByReducedCost(solved) }
      let fractional = solved.answer.fractions.filter { $0.value < 1 - 1e-6 }
      if fractional.isEmpty {
        // Nothing is left to branch on: between the bound and the value there is only rounding.
        take(solved.answer)
        close(node, nodeBound, solved)
        return nil
      }
      if rounds == 0 { return try branch(node, nodeBound, solved, goesOn) }
      rounds -= 1
      let cuts = violatedSubsetRows(
        solved.answer.fractions, pool, layout, known: knownCuts, limit: isRoot ? 60 : 20)
      if cuts.isEmpty { return try branch(node, nodeBound, solved, goesOn) }
      for cut in cuts { try add(cut) }
    }
  }

  func close(_ node: Node, _ bound: Double, _ solved: Solved) {
    provenBelow = max(provenBelow, bound)
  }

  func add(_ cut: SubsetRow) throws {
    knownCuts.insert(cut)
    try master.add(cut, pool)
    var list: [Int32] = []
    var seen: Set<Int32> = []
    for row in cut.rows {
      let entries =
        Int(row) < layout.claimantCount
        ? entriesOfClaimant[row] : allOfOwner[row - Int32(layout.claimantCount)]
      for entry in entries ?? [] where seen.insert(entry).inserted {
        if cut.counts(Int(entry), pool, layout) { list.append(entry) }
      }
    }
    entriesOfCut.append(list)
  }

  struct Solved {
    var answer: Master.Answer
    var prices: Prices
    var cuts: [Double]
    /// Exact, scaled.
    var bound: Double
  }

  /// Column generation where the columns are the pool.
  func solveByInspection(_ goesOn: () -> Bool) throws -> Solved? {
    while goesOn() {
      guard let answer = try master.solve() else { return nil }
      let dual = try master.prices()
      let exact = inspect(dual)
      var fresh: [(gain: Double, entry: Int)] = []
      for owner in owners {
        var list: [(gain: Double, entry: Int)] = []
        let level = dual.owners[Int(owner)] + 1
        for entry in entriesOfOwner[owner]! where forbidden[Int(entry)] == 0 && reduced[Int(entry)] > level {
          if !master.holds(Int(entry)) { list.append((reduced[Int(entry)] - level, Int(entry))) }
        }
        if list.count > 3 {
          list.sort { $0.gain == $1.gain ? $0.entry < $1.entry : $0.gain > $1.gain }
          list.removeLast(list.count - 3)
        }
        fresh += list
      }
      if fresh.isEmpty {
        return Solved(answer: answer, prices: dual.prices, cuts: dual.cuts, bound: exact)
      }
      try master.add(fresh.map(\.entry), pool)
    }
    return nil
  }

  /// Fills `reduced` for all entries and returns the bound that the prices prove over the pool.
  func inspect(_ charges: Master.Charges) -> Double {
    let prices = charges.prices
    var sum = 0.0
    for price in prices.claimant { sum += price }
    for (row, price) in prices.coupling.enumerated() { sum += price * master.couplingLimit[row] }
    for price in charges.cuts { sum += price }
    for (index, price) in charges.counters.enumerated() { sum += price * charges.counterLimits[index] }
    let folded = layout.folded(prices)
    for entry in 0..<pool.count { reduced[entry] = pool.reduced(entry, layout, at: folded) }
    for (index, price) in charges.cuts.enumerated() where price > 0 {
      for entry in entriesOfCut[index] { reduced[Int(entry)] -= price }
    }
    for (index, price) in charges.counters.enumerated() where price != 0 {
      let counts = countsOfEntry[counterOfRow[index]]
      for entry in 0..<pool.count where counts[entry] > 0 { reduced[entry] -= price * Double(counts[entry]) }
    }
    for owner in owners {
      var top = demanded[owner, default: 0] > 0 ? -Double.infinity : 0
      for entry in entriesOfOwner[owner]! where forbidden[Int(entry)] == 0 {
        top = max(top, reduced[Int(entry)])
      }
      sum += top
    }
    return sum
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
          try? master.forbid(Int(entry), true)
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
    if sum > value {
      value = sum
      best = chosen
    }
  }
}
