import TandemPacking
import TandemParallel
import TandemPolicy
import TandemRegistry

/// Plans for problems whose offers can be held, but are too many for the packing engine at once.
///
/// 1. A first plan, donor by donor, each with the best that is left; then for each donor what it could have had of
///    those left over. Both passes leave each donor a short list of offers.
/// 2. The problem of the short lists goes to the packing engine, which gives a plan and prices.
/// 3. A pass over all pairs at these prices proves the bound for the pool, and adds to the lists what they lack.
///
/// Steps 2 and 3 are repeated until bound and value are near enough, the first times only roughly. No plan and no
/// bound depends on what the lists leave out: the pass of step 3 looks at every pair. `OfferSieve` keeps the lists
/// short without losing a best bundle.
struct ListPlanner {
  /// What one donor's pass over the pool gives: the offers that bundles of so many more people than fit could need
  /// at the prices.
  typealias Screen = @Sendable (_ donor: Int, _ prices: PriceBoard, _ reserve: Int) -> [OfferSource.Found]

  private let setting: AllocationSetting
  private let stocks: [DonorStock]
  private let screen: Screen
  private let request: SolveRequest
  private let elapsed: () -> Double
  private let periods: Int
  /// How many more people than a bundle can have the lists are made for.
  private static let reserve = 6
  /// How many donors choose at a time in the first plan.
  private static let block = 64
  /// How often plan and pass are repeated at most.
  private static let rounds = 20

  private var lists: [[Offer]]
  private(set) var result: AllocationResult
  private var bestBound: Int64?
  private var bestPrices: PriceList?

  init(
    _ setting: AllocationSetting, _ stocks: [DonorStock], periods: Int, _ request: SolveRequest,
    elapsed: @escaping () -> Double, screen: @escaping Screen
  ) {
    self.setting = setting
    self.stocks = stocks
    self.request = request
    self.screen = screen
    self.elapsed = elapsed
    self.periods = periods
    lists = Array(repeating: [], count: stocks.count)
    result = AllocationResult(
      status: .limit, chosen: nil, proofs: [], method: .core, pairs: 0, bundles: 0, nodes: 0)
  }

  private var objective: AllocationPlan.Objective { setting.policy.allocation.objectives[0] }

  private var hasTime: Bool {
    if request.isCancelled() { return false }
    return request.timeLimit.map { elapsed() < $0 } ?? true
  }

  private func value(_ offers: [Offer]) -> Int64 { offers.reduce(0) { $0 + $1.value(objective) } }

  private var gap: Double? {
    guard let bestBound, let chosen = result.chosen else { return nil }
    return relativeGap(bound: bestBound, value: value(chosen))
  }

  /// Plans until the wanted gap or a limit is reached.
  mutating func run() throws {
    firstLists()
    var wanted = 0.02
    var round = 0
    while round < ListPlanner.rounds {
      let model = AllocationModel(setting, offersOfLists)
      var attempt = request
      attempt.gap = max(wanted, request.gap / 2)
      attempt.timeLimit = request.timeLimit.map { max(0.001, $0 - elapsed()) }
      let found = try model.solveWhole(attempt)
      result.bundles += found.bundles
      result.nodes += found.nodes
      if let chosen = found.chosen, result.chosen.map({ value($0) < value(chosen) }) ?? true {
        result.chosen = chosen
      }
      let added = try found.proofs.last?.prices.map { try prove($0) } ?? 0
      if let gap, gap <= request.gap {
        result.status = bestBound == result.chosen.map(value) ? .optimal : .feasible
        break
      }
      if !hasTime { break }
      // Lists that lack nothing at prices that are as good as they can be: what is open is the plan's own.
      if added == 0, wanted <= request.gap / 2 {
        result.status = .feasible
        break
      }
      wanted = round < 2 ? wanted / 3 : request.gap / 2
      round += 1
      if round == ListPlanner.rounds { result.status = .feasible }
    }
    close()
  }

  private mutating func close() {
    let chosen = (result.chosen ?? []).sorted { ($0.donor, $0.recipient) < ($1.donor, $1.recipient) }
    result.chosen = chosen
    if bestBound == nil { return }
    let proof = ObjectiveProof(
      objective: objective, value: value(chosen), bound: bestBound, certifiedBound: bestBound,
      prices: bestPrices)
    result.proofs = [proof]
  }

