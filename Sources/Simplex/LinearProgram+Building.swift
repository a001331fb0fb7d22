public import TandemGLPK

extension LinearProgram {
  /// Adds a row over columns that there are, and returns its index.
  @discardableResult
  public func addRow(_ limits: Limits, columns places: [Int32] = [], values: [Double] = []) -> Int {
    let row = rowCount
    for (column, value) in zip(places, values) where value != 0 {
      precondition(column >= 0 && column < columnCount, "no such column")
      columnLines.append(to: Int(column), Int32(row), value)
    }
    slacks.append((-limits.upper, -limits.lower), cost: 0, .basic)
    isFactored = false
    factoredHead = []
    return row
  }

  /// Adds columns over rows that there are: the rows and values of column `i` stand from `starts[i]` to `starts[i + 1]`.
  public func addColumns(
    objective: [Double], limits: Limits = .nonNegative, starts: [Int32], rows places: [Int32],
    values: [Double]
  ) {
    for (place, gain) in objective.enumerated() {
      let column = columnCount
      let entries = Int(starts[place])..<Int(starts[place + 1])
      columnLines.addLine(room: entries.count)
      for entry in entries where values[entry] != 0 {
        precondition(places[entry] >= 0 && places[entry] < rowCount, "no such row")
        columnLines.append(to: column, places[entry], values[entry])
      }
      columns.append((limits.lower, limits.upper), cost: -gain, .atLower)
      across.append(0)
      isTouched.append(false)
      greatestGain = max(greatestGain, gain)
    }
  }

  /// Changes the limits of a row.
  public func setRowLimits(_ row: Int, _ limits: Limits) {
    precondition(row >= 0 && row < rowCount, "no such row")
    slacks.lower[row] = -limits.upper
    slacks.upper[row] = -limits.lower
  }

  /// Changes the limits of a column.
  public func setColumnLimits(_ column: Int, _ limits: Limits) {
    precondition(column >= 0 && column < columnCount, "no such column")
    columns.lower[column] = limits.lower
    columns.upper[column] = limits.upper
  }

  /// Changes what a unit of the column gains.
  public func setObjective(_ column: Int, _ gain: Double) {
    precondition(column >= 0 && column < columnCount, "no such column")
    columns.cost[column] = -gain
    greatestGain = max(greatestGain, gain)
  }

  /// Takes rows out. Where their slacks are basic, what is left is a basis. Costs a pass over the matrix.
  public func removeRows(_ gone: [Int]) {
    var name = [Int32](repeating: 0, count: rowCount)
    for row in gone { name[row] = -1 }
    var kept: Int32 = 0
    for row in name.indices where name[row] == 0 {
      name[row] = kept
      kept += 1
    }
    slacks.keep(name)
    var slimmer = SparseLines()
    for column in 0..<columnCount {
      slimmer.addLine(room: Int(columnLines.length[column]))
      for place in columnLines.entries(of: column) {
        let row = name[Int(columnLines.index[place])]
        if row >= 0 { slimmer.append(to: column, row, columnLines.value[place]) }
      }
    }
    columnLines = slimmer
    isFactored = false
    factoredHead = []
  }

  /// A slack at its lower limit is a row at its upper one.
  private static let mirrored: [Standing] = [.basic, .atUpper, .atLower, .free, .fixed]

  /// The basis that the last solve left.
  public func basis() -> Basis {
    Basis(
      rows: (0..<rowCount).map { LinearProgram.mirrored[Int(slacks.standing[$0])] },
      columns: (0..<columnCount).map { Standing(rawValue: columns.standing[$0])! })
  }

  /// Starts the next solve from this basis of as many rows and columns. One that is singular is mended with slacks.
  public func setBasis(_ basis: Basis) {
    precondition(
      basis.rows.count == rowCount && basis.columns.count == columnCount, "a basis of another size")
    for (row, standing) in basis.rows.enumerated() {
      let new = LinearProgram.mirrored[Int(standing.rawValue)].rawValue
      if (new == .basic) != (slacks.standing[row] == .basic) { isFactored = false }
      slacks.standing[row] = new
    }
    for (column, standing) in basis.columns.enumerated() {
      if (standing == .basic) != (columns.standing[column] == .basic) { isFactored = false }
      columns.standing[column] = standing.rawValue
    }
  }
}
