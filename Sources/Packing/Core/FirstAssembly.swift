/// A first plan from prices: owners take their best bundle among the claimants still free, those first whose
/// best is worth most.
func assemble(_ layout: Layout, _ crew: PricingCrew, at prices: Prices) -> Assembly {
  var plan = Assembly(layout)
  var banned = [Bool](repeating: false, count: layout.slotCount)
  let index = ClaimantIndex(layout)
  let folded = layout.folded(prices)
  for owner in 0..<layout.ownerCount {
    let bundle = crew.best(of: owner, at: folded, banned: banned).slots
    if bundle.isEmpty { continue }
    plan.set(owner, to: bundle, layout)
    for slot in bundle {
      for other in index.slots(of: Int(layout.claimant[Int(slot)])) { banned[Int(other)] = true }
    }
  }
  return plan
}

extension Assembly {
  /// The plan with slots given up until no coupling is exceeded, each time the one that costs least for the excess it
  /// takes away; nil where that leads nowhere. Costs a pass over the slots chosen for each that goes.
  func relieved(_ layout: Layout) -> Assembly? {
    var plan = self
    func excess(_ row: Int, less factor: Double) -> Double {
      max(0, plan.used[row] - factor - layout.couplingLimit[row])
    }
    while layout.couplingLimit.indices.contains(where: { excess($0, less: 0) > 0 }) {
      var worst: (owner: Int, slot: Int32)?
      var most = 0.0
      for (owner, bundle) in plan.slots.enumerated() {
        for slot in bundle where layout.penalty[Int(layout.claimant[Int(slot)])] == 0 {
          var relief = 0.0
          for position in layout.couplings(of: Int(slot)) {
            let row = Int(layout.couplingRow[position])
            relief += excess(row, less: 0) - excess(row, less: layout.couplingFactor[position])
          }
          let rate = relief / max(layout.scale, layout.value[Int(slot)])
          if rate > most { (worst, most) = ((owner, slot), rate) }
        }
      }
      guard let worst else { return nil }
      plan.set(worst.owner, to: plan.slots[worst.owner].filter { $0 != worst.slot }, layout)
    }
    return plan
  }
}
