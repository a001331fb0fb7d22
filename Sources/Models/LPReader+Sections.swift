internal import TandemFiles
internal import TandemGLPK

extension LPReader {
  /// The whole model.
  mutating func read() throws(Problem) -> NamedModel {
    try next()
    takeIndentedKeyword()
    guard word == .minimize || word == .maximize else { throw expected("Minimize or Maximize") }
    direction = word == .maximize ? .maximize : .minimize
    try next()
    try readObjective()
    while true {
      switch word {
      case .subjectTo:
        try next()
        try readRows()
      case .bounds:
        try next()
        try readBounds()
      case .general, .binary:
        let binary = word == .binary
        try next()
        try readKinds(binary: binary)
      case .unsupported: try skipEmptySection()
      case .end:
        try next()
        if word != .endOfFile { throw expected("nothing behind End") }
        return finished()
      case .endOfFile:
        var warning = text.problem(
          text.count..<text.count, kind: "end missing",
          expected: "End on the last line; the file may be cut off")
        warning.severity = .warning
        warnings.append(warning)
        return finished()
      default:
        throw expected("a section: Subject To, Bounds, General, Binary or End, in the first column")
      }
    }
  }

  private mutating func finished() -> NamedModel {
    for column in columns.indices where isBinary[column] {
      // Binary narrows what the bounds said; it never widens it.
      columns[column].limits.lower = max(0, columns[column].limits.lower)
      columns[column].limits.upper = min(1, columns[column].limits.upper)
    }
    let table = ModelTable(
      direction: direction, objectiveConstant: objectiveConstant, columns: columns, rows: rows,
      rowStarts: rowStarts, entryColumns: entryColumns, entryValues: entryValues)
    return NamedModel(
      table: table, rowNames: rowNames.names(), columnNames: columnNames.names(), warnings: warnings)
  }

  // MARK: Columns

  /// The column that the current name means; a new one when it is met for the first time.
  mutating func column() throws(Problem) -> Int {
    let name = text.base + wordStart
    let length = wordEnd - wordStart
    if columnNames.isName(lastColumn + 1, name, length) {
      lastColumn += 1
      return lastColumn
    }
    lastColumn = columnNames.number(of: name, length)
    if lastColumn == columns.count {
      if columns.count == Int(Int32.max) { throw expected("at most \(Int32.max) columns") }
      columns.append(ModelTable.Column(objective: 0, limits: .nonNegative, kind: .continuous))
      lastEntry.append(-1)
      isBinary.append(false)
    }
    return lastColumn
  }

  private mutating func readObjective() throws(Problem) {
    if word == .name && isLabel {
      try next()
      try next()
    }
    var isFirst = true
    while true {
      takeIndentedKeyword()
      var sign = 1.0
      switch word {
      case .plus, .minus:
        sign = word == .minus ? -1 : 1
        try next()
      case .number, .name:
        if !isFirst { throw expected("+, - or a section such as Subject To") }
      case .bracket: break
      default: return
      }
      if word == .bracket { throw expected("a linear objective", kind: LPReader.notSupported) }
      isFirst = false
      var coefficient = 1.0
      let isNumber = word == .number
      if isNumber {
        coefficient = number
        try next()
        takeIndentedKeyword()
      }
      if word == .name {
        let column = try column()
        columns[column].objective += sign * coefficient
        if !columns[column].objective.isFinite { throw expected("coefficients whose sum is finite") }
        try next()
      } else if isNumber {
        objectiveConstant += sign * coefficient
      } else {
        throw expected("a coefficient or the name of a variable")
      }
    }
  }

  // MARK: Rows

  private mutating func readRows() throws(Problem) {
    while true {
      if word == .name && !isLabel { takeIndentedKeyword() }
      switch word {
      case .name, .number, .plus, .minus:
        try readRow()
        text.release(before: wordStart)
      case .bracket: throw expected("a linear row", kind: LPReader.notSupported)
      default: return
      }
    }
  }

