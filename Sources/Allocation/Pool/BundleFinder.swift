import TandemPolicy

/// The best set of a short list at given prices, for the many rounds in which prices are sought: at most one offer
/// a recipient, islets and CD34+ cells within what there is, at most eight people.
///
/// Depth first, the offers with the most worth for their share of the donor first; a node is bounded by what is
/// left of the donor at the rate of the next offer. Where no more than one offer fits beside those chosen, there is
/// nothing to go deeper for. Room for the work is kept from one search to the next. Some microseconds for a
/// list of which a few dozen offers are worth their price.
struct BundleFinder {
  /// A set of offers by their places in the list.
  struct Choice: Sendable {
    /// What it is worth after prices.
    var worth: Int64 = 0
    /// How many offers it has.
    var count = 0
    /// Their places; only the first `count` count.
    var places = SIMD8<Int32>(repeating: -1)

    mutating func append(_ place: Int32) {
      places[count] = place
      count += 1
    }

    mutating func removeLast() { count -= 1 }

    /// The offers of the set.
    func offers(_ list: Shortlist) -> [Offer] { (0..<count).map { list.offers[Int(places[$0])] } }
  }

  private struct Item {
    var rate: Double
    var worth: Int64
    var islets: Int64
    var cells: Int64
    var effort: Double
    var recipient: Int32
    var place: Int32

    /// By falling rate, then by place.
    @inline(__always)
    func comesBefore(_ other: Item) -> Bool { (rate, other.place) > (other.rate, place) }
  }

  /// The most people of a set.
  private static let mostPeople = 8
  /// The most offers that are searched as they are.
  private static let mostItems = 768
  private var items: [Item] = []
  /// The least share that an item takes.
  private var leastEffort = 0.0
  /// What items of the best rates take and are worth before each of them.
  private var filled: [(room: Double, worth: Double)] = []
  private var path = Choice()
  private var pathRecipients = SIMD8<Int32>(repeating: -1)
  private var best = Choice()
  private var nodes = 0
  private var nodeLimit = Int.max

  init() {}

  /// The best set at the prices. A set that was best at other prices makes the search shorter.
  @inline(__always)
  mutating func best(_ list: Shortlist, after last: Choice = Choice(), price: (Shortlist.Entry) -> Int64)
    -> Choice
  {
    let known = worth(of: last, list, price)
    gather(list, list.entries.indices, price)
    drop(below: known.worth)
    return search(from: known, list)
  }

  /// The same, which also keeps in `near` the offers in sets within about `reach` of the best one, by falling rate.
  @inline(__always)
  mutating func best(
    _ list: Shortlist, after last: Choice, keeping near: inout [Int32], within reach: Int64,
    price: (Shortlist.Entry) -> Int64
  ) -> Choice {
    let known = worth(of: last, list, price)
    gather(list, list.entries.indices, price)
    drop(below: known.worth - reach)
    let best = search(from: known, list)
    keep(&near, above: best.worth - reach)
    return best
  }

  /// The best set of a few offers of a list.
  @inline(__always)
  mutating func best(
    _ list: Shortlist, among near: [Int32], after last: Choice, price: (Shortlist.Entry) -> Int64
  ) -> Choice {
    let known = worth(of: last, list, price)
    gather(list, near.lazy.map { Int($0) }, price)
    drop(below: known.worth, isNearlySorted: true)
    return search(from: known, list)
  }

  /// A set of other prices at those of today; nothing where it is worth nothing.
  @inline(__always)
  private func worth(of last: Choice, _ list: Shortlist, _ price: (Shortlist.Entry) -> Int64) -> Choice {
    var known = last
    known.worth = 0
    for index in 0..<known.count {
      let entry = list.entries[Int(known.places[index])]
      known.worth += entry.value - price(entry)
    }
    return known.worth > 0 ? known : Choice()
  }

  private mutating func search(from known: Choice, _ list: Shortlist) -> Choice {
    begin(4000)
    best = known
    if !items.isEmpty { search(0, 0, list.stock.isletCapacity, list.stock.cellCapacity, 1) }
    return best
  }

  /// Keeps the items that are in a set above `least` as far as rates tell: what an item leaves of the donor is filled
  /// by falling rate, the last item in part.
  private mutating func keep(_ near: inout [Int32], above least: Int64) {
    near.removeAll(keepingCapacity: true)
    filled.removeAll(keepingCapacity: true)
    var (room, worth) = (0.0, 0.0)
    for item in items {
      filled.append((room, worth))
      if room > 1 { break }
      room += item.effort
      worth += Double(item.worth)
    }
    for item in items {
      let left = 1 - item.effort + 1e-9
      var place = filled.count - 1
      while place > 0, filled[place].room > left { place -= 1 }
      let most = filled[place].worth + (left - filled[place].room) * items[place].rate
      if Double(item.worth) + most > Double(least) { near.append(item.place) }
    }
  }

  /// Drops items that are in no better set, at the best rate for what they leave.
  private mutating func drop(below known: Int64, isNearlySorted: Bool = false) {
    var rate = 0.0
    for item in items { rate = max(rate, item.rate) }
    let least = Double(known)
    items.removeAll { Double($0.worth) + (1 - $0.effort + 1e-9) * rate <= least }
    arrange(isNearlySorted: isNearlySorted)
  }

  private mutating func arrange(isNearlySorted: Bool = false) {
    thin()
    if isNearlySorted { insert() } else { items.sort { $0.comesBefore($1) } }
    leastEffort = items.reduce(.infinity) { min($0, $1.effort) } - 1e-9
  }

