#if canImport(Glibc)
  import Glibc
#endif

/// Prices of everything that ties owners together: one a claimant, one a coupling. Scaled, integral.
struct Prices: Sendable, Equatable {
  var claimant: [Double]
  var coupling: [Double]
}

/// Exact pricing of one owner: the bundle of greatest reduced value, or all bundles above a cutoff.
///
/// A bundle is a multiple-choice knapsack over the owner's resources: at most one slot a claimant, every
/// resource within its capacity. With *rents* `p` on the resources (a price on the whole capacity of each),
///
///     best <= sum p  +  sum over claimants of max(0, reduced value - sum p * weight / capacity),
///
/// so a slot whose surplus at these rents is below `cutoff - bound` is in no bundle worth having (reduced-cost
/// fixing, Dembo and Hammer 1980). Rents are kept from call to call, which leaves a few dozen of thousands of
/// slots after one pass. Those are searched depth first, claimant by claimant in the order of value per share of
/// the rents (a surrogate constraint, Glover 1975). A branch ends when the rents' bound on what is left, or the
/// fractional filling of the surrogate by the steps of each claimant's levels (the linear multiple-choice
/// knapsack: Sinha and Zoltners 1979), cannot beat the cutoff.
///
/// Costs O(slots) for the pass, and in practice O(survivors log survivors) for the rest. The depth-first
/// search stops after `nodeLimit` nodes; the result is then an upper bound and the best bundle met.
struct Pricer {
  private let layout: Layout
  private let dimensions: Int
  let owners: Range<Int>
  /// Rents by owner and resource, in scaled value for the whole capacity.
  private var rent: [Double]
  /// The bundle found last for each owner: a first lower bound for the next time.
  private var last: [[Int32]]
  var nodeLimit = 200_000
  private(set) var nodesVisited = 0

  // Scratch for the owner in hand, and its place among the owners.
  private var place = 0
  private var reduced: [Double] = []
  private var surplus: [Double] = []
  private var survivors: [Int32] = []
  private var order: [Int32] = []
  // Items are slots worth looking at, group by group; a group is one claimant.
  private var itemSlot: [Int32] = []
  private var itemValue: [Double] = []
  private var itemShare: [Double] = []
  private var itemWeight: [Double] = []
  private var groupStart: [Int] = []
  private var groupRate: [Double] = []
  private var groupTop: [Double] = []
  private var groupLeast: [Double] = []
  /// Sum of the surpluses of this group and those behind it.
  private var surplusFrom: [Double] = []
  /// The greatest value and the least weights of this group and those behind it.
  private var topFrom: [Double] = []
  private var leastFrom: [Double] = []
  private var stepGroup: [Int32] = []
  private var stepValue: [Double] = []
  private var stepShare: [Double] = []
  private var stepRate: [Double] = []
  /// Where the first step of a group stands among all steps.
  private var firstStep: [Int] = []
  private var unitRent: [Double] = []
  private var left: [Double] = []
  private var taken: [Int32] = []
  private var bestTaken: [Int32] = []
  private var cutoff = 0.0
  private var collecting = false
  private var collectLimit = 0
  private var collected: [(value: Double, items: [Int32])] = []
  private var nodesLeft = 0
  private var isWhole = true

  /// A pricer for some of the owners.
  init(_ layout: Layout, owners: Range<Int>) {
    self.layout = layout
    self.owners = owners
    dimensions = layout.dimensions
    rent = [Double](repeating: -1, count: owners.count * layout.dimensions)
    last = [[Int32]](repeating: [], count: owners.count)
  }

  /// What pricing found for one owner.
  struct Result {
    /// No bundle of the owner is worth more than this (scaled).
    var bound: Double
    /// The reduced value of `slots`; equals `bound` unless the node limit was met.
    var value: Double
    var slots: [Int32]
  }

