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
    groupCount = ground.groupCount
    stepCount = ground.stepCount
  }

  mutating func run() {
    if groupCount == 0 { return }
    descend(from: 0, worth: 0, room: 1)
  }

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
    nodesLeft &-= 1
    let dim = dimensions
    // How many more can fit at all; the last one or two decide most of the work.
    var rented = worth
    var most = 1e9
    let least = ground.leastFrom + from &* dim
    for k in 0..<dim {
      rented += ground.unitRent[k] * ground.left[k]
      if ground.left[k] < 2 * least[k] {
        takeOne(from: from, worth: worth, room: room)
        return
      }
      if least[k] > 0 { most = min(most, ground.left[k] / least[k]) }
    }
    most = Double(Int(most))
    rented += abs(rented) * 1e-12
    let others = most - 1
    var group = from
    while group < groupCount {
      if nodesLeft <= 0 { return }
      let target = cutoff + margin
      let here = ground.groups[group]
      if worth + max(0, room * here.rate) < target { return }
      if rented + here.surplusFrom < target { return }
      if worth + max(0, most * here.topFrom) < target { return }
      // A claimant of negative value must be made up for by what is there already, one of little by those behind it.
      let behind = ground.groups[group &+ 1]
      let top = others * max(0, behind.topFrom)
      if worth + here.top + top < target || !groupFits(group) {
        group &+= 1
        continue
      }
      for table in tables {
        let (rest, cell) = table.entry(ground.left)
        if worth + table.bound(from: group, rest, cell) < target { return }
      }
      if !mayReach(from: group, worth: worth, room: room, target: target) { return }
      let leastBehind = ground.leastFrom + (group &+ 1) &* dim
      for item in here.firstItem..<behind.firstItem {
        let weight = weight(item)
        if !fits(weight) { continue }
        let taken = ground.items[item]
        let next = worth + taken.value
        let left = max(0, room - taken.share)
        let isEnd = group + 1 == groupCount || !fits(weight, leaving: leastBehind)
        if next + (isEnd ? 0 : min(top, left * max(0, behind.rate))) < target {
          nodesLeft &-= 1
          continue
        }
        let paid = ground.hasCuts ? touch(item, 1) : 0
        ground.path[depth] = Int32(truncatingIfNeeded: item)
        depth &+= 1
        if isEnd {
          record(next - paid)
          nodesLeft &-= 1
        } else {
          take(weight, 1)
          descend(from: group &+ 1, worth: next - paid, room: left)
          take(weight, -1)
        }
        if ground.hasCuts { _ = touch(item, -1) }
        depth &-= 1
      }
      group &+= 1
    }
  }

  /// Tries every last item from group `from` on, where no two more can fit.
  private mutating func takeOne(from: Int, worth: Double, room: Double) {
    var target = cutoff + margin
    for group in from..<groupCount {
      if nodesLeft <= 0 { return }
      let here = ground.groups[group]
      if worth + here.topFrom < target || worth + max(0, room * here.rate) < target { return }
      if worth + here.top < target { continue }
      for item in here.firstItem..<ground.groups[group &+ 1].firstItem {
        let value = ground.items[item].value
        if worth + value < target { break }
        if !fits(weight(item)) { continue }
        nodesLeft &-= 1
        var paid = 0.0
        if ground.hasCuts {
          paid = touch(item, 1)
          _ = touch(item, -1)
        }
        ground.path[depth] = Int32(truncatingIfNeeded: item)
        depth &+= 1
        record(worth + value - paid)
        depth &-= 1
        target = cutoff + margin
      }
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
  private func weight(_ item: Int) -> UnsafePointer<Double> { ground.weight + item &* dimensions }

  /// Whether as much as this is left. Nearly all owners have two resources, so these are spelt out.
  @inline(__always)
  private func fits(_ weight: UnsafePointer<Double>) -> Bool {
    if dimensions == 2 { return weight[0] <= ground.left[0] && weight[1] <= ground.left[1] }
    for k in 0..<dimensions where weight[k] > ground.left[k] { return false }
    return true
  }

  /// Whether an item of this weight leaves as much as `least`.
  @inline(__always)
  private func fits(_ weight: UnsafePointer<Double>, leaving least: UnsafePointer<Double>) -> Bool {
    if dimensions == 2 {
      return least[0] <= ground.left[0] - weight[0] && least[1] <= ground.left[1] - weight[1]
    }
    for k in 0..<dimensions where least[k] > ground.left[k] - weight[k] { return false }
    return true
  }

  @inline(__always)
  private func take(_ weight: UnsafePointer<Double>, _ sign: Double) {
    if dimensions == 2 {
      ground.left[0] -= sign * weight[0]
      ground.left[1] -= sign * weight[1]
    } else {
      for k in 0..<dimensions { ground.left[k] -= sign * weight[k] }
    }
  }

  @inline(__always)
  private func groupFits(_ group: Int) -> Bool { fits(ground.least + group &* dimensions) }

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
      step &+= 1
    }
    return sum >= target
  }
}
