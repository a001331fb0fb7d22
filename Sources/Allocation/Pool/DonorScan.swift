import TandemPolicy

/// One donor held against the whole pool at given prices: the best set of all, and the offers that come near it.
///
/// The pool is asked only for the best offers above an edge, which is a guess. The best set of what comes back, and
/// what the function of `Filling` says, tell how low the edge must lie so that nothing below it matters; where the
/// guess was too high, or the answer too short, the pool is asked once more. The best set of a proof is exact whatever
/// the guess.
///
/// What was answered at prices that are lower than those of today, or the same, says as much as an answer of today:
/// then the pool need not be asked at all.
struct DonorScan: Sendable {
  /// The prices of a scan.
  struct Prices: Sendable {
    /// Those of today.
    let board: PriceBoard
    /// Those at which the pool is asked: none is higher than today's.
    let asked: OfferSource.Priced
    /// Prices at which only those for whom bids are wanted have any worth, and that free of charge; nil where no bids
    /// are wanted.
    var unlisted: PriceBoard?
    /// The same to ask the pool with; nil where what was answered before is asked.
    let unlistedAsked: OfferSource.Priced?

    /// Prices of today alone.
    init(_ priced: OfferSource.Priced, unlisted: OfferSource.Priced? = nil) {
      board = priced.board
      asked = priced
      self.unlisted = unlisted?.board
      unlistedAsked = unlisted
    }

    /// Prices of today, and lower ones to ask at.
    init(_ board: PriceBoard, asked: OfferSource.Priced, unlisted: PriceBoard?) {
      self.board = board
      self.asked = asked
      self.unlisted = unlisted
      unlistedAsked = nil
    }
  }

  /// What is wanted of a scan.
  struct Want: Sendable {
    /// Whether the best set must be exact.
    var isProof: Bool
    /// Offers in sets worth so much less than the best are near.
    var slack: Int64
    /// So many near ones are wanted at most.
    var most: Int
    /// So much further the pool is asked when it must be asked, for the sake of later scans.
    var allowance: Int64 = 0
  }

  /// What the best set of all offers is worth after the prices of recipients and beds. Where that is no more than
  /// an isolation run costs, it is just something not greater than that.
  private(set) var best: Int64 = 0
  /// The best set.
  private(set) var bundle: [Offer] = []
  /// The offers in sets that are worth at most `slack` less than the best one, or than an isolation run, by rising
  /// slack.
  private(set) var near: [Offer] = []
  /// What the donor would pay for those who are in nobody's list beside what it was answered: their offers, and the
  /// price at which a set with them is as good as the best one.
  private(set) var bids: [OfferSource.Found] = []
  /// What to ask for in the next scan; nil where what was answered before was enough.
  private(set) var edge: Edge?
  /// What the donor was answered last.
  private(set) var answer: DonorAnswer
  /// How much was looked at, over all askings.
  private(set) var looked = OfferSource.Looks()

  private let objective: AllocationPlan.Objective

  /// Scans a donor, first of all what it was answered before, if that was at the prices at which the pool is asked now.
  init(
    _ asker: inout Asker, _ prices: Prices, guess: (inout BundleFinder) -> Edge, known: DonorAnswer? = nil,
    rent: Int64, _ want: Want, _ objective: AllocationPlan.Objective, _ finder: inout BundleFinder
  ) {
    let stock = asker.stock
    self.objective = objective
    if let known {
      answer = known
    } else {
      let further = Double(want.allowance) + (want.isProof ? 0 : DonorScan.depth * Double(want.slack))
      answer = asker.answer(
        guess(&finder).lowered(by: further), prices.asked, most: DonorScan.enough, counting: &looked)
    }
    var attempt = 0
    while true {
      let found = answer.found(prices.board, objective)
      // In the steps of what was asked nothing is lost between the two.
      let asked =
        want.isProof && answer.edge.steps > 0
        ? Filling(found, answer.edge.measure, steps: answer.edge.steps) : nil
      let filling = asked ?? Filling(found, stock)
      search(found, filling, stock, rent, isProof: want.isProof, &finder)
      let target = max(best, rent)
      let reach = keep(found, filling, target, want)
      if known == nil {
        edge = Edge(filling, best: target, slack: Double(reach), leastShare: asker.leastShare)
      }
      if !want.isProof || attempt > DonorScan.attempts || isEnough(filling, target, asker) {
        bid(&asker, prices, filling, target)
        return
      }
      attempt += 1
      // In the end all that is worth anything: nothing can be missing.
      let missing =
        attempt > DonorScan.attempts
        ? Edge(filling.measure, above: 0)
        : Edge(
          asked == nil ? filling : Filling(found, stock), best: target, slack: Double(want.allowance),
          leastShare: asker.leastShare)
      answer = asker.answer(missing, prices.asked, counting: &looked)
    }
  }

  /// Whether nothing that was not answered is in a set worth more than `target`.
  private func isEnough(_ filling: Filling, _ target: Int64, _ asker: Asker) -> Bool {
    answer.edge.measure == filling.measure
      && filling.shows(answer.edge, enoughFor: target, leastShare: asker.leastShare(filling.measure))
  }

