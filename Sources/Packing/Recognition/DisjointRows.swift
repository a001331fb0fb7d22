/// Choosing rows that share no column.
enum DisjointRows {
  /// The rows chosen from `classes`, those of an earlier class before those of a later one.
  ///
  /// Within a class four orders are tried: as they stand, from behind, shortest first, longest first. Each
  /// takes a row whenever it overlaps none taken before. The order that reaches the most columns wins, then
  /// the one with the most rows, then the earlier one. A largest family would be a set-packing problem of
  /// its own; the families that people write down are found by one of the four.
  ///
  /// Cost: four passes over the entries of the rows.
  static func choose(among classes: [[Int]], columns: Int, _ support: (Int) -> ArraySlice<Int32>) -> [Int] {
    var taken = [Bool](repeating: false, count: columns)
    var chosen: [Int] = []
    for rows in classes where !rows.isEmpty {
      let lengths = rows.map { support($0).count }
      let byLength = rows.indices.sorted {
        (lengths[$0], $0) < (lengths[$1], $1)
      }.map { rows[$0] }
      var best: (rows: [Int], taken: [Bool], reached: Int) = ([], taken, -1)
      for order in [rows, rows.reversed(), byLength, byLength.reversed()] {
        let attempt = take(order, from: taken, support)
        if attempt.reached > best.reached
          || (attempt.reached == best.reached && attempt.rows.count > best.rows.count)
        {
          best = attempt
        }
      }
      taken = best.taken
      chosen += best.rows
    }
    return chosen.sorted()
  }

  private static func take(
    _ order: [Int], from taken: [Bool], _ support: (Int) -> ArraySlice<Int32>
  ) -> (rows: [Int], taken: [Bool], reached: Int) {
    var taken = taken
    var rows: [Int] = []
    var reached = 0
    for row in order {
      let columns = support(row)
      if columns.contains(where: { taken[Int($0)] }) { continue }
      for column in columns { taken[Int(column)] = true }
      rows.append(row)
      reached += columns.count
    }
    return (rows, taken, reached)
  }
}
