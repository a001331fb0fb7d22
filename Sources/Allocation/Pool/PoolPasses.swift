import TandemParallel
import TandemPolicy

/// Passes over all pairs of a pool: each donor is held against everybody, its short list gets what it lacks, and the
/// bound of a proof is added up.
///
/// Once prices are about right they get a floor. What a donor was answered at the floor is kept and serves every
/// later pass, because no offer is worth more at higher prices; the pool is asked again only for donors of whom the
/// kept answer does not tell enough. That makes a pass of seconds one of tenths of seconds.
struct PoolPasses {
  /// What a pass proved.
  struct Proof {
    let bound: Int64
    let prices: PriceList
    /// What each donor's best set is worth after prices.
    let worths: [Int64]
  }

  /// What each donor may choose from.
  private(set) var lists: [Shortlist]
  private(set) var looked = OfferSource.Looks()
  /// How many passes there were.
  private(set) var count = 0
  /// Prices that none may fall below.
  var floor: PriceBoard { asked?.board ?? blank }

  private let setting: AllocationSetting
  private let source: OfferSource
  private let stocks: [DonorStock]
  private let blank: PriceBoard
  private let clock: PoolClock
  private let threads: Int
  private var edges: [Edge]
  /// Donors who were asked before keep their tables from pass to pass, as far as there is room for them.
  private var askers: [Asker?]
  private var tableBytes = 0
  /// The floor, to ask the pool at, and what donors were answered there.
  private var asked: OfferSource.Priced?
  private var answers: [DonorAnswer?]

  /// So many donors bid for those who are in no list; more would hardly bid more.
  private static let bidders = 1000
  /// Donors of a pass that are worked together.
  private static let block = 128
  /// How far answers reach below what is needed, in points.
  private static let allowance = 0.2
  /// How many bytes the tables of donors may take.
  private static let kept = 400 << 20

  init(
    _ setting: AllocationSetting, _ source: OfferSource, _ blank: PriceBoard, _ clock: PoolClock, threads: Int
  ) {
    self.setting = setting
    self.source = source
    stocks = source.stocks
    self.blank = blank
    self.clock = clock
    self.threads = threads
    lists = stocks.map { Shortlist($0, blank) }
    edges = stocks.map { Edge(.init($0, part: 1), above: 0) }
    askers = Array(repeating: nil, count: stocks.count)
    answers = Array(repeating: nil, count: stocks.count)
  }

  private var objective: AllocationPlan.Objective { setting.policy.allocation.objectives[0] }

  // MARK: Before a pass

  /// Takes lists over, and what donors without a list ask for first.
  mutating func start(_ lists: [Shortlist]? = nil, asking edge: (DonorStock) -> Edge) {
    if let lists { self.lists = lists }
    for donor in stocks.indices where self.lists[donor].offers.isEmpty { edges[donor] = edge(stocks[donor]) }
  }

  /// Lets donors without a list ask first for what that one of some others asks for who has the most similar islets.
  mutating func start(like others: [Int]) {
    let ordered = others.map { (islets: stocks[$0].isletCapacity, edge: edges[$0]) }
      .enumerated().sorted { ($0.element.islets, $0.offset) < ($1.element.islets, $1.offset) }.map(\.element)
    start { stock in
      (ordered.first { $0.islets >= stock.isletCapacity } ?? ordered[ordered.count - 1]).edge.fitted(
        to: stock)
    }
  }

  /// From now on no price falls below those of `board` by more than `drop`: points for people and for beds. Answers
  /// at an earlier floor still serve, since it only rises.
  mutating func setFloor(_ board: PriceBoard, _ drop: (people: Double, beds: Double)) {
    let point = setting.point(blank.scale)
    var floor = floor
    for index in floor.recipient.indices {
      let least = board.recipient[index] - Int64(drop.people * point)
      floor.recipient[index] = max(floor.recipient[index], least)
    }
    for index in floor.bed.indices {
      floor.bed[index] = max(floor.bed[index], board.bed[index] - Int64(drop.beds * point))
    }
    // No answer depends on what an isolation run costs.
    floor.run = blank.run
    asked = source.priced(floor)
  }

  // MARK: A pass

