/// What a donor's offers can be worth together, by how much of the donor they take: a step function that no real
/// set exceeds.
///
/// A knapsack over one measure, by dynamic programming over steps of it, each offer rounded down to whole steps.
/// The measure is the share of the islets, of the CD34+ cells, or a mixture of both, whichever leaves the lowest
/// value: what fits both resources fits every mixture of them. From the function follows how much an offer must be
/// worth to be in a set as good as a known one. Cost: five times offers times steps, but for offers that are not needed.
struct Filling {
  /// A mixture of what a donor has: the share of the donor that each IEQ and each thousand cells take.
  struct Measure: Sendable, Hashable {
    let islets: Double
    let cells: Double

    /// `part` of the measure are islets, the rest are cells.
    init(_ stock: DonorStock, part: Double) {
      islets = part / Double(max(1, stock.isletCapacity))
      cells = (1 - part) / Double(max(1, stock.cellCapacity))
    }

    /// The share that an offer takes.
    @inline(__always)
    func share(_ offer: Offer) -> Double { share(offer.islets, offer.cells) }

    @inline(__always)
    func share(_ islets: Int64, _ cells: Int64) -> Double {
      self.islets * Double(islets) + self.cells * Double(cells)
    }
  }

  /// By step: the most that a set is worth whose shares, each rounded down, sum to no more.
  private(set) var most: [Int64]
  /// What is measured.
  let measure: Measure
  private let steps: Int

  /// The offers must stand together by recipient.
  init(_ offers: [OfferSource.Found], _ stock: DonorStock, _ measure: Measure? = nil) {
    if let measure {
      self.init(offers, measure)
      return
    }
    self = [1, 0.75, 0.5, 0.25, 0].map { Filling(offers, Measure(stock, part: $0)) }.min { one, two in
      one.most[one.steps] < two.most[two.steps]
    }!
  }

  private init(_ offers: [OfferSource.Found], _ measure: Measure) {
    self.init(offers, measure, steps: max(96, min(256, 150_000 / max(1, offers.count))))
  }

  /// The same in a given number of steps: the more, the less is lost to rounding.
  init(_ offers: [OfferSource.Found], _ measure: Measure, steps: Int) {
    self.measure = measure
    self.steps = steps
    most = Array(repeating: 0, count: steps + 1)
    var items = offers.compactMap { found -> Item? in
      let size = step(measure.share(found.offer))
      if found.worth <= 0 || size > steps { return nil }
      return Item(recipient: found.offer.recipient, size: size, worth: found.worth)
    }
    items = needed(items)
    var start = 0
    while start < items.count {
      var end = start + 1
      while end < items.count, items[end].recipient == items[start].recipient { end += 1 }
      add(items[start..<end])
      start = end
    }
  }

  /// What the recursion knows of an offer.
  private struct Item {
    let recipient: Int32
    /// Its share in whole steps.
    let size: Int
    let worth: Int64
  }

  /// Without those that no best set needs: as many others as a set has people at most take no more and are worth no
  /// less, so that one of them is left to stand in its place; or another one of the same recipient does.
  private func needed(_ items: [Item]) -> [Item] {
    guard let least = items.lazy.map(\.size).min(), least > 0 else { return items }
    let people = steps / least
    var isNeeded = [Bool](repeating: true, count: items.count)
    // The best of different recipients so far, by falling worth.
    var best: [Item] = []
    for index in bySize(items) {
      let item = items[index]
      let own = best.firstIndex { $0.recipient == item.recipient }
      if let place = own ?? (best.count == people ? people - 1 : nil) {
        if best[place].worth >= item.worth {
          isNeeded[index] = false
          continue
        }
        best.remove(at: place)
      }
      best.insert(item, at: best.firstIndex { $0.worth < item.worth } ?? best.count)
    }
    return items.indices.filter { isNeeded[$0] }.map { items[$0] }
  }

  /// The places of items by rising size.
  private func bySize(_ items: [Item]) -> [Int] {
    var next = [Int](repeating: 0, count: steps + 2)
    for item in items { next[item.size + 1] += 1 }
    for size in 0...steps { next[size + 1] += next[size] }
    var places = [Int](repeating: 0, count: items.count)
    for (place, item) in items.enumerated() {
      places[next[item.size]] = place
      next[item.size] += 1
    }
    return places
  }

