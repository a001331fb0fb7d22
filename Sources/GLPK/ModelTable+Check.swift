extension ModelTable {
  /// What a point does wrong.
  public enum Violation: Sendable, Equatable {
    /// The number of values is not the number of columns.
    case length(found: Int, expected: Int)
    /// A column outside its limits.
    case column(Int, value: Double)
    /// A whole-numbered column that is not whole.
    case notWhole(Int, value: Double)
    /// A row whose sum is outside its limits.
    case row(Int, sum: Double)
  }

  /// The objective at a point.
  public func objective(at values: [Double]) -> Double {
    var sum = objectiveConstant
    for (index, column) in columns.enumerated() { sum += column.objective * values[index] }
    return sum
  }

  /// Everything that is wrong with a point; empty when it is feasible. A sum may miss its limit by
  /// `tolerance` times the size of its terms. Cost: one pass over the matrix, by no code of the solver.
  public func violations(of values: [Double], tolerance: Double = 1e-9) -> [Violation] {
    guard values.count == columns.count else {
      return [.length(found: values.count, expected: columns.count)]
    }
    var found: [Violation] = []
    for (index, column) in columns.enumerated() {
      let value = values[index]
      let room = tolerance * max(1, abs(value))
      if !(value >= column.limits.lower - room && value <= column.limits.upper + room) {
        found.append(.column(index, value: value))
      } else if column.kind == .integer && abs(value - value.rounded()) > room {
        found.append(.notWhole(index, value: value))
      }
    }
    for row in rows.indices {
      var sum = 0.0
      var size = 1.0
      for place in entries(ofRow: row) {
        let term = entryValues[place] * values[Int(entryColumns[place])]
        sum += term
        size += abs(term)
      }
      let room = tolerance * size
      if !(sum >= rows[row].lower - room && sum <= rows[row].upper + room) {
        found.append(.row(row, sum: sum))
      }
    }
    return found
  }
}
