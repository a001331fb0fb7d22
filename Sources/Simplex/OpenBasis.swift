/// A basis on its way to factors: its columns by rows too, and who has a pivot.
struct OpenBasis: ~Copyable {
  let rowCount: Int
  let columns: [Int32]
  private let start: UnsafeMutablePointer<Int>
  private let length: UnsafeMutablePointer<Int32>
  let index: UnsafeMutablePointer<Int32>
  let value: UnsafeMutablePointer<Double>
  /// By row: its columns, by their place in the basis, and their values.
  let rowStart: Plain<Int>
  let rowColumn: Plain<Int32>
  let rowValue: Plain<Double>
  /// By column, the row it was pivoted on, or -1; and by row whether something was pivoted on it.
  let pivotRow: Plain<Int32>
  let isDone: Plain<Bool>

  init(rowCount: Int, columns: [Int32], matrix: borrowing SparseLines) {
    self.rowCount = rowCount
    self.columns = columns
    start = matrix.start
    length = matrix.length
    index = matrix.index
    value = matrix.value.base
    pivotRow = Plain(columns.count, of: -1)
    isDone = Plain(rowCount, of: false)
    rowStart = Plain(rowCount + 2, of: 0)
    let ends = rowStart.base
    for column in columns {
      let first = start[Int(column)]
      for entry in first..<first + Int(length[Int(column)]) { ends[Int(index[entry]) + 2] += 1 }
    }
    for row in 0..<rowCount { ends[row + 2] += ends[row + 1] }
    rowColumn = Plain(ends[rowCount + 1], of: 0)
    rowValue = Plain(ends[rowCount + 1], of: 0)
    for (place, column) in columns.enumerated() {
      let first = start[Int(column)]
      for entry in first..<first + Int(length[Int(column)]) {
        let row = Int(index[entry]) + 1
        rowColumn[ends[row]] = Int32(place)
        rowValue[ends[row]] = value[entry]
        ends[row] += 1
      }
    }
  }

  /// Where the entries of a column stand in the matrix.
  func entries(of place: Int) -> Range<Int> {
    let first = start[Int(columns[place])]
    return first..<first + Int(length[Int(columns[place])])
  }

  /// Where the entries of a row stand in `rowColumn` and `rowValue`.
  func entries(ofRow row: Int) -> Range<Int> { rowStart[row]..<rowStart[row + 1] }

  func isOpen(_ entry: Int) -> Bool { pivotRow[Int(rowColumn[entry])] < 0 }

  func pivot(_ place: Int, on row: Int) {
    pivotRow[place] = Int32(row)
    isDone[row] = true
  }
}