  /// One recipient's offers, of which a set has at most one.
  private mutating func add(_ own: ArraySlice<Item>) {
    if own.count == 1, let item = own.first {
      var place = steps
      while place >= item.size {
        most[place] = max(most[place], most[place - item.size] &+ item.worth)
        place -= 1
      }
      return
    }
    var place = steps
    while place >= 0 {
      var best = most[place]
      for item in own where item.size <= place { best = max(best, most[place - item.size] &+ item.worth) }
      most[place] = best
      place -= 1
    }
  }

  /// A share in whole steps, rounded down; a hair less, so that sums of shares rounded up do not count more.
  @inline(__always)
  static func step(_ share: Double, of steps: Int) -> Int { Int(share * Double(steps) * (1 - 1e-12)) }

  @inline(__always)
  private func step(_ share: Double) -> Int { Filling.step(share, of: steps) }

  /// The most that offers are worth that fit into so much of islets and cells together.
  @inline(__always)
  func within(_ islets: Int64, _ cells: Int64) -> Int64 {
    most[min(steps, Int(measure.share(islets, cells) * Double(steps) * (1 + 1e-12)))]
  }

  /// The most that others are worth beside an offer.
  func beside(_ offer: Offer) -> Int64 {
    let left = steps - step(measure.share(offer))
    return left >= 0 ? most[left] : 0
  }

  /// By the step of an offer's share, how much it may be worth at most to be in no set worth `target`, nor any others
  /// like it together; never falling. No offer takes less than `leastShare`.
  ///
  /// Alone it may be worth what the others leave to the target, and no more than the best that is known to fit where
  /// it would: better ones ought to be known, and what the small ones may not be worth, the large ones beside them may.
  /// Several share the room: from the smallest step on, each may be worth what those below it leave beside it. What is
  /// worth up to `slack` less stays wanted. Cost: about the square of the steps.
  func least(for target: Double, slack: Double, leastShare: Double) -> [Double] {
    let start = max(1, step(leastShare))
    let target = target - slack
    guard start <= steps else { return Array(repeating: target, count: steps + 1) }
    func room(_ step: Int) -> Double { target - Double(most[steps - step]) }
    func known(_ step: Int) -> Double {
      most[step] > 0 ? Double(most[step]) : target * Double(step) / Double(steps)
    }
    var least = [Double](repeating: 0, count: steps + 1)
    // What the unwanted of smaller shares are worth at most together, by the steps that they take.
    var together = [Double](repeating: 0, count: steps + 1)
    for step in start...steps {
      var own = known(step)
      var count = 1
      while count * step <= steps {
        var left = Double.infinity
        for others in 0...(steps - count * step) {
          left = min(left, room(count * step + others) - together[others])
        }
        own = min(own, left / Double(count))
        count += 1
      }
      least[step] = own
      if own <= 0 { continue }
      for place in step...steps { together[place] = max(together[place], together[place - step] + own) }
    }
    // Shares are rounded down here and there: a greater share must not be let pass for less.
    for step in stride(from: steps - 1, through: 0, by: -1) {
      least[step] = step < start ? least[start] : min(least[step], least[step + 1])
    }
    return least
  }

  /// Whether sets with unwanted offers are worth no more than `target`: the unwanted ones by a knapsack of their
  /// own, in which each is worth as much as the edge lets pass, the others by `most`. No offer takes less than
  /// `leastShare`.
  func shows(_ edge: Edge, enoughFor target: Int64, leastShare: Double) -> Bool {
    // A flawless comparison of sums of rounded numbers needs some room.
    let target = Double(target) - 2
    let least = step(leastShare)
    let worth = (0...steps).map { $0 < least ? 0 : edge.most(inStep: $0, of: steps) }
    guard let first = worth.firstIndex(where: { $0 > 0 }) else { return true }
    if first == 0 { return false }
    var unwanted = [Double](repeating: 0, count: steps + 1)
    for step in first...steps {
      var best = unwanted[step - 1]
      for own in first...step { best = max(best, worth[own] + unwanted[step - own]) }
      unwanted[step] = best
      if best + Double(most[steps - step]) > target { return false }
    }
    return true
  }
}
