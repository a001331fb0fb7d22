import TandemChance
import TestSupport
import Testing

@testable import TandemPacking

@Suite struct Pricing {
  /// Every selection of one owner's slots that fits, with its reduced value.
  private static func everyBundle(_ layout: Layout, _ owner: Int, _ prices: Prices) -> [(Double, [Int32])] {
    let slots = Array(layout.slots(of: owner))
    let dim = layout.dimensions
    return (0..<(1 << slots.count)).compactMap { mask in
      var value = 0.0
      var used = [Double](repeating: 0, count: dim)
      var seen: Set<Int32> = []
      var chosen: [Int32] = []
      for (bit, slot) in slots.enumerated() where (mask >> bit) & 1 == 1 {
        guard seen.insert(layout.claimant[slot]).inserted else { return nil }
        value += layout.value[slot] - prices.claimant[Int(layout.claimant[slot])]
        for position in layout.couplings(of: slot) {
          value -= prices.coupling[Int(layout.couplingRow[position])] * layout.couplingFactor[position]
        }
        for k in 0..<dim { used[k] += layout.weight[slot * dim + k] }
        chosen.append(Int32(slot))
      }
      for (cut, price) in zip(prices.cuts?.index.cuts ?? [], prices.cuts?.price ?? []) {
        value -= price * (touches(cut, chosen, owner, layout) / 2).rounded(.down)
      }
      for k in 0..<dim where used[k] > layout.capacity[owner * dim + k] { return nil }
      return (value, chosen)
    }
  }

  /// How much a bundle has of the rows of a cut.
  private static func touches(_ cut: HalfCut, _ bundle: [Int32], _ owner: Int, _ layout: Layout) -> Double {
    var sum = 0.0
    for row in cut.rows.map(Int.init) {
      for slot in bundle.map(Int.init) {
        if Int(layout.claimant[slot]) == row { sum += 1 }
        for position in layout.couplings(of: slot)
        where Int(layout.couplingRow[position]) + layout.claimantCount + layout.ownerCount == row {
          sum += layout.couplingFactor[position]
        }
      }
      if row == layout.claimantCount + owner, !bundle.isEmpty { sum += 1 }
    }
    return sum
  }

  /// Prices of everything, and of some cuts over random rows where there are `cuts`.
  private static func prices(_ layout: Layout, cuts: Int, _ chance: inout SplitMix) -> Prices {
    var prices = Prices(
      claimant: (0..<layout.claimantCount).map { _ in Double(chance.index(below: 60)) * layout.scale },
      coupling: (0..<layout.couplingCount).map { _ in Double(chance.index(below: 5)) * layout.scale })
    if cuts == 0 { return prices }
    let hasNegative = layout.negativeCouplings()
    let rowCount = layout.claimantCount + layout.ownerCount + layout.couplingCount
    let halves = (0..<cuts).map { _ in
      let size = 2 + chance.index(below: 4)
      return HalfCut(rows: Set((0..<size).map { _ in Int32(chance.index(below: rowCount)) }).sorted())
    }.filter { $0.isPriceable(layout, hasNegative: hasNegative) }
    prices.cuts = CutPrices(
      index: CutIndex(halves, layout),
      price: halves.map { _ in Double(chance.index(below: 20)) * layout.scale })
    return prices
  }

  @Test(arguments: [(5_000, 0), (1, 0), (5_000, 6), (1, 6)])
  func `The best bundle and all bundles above a cutoff agree with trying every selection`(
    shortSearch: Int, cuts: Int
  ) {
    withEvery(150) { chance in
      let features = Features(rawValue: Int(chance.next() % 512))
      let problem = randomProblem(&chance, claimants: 7, owners: 2, features: features)
      let layout = Layout(problem)
      var pricer = Pricer(layout, owners: 0..<layout.ownerCount)
      pricer.shortSearch = shortSearch
      for _ in 0..<4 {
        let prices = Pricing.prices(layout, cuts: cuts, &chance)
        for owner in 0..<layout.ownerCount where layout.slots(of: owner).count <= 12 {
          let every = Pricing.everyBundle(layout, owner, prices)
          let top = every.map(\.0).max() ?? 0
          let found = pricer.best(of: owner, at: prices)
          try hold(found.value == top, "owner \(owner): \(found.value) but \(top) is there")
          try hold(found.bound == top, "owner \(owner): bound \(found.bound) for \(top)")
          let cutoff = top - 30 * layout.scale
          let wanted = Set(every.filter { $0.0 >= cutoff && !$0.1.isEmpty }.map(\.1))
          let all = pricer.all(of: owner, at: prices, cutoff: cutoff, limit: 5000)
          try hold(
            all.isWhole && Set(all.bundles.map(\.slots)) == wanted, "owner \(owner): another set of bundles")
          let few = pricer.all(of: owner, at: prices, cutoff: cutoff, limit: 3)
          try hold(
            few.bundles.map(\.value) == Array(all.bundles.map(\.value).prefix(3)),
            "owner \(owner): not the best three")
          try hold(few.isWhole == (wanted.count <= 3), "owner \(owner): says that three are all")
        }
      }
    }
  }

