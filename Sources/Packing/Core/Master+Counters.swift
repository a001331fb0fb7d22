internal import TandemGLPK
internal import TandemSimplex

/// Rows that count, and the limits on what they count.
extension Master {
  /// Adds a row that counts, without limits as yet, and returns its index. Dear stand-ins keep the program feasible
  /// whatever limits come.
  func addCounter(_ pool: BundlePool, _ counting: @escaping Counting) -> Int {
    var columns: [Int32] = []
    var values: [Double] = []
    for (column, bundle) in bundleOfColumn.enumerated() where bundle >= 0 {
      let count = counting(Int(bundle), pool)
      if count == 0 { continue }
      columns.append(Int32(column))
      values.append(Double(count))
    }
    let row = Int32(model.addRow(.free, columns: columns, values: values))
    excessOfCounter.append([columnCount, columnCount + 1])
    for factor in [1.0, -1.0] {
      addStandIn(row: row, factor: factor, cost: layout.couplingPenalty / layout.scale)
    }
    counters.append((row, counting, .free))
    return counters.count - 1
  }

  /// Limits what the row counts.
  func limitCounter(_ index: Int, from least: Double, to most: Double) {
    counters[index].limits = Limits(from: least, to: most)
    model.setRowLimits(Int(counters[index].row), counters[index].limits)
  }

  /// Puts limits on counts in force, and no others; prices of theirs stand behind those of the couplings. `rows` tells
  /// the row of each counter.
  func keep(_ limits: [CountLimit], rows: [Int]) {
    var ends = [Limits](repeating: .free, count: counters.count)
    for limit in limits {
      let row = rows[limit.counter]
      if limit.isMost {
        ends[row].upper = min(ends[row].upper, Double(limit.limit))
      } else {
        ends[row].lower = max(ends[row].lower, Double(limit.limit))
      }
    }
    for (index, end) in ends.enumerated() where counters[index].limits != end {
      limitCounter(index, from: end.lower, to: end.upper)
    }
    // Of several limits on one end of a count, the tightest has the price.
    var last: Set<[Int]> = []
    priced = limits.reversed().map { limit in
      let isFirst = last.insert([limit.counter, limit.isMost ? 1 : 0]).inserted
      return (isFirst ? rows[limit.counter] : -1, limit.isMost)
    }.reversed()
  }
}
