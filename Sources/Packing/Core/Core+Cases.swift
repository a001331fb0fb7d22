/// Many owners: cases, cuts, a dive, and then each case by itself.
extension Core {
  /// Looks for the case with the best plans, tightens its bound by cuts, dives in it, and then closes what is left, the
  /// case with the greatest bound first.
  ///
  /// Where a rule asks for one in twenty-five of a rare group, 20.4 members bind nobody to anything, while 21 cost most
  /// of what separates the bound from the best plan: inside a case such a count is whole, so dives and lists know it.
  mutating func closeByCases(_ proof: RootProof, _ priced: Priced) throws {
    let counters = Counter.all(layout)
    let rows = counters.map { counter in priced.master.addCounter(pool) { counter.count($0, $1) } }
    defer { priced.master.keep([], rows: rows) }
    var best = Case(proof)
    best.proven = proof.bound
    var others: [Case] = []
    var columns = priced.columns
    while control.goesOn, others.count < effort.countSteps {
      let least = effort.caseGain * abs(best.bound)
      let found = Priced(master: priced.master, columns: columns)
      let sides = try sides(of: best, counters, rows, found) { ($0.most * $0.least).squareRoot() > least }
      guard let sides else { break }
      let order = try preferred(sides, rows, priced.master)
      others.append(order[1])
      best = order[0]
      columns = try settle(&best, counters, rows, priced.master)
    }
    if !control.goesOn { return }
    func bound(_ cases: [Case]) -> Double { cases.map(\.bound).max() ?? -.infinity }
    // A dive after cuts has fewer fractions to round. Where a plan is known that is better, there is none.
    if best.bound >= plan.value + layout.scale {
      try tighten(&best, counters, rows, priced.master, elsewhere: bound(others))
      if !control.goesOn { return }
      try within(&best, counters, elsewhere: bound(others)) { core, _ in
        try core.dive(Priced(master: priced.master, columns: columns))
      }
    }
    var open = others + [best]
    // Most other cases are beaten by the first plan; they need prices only as far as that shows.
    let enough = (max(best.bound, plan.value) + plan.value) / 2
    for other in others.indices where control.goesOn && open[other].bound > enough {
      _ = try settle(&open[other], counters, rows, priced.master, prunedBelow: enough)
    }
    while control.goesOn {
      open.removeAll { $0.bound < plan.value + layout.scale }
      prove(max(plan.value, bound(open)))
      let waiting = open.indices.filter { !open[$0].isStuck }
      guard let top = waiting.max(by: { open[$0].bound < open[$1].bound }), control.goesOn else { break }
      var next = open.remove(at: top)
      if next.proven == nil {
        _ = try settle(&next, counters, rows, priced.master)
        next.proven = next.bound
      } else if !next.isTight {
        try tighten(&next, counters, rows, priced.master, elsewhere: bound(open))
      } else {
        try close(&next, counters, rows, priced.master, others: open)
      }
      open.append(next)
    }
  }

  /// Searches a case until nothing is left to try, or another of those that wait promises more.
  private mutating func close(
    _ own: inout Case, _ counters: [Counter], _ rows: [Int], _ master: Master, others: [Case]
  ) throws {
    master.keep(own.limits, rows: rows)
    control.note(
      "case of \(own.limits.count) limits, \(others.count) others, bound \(own.bound / layout.scale)")
    var isStuck = true
    var guessed = own.guessed
    let elsewhere = others.map(\.bound).max() ?? -.infinity
    try within(&own, counters, elsewhere: elsewhere) { core, proof in
      core.guessed = guessed
      core.enough = others.filter { !$0.isStuck }.map(\.bound).max() ?? -.infinity
      var columns = ColumnGeneration(start: proof.prices, estimate: .infinity)
      columns.bound = proof.bound
      let priced = Priced(master: master, columns: columns)
      if !core.plan.isFeasible(core.layout) { try core.dive(priced) }
      try core.close(proof, priced)
      if core.canWait { core.control.note("another case promises more") }
      isStuck = !core.canWait
      guessed = core.guessed
    }
    own.isStuck = isStuck
    own.guessed = guessed
  }

  /// The sides in the order of what they promise, as far as the columns at hand tell.
  private func preferred(_ sides: [Case], _ rows: [Int], _ master: Master) throws -> [Case] {
    let basis = master.basis()
    let worth = try sides.map { side in
      master.keep(side.limits, rows: rows)
      master.restore(basis)
      guard let answer = try master.solve(), answer.missing < 1e-6 else { return -Double.infinity }
      return answer.value
    }
    return worth[0] >= worth[1] ? sides : sides.reversed()
  }

