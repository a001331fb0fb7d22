internal import TandemFiles
internal import TandemGLPK

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a model in the MPS format, fixed or free, as the manuals of GLPK and CPLEX describe it.
///
/// A line at a time: its fields are places in the bytes, names are looked up in a flat table, the column of
/// the last line is compared before it is looked up. Where solvers differ this one goes with the many: a
/// right-hand side of the objective is subtracted from it, and a column between markers is binary only
/// while no bound speaks of it. An OBJSENSE section is understood. About 200 to 400 MB/s in free format.
struct MPSReader: ~Copyable {
  var text: ModelText
  let isFixed: Bool
  var fields = MPSFields()
  /// The current line.
  var lineStart = 0
  var lineEnd = 0
  private var nextStart = 0
  private var opened: [MPSSection] = []
  /// What is wrong, as far as it was seen.
  var problems: [Problem] = []

  var direction = Direction.minimize
  var rowNames = NameIndex()
  /// By name: what stands in front of it, E, G, L or N.
  var rowKinds: [UInt8] = []
  var rightHandSides: [Double] = []
  /// Not a number where there is none.
  var ranges: [Double] = []
  var objectiveRow = -1
  var objectiveConstant = 0.0
  /// By row: the last column with an entry there; later, who spoke of the row last.
  var lastColumn: [Int32] = []

  var columnNames = NameIndex()
  var columns: [ModelTable.Column] = []
  /// The rows of the entries of the last column, in their order, overwritten by those of the current one.
  var rowAt: [Int] = []
  /// How many entries of the current column are read.
  var entryPlace = 0
  var columnStarts: [Int] = []
  var entryRows: [Int32] = []
  var entryValues: [Double] = []
  /// By column: the limits that bounds spoke of, 1 the lower and 2 the upper; 4 stands between markers.
  var bounded: [UInt8] = []
  var isBetweenMarkers = false
  /// The column that a bound spoke of last.
  var lastBounded = -1
  /// The name of the right-hand sides, ranges or bounds that are being read: there may be only one.
  var vector: [UInt8]?

  init(_ text: ModelText, fixed: Bool) {
    self.text = text
    isFixed = fixed
    entryRows.reserveCapacity(text.count / 12)
    entryValues.reserveCapacity(text.count / 12)
  }

  /// A reader that is this far off stops.
  private static let patience = 20

