import TandemPacking
import TandemParallel
import TandemPolicy
import TandemRegistry

/// Plans for pools whose pairs are too many to be held at once: recipients by the hundred thousand, donors by the
/// thousand.
///
/// 1. `FluidStart` finds prices to begin with on a sample.
/// 2. A pass over all pairs gives each donor a short list: what its best sets at the prices are made of.
/// 3. `PriceSweep` moves the prices on the lists; another pass adds to the lists what they lack at the new prices
///    and proves a bound over all pairs, in whole numbers.
/// 4. With some hundred donors in use the packing engine takes over all lists at once: its linear program gives
///    the best prices for them, and its dive a plan. A pass adds what they lack, and so on (`solveWhole`).
///    With more, `PoolDive` makes a plan of the prices, and the engine betters it part by part (`solveParts`).
///
/// No bound depends on what the lists leave out: `DonorScan` is exact over all pairs.
struct PoolPlanner {
  /// One round of sweeps and a pass: how many sweeps, their first and last step and the reach of the lists, in
  /// points of a typical score of 60.
  private struct Round {
    let sweeps: Int
    let first: Double
    let last: Double
    let reach: Double
    /// Whether the prices are good enough to prove a bound.
    let proves: Bool
  }

  private static let rounds = [
    Round(sweeps: 100, first: 1, last: 0.1, reach: 3, proves: false),
    Round(sweeps: 100, first: 0.5, last: 0.05, reach: 1.5, proves: false),
    Round(sweeps: 100, first: 0.2, last: 0.02, reach: 1, proves: true),
    Round(sweeps: 150, first: 0.05, last: 0.005, reach: 0.5, proves: true),
    Round(sweeps: 150, first: 0.02, last: 0.002, reach: 0.5, proves: true),
    Round(sweeps: 200, first: 0.02, last: 0.001, reach: 0.5, proves: true),
  ]
  /// The rounds after which the engine takes over all lists.
  private static let roundsBeforeWhole = 3
  /// The most donors with offers that the engine takes at once.
  static let mostWhole = 1500
  /// The most offers that a pass adds to a list, and the most that a list may have before it is cut.
  private static let longest = (added: 250, all: 400)
  /// Donors between two looks at the clock.
  private static let block = 128

  let setting: AllocationSetting
  let request: SolveRequest
  let limits: PoolLimits
  let blank: PriceBoard
  /// What an average donor's points are in the units of prices.
  let point: Double
  let stocks: [DonorStock]
  /// What each donor may choose from.
  private(set) var lists: [Shortlist]
  /// What the last pass found nearest for each donor, the nearest first.
  private(set) var nearest: [[Offer]]
  /// The best plan.
  var state: PoolState
  /// How many sets and nodes the packing engine looked at.
  var effort = (bundles: 0, nodes: 0)

  private let source: OfferSource
  private let elapsed: () -> Double
  private let tell: (LargePool.Stage) -> Void
  private var edges: [Edge]
  private var bestBound: Int64?
  private var bestPrices: PriceList?
  private var bestWorths: [Int64]?
  private var looked = OfferSource.Looks()
  private var passes = 0

  init(
    _ setting: AllocationSetting, _ source: OfferSource, periods: Int, _ request: SolveRequest,
    elapsed: @escaping () -> Double, tell: @escaping (LargePool.Stage) -> Void = { _ in }
  ) {
    self.setting = setting
    self.source = source
    self.request = request
    self.elapsed = elapsed
    self.tell = tell
    limits = PoolLimits(setting, periods: periods)
    let blank = PriceBoard(setting, periods: periods)
    self.blank = blank
    point = Double(setting.policy.allocation.objectives[0].typicalValue * blank.scale) / 60
    stocks = mappedInParallel(setting.cohort.donors.count, threads: request.threads) { source.stock(of: $0) }
    lists = stocks.map { Shortlist($0, blank) }
    nearest = Array(repeating: [], count: stocks.count)
    edges = stocks.map { Edge(.init($0, part: 1), above: 0) }
    state = PoolState(setting, stocks, limits, blank)
  }

  var objective: AllocationPlan.Objective { setting.policy.allocation.objectives[0] }

  var hasTime: Bool {
    if request.isCancelled() { return false }
    return request.timeLimit.map { elapsed() < $0 } ?? true
  }

  /// What is left of the time limit.
  var secondsLeft: Double? { request.timeLimit.map { max(0.001, $0 - elapsed()) } }

  var isClose: Bool {
    bestBound.map { relativeGap(bound: $0, value: state.value) <= request.gap } ?? false
  }

  /// The donors who have anybody to choose from.
  var open: [Int] { lists.indices.filter { !lists[$0].offers.isEmpty } }

  func tell(_ name: String) {
    tell(
      LargePool.Stage(
        name: name, seconds: elapsed(), value: state.value > 0 ? state.value : nil, bound: bestBound,
        offers: looked.offers, compared: looked.compared, asked: looked.asked, passes: passes))
  }

