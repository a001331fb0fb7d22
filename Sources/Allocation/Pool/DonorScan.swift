import TandemPolicy

/// One donor held against the whole pool at given prices: the best set of all, and the offers that come near it.
///
/// The pool is asked only for the best offers above an edge, which is a guess. The best set of what comes back, and
/// what the function of `Filling` says, tell how low the edge must lie so that nothing below it matters; where the
/// guess was too high, or the answer too short, the pool is asked once more. The best set of a proof is exact whatever
/// the guess.
struct DonorScan: Sendable {
  /// What the best set of all offers is worth after the prices of recipients and beds. Where that is no more than
  /// an isolation run costs, it is just something not greater than that.
  private(set) var best: Int64 = 0
  /// The best set.
  private(set) var bundle: [Offer] = []
  /// The offers in sets that are worth at most `slack` less than the best one, or than an isolation run, by rising
  /// slack.
  private(set) var near: [Offer] = []
  /// What the donor would pay at most for those who are in nobody's list: their offers, and the price at which a
  /// set with them is as good as the best one.
  private(set) var bids: [OfferSource.Found] = []
  /// What to ask for in the next scan.
  private(set) var edge: Edge
  /// How much was looked at, over all askings.
  private(set) var looked = OfferSource.Looks()

  /// Scans a donor. `near` gets offers within `slack`, at most `most` of them; `unlisted` are prices at which only
  /// those for whom bids are wanted have any worth, and that free of charge.
  init(
    _ asker: OfferSource.Asker, _ priced: OfferSource.Priced, guess: Edge, rent: Int64, isProof: Bool,
    slack: Int64, most: Int, unlisted: OfferSource.Priced? = nil, _ finder: inout BundleFinder
  ) {
    let stock = asker.stock
    edge = isProof ? guess : guess.lowered(by: DonorScan.depth * Double(slack))
    for attempt in 0... {
      // All that is worth anything: nothing can be missing.
      let isAll = attempt == DonorScan.attempts
      let (found, asked) = asker.offers(
        isAll ? Edge(edge.measure, above: 0) : edge, priced,
        most: attempt == 0 || !isProof ? DonorScan.enough : .max,
        counting: &looked)
      // In the steps of the guess nothing is lost between the two.
      let filling =
        isProof && attempt == 0 && asked.steps > 0
        ? Filling(found, asked.measure, steps: asked.steps) : Filling(found, stock)
      search(found, filling, stock, rent, isProof: isProof, &finder)
      let target = max(best, rent)
      let reach = keep(found, filling, target, slack, most)
      edge = Edge(filling, best: target, slack: Double(reach), leastShare: asker.leastShare)
      if isAll || !isProof || isEnough(asked, filling, target, asker) {
        if let unlisted {
          let edge = Edge(filling, best: target, slack: 0, leastShare: asker.leastShare)
          bid(asker, unlisted, edge, filling, target)
        }
        return
      }
    }
  }

  /// Whether nothing that was not asked for is in a set worth more than `target`.
  private func isEnough(
    _ asked: Edge, _ filling: Filling, _ target: Int64, _ asker: OfferSource.Asker
  ) -> Bool {
    asked.measure == filling.measure
      && filling.shows(asked, enoughFor: target, leastShare: asker.leastShare(asked.measure))
  }

  private mutating func bid(
    _ asker: OfferSource.Asker, _ unlisted: OfferSource.Priced, _ edge: Edge, _ filling: Filling,
    _ target: Int64
  ) {
    let asked = asker.offers(edge, unlisted, most: DonorScan.mostBids, counting: &looked)
    bids = asked.found.compactMap { found in
      let most = found.worth - target + filling.beside(found.offer)
      return most > 0 ? OfferSource.Found(offer: found.offer, worth: most) : nil
    }
  }

  /// How often a donor is asked for along an edge before everything is asked for.
  private static let attempts = 3
  /// So many offers are asked for at first.
  private static let enough = 1000
  /// So many of the highest bids count.
  private static let mostBids = 1000
  /// How far below the guess those may lie when nothing is to be proven, against what a list reaches.
  private static let depth = 1000.0

  /// The nodes of a search in rough steps, and in fine ones.
  private static let nodeLimits = (rough: 20_000, fine: 2_000_000)

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
    let floor = max(rent, good - 1)
    func items(_ filling: Filling) -> [BundleSearch.Item] {
      found.enumerated().compactMap { place, found in
        if found.worth <= 0 || found.worth + filling.beside(found.offer) <= floor { return nil }
        return BundleSearch.Item(
          recipient: found.offer.recipient, tag: Int32(place), worth: found.worth, islets: found.offer.islets,
          cells: found.offer.cells)
      }
    }
    var exact = FilledSearch(
      items(filling), filling, stock, floor: floor, nodeLimit: DonorScan.nodeLimits.rough)
    exact.run()
    if !exact.isComplete {
      let fine = Filling(found.filter { $0.worth > 0 }, filling.measure, steps: 4096)
      exact = FilledSearch(items(fine), fine, stock, floor: floor, nodeLimit: DonorScan.nodeLimits.fine)
      exact.run()
      if !exact.isComplete {
        let whole = BundleSearch(
          items(fine), islets: stock.isletCapacity, cells: stock.cellCapacity, floor: floor)
        (best, bundle) = (max(good, whole.best), whole.chosen.map { found[Int($0)].offer })
        return
      }
    }
    bundle = exact.chosen.map { found[Int($0)].offer }
    best = max(good, bundle.isEmpty ? 0 : exact.best)
  }

  /// Keeps what is near, and says how near: no more than `slack`, and less where that would be too many.
  private mutating func keep(
    _ found: [OfferSource.Found], _ filling: Filling, _ target: Int64, _ slack: Int64, _ most: Int
  ) -> Int64 {
    if slack <= 0 { return 0 }
    var ranked: [(slack: Int64, place: Int)] = []
    for (place, found) in found.enumerated() {
      let own = target - found.worth - filling.beside(found.offer)
      if own <= slack { ranked.append((own, place)) }
    }
    ranked.sort { ($0.slack, $0.place) < ($1.slack, $1.place) }
    near = ranked.prefix(most).map { found[$0.place].offer }
    return ranked.count > most ? min(slack, ranked[most].slack) : slack
  }
}
