/// Branch, price and cut over a finite pool of bundles: the exact choice of one bundle an owner, at most.
///
/// The linear program holds few of the bundles; the others are priced by inspection, so cuts cost nothing in
/// pricing (route enumeration: Baldacci, Christofides, Mingozzi 2008). Subset-row cuts close most of the gap;
/// then the search branches on "this owner serves this claimant" (Ryan and Foster's rule in the form it takes
/// when owners differ), with strong branching. Every bound is recomputed from rounded prices in exact
/// arithmetic, and the prices of each leaf are kept when `records` is set.
final class PoolSearch {
  /// The claimant is served or not: by this slot when one is named, by this owner when one is named, or at all.
  struct Decision: Sendable, Equatable {
    var claimant: Int32
    var owner: Int32 = -1
    var slot: Int32 = -1
    var isServed: Bool
  }

  /// A node of the search tree as it is written into a certificate.
  enum Record: Sendable {
    case open
    case branch(Decision, yes: Int, no: Int)
    case leaf(Prices, cuts: [(SubsetRow, Double)])
  }

  struct Settings {
    var nodeLimit = 1000
    var rootCutRounds = 30
    var nodeCutRounds = 4
    var strongCandidates = 5
    var records = false
  }

  private struct Node {
    var record: Int
    var decisions: [Decision]
    var bound: Double
  }

  private let layout: Layout
  private let pool: BundlePool
  private let master: Master
  private let settings: Settings
  private let required: [Int]
  /// Entries by owner and by claimant.
  private var entriesOfOwner: [Int32: [Int32]] = [:]
  private var allOfOwner: [Int32: [Int32]] = [:]
  private var owners: [Int32] = []
  private var entriesOfClaimant: [Int32: [Int32]] = [:]
  /// How many decisions forbid an entry; entries out of reach for good count as well.
  private var forbidden: [Int16]
  private var demanded: [Int32: Int] = [:]
  private var demandedClaimants: [Int32: Int] = [:]
  private var applied: [Decision] = []
  private var knownCuts: Set<SubsetRow> = []
  private var entriesOfCut: [[Int32]] = []
  private var reduced: [Double]

  /// The best choice found, as entries of the pool; nil when nothing beats the start.
  private(set) var best: [Int]?
  /// Its scaled value, or the value to beat.
  private(set) var value: Double
  /// Nothing in the pool is worth more (scaled) once the search is complete or stopped.
  private(set) var bound = Double.infinity
  private(set) var isComplete = false
  private var isStopped = false
  private var isUnresolved = false
  private(set) var nodes = 0
  private(set) var records: [Record] = []

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
  private var target: Double { value + layout.scale }

