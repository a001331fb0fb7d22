/// Throws away offers that no best bundle of a donor needs.
///
/// When a bundle holds at most `k` people, an offer is not needed once `k` others, each for somebody else, take no
/// more islets and no more cells and are worth no less: at least one of them is not in the bundle and can take the
/// offer's place. What is left is a few dozen offers of tens of thousands, and the best bundle is the same.
///
/// Cost: a sort, then a pass with a look at what was kept.
struct OfferSieve {
  /// The greatest number of people who can share a stock: nobody takes less than the smallest offer.
  static func mostPeople(_ offers: some Collection<Offer>, _ stock: DonorStock) -> Int {
    guard let least = offers.lazy.map(\.islets).min(), least > 0 else { return offers.isEmpty ? 0 : 64 }
    return Int(stock.isletCapacity / least)
  }

  /// The entries that are needed for bundles of `people`, by rising islets. With a larger number more are kept, so
  /// that they still suffice when prices have moved.
  static func needed(_ entries: [OfferSource.Found], people: Int) -> [OfferSource.Found] {
    let sorted = entries.filter { $0.worth > 0 }.sorted {
      ($0.offer.islets, $0.offer.cells, $1.worth, $0.offer.recipient)
        < ($1.offer.islets, $1.offer.cells, $0.worth, $1.offer.recipient)
    }
    var kept: [OfferSource.Found] = []
    // The worths of the best `people` so far, falling: most entries fall below the last one at the same cells.
    var seen: [Int32] = []
    for entry in sorted {
      seen.removeAll(keepingCapacity: true)
      var isNeeded = true
      // Later entries are likelier to dominate: they are the best of their weight.
      for other in kept.reversed() where other.worth >= entry.worth && other.offer.cells <= entry.offer.cells
      {
        if other.offer.recipient == entry.offer.recipient {
          isNeeded = false
          break
        }
        if seen.contains(other.offer.recipient) { continue }
        seen.append(other.offer.recipient)
        if seen.count >= people {
          isNeeded = false
          break
        }
      }
      if isNeeded { kept.append(entry) }
    }
    return kept
  }
}