  /// Prices of a case's own, unless its bound falls below `prunedBelow` or the plan before.
  private mutating func settle(
    _ own: inout Case, _ counters: [Counter], _ rows: [Int], _ master: Master,
    prunedBelow: Double = -.infinity
  ) throws -> ColumnGeneration {
    let layout = self.layout.limited(by: own.limits, of: counters)
    let crew = crew(of: own, layout)
    master.keep(own.limits, rows: rows)
    let priced = try price(layout, crew, master, from: own.prices, smoothing: 0, prunedBelow: prunedBelow)
    own.bound = min(own.bound, priced.columns.bound)
    own.estimate = own.bound
    own.prices = priced.columns.prices
    if priced.columns.isComplete { own.proven = priced.columns.bound }
    return priced.columns
  }

  /// Searches a case by a core of its own, which has the bookkeeping of this one. What it finds becomes the plan, what
  /// it proves the bound of the case.
  private mutating func within(
    _ own: inout Case, _ counters: [Counter], elsewhere: Double,
    _ search: (inout Core, RootProof) throws -> Void
  ) throws {
    let layout = self.layout.limited(by: own.limits, of: counters)
    var core = Core(of: layout, crew(of: own, layout), in: self)
    if let cuts = own.prices.cuts { core.beginning.cuts = cuts.active }
    let proof = RootProof(prices: own.prices, bound: own.proven ?? own.bound)
    // The plan at hand may be one of a case that is closed.
    let proven = try control.inCase(elsewhere: whole(max(plan.value, elsewhere))) { try search(&core, proof) }
    if let proven { own.bound = min(own.bound, Double(proven) * layout.scale) }
    pool = core.pool
    guard core.plan.isFeasible(layout) else { return }
    var found = Assembly(self.layout)
    for (owner, bundle) in core.plan.slots.enumerated() { found.set(owner, to: bundle, self.layout) }
    if found.value > plan.value { plan = found }
  }

  /// Lowers the bound of a case by cuts that are priced while bundles are still made, round by round as long as that
  /// brings much (branch, cut and price: Pessoa, Sadykov, Uchoa, Vanderbeck 2020). Lists then reach down from there: at
  /// the same reach below the first bound they hold a small part of what they would.
  private mutating func tighten(
    _ own: inout Case, _ counters: [Counter], _ rows: [Int], _ master: Master, elsewhere: Double
  ) throws {
    own.isTight = true
    if effort.cutRounds == 0 { return }
    master.keep(own.limits, rows: rows)
    guard var fractions = try master.solve()?.fractions else { return }
    let layout = self.layout.limited(by: own.limits, of: counters)
    let crew = crew(of: own, layout)
    let search = HalfCutSearch(self.layout, couplingLimit: self.layout.couplingLimit)
    let hasNegative = self.layout.negativeCouplings()
    var known = Set(master.cutIndex?.cuts ?? [])
    var most = 0.0
    var poorRounds = 0
    for _ in 0..<effort.cutRounds where control.goesOn && poorRounds < effort.poorCutRounds {
      let cuts = search.violated(fractions, pool, known: known, limit: effort.cutsOfRound).filter {
        $0.isPriceable(self.layout, hasNegative: hasNegative)
      }
      if cuts.isEmpty { break }
      known.formUnion(cuts)
      master.add(cuts, pool)
      let before = own.bound
      var columns = ColumnGeneration(start: own.prices, estimate: .infinity)
      columns.smoothing = 0
      columns.bound = own.bound
      try columns.run(
        layout, master, crew, &pool, tolerance: 0.4 * layout.scale, warmNodes: pricingNodes,
        pricingNodes: pricingNodes, goesOn: { [control] in control.hasTime })
      own.bound = min(own.bound, columns.bound)
      own.prices = columns.prices
      fractions = columns.fractions
      control.note(
        "tightened by \(cuts.count) cuts to \(own.bound / layout.scale) in \(columns.rounds) rounds")
      prove(max(plan.value, own.bound, elsewhere))
      most = max(most, before - own.bound)
      poorRounds = before - own.bound < most * effort.leastCutGain ? poorRounds + 1 : 0
    }
    if let cuts = own.prices.cuts, cuts.index === master.cutIndex {
      own.prices.cuts = master.forgetIdleCuts(cuts)
    }
    own.proven = own.bound
    own.estimate = own.bound
  }
}
