/// A depth-first search for bundles among the groups of one owner, claimant by claimant in the order of their rates.
///
/// Most of pricing's time goes here, so it reads records in memory that stands still while it runs.
struct PricerSearch {
  /// A claimant, with what bounds the search from it on.
  struct Group {
    /// The best value per share of the rents.
    var rate: Double
    /// The greatest value of this group, and of this and those behind it.
    var top: Double
    var topFrom: Double
    /// Sum of the surpluses of this group and those behind it.
    var surplusFrom: Double
    var firstItem: Int
    var firstStep: Int
  }

  struct Item {
    var value: Double
    /// How much of the rents' room it fills.
    var share: Double
  }

  /// A step of a group's levels.
  struct Step {
    var rate: Double
    var value: Double
    var share: Double
    var group: Int
  }

  /// What a search reads. Groups and steps end with one that only marks the end.
  struct Memory {
    var groups: [Group] = []
    var items: [Item] = []
    var steps: [Step] = []
    /// As many as there are resources of each: what is left, the rents a unit, the least weights of each group, those
    /// of each group and all behind it, the weights of the items. Then the price of each cut.
    var numbers: [Double] = []
    /// How often each cut is touched; by item, the place of the first cut it touches; by place, the cut; by place, how
    /// often. Then, by depth, the items taken.
    var marks: [Int32] = []
    var cutCount = 0
    var touchCount = 0

    mutating func removeAll() {
      groups.removeAll(keepingCapacity: true)
      items.removeAll(keepingCapacity: true)
      steps.removeAll(keepingCapacity: true)
      numbers.removeAll(keepingCapacity: true)
      marks.removeAll(keepingCapacity: true)
      cutCount = 0
      touchCount = 0
    }

    /// Adds the cuts that have a price, as the items touch them; the last thing to be added.
    mutating func add(_ cuts: CutPrices, _ slots: [Int32], of owner: Int, _ layout: Layout) {
      cutCount = cuts.price.count
      numbers += cuts.price
      marks += repeatElement(0, count: cutCount)
      for cut in cuts.index.cuts(of: owner) { marks[Int(cut)] = 1 }
      var touched: [Int32] = []
      var times: [Int32] = []
      for slot in slots {
        marks.append(Int32(touched.count))
        cuts.index.touched(by: Int(slot), layout) { cut, count in
          if cuts.price[Int(cut)] == 0 { return }
          touched.append(cut)
          times.append(count)
        }
      }
      marks.append(Int32(touched.count))
      touchCount = touched.count
      marks += touched
      marks += times
    }

    mutating func withGround(dimensions: Int, _ body: (Ground) -> Void) {
      let cutCount = cutCount
      let touchCount = touchCount
      let pathStart = marks.count
      marks += repeatElement(0, count: groups.count)
      groups.withUnsafeBufferPointer { groups in
        items.withUnsafeBufferPointer { items in
          steps.withUnsafeBufferPointer { steps in
            numbers.withUnsafeMutableBufferPointer { numbers in
              marks.withUnsafeMutableBufferPointer { marks in
                let left = numbers.baseAddress!
                let numbers = UnsafePointer(left)
                let weight = numbers + 2 * groups.count * dimensions
                let hits = marks.baseAddress!
                let firstTouch = UnsafePointer(hits + cutCount)
                let touched = firstTouch + items.count + 1
                body(
                  Ground(
                    groups: groups, items: items, steps: steps, left: left, unitRent: numbers + dimensions,
                    least: numbers + 2 * dimensions, leastFrom: numbers + (1 + groups.count) * dimensions,
                    weight: weight, path: hits + pathStart, hasCuts: touchCount > 0,
                    cutPrice: weight + items.count * dimensions, cutHits: hits, firstTouch: firstTouch,
                    touched: touched, times: touched + touchCount))
              }
            }
          }
        }
      }
    }
  }

  /// A memory that stands still.
  struct Ground {
    var groups: UnsafeBufferPointer<Group>
    var items: UnsafeBufferPointer<Item>
    var steps: UnsafeBufferPointer<Step>
    var left: UnsafeMutablePointer<Double>
    var unitRent: UnsafePointer<Double>
    var least: UnsafePointer<Double>
    var leastFrom: UnsafePointer<Double>
    var weight: UnsafePointer<Double>
    var path: UnsafeMutablePointer<Int32>
    var hasCuts: Bool
    var cutPrice: UnsafePointer<Double>
    var cutHits: UnsafeMutablePointer<Int32>
    var firstTouch: UnsafePointer<Int32>
    var touched: UnsafePointer<Int32>
    var times: UnsafePointer<Int32>
  }

  let ground: Ground
  let dimensions: Int
  let tables: [FillingTable]
  let isCollecting: Bool
  let collectLimit: Int
  /// In a search for the best, a branch must beat the cutoff; when collecting, reach it. Values are whole, and cutoffs
  /// are whole or half a unit below, so a quarter leaves room for what bounds lose by rounding.
  private let margin: Double
  private let groupCount: Int
  private let stepCount: Int
  /// What must be beaten, or reached when collecting.
  var cutoff: Double
  var nodesLeft: Int
  /// The best selection met, as items; nil when none beat the cutoff.
  private(set) var best: [Int32]?
  var collected: [(value: Double, items: [Int32])] = []
  /// Whether more bundles were met than are wanted.
  private(set) var hasDropped = false
  private var depth = 0