  /// The best bundle at `prices`. Slots with `banned[slot]` are left out.
  mutating func best(of owner: Int, at prices: Prices, banned: [Bool] = []) -> Result {
    collecting = false
    let upper = prepare(owner, prices, banned, cutoff: nil)
    bestTaken.removeAll(keepingCapacity: true)
    nodesLeft = nodeLimit
    let floor = cutoff
    search(from: 0, worth: 0, room: agreedRoom(owner))
    nodesVisited += nodeLimit - nodesLeft
    var slots = bestTaken.map { itemSlot[Int($0)] }
    if slots.isEmpty && floor > 0 { slots = last[place] }
    slots.sort()
    last[place] = slots
    let first = layout.start[owner]
    var value = 0.0
    for slot in slots { value += reduced[Int(slot) - first] }
    return Result(bound: nodesLeft <= 0 ? max(value, upper) : value, value: value, slots: slots)
  }

  /// The bundles worth at least `cutoff` at `prices`, the best `limit` of them when there are more, the best
  /// first. `isWhole` tells whether they are all there are.
  mutating func all(
    of owner: Int, at prices: Prices, cutoff: Double, limit: Int, banned: [Bool] = []
  ) -> (bundles: [(value: Double, slots: [Int32])], isWhole: Bool) {
    collecting = true
    collectLimit = limit
    isWhole = true
    collected.removeAll(keepingCapacity: true)
    _ = prepare(owner, prices, banned, cutoff: cutoff)
    nodesLeft = nodeLimit
    search(from: 0, worth: 0, room: agreedRoom(owner))
    nodesVisited += nodeLimit - nodesLeft
    if nodesLeft <= 0 { isWhole = false }
    keepBest()
    return (collected.map { ($0.value, $0.items.map { itemSlot[Int($0)] }.sorted()) }, isWhole)
  }

  /// Forgets all but the best `collectLimit` bundles and raises the cutoff to the least of them.
  private mutating func keepBest() {
    collected.sort {
      $0.value == $1.value ? $0.items.lexicographicallyPrecedes($1.items) : $0.value > $1.value
    }
    if collected.count > collectLimit {
      collected.removeLast(collected.count - collectLimit)
      cutoff = max(cutoff, collected.last?.value ?? cutoff)
      isWhole = false
    }
  }

  // MARK: The pass over all slots

  /// Fills the scratch for `owner`, sets `cutoff` to what must be beaten, and returns the rents' bound.
  private mutating func prepare(_ owner: Int, _ prices: Prices, _ banned: [Bool], cutoff wanted: Double?)
    -> Double
  {
    place = owner - owners.lowerBound
    let range = layout.slots(of: owner)
    let first = range.lowerBound
    let count = range.count
    let dim = dimensions
    if reduced.count < count {
      reduced = [Double](repeating: 0, count: count)
      surplus = [Double](repeating: 0, count: count)
    }
    readReduced(range, prices, banned)
    if rent[place * dim] < 0 { guessRents(owner, range) }

    // A search for the best needs no slot without a value of its own; a collection may, down to the slack.
    let floor = wanted == nil ? 0 : -Double.greatestFiniteMagnitude
    // Surpluses and the bound at the rents kept from before.
    var perUnit = [Double](repeating: 0, count: dim)
    var upper = 0.0
    for k in 0..<dim {
      let capacity = layout.capacity[owner * dim + k]
      upper += rent[place * dim + k]
      perUnit[k] = capacity > 0 ? rent[place * dim + k] / capacity : 0
    }
    survivors.removeAll(keepingCapacity: true)
    var atClaimant: Int32 = -1
    var bestHere = 0.0
    layout.weight.withUnsafeBufferPointer { weight in
      layout.claimant.withUnsafeBufferPointer { claimant in
        for i in 0..<count {
          var s = reduced[i]
          if s <= floor {
            surplus[i] = -.infinity
            continue
          }
          let slot = first + i
          if dim == 2 {
            s -= perUnit[0] * weight[2 * slot] + perUnit[1] * weight[2 * slot + 1]
          } else {
            for k in 0..<dim { s -= perUnit[k] * weight[slot * dim + k] }
          }
          surplus[i] = s
          if claimant[slot] != atClaimant {
            upper += bestHere
            bestHere = 0
            atClaimant = claimant[slot]
          }
          if s > bestHere { bestHere = s }
        }
      }
    }
    upper += bestHere
    upper *= 1 + 1e-12

    if let wanted {
      cutoff = wanted
    } else {
      cutoff = max(0, worthOfLast(owner, first), worthOfGreedy(owner, range))
    }
    let need = cutoff - upper - 0.5
    for i in 0..<count where surplus[i] >= need { survivors.append(Int32(i)) }
    let sharp = sharpenRents(owner, first) * (1 + 1e-12)
    groupSurvivors(owner, first)
    // A bundle with a slot that did not survive is worth less than the cutoff, any other no more than `sharp`.
    return min(upper, max(cutoff + 0.5, sharp))
  }

