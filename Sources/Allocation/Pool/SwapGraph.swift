import TandemPolicy
import TandemRegistry

/// What a donor may do: take the one node and leave the other.
struct Swap: Sendable, Equatable {
  /// The donor; -1 where a bed changes hands without one.
  var donor: Int32
  var taken: Int32
  var left: Int32
  /// What the plan gains, in units of prices.
  var gain: Int64
}

/// Who and what could change hands in a plan: nobody, beds, and people in a bed.
struct SwapGraph: Sendable {
  /// A person in a bed.
  struct Place: Sendable, Hashable {
    var recipient: Int32
    var bed: Int32
  }

  /// The node of nobody.
  static let nobody: Int32 = 0

  /// What each node is worth to begin with: its price, with the sign of a debt.
  let labels: [Int64]
  private let bedCount: Int
  /// The people of the nodes after those of beds, ascending.
  private let places: [Place]
  /// Whom each donor might take, ascending.
  private var wanted: [[Int32]] = []

  init(_ wanted: [[Offer]], _ state: PoolState, _ board: PriceBoard) {
    bedCount = board.bed.count
    var places: Set<Place> = []
    for offers in wanted + state.chosen {
      for offer in offers { places.insert(Place(recipient: offer.recipient, bed: Int32(state.place(offer)))) }
    }
    self.places = places.sorted { ($0.recipient, $0.bed) < ($1.recipient, $1.bed) }
    labels =
      [0] + board.bed.map { -$0 }
      + self.places.map { -board.recipient[Int($0.recipient)] - board.bed[Int($0.bed)] }
    self.wanted = wanted.map { offers in Set(offers.map { node($0, state) }).sorted() }
  }

  private func node(ofBed bed: Int32) -> Int32 { bed + 1 }

  private func node(_ offer: Offer, _ state: PoolState) -> Int32 {
    let wanted = (offer.recipient, Int32(state.place(offer)))
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if (places[middle].recipient, places[middle].bed) < wanted { low = middle + 1 } else { high = middle }
    }
    return Int32(1 + bedCount + low)
  }

  private func place(_ node: Int32) -> Place { places[Int(node) - 1 - bedCount] }

  /// What changes hands without a donor: beds for those who have none, of those who leave, and beds that stay empty.
  func moves(_ state: PoolState) -> [Swap] {
    var moves: [Swap] = []
    for bed in 0..<bedCount {
      let node = node(ofBed: Int32(bed))
      moves.append(Swap(donor: -1, taken: node, left: SwapGraph.nobody, gain: 0))
      if state.beds[bed] > 0 { moves.append(Swap(donor: -1, taken: SwapGraph.nobody, left: node, gain: 0)) }
    }
    for (index, place) in places.enumerated() {
      let (node, bed) = (Int32(1 + bedCount + index), node(ofBed: place.bed))
      if state.donorOf[Int(place.recipient)] < 0 {
        moves.append(Swap(donor: -1, taken: bed, left: node, gain: 0))
      } else {
        moves.append(Swap(donor: -1, taken: node, left: bed, gain: 0))
      }
    }
    return moves
  }

  /// All that a donor may do alone.
  func swaps(of donor: Int, _ list: Shortlist, _ state: PoolState) -> [Swap] {
    let own = state.chosen[donor].map { node($0, state) }
    let places = own.map { place($0) }
    let value = best(list, places)?.value ?? 0
    var swaps: [Swap] = []
    func add(_ taken: Int32, _ left: Int32, _ set: [Place]) -> Bool {
      guard let best = best(list, set) else { return false }
      swaps.append(Swap(donor: Int32(donor), taken: taken, left: left, gain: best.value - value))
      return true
    }
    for (index, left) in own.enumerated() {
      var others = places
      others.remove(at: index)
      _ = add(SwapGraph.nobody, left, others)
    }
    for taken in wanted[donor] {
      let new = place(taken)
      if places.contains(where: { $0.recipient == new.recipient }) { continue }
      if add(taken, SwapGraph.nobody, places + [new]) { continue }
      for (index, left) in own.enumerated() {
        var others = places
        others.remove(at: index)
        _ = add(taken, left, others + [new])
      }
    }
    return swaps
  }

  /// The offers of a donor after a swap.
  func set(after swap: Swap, _ list: Shortlist, _ state: PoolState) -> [Offer]? {
    var people = state.chosen[Int(swap.donor)].map { node($0, state) }
    people.removeAll { $0 == swap.left }
    if swap.taken != SwapGraph.nobody { people.append(swap.taken) }
    return best(list, people.map { place($0) })?.places.map { list.offers[$0] }
  }

  /// The best offers for exactly these people; nil where they do not fit together.
  private func best(_ list: Shortlist, _ people: [Place]) -> (value: Int64, places: [Int])? {
    var best: (value: Int64, places: [Int])?
    var path: [Int] = []
    func extend(_ value: Int64, _ islets: Int64, _ cells: Int64) {
      if path.count == people.count {
        if value > best?.value ?? -1 { best = (value, path) }
        return
      }
      let person = people[path.count]
      var place = list.first(of: person.recipient)
      while place < list.entries.count, list.entries[place].recipient == person.recipient {
        let entry = list.entries[place]
        if entry.bed == person.bed, entry.islets <= islets, entry.cells <= cells {
          path.append(place)
          extend(value + entry.value, islets - entry.islets, cells - entry.cells)
          path.removeLast()
        }
        place += 1
      }
    }
    extend(0, list.stock.isletCapacity, list.stock.cellCapacity)
    return best
  }
}
