import TandemPacking
import TandemPolicy

extension AllocationModel {
  /// From how many offers on the search works with short lists.
  static let mostOffers = 40_000

  /// Whether the search may work with short lists: they follow one objective.
  var fitsLists: Bool { setting.policy.allocation.objectives.count == 1 }

  /// Plans by short lists instead of by the whole problem.
  func solveByLists(_ request: SolveRequest) throws -> AllocationResult {
    let objective = setting.policy.allocation.objectives[0]
    let periods = 1 + (offers.compactMap { $0.bed?.period }.max() ?? 0)
    var ranges = [Range<Int>](repeating: 0..<0, count: stocks.count)
    for range in donorRanges { ranges[Int(offers[range.lowerBound].donor)] = range }
    let places = ranges
    let clock = ContinuousClock()
    let begin = clock.now
    var planner = ListPlanner(
      setting, stocks, periods: Int(periods), request,
      elapsed: { begin.duration(to: clock.now).inSeconds },
      screen: { donor, prices, reserve in
        let own = offers[places[donor]]
        let people = OfferSieve.mostPeople(own, stocks[donor])
        let entries = own.map { OfferSource.Found(offer: $0, worth: prices.worth($0.value(objective), $0)) }
        return OfferSieve.needed(entries, people: people + reserve)
      })
    try planner.run()
    var result = planner.result
    result.pairs = pairs
    if result.proofs.isEmpty {
      // Stopped before the first pass: each donor gives its best, at most.
      let prices = PriceList(shares: setting.policy.allocation.shares.count, rank: 0)
      let chosen = result.chosen ?? firstPlan()
      guard let chosen else { return result }
      let value = chosen.reduce(0) { $0 + $1.value(objective) }
      let bound = bound(0, prices, [])
      result.chosen = chosen
      result.proofs = [
        ObjectiveProof(
          objective: objective, value: value, bound: bound, certifiedBound: bound, prices: prices)
      ]
    }
    return result
  }
}
