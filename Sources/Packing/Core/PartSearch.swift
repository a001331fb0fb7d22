/// Solves a part of a problem by branch, price and cut: the owners of `group` choose from their short lists, all
/// others keep what they have in `rest`. It is done when nothing is left that is worth more than `slack` (scaled) beyond
/// the best choice found. True when that made `plan` better.
func searchPart(
  _ layout: Layout, _ shortlist: Shortlist, _ group: [Int], _ rest: Assembly, _ plan: inout Assembly,
  nodeLimit: Int, slack: Double = 0, _ control: Control
) throws -> Bool {
  var pool = BundlePool()
  var start: [Int] = []
  var contested: Set<Int> = []
  for owner in group {
    for (place, entry) in shortlist.entries[owner].enumerated() where rest.isFree(entry.slots, layout) {
      let bundle = pool.add(entry.slots, layout).bundle
      if place < 4 { start.append(bundle) }
      for slot in entry.slots { contested.insert(Int(layout.claimant[Int(slot)])) }
    }
    if !plan.slots[owner].isEmpty, rest.isFree(plan.slots[owner], layout) {
      start.append(pool.add(plan.slots[owner], layout).bundle)
    }
  }
  if pool.count == 0 { return false }
  var settings = PoolSearch.Settings()
  settings.nodeLimit = nodeLimit
  settings.rootCutRounds = 10
  // Dives find the plans here, and the nodes between them little.
  settings.nodesToDive = 3
  settings.slack = slack
  let search = PoolSearch(
    layout, pool, toBeat: plan.value - rest.value - shortfall(layout, contested, rest),
    required: contested.filter { layout.penalty[$0] > 0 }.sorted(),
    couplingLimit: layout.couplingLimit.indices.map { layout.couplingLimit[$0] - rest.used[$0] },
    start: Array(Set(start)).sorted(), settings: settings)
  search.limit { control.secondsLeft }
  try search.run { control.goesOn }
  control.nodes += search.nodes
  guard let best = search.best else { return false }
  var better = rest
  for bundle in best {
    better.set(Int(pool.owner[bundle]), to: Array(pool.slot[pool.slots(of: bundle)]), layout)
  }
  if better.value <= plan.value { return false }
  plan = better
  return true
}

/// The penalties that the part's own value counts: those of its required claimants, and of what is in excess.
private func shortfall(_ layout: Layout, _ claimants: Set<Int>, _ rest: Assembly) -> Double {
  var sum = 0.0
  for claimant in claimants.sorted() { sum += layout.penalty[claimant] }
  for (row, limit) in layout.couplingLimit.enumerated() where rest.used[row] > limit {
    sum += (rest.used[row] - limit) * layout.couplingPenalty
  }
  return sum
}
