extension Factors {
  /// Factors the basis of these columns and the slacks of these rows, and returns the row that each column was pivoted
  /// on, or -1 for a column that depends on the others. Rows that nothing was pivoted on are left to their slacks, which
  /// are added to `slacks`.
  ///
  /// Singletons first, which cost nothing but to find them; what is left goes to `Nucleus`.
  mutating func factor(
    rowCount: Int, columns: [Int32], slacks: inout [Int32], matrix: borrowing SparseLines
  ) -> [Int32] {
    begin(rowCount: rowCount)
    let basis = OpenBasis(rowCount: rowCount, columns: columns, matrix: matrix)
    for row in slacks {
      basis.isDone[Int(row)] = true
      order.append(row)
      keepRow(Int(row), basis)
    }
    slackCount = slacks.count
    pivotLoneRows(basis)
    pivotLoneColumns(basis)
    pivotNucleus(basis)
    for row in 0..<rowCount where !basis.isDone[row] {
      slacks.append(Int32(row))
      diagonal[row] = 1
      order.append(Int32(row))
    }
    // Rows of U have named their columns by place; now each column goes by the row of its pivot.
    upperRow.rename(basis.pivotRow)
    upperColumn.transpose(upperRow, count: rowCount)
    return columns.indices.map { basis.pivotRow[$0] }
  }

  /// A row of U: what is still open of a row of the basis.
  private mutating func keepRow(_ row: Int, _ basis: borrowing OpenBasis) {
    upperRow.begin(row)
    for entry in basis.entries(ofRow: row) where basis.isOpen(entry) {
      upperRow.append(basis.rowColumn[entry], basis.rowValue[entry])
    }
    upperRow.finish(row)
  }

  /// Columns that have one row left.
  private mutating func pivotLoneRows(_ basis: borrowing OpenBasis) {
    let left = Plain<Int32>(basis.columns.count, of: 0)
    var queue = Plain<Int32>()
    for place in 0..<basis.columns.count {
      for entry in basis.entries(of: place) where !basis.isDone[Int(basis.index[entry])] { left[place] += 1 }
      if left[place] == 1 { queue.append(Int32(place)) }
    }
    var next = 0
    while next < queue.count {
      let place = Int(queue[next])
      next += 1
      if left[place] != 1 { continue }
      var entry = basis.entries(of: place).lowerBound
      while basis.isDone[Int(basis.index[entry])] { entry += 1 }
      let row = Int(basis.index[entry])
      basis.pivot(place, on: row)
      diagonal[row] = basis.value[entry]
      order.append(Int32(row))
      keepRow(row, basis)
      for other in basis.entries(ofRow: row) where basis.isOpen(other) {
        let column = Int(basis.rowColumn[other])
        left[column] -= 1
        if left[column] == 1 { queue.append(Int32(column)) }
      }
    }
  }

  /// Rows that have one column left.
  private mutating func pivotLoneColumns(_ basis: borrowing OpenBasis) {
    let left = Plain<Int32>(rowCount, of: 0)
    var queue = Plain<Int32>()
    for row in 0..<rowCount where !basis.isDone[row] {
      for entry in basis.entries(ofRow: row) where basis.isOpen(entry) { left[row] += 1 }
      if left[row] == 1 { queue.append(Int32(row)) }
    }
    var next = 0
    while next < queue.count {
      let row = Int(queue[next])
      next += 1
      if left[row] != 1 { continue }
      var entry = basis.rowStart[row]
      while !basis.isOpen(entry) { entry += 1 }
      let place = Int(basis.rowColumn[entry])
      let pivot = basis.rowValue[entry]
      basis.pivot(place, on: row)
      diagonal[row] = pivot
      order.append(Int32(row))
      for other in basis.entries(of: place) {
        let below = Int(basis.index[other])
        if basis.isDone[below] { continue }
        lower.append(Int32(below), basis.value[other] / pivot)
        left[below] -= 1
        if left[below] == 1 { queue.append(Int32(below)) }
      }
      if lower.closeRun() { lowerRow.append(Int32(row)) }
    }
  }

  private mutating func pivotNucleus(_ basis: borrowing OpenBasis) {
    let rows = (0..<Int32(rowCount)).filter { !basis.isDone[Int($0)] }
    if rows.isEmpty { return }
    var nucleus = Nucleus(rows: rows, columnCount: basis.columns.count)
    for (line, row) in rows.enumerated() {
      for entry in basis.entries(ofRow: Int(row)) where basis.isOpen(entry) {
        nucleus.add(basis.rowColumn[entry], basis.rowValue[entry], to: line)
      }
    }
    nucleus.close()
    while let (row, column, pivot) = nucleus.next() {
      basis.pivot(column, on: row)
      diagonal[row] = pivot
      order.append(Int32(row))
      upperRow.begin(row)
      for place in 0..<nucleus.across.count {
        upperRow.append(nucleus.across[place].column, nucleus.across[place].value)
      }
      upperRow.finish(row)
      for place in 0..<nucleus.below.count {
        lower.append(nucleus.below[place].row, nucleus.below[place].value)
      }
      if lower.closeRun() { lowerRow.append(Int32(row)) }
    }
  }
}
