extension Core {
  /// A case of the search: the problem under limits on counts.
  private struct CountCase {
    var limits: [CountLimit] = []
    /// Prices to start from; those of the limits stand behind the others.
    var prices: Prices
    /// No plan of this case is worth more (scaled).
    var bound: Double
    /// A search over its bundles was tried and cut short.
    var isStuck = false
  }

  /// Closes the gap case by case: branches on broken counts while the prices of each case move the bound, and
  /// searches a case over the list of all bundles that fit in its gap as soon as that list is short.
  ///
  /// Limits on counts are couplings, so they leave pricing as it is, and each case has exact prices of its own.
  /// Returns what all cases together prove, scaled.
  mutating func closeByCounts(
    _ proof: RootProof, _ priced: Priced, _ list: Shortlist, caseLimit: Int, nodeLimit: Int
  ) throws -> Double {
    control.enter(.closing)
    let counters = Counter.all(layout)
    var open = [CountCase(prices: proof.prices, bound: proof.bound)]
    var settled = -Double.infinity
    var cases = 0
    while control.hasTime, cases < caseLimit {
      guard let top = open.indices.filter({ !open[$0].isStuck }).max(by: { open[$0].bound < open[$1].bound })
      else { break }
      let next = open.remove(at: top)
      cases += 1
      open += try split(next, counters, cases == 1 ? (priced, list) : nil, nodeLimit: nodeLimit, &settled)
      open.removeAll { own in
        if isNear(own.bound), own.bound >= valueToBeat + layout.scale { settled = max(settled, own.bound) }
        return isNear(own.bound)
      }
      prove(max(valueToBeat, settled, open.map(\.bound).max() ?? -.infinity))
      if control.isClosed { break }
    }
    control.note(
      "cases \(cases), open \(open.count), stuck \(open.count { $0.isStuck }), "
        + "bound \((open.map(\.bound).max() ?? plan.value) / layout.scale) value \(plan.value / layout.scale)"
    )
    return max(valueToBeat, settled, open.map(\.bound).max() ?? -.infinity)
  }

  /// Prices one case, and gives the cases that are left of it.
  private mutating func split(
    _ given: CountCase, _ counters: [Counter], _ known: (Priced, Shortlist)?, nodeLimit: Int,
    _ settled: inout Double
  ) throws -> [CountCase] {
    var own = given
    let layout = self.layout.limited(by: own.limits, of: counters)
    let crew = known == nil ? PricingCrew(layout, threads: control.request.threads) : self.crew
    crew.setNodeLimit(pricingNodes)
    let priced = try known?.0 ?? price(layout, crew, from: own.prices)
    own.prices = priced.columns.prices
    own.bound = min(own.bound, priced.columns.bound)
    if own.bound < valueToBeat + layout.scale || !control.hasTime { return [own] }

    let list = known?.1 ?? closingList(layout, crew, at: own.prices, bound: own.bound)
    let split = try brokenCount(counters, priced)
    if list.isWhole {
      let search = try branch(list, layout, nodeLimit: nodeLimit)
      if search.isComplete {
        own.bound = max(valueToBeat, min(own.bound, search.bound))
        settled = max(settled, own.bound)
        return []
      }
      own.bound = min(own.bound, max(valueToBeat, search.bound))
      if split == nil { own.isStuck = true }
    }
    guard let split else {
      own.isStuck = true
      return [own]
    }
    return [true, false].map { isMost in
      var child = own
      child.limits.append(
        CountLimit(counter: split.counter, limit: isMost ? split.floor : split.floor + 1, isMost: isMost))
      child.prices.coupling.append(0)
      return child
    }
  }

  /// The broken count whose two sides cost most, as far as a few steps of the linear program tell.
  private func brokenCount(
    _ counters: [Counter], _ priced: Priced
  ) throws -> (counter: Int, floor: Int)? {
    var broken: [(counter: Int, sum: Double, distance: Double)] = []
    for (index, counter) in counters.enumerated() {
      let sum = counter.sum(priced.columns.fractions, pool)
      let distance = abs(sum - sum.rounded())
      if distance > 1e-5 { broken.append((index, sum, distance)) }
    }
    broken.sort { $0.distance == $1.distance ? $0.counter < $1.counter : $0.distance > $1.distance }
    var best: (counter: Int, floor: Int)?
    var bestScore = -1.0
    for (counter, sum, _) in broken.prefix(6) {
      let one = counters[counter]
      let row = priced.master.addCounter(pool) { one.count($0, $1) }
      var losses: [Double] = []
      for isMost in [true, false] {
        let limit = sum.rounded(.down)
        priced.master.limitCounter(
          row, from: isMost ? -.infinity : limit + 1, to: isMost ? limit : .infinity)
        let answer = try priced.master.solve()
        losses.append(max(priced.columns.masterValue - (answer?.value ?? priced.columns.masterValue), 1))
      }
      priced.master.limitCounter(row, from: -.infinity, to: .infinity)
      let score = losses[0] * losses[1]
      if score > bestScore {
        bestScore = score
        best = (counter, Int(sum.rounded(.down)))
      }
    }
    return best
  }
}
