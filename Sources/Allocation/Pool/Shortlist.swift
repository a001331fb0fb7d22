import TandemPolicy
import TandemRegistry

/// The offers of one donor that a plan might choose, in columns for the sweeps that look at all of them.
struct Shortlist: Sendable {
  /// What a sweep reads of an offer.
  struct Entry: Sendable {
    /// The recipient's place in the cohort.
    var recipient: Int32
    /// The place of the bed on a price board.
    var bed: Int32
    /// What the offer is worth, in the units of the prices.
    var value: Int64
    /// What it takes of the donor.
    var islets: Int64
    var cells: Int64
    /// The share of the donor that this is: the mixture of islets and cells that binds most.
    var effort: Double
  }

  let stock: DonorStock
  /// The place of the laboratory on a price board.
  let laboratory: Int
  /// Ascending by recipient, protocol and level.
  private(set) var offers: [Offer] = []
  /// In the order of `offers`.
  private(set) var entries: [Entry] = []

  init(_ stock: DonorStock, _ board: PriceBoard) {
    self.stock = stock
    laboratory = board.place(of: stock.laboratory)
  }

  /// The offers for those who are open in sets worth no less than the best one, or than an isolation run, by more
  /// than `reach`, the nearest first, at most `most` of them.
  func near(
    _ board: PriceBoard, reach: Int64, most: Int, _ finder: inout BundleFinder,
    isOpen: (Int32) -> Bool = { _ in true }
  ) -> [Offer] {
    let found = found(board, isOpen)
    let best = max(board.run[laboratory], finder.good(found, stock))
    return nearest(found, least: best - reach, most: most)
  }

  /// The offers in sets that may be worth at least `least`, those in the best ones first, at most `most` of them.
  func near(_ board: PriceBoard, least: Int64, most: Int) -> [Offer] {
    nearest(found(board) { _ in true }, least: least, most: most)
  }

  private func found(_ board: PriceBoard, _ isOpen: (Int32) -> Bool) -> [OfferSource.Found] {
    var found: [OfferSource.Found] = []
    for (offer, entry) in zip(offers, entries) where isOpen(offer.recipient) {
      found.append(.init(offer: offer, worth: entry.value - board.price(entry)))
    }
    return found
  }

  private func nearest(_ found: [OfferSource.Found], least: Int64, most: Int) -> [Offer] {
    let filling = Filling(found, stock)
    var ranked: [(lack: Int64, place: Int)] = []
    for (place, found) in found.enumerated() {
      let lack = least - found.worth - filling.beside(found.offer)
      if lack <= 0 { ranked.append((lack, place)) }
    }
    ranked.sort { ($0.lack, $0.place) < ($1.lack, $1.place) }
    return ranked.prefix(most).map { found[$0.place].offer }
  }

  /// The place of a person's first offer, or where it would be.
  func first(of recipient: Int32) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].recipient < recipient { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// So many offers near the best set are all that a pass looks for.
  private static let enough = 150

  /// What to ask the pool for at prices: all that sets within `slack` of the best one need, as far as the list
  /// tells, and no more than is near where very much is.
  func edge(
    _ board: PriceBoard, slack: Double, leastShare: (Filling.Measure) -> Double, _ finder: inout BundleFinder
  ) -> Edge {
    let found = zip(offers, entries).compactMap { offer, entry -> OfferSource.Found? in
      let worth = entry.value - board.price(entry)
      return worth > 0 ? OfferSource.Found(offer: offer, worth: worth) : nil
    }
    let best = max(board.run[laboratory], finder.good(found, stock))
    let filling = Filling(found, stock)
    let slacks = found.map { best - $0.worth - filling.beside($0.offer) }.sorted()
    let enough = slacks.count > Shortlist.enough ? Double(max(0, slacks[Shortlist.enough])) : slack
    return Edge(filling, best: best, slack: min(slack, enough), leastShare: leastShare)
  }

  /// The most offers that a pass adds to a list, and the most that a list may have before it is cut.
  static let longest = (added: 250, all: 400)

  /// Takes offers to those that it has; of these it keeps what is within `reach` of the best set where they become
  /// too many.
  mutating func take(
    _ near: [Offer], _ objective: AllocationPlan.Objective, _ board: PriceBoard, _ blank: PriceBoard,
    reach: Int64, _ finder: inout BundleFinder
  ) {
    let known = Set(near)
    var old = offers.filter { !known.contains($0) }
    if old.count + near.count > Shortlist.longest.all {
      let kept = self.near(
        board, reach: reach, most: Shortlist.longest.all - Shortlist.longest.added, &finder)
      old = kept.filter { !known.contains($0) }
    }
    replace(near + old, objective, blank)
  }

  /// Takes other offers instead.
  mutating func replace(
    _ offers: [Offer], _ objective: AllocationPlan.Objective, _ board: PriceBoard
  ) {
    self.offers = offers.sorted(by: Offer.precedes)
    let efforts = BundleFinder.efforts(self.offers, stock)
    entries = zip(self.offers, efforts).map { offer, effort in
      Entry(
        recipient: offer.recipient, bed: Int32(board.place(of: offer.bed)),
        value: offer.value(objective) * board.scale, islets: offer.islets, cells: offer.cells, effort: effort)
    }
  }
}
