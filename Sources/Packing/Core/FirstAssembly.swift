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
