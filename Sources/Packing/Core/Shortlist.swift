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
  ///
  /// Where the nearest will do, the reach is tried in steps: where an owner has very many bundles, a search that
  /// begins far below the best would be cut short before it came by the best ones.
  init(
    _ layout: Layout, _ crew: PricingCrew, at prices: Prices, reach: Double, limit: Int,
    nearest: Bool = false,
    owners: [Bool]? = nil, banned: [Bool] = [], until deadline: ContinuousClock.Instant? = nil
  ) {
    self.prices = prices
    best = []
    entries = []
    bound = constantPart(layout, prices)
    isWhole = true
    let folded = layout.folded(prices)
    let found = crew.map { pricer, owner -> (top: Double, list: [Entry], isWhole: Bool) in
      if let owners, !owners[owner] { return (0.0, [Entry](), true) }
      if let deadline, ContinuousClock.now > deadline { return (.infinity, [Entry](), false) }
      let top = pricer.best(of: owner, at: folded, banned: banned)
      var all = (bundles: [(value: Double, slots: [Int32])](), isWhole: false)
      let parts: [Double] = nearest ? [1 / 64, 1 / 16, 1 / 4, 1] : [1]
      for part in parts {
        let cutoff = (part < 1 ? top.value : top.bound) - reach * part
        all = pricer.all(of: owner, at: folded, cutoff: cutoff, limit: limit, banned: banned)
        if all.bundles.count >= limit { break }
      }
      if all.bundles.isEmpty, !top.slots.isEmpty { all.bundles = [(top.value, top.slots)] }
      let list = all.bundles.map { Entry(loss: top.bound - $0.value, slots: $0.slots) }
      return (top.bound, list, all.isWhole)
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