  @Test func `A search that is cut short at once returns a bundle without what is banned, and its worth`() {
    var notEmpty = 0
    withEvery(300) { chance in
      let problem = randomProblem(
        &chance, claimants: 7, owners: 2, features: Features(rawValue: Int(chance.next() % 512)))
      let layout = Layout(problem)
      var pricer = Pricer(layout, owners: 0..<layout.ownerCount)
      for _ in 0..<4 {
        let prices = Pricing.prices(layout, cuts: 0, &chance)
        for owner in 0..<layout.ownerCount where layout.slots(of: owner).count <= 12 {
          // What was best before is what is banned now, in part.
          pricer.nodeLimit = 5_000
          let before = pricer.best(of: owner, at: prices).slots
          var banned = [Bool](repeating: false, count: layout.slotCount)
          for slot in before where chance.flip(0.5) { banned[Int(slot)] = true }
          pricer.nodeLimit = 1
          let found = pricer.best(of: owner, at: prices, banned: banned)
          let every = Pricing.everyBundle(layout, owner, prices)
          let worth = every.first { $0.1 == found.slots }?.0
          try hold(!found.slots.contains { banned[Int($0)] }, "owner \(owner): \(found.slots) are banned")
          try hold(worth == found.value, "owner \(owner): \(found.value) for what is worth \(worth ?? -1)")
          let top = every.filter { !$0.1.contains { banned[Int($0)] } }.map(\.0).max() ?? 0
          try hold(found.bound >= top, "owner \(owner): bound \(found.bound) below \(top)")
          if !found.slots.isEmpty { notEmpty += 1 }
        }
      }
    }
    #expect(notEmpty > 200)
  }

  @Test func `Whatever is charged for claimants, couplings and cuts, no plan is worth more than the bound`() {
    var priced = 0
    withEvery(300) { chance in
      var features = Features(rawValue: Int(chance.next() % (1 << UInt64(Features.count))))
      features.remove(.ranked)
      let problem = randomProblem(&chance, claimants: 7, owners: 3, features: features)
      guard let best = try solve(problem, SolveRequest(method: .exact)).plan else { return }
      let layout = Layout(problem)
      let crew = PricingCrew(layout, threads: 1)
      for _ in 0..<4 {
        let prices = Pricing.prices(layout, cuts: 8, &chance)
        if prices.cuts!.price.contains(where: { $0 > 0 }) { priced += 1 }
        let bound = crew.sweep(layout, at: prices).bound / layout.scale
        try hold(bound >= Double(best.value), "bound \(bound) below the optimum \(best.value)")
      }
    }
    #expect(priced > 500)
  }

  @Test func `A best bundle that fills its bound to the last digit is found`() {
    // Two people who fill an owner together: the bound by rents is exactly what they are worth, whatever the rents.
    withEvery(2000) { chance in
      var problem = PackingProblem(claimants: 2)
      let owner = problem.addOwner()
      let resources = [19, 25].map { problem.addResource(capacity: $0, owner: owner) }
      let first = [Int64(1 + chance.index(below: 18)), Int64(1 + chance.index(below: 24))]
      for (claimant, weights) in [first, [19 - first[0], 25 - first[1]]].enumerated() {
        problem.options.add(
          claimant: claimant, value: Int64(1 + chance.index(below: 1_000_000)),
          uses: [(resources[0], weights[0]), (resources[1], weights[1])])
      }
      let layout = Layout(problem)
      var pricer = Pricer(layout, owners: 0..<1)
      for resource in 0..<2 {
        pricer.rent[resource] = chance.flip(0.5) ? 0 : chance.unit() * 100
      }
      let prices = Prices(claimant: [0, 0], coupling: [])
      let found = pricer.best(of: 0, at: prices)
      let worth = layout.value[0] + layout.value[1]
      try hold(found.value == worth && found.bound == worth, "\(found.value), not \(worth)")
    }
  }
}
