/// What a step of either method is made of: the pivot's row and column, and the change of basis.
extension LinearProgram {
  /// The matrix by rows, without the columns that are fixed: a pass over it, for every pivot's row to be short.
  func findMovable() {
    movable.transpose(columnLines, count: rowCount) {
      columns.standing[$0] == .basic || columns.lower[$0] < columns.upper[$0]
    }
    touched.resize(to: columnCount, with: 0)
    candidates.resize(to: columnCount + rowCount, with: 0)
    ratios.resize(to: columnCount + rowCount, with: 0)
  }

  /// The pivot's row over all variables that are not basic: `row` is row `place` of the inverse, and so what the pivot's
  /// row is over slacks; `across` is what it is over columns.
  func findRow(_ place: Int) {
    let row = row.base, list = rowPlaces.base
    let count = rowCount
    row.update(repeating: 0, count: count)
    row[place] = 1
    factors.solveTransposed(row, isLeaving: true)
    let across = across.base, isTouched = isTouched.base, touched = touched.base
    for entry in 0..<touchedCount {
      across[Int(touched[entry])] = 0
      isTouched[Int(touched[entry])] = false
    }
    let starts = movable.start.base, ends = movable.end.base
    let index = movable.index.base, value = movable.value.base
    var found = 0
    var places = 0
    for other in 0..<count {
      let factor = row[other]
      if factor == 0 { continue }
      if abs(factor) < 1e-14 {
        row[other] = 0
        continue
      }
      list[places] = Int32(other)
      places &+= 1
      var entry = starts[other]
      let last = ends[other]
      while entry < last {
        let column = Int(index[entry])
        if !isTouched[column] {
          isTouched[column] = true
          touched[found] = Int32(column)
          found &+= 1
        }
        across[column] += factor * value[entry]
        entry &+= 1
      }
    }
    touchedCount = found
    rowPlaceCount = places
  }

  /// The column of a variable as the basis sees it.
  func findColumn(_ variable: Int) {
    let column = column.base, list = columnPlaces.base, count = rowCount
    column.update(repeating: 0, count: count)
    if variable >= 0 { columnLines.subtract(-1, variable, from: column) } else { column[~variable] = 1 }
    factors.solve(column, isEntering: true)
    var found = 0
    for place in 0..<count where column[place] != 0 {
      if abs(column[place]) < 1e-14 {
        column[place] = 0
      } else {
        list[found] = Int32(place)
        found &+= 1
      }
    }
    columnPlaceCount = found
  }

  /// Moves the basic variables' values by so many times the column.
  func moveValues(by step: Double) {
    if step == 0 { return }
    let values = basicValue.base, column = column.base, places = columnPlaces.base
    for entry in 0..<columnPlaceCount { values[Int(places[entry])] -= step * column[Int(places[entry])] }
  }

  /// Moves all reduced costs by `step` along the pivot's row.
  func moveReduced(by step: Double, _ place: Int, _ entering: Int) {
    if step != 0 {
      let across = across.base, touched = touched.base, reduced = columns.reduced.base
      for entry in 0..<touchedCount {
        let column = Int(touched[entry])
        reduced[column] -= step * across[column]
      }
      let row = row.base, places = rowPlaces.base, slackReduced = slacks.reduced.base
      for entry in 0..<rowPlaceCount {
        let other = Int(places[entry])
        slackReduced[other] -= step * row[other]
      }
    }
    if entering >= 0 { columns.reduced[entering] = 0 } else { slacks.reduced[~entering] = 0 }
    let leaving = Int(head[place])
    if leaving >= 0 { columns.reduced[leaving] = -step } else { slacks.reduced[~leaving] = -step }
  }

  /// Whether column and row agree on the pivot, and it is large enough; nil where all that can be done is to give up.
  func isSound(_ pivot: Double, _ along: Double) -> Bool? {
    if abs(pivot - along) <= 1e-7 * (1 + abs(pivot)), abs(pivot) >= 1e-7 { return true }
    if factors.updates > 0 { return false }
    return abs(pivot) < 1e-9 ? nil : true
  }

  /// Puts `entering` into the basis at `place`; who leaves stands at one of its limits.
  func exchange(_ place: Int, _ entering: Int, value: Double, leavingAtLower: Bool) {
    let isFixed = basicLower[place] == basicUpper[place]
    set(Int(head[place]), isFixed ? .fixed : leavingAtLower ? .atLower : .atUpper)
    set(entering, .basic)
    factors.update(row: place)
    head[place] = Int32(entering)
    basicValue[place] = value
    readLimits(place)
  }

  func set(_ variable: Int, _ standing: UInt8) {
    if variable >= 0 { columns.standing[variable] = standing } else { slacks.standing[~variable] = standing }
  }
}
