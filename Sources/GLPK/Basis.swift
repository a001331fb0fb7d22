/// Where a row or column stands in a basis.
public enum Standing: UInt8, Sendable {
  /// Basic: its value follows from the others.
  case basic = 0
  /// Non-basic at its lower limit.
  case atLower = 1
  /// Non-basic at its upper limit.
  case atUpper = 2
  /// Non-basic without limits, at zero.
  case free = 3
  /// Non-basic with equal limits.
  case fixed = 4
}

/// A basis: one standing a row and one a column. A linear program solved from the basis of a similar one
/// takes a fraction of the steps.
public struct Basis: Hashable, Sendable {
  /// The standing of each row.
  public var rows: [Standing]
  /// The standing of each column.
  public var columns: [Standing]

  /// A basis from its parts; as many are basic as there are rows.
  public init(rows: [Standing], columns: [Standing]) {
    self.rows = rows
    self.columns = columns
  }
}

extension Basis {
  /// The same basis for a model that has grown: new rows are basic, new columns stand at their lower limits.
  public func extended(rows: Int, columns: Int) -> Basis {
    Basis(
      rows: self.rows + Array(repeating: .basic, count: max(0, rows - self.rows.count)),
      columns: self.columns + Array(repeating: .atLower, count: max(0, columns - self.columns.count)))
  }

  /// The same basis for a model that has lost rows, all of them basic here.
  public func without(rows gone: [Int]) -> Basis {
    let gone = Set(gone)
    return Basis(
      rows: rows.indices.filter { !gone.contains($0) }.map { rows[$0] }, columns: columns)
  }
}
