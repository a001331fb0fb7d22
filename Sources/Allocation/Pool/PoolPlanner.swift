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
/// 4. `PoolDive` makes a first plan of the prices, and `PoolNeighbours` makes it better.
///
/// Steps 3 and 4 are repeated with smaller steps until bound and value are near enough. No bound depends on what
/// the lists leave out: `DonorScan` is exact over all pairs.
struct PoolPlanner {
  /// One round of sweeps and a pass: how many sweeps, their first and last step and the reach of the lists, in
  /// points of a typical score of 60.
  private struct Round {
    let sweeps: Int
    let first: Double
    let last: Double
    let reach: Double
    /// Whether the prices are good enough to prove a bound and to plan by.
    let plans: Bool
  }

  private static let rounds = [
    Round(sweeps: 100, first: 1, last: 0.1, reach: 3, plans: false),
    Round(sweeps: 100, first: 0.5, last: 0.05, reach: 1.5, plans: false),
    Round(sweeps: 100, first: 0.2, last: 0.02, reach: 1, plans: true),
    Round(sweeps: 150, first: 0.05, last: 0.005, reach: 0.5, plans: true),
    Round(sweeps: 150, first: 0.02, last: 0.002, reach: 0.5, plans: true),
    Round(sweeps: 200, first: 0.02, last: 0.001, reach: 0.5, plans: true),
    Round(sweeps: 200, first: 0.02, last: 0.001, reach: 0.5, plans: true),
  ]
  /// The most offers that a pass adds to a list.
  private static let longest = 250
  /// Donors between two looks at the clock.
  private static let block = 128

  private let setting: AllocationSetting
  private let source: OfferSource
  private let request: SolveRequest
  private let elapsed: () -> Double
  private let tell: (LargePool.Stage) -> Void
  private let limits: PoolLimits
  private let blank: PriceBoard
  /// What an average donor's points are in the units of prices.
  private let point: Double
  let stocks: [DonorStock]
  private var lists: [Shortlist]
  private var edges: [Edge]
  private var state: PoolState
  private var bestBound: Int64?
  private var bestPrices: PriceList?
  private var looked = 0
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
    edges = stocks.map { Edge(.init($0, part: 1), above: 0) }
    state = PoolState(setting, stocks, limits, blank)
  }

  private var objective: AllocationPlan.Objective { setting.policy.allocation.objectives[0] }

  private var hasTime: Bool {
    if request.isCancelled() { return false }
    return request.timeLimit.map { elapsed() < $0 } ?? true
  }

  private func isClose(_ state: PoolState) -> Bool {
    bestBound.map { relativeGap(bound: $0, value: state.value) <= request.gap } ?? false
  }

  private func tell(_ name: String) {
    tell(
      LargePool.Stage(
        name: name, seconds: elapsed(), value: state.value > 0 ? state.value : nil, bound: bestBound,
        offers: looked, passes: passes))
  }

  /// Plans until the wanted gap, the last round or a limit is reached.
  mutating func run() {
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
      if !hasTime || isClose(state) { break }
      relax(&board, by: Int64(reach * point))
      reach = round.reach
      let open = lists.indices.filter { !lists[$0].offers.isEmpty }
      var sweep = PriceSweep(
        lists, donors: open, board, beds: limits.beds, runs: limits.runs, threads: request.threads)
      sweep.sweep(
        lists, times: round.sweeps, from: round.first * point, to: round.last * point, while: { hasTime })
      board = sweep.mean
      tell("prices")
      scan(board, reach: reach, isProof: round.plans)
      tell("pass")
      if round.plans { plan(board, number, step: round.last * point) }
    }
    if state.value == 0 { plan(board, PoolPlanner.rounds.count, step: 0) }
  }

  /// A plan by the prices, and the search around the best one.
  private mutating func plan(_ board: PriceBoard, _ number: Int, step: Double) {
    var dive = PoolDive(
      lists, PoolState(setting, stocks, limits, blank), board, step: 3 * step, threads: request.threads)
    dive.run(while: { hasTime })
    if dive.state.value > state.value { state = dive.state }
    tell("dive")
    if !hasTime { return }
    var neighbours = PoolNeighbours(
      lists, state, board, objective, reach: Int64(1.5 * point), seed: request.seed &+ UInt64(number),
      threads: request.threads)
    neighbours.search(rounds: 40, size: 10, least: Int64(0.01 * point)) { hasTime && !isClose($0) }
    state = neighbours.state
    tell("neighbours")
  }

  /// Recipients whom no donor nearly wanted at the prices are not wanted either when their prices fall by as much.
  private func relax(_ board: inout PriceBoard, by reach: Int64) {
    var isListed = [Bool](repeating: false, count: board.recipient.count)
    for list in lists { for entry in list.entries { isListed[Int(entry.recipient)] = true } }
    for index in isListed.indices where !isListed[index] && board.recipient[index] > 0 {
      board.recipient[index] = max(0, board.recipient[index] - reach)
    }
  }

  /// One pass over all pairs at prices: what the lists lack, and with `isProof` the bound. Without time for the
  /// whole pass there is no bound, but for the first.
  private mutating func scan(_ board: PriceBoard, reach: Double, isProof: Bool) {
    let priced = source.priced(board)
    let list = board.list(setting)
    var total = PricedBound(setting, rank: 0, list, reached: [])
    let slack = Int64(reach * point)
    for start in stride(from: 0, to: stocks.count, by: PoolPlanner.block) {
      if !hasTime { return }
      let donors = start..<min(stocks.count, start + PoolPlanner.block)
      for (donor, scan) in zip(donors, scans(donors, priced, slack, isProof)) {
        total.add(best: scan.best, of: stocks[donor])
        looked += scan.looked
        edges[donor] = scan.edge
        let known = Set(scan.near)
        lists[donor].replace(
          scan.near + lists[donor].offers.filter { !known.contains($0) }, objective, blank)
      }
    }
    passes += 1
    if isProof, let bound = total.bound, bestBound.map({ bound < $0 }) ?? true {
      bestBound = bound
      bestPrices = list
    }
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
          most: PoolPlanner.longest, &finder)
      }
    }.flatMap { $0 }
  }

  // MARK: What was found

  /// The plan with its proof; without bound and prices where no pass that proves one was finished.
  func result(pairs: Int) -> AllocationResult {
    let (prices, bound) = (bestPrices, bestBound)
    let proof = ObjectiveProof(
      objective: objective, value: state.value, bound: bound, certifiedBound: bound, prices: prices)
    let status: Status
    if bound == state.value {
      status = .optimal
    } else {
      status =
        bound.map { relativeGap(bound: $0, value: state.value) <= request.gap } ?? false ? .feasible : .limit
    }
    return AllocationResult(
      status: status, chosen: state.chosen.flatMap { $0.sorted { $0.recipient < $1.recipient } },
      proofs: [proof], method: .core, pairs: pairs, bundles: looked, nodes: 0)
  }
}
