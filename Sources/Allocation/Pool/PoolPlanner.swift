import TandemPacking
import TandemParallel
import TandemPolicy
import TandemRegistry

/// Plans for pools whose pairs are too many to be held at once: recipients by the hundred thousand, donors by the
/// thousand.
///
/// 1. `FluidStart` finds prices to begin with on a sample.
/// 2. A pass over all pairs gives each donor a short list: what its best sets at the prices are made of.
/// 3. `PriceSweep` moves the prices on the lists; another pass adds to the lists what they lack at the new prices,
///    lowers the prices of those in no list (`Unlisted`), and proves a bound over all pairs, in whole numbers.
/// 4. `PoolDive` makes a plan of the prices, and the packing engine betters it, part by part, on what of the lists
///    is nearest to being wanted (`solveParts`). Steps 3 and 4 are repeated with smaller steps.
///
/// No bound depends on what the lists leave out: `DonorScan` is exact over all pairs.
struct PoolPlanner {
  /// One round of sweeps and a pass, in points of a typical score of 60.
  private struct Round {
    /// How many sweeps, their first and last step, and how far prices of beds swing.
    let sweeps: Int
    let first: Double
    let last: Double
    let swing: Double
    /// What the pass adds to the lists.
    let reach: Double
    /// Whether the prices are good enough to prove a bound.
    let proves: Bool
    /// What the engine gets; nil while prices are rough.
    var parts: Parts?
  }

  private static let rounds = [
    Round(sweeps: 100, first: 1, last: 0.1, swing: 1, reach: 3, proves: false),
    Round(sweeps: 100, first: 0.5, last: 0.05, swing: 0.5, reach: 1.5, proves: true),
    Round(
      sweeps: 150, first: 0.2, last: 0.02, swing: 0.15, reach: 1, proves: true,
      parts: Parts(reach: 0.3, longest: 12, effort: .dives)),
    Round(
      sweeps: 200, first: 0.1, last: 0.01, swing: 0.05, reach: 1, proves: true,
      parts: Parts(reach: 1.5, longest: 40, effort: .dives)),
    Round(
      sweeps: 200, first: 0.05, last: 0.005, swing: 0.05, reach: 1, proves: true,
      parts: Parts(reach: 2, longest: 80, effort: .dives)),
    Round(
      sweeps: 200, first: 0.02, last: 0.002, swing: 0.05, reach: 1.5, proves: true,
      parts: Parts(reach: 3, longest: 150, effort: .dives)),
    Round(
      sweeps: 300, first: 0.02, last: 0.001, swing: 0.05, reach: 2, proves: true,
      parts: Parts(reach: 4, longest: 250, effort: .all)),
  ]
  /// The most offers that a pass adds to a list, and the most that a list may have before it is cut.
  private static let longest = (added: 250, all: 400)
  /// A round that lowers the bound by a smaller share than this was the last one to move the prices.
  private static let leastGain = 2e-6
  /// What the first lists reach, in points, in a pool of a hundred thousand.
  private static let firstReach = 6.0
  /// Donors of a pass that are worked together.
  private static let block = 128
  /// How many bytes the tables of donors may take.
  private static let kept = 400 << 20

  let setting: AllocationSetting
  let request: SolveRequest
  let limits: PoolLimits
  let blank: PriceBoard
  /// What an average donor's points are in the units of prices.
  let point: Double
  let stocks: [DonorStock]
  /// What each donor may choose from.
  private(set) var lists: [Shortlist]
  /// The best plan.
  var state: PoolState
  /// How many sets and nodes the packing engine looked at.
  var effort = (bundles: 0, nodes: 0)

  private let source: OfferSource
  private let clock: PoolClock
  private let tell: (LargePool.Stage) -> Void
  private var edges: [Edge]
  /// Donors whose tables are kept from pass to pass, as far as there is room for them.
  private var askers: [OfferSource.Asker?]
  private var bestBound: Int64?
  private var bestPrices: PriceList?
  private var bestWorths: [Int64]?
  private var looked = OfferSource.Looks()
  private var passes = 0

  init(
    _ setting: AllocationSetting, _ source: OfferSource, periods: Int, _ request: SolveRequest,
    _ clock: PoolClock, tell: @escaping (LargePool.Stage) -> Void = { _ in }
  ) {
    self.setting = setting
    self.source = source
    self.request = request
    self.clock = clock
    self.tell = tell
    limits = PoolLimits(setting, periods: periods)
    let blank = PriceBoard(setting, periods: periods)
    self.blank = blank
    point = Double(setting.policy.allocation.objectives[0].typicalValue * blank.scale) / 60
    stocks = mappedInParallel(setting.cohort.donors.count, threads: request.threads) { source.stock(of: $0) }
    lists = stocks.map { Shortlist($0, blank) }
    edges = stocks.map { Edge(.init($0, part: 1), above: 0) }
    askers = Array(repeating: nil, count: stocks.count)
    state = PoolState(setting, stocks, limits, blank)
  }

  var objective: AllocationPlan.Objective { setting.policy.allocation.objectives[0] }

  var hasTime: Bool { clock.hasTime }

  var secondsLeft: Double? { clock.secondsLeft }

  var isClose: Bool {
    bestBound.map { relativeGap(bound: $0, value: state.value) <= request.gap } ?? false
  }