  private mutating func bid(_ asker: inout Asker, _ prices: Prices, _ filling: Filling, _ target: Int64) {
    guard let unlisted = prices.unlisted else { return }
    let asked = prices.unlistedAsked.map {
      asker.answer(
        Edge(filling, best: target, slack: 0, leastShare: asker.leastShare), $0, most: DonorScan.mostBids,
        counting: &looked)
    }
    bids = (asked ?? answer).found(unlisted, objective).compactMap { found in
      let most = found.worth - target + filling.beside(found.offer)
      return most > 0 ? OfferSource.Found(offer: found.offer, worth: most) : nil
    }
  }

  /// How often a donor is asked for along an edge before everything is asked for.
  private static let attempts = 8
  /// Of so many people offers are asked for at first.
  private static let enough = 600
  /// Ranges of shares of each of which the best is kept.
  private static let shares = 32
  /// Bids for so many people, the highest ones, count.
  private static let mostBids = 600
  /// How far below the guess those may lie when nothing is to be proven, against what a list reaches.
  private static let depth = 1000.0

  /// How many offers a search looks at in rough steps, and in fine ones, before it gives up.
  private static let looks = (rough: 1_000_000, fine: 50_000_000)

  /// The best set of some offers: exactly for a proof, otherwise what a good one is worth. Where many people share a
  /// donor, rounding shares to steps loses so much that a search takes long; finer steps cost more and lose less.
  private mutating func search(
    _ found: [OfferSource.Found], _ filling: Filling, _ stock: DonorStock, _ rent: Int64,
    isProof: Bool, _ finder: inout BundleFinder
  ) {
    let good = finder.good(found, stock)
    if !isProof {
      best = good
      return
    }
    (best, bundle) = (max(rent, good - 1), [])
    if seek(found, filling, stock, looks: DonorScan.looks.rough) { return finish(good) }
    let fine = Filling(found, Filling(found, stock).measure, steps: 4096)
    // A better set that was found on the way leaves fewer offers to look at.
    var known = best
    while !seek(found, fine, stock, looks: DonorScan.looks.fine) {
      if best > known {
        known = best
        continue
      }
      let whole = BundleSearch(
        items(found, fine), islets: stock.isletCapacity, cells: stock.cellCapacity, floor: best)
      if !whole.chosen.isEmpty { (best, bundle) = (whole.best, whole.chosen.map { found[Int($0)].offer }) }
      break
    }
    finish(good)
  }

  /// Nothing may be worth more than what was known to begin with.
  private mutating func finish(_ good: Int64) { best = max(good, bundle.isEmpty ? 0 : best) }

  /// Looks for a set worth more than the best one so far; false when the search gave up.
  private mutating func seek(
    _ found: [OfferSource.Found], _ filling: Filling, _ stock: DonorStock, looks: Int
  ) -> Bool {
    var exact = FilledSearch(items(found, filling), filling, stock, floor: best, looks: looks)
    exact.run()
    if !exact.chosen.isEmpty { (best, bundle) = (exact.best, exact.chosen.map { found[Int($0)].offer }) }
    return exact.isComplete
  }

  /// The offers that may be in a set worth more than the best one so far.
  private func items(_ found: [OfferSource.Found], _ filling: Filling) -> [BundleSearch.Item] {
    found.enumerated().compactMap { place, found in
      if found.worth <= 0 || found.worth + filling.beside(found.offer) <= best { return nil }
      return BundleSearch.Item(
        recipient: found.offer.recipient, tag: Int32(place), worth: found.worth, islets: found.offer.islets,
        cells: found.offer.cells)
    }
  }

  /// Keeps what is near, and says how near: no more than `slack`, and less where that would be too many.
  private mutating func keep(
    _ found: [OfferSource.Found], _ filling: Filling, _ target: Int64, _ want: Want
  ) -> Int64 {
    let (slack, most) = (want.slack, want.most)
    if slack <= 0 { return 0 }
    var ranked: [(slack: Int64, place: Int)] = []
    for (place, found) in found.enumerated() {
      let own = target - found.worth - filling.beside(found.offer)
      if own <= slack { ranked.append((own, place)) }
    }
    ranked.sort { ($0.slack, $0.place) < ($1.slack, $1.place) }
    let kept = ranked.prefix(most).map(\.place)
    near = (kept + bestByShare(found, filling.measure).filter { !kept.contains($0) }).map { found[$0].offer }
    return ranked.count > most ? min(slack, ranked[most].slack) : slack
  }

  /// The best offer of each range of shares, near or not: they tell the next pass how much a share can be worth.
  private func bestByShare(_ all: [OfferSource.Found], _ measure: Filling.Measure) -> [Int] {
    var best = [Int?](repeating: nil, count: DonorScan.shares + 1)
    for (place, found) in all.enumerated() where found.worth > 0 {
      let share = min(DonorScan.shares, Filling.step(measure.share(found.offer), of: DonorScan.shares))
      if best[share].map({ all[$0].worth < found.worth }) ?? true { best[share] = place }
    }
    return best.compactMap { $0 }
  }
}
