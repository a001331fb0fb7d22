/// The search among the groups, depth first.
extension Pricer {
  /// Searches, and where that turns out long begins again with sharper bounds. Returns what no bundle of the groups
  /// can be worth more than.
  @discardableResult
  mutating func searchAll(_ owner: Int) -> Double {
    nodesLeft = min(nodeLimit, shortSearch)
    search(from: 0, worth: 0, room: agreedRoom(owner))
    if nodesLeft > 0 || nodeLimit <= shortSearch { return .infinity }
    collected.removeAll(keepingCapacity: true)
    if collecting { isWhole = true }
    var upper = prepareAgain(owner)
    _ = agreedRoom(owner)
    for resource in 0..<dimensions {
      tables.append(table(owner, resource))
      upper = min(upper, tables[resource].bound(from: 0, left))
    }
    nodesLeft = nodeLimit
    if !collecting {
      // A high cutoff that turns out too high costs little and lowers the bound; a low one gets lost in the tree.
      let start = cutoff
      for part in [1.0 / 64, 1.0 / 16, 1.0 / 4] where nodesLeft > 0 {
        let guess = upper - (upper - start) * part
        cutoff = guess
        search(from: 0, worth: 0, room: agreedRoom(owner))
        if cutoff > guess {
          tables = []
          return upper
        }
        if nodesLeft > 0 { upper = guess + 1 }
        cutoff = start
      }
    }
    search(from: 0, worth: 0, room: agreedRoom(owner))
    tables = []
    return upper
  }

  /// The table of one resource, at the best of three charges for the others.
  mutating func table(_ owner: Int, _ resource: Int) -> FillingTable {
    let groups = groupRate.count
    let steps = max(256, min(1024, 1_000_000 / max(1, groups)))
    func table(_ charge: Double) -> FillingTable {
      FillingTable(
        resource: resource, rates: unitRent.map { $0 * charge },
        capacity: layout.capacity[owner * dimensions + resource],
        groupStart: groupStart, values: itemValue, weights: itemWeight, groups: groups, steps: steps)
    }
    let known = charge[place * dimensions + resource]
    var best = table(known)
    if dimensions == 1 { return best }
    for factor in [1.15, 1 / 1.15] {
      let other = table(known * factor)
      if other.bound(from: 0, left) < best.bound(from: 0, left) {
        best = other
        charge[place * dimensions + resource] = known * factor
      }
    }
    return best
  }

  /// Resets what is left of the owner's resources and returns the whole of the surrogate's room.
  mutating func agreedRoom(_ owner: Int) -> Double {
    let dim = dimensions
    left.removeAll(keepingCapacity: true)
    for k in 0..<dim { left.append(layout.capacity[owner * dim + k]) }
    taken.removeAll(keepingCapacity: true)
    return 1
  }

  mutating func record(_ worth: Double) {
    if collecting {
      if worth >= cutoff, !taken.isEmpty {
        collected.append((worth, taken))
        if collected.count >= 2 * collectLimit + 16 { keepBest() }
      }
    } else if worth > cutoff {
      cutoff = worth
      bestTaken = taken.map { itemSlot[Int($0)] }
    }
  }

  /// Tries every way to go on from group `from`; `room` is what is left of the surrogate.
  mutating func search(from: Int, worth: Double, room: Double) {
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
      for table in tables where worth + table.bound(from: group, left) < target { return }
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
  func itemFits(_ item: Int) -> Bool {
    for k in 0..<dimensions where itemWeight[item * dimensions + k] > left[k] { return false }
    return true
  }

  @inline(__always)
  func groupFits(_ group: Int) -> Bool {
    for k in 0..<dimensions where groupLeast[group * dimensions + k] > left[k] { return false }
    return true
  }

  /// Whether the fractional filling with the steps of the groups from `from` on that still fit reaches `target`.
  @inline(__always)
  func mayReach(from: Int, worth: Double, room: Double, target: Double) -> Bool {
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
