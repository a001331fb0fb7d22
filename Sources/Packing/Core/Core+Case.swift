/// Cases of a problem: the same problem under limits on counts.
extension Core {
  struct Case {
    var limits: [CountLimit] = []
    /// Prices to start from; those of the limits stand behind the others.
    var prices: Prices
    /// No plan of this case is worth more (scaled).
    var bound: Double
    /// What it is worth as far as one knows; the case that promises most comes first.
    var estimate: Double
    /// What its own prices prove; nil before it has such.
    var proven: Double?
    /// Whether cuts have lowered its bound as far as they do, and how far guesses have come.
    var isTight = false
    var guessed = Guessed()
    /// How far below what is proven the next list goes, and how far the last one that was searched went.
    var reach = 0.0
    var seen = 0.0
    /// A list was too long, or a search cut short.
    var isStuck = false

    init(_ proof: RootProof) {
      prices = proof.prices
      bound = proof.bound
      estimate = proof.bound
    }
  }

  /// Who prices a case: the crew of the whole, where prices of limits can be made part of the claimants' prices.
  func crew(of own: Case, _ layout: Layout) -> PricingCrew {
    own.limits.isEmpty || self.layout.claimantCouplings != nil
      ? crew : PricingCrew(layout, threads: control.request.threads)
  }

  /// The two sides of a case at the broken count whose sides lose most: no more than the whole part of the count, and
  /// at least one more. Nil where they lose too little to be worth it.
  func sides(
    of own: Case, _ counters: [Counter], _ rows: [Int], _ priced: Priced, areWorth: (Losses) -> Bool
  ) throws -> [Case]? {
    guard let split = try brokenCount(counters, rows, own.limits, priced), areWorth(split.losses) else {
      return nil
    }
    control.note("split on count \(split.counter) at \(split.sum)")
    return [true, false].map { isMost in
      var child = own
      child.proven = nil
      child.estimate = own.bound - (isMost ? split.losses.most : split.losses.least)
      child.limits.append(
        CountLimit(
          counter: split.counter, limit: isMost ? split.floor : split.floor + 1, isMost: isMost))
      child.prices.coupling.append(0)
      return child
    }
  }

  /// What the sides of a split lose (scaled), as far as it is known.
  struct Losses {
    var most: Double
    var least: Double
  }

  private struct Broken {
    var counter: Int
    var sum: Double
    var floor: Int
    var losses: Losses
  }

  /// The broken count whose sides lose most, as far as a few steps of the linear program tell.
  private func brokenCount(
    _ counters: [Counter], _ rows: [Int], _ limits: [CountLimit], _ priced: Priced
  ) throws -> Broken? {
    let master = priced.master
    let most = abs(priced.columns.bound) * 0.005
    let basis = master.basis()
    func loss(_ limit: CountLimit) throws -> Double {
      let limits = limits + [limit]
      master.keep(limits, rows: rows)
      master.restore(basis)
      guard try master.approach(steps: 20) else { return .infinity }
      let charges = master.prices()
      var value = charges.owners.reduce(0, +) + constantPart(layout, charges.prices)
      for (price, limit) in zip(charges.prices.coupling[layout.couplingCount...], limits) {
        value += price * Double(limit.isMost ? limit.limit : -limit.limit)
      }
      return max(0, priced.columns.bound - value)
    }
    var best: Broken?
    var bestScore = 0.0
    for (index, counter) in counters.enumerated() {
      let sum = counter.sum(priced.columns.fractions, pool)
      if abs(sum - sum.rounded()) < 1e-5 { continue }
      let floor = Int(sum.rounded(.down))
      // Where a limit cannot be met the sum lies beyond it, and one side would hold nothing at all.
      let isEmpty = limits.contains {
        $0.counter == index && ($0.isMost ? floor + 1 > $0.limit : floor < $0.limit)
      }
      if isEmpty { continue }
      let losses = Losses(
        most: try loss(CountLimit(counter: index, limit: floor, isMost: true)),
        least: try loss(CountLimit(counter: index, limit: floor + 1, isMost: false))
      )
      let score = min(most, losses.most) * min(most, losses.least)
      if score > bestScore {
        bestScore = score
        best = Broken(counter: index, sum: sum, floor: floor, losses: losses)
      }
    }
    return best
  }
}
