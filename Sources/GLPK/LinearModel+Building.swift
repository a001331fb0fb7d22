internal import CTandemGuard

extension LinearModel {
  /// Appends columns in bulk. Column c has the entries `starts[c] ..< starts[c + 1]` of `rows` and
  /// `values`; `kinds` empty means that all are continuous. Returns where they stand.
  ///
  /// Cost: proportional to the entries, whatever the size of the model.
  @discardableResult
  public func addColumns(
    objective: [Double], limits: [Limits], kinds: [ColumnKind] = [], starts: [Int32], rows: [Int32],
    values: [Double]
  ) throws(ModelError) -> Range<Int> {
    let count = objective.count
    try agree(limits.count == count && (kinds.isEmpty || kinds.count == count), "columns")
    try checkSparse(count: count, starts: starts, places: rows, values: values, below: rowCount, of: "row")
    for c in 0..<count {
      if let fault = limits[c].fault { throw .invalid("column \(columnCount + c): \(fault)") }
      if !objective[c].isFinite { throw .invalid("column \(columnCount + c): objective \(objective[c])") }
    }
    if count == 0 { return columnCount..<columnCount }
    try check(
      tandem_append_columns(
        handle, Int32(count), limits.map(\.lower), limits.map(\.upper), objective,
        kinds.isEmpty ? nil : kinds.map(\.rawValue), starts, rows, values))
    let first = columnCount
    columnCount += count
    isDualReady = false
    return first..<columnCount
  }

  /// Appends one column and returns its index.
  @discardableResult
  public func addColumn(
    objective: Double, limits: Limits = .nonNegative, kind: ColumnKind = .continuous, rows: [Int32] = [],
    values: [Double] = []
  ) throws(ModelError) -> Int {
    try addColumns(
      objective: [objective], limits: [limits], kinds: [kind], starts: [0, Int32(rows.count)], rows: rows,
      values: values
    ).lowerBound
  }

  /// Appends rows in bulk; row r has the entries `starts[r] ..< starts[r + 1]` of `columns` and `values`.
  /// The new rows enter the basis, so that a solved model stays dual feasible.
  @discardableResult
  public func addRows(
    limits: [Limits], starts: [Int32], columns: [Int32], values: [Double]
  ) throws(ModelError) -> Range<Int> {
    let count = limits.count
    try checkSparse(
      count: count, starts: starts, places: columns, values: values, below: columnCount, of: "column")
    for r in 0..<count {
      if let fault = limits[r].fault { throw .invalid("row \(rowCount + r): \(fault)") }
    }
    if count == 0 { return rowCount..<rowCount }
    try check(
      tandem_append_rows(
        handle, Int32(count), limits.map(\.lower), limits.map(\.upper), starts, columns, values))
    let first = rowCount
    rowCount += count
    // An empty row that nothing is as good for leaves the last point what it is.
    let areMet = columns.isEmpty && limits.allSatisfy { $0.lower <= 0 && $0.upper >= 0 }
    if !areMet { isPrimalReady = false }
    return first..<rowCount
  }

  /// Appends one row and returns its index.
  @discardableResult
  public func addRow(
    _ limits: Limits, columns: [Int32] = [], values: [Double] = []
  ) throws(ModelError) -> Int {
    try addRows(limits: [limits], starts: [0, Int32(columns.count)], columns: columns, values: values)
      .lowerBound
  }

  /// Changes the limits of a row.
  public func setRowLimits(_ row: Int, _ limits: Limits) throws(ModelError) {
    try inside(row, rowCount, "row")
    if let fault = limits.fault { throw .invalid("row \(row): \(fault)") }
    try check(tandem_set_row_limits(handle, Int32(row), limits.lower, limits.upper))
    isPrimalReady = false
  }

  /// Changes the limits of a column.
  public func setColumnLimits(_ column: Int, _ limits: Limits) throws(ModelError) {
    try inside(column, columnCount, "column")
    if let fault = limits.fault { throw .invalid("column \(column): \(fault)") }
    try check(tandem_set_column_limits(handle, Int32(column), limits.lower, limits.upper))
    isPrimalReady = false
  }

  /// Changes what one unit of a column is worth.
  public func setObjective(_ column: Int, _ coefficient: Double) throws(ModelError) {
    try inside(column, columnCount, "column")
    if !coefficient.isFinite { throw .invalid("column \(column): objective \(coefficient)") }
    try check(tandem_set_objective(handle, Int32(column), coefficient))
    isDualReady = false
  }

