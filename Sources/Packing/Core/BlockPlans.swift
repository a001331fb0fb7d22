internal import TandemGLPK

/// Plans of blocks, several of each, from which one of each is to be chosen so that the links between blocks hold.
struct BlockPlans {
  struct Entry: Sendable, Equatable {
    /// The bundles of the block's owners.
    var choice: [[Int32]]
    /// Scaled, nothing taken off.
    var value: Double
    /// What it uses of each link.
    var use: [Double]

    /// What it is worth where links cost this.
    func worth(at prices: [Double]) -> Double { value - zip(prices, use).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// What there is of each link, and what a unit beyond that costs.
  let limits: [Double]
  let penalty: Double
  private(set) var plans: [[Entry]]

  init(blocks: Int, limits: [Double], penalty: Double) {
    self.limits = limits
    self.penalty = penalty
    plans = [[Entry]](repeating: [], count: blocks)
  }

  /// Keeps a plan of a block, and returns its place.
  mutating func add(_ entry: Entry, to block: Int) -> Int {
    if let place = plans[block].firstIndex(of: entry) { return place }
    plans[block].append(entry)
    return plans[block].count - 1
  }

  /// The plan of a block that is worth most where links cost this.
  func best(of block: Int, at prices: [Double]) -> Entry? {
    plans[block].max { $0.worth(at: prices) < $1.worth(at: prices) }
  }

  /// Prices of the links at which the plans known would share them best: the optimum of the linear program over the
  /// plans. With few plans that says little, so prices stay within `step` of `center` (boxstep: Marsten, Hogan,
  /// Blankenship 1975). Nil where the program has no optimum.
  func prices(near center: [Double], step: [Double], scale: Double) throws -> [Double]? {
    let model = try LinearModel(.maximize)
    let limit = limits.map { Limits.exactly($0) }
    let rows = limit + Array(repeating: Limits.exactly(1), count: plans.count)
    try model.addRows(
      limits: rows, starts: [Int32](repeating: 0, count: rows.count + 1), columns: [], values: [])
    for link in limits.indices {
      let least = max(0, center[link] - step[link])
      try model.addColumn(objective: least / scale, rows: [Int32(link)], values: [1])
      try model.addColumn(
        objective: -(center[link] + step[link]) / scale, rows: [Int32(link)], values: [-1])
    }
    for (block, entries) in plans.enumerated() {
      for entry in entries {
        let used = limits.indices.filter { entry.use[$0] != 0 }
        try model.addColumn(
          objective: entry.value / scale, rows: used.map(Int32.init) + [Int32(limits.count + block)],
          values: used.map { entry.use[$0] } + [1])
      }
    }
    guard case .optimal = try model.solve() else { return nil }
    return try model.rowPrices().prefix(limits.count).map { max(0, $0 * scale) }
  }

  /// A good choice of one plan of each block, by its place: from `start` one or two blocks at a time change as long as
  /// that is better.
  func choice(from start: [Int]) -> [Int] {
    var chosen = start
    var used = [Double](repeating: 0, count: limits.count)
    for (block, place) in chosen.enumerated() { add(plans[block][place].use, 1, to: &used) }
    func gain(_ changes: [(block: Int, place: Int)]) -> Double {
      var next = used
      var sum = 0.0
      for (block, place) in changes {
        sum += plans[block][place].value - plans[block][chosen[block]].value
        add(plans[block][chosen[block]].use, -1, to: &next)
        add(plans[block][place].use, 1, to: &next)
      }
      return sum + penalty * (excess(used) - excess(next))
    }
    var all: [(block: Int, place: Int)] = []
    for (block, entries) in plans.enumerated() { for place in entries.indices { all.append((block, place)) } }
    while true {
      var best: [(block: Int, place: Int)] = []
      var most = 0.0
      for (index, one) in all.enumerated() where one.place != chosen[one.block] {
        let single = gain([one])
        if single > most { (best, most) = ([one], single) }
        for other in all[..<index] where other.block != one.block && other.place != chosen[other.block] {
          let double = gain([one, other])
          if double > most { (best, most) = ([one, other], double) }
        }
      }
      if best.isEmpty { return chosen }
      for (block, place) in best {
        add(plans[block][chosen[block]].use, -1, to: &used)
        add(plans[block][place].use, 1, to: &used)
        chosen[block] = place
      }
    }
  }

  private func add(_ use: [Double], _ factor: Double, to sum: inout [Double]) {
    for link in limits.indices { sum[link] += factor * use[link] }
  }

  private func excess(_ used: [Double]) -> Double {
    limits.indices.reduce(0) { $0 + max(0, used[$1] - limits[$1]) }
  }
}
