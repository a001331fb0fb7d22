import TandemParallel
import TandemPolicy
import TandemRegistry

/// Prices to start from: those of a sample of the pool.
///
/// Every so many-th donor and the same share of the recipients, with the same share of beds and isolation runs,
/// make a problem that is small enough for whole lists. Its prices of beds and runs are close to those of the
/// pool. What a recipient outside the sample is worth follows from what the sampled donors would give up for him
/// or her: in a large pool nobody is more special than that.
struct FluidStart {
  /// The prices.
  private(set) var board: PriceBoard
  /// The lists of the sampled donors; the others' are empty.
  private(set) var lists: [Shortlist] = []
  /// What the sampled donors would ask for at these prices, by their islets.
  private var edges: [(islets: Int64, edge: Edge)] = []

  /// How many donors are in the sample at least.
  private static let donors = 96

  init(
    _ setting: AllocationSetting, _ source: OfferSource, _ limits: PoolLimits, _ blank: PriceBoard,
    _ clock: PoolClock, threads: Int
  ) {
    let stocks = source.stocks
    let every = max(1, stocks.count / FluidStart.donors)
    let sample = Array(stride(from: every / 2, to: stocks.count, by: every))
    let objective = setting.policy.allocation.objectives[0]
    board = blank
    let askers = mappedInParallel(sample.count, threads: threads) { place in
      clock.hasTime ? source.asker(of: sample[place]) : nil
    }.compactMap { $0 }
    if askers.count < sample.count { return }
    var few = blank
    for index in few.recipient.indices where !FluidStart.isIn(Int32(index), every) {
      few.recipient[index] = PriceBoard.never
    }
    let priced = source.priced(few)
    lists = stocks.map { Shortlist($0, blank) }
    let offers = mappedInParallel(sample.count, threads: threads) { place -> [Offer] in
      if !clock.hasTime { return [] }
      let all = Edge(.init(stocks[sample[place]], part: 1), above: -1e15)
      var asker = askers[place]
      return asker.answer(all, priced).offers
    }
    for (donor, own) in zip(sample, offers) {
      lists[donor].replace(own, objective, blank)
    }
    var sweep = PriceSweep(
      lists, donors: sample, blank, floor: blank, beds: limits.beds.map { $0 / Double(every) },
      runs: limits.runs.map { $0 / Double(every) }, swing: 1, threads: threads)
    let point = setting.point(blank.scale)
    sweep.sweep(lists, times: 150, from: 8 * point, to: 0.1 * point, while: { clock.hasTime })
    board = sweep.mean
    if clock.hasTime {
      spread(
        source, sample, askers, objective, slack: 2 * FluidStart.nearness(setting) * point, clock, threads)
    }
  }

  /// How near others are to the best, against a pool of a hundred thousand: ten times as many people lie ten times as
  /// close.
  static func nearness(_ setting: AllocationSetting) -> Double {
    min(1, 100_000 / Double(max(1, setting.cohort.recipients.count)))
  }

  /// One in `every` recipients, evenly over the cohort.
  private static func isIn(_ recipient: Int32, _ every: Int) -> Bool {
    Int(UInt32(bitPattern: recipient &+ 1) &* 2_654_435_769 >> 8) % every == 0
  }

  /// Gives everybody the price that the sampled donors would pay at most.
  private mutating func spread(
    _ source: OfferSource, _ sample: [Int], _ askers: [Asker],
    _ objective: AllocationPlan.Objective, slack: Double, _ clock: PoolClock, _ threads: Int
  ) {
    let (market, lists) = (board, lists)
    for index in board.recipient.indices { board.recipient[index] = 0 }
    let free = board
    let priced = source.priced(free)
    let bids = mappedInParallel(sample.count, threads: threads) { place -> ([(Int32, Int64)], Edge?) in
      if !clock.hasTime { return ([], nil) }
      let list = lists[sample[place]]
      let own = zip(list.offers, list.entries).compactMap { offer, entry -> OfferSource.Found? in
        let worth = entry.value - market.recipient[Int(entry.recipient)] - market.bed[Int(entry.bed)]
        return worth > 0 ? OfferSource.Found(offer: offer, worth: worth) : nil
      }
      var finder = BundleFinder()
      let best = finder.good(own, list.stock)
      let filling = Filling(own, list.stock)
      // A donor that is not worth its isolation run gives up nothing of its own, but needs the run.
      let target = max(best, market.run[list.laboratory])
      var asker = askers[place]
      let edge = Edge(filling, best: target, slack: 0, leastShare: asker.leastShare)
      let found = asker.answer(edge, priced).found(free, objective)
      let bids = found.compactMap { found -> (Int32, Int64)? in
        let bid = found.worth - target + filling.beside(found.offer)
        return bid > 0 ? (found.offer.recipient, bid) : nil
      }
      if best <= 0 { return (bids, nil) }
      return (bids, Edge(filling, best: target, slack: slack, leastShare: asker.leastShare))
    }
    for (own, _) in bids {
      for (recipient, bid) in own {
        board.recipient[Int(recipient)] = max(board.recipient[Int(recipient)], bid)
      }
    }
    for (donor, (_, edge)) in zip(sample, bids) {
      if let edge { edges.append((lists[donor].stock.isletCapacity, edge)) }
    }
    edges.sort { $0.islets < $1.islets }
  }

  /// What a donor may ask for first: what the sampled donor asks for who is most alike.
  func edge(_ stock: DonorStock) -> Edge {
    let place = edges.firstIndex { $0.islets >= stock.isletCapacity } ?? edges.count - 1
    guard place >= 0 else { return Edge(.init(stock, part: 1), above: 0) }
    return edges[place].edge.fitted(to: stock)
  }
}

extension AllocationPlan.Objective {
  /// What an offer is worth in rough terms, before scaling: the measure for the first steps of prices.
  var typicalValue: Int64 {
    switch self {
    case .score: 60_000_000
    case .transplants: 1
    case .benefit: 100_000
    }
  }
}
