/// Where the method stands: factors, values and reduced costs, made from the basis.
extension LinearProgram {
  /// How far a value may be off a limit.
  @inline(__always)
  func slip(_ limit: Double) -> Double { 1e-9 * max(1, abs(limit)) }

  /// How far a reduced cost may be on the wrong side.
  var slack: Double { 1e-12 * max(1e5, greatestGain) }

  /// Factors the basis. Columns that depend on others leave it, for slacks.
  func refactor() {
    if isFactoredBefore() { return }
    let count = rowCount
    var basic: [Int32] = []
    var lone: [Int32] = []
    for one in 0..<columnCount where columns.standing[one] == .basic { basic.append(Int32(one)) }
    for row in 0..<count where slacks.standing[row] == .basic { lone.append(Int32(row)) }
    let pivots = factors.factor(rowCount: count, columns: basic, slacks: &lone, matrix: columnLines)
    resizeScratch()
    for (one, row) in zip(basic, pivots) {
      if row < 0 { columns.standing[Int(one)] = .atLower } else { head[Int(row)] = one }
    }
    for row in lone {
      head[Int(row)] = ~row
      slacks.standing[Int(row)] = .basic
    }
    columns.settle()
    for place in 0..<count { readLimits(place) }
    factoredHead = (0..<count).map { head[$0] }
    isFactored = true
  }

  /// Whether the basis is the one last factored: a branching search comes back to it for every side it tries.
  private func isFactoredBefore() -> Bool {
    if factoredHead.isEmpty || columns.basicCount + slacks.basicCount != rowCount { return false }
    for variable in factoredHead where standing(Int(variable)) != .basic { return false }
    factors.rewind()
    for (place, variable) in factoredHead.enumerated() {
      head[place] = variable
      readLimits(place)
    }
    isFactored = true
    return true
  }

  private func resizeScratch() {
    let count = rowCount
    head.resize(to: count, with: 0)
    basicLower.resize(to: count, with: 0)
    basicUpper.resize(to: count, with: 0)
    basicValue.resize(to: count, with: 0)
    column.resize(to: count, with: 0)
    columnPlaces.resize(to: count, with: 0)
    row.resize(to: count, with: 0)
    rowPlaces.resize(to: count, with: 0)
    edge.resize(to: count, with: 0)
  }

  func readLimits(_ place: Int) {
    let variable = Int(head[place])
    basicLower[place] = variable >= 0 ? columns.lower[variable] : slacks.lower[~variable]
    basicUpper[place] = variable >= 0 ? columns.upper[variable] : slacks.upper[~variable]
  }

  /// The basic variables' values, from the others'.
  func findValues() {
    let values = basicValue.base
    for row in 0..<rowCount { values[row] = slacks.standing[row] == .basic ? 0 : -slacks.value(row) }
    for one in 0..<columnCount where columns.standing[one] != .basic {
      let value = columns.value(one)
      if value != 0 { columnLines.subtract(value, one, from: values) }
    }
    factors.solve(values)
  }

  /// The rows' multipliers, into `edge`, at the costs in force or at the true ones.
  func findMultipliers(atTrueCosts isTrue: Bool = false) {
    let y = edge.base
    for place in 0..<rowCount {
      let variable = Int(head[place])
      if variable >= 0 {
        y[place] = isTrue ? columns.cost[variable] : columns.shifted[variable]
      } else {
        y[place] = isTrue ? 0 : slacks.shifted[~variable]
      }
    }
    factors.solveTransposed(y)
  }

  /// Reduced costs, from scratch: a pass over the matrix.
  func findReduced() {
    findMultipliers()
    let y = edge.base
    for one in 0..<columnCount {
      let isBasic = columns.standing[one] == .basic
      columns.reduced[one] = isBasic ? 0 : columns.shifted[one] - columnLines.dot(one, y)
    }
    for row in 0..<rowCount {
      slacks.reduced[row] = slacks.standing[row] == .basic ? 0 : slacks.shifted[row] - y[row]
    }
  }

  /// Factors, values and reduced costs anew.
  func startOver() {
    refactor()
    findValues()
    findReduced()
  }

  func unshift() {
    columns.unshift()
    slacks.unshift()
    isShifted = false
  }

  /// Shifts costs until every reduced cost is on its right side, so that the dual method can walk.
  func shiftCosts() {
    if max(columns.shift(), slacks.shift()) > slack { isShifted = true }
  }

  /// The objective, driven to its least, at true costs.
  func objective() -> Double {
    var sum = 0.0
    for one in 0..<columnCount where columns.standing[one] != .basic {
      let value = columns.value(one)
      if value != 0 { sum += columns.cost[one] * value }
    }
    for place in 0..<rowCount where head[place] >= 0 {
      sum += columns.cost[Int(head[place])] * basicValue[place]
    }
    return sum
  }

  /// Whether all values are within their limits; a little more slip is allowed here than on the way.
  var isPrimalFeasible: Bool {
    for place in 0..<rowCount {
      if basicValue[place] < basicLower[place] - 2 * slip(basicLower[place]) { return false }
      if basicValue[place] > basicUpper[place] + 2 * slip(basicUpper[place]) { return false }
    }
    return true
  }

  var isDualFeasible: Bool { columns.isOptimal(within: 2 * slack) && slacks.isOptimal(within: 2 * slack) }

  @inline(__always)
  func standing(_ variable: Int) -> UInt8 {
    variable >= 0 ? columns.standing[variable] : slacks.standing[~variable]
  }

  @inline(__always)
  func reduced(_ variable: Int) -> Double {
    variable >= 0 ? columns.reduced[variable] : slacks.reduced[~variable]
  }

  @inline(__always)
  func value(_ variable: Int) -> Double { variable >= 0 ? columns.value(variable) : slacks.value(~variable) }

  @inline(__always)
  func isInFrame(_ variable: Int) -> Bool {
    variable >= 0 ? columns.isInFrame[variable] : slacks.isInFrame[~variable]
  }

  @inline(__always)
  func setWeight(_ variable: Int, _ weight: Double) {
    if variable >= 0 { columns.weight[variable] = weight } else { slacks.weight[~variable] = weight }
  }

  func beginFrame(ofBasic isOfBasic: Bool) {
    columns.beginFrame(ofBasic: isOfBasic)
    slacks.beginFrame(ofBasic: isOfBasic)
  }
}
