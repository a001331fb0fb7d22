/// The slots that survive the rents, in groups by claimant, with what bounds the search among them.
extension Pricer {
  /// Survivors of one claimant, with the best of their values per share of the rents.
  struct Run {
    var rate: Double
    var survivors: Range<Int>
  }

  /// Lays out the survivors, whose parts have been read, for the search: in groups by claimant, the groups in the order
  /// of their best rate, with the steps of their levels for the fractional bound.
  mutating func groupSurvivors(_ owner: Int, _ first: Int) {
    findRuns()
    memory.reset(groups: runs.count, items: survivors.count, cuts: cuts)
    for k in 0..<dimensions {
      let capacity = layout.capacity[owner * dimensions + k]
      memory.unitRent[k] = capacity > 0 ? rent[place * dimensions + k] / capacity : 0
    }
    var item = 0
    for group in runs.indices {
      sortLevels(of: runs[group].survivors)
      fill(group, from: item, first)
      addSteps(group, item..<item + order.count)
      item += order.count
    }
    lookBehind()
    placeSteps()
    if let cuts { memory.add(cuts, of: owner, layout) }
  }

  /// Finds the survivors of each claimant, and by survivor its share of the rents' room.
  private mutating func findRuns() {
    let dim = dimensions
    var total = 0.0
    for k in 0..<dim { total += rent[place * dim + k] }
    let weights = (0..<dim).map { total > 0 ? rent[place * dim + $0] / total : 1 / Double(dim) }
    runs.removeAll(keepingCapacity: true)
    var start = 0
    var rate = -Double.infinity
    for position in survivors.indices {
      let part = parts + position * (dim + 1)
      var share = 0.0
      for k in 0..<dim { share += weights[k] * part[1 + k] }
      surplus[position] = share
      rate = max(rate, part[0] / max(share, 1e-12))
      if isLast[position] {
        runs.append(Run(rate: rate, survivors: start..<position + 1))
        start = position + 1
        rate = -.infinity
      }
    }
    runs.sort {
      $0.rate == $1.rate ? $0.survivors.lowerBound < $1.survivors.lowerBound : $0.rate > $1.rate
    }
  }

  /// Fills `order` with a claimant's survivors, the greatest value first. They are few.
  private mutating func sortLevels(of run: Range<Int>) {
    order.removeAll(keepingCapacity: true)
    for position in run {
      order.append(Int32(position))
      let value = parts[position * (dimensions + 1)]
      var place = order.count - 1
      while place > 0, parts[Int(order[place - 1]) * (dimensions + 1)] < value {
        order.swapAt(place, place - 1)
        place -= 1
      }
    }
  }

  /// Lays out the survivors in `order` as the items of a group.
  private func fill(_ group: Int, from start: Int, _ first: Int) {
    let dim = dimensions
    let unitRent = memory.unitRent
    let least = memory.least + group * dim
    var bestSurplus = 0.0
    for (place, position) in order.enumerated() {
      let position = Int(position)
      let slot = first + Int(survivors[position])
      let value = parts[position * (dim + 1)]
      memory.items[start + place] = PricerSearch.Item(value: value, share: surplus[position])
      memory.slots[start + place] = Int32(slot)
      let own = memory.weight + (start + place) * dim
      var gain = value
      for k in 0..<dim {
        let weight = layout.weight[slot * dim + k]
        own[k] = weight
        gain -= unitRent[k] * weight
        least[k] = place == 0 ? weight : min(least[k], weight)
      }
      bestSurplus = max(bestSurplus, gain)
    }
    let top = memory.items[start].value
    memory.groups[group] = PricerSearch.Group(
      rate: runs[group].rate * (1 + 1e-9), top: top, topFrom: top, surplusFrom: bestSurplus, firstItem: start,
      firstStep: 0)
  }

  /// Lets each group know of those behind it: the greatest value, the sum of surpluses, the least weights.
  private func lookBehind() {
    let dim = dimensions
    let groups = memory.groups
    let least = memory.least
    let leastFrom = memory.leastFrom
    var sum = 0.0
    for group in stride(from: runs.count - 1, through: 0, by: -1) {
      let isEnd = group + 1 == runs.count
      sum += groups[group].surplusFrom
      groups[group].surplusFrom = sum * (1 + 1e-12)
      if !isEnd { groups[group].topFrom = max(groups[group].topFrom, groups[group + 1].topFrom) }
      for k in group * dim..<(group + 1) * dim {
        leastFrom[k] = isEnd ? least[k] : min(least[k], leastFrom[k + dim])
      }
    }
  }

  /// The upper hull of a group's (share, value) points from the origin on, as steps of falling rate.
  private mutating func addSteps(_ group: Int, _ range: Range<Int>) {
    let items = memory.items
    var share = 0.0
    var value = 0.0
    while true {
      var best = -1
      var bestRate = 0.0
      for item in range where items[item].value > value {
        let rate = (items[item].value - value) / max(items[item].share - share, 1e-12)
        if rate > bestRate {
          bestRate = rate
          best = item
        }
      }
      if best < 0 { return }
      memory.steps[memory.stepCount] = PricerSearch.Step(
        rate: bestRate * (1 + 1e-12), value: items[best].value - value,
        share: max(items[best].share - share, 0),
        group: group)
      memory.stepCount += 1
      value = items[best].value
      share = max(share, items[best].share)
    }
  }

  /// Sorts the steps by their rates, and tells each group the first that is its own or of a group behind it.
  private func placeSteps() {
    let steps = memory.steps
    let count = memory.stepCount
    var sorted = UnsafeMutableBufferPointer(start: steps, count: count)
    sorted.sort {
      $0.rate == $1.rate ? $0.group < $1.group : $0.rate > $1.rate
    }
    steps[count] = PricerSearch.Step(rate: 0, value: 0, share: 0, group: 0)
    for group in 0...runs.count { memory.groups[group].firstStep = count }
    for step in stride(from: count - 1, through: 0, by: -1) {
      memory.groups[steps[step].group].firstStep = step
    }
    for group in stride(from: runs.count - 2, through: 0, by: -1) {
      memory.groups[group].firstStep = min(memory.groups[group].firstStep, memory.groups[group + 1].firstStep)
    }
  }
}
