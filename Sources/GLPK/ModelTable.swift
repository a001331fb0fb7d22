internal import CTandemGuard

/// A model as plain values: what a reader of it needs, free of the solver and of its thread.
public struct ModelTable: Sendable, Equatable {
  /// One column.
  public struct Column: Sendable, Equatable {
    /// What one unit is worth.
    public var objective: Double
    /// Its limits.
    public var limits: Limits
    /// Continuous or whole-numbered.
    public var kind: ColumnKind

    /// A column from its parts.
    public init(objective: Double, limits: Limits, kind: ColumnKind) {
      self.objective = objective
      self.limits = limits
      self.kind = kind
    }

    /// Whether it can be 0 or 1 and nothing else.
    public var isBinary: Bool { kind == .integer && limits == .unit }
  }

  /// Which way the objective is driven.
  public var direction: Direction
  /// What is added to the objective.
  public var objectiveConstant: Double
  /// The columns in order.
  public var columns: [Column]
  /// The limits of each row.
  public var rows: [Limits]
  /// Row i holds the entries `rowStarts[i] ..< rowStarts[i + 1]`; one place more than rows.
  public var rowStarts: [Int32]
  /// The column of each entry; ascending within a row.
  public var entryColumns: [Int32]
  /// The coefficient of each entry.
  public var entryValues: [Double]

  /// Nothing at all.
  public static let empty = ModelTable(
    direction: .minimize, objectiveConstant: 0, columns: [], rows: [], rowStarts: [0], entryColumns: [],
    entryValues: [])

  /// A table from its parts.
  public init(
    direction: Direction, objectiveConstant: Double, columns: [Column], rows: [Limits], rowStarts: [Int32],
    entryColumns: [Int32], entryValues: [Double]
  ) {
    self.direction = direction
    self.objectiveConstant = objectiveConstant
    self.columns = columns
    self.rows = rows
    self.rowStarts = rowStarts
    self.entryColumns = entryColumns
    self.entryValues = entryValues
  }

  /// Rounds the limits of whole-numbered columns to whole numbers inside of them.
  public mutating func roundWholeLimits() {
    for column in columns.indices where columns[column].kind == .integer {
      columns[column].limits.lower.round(.up)
      columns[column].limits.upper.round(.down)
    }
  }

  /// The places of the entries of a row.
  public func entries(ofRow row: Int) -> Range<Int> { Int(rowStarts[row])..<Int(rowStarts[row + 1]) }

  /// Whether any column is whole-numbered.
  public var hasIntegers: Bool { columns.contains { $0.kind == .integer } }
}

extension LinearModel {
  /// A model from plain values, alive in the solver; without names.
  public convenience init(_ table: ModelTable) throws(ModelError) {
    try self.init(table.direction)
    try setObjectiveConstant(table.objectiveConstant)
    try addColumns(
      objective: table.columns.map(\.objective), limits: table.columns.map(\.limits),
      kinds: table.columns.map(\.kind), starts: Array(repeating: 0, count: table.columns.count + 1), rows: [],
      values: [])
    try addRows(
      limits: table.rows, starts: table.rowStarts, columns: table.entryColumns, values: table.entryValues)
  }

  /// The model as plain values. Cost: one pass over the matrix.
  public func table() throws(ModelError) -> ModelTable {
    var shape = tandem_shape()
    try check(tandem_get_shape(handle, &shape))
    let columnCount = Int(shape.columns)
    let rowCount = Int(shape.rows)
    var lower = [Double](repeating: 0, count: columnCount)
    var upper = lower
    var objective = lower
    var kinds = [UInt8](repeating: 0, count: columnCount)
    try check(tandem_get_columns(handle, &lower, &upper, &objective, &kinds))
    var rowLower = [Double](repeating: 0, count: rowCount)
    var rowUpper = rowLower
    var starts = [Int32](repeating: 0, count: rowCount + 1)
    var places = [Int32](repeating: 0, count: Int(shape.entries))
    var values = [Double](repeating: 0, count: Int(shape.entries))
    try check(tandem_get_rows(handle, &rowLower, &rowUpper, &starts, &places, &values))
    return ModelTable(
      direction: shape.maximize != 0 ? .maximize : .minimize,
      objectiveConstant: shape.objective_constant,
      columns: (0..<columnCount).map { j in
        ModelTable.Column(
          objective: objective[j], limits: Limits(from: lower[j], to: upper[j]),
          kind: ColumnKind(rawValue: kinds[j])!)
      },
      rows: (0..<rowCount).map { Limits(from: rowLower[$0], to: rowUpper[$0]) },
      rowStarts: starts, entryColumns: places, entryValues: values)
  }

  /// The name of a row; nil when it has none.
  public func rowName(_ row: Int) throws(ModelError) -> String? {
    try inside(row, rowCount, "row")
    var name: UnsafePointer<CChar>?
    try check(tandem_get_row_name(handle, Int32(row), &name))
    return name.map { String(cString: $0) }
  }

  /// The name of a column; nil when it has none.
  public func columnName(_ column: Int) throws(ModelError) -> String? {
    try inside(column, columnCount, "column")
    var name: UnsafePointer<CChar>?
    try check(tandem_get_column_name(handle, Int32(column), &name))
    return name.map { String(cString: $0) }
  }
}
