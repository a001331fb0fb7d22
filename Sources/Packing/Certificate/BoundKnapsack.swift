/// The verifier's own knapsack: the greatest worth of items that fit several resources, with at most one item
/// a claimant, less the price of each cut that has two of its claimants in the selection. All in integers.
///
/// Branch and bound on items sorted by worth per *effort*; effort is one whole-number mixture of the
/// resources, so `worth so far + worth per effort * effort left` is above every completion. The mixture with
/// the lowest bound among a few is taken. Cuts only lower the worth of a selection, so bounds that do not
/// look at them stay valid.
struct BoundKnapsack {
  private let cutPrices: [Int128]
  private var claimant: [Int] = []
  private var worth: [Int128] = []
  private var cuts: [[Int]] = []
  private var useStart: [Int] = []
  private var useResource: [Int] = []
  private var useAmount: [Int64] = []
  private var resources: [Int] = []
  private var capacity: [Int64] = []

  // In search order.
  private var order: [Int] = []
  private var effort: [Int128] = []
  private var left: [Int64] = []
  private var chosen: [Int] = []
  private var found: Int128 = 0

  init(cutPrices: [Int128]) { self.cutPrices = cutPrices }

  /// Forgets the items of the owner before.
  mutating func start() {
    claimant.removeAll(keepingCapacity: true)
    worth.removeAll(keepingCapacity: true)
    cuts.removeAll(keepingCapacity: true)
    useStart.removeAll(keepingCapacity: true)
    useResource.removeAll(keepingCapacity: true)
    useAmount.removeAll(keepingCapacity: true)
    resources.removeAll(keepingCapacity: true)
    capacity.removeAll(keepingCapacity: true)
  }

  mutating func add(claimant: Int, worth: Int128, cuts: [Int]) {
    self.claimant.append(claimant)
    self.worth.append(worth)
    self.cuts.append(cuts)
    useStart.append(useResource.count)
  }

  /// Lets the item added last use a resource.
  mutating func use(resource: Int, amount: Int64, capacity: Int64) {
    var place = resources.firstIndex(of: resource)
    if place == nil {
      place = resources.count
      resources.append(resource)
      self.capacity.append(capacity)
    }
    useResource.append(place!)
    useAmount.append(amount)
  }

  private func uses(_ item: Int) -> Range<Int> {
    useStart[item]..<(item + 1 < useStart.count ? useStart[item + 1] : useResource.count)
  }

  /// The greatest worth.
  mutating func best() -> Int128 {
    found = 0
    let items = claimant.indices.filter { item in
      uses(item).allSatisfy { useAmount[$0] <= capacity[useResource[$0]] }
    }
    if items.isEmpty { return 0 }
    chooseEffort(items)
    found = greedy()
    dropHopeless()
    left = capacity
    chosen.removeAll(keepingCapacity: true)
    search(from: 0, worth: 0, room: BoundKnapsack.whole * Int128(max(1, resources.count)))
    return found
  }

  /// The effort that fills every resource is `whole` times the number of resources.
  private static let whole: Int128 = 1 << 40

  /// Tries mixtures of the resources in tenths and keeps the one with the lowest fractional bound.
  private mutating func chooseEffort(_ items: [Int]) {
    let count = max(1, resources.count)
    var mixtures: [[Int128]] = []
    if count == 2 {
      for tenth in 0...10 { mixtures.append([Int128(tenth), Int128(10 - tenth)]) }
    } else {
      mixtures.append([Int128](repeating: 10 / Int128(min(count, 10)), count: count))
      for place in 0..<count where count > 1 {
        var single = [Int128](repeating: 0, count: count)
        single[place] = 10
        mixtures.append(single)
      }
    }
    var lowest: Int128?
    for mixture in mixtures {
      let total = max(1, mixture.reduce(0, +))
      // Rounded down, so that what fits the resources always fits the effort.
      let tried = items.map { item -> Int128 in
        var sum: Int128 = 0
        for position in uses(item) {
          let place = useResource[position]
          if capacity[place] > 0 {
            sum +=
              mixture[place] * Int128(count) * BoundKnapsack.whole * Int128(useAmount[position])
              / (total * Int128(capacity[place]))
          }
        }
        return sum
      }
      let sorted = items.indices.sorted { first, second in
        let one = worth[items[first]] * max(1, tried[second])
        let two = worth[items[second]] * max(1, tried[first])
        return one == two ? first < second : one > two
      }
      var room = BoundKnapsack.whole * Int128(count)
      var bound: Int128 = 0
      for place in sorted {
        if tried[place] > room {
          bound += worth[items[place]] * room / tried[place] + 1
          break
        }
        room -= tried[place]
        bound += worth[items[place]]
      }
      if lowest == nil || bound < lowest! {
        lowest = bound
        order = sorted.map { items[$0] }
        effort = sorted.map { tried[$0] }
      }
    }
  }