  /// One pass of some donors over all pairs at prices: their lists get what they lack within `slack` of their best sets.
  /// The bound, when a pass of all donors is to prove one; none without time for the whole pass.
  ///
  /// Afterwards those in nobody's list have the price that somebody would pay for them, where it is lower.
  mutating func pass(_ board: inout PriceBoard, _ donors: [Int], slack: Int64, isProof: Bool) -> Proof? {
    var unlisted = Unlisted(board, lists)
    let prices = prices(board, unlisted)
    let list = board.list(setting)
    let want = DonorScan.Want(
      isProof: isProof, slack: slack, most: Shortlist.longest.added,
      allowance: asked == nil ? 0 : Int64(PoolPasses.allowance * setting.point(blank.scale)))
    var total = PricedBound(setting, rank: 0, list, reached: [])
    var worths: [Int64] = []
    for start in stride(from: 0, to: donors.count, by: PoolPasses.block) {
      let block = donors[start..<min(donors.count, start + PoolPasses.block)]
      for (donor, found) in zip(block, scans(block, prices, want)) {
        guard let found else { return nil }
        let scan = found.scan
        keep(found.asker, scan.answer, donor)
        worths.append(total.add(best: scan.best, of: stocks[donor]))
        looked += scan.looked
        if let edge = scan.edge { edges[donor] = edge }
        unlisted.take(scan.bids, near: scan.near, slack)
        lists[donor] = found.list
      }
    }
    var finder = BundleFinder()
    for (donor, offers) in unlisted.wanted(slack) {
      lists[donor].take(offers, objective, board, blank, reach: 2 * slack, &finder)
    }
    unlisted.lower(&board, noLowerThan: floor)
    count += 1
    return isProof ? total.bound.map { Proof(bound: $0, prices: list, worths: worths) } : nil
  }

  private func prices(_ board: PriceBoard, _ unlisted: Unlisted) -> DonorScan.Prices {
    if let asked { return .init(board, asked: asked, unlisted: unlisted.isEmpty ? nil : unlisted.board) }
    return .init(source.priced(board), unlisted: unlisted.isEmpty ? nil : source.priced(unlisted.board))
  }

  /// What came of one donor's scan.
  private struct Found: Sendable {
    let asker: Asker
    let scan: DonorScan
    let list: Shortlist
  }

  private func scans(
    _ donors: ArraySlice<Int>, _ prices: DonorScan.Prices, _ want: DonorScan.Want
  ) -> [Found?] {
    let (source, clock, lists, edges, blank) = (source, clock, lists, edges, blank)
    let (askers, answers, objective) = (askers, answers, objective)
    let every = max(1, stocks.count / PoolPasses.bidders)
    let size = 8
    return mappedInParallel((donors.count + size - 1) / size, threads: threads) { piece in
      var finder = BundleFinder()
      let first = donors.startIndex + piece * size
      return donors[first..<min(donors.endIndex, first + size)].map { donor -> Found? in
        if !clock.hasTime { return nil }
        var list = lists[donor]
        var asker = askers[donor] ?? source.asker(of: donor)
        let leastShare = asker.leastShare
        func guess(_ finder: inout BundleFinder) -> Edge {
          list.offers.isEmpty
            ? edges[donor]
            : list.edge(prices.board, slack: Double(want.slack), leastShare: leastShare, &finder)
        }
        var prices = prices
        if prices.unlistedAsked != nil, donor % every != every / 2 { prices.unlisted = nil }
        let scan = DonorScan(
          &asker, prices, guess: guess, known: answers[donor], rent: prices.board.run[list.laboratory], want,
          objective, &finder)
        list.take(scan.near, objective, prices.board, blank, reach: 2 * want.slack, &finder)
        asker.endTurn()
        return Found(asker: asker, scan: scan, list: list)
      }
    }.flatMap { $0 }
  }

  /// Keeps what the next pass can do with: the answer, or the tables to ask with.
  private mutating func keep(_ asker: Asker, _ answer: DonorAnswer, _ donor: Int) {
    var asker = asker
    tableBytes -= askers[donor]?.bytes ?? 0
    if asked != nil { answers[donor] = answer }
    if asked != nil || tableBytes + asker.bytes > PoolPasses.kept { asker.rest() }
    tableBytes += asker.bytes
    askers[donor] = asker
  }
}

extension AllocationSetting {
  /// What an average donor's points are in the units of prices: the measure for steps and reaches.
  func point(_ scale: Int64) -> Double {
    Double(policy.allocation.objectives[0].typicalValue * scale) / 60
  }
}