  func run(goesOn: () -> Bool) throws {
    var open = [Node(record: 0, decisions: [], bound: .infinity)]
    records = [.open]
    var next: Node? = open.removeLast()
    while let node = next {
      if !goesOn() || nodes >= settings.nodeLimit {
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

  /// The greatest bound of a closed leaf: what the leaves prove, at most one unit above the value.
  private var provenBelow = -Double.infinity

  // MARK: One node

  private func process(_ node: Node, _ goesOn: () -> Bool) throws -> (Node, Node)? {
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

  private func close(_ node: Node, _ bound: Double, _ solved: Solved) {
    provenBelow = max(provenBelow, bound)
    if settings.records {
      records[node.record] = .leaf(
        solved.prices, cuts: zip(master.cuts, solved.cuts).filter { $0.1 > 0 }.map { ($0.0, $0.1) })
    }
  }

  private func add(_ cut: SubsetRow) throws {
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

  private struct Solved {
    var answer: Master.Answer
    var prices: Prices
    var cuts: [Double]
    /// Exact, scaled.
    var bound: Double
  }

  /// Column generation where the columns are the pool.
  private func solveByInspection(_ goesOn: () -> Bool) throws -> Solved? {
    while goesOn() {
      guard let answer = try master.solve() else { return nil }
      let dual = try master.prices()
      let exact = inspect(dual.prices, dual.cuts)
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
  private func inspect(_ prices: Prices, _ cutPrices: [Double]) -> Double {
    var sum = 0.0
    for price in prices.claimant { sum += price }
    for (row, price) in prices.coupling.enumerated() { sum += price * master.couplingLimit[row] }
    for price in cutPrices { sum += price }
    let folded = layout.folded(prices)
    for entry in 0..<pool.count { reduced[entry] = pool.reduced(entry, layout, at: folded) }
    for (index, price) in cutPrices.enumerated() where price > 0 {
      for entry in entriesOfCut[index] { reduced[Int(entry)] -= price }
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
  private func fixByReducedCost(_ solved: Solved) {
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

  private func take(_ answer: Master.Answer) {
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

  // MARK: Branching

  private struct Split {
    var decision: Decision
    var share: Double
  }

  private enum SplitKind { case claimant, pair, slot }

  /// What is served in part, the nearest to a half first: claimants at all, claimants by owners, single slots.
  private func splits(_ answer: Master.Answer, _ kind: SplitKind) -> [Split] {
    var shares: [UInt64: Double] = [:]
    for (bundle, value) in answer.fractions {
      for position in pool.slots(of: bundle) {
        let slot = pool.slot[position]
        let claimant = UInt64(layout.claimant[Int(slot)])
        switch kind {
        case .claimant: shares[claimant, default: 0] += value
        case .pair: shares[claimant << 32 | UInt64(pool.owner[bundle]), default: 0] += value
        case .slot: shares[UInt64(slot), default: 0] += value
        }
      }
    }
    return shares.filter { $0.value > 1e-6 && $0.value < 1 - 1e-6 }
      .sorted {
        let one = abs($0.value - 0.5)
        let two = abs($1.value - 0.5)
        return one == two ? $0.key < $1.key : one < two
      }
      .map { key, share in
        switch kind {
        case .claimant: Split(decision: Decision(claimant: Int32(key), isServed: true), share: share)
        case .pair:
          Split(
            decision: Decision(
              claimant: Int32(key >> 32), owner: Int32(key & 0xFFFF_FFFF), isServed: true), share: share)
        case .slot:
          Split(
            decision: Decision(
              claimant: layout.claimant[Int(key)], owner: layout.owner[Int(key)], slot: Int32(key),
              isServed: true), share: share)
        }
      }
  }

  private func branch(
    _ node: Node, _ bound: Double, _ solved: Solved, _ goesOn: () -> Bool
  ) throws -> (Node, Node)? {
    func isOpen(_ split: Split) -> Bool {
      !node.decisions.contains { $0 == split.decision || $0 == split.decision.opposite }
    }
    let pairs = splits(solved.answer, .pair)
    var candidates = Array(pairs.filter(isOpen).prefix(settings.strongCandidates))
    candidates =
      Array(splits(solved.answer, .claimant).filter(isOpen).prefix(settings.strongCandidates)) + candidates
    if candidates.isEmpty {
      if layout.couplingLimit.isEmpty, pairs.isEmpty {
        // The same people at different levels share an owner: the best of the bundles alone is as good.
        takeBestLevels(solved.answer)
        close(node, bound, solved)
        return nil
      }
      candidates = splits(solved.answer, .slot).filter(isOpen)
    }
    guard var chosen = candidates.first?.decision else {
      // Everything is decided and the program is still not whole: rounding in the linear program.
      isUnresolved = true
      close(node, bound, solved)
      return nil
    }
    var bounds = (bound, bound)
    if settings.strongCandidates > 1 {
      var bestScore = -1.0
      for candidate in candidates.prefix(2 * settings.strongCandidates) {
        if !goesOn() { break }
        let yes = try probe(node.decisions, candidate.decision)
        let no = try probe(node.decisions, candidate.decision.opposite)
        let score = max(bound - yes, layout.scale / 4) * max(bound - no, layout.scale / 4)
        if score > bestScore {
          bestScore = score
          chosen = candidate.decision
          bounds = (min(bound, yes), min(bound, no))
        }
      }
    }
    let first = records.count
    records.append(.open)
    records.append(.open)
    records[node.record] = .branch(chosen, yes: first, no: first + 1)
    return (
      Node(record: first, decisions: node.decisions + [chosen], bound: bounds.0),
      Node(record: first + 1, decisions: node.decisions + [chosen.opposite], bound: bounds.1)
    )
  }

  /// The exact bound of a child at the prices of a few dual simplex steps.
  private func probe(_ decisions: [Decision], _ extra: Decision) throws -> Double {
    try apply(decisions + [extra])
    guard try master.approach(steps: 25) else { return -.infinity }
    let dual = try master.prices()
    return inspect(dual.prices, dual.cuts)
  }

  private func takeBestLevels(_ answer: Master.Answer) {
    var top: [Int32: Int] = [:]
    for (bundle, _) in answer.fractions {
      let owner = pool.owner[bundle]
      if let other = top[owner], pool.value[other] >= pool.value[bundle] { continue }
      top[owner] = bundle
    }
    take(Master.Answer(value: 0, fractions: top.values.sorted().map { (bundle: $0, value: 1) }, missing: 0))
  }

  /// Brings the linear program from the decisions in force to `decisions`.
  private func apply(_ decisions: [Decision]) throws {
    var common = 0
    while common < applied.count, common < decisions.count, applied[common] == decisions[common] {
      common += 1
    }
    for decision in applied[common...].reversed() { try change(decision, by: -1) }
    for decision in decisions[common...] { try change(decision, by: 1) }
    applied = decisions
  }

  private func change(_ decision: Decision, by step: Int16) throws {
    func count(_ entry: Int32) throws {
      forbidden[Int(entry)] += step
      if forbidden[Int(entry)] == (step > 0 ? 1 : 0) { try master.forbid(Int(entry), step > 0) }
    }
    let holding = entriesOfClaimant[decision.claimant] ?? []
    if decision.owner < 0 {
      if decision.isServed {
        demandedClaimants[decision.claimant, default: 0] += Int(step)
        try master.demandClaimant(Int(decision.claimant), demandedClaimants[decision.claimant]! > 0, pool)
      } else {
        for entry in holding { try count(entry) }
      }
      return
    }
    func agrees(_ entry: Int32) -> Bool {
      if pool.owner[Int(entry)] != decision.owner { return false }
      return pool.slots(of: Int(entry)).contains {
        decision.slot < 0
          ? layout.claimant[Int(pool.slot[$0])] == decision.claimant : pool.slot[$0] == decision.slot
      }
    }
    if decision.isServed {
      for entry in holding where pool.owner[Int(entry)] != decision.owner { try count(entry) }
      for entry in allOfOwner[decision.owner]! where !agrees(entry) { try count(entry) }
      demanded[decision.owner, default: 0] += Int(step)
      try master.demand(Int(decision.owner), demanded[decision.owner]! > 0)
    } else {
      for entry in holding where agrees(entry) { try count(entry) }
    }
  }
}

extension PoolSearch.Decision {
  /// The other side of the split.
  var opposite: PoolSearch.Decision {
    var copy = self
    copy.isServed.toggle()
    return copy
  }
}