  private mutating func readReduced(_ range: Range<Int>, _ prices: Prices, _ banned: [Bool]) {
    let first = range.lowerBound
    let count = range.count
    layout.value.withUnsafeBufferPointer { value in
      layout.claimant.withUnsafeBufferPointer { claimant in
        prices.claimant.withUnsafeBufferPointer { price in
          reduced.withUnsafeMutableBufferPointer { reduced in
            for i in 0..<count { reduced[i] = value[first + i] - price[Int(claimant[first + i])] }
          }
        }
      }
    }
    if !prices.coupling.isEmpty {
      for i in 0..<count {
        for position in layout.couplings(of: first + i) {
          reduced[i] -= prices.coupling[Int(layout.couplingRow[position])] * layout.couplingFactor[position]
        }
      }
    }
    if !banned.isEmpty {
      for i in 0..<count where banned[first + i] { reduced[i] = -.infinity }
    }
  }

  private func worthOfLast(_ owner: Int, _ first: Int) -> Double {
    var sum = 0.0
    for slot in last[place] {
      let value = reduced[Int(slot) - first]
      if value <= 0 { return 0 }
      sum += value
    }
    return sum
  }

  /// The worth of taking what has a surplus, the greatest first, while it fits.
  private mutating func worthOfGreedy(_ owner: Int, _ range: Range<Int>) -> Double {
    let dim = dimensions
    order.removeAll(keepingCapacity: true)
    for i in 0..<range.count where surplus[i] > 0 { order.append(Int32(i)) }
    order.sort { (surplus[Int($1)], $0) < (surplus[Int($0)], $1) }
    left.removeAll(keepingCapacity: true)
    for k in 0..<dim { left.append(layout.capacity[owner * dim + k]) }
    taken.removeAll(keepingCapacity: true)
    var sum = 0.0
    for i in order {
      let slot = range.lowerBound + Int(i)
      var fits = true
      for k in 0..<dim where layout.weight[slot * dim + k] > left[k] { fits = false }
      if !fits || taken.contains(layout.claimant[slot]) { continue }
      for k in 0..<dim { left[k] -= layout.weight[slot * dim + k] }
      taken.append(layout.claimant[slot])
      sum += reduced[Int(i)]
    }
    // Half a unit below, so that the search meets the bundle itself and returns its slots.
    return sum - 0.5
  }

  // MARK: Rents

  /// A first guess: the resources carry equal parts of the rate at which the best slots fill the owner.
  private mutating func guessRents(_ owner: Int, _ range: Range<Int>) {
    let dim = dimensions
    survivors.removeAll(keepingCapacity: true)
    order.removeAll(keepingCapacity: true)
    for i in 0..<range.count where reduced[i] > 0 {
      survivors.append(Int32(i))
      var share = 0.0
      for k in 0..<dim {
        let capacity = layout.capacity[owner * dim + k]
        if capacity > 0 { share += layout.weight[(range.lowerBound + i) * dim + k] / capacity / Double(dim) }
      }
      surplus[i] = share
    }
    order.append(contentsOf: survivors)
    order.sort {
      let one = reduced[Int($0)] * surplus[Int($1)]
      let two = reduced[Int($1)] * surplus[Int($0)]
      return one == two ? $0 < $1 : one > two
    }
    var room = 1.0
    var rate = 0.0
    for i in order {
      rate = reduced[Int(i)] / max(surplus[Int(i)], 1e-12)
      room -= surplus[Int(i)]
      if room <= 0 { break }
    }
    if room > 0 { rate = 0 }
    for k in 0..<dim { rent[place * dim + k] = rate / Double(dim) }
    cutoff = 0
    sharpenRents(owner, range.lowerBound)
  }

