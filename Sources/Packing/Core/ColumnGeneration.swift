/// Column generation for the bundle model (Dantzig and Wolfe 1960; Savelsbergh 1997 for generalised
/// assignment), stabilised by smoothing: pricing happens between the best prices so far and the master's
/// (Wentges 1997; Pessoa, Sadykov, Uchoa, Vanderbeck 2018), which stops the prices from swinging and gives a
/// good Lagrangian bound at every step.
struct ColumnGeneration {
  /// The lowest bound met, scaled, and the prices that prove it.
  var bound = Double.infinity
  var prices: Prices
  /// The value of the last master, in the problem's units.
  var masterValue = -Double.infinity
  var rounds = 0
  var fractions: [(bundle: Int, value: Double)] = []
  /// What stands in for bundles and limits in the last master.
  var missing = 0.0
  /// Whether the bound met the master's value.
  var isComplete = false

  /// What the bound would be at the start's prices if every pricing had found the best; infinite where that is not
  /// known.
  private var estimate: Double
  /// How far pricing stays with the best prices so far, at first; nothing where columns are nearly complete.
  var smoothing = 0.7

  init(start: Prices, estimate: Double) {
    prices = start
    self.estimate = estimate
  }

  /// Runs until bound and master meet within `tolerance` (scaled), the bound falls below `prunedBelow`, or
  /// `goesOn` says no.
  mutating func run(
    _ layout: Layout, _ master: Master, _ crew: PricingCrew, _ pool: inout BundlePool,
    tolerance: Double, warmNodes: Int, pricingNodes: Int, prunedBelow: Double = -.infinity,
    goesOn: () -> Bool
  ) throws {
    isComplete = false
    let steadiest = min(0.1, smoothing)
    // First with short searches, whose bundles are good and whose bounds are not; then with long ones.
    var nodes = min(warmNodes, pricingNodes)
    crew.setNodeLimit(nodes)
    defer { crew.setNodeLimit(pricingNodes) }
    var center = prices
    while goesOn(), bound >= prunedBelow {
      rounds += 1
      guard let answer = try master.solve() else { return }
      masterValue = answer.value
      fractions = answer.fractions
      missing = answer.missing
      if bound - masterValue * layout.scale <= tolerance {
        isComplete = true
        return
      }
      let dual = master.prices()
      var weight = estimate.isFinite ? smoothing : 0
      while goesOn() {
        let trial = mix(center, dual.prices, weight, layout)
        var found = crew.sweep(layout, at: trial)
        if found.estimate < prunedBelow, found.bound >= prunedBelow, nodes < pricingNodes {
          // Only that the searches were short keeps the bound up.
          crew.setNodeLimit(pricingNodes)
          found = crew.sweep(layout, at: trial)
          crew.setNodeLimit(nodes)
        }
        var fresh: [Int] = []
        for bundle in found.bundles where !bundle.isEmpty {
          let entry = pool.add(bundle, layout).bundle
          if !master.holds(entry),
            pool.reduced(entry, layout, at: dual.prices) > dual.owners[Int(pool.owner[entry])] + 0.5
          {
            fresh.append(entry)
          }
        }
        if found.bound < bound {
          bound = found.bound
          prices = trial
        }
        if found.estimate < estimate {
          estimate = found.estimate
          center = trial
        }
        if !fresh.isEmpty {
          master.add(fresh, pool)
          break
        }
        let isMet = estimate - masterValue * layout.scale <= tolerance
        if isMet || weight == 0 {
          // Nothing better at the master's own prices: look longer, and after that be done.
          if nodes >= pricingNodes {
            isComplete = true
            return
          }
          nodes = pricingNodes
          crew.setNodeLimit(nodes)
          estimate = .infinity
          weight = 0
          continue
        }
        // A mis-price: nothing improves the master at these prices, so move towards its own.
        weight = weight < 0.2 ? 0 : weight * 0.5
      }
      smoothing = max(steadiest, smoothing * 0.98)
    }
  }

  private func mix(_ one: Prices, _ other: Prices, _ weight: Double, _ layout: Layout) -> Prices {
    if weight == 0 { return other }
    var mixed = other
    for i in mixed.claimant.indices {
      mixed.claimant[i] = (weight * one.claimant[i] + (1 - weight) * other.claimant[i]).rounded()
    }
    for i in mixed.coupling.indices {
      mixed.coupling[i] = (weight * one.coupling[i] + (1 - weight) * other.coupling[i]).rounded()
    }
    if let cuts = other.cuts, let known = one.cuts { mixed.cuts = known.mixed(weight, with: cuts) }
    return mixed
  }
}
