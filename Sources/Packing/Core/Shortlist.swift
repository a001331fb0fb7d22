/// For each owner a short list of bundles near its best at some prices, the least loss first.
struct Shortlist: Sendable {
  struct Entry: Sendable {
    /// Best reduced value less the bundle's: what choosing it loses.
    var loss: Double
    var slots: [Int32]
  }

  var prices: Prices
  /// The greatest reduced value of each owner.
  var best: [Double]
  /// The bound at the prices, scaled.
  var bound: Double
  var entries: [[Entry]]
  /// Whether each list holds every bundle within `reach`.
  var isWhole: Bool

  /// Lists for every owner, or for some, the bundles that lose no more than `reach`, `limit` at most. At the deadline
  /// the lists that are missing stay empty and the bound says nothing.
  init(
    _ layout: Layout, _ crew: PricingCrew, at prices: Prices, reach: Double, limit: Int,
    owners: [Bool]? = nil, banned: [Bool] = [], until deadline: ContinuousClock.Instant? = nil
  ) {
    self.prices = prices
    best = []
    entries = []
    bound = constantPart(layout, prices)
    isWhole = true
    let folded = layout.folded(prices)
    let found = crew.map { pricer, owner in
      if let owners, !owners[owner] { return (0.0, [Entry](), true) }
      if let deadline, ContinuousClock.now > deadline { return (.infinity, [Entry](), false) }
      let top = pricer.best(of: owner, at: folded, banned: banned).bound
      let cutoff = top - reach
      let all = pricer.all(of: owner, at: folded, cutoff: cutoff, limit: limit, banned: banned)
      return (top, all.bundles.map { Entry(loss: top - $0.value, slots: $0.slots) }, all.isWhole)
    }
    for (top, list, whole) in found {
      bound += top
      best.append(top)
      entries.append(list)
      if !whole { isWhole = false }
    }
  }

  var count: Int { entries.reduce(0) { $0 + $1.count } }
}