  private var offersOfLists: [DonorOffers] {
    lists.enumerated().map { donor, offers in
      DonorOffers(
        donor: Int32(donor), stock: stocks[donor],
        offers: offers.sorted { ($0.recipient, $0.regimen, $0.level) < ($1.recipient, $1.regimen, $1.level) })
    }
  }

  // MARK: Passes over the pool

  private func screened(_ donors: Range<Int>, _ prices: PriceBoard) -> [[OfferSource.Found]] {
    let screen = screen
    return mappedInParallel(donors.count, threads: request.threads) { index in
      screen(donors.lowerBound + index, prices, ListPlanner.reserve)
    }
  }

  private mutating func add(_ entries: [OfferSource.Found], to donor: Int) -> Int {
    var known = Set(lists[donor])
    let before = lists[donor].count
    for entry in entries where known.insert(entry.offer).inserted { lists[donor].append(entry.offer) }
    return lists[donor].count - before
  }

  /// Lists for the first problem: what each donor wants of those whom donors before have left, then of those whom
  /// all have left.
  private mutating func firstLists() {
    var state = PoolState(
      setting, stocks, PoolLimits(setting, periods: periods), PriceBoard(setting, periods: periods))
    var prices = PriceBoard(setting, periods: periods)
    for pass in 0..<2 {
      for start in stride(from: 0, to: stocks.count, by: ListPlanner.block) where hasTime {
        let donors = start..<min(stocks.count, start + ListPlanner.block)
        for (donor, entries) in zip(donors, screened(donors, prices)) {
          _ = add(entries, to: donor)
          if pass == 0 { take(donor, entries, &state, &prices) }
        }
      }
    }
    // It knows nothing of shares and of what was decided.
    let order = setting.order
    let isFree = setting.policy.allocation.shares.isEmpty && order.required.isEmpty && order.frozen.isEmpty
    if isFree, state.isFeasible { result.chosen = Array(state.chosen.joined()) }
  }

  /// Gives a donor to the best bundle of those who are still free. Beds are taken one after the other, so a bundle
  /// for which they do not suffice is cut down.
  private func take(
    _ donor: Int, _ entries: [OfferSource.Found], _ state: inout PoolState, _ prices: inout PriceBoard
  ) {
    let open = entries.filter { state.isOpen($0.offer) }
    guard state.hasRun(donor), !open.isEmpty else { return }
    let items = open.enumerated().map { tag, entry in
      BundleSearch.Item(
        recipient: entry.offer.recipient, tag: Int32(tag), worth: entry.worth, islets: entry.offer.islets,
        cells: entry.offer.cells)
    }
    let search = BundleSearch(
      items, islets: stocks[donor].isletCapacity, cells: stocks[donor].cellCapacity, nodeLimit: 5000)
    var left: [Int: Int] = [:]
    let bundle = search.chosen.map { open[Int($0)].offer }.filter { offer in
      let place = prices.place(of: offer.bed)
      left[place, default: state.beds[place]] -= 1
      return left[place]! >= 0
    }
    state.set(donor, to: bundle)
    for offer in bundle {
      prices.recipient[Int(offer.recipient)] = PriceBoard.never
      let place = prices.place(of: offer.bed)
      if state.beds[place] == 0 { prices.bed[place] = PriceBoard.never }
    }
  }

  /// One pass over all pairs: the bound at the prices, and what the lists lack. Returns how many offers were added.
  private mutating func prove(_ list: PriceList) throws -> Int {
    var board = PriceBoard(setting, periods: periods)
    board.take(list, setting)
    var total = PricedBound(setting, rank: 0, list, reached: [])
    var added = 0
    for start in stride(from: 0, to: stocks.count, by: 1024) {
      if request.isCancelled(), bestBound != nil { return added }
      let donors = start..<min(stocks.count, start + 1024)
      for (donor, entries) in zip(donors, screened(donors, board)) {
        added += add(entries, to: donor)
        total.add(entries.map(\.offer), of: stocks[donor])
      }
    }
    if let bound = total.bound, bestBound.map({ bound < $0 }) ?? true {
      bestBound = bound
      bestPrices = list
    }
    return added
  }
}
