/// The slots that survive the rents, in groups by claimant, with what bounds the search among them.
extension Pricer {
  /// Puts the survivors into groups by claimant, the groups in the order of their best rate, with the steps of
  /// their levels for the fractional bound.
  mutating func groupSurvivors(_ owner: Int, _ first: Int) {
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

  mutating func clearGroups() {
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
  mutating func addSteps(_ group: Int) {
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

  mutating func sortSteps() {
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
}