  /// Plans until the wanted gap, the last round or a limit is reached.
  mutating func run() throws {
    tell("stocks")
    let start = FluidStart(
      setting, source, stocks, limits, blank, threads: request.threads, while: { hasTime })
    var board = start.board
    edges = stocks.map(start.edge)
    tell("sample")
    var reach = 6.0
    scan(board, reach: reach, isProof: false)
    tell("lists")
    for (number, round) in PoolPlanner.rounds.enumerated() {
      if !hasTime || isClose { break }
      let open = open
      if number == PoolPlanner.roundsBeforeWhole, open.count <= PoolPlanner.mostWhole {
        try solveWhole(&board)
        break
      }
      relax(&board, by: reach, beside: lists.lazy.map(\.offers))
      reach = round.reach
      var sweep = PriceSweep(
        lists, donors: open, board, beds: limits.beds, runs: limits.runs, threads: request.threads)
      sweep.sweep(
        lists, times: round.sweeps, from: round.first * point, to: round.last * point, while: { hasTime })
      board = sweep.mean
      tell("prices")
      scan(board, reach: reach, isProof: round.proves)
      tell("pass")
      if round.proves, open.count > PoolPlanner.mostWhole {
        dive(board, step: 3 * round.last * point)
        try solveParts(board, number)
      }
    }
    if state.value == 0 { dive(board, step: 0) }
  }

  /// A plan by the prices.
  private mutating func dive(_ board: PriceBoard, step: Double) {
    var dive = PoolDive(
      lists, PoolState(setting, stocks, limits, blank), board, step: step, threads: request.threads)
    dive.run(while: { hasTime })
    if dive.state.value > state.value { state = dive.state }
    tell("dive")
  }

  /// Recipients in none of the lists were not nearly wanted at the prices, so they are not wanted either when
  /// their prices fall by as much as the lists reach.
  func relax(_ board: inout PriceBoard, by reach: Double, beside lists: some Sequence<[Offer]>) {
    var isListed = [Bool](repeating: false, count: board.recipient.count)
    for offers in lists { for offer in offers { isListed[Int(offer.recipient)] = true } }
    let fall = Int64(reach * point)
    for index in isListed.indices where !isListed[index] && board.recipient[index] > 0 {
      board.recipient[index] = max(0, board.recipient[index] - fall)
    }
  }

  // MARK: Passes over all pairs

  /// One pass over all pairs at prices: what the lists lack, and with `isProof` the bound. Without time for the
  /// whole pass there is no bound.
  mutating func scan(_ board: PriceBoard, reach: Double, isProof: Bool) {
    let priced = source.priced(board)
    let list = board.list(setting)
    var total = PricedBound(setting, rank: 0, list, reached: [])
    let slack = Int64(reach * point)
    var worths: [Int64] = []
    for start in stride(from: 0, to: stocks.count, by: PoolPlanner.block) {
      if !hasTime { return }
      let donors = start..<min(stocks.count, start + PoolPlanner.block)
      for (donor, scan) in zip(donors, scans(donors, priced, slack, isProof)) {
        worths.append(total.add(best: scan.best, of: stocks[donor]))
        looked += scan.looked
        edges[donor] = scan.edge
        nearest[donor] = scan.near
        add(scan.near, to: donor, board, reach: 2 * slack)
      }
    }
    passes += 1
    if isProof, let bound = total.bound, bestBound.map({ bound < $0 }) ?? true {
      bestBound = bound
      bestPrices = list
      bestWorths = worths
    }
  }

  private mutating func add(_ near: [Offer], to donor: Int, _ board: PriceBoard, reach: Int64) {
    let known = Set(near)
    var old = lists[donor].offers.filter { !known.contains($0) }
    if old.count + near.count > PoolPlanner.longest.all {
      var finder = BundleFinder()
      let kept = lists[donor].near(
        board, reach: reach, most: PoolPlanner.longest.all - PoolPlanner.longest.added, &finder)
      old = kept.filter { !known.contains($0) }
    }
    lists[donor].replace(near + old, objective, blank)
  }

  private func scans(
    _ donors: Range<Int>, _ priced: OfferSource.Priced, _ slack: Int64, _ isProof: Bool
  ) -> [DonorScan] {
    let (source, stocks, edges) = (source, stocks, edges)
    let size = 8
    return mappedInParallel((donors.count + size - 1) / size, threads: request.threads) { piece in
      var finder = BundleFinder()
      let first = donors.lowerBound + piece * size
      return (first..<min(donors.upperBound, first + size)).map { donor in
        DonorScan(
          donor, source, priced, stocks[donor], guess: edges[donor], isProof: isProof, slack: slack,
          most: PoolPlanner.longest.added, &finder)
      }
    }.flatMap { $0 }
  }

  // MARK: What was found

  /// The plan with its proof; without bound and prices where no pass that proves one was finished.
  func result(pairs: Int) -> AllocationResult {
    let (prices, bound) = (bestPrices, bestBound)
    let proof = ObjectiveProof(
      objective: objective, value: state.value, bound: bound, certifiedBound: bound, prices: prices)
    let status: Status =
      bound == state.value ? .optimal : isClose ? .feasible : .limit
    return AllocationResult(
      status: status, chosen: state.chosen.flatMap { $0.sorted { $0.recipient < $1.recipient } },
      proofs: [proof], method: .core, pairs: pairs, bundles: looked.offers + effort.bundles,
      nodes: effort.nodes, donorWorths: bestWorths)
  }
}