  /// Changes the constant that is added to the objective.
  public func setObjectiveConstant(_ constant: Double) throws(ModelError) {
    if !constant.isFinite { throw .invalid("objective constant \(constant)") }
    try check(tandem_set_objective_constant(handle, constant))
  }

  /// Drives the objective the other way, or the same.
  public func setDirection(_ direction: Direction) throws(ModelError) {
    try check(tandem_set_maximize(handle, direction == .maximize ? 1 : 0))
    if direction != self.direction { isDualReady = false }
    self.direction = direction
  }

  /// Makes a column continuous or whole-numbered.
  public func setKind(_ column: Int, _ kind: ColumnKind) throws(ModelError) {
    try inside(column, columnCount, "column")
    try check(tandem_set_kind(handle, Int32(column), Int32(kind.rawValue)))
  }

  /// Replaces the entries of a row.
  public func setRow(_ row: Int, columns: [Int32], values: [Double]) throws(ModelError) {
    try inside(row, rowCount, "row")
    try checkSparse(
      count: 1, starts: [0, Int32(columns.count)], places: columns, values: values, below: columnCount,
      of: "column")
    try check(tandem_set_row_entries(handle, Int32(row), Int32(columns.count), columns, values))
    isPrimalReady = false
    isDualReady = false
  }

  /// Removes rows; those behind them move forward.
  public func removeRows(_ rows: [Int]) throws(ModelError) {
    let places = try distinct(rows, below: rowCount, of: "row")
    try check(tandem_remove_rows(handle, Int32(places.count), places))
    rowCount -= places.count
    isPrimalReady = false
    isDualReady = false
  }

  /// Removes columns; those behind them move forward. The basis is kept when none of them was basic.
  public func removeColumns(_ columns: [Int]) throws(ModelError) {
    let places = try distinct(columns, below: columnCount, of: "column")
    try check(tandem_remove_columns(handle, Int32(places.count), places))
    columnCount -= places.count
    isPrimalReady = false
    isDualReady = false
  }

  /// Names a row; names are at most 255 bytes without control characters.
  public func nameRow(_ row: Int, _ name: String) throws(ModelError) {
    try inside(row, rowCount, "row")
    try checkName(name)
    try check(tandem_set_row_name(handle, Int32(row), name))
  }

  /// Names a column; names are at most 255 bytes without control characters.
  public func nameColumn(_ column: Int, _ name: String) throws(ModelError) {
    try inside(column, columnCount, "column")
    try checkName(name)
    try check(tandem_set_column_name(handle, Int32(column), name))
  }

  // MARK: What is refused before the solver sees it

  func inside(_ index: Int, _ count: Int, _ noun: String) throws(ModelError) {
    if index < 0 || index >= count { throw .invalid("\(noun) \(index) of \(count)") }
  }

  private func agree(_ condition: Bool, _ noun: String) throws(ModelError) {
    if !condition { throw .invalid("the arrays that describe the \(noun) differ in length") }
  }

  private func checkName(_ name: String) throws(ModelError) {
    if name.utf8.count > 255 || name.utf8.contains(where: { $0 < 32 || $0 == 127 }) {
      throw .invalid("the name \(name.debugDescription)")
    }
  }

  /// Every vector within range, finite and without an index twice. Cost: one pass over the entries.
  private func checkSparse(
    count: Int, starts: [Int32], places: [Int32], values: [Double], below limit: Int, of noun: String
  ) throws(ModelError) {
    try agree(
      starts.count == count + 1 && starts.first == 0 && Int(starts[count]) == places.count
        && places.count == values.count, "entries")
    if marks.count < limit { marks += Array(repeating: 0, count: limit + limit / 2 - marks.count) }
    for v in 0..<count {
      try agree(starts[v] <= starts[v + 1], "entries")
      nextMark()
      for k in Int(starts[v])..<Int(starts[v + 1]) {
        let place = Int(places[k])
        if place < 0 || place >= limit { throw .invalid("\(noun) \(place) of \(limit)") }
        if marks[place] == mark { throw .invalid("\(noun) \(place) twice in one vector") }
        marks[place] = mark
        if !values[k].isFinite { throw .invalid("a coefficient \(values[k]) at \(noun) \(place)") }
      }
    }
  }

  private func nextMark() {
    if mark == .max {
      mark = 0
      for i in marks.indices { marks[i] = 0 }
    }
    mark += 1
  }

  private func distinct(
    _ indices: [Int], below limit: Int, of noun: String
  ) throws(ModelError) -> [Int32] {
    for index in indices { try inside(index, limit, noun) }
    if Set(indices).count != indices.count { throw .invalid("a \(noun) is to be removed twice") }
    return indices.map { Int32($0) }
  }
}