  /// Subgradient steps (Polyak 1969) on the rents' bound over the surviving slots. The rents only sharpen
  /// later bounds; any rents give a valid one. Returns the least bound met.
  @discardableResult
  private mutating func sharpenRents(_ owner: Int, _ first: Int) -> Double {
    let dim = dimensions
    if survivors.isEmpty { return 0 }
    var at = [Double](repeating: 0, count: dim)
    var slope = [Double](repeating: 0, count: dim)
    for k in 0..<dim { at[k] = rent[place * dim + k] }
    var best = Double.infinity
    for _ in 0..<12 {
      var value = 0.0
      for k in 0..<dim {
        slope[k] = 1
        value += at[k]
      }
      var position = 0
      while position < survivors.count {
        // The best slot of one claimant.
        let claimant = layout.claimant[first + Int(survivors[position])]
        var bestSurplus = 0.0
        var bestSlot = -1
        while position < survivors.count, layout.claimant[first + Int(survivors[position])] == claimant {
          let i = Int(survivors[position])
          var s = reduced[i]
          for k in 0..<dim {
            let capacity = layout.capacity[owner * dim + k]
            if capacity > 0 { s -= at[k] * layout.weight[(first + i) * dim + k] / capacity }
          }
          if s > bestSurplus {
            bestSurplus = s
            bestSlot = first + i
          }
          position += 1
        }
        value += bestSurplus
        if bestSlot >= 0 {
          for k in 0..<dim {
            let capacity = layout.capacity[owner * dim + k]
            if capacity > 0 { slope[k] -= layout.weight[bestSlot * dim + k] / capacity }
          }
        }
      }
      if value < best {
        best = value
        for k in 0..<dim { rent[place * dim + k] = at[k] }
      }
      var norm = 0.0
      for k in 0..<dim where at[k] > 0 || slope[k] < 0 { norm += slope[k] * slope[k] }
      if norm < 1e-9 || value <= cutoff { return best }
      let step = 0.8 * (value - cutoff) / norm
      for k in 0..<dim { at[k] = max(0, at[k] - step * slope[k]) }
    }
    return best
  }

  // MARK: Depth first

