/// Something whole that every plan counts: how many are served at all, or how many of those that a coupling
/// singles out (the members of a group, the users of a centre's beds).
///
/// In the linear program such a count is often broken where single choices are nearly whole: a share of two in
/// five is kept by 3.4 people of a group. To branch on the count moves the bound on both sides, where branching on
/// one of hundreds of pairs moves it on neither.
struct Counter: Sendable {
  /// By slot, whether it counts.
  fileprivate let counts: [Bool]

  /// The counters of a problem: all served, and for each coupling those with the same sign of factor.
  static func all(_ layout: Layout) -> [Counter] {
    if layout.couplingLimit.isEmpty { return [] }
    var found = [Counter(counts: Array(repeating: true, count: layout.slotCount))]
    let hasNegative = layout.negativeCouplings()
    for row in layout.couplingLimit.indices where layout.couplingName[row].isCountable {
      // Shares turned round have their group below zero; beds have nothing there.
      let wanted = hasNegative[row]
      var members = [Bool](repeating: false, count: layout.slotCount)
      for slot in 0..<layout.slotCount {
        for position in layout.couplings(of: slot) where layout.couplingRow[position] == Int32(row) {
          members[slot] = (layout.couplingFactor[position] < 0) == wanted
        }
      }
      found.append(Counter(counts: members))
    }
    return found
  }

  /// How many of the entry's slots count.
  func count(_ entry: Int, _ pool: BundlePool) -> UInt8 {
    var sum: UInt8 = 0
    for position in pool.slots(of: entry) where counts[Int(pool.slot[position])] { sum += 1 }
    return sum
  }

  /// What the fractions sum to.
  func sum(_ fractions: [(bundle: Int, value: Double)], _ pool: BundlePool) -> Double {
    fractions.reduce(0) { $0 + $1.value * Double(count($1.bundle, pool)) }
  }
}

/// A limit on a count: no more than `limit`, or no less.
struct CountLimit: Sendable, Equatable {
  var counter: Int
  var limit: Int
  var isMost: Bool
}

extension Layout {
  /// The same problem with limits on counts, as couplings behind the others. Costs a pass over the couplings.
  func limited(by limits: [CountLimit], of counters: [Counter]) -> Layout {
    if limits.isEmpty { return self }
    let first = couplingLimit.count
    var start: [Int32] = [0]
    var rows: [Int32] = []
    var factors: [Double] = []
    start.reserveCapacity(slotCount + 1)
    rows.reserveCapacity(couplingRow.count + limits.count * slotCount)
    factors.reserveCapacity(couplingRow.count + limits.count * slotCount)
    for slot in 0..<slotCount {
      for position in couplings(of: slot) {
        rows.append(couplingRow[position])
        factors.append(couplingFactor[position])
      }
      for (index, limit) in limits.enumerated() where counters[limit.counter].counts[slot] {
        rows.append(Int32(first + index))
        factors.append(limit.isMost ? 1 : -1)
      }
      start.append(Int32(rows.count))
    }
    return Layout(
      ownerCount: ownerCount, claimantCount: claimantCount, dimensions: dimensions, scale: scale,
      start: self.start, option: option, claimant: claimant, owner: owner, value: value, weight: weight,
      capacity: capacity, penalty: penalty,
      couplingName: couplingName + Array(repeating: .count, count: limits.count),
      couplingLimit: couplingLimit + limits.map { Double($0.isMost ? $0.limit : -$0.limit) },
      couplingStart: start, couplingRow: rows, couplingFactor: factors,
      claimantCouplings: ClaimantCouplings(claimant, claimantCount, start, rows, factors),
      couplingPenalty: couplingPenalty, demandPenalty: demandPenalty)
  }

  /// By coupling, whether some slot has a negative factor in it. Costs a pass over the couplings.
  func negativeCouplings() -> [Bool] {
    var hasNegative = [Bool](repeating: false, count: couplingCount)
    for position in couplingRow.indices where couplingFactor[position] < 0 {
      hasNegative[Int(couplingRow[position])] = true
    }
    return hasNegative
  }
}

extension CouplingName {
  fileprivate var isCountable: Bool {
    switch self {
    case .resource, .rule: true
    case .floor, .count: false
    }
  }
}