  /// Sorts what is nearly sorted, by insertion.
  private mutating func insert() {
    for index in items.indices.dropFirst() {
      let item = items[index]
      var place = index
      while place > 0, item.comesBefore(items[place - 1]) {
        items[place] = items[place - 1]
        place -= 1
      }
      if place < index { items[place] = item }
    }
  }

  /// What a good set of some offers is worth, often the best one.
  mutating func good(_ offers: [OfferSource.Found], _ stock: DonorStock) -> Int64 {
    let efforts = BundleFinder.efforts(offers.map(\.offer), stock)
    items.removeAll(keepingCapacity: true)
    for (place, found) in offers.enumerated() where found.worth > 0 {
      items.append(
        Item(
          rate: Double(found.worth) / efforts[place], worth: found.worth, islets: found.offer.islets,
          cells: found.offer.cells, effort: efforts[place], recipient: found.offer.recipient,
          place: Int32(place)))
    }
    arrange()
    begin(4000)
    search(0, 0, stock.isletCapacity, stock.cellCapacity, 1)
    return best.worth
  }

  private mutating func begin(_ nodeLimit: Int) {
    best = Choice()
    path = Choice()
    nodes = 0
    self.nodeLimit = nodeLimit
  }

  @inline(__always)
  private mutating func gather(
    _ list: Shortlist, _ places: some Sequence<Int>, _ price: (Shortlist.Entry) -> Int64
  ) {
    items.removeAll(keepingCapacity: true)
    for place in places {
      let entry = list.entries[place]
      let worth = entry.value - price(entry)
      if worth <= 0 { continue }
      items.append(
        Item(
          rate: Double(worth) / entry.effort, worth: worth, islets: entry.islets, cells: entry.cells,
          effort: entry.effort, recipient: entry.recipient, place: Int32(place)))
    }
  }

  /// Where very many offers are worth their price, those of the best rates and of the greatest worth stand for all.
  private mutating func thin() {
    if items.count <= BundleFinder.mostItems { return }
    let rate = threshold(BundleFinder.mostItems / 2) { $0.rate }
    let worth = threshold(BundleFinder.mostItems / 4) { Double($0.worth) }
    items.removeAll { $0.rate < rate && Double($0.worth) < worth }
  }

  /// A measure that at least `count` items reach, and not many more.
  private func threshold(_ count: Int, _ measure: (Item) -> Double) -> Double {
    let most = items.reduce(0) { max($0, measure($1)) }
    var histogram = [Int](repeating: 0, count: 257)
    for item in items { histogram[Int(measure(item) / most * 256)] += 1 }
    var (place, total) = (256, 0)
    while place > 0 {
      total += histogram[place]
      if total >= count { break }
      place -= 1
    }
    return Double(place) / 256 * most
  }

  private mutating func search(_ start: Int, _ worth: Int64, _ islets: Int64, _ cells: Int64, _ room: Double)
  {
    for index in start..<items.count {
      let item = items[index]
      let bound = Double(worth) + (room + 1e-9) * item.rate
      if bound <= Double(best.worth) { return }
      if item.islets > islets || item.cells > cells { continue }
      if holds(item.recipient) { continue }
      nodes += 1
      if nodes > nodeLimit { return }
      pathRecipients[path.count] = item.recipient
      path.append(item.place)
      path.worth = worth + item.worth
      if path.worth > best.worth { best = path }
      let left = room - item.effort
      if path.count < BundleFinder.mostPeople, left >= leastEffort {
        if left < 2 * leastEffort {
          finish(index + 1, islets - item.islets, cells - item.cells, left)
        } else {
          search(index + 1, path.worth, islets - item.islets, cells - item.cells, left)
        }
      }
      path.removeLast()
    }
  }

  /// Adds the best offer of those that fit, when that makes the best set. No more than one fits.
  private mutating func finish(_ start: Int, _ islets: Int64, _ cells: Int64, _ room: Double) {
    let worth = path.worth
    for index in start..<items.count {
      let item = items[index]
      if Double(worth) + (room + 1e-9) * item.rate <= Double(best.worth) { return }
      if worth + item.worth <= best.worth || item.islets > islets || item.cells > cells { continue }
      if holds(item.recipient) { continue }
      path.append(item.place)
      path.worth = worth + item.worth
      best = path
      path.removeLast()
      path.worth = worth
    }
  }

  @inline(__always)
  private func holds(_ recipient: Int32) -> Bool {
    for index in 0..<path.count where pathRecipients[index] == recipient { return true }
    return false
  }

  /// The share of a donor that each offer takes: of islets, of cells, or of both in parts, whichever leaves the
  /// least to fractions. Where a resource is not scarce its share would only blur the bound.
  static func efforts(_ offers: [Offer], _ stock: DonorStock) -> [Double] {
    var lowest = Double.infinity
    var chosen: [Double] = []
    for part in [1.0, 0.75, 0.5, 0.25, 0] {
      let rates = (
        islets: part / Double(max(1, stock.isletCapacity)),
        cells: (1 - part) / Double(max(1, stock.cellCapacity))
      )
      let efforts = offers.map {
        max(1e-9, Double($0.islets) * rates.islets + Double($0.cells) * rates.cells)
      }
      var bound = 0.0
      for (offer, effort) in zip(offers, efforts) {
        bound = max(bound, Double(offer.score.millionths) / effort)
      }
      if bound < lowest {
        lowest = bound
        chosen = efforts
      }
    }
    return chosen
  }
}