  /// Puts the survivors into groups by claimant, the groups in the order of their best rate, with the steps of
  /// their levels for the fractional bound.
  private mutating func groupSurvivors(_ owner: Int, _ first: Int) {
    let dim = dimensions
    var total = 0.0
    for k in 0..<dim { total += rent[place * dim + k] }
    unitRent.removeAll(keepingCapacity: true)
    var factor = [Double](repeating: 0, count: dim)
    for k in 0..<dim {
      let capacity = layout.capacity[owner * dim + k]
      let part = total > 0 ? rent[place * dim + k] / total : 1 / Double(dim)
      factor[k] = capacity > 0 ? part / capacity : 0
      unitRent.append(capacity > 0 ? rent[place * dim + k] / capacity : 0)
    }
    // Runs of survivors with the same claimant.
    var runs: [(rate: Double, start: Int, end: Int)] = []
    var position = 0
    while position < survivors.count {
      let start = position
      let claimant = layout.claimant[first + Int(survivors[position])]
      var rate = -Double.infinity
      while position < survivors.count, layout.claimant[first + Int(survivors[position])] == claimant {
        let i = Int(survivors[position])
        var share = 0.0
        for k in 0..<dim { share += factor[k] * layout.weight[(first + i) * dim + k] }
        surplus[i] = share
        rate = max(rate, reduced[i] / max(share, 1e-12))
        position += 1
      }
      runs.append((rate, start, position))
    }
    runs.sort { $0.rate == $1.rate ? $0.start < $1.start : $0.rate > $1.rate }

    clearGroups()
    for (rate, start, end) in runs {
      let group = groupRate.count
      groupStart.append(itemSlot.count)
      groupRate.append(rate)
      order.removeAll(keepingCapacity: true)
      for position in start..<end { order.append(survivors[position]) }
      if order.count > 1 {
        order.sort { (reduced[Int($1)], $0) < (reduced[Int($0)], $1) }
      }
      var bestSurplus = 0.0
      for k in 0..<dim { groupLeast.append(layout.weight[(first + Int(order[0])) * dim + k]) }
      for i in order {
        let slot = first + Int(i)
        itemSlot.append(Int32(slot))
        itemValue.append(reduced[Int(i)])
        itemShare.append(surplus[Int(i)])
        var gain = reduced[Int(i)]
        for k in 0..<dim {
          let weight = layout.weight[slot * dim + k]
          itemWeight.append(weight)
          gain -= unitRent[k] * weight
          groupLeast[group * dim + k] = min(groupLeast[group * dim + k], weight)
        }
        bestSurplus = max(bestSurplus, gain)
      }
      groupTop.append(reduced[Int(order[0])])
      surplusFrom.append(bestSurplus)
      addSteps(group)
    }
    groupStart.append(itemSlot.count)
    surplusFrom.append(0)
    topFrom = groupTop
    leastFrom = groupLeast
    for group in stride(from: groupRate.count - 1, through: 0, by: -1) {
      surplusFrom[group] += surplusFrom[group + 1]
      if group + 1 < groupRate.count {
        topFrom[group] = max(topFrom[group], topFrom[group + 1])
        for k in 0..<dim {
          leastFrom[group * dim + k] = min(leastFrom[group * dim + k], leastFrom[(group + 1) * dim + k])
        }
      }
    }
    sortSteps()
  }

  private mutating func clearGroups() {
    itemSlot.removeAll(keepingCapacity: true)
    itemValue.removeAll(keepingCapacity: true)
    itemShare.removeAll(keepingCapacity: true)
    itemWeight.removeAll(keepingCapacity: true)
    groupStart.removeAll(keepingCapacity: true)
    groupRate.removeAll(keepingCapacity: true)
    groupTop.removeAll(keepingCapacity: true)
    groupLeast.removeAll(keepingCapacity: true)
    surplusFrom.removeAll(keepingCapacity: true)
    stepGroup.removeAll(keepingCapacity: true)
    stepValue.removeAll(keepingCapacity: true)
    stepShare.removeAll(keepingCapacity: true)
    stepRate.removeAll(keepingCapacity: true)
    firstStep.removeAll(keepingCapacity: true)
  }

  /// The upper hull of a group's (share, value) points from the origin on, as steps of falling rate.
  private mutating func addSteps(_ group: Int) {
    var share = 0.0
    var value = 0.0
    while true {
      var best = -1
      var bestRate = 0.0
      for item in groupStart[group]..<itemSlot.count where itemValue[item] > value {
        let rate = (itemValue[item] - value) / max(itemShare[item] - share, 1e-12)
        if rate > bestRate {
          bestRate = rate
          best = item
        }
      }
      if best < 0 { return }
      stepGroup.append(Int32(group))
      stepValue.append(itemValue[best] - value)
      stepShare.append(max(itemShare[best] - share, 0))
      stepRate.append(bestRate)
      value = itemValue[best]
      share = max(share, itemShare[best])
    }
  }

  private mutating func sortSteps() {
    order.removeAll(keepingCapacity: true)
    for step in stepGroup.indices { order.append(Int32(step)) }
    order.sort {
      let one = stepRate[Int($0)]
      let two = stepRate[Int($1)]
      return one == two ? $0 < $1 : one > two
    }
    stepGroup = order.map { stepGroup[Int($0)] }
    stepValue = order.map { stepValue[Int($0)] }
    stepShare = order.map { stepShare[Int($0)] }
    stepRate = order.map { stepRate[Int($0)] }
    firstStep.append(contentsOf: repeatElement(stepGroup.count, count: groupRate.count))
    for (place, group) in stepGroup.enumerated().reversed() { firstStep[Int(group)] = place }
    // A group without steps starts where those behind it start.
    for group in stride(from: groupRate.count - 2, through: 0, by: -1) {
      firstStep[group] = min(firstStep[group], firstStep[group + 1])
    }
  }

