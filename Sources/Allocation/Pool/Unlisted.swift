import TandemRegistry

/// Recipients with a price who are in nobody's list. No sweep would ever lower their prices, so a pass over all
/// pairs asks the donors what they would pay for them.
struct Unlisted {
  /// Prices at which nobody else is worth anything, and they cost nothing.
  private(set) var board: PriceBoard
  private(set) var isEmpty = true
  private var isUnlisted: [Bool]
  /// The highest bid for each of them.
  private var highest: [Int64]
  private var bids: [OfferSource.Found] = []

  init(_ prices: PriceBoard, _ lists: [Shortlist]) {
    board = prices
    isUnlisted = prices.recipient.map { $0 > 0 }
    for list in lists { for entry in list.entries { isUnlisted[Int(entry.recipient)] = false } }
    highest = Array(repeating: 0, count: isUnlisted.count)
    for index in isUnlisted.indices {
      board.recipient[index] = isUnlisted[index] ? 0 : PriceBoard.never
      if isUnlisted[index] { isEmpty = false }
    }
  }

  /// Takes what a donor bids. Who came into its list in the same pass is unlisted no more.
  mutating func take(_ bids: [OfferSource.Found], near: [Offer], _ slack: Int64) {
    for offer in near { isUnlisted[Int(offer.recipient)] = false }
    for bid in bids {
      let place = Int(bid.offer.recipient)
      if bid.worth < highest[place] - slack { continue }
      highest[place] = max(highest[place], bid.worth)
      self.bids.append(bid)
    }
  }

  /// The offers of those who bid no less than the highest by more than `slack`, by donor.
  func wanted(_ slack: Int64) -> [(donor: Int, offers: [Offer])] {
    let best = bids.filter {
      isUnlisted[Int($0.offer.recipient)] && $0.worth >= highest[Int($0.offer.recipient)] - slack
    }
    return Dictionary(grouping: best, by: \.offer.donor).sorted { $0.key < $1.key }.map { donor, own in
      (Int(donor), own.map(\.offer))
    }
  }

  /// Lowers their prices to the highest bids, as far as another board allows.
  func lower(_ board: inout PriceBoard, noLowerThan floor: PriceBoard) {
    for index in isUnlisted.indices where isUnlisted[index] {
      board.recipient[index] = min(board.recipient[index], max(floor.recipient[index], highest[index]))
    }
  }
}
