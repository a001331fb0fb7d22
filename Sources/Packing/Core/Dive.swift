/// Diving with column generation (Joncour, Michel, Sadykov, Sverdlov, Vanderbeck 2010; Sadykov et al. 2019):
/// fix the bundle that the master likes best, take its claimants from everybody else, price again for the
/// owners that are left, solve again, and so on. The last owners are left open: what they may still have must fit
/// the beds and shares that the others have left, which a search over their bundles keeps better than rounding.
/// Fixing is undone at the end.
struct Dive {
  private let layout: Layout
  private let slotsOfClaimant: ClaimantIndex

  init(_ layout: Layout, _ index: ClaimantIndex) {
    self.layout = layout
    slotsOfClaimant = index
  }

  /// Where a dive ended.
  struct Bottom {
    /// What is fixed.
    var plan: Assembly
    /// The owners left open, the slots closed to them, and the prices they would pay.
    var open: [Int]
    var banned: [Bool]
    var prices: Prices
  }

  /// Dives until no more than `openOwners` are left that have something to choose; nil when it was stopped.
  func run(
    _ master: Master, _ crew: PricingCrew, _ pool: inout BundlePool, openOwners: Int, repricing: Int,
    goesOn: () -> Bool
  ) throws -> Bottom? {
    var plan = Assembly(layout)
    var banned = [Bool](repeating: false, count: layout.slotCount)
    var isFixed = [Bool](repeating: false, count: layout.ownerCount)
    var changed: [Int] = []
    defer { for bundle in changed { master.fix(bundle, false) } }
    var result: Bottom?
    // The master comes with its columns complete, so the first step needs no pricing; afterwards only owners
    // that lost a bundle do.
    var isFresh = true
    var isHit = [Bool](repeating: false, count: layout.ownerCount)
    while goesOn() {
      defer { isFresh = false }
      guard var answer = try master.solve() else { break }
      for _ in 0..<(isFresh && answer.missing < 1e-6 ? 0 : repricing) {
        let wanting = isFixed.indices.filter { (isHit[$0] || answer.missing > 1e-6) && !isFixed[$0] }
        guard let again = try reprice(wanting, master, crew, &pool, banned) else { break }
        answer = again
      }
      for owner in isHit.indices { isHit[owner] = false }
      let open = answer.fractions.filter { !isFixed[Int(pool.owner[$0.bundle])] }
      let choosing = Set(open.map { Int(pool.owner[$0.bundle]) })
      if choosing.count <= openOwners {
        // The search that follows looks near the prices, so they have to be right.
        let open = isFixed.indices.filter { !isFixed[$0] && !layout.slots(of: $0).isEmpty }
        for _ in 0..<repricing * 10 where goesOn() {
          if try reprice(open, master, crew, &pool, banned) == nil { break }
        }
        result = Bottom(
          plan: plan, open: open, banned: banned, prices: master.prices().prices)
        break
      }
      // Whole ones at once, the greatest first, as far as enough stay open; else the largest fraction.
      var chosen = Array(open.filter { $0.value > 0.999 }.map(\.bundle).prefix(choosing.count - openOwners))
      if chosen.isEmpty {
        var best = open[0]
        for one in open where one.value > best.value + 1e-9 { best = one }
        chosen = [best.bundle]
      }
      for bundle in chosen {
        fix(bundle, pool, &plan, &banned, &isFixed)
        master.fix(bundle, true)
        changed.append(bundle)
      }
      for column in master.bundleOfColumn where column >= 0 {
        let bundle = Int(column)
        if changed.contains(bundle) || master.isForbidden(bundle) { continue }
        var conflicts = isFixed[Int(pool.owner[bundle])]
        if !conflicts {
          for position in pool.slots(of: bundle)
          where plan.servedBy[Int(layout.claimant[Int(pool.slot[position])])] >= 0 {
            conflicts = true
            break
          }
        }
        if conflicts {
          isHit[Int(pool.owner[bundle])] = true
          master.forbid(bundle, true)
          changed.append(bundle)
        }
      }
    }
    return result
  }

  /// Adds the best bundles of some owners at the prices in force and solves again; nil when there is none to add.
  private func reprice(
    _ owners: [Int], _ master: Master, _ crew: PricingCrew, _ pool: inout BundlePool, _ banned: [Bool]
  ) throws -> Master.Answer? {
    let dual = master.prices()
    let folded = layout.folded(dual.prices)
    var fresh: [Int] = []
    for owner in owners {
      let found = crew.best(of: owner, at: folded, banned: banned)
      if found.slots.isEmpty || found.value <= dual.owners[owner] + 0.5 { continue }
      let entry = pool.add(found.slots, layout).bundle
      if !master.holds(entry) { fresh.append(entry) }
    }
    if fresh.isEmpty { return nil }
    master.add(fresh, pool)
    return try master.solve()
  }

  private func fix(
    _ bundle: Int, _ pool: BundlePool, _ plan: inout Assembly, _ banned: inout [Bool], _ isFixed: inout [Bool]
  ) {
    let slots = Array(pool.slot[pool.slots(of: bundle)])
    plan.set(Int(pool.owner[bundle]), to: slots, layout)
    isFixed[Int(pool.owner[bundle])] = true
    for slot in slots {
      for other in slotsOfClaimant.slots(of: Int(layout.claimant[Int(slot)])) { banned[Int(other)] = true }
    }
  }
}

/// The slots of each claimant, for taking a claimant from everybody at once.
struct ClaimantIndex: Sendable {
  private var start: [Int32]
  private var slot: [Int32]

  init(_ layout: Layout) {
    start = [Int32](repeating: 0, count: layout.claimantCount + 1)
    slot = [Int32](repeating: 0, count: layout.slotCount)
    for claimant in layout.claimant { start[Int(claimant) + 1] += 1 }
    for claimant in 0..<layout.claimantCount { start[claimant + 1] += start[claimant] }
    var fill = start
    for index in 0..<layout.slotCount {
      let claimant = Int(layout.claimant[index])
      slot[Int(fill[claimant])] = Int32(index)
      fill[claimant] += 1
    }
  }

  func slots(of claimant: Int) -> ArraySlice<Int32> {
    slot[Int(start[claimant])..<Int(start[claimant + 1])]
  }
}