  /// Resets what is left of the owner's resources and returns the whole of the surrogate's room.
  private mutating func agreedRoom(_ owner: Int) -> Double {
    let dim = dimensions
    left.removeAll(keepingCapacity: true)
    for k in 0..<dim { left.append(layout.capacity[owner * dim + k]) }
    taken.removeAll(keepingCapacity: true)
    return 1
  }

  private mutating func record(_ worth: Double) {
    if collecting {
      if worth >= cutoff, !taken.isEmpty {
        collected.append((worth, taken))
        if collected.count >= 2 * collectLimit + 16 { keepBest() }
      }
    } else if worth > cutoff {
      cutoff = worth
      bestTaken = taken
    }
  }

  /// Tries every way to go on from group `from`; `room` is what is left of the surrogate.
  private mutating func search(from: Int, worth: Double, room: Double) {
    record(worth)
    nodesLeft -= 1
    let count = groupRate.count
    let dim = dimensions
    // In a search for the best, a branch must beat the cutoff by one unit; when collecting, reach it.
    let margin = collecting ? -0.5 : 0.5
    var rented = worth
    for k in 0..<dim { rented += unitRent[k] * left[k] }
    rented += abs(rented) * 1e-12
    if from >= count { return }
    // How many more can fit at all; the last one or two decide most of the work.
    var most = 1e9
    for k in 0..<dim where leastFrom[from * dim + k] > 0 {
      most = min(most, (left[k] / leastFrom[from * dim + k]).rounded(.down))
    }
    if most < 1 { return }
    var group = from
    while group < count {
      if nodesLeft <= 0 { return }
      let target = cutoff + margin
      if worth + max(0, room * groupRate[group] * (1 + 1e-9)) < target { return }
      if rented + surplusFrom[group] < target { return }
      if worth + max(0, most * topFrom[group]) < target { return }
      // A claimant of negative value must be made up for by what is there already.
      if groupTop[group] < 0 && worth + groupTop[group] < target {
        group += 1
        continue
      }
      if groupFits(group) {
        if !mayReach(from: group, worth: worth, room: room, target: target) { return }
        for item in groupStart[group]..<groupStart[group + 1] where itemFits(item) {
          for k in 0..<dim { left[k] -= itemWeight[item * dim + k] }
          taken.append(Int32(item))
          search(from: group + 1, worth: worth + itemValue[item], room: max(0, room - itemShare[item]))
          taken.removeLast()
          for k in 0..<dim { left[k] += itemWeight[item * dim + k] }
        }
      }
      group += 1
    }
  }

  @inline(__always)
  private func itemFits(_ item: Int) -> Bool {
    for k in 0..<dimensions where itemWeight[item * dimensions + k] > left[k] { return false }
    return true
  }

  @inline(__always)
  private func groupFits(_ group: Int) -> Bool {
    for k in 0..<dimensions where groupLeast[group * dimensions + k] > left[k] { return false }
    return true
  }

  /// Whether the fractional filling with the steps of the groups from `from` on that still fit reaches `target`.
  @inline(__always)
  private func mayReach(from: Int, worth: Double, room: Double, target: Double) -> Bool {
    var sum = worth
    var room = room * (1 + 1e-9)
    var step = firstStep[from]
    let count = stepGroup.count
    while step < count {
      if sum >= target { return true }
      if sum + room * stepRate[step] * (1 + 1e-12) < target { return false }
      let group = Int(stepGroup[step])
      if group >= from, groupFits(group) {
        if stepShare[step] >= room { return sum + room * stepRate[step] * (1 + 1e-12) >= target }
        sum += stepValue[step]
        room -= stepShare[step]
      }
      step += 1
    }
    return sum >= target
  }
}
