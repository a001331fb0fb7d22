/// What is left of a basis when its singletons are gone: eliminated by Markowitz's rule (1957), few rows and columns
/// looked at for each pivot (Zlatev 1980), pivots no smaller than a tenth of their row.
struct Nucleus: ~Copyable {
  private static let threshold = 0.1
  private static let least = 1e-9
  private static let mostLooks = 4

  private var names: [Int32]
  private var rows = SparseLines()
  /// The rows of each column.
  private var columns = Lines()
  private var byRow: CountLists
  private var byColumn: CountLists
  private var work: Plain<Double>

  /// The last pivot: its row without the pivot, and what it took from the rows below.
  var across = Plain<(column: Int32, value: Double)>()
  var below = Plain<(row: Int32, value: Double)>()

  init(rows names: [Int32], columnCount: Int) {
    self.names = names
    byRow = CountLists(names.count, most: columnCount)
    byColumn = CountLists(columnCount, most: names.count)
    work = Plain(columnCount, of: 0)
    for _ in names { rows.addLine() }
    for _ in 0..<columnCount { columns.addLine() }
  }

  mutating func add(_ column: Int32, _ value: Double, to row: Int) {
    rows.append(to: row, column, value)
    columns.append(to: Int(column), Int32(row))
  }

  mutating func close() {
    for row in 0..<rows.count where rows.length[row] > 0 { byRow.insert(row, Int(rows.length[row])) }
    for column in 0..<columns.count where columns.length[column] > 0 {
      byColumn.insert(column, Int(columns.length[column]))
    }
  }

  /// The next pivot, taken out; nil when there is none. Rows and columns that are left depend on the others.
  mutating func next() -> (row: Int, column: Int, value: Double)? {
    guard let (pivotRow, pivotColumn) = pivot() else { return nil }
    let value = take(Int32(pivotColumn), from: pivotRow)
    byRow.remove(pivotRow)
    byColumn.remove(pivotColumn)
    across.removeAll()
    below.removeAll()
    let first = rows.start[pivotRow]
    for place in first..<first + Int(rows.length[pivotRow]) {
      let column = Int(rows.index[place])
      across.append((rows.index[place], rows.value[place]))
      work[column] = rows.value[place]
      columns.forget(Int32(pivotRow), in: column)
    }
    let top = columns.start[pivotColumn]
    for place in top..<top + Int(columns.length[pivotColumn]) where Int(columns.index[place]) != pivotRow {
      let row = Int(columns.index[place])
      let factor = take(Int32(pivotColumn), from: row) / value
      below.append((names[row], factor))
      subtract(factor, from: row)
      byRow.remove(row)
      if rows.length[row] > 0 { byRow.insert(row, Int(rows.length[row])) }
    }
    for place in 0..<across.count {
      let column = Int(across[place].column)
      work[column] = 0
      byColumn.remove(column)
      if columns.length[column] > 0 { byColumn.insert(column, Int(columns.length[column])) }
    }
    columns.length[pivotColumn] = 0
    rows.length[pivotRow] = 0
    return (Int(names[pivotRow]), pivotColumn, value)
  }

  private mutating func take(_ column: Int32, from row: Int) -> Double {
    let index = rows.index, value = rows.value.base
    var place = rows.start[row]
    while index[place] != column { place += 1 }
    let taken = value[place]
    let last = rows.start[row] + Int(rows.length[row]) - 1
    index[place] = index[last]
    value[place] = value[last]
    rows.length[row] -= 1
    return taken
  }

  /// Takes `factor` times the pivot's row, which also stands in `work`, from a row.
  private mutating func subtract(_ factor: Double, from row: Int) {
    let work = work.base
    let first = rows.start[row]
    var place = first
    while place < first + Int(rows.length[row]) {
      let column = Int(rows.index[place])
      let value = work[column]
      if value == 0 {
        place += 1
        continue
      }
      work[column] = 0
      let rest = rows.value[place] - factor * value
      if abs(rest) > 1e-13 {
        rows.value[place] = rest
        place += 1
      } else {
        let last = first + Int(rows.length[row]) - 1
        rows.index[place] = rows.index[last]
        rows.value[place] = rows.value[last]
        rows.length[row] -= 1
        columns.forget(Int32(row), in: column)
      }
    }
    for place in 0..<across.count {
      let (column, value) = across[place]
      if work[Int(column)] != 0 {
        rows.append(to: row, column, -factor * value)
        columns.append(to: Int(column), Int32(row))
      }
      work[Int(column)] = value
    }
  }

  private func pivot() -> (row: Int, column: Int)? {
    var best: (row: Int, column: Int)?
    var bestFill = Int.max
    var bestSize = 0.0
    var looks = 0
    let rowStart = rows.start, rowLength = rows.length
    let index = rows.index, value = rows.value.base
    let columnStart = columns.start.base, columnLength = columns.length.base, holders = columns.index.base
    func greatest(_ row: Int) -> Double {
      var most = 0.0
      for place in rowStart[row]..<rowStart[row] + Int(rowLength[row]) { most = max(most, abs(value[place])) }
      return most
    }
    func consider(_ row: Int, _ column: Int, _ size: Double, _ most: Double) {
      if size < Nucleus.threshold * most || size < Nucleus.least { return }
      let fill = (Int(rowLength[row]) - 1) * (Int(columnLength[column]) - 1)
      if fill < bestFill || fill == bestFill && size > bestSize {
        (best, bestFill, bestSize) = ((row, column), fill, size)
      }
    }
    for length in 1...max(byRow.most, byColumn.most, 1) {
      var column = byColumn.first(length)
      while column >= 0 {
        for entry in columnStart[column]..<columnStart[column] + Int(columnLength[column]) {
          let row = Int(holders[entry])
          var place = rowStart[row]
          while Int(index[place]) != column { place += 1 }
          consider(row, column, abs(value[place]), greatest(row))
        }
        looks += 1
        if best != nil, looks >= Nucleus.mostLooks || bestFill <= (length - 1) * (length - 1) { return best }
        column = byColumn.next(column)
      }
      var row = byRow.first(length)
      while row >= 0 {
        let most = greatest(row)
        for place in rowStart[row]..<rowStart[row] + length {
          consider(row, Int(index[place]), abs(value[place]), most)
        }
        looks += 1
        if best != nil, looks >= Nucleus.mostLooks || bestFill <= (length - 1) * length { return best }
        row = byRow.next(row)
      }
    }
    return best
  }
}