  init(
    _ ground: Ground, dimensions: Int, tables: [FillingTable], isCollecting: Bool, collectLimit: Int,
    cutoff: Double, nodesLeft: Int
  ) {
    self.ground = ground
    self.dimensions = dimensions
    self.tables = tables
    self.isCollecting = isCollecting
    self.collectLimit = collectLimit
    self.cutoff = cutoff
    self.nodesLeft = nodesLeft
    margin = isCollecting ? -0.5 : 0.25
    groupCount = ground.groups.count - 1
    stepCount = ground.steps.count - 1
  }

  mutating func run() { descend(from: 0, worth: 0, room: 1) }

  private var taken: [Int32] { (0..<depth).map { ground.path[$0] } }

  private mutating func record(_ worth: Double) {
    if isCollecting {
      if worth >= cutoff, depth > 0 {
        collected.append((worth, taken))
        if collected.count >= 2 * collectLimit + 16, PricerSearch.keepBest(collectLimit, of: &collected) {
          cutoff = max(cutoff, collected.last?.value ?? cutoff)
          hasDropped = true
        }
      }
    } else if worth > cutoff {
      cutoff = worth
      best = taken
    }
  }

  /// Forgets all but the best `limit` bundles; true when there were more.
  static func keepBest(_ limit: Int, of collected: inout [(value: Double, items: [Int32])]) -> Bool {
    collected.sort {
      $0.value == $1.value ? $0.items.lexicographicallyPrecedes($1.items) : $0.value > $1.value
    }
    if collected.count <= limit { return false }
    collected.removeLast(collected.count - limit)
    return true
  }

  /// Tries every way to go on from group `from`; `room` is what is left of the surrogate.
  private mutating func descend(from: Int, worth: Double, room: Double) {
    record(worth)
    nodesLeft -= 1
    if from >= groupCount { return }
    let dim = dimensions
    var rented = worth
    for k in 0..<dim { rented += ground.unitRent[k] * ground.left[k] }
    rented += abs(rented) * 1e-12
    // How many more can fit at all; the last one or two decide most of the work.
    var most = 1e9
    for k in 0..<dim {
      let least = ground.leastFrom[from * dim + k]
      if least > 0 { most = min(most, (ground.left[k] / least).rounded(.down)) }
    }
    if most < 1 { return }
    var group = from
    while group < groupCount {
      if nodesLeft <= 0 { return }
      let target = cutoff + margin
      let here = ground.groups[group]
      if worth + max(0, room * here.rate) < target { return }
      if rented + here.surplusFrom < target { return }
      if worth + max(0, most * here.topFrom) < target { return }
      // A claimant of negative value must be made up for by what is there already.
      if here.top < 0 && worth + here.top < target || !groupFits(group) {
        group += 1
        continue
      }
      for table in tables {
        let (rest, cell) = table.entry(ground.left)
        if worth + table.bound(from: group, rest, cell) < target { return }
      }
      if !mayReach(from: group, worth: worth, room: room, target: target) { return }
      for item in here.firstItem..<ground.groups[group + 1].firstItem where itemFits(item) {
        let weight = ground.weight + item * dim
        for k in 0..<dim { ground.left[k] -= weight[k] }
        ground.path[depth] = Int32(truncatingIfNeeded: item)
        depth += 1
        let taken = ground.items[item]
        let paid = ground.hasCuts ? touch(item, 1) : 0
        descend(from: group + 1, worth: worth + taken.value - paid, room: max(0, room - taken.share))
        if ground.hasCuts { _ = touch(item, -1) }
        depth -= 1
        for k in 0..<dim { ground.left[k] += weight[k] }
      }
      group += 1
    }
  }

  /// Touches the cuts of an item, or lets them go again, and returns what that costs.
  private func touch(_ item: Int, _ sign: Int32) -> Double {
    var sum = 0.0
    for place in Int(ground.firstTouch[item])..<Int(ground.firstTouch[item + 1]) {
      let cut = Int(ground.touched[place])
      let hits = ground.cutHits[cut]
      let next = hits + sign * ground.times[place]
      ground.cutHits[cut] = next
      sum += ground.cutPrice[cut] * Double((next >> 1) - (hits >> 1))
    }
    return sum
  }

  @inline(__always)
  private func itemFits(_ item: Int) -> Bool {
    for k in 0..<dimensions where ground.weight[item * dimensions + k] > ground.left[k] { return false }
    return true
  }

  @inline(__always)
  private func groupFits(_ group: Int) -> Bool {
    for k in 0..<dimensions where ground.least[group * dimensions + k] > ground.left[k] { return false }
    return true
  }

  /// Whether the fractional filling with the steps of the groups from `from` on that still fit reaches `target`.
  @inline(__always)
  private func mayReach(from: Int, worth: Double, room: Double, target: Double) -> Bool {
    var sum = worth
    var room = room * (1 + 1e-9)
    var step = ground.groups[from].firstStep
    while step < stepCount {
      if sum >= target { return true }
      let next = ground.steps[step]
      if sum + room * next.rate < target { return false }
      if next.group >= from, groupFits(next.group) {
        if next.share >= room { return sum + room * next.rate >= target }
        sum += next.value
        room -= next.share
      }
      step += 1
    }
    return sum >= target
  }
}
