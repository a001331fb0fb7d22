internal import TandemFiles
internal import TandemGLPK

extension MPSReader {
  /// A kind and a name.
  mutating func readRow() throws(Problem) {
    let kind = fields[1].end - fields[1].start == 1 ? text[fields[1].start] : 0
    let (n, e, l, g) = (UInt8(ascii: "N"), UInt8(ascii: "E"), UInt8(ascii: "L"), UInt8(ascii: "G"))
    guard kind == n || kind == e || kind == l || kind == g else {
      throw expected(1, "the kind of the row: N, E, L or G")
    }
    let name = try newName(2, "the name of the row")
    if rowNames.number(of: name.baseAddress!, name.count) != rowKinds.count {
      throw expected(2, "a name that no other row has")
    }
    if objectiveRow < 0 && kind == UInt8(ascii: "N") { objectiveRow = rowKinds.count }
    rowKinds.append(kind)
    rightHandSides.append(0)
    ranges.append(.nan)
    lastColumn.append(-1)
    for number in 3...6 where !fields[number].isEmpty { throw expected(number, "nothing behind the name") }
    if rowKinds.count == Int(Int32.max) { throw expected(2, "fewer rows") }
  }

  /// The name of a column, and one or two pairs of a row and a coefficient; or a marker.
  mutating func readColumn() throws(Problem) {
    if !fields[3].isEmpty, text[fields[3].start] == ASCII.quote, fields.isMarker(text) {
      switch text.text(fields[5].range) {
      case "'INTORG'": isBetweenMarkers = true
      case "'INTEND'": isBetweenMarkers = false
      default: throw expected(5, "'INTORG' or 'INTEND'")
      }
      return
    }
    if !fields[1].isEmpty { throw expected(1, "blanks in front of the name") }
    if fields[2].isEmpty {
      if columns.isEmpty { throw expected(2, "the name of a column") }
    } else {
      let name = try name(2, "the name of a column")
      if !columnNames.isName(columns.count - 1, name.baseAddress!, name.count) {
        try addColumn()
      }
    }
    try readEntry(3)
    if !fields[5].isEmpty || !fields[6].isEmpty { try readEntry(5) }
  }

  private mutating func addColumn() throws(Problem) {
    let name = try newName(2, "the name of a column")
    if columnNames.number(of: name.baseAddress!, name.count) != columns.count {
      throw expected(2, "all coefficients of a column one after the other")
    }
    if columns.count == Int(Int32.max) - 1 { throw expected(2, "fewer columns") }
    columns.append(
      ModelTable.Column(
        objective: 0, limits: .nonNegative, kind: isBetweenMarkers ? .integer : .continuous))
    bounded.append(isBetweenMarkers ? 4 : 0)
    columnStarts.append(entryRows.count)
    entryPlace = 0
  }

  @inline(__always)
  private mutating func readEntry(_ number: Int) throws(Problem) {
    let row = try entryRow(number)
    let column = Int32(truncatingIfNeeded: columns.count - 1)
    if lastColumn[row] == column { throw expected(number, "one coefficient of this row in the column") }
    lastColumn[row] = column
    let value = try finite(number + 1)
    if row == objectiveRow {
      columns[Int(column)].objective = value
    } else if value != 0 {
      entryRows.append(Int32(truncatingIfNeeded: row))
      entryValues.append(value)
      if entryRows.count > Int(Int32.max) { throw expected(number, "fewer coefficients") }
    }
  }

  /// The row of an entry. Columns next to each other are often alike: mostly it is that of the entry at the same
  /// place of the last column, or the next one.
  @inline(__always)
  private mutating func entryRow(_ number: Int) throws(Problem) -> Int {
    let name = try name(number, "the name of a row")
    let place = entryPlace
    entryPlace += 1
    if place < rowAt.count {
      let last = rowAt[place]
      if rowNames.isName(last, name.baseAddress!, name.count) { return last }
      if rowNames.isName(last + 1, name.baseAddress!, name.count) {
        rowAt[place] = last + 1
        return last + 1
      }
    } else {
      rowAt.append(-1)
    }
    let row = rowNames.find(name.baseAddress!, name.count)
    if row < 0 { throw expected(number, "a row that the ROWS section has") }
    rowAt[place] = row
    return row
  }

  /// One or two pairs of a row and its right-hand side. That of the objective is subtracted from it.
  mutating func readRightHandSide() throws(Problem) {
    if !fields[1].isEmpty { throw expected(1, "blanks in front of the name") }
    try requireOneVector("right-hand sides")
    for number in [3, 5] where number == 3 || !fields[5].isEmpty || !fields[6].isEmpty {
      let row = try unmentioned(number, "right-hand side")
      let value = try finite(number + 1)
      if row == objectiveRow { objectiveConstant = 0 - value } else { rightHandSides[row] = value }
    }
  }