  /// The donors who have anybody to choose from.
  var open: [Int] { lists.indices.filter { !lists[$0].offers.isEmpty } }

  func tell(_ name: String) {
    tell(
      LargePool.Stage(
        name: name, seconds: clock.elapsed, value: state.value > 0 ? state.value : nil, bound: bestBound,
        offers: looked.offers, compared: looked.compared, asked: looked.asked, passes: passes))
  }

  /// Plans until the wanted gap, the last round or a limit is reached.
  mutating func run() {
    tell("stocks")
    let start = FluidStart(
      setting, source, stocks, limits, blank, clock, threads: request.threads)
    var board = start.board
    edges = stocks.map(start.edge)
    tell("sample")
    scan(&board, reach: PoolPlanner.firstReach * FluidStart.nearness(setting), isProof: false)
    tell("lists")
    // Prices that prove no more are as good as they get; then only the plan is left to better.
    var isSettled = false
    for (number, round) in PoolPlanner.rounds.enumerated() {
      if !hasTime || isClose { break }
      if !isSettled {
        let before = bestBound
        move(&board, round)
        isSettled = before.map { relativeGap(bound: $0, value: bestBound!) < PoolPlanner.leastGain } ?? false
      }
      if let parts = round.parts, hasTime, !isClose {
        if state.value == 0 { dive(board, step: round.last * point) }
        solveParts(board, number, parts)
      }
    }
    if state.value == 0 {
      // Stopped before the first lists: the sampled donors at least.
      if open.isEmpty, !start.lists.isEmpty { lists = start.lists }
      dive(board, step: 0)
    }
  }

  /// Moves the prices on the lists, and passes over all pairs.
  private mutating func move(_ board: inout PriceBoard, _ round: Round) {
    var sweep = PriceSweep(
      lists, donors: open, board, beds: limits.beds, runs: limits.runs, swing: round.swing,
      threads: request.threads)
    sweep.sweep(
      lists, times: round.sweeps, from: round.first * point, to: round.last * point, while: { hasTime })
    board = sweep.mean
    tell("prices")
    scan(&board, reach: round.reach, isProof: round.proves)
    tell("pass")
  }

  /// A plan by the prices.
  private mutating func dive(_ board: PriceBoard, step: Double) {
    var dive = PoolDive(
      lists, PoolState(setting, stocks, limits, blank), board, step: step, threads: request.threads)
    dive.run(while: { hasTime })
    if dive.state.value > state.value { state = dive.state }
    tell("dive")
  }

  // MARK: Passes over all pairs

  /// One pass over all pairs at prices: what the lists lack, and with `isProof` the bound. Without time for the
  /// whole pass there is no bound.
  ///
  /// Afterwards those in nobody's list have the price that somebody would pay for them, where it is lower.
  mutating func scan(_ board: inout PriceBoard, reach: Double, isProof: Bool) {
    let priced = source.priced(board)
    let list = board.list(setting)
    var unlisted = Unlisted(board, lists)
    let free = unlisted.isEmpty ? nil : source.priced(unlisted.board)
    var total = PricedBound(setting, rank: 0, list, reached: [])
    let slack = Int64(reach * point)
    var worths: [Int64] = []
    var kept = askers.reduce(0) { $0 + ($1?.bytes ?? 0) }
    for start in stride(from: 0, to: stocks.count, by: PoolPlanner.block) {
      let donors = start..<min(stocks.count, start + PoolPlanner.block)
      let found = scans(donors, priced, free, slack, isProof)
      for (donor, found) in zip(donors, found) {
        guard let (asker, scan) = found else { return }
        if askers[donor] == nil, kept + asker.bytes <= PoolPlanner.kept {
          askers[donor] = asker
          kept += asker.bytes
        }
        worths.append(total.add(best: scan.best, of: stocks[donor]))
        looked += scan.looked
        edges[donor] = scan.edge
        unlisted.take(scan.bids, near: scan.near, slack)
        add(scan.near, to: donor, board, reach: 2 * slack)
      }
    }
    for (donor, offers) in unlisted.wanted(slack) { add(offers, to: donor, board, reach: 2 * slack) }
    if free != nil { unlisted.lower(&board) }
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
    _ donors: Range<Int>, _ priced: OfferSource.Priced, _ free: OfferSource.Priced?, _ slack: Int64,
    _ isProof: Bool
  ) -> [(OfferSource.Asker, DonorScan)?] {
    let (source, clock, lists, edges, board) = (source, clock, lists, edges, priced.board)
    let askers = askers
    let size = 8
    return mappedInParallel((donors.count + size - 1) / size, threads: request.threads) { piece in
      var finder = BundleFinder()
      let first = donors.lowerBound + piece * size
      return (first..<min(donors.upperBound, first + size)).map { donor -> (OfferSource.Asker, DonorScan)? in
        if !clock.hasTime { return nil }
        let list = lists[donor]
        let asker = askers[donor] ?? source.asker(of: donor)
        let guess =
          list.offers.isEmpty
          ? edges[donor]
          : list.edge(board, slack: Double(slack), leastShare: asker.leastShare, &finder)
        let scan = DonorScan(
          asker, priced, guess: guess, rent: board.run[list.laboratory],
          isProof: isProof, slack: slack, most: PoolPlanner.longest.added, unlisted: free, &finder)
        return (asker, scan)
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
