import TandemChance
import TandemGLPK
import Testing

@testable import TandemSimplex

/// One program twice: ours, and GLPK's as the referee.
struct Twin {
  let own = LinearProgram()
  let peer: LinearModel
  private(set) var gains: [Double] = []
  private(set) var columnLimits: [Limits] = []
  private(set) var rowLimits: [Limits] = []
  /// By column: what it adds to each row.
  private(set) var factors: [[Int: Double]] = []

  init() throws { peer = try LinearModel(.maximize) }

  mutating func addRow(_ limits: Limits, _ entries: [Int: Double] = [:]) throws {
    let columns = entries.keys.sorted()
    own.addRow(limits, columns: columns.map(Int32.init), values: columns.map { entries[$0]! })
    try peer.addRow(limits, columns: columns.map(Int32.init), values: columns.map { entries[$0]! })
    for column in columns { factors[column][rowLimits.count] = entries[column]! }
    rowLimits.append(limits)
  }

  mutating func addColumn(_ gain: Double, _ entries: [Int: Double], _ limits: Limits = .nonNegative) throws {
    let rows = entries.keys.sorted()
    let places = rows.map(Int32.init)
    let values = rows.map { entries[$0]! }
    own.addColumns(
      objective: [gain], limits: limits, starts: [0, Int32(rows.count)], rows: places, values: values)
    try peer.addColumn(objective: gain, limits: limits, rows: places, values: values)
    gains.append(gain)
    columnLimits.append(limits)
    factors.append(entries)
  }

  mutating func setRow(_ row: Int, _ limits: Limits) throws {
    own.setRowLimits(row, limits)
    try peer.setRowLimits(row, limits)
    rowLimits[row] = limits
  }

  mutating func setColumn(_ column: Int, _ limits: Limits) throws {
    own.setColumnLimits(column, limits)
    try peer.setColumnLimits(column, limits)
    columnLimits[column] = limits
  }

  mutating func setGain(_ column: Int, _ gain: Double) throws {
    own.setObjective(column, gain)
    try peer.setObjective(column, gain)
    gains[column] = gain
  }

  mutating func removeRow(_ gone: Int) throws {
    own.removeRows([gone])
    try peer.removeRows([gone])
    rowLimits.remove(at: gone)
    factors = factors.map { entries in
      var kept: [Int: Double] = [:]
      for (row, factor) in entries where row != gone { kept[row > gone ? row - 1 : row] = factor }
      return kept
    }
  }

  /// Solves both; they must say the same, and ours must prove what it says.
  func check(_ context: Comment, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let found = try own.solve()
    try peer.resetBasis()
    switch (try peer.solve(), found) {
    case (.optimal(let solution), .optimal(let value)):
      let slack = 1e-6 * max(1, abs(value))
      #expect(abs(solution.value - value) <= slack, context, sourceLocation: sourceLocation)
      #expect(
        abs(primalValue(context, sourceLocation) - value) <= slack, context, sourceLocation: sourceLocation)
      #expect(abs(proof() - value) <= slack, context, sourceLocation: sourceLocation)
    case (.infeasible, .infeasible), (.unbounded, .unbounded): break
    // With neither a point nor a proof both words are true.
    case (.infeasible, .unbounded), (.unbounded, .infeasible): break
    case (let theirs, let ours):
      Issue.record("GLPK says \(theirs), we say \(ours). \(context)", sourceLocation: sourceLocation)
    }
  }

  /// What the point is worth; it must keep all limits.
  private func primalValue(_ context: Comment, _ sourceLocation: SourceLocation) -> Double {
    let values = own.columnValues()
    var sums = [Double](repeating: 0, count: rowLimits.count)
    for (column, value) in values.enumerated() {
      let limits = columnLimits[column]
      #expect(
        value >= limits.lower - 1e-6 && value <= limits.upper + 1e-6, context, sourceLocation: sourceLocation)
      for (row, factor) in factors[column] { sums[row] += factor * value }
    }
    for (sum, limits) in zip(sums, rowLimits) {
      #expect(
        sum >= limits.lower - 1e-6 && sum <= limits.upper + 1e-6, context, sourceLocation: sourceLocation)
    }
    return zip(values, gains).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The bound that the prices prove by themselves.
  func proof() -> Double {
    let prices = own.rowPrices()
    func most(_ price: Double, _ limits: Limits) -> Double {
      if abs(price) < 1e-7 { return 0 }
      return price * (price > 0 ? limits.upper : limits.lower)
    }
    var sum = zip(prices, rowLimits).reduce(0) { $0 + most($1.0, $1.1) }
    for (column, gain) in gains.enumerated() {
      sum += most(gain - factors[column].reduce(0) { $0 + prices[$1.key] * $1.value }, columnLimits[column])
    }
    return sum
  }
}

extension Twin {
  /// Limits of every kind.
  static func limits(_ chance: inout SplitMix) -> Limits {
    let low = Double(chance.index(below: 9)) - 4
    switch chance.index(below: 7) {
    case 0: return .free
    case 1: return .atMost(low + 4)
    case 2: return .atLeast(low)
    case 3: return .exactly(low)
    case 4: return Limits(from: low, to: low + Double(chance.index(below: 5)))
    default: return .nonNegative
    }
  }

  static func entries(_ chance: inout SplitMix, below count: Int) -> [Int: Double] {
    var entries: [Int: Double] = [:]
    if count == 0 { return entries }
    for _ in 0..<1 + chance.index(below: 4) {
      entries[chance.index(below: count)] = Double(chance.index(below: 7)) - 2
    }
    return entries.filter { $0.value != 0 }
  }

  /// Owners that take one bundle each of a few claimants: degenerate as masters are.
  static func packing(_ chance: inout SplitMix, owners: Int, claimants: Int, bundles: Int) throws -> Twin {
    var twin = try Twin()
    for _ in 0..<owners + claimants { try twin.addRow(.atMost(1)) }
    for _ in 0..<bundles {
      var entries = [chance.index(below: owners): 1.0]
      for _ in 0..<1 + chance.index(below: 4) { entries[owners + chance.index(below: claimants)] = 1 }
      try twin.addColumn(Double(100 * entries.count + chance.index(below: 60)), entries)
    }
    return twin
  }
}