  private func charge(_ item: Int) -> Int128 {
    var sum: Int128 = 0
    for cut in cuts[item] {
      // The second member pays; a third pays no more, since two or three count once.
      var members = 0
      for other in chosen where cuts[other].contains(cut) { members += 1 }
      if members == 1 { sum += cutPrices[cut] }
    }
    return sum
  }

  private func fits(_ item: Int) -> Bool {
    for position in uses(item) where useAmount[position] > left[useResource[position]] { return false }
    for other in chosen where claimant[other] == claimant[item] { return false }
    return true
  }

  private mutating func take(_ item: Int) {
    for position in uses(item) { left[useResource[position]] -= useAmount[position] }
    chosen.append(item)
  }

  private mutating func giveBack(_ item: Int) {
    chosen.removeLast()
    for position in uses(item) { left[useResource[position]] += useAmount[position] }
  }

  private mutating func greedy() -> Int128 {
    left = capacity
    chosen.removeAll(keepingCapacity: true)
    var sum: Int128 = 0
    for item in order where fits(item) {
      let gain = worth[item] - charge(item)
      if gain <= 0 { continue }
      sum += gain
      take(item)
    }
    return sum
  }

  /// Drops items that cannot be in a selection better than `found`: with the critical item's rate as the price
  /// of effort, an item whose worth falls short of its effort by more than the slack of the bound.
  private mutating func dropHopeless() {
    var room = BoundKnapsack.whole * Int128(max(1, resources.count))
    var critical: Int?
    for (place, amount) in effort.enumerated() {
      if amount > room {
        critical = place
        break
      }
      room -= amount
    }
    guard let critical, effort[critical] > 0 else { return }
    let top = worth[order[critical]]
    let per = effort[critical]
    // Everything times `per`: bound = room * top + sum of positive (worth * per - effort * top).
    var bound = BoundKnapsack.whole * Int128(max(1, resources.count)) * top
    var gain: [Int128] = []
    for (place, item) in order.enumerated() {
      let surplus = worth[item] * per - effort[place] * top
      gain.append(surplus)
      if surplus > 0 { bound += surplus }
    }
    let slack = bound - found * per
    var kept: [Int] = []
    var keptEffort: [Int128] = []
    for place in order.indices where gain[place] + slack >= 0 {
      kept.append(order[place])
      keptEffort.append(effort[place])
    }
    order = kept
    effort = keptEffort
  }

  private mutating func search(from: Int, worth sum: Int128, room: Int128) {
    if sum > found { found = sum }
    var place = from
    while place < order.count {
      let item = order[place]
      if effort[place] > 0 {
        if sum + worth[item] * room / effort[place] <= found { return }
        if !mayBeat(from: place, sum, room) { return }
      }
      if fits(item) {
        let gain = worth[item] - charge(item)
        take(item)
        search(from: place + 1, worth: sum + gain, room: room - effort[place])
        giveBack(item)
      }
      place += 1
    }
  }

  private func mayBeat(from: Int, _ sum: Int128, _ room: Int128) -> Bool {
    var sum = sum
    var room = room
    var place = from
    while place < order.count {
      let item = order[place]
      if fits(item) {
        if effort[place] > room { return sum + worth[item] * room / effort[place] + 1 > found }
        sum += worth[item]
        room -= effort[place]
        if sum > found { return true }
      }
      place += 1
    }
    return sum > found
  }
}