  /// One or two pairs of a row and how far its limits are apart.
  mutating func readRange() throws(Problem) {
    if !fields[1].isEmpty { throw expected(1, "blanks in front of the name") }
    try requireOneVector("ranges")
    for number in [3, 5] where number == 3 || !fields[5].isEmpty || !fields[6].isEmpty {
      let row = try unmentioned(number, "range")
      ranges[row] = try finite(number + 1)
    }
  }

  /// A kind, a column, and a value where the kind takes one.
  mutating func readBound() throws(Problem) {
    guard let kind = MPSBound(text, fields[1]) else {
      throw expected(1, "LO, UP, FX, FR, MI, PL, BV, LI or UI")
    }
    try requireOneVector("bounds")
    let name = try name(3, "the name of a column")
    // Bounds mostly stand in the order of the columns.
    let isNext = columnNames.isName(lastBounded + 1, name.baseAddress!, name.count)
    let column = isNext ? lastBounded + 1 : columnNames.find(name.baseAddress!, name.count)
    lastBounded = column
    if column < 0 { throw expected(3, "a column that the COLUMNS section has") }
    if bounded[column] & kind.sides != 0 { throw expected(3, "each limit of a column once") }
    bounded[column] |= kind.sides
    let value = kind.takesValue ? try number(4) : 0
    for number in 5...6 where !fields[number].isEmpty { throw expected(number, "nothing behind the value") }
    switch kind {
    case .lower: columns[column].limits.lower = value
    case .upper: columns[column].limits.upper = value
    case .fixed: columns[column].limits = .exactly(value)
    case .free: columns[column].limits = .free
    case .minusInfinity: columns[column].limits.lower = -.infinity
    case .plusInfinity: columns[column].limits.upper = .infinity
    case .wholeLower: columns[column].limits.lower = value.rounded(.up)
    case .wholeUpper: columns[column].limits.upper = value.rounded(.down)
    case .binary: columns[column].limits = .unit
    }
    if kind == .wholeLower || kind == .wholeUpper || kind == .binary { columns[column].kind = .integer }
    let limits = columns[column].limits
    if limits.lower == .infinity || limits.upper == -.infinity {
      throw expected(4, "a finite number on this side of the column")
    }
  }

  // MARK: Fields

  private mutating func requireOneVector(_ noun: String) throws(Problem) {
    let name = fields.name(2, text)
    if let vector {
      if !name.isEmpty && !name.elementsEqual(vector) { throw expected(2, "one set of \(noun)") }
    } else {
      vector = Array(name)
    }
  }

  private mutating func unmentioned(_ number: Int, _ noun: String) throws(Problem) -> Int {
    let row = try row(number)
    if lastColumn[row] == 0 { throw expected(number, "one \(noun) for each row") }
    lastColumn[row] = 0
    return row
  }

  private mutating func row(_ number: Int) throws(Problem) -> Int {
    let name = try name(number, "the name of a row")
    let row = rowNames.find(name.baseAddress!, name.count)
    if row < 0 { throw expected(number, "a row that the ROWS section has") }
    return row
  }

  @inline(__always)
  private mutating func name(
    _ number: Int, _ noun: String
  ) throws(Problem) -> UnsafeBufferPointer<UInt8> {
    let name = fields.name(number, text)
    if name.isEmpty { throw expected(number, noun) }
    return name
  }

  /// A name that is met for the first time.
  private mutating func newName(
    _ number: Int, _ noun: String
  ) throws(Problem) -> UnsafeBufferPointer<UInt8> {
    let name = try name(number, noun)
    if name.count > 255 || name.contains(where: { $0 < 32 || $0 == 127 }) {
      throw expected(number, "a name of at most 255 bytes without control characters")
    }
    return name
  }

  @inline(__always)
  private mutating func finite(_ number: Int) throws(Problem) -> Double {
    let value = try self.number(number)
    if value.isInfinite { throw expected(number, "a number below 1e20") }
    return value
  }

  /// The number in a field, with its sign; what is too large for most solvers is infinite.
  @inline(__always)
  private mutating func number(_ number: Int) throws(Problem) -> Double {
    let field = fields[number]
    var start = field.start
    let isNegative = !field.isEmpty && text[start] == ASCII.minus
    if isNegative || (!field.isEmpty && text[start] == ASCII.plus) { start += 1 }
    let found = ModelNumber(text.base, from: start, to: field.end)
    if found.end != field.end || found.value.isNaN { return try infinity(number, start, isNegative) }
    let value = found.value >= ModelNumber.infinity ? .infinity : found.value
    return isNegative ? -value : value
  }

  private mutating func infinity(
    _ number: Int, _ start: Int, _ isNegative: Bool
  ) throws(Problem) -> Double {
    let spelling = text.text(start..<max(start, fields[number].end)).lowercased()
    guard spelling == "inf" || spelling == "infinity" else { throw expected(number, "a number") }
    return isNegative ? -.infinity : .infinity
  }

  private mutating func expected(_ number: Int, _ what: String) -> Problem {
    let field = fields[number]
    return text.problem(field.isEmpty ? lineEnd..<lineEnd : field.range, expected: what)
  }
}
