import TandemPacking
import TandemParallel
import TandemPolicy
import TandemRegistry

/// Plans for pools whose pairs are too many to be held at once: recipients by the hundred thousand, donors by the
/// thousand.
///
/// 1. `FluidStart` finds prices to begin with on a sample of donors and recipients.
/// 2. Scouts, some of the donors, each standing for several, better them against everybody: `PoolPasses` gives each a
///    short list of what its best sets at the prices are made of, `PriceSweep` moves the prices on the lists.
/// 3. All donors do the same. A pass adds to the lists what they lack at the new prices, lowers the prices of those in
///    no list (`Unlisted`), and proves a bound over all pairs, in whole numbers.
/// 4. `PoolDive` makes a plan of the prices, `PoolExchange` betters it by rings of swaps, and the packing engine the
///    best one so far, part by part, on what of the lists is nearest to being wanted (`solveParts`). Steps 3 and 4 are repeated
///    with smaller steps.
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
    /// How far below the prices their floor is set, once they are good enough for one.
    var floor: (people: Double, beds: Double)?
    /// What the engine gets; nil while prices are rough.
    var parts: Parts?
  }

  /// Of scouts. The prices of beds are what a sample of recipients tells worst: people who share a donor are found
  /// only among many.
  private static let scouting = [
    Round(sweeps: 100, first: 1, last: 0.1, swing: 1, reach: 6, proves: false),
    Round(sweeps: 100, first: 1, last: 0.1, swing: 1, reach: 6, proves: false),
    Round(sweeps: 100, first: 0.5, last: 0.05, swing: 1, reach: 6, proves: false),
    Round(sweeps: 100, first: 0.3, last: 0.03, swing: 0.5, reach: 6, proves: false),
    Round(sweeps: 100, first: 0.2, last: 0.02, swing: 0.5, reach: 6, proves: false),
  ]
  /// Where all donors are scouts.
  private static let scoutingOfAll = [
    Round(sweeps: 100, first: 1, last: 0.1, swing: 1, reach: 3, proves: false),
    Round(sweeps: 100, first: 0.5, last: 0.05, swing: 0.5, reach: 1.5, proves: false, floor: (3, 0.5)),
  ]
  private static let rounds = [
    Round(sweeps: 60, first: 0.2, last: 0.02, swing: 0.3, reach: 3, proves: false),
    Round(
      sweeps: 60, first: 0.2, last: 0.02, swing: 0.15, reach: 1, proves: true, floor: (1.5, 0.3),
      parts: Parts(reach: 0.3, longest: 12, effort: .dives)),
    Round(
      sweeps: 120, first: 0.1, last: 0.01, swing: 0.05, reach: 1, proves: true,
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
  /// With very many donors the first lists lack what would make more of the first round than a loss of time, and the
  /// prices of the second are not worth a plan. They are proved all the same: that brings to the lists what they lack,
  /// and without it the next proof is no better.
  private static let roundsOfMany = {
    var rounds = Array(PoolPlanner.rounds.dropFirst())
    rounds[0].parts = nil
    return rounds
  }()
  /// A round that lowers the bound by a smaller share than this was the last one to move the prices.
  private static let leastGain = 2e-6
  /// What the first lists reach, in points: further where donors are many, or they lack those who matter once prices
  /// have moved.
  private static let firstReach = (all: 6.0, scouts: 8.0)
  /// About so many scouts are sent.
  private static let scouts = 1000

  let setting: AllocationSetting
  let request: SolveRequest
  let limits: PoolLimits
  let blank: PriceBoard
  let stocks: [DonorStock]
  /// The best plan.
  var state: PoolState
  /// How many sets and nodes the packing engine looked at.
  var effort = (bundles: 0, nodes: 0)

  private let source: OfferSource
  private let clock: PoolClock
  private let tell: (LargePool.Stage) -> Void
  private var passes: PoolPasses
  private var proof: PoolPasses.Proof?

  init(
    _ setting: AllocationSetting, _ source: OfferSource, _ request: SolveRequest, _ clock: PoolClock,
    tell: @escaping (LargePool.Stage) -> Void = { _ in }
  ) {
    self.setting = setting
    self.source = source
    self.request = request
    self.clock = clock
    self.tell = tell
    limits = PoolLimits(setting, periods: source.periods)
    let blank = PriceBoard(setting, periods: source.periods)
    self.blank = blank
    stocks = source.stocks
    passes = PoolPasses(setting, source, blank, clock, threads: request.threads)
    state = PoolState(setting, stocks, limits, blank)
  }

  /// What each donor may choose from.
  var lists: [Shortlist] { passes.lists }

  /// What an average donor's points are in the units of prices.
  var point: Double { setting.point(blank.scale) }

  var objective: AllocationPlan.Objective { setting.policy.allocation.objectives[0] }

  var hasTime: Bool { clock.hasTime }

  var secondsLeft: Double? { clock.secondsLeft }

  var isClose: Bool {
    proof.map { relativeGap(bound: $0.bound, value: state.value) <= request.gap } ?? false
  }

  /// Whether there are so many donors that some are sent ahead.
  private var isOfMany: Bool { stocks.count / PoolPlanner.scouts >= 2 }

  /// The donors who have anybody to choose from.
  var open: [Int] { lists.indices.filter { !lists[$0].offers.isEmpty } }

  func tell(_ name: String) {
    tell(
      LargePool.Stage(
        name: name, seconds: clock.elapsed, value: state.value > 0 ? state.value : nil, bound: proof?.bound,
        offers: passes.looked.offers, compared: passes.looked.compared, asked: passes.looked.asked,
        passes: passes.count))
  }

  /// Plans until the wanted gap, the last round or a limit is reached.
  mutating func run() {
    tell("stocks")
    let start = FluidStart(
      setting, source, limits, blank, clock, threads: request.threads)
    var board = start.board
    passes.start(asking: start.edge)
    tell("sample")
    scout(&board)
    tell("lists")
    let rounds = isOfMany ? PoolPlanner.roundsOfMany : PoolPlanner.rounds
    if isOfMany, hasTime { dive(board, isHurried: true) }
    // Prices that prove no more are as good as they get; then only the plan is left to better.
    var isSettled = false
    for (number, round) in rounds.enumerated() {
      if !hasTime || isClose { break }
      if !isSettled {
        let before = proof?.bound
        move(&board, all, round)
        isSettled =
          before.map { relativeGap(bound: $0, value: proof!.bound) < PoolPlanner.leastGain } ?? false
      }
      if let parts = round.parts, hasTime, !isClose {
        if !isSettled || state.value == 0 { dive(board) }
        solveParts(board, number, parts)
      }
    }
    if state.value == 0 {
      // Stopped before the first lists: the sampled donors at least.
      if open.isEmpty, !start.lists.isEmpty { passes.start(start.lists, asking: start.edge) }
      dive(board, isHurried: true)
    }
  }

  /// Donors of whom each stands for so many.
  private struct Crew {
    var donors: [Int]
    var standsFor = 1
  }

  /// Everybody.
  private var all: Crew { Crew(donors: Array(stocks.indices)) }

  /// Finds prices that are about right, with some of the donors where they are very many, and gives everybody a list.
  private mutating func scout(_ board: inout PriceBoard) {
    if !isOfMany {
      pass(&board, all, reach: PoolPlanner.firstReach.all, isProof: false)
      for round in PoolPlanner.scoutingOfAll where hasTime { move(&board, all, round) }
      return
    }
    let every = stocks.count / PoolPlanner.scouts
    let crew = Crew(donors: Array(stride(from: every / 2, to: stocks.count, by: every)), standsFor: every)
    pass(&board, crew, reach: PoolPlanner.firstReach.scouts, isProof: false)
    for round in PoolPlanner.scouting where hasTime { move(&board, crew, round) }
    passes.setFloor(board, (3, 0.5))
    passes.start(like: crew.donors)
    pass(&board, all, reach: PoolPlanner.firstReach.scouts, isProof: false)
  }

  /// Moves the prices on the lists, and passes over all pairs.
  private mutating func move(_ board: inout PriceBoard, _ crew: Crew, _ round: Round) {
    let share = Double(crew.standsFor)
    let clock = clock
    var sweep = PriceSweep(
      lists, donors: crew.donors.filter { !lists[$0].offers.isEmpty }, board, floor: passes.floor,
      beds: limits.beds.map { $0 / share }, runs: limits.runs.map { $0 / share }, standsFor: crew.standsFor,
      swing: round.swing, threads: request.threads)
    sweep.sweep(
      lists, times: round.sweeps, from: round.first * point, to: round.last * point, while: { clock.hasTime })
    board = sweep.mean
    tell("prices")
    if let floor = round.floor { passes.setFloor(board, floor) }
    pass(&board, crew, reach: round.reach, isProof: round.proves)
  }

  private mutating func pass(_ board: inout PriceBoard, _ crew: Crew, reach: Double, isProof: Bool) {
    if let found = passes.pass(&board, crew.donors, slack: Int64(reach * point), isProof: isProof),
      found.bound < proof?.bound ?? .max
    {
      proof = found
    }
    tell("pass")
  }

  /// A plan by the prices; one in a hurry does not look at the clock, and is not bettered by rings.
  private mutating func dive(_ board: PriceBoard, isHurried: Bool = false) {
    let clock = clock
    var dive = PoolDive(
      lists, PoolState(setting, stocks, limits, blank), board, floor: blank, point: point,
      threads: request.threads)
    dive.run(isHurried: isHurried, while: { isHurried || clock.hasTime })
    if isHurried {
      take(dive.state)
      return
    }
    var exchange = PoolExchange(lists, dive.state, board, objective, point: point, threads: request.threads)
    exchange.run(while: { clock.hasTime })
    take(exchange.state)
  }

  private mutating func take(_ found: PoolState) {
    if found.value > state.value { state = found }
    tell("dive")
  }

  // MARK: What was found

  /// The plan with its proof; without bound and prices where no pass that proves one was finished.
  func result(pairs: Int) -> AllocationResult {
    let bound = proof?.bound
    let stated = ObjectiveProof(
      objective: objective, value: state.value, bound: bound, certifiedBound: bound, prices: proof?.prices)
    // A search that had time left had nothing left to try.
    let status: Status = bound == state.value ? .optimal : isClose || hasTime ? .feasible : .limit
    return AllocationResult(
      status: status, chosen: state.chosen.flatMap { $0.sorted { $0.recipient < $1.recipient } },
      proofs: [stated], method: .core, pairs: pairs, bundles: passes.looked.offers + effort.bundles,
      nodes: effort.nodes, donorWorths: proof?.worths)
  }
}