  private mutating func readRow() throws(Problem) {
    if rows.count == Int(Int32.max) { throw expected("at most \(Int32.max) rows") }
    if word == .name && isLabel {
      if rowNames.number(of: text.base + wordStart, wordEnd - wordStart) != rows.count {
        throw expected("a name that no other row has")
      }
      try next()
      try next()
    } else {
      nameRowByLine()
    }
    var limits = Limits.free
    let left = try leftSide()
    if let left { try limit(&limits, left.relation.turned, left.value) }
    try readTerms()
    if let relation = relation() {
      if let left, left.relation == .equal || relation != left.relation {
        throw expected("a second relation only as in 2 <= x + y <= 5")
      }
      try next()
      guard let value = try limitValue() else { throw expected("the number on the right-hand side") }
      try limit(&limits, relation, value)
      if !isAtLineEnd {
        try next()
        throw expected("the end of the line behind the right-hand side")
      }
      try next()
    } else if left == nil {
      throw expected("+, - or a relation: <=, >= or =")
    }
    rows.append(limits)
  }

  /// The number and the relation at the front of `2 <= x + y`; nil, and nothing read, when there are none.
  private mutating func leftSide() throws(Problem) -> (value: Double, relation: LPWord)? {
    if word == .name { return nil }
    let place = (word, wordStart, wordEnd, number, at)
    if let value = try limitValue() {
      try next()
      if let relation = relation() {
        try next()
        return (value, relation)
      }
    }
    (word, wordStart, wordEnd, number, at) = place
    return nil
  }

  /// A row without a label is called by its line, as GLPK calls it.
  private mutating func nameRowByLine() {
    var name = Array("r.\(text.line(of: wordStart))".utf8)
    while rowNames.number(of: name, name.count) != rows.count { name.append(UInt8(ascii: "_")) }
  }

  /// Terms of a row, up to a word that is none.
  private mutating func readTerms() throws(Problem) {
    let begin = entryColumns.count
    var isAscending = true
    var hasZero = false
    var previous: Int32 = -1
    while true {
      var sign = 1.0
      if word == .plus || word == .minus {
        sign = word == .minus ? -1 : 1
        try next()
      }
      var coefficient = sign
      if word == .number {
        coefficient = sign * number
        try next()
      }
      if word == .bracket { throw expected("a linear row", kind: LPReader.notSupported) }
      guard word == .name else { throw expected("the name of a variable") }
      let place = Int32(truncatingIfNeeded: try column())
      let earlier = lastEntry[lastColumn]
      if earlier >= begin {
        entryValues[earlier] += coefficient
        if !entryValues[earlier].isFinite { throw expected("coefficients whose sum is finite") }
        if entryValues[earlier] == 0 { hasZero = true }
      } else {
        lastEntry[lastColumn] = entryColumns.count
        if place < previous { isAscending = false }
        if coefficient == 0 { hasZero = true }
        previous = place
        entryColumns.append(place)
        entryValues.append(coefficient)
      }
      try next()
      if word != .plus && word != .minus { break }
    }
    if hasZero || !isAscending { tidy(begin) }
    if entryColumns.count > Int(Int32.max) { throw expected("at most \(Int32.max) coefficients") }
    rowStarts.append(Int32(entryColumns.count))
  }

  /// Takes the zeros out of the entries from `begin` on and brings their columns into rising order.
  private mutating func tidy(_ begin: Int) {
    for column in entryColumns[begin...] { lastEntry[Int(column)] = -1 }
    let entries = (begin..<entryColumns.count).filter { entryValues[$0] != 0 }
      .map { (column: entryColumns[$0], value: entryValues[$0]) }.sorted { $0.column < $1.column }
    entryColumns.removeSubrange(begin...)
    entryValues.removeSubrange(begin...)
    for entry in entries {
      entryColumns.append(entry.column)
      entryValues.append(entry.value)
    }
  }
}