  /// The whole model, or all that is wrong with it.
  mutating func read() throws(Problems) -> NamedModel {
    var section = MPSSection.none
    nextStart = text.start
    while section != .end && problems.count < MPSReader.patience {
      guard nextLine() else {
        problems.append(
          text.problem(text.count..<text.count, expected: "ENDATA on the last line, but the file ends here"))
        break
      }
      do throws(Problem) {
        if text[lineStart] == ASCII.space || text[lineStart] == ASCII.tab {
          try readRecord(section)
        } else {
          section = try openSection()
        }
      } catch {
        problems.append(error)
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return finished()
  }

  /// Goes to the next line that is neither empty nor a comment; blanks at its end do not count.
  private mutating func nextLine() -> Bool {
    while nextStart < text.count {
      lineStart = nextStart
      text.release(before: lineStart)
      let rest = text.count - lineStart
      let lineFeed = memchr(text.base + lineStart, Int32(ASCII.lineFeed), rest)
      lineEnd = lineFeed.map { text.base.distance(to: $0.assumingMemoryBound(to: UInt8.self)) } ?? text.count
      nextStart = lineEnd + 1
      if text[lineStart] == ASCII.asterisk { continue }
      while lineEnd > lineStart, text[lineEnd - 1] == ASCII.carriageReturn || text[lineEnd - 1] == ASCII.space
      {
        lineEnd -= 1
      }
      if lineEnd > lineStart { return true }
    }
    return false
  }

  private mutating func openSection() throws(Problem) -> MPSSection {
    var wordEnd = lineStart
    while wordEnd < lineEnd, text[wordEnd] != ASCII.space, text[wordEnd] != ASCII.tab { wordEnd += 1 }
    guard let section = MPSSection(text.text(lineStart..<wordEnd)) else {
      throw text.problem(
        lineStart..<wordEnd, kind: "unknown section",
        expected: "NAME, OBJSENSE, ROWS, COLUMNS, RHS, RANGES, BOUNDS or ENDATA")
    }
    if opened.contains(section) {
      throw text.problem(lineStart..<wordEnd, expected: "each section once")
    }
    opened.append(section)
    if section == .direction && wordEnd < lineEnd { try readDirection(from: wordEnd) }
    vector = nil
    for row in lastColumn.indices { lastColumn[row] = -1 }
    return section
  }

  private mutating func readRecord(_ section: MPSSection) throws(Problem) {
    if section == .direction { return try readDirection(from: lineStart) }
    if section == .none || section == .name || section == .end {
      throw text.problem(lineStart..<lineEnd, expected: "a section such as ROWS in front of the first record")
    }
    if isFixed {
      for place in lineStart..<lineEnd where text[place] == ASCII.tab {
        throw text.problem(place..<place + 1, expected: "no tabulator in the fixed format")
      }
      let stray = fields.take(text, from: lineStart, to: lineEnd)
      if stray >= 0 {
        throw text.problem(stray..<stray + 1, expected: "blanks between the columns of the fixed format")
      }
    } else if !fields.cut(text, from: lineStart, to: lineEnd, section) {
      throw text.problem(lineStart..<lineEnd, expected: "the fields of a record of this section")
    }
    switch section {
    case .rows: try readRow()
    case .columns: try readColumn()
    case .rightHandSide: try readRightHandSide()
    case .ranges: try readRange()
    default: try readBound()
    }
  }

  private mutating func readDirection(from start: Int) throws(Problem) {
    var start = start
    while start < lineEnd, text[start] == ASCII.space || text[start] == ASCII.tab { start += 1 }
    switch text.text(start..<lineEnd).uppercased() {
    case "MAX", "MAXIMIZE", "MAXIMISE": direction = .maximize
    case "MIN", "MINIMIZE", "MINIMISE": direction = .minimize
    default: throw text.problem(start..<lineEnd, expected: "MAX or MIN")
    }
  }

  // MARK: Putting it together

  /// Rows that are free are objectives, the one used and others; none of them stays a row.
  private mutating func finished() -> NamedModel {
    var rowOf = [Int32](repeating: -1, count: rowKinds.count)
    var kept: [Int] = []
    for row in rowKinds.indices where rowKinds[row] != UInt8(ascii: "N") {
      rowOf[row] = Int32(kept.count)
      kept.append(row)
    }
    for column in columns.indices where bounded[column] == 4 { columns[column].limits = .unit }
    // From columns to rows: count, then put every entry to its place (Gustavson 1978). Columns rise.
    var starts = [Int32](repeating: 0, count: kept.count + 1)
    for row in entryRows where rowOf[Int(row)] >= 0 { starts[Int(rowOf[Int(row)]) + 1] += 1 }
    for row in kept.indices { starts[row + 1] += starts[row] }
    var next = starts
    var places = [Int32](repeating: 0, count: Int(starts[kept.count]))
    var values = [Double](repeating: 0, count: places.count)
    for column in columns.indices {
      let end = column + 1 < columns.count ? columnStarts[column + 1] : entryRows.count
      for entry in columnStarts[column]..<end {
        let row = Int(rowOf[Int(entryRows[entry])])
        if row < 0 { continue }
        let place = Int(next[row])
        next[row] += 1
        places[place] = Int32(column)
        values[place] = entryValues[entry]
      }
    }
    let table = ModelTable(
      direction: direction, objectiveConstant: objectiveConstant, columns: columns,
      rows: kept.map { limits(ofRow: $0) }, rowStarts: starts, entryColumns: places, entryValues: values)
    return NamedModel(
      table: table, rowNames: rowNames.names().picking(kept), columnNames: columnNames.names())
  }

  private func limits(ofRow row: Int) -> Limits {
    let right = rightHandSides[row]
    let range = ranges[row]
    switch rowKinds[row] {
    case UInt8(ascii: "L"): return Limits(from: range.isNaN ? -.infinity : right - abs(range), to: right)
    case UInt8(ascii: "G"): return Limits(from: right, to: range.isNaN ? .infinity : right + abs(range))
    default:
      if range.isNaN { return .exactly(right) }
      return Limits(from: right + min(0, range), to: right + max(0, range))
    }
  }
}
