import TandemFiles

/// Reads a small table of HLA facts: a header line with fixed columns, then rows of short texts.
/// Everything wrong is collected with its line and column, so that a table is mended in one pass.
struct FactSheet {
  private var cursor: CSVCursor
  private let path: String
  private let columns: [String]
  private var order: [Int?] = []
  private let requiredCount: Int
  private var fieldCount = 0
  private(set) var problems: [Problem] = []

  /// Reads the header. `columns` must all be there, in any order, `optional` ones may; they are numbered on
  /// behind the others. Any other column is noted with the severity `unknown`.
  init(
    _ bytes: UnsafeRawBufferPointer, path: String, columns required: [String], optional: [String] = [],
    unknown: Problem.Severity = .error
  ) {
    cursor = CSVCursor(bytes, path: path)
    self.path = path
    columns = required + optional
    requiredCount = required.count
    guard cursor.next() else {
      problems.append(
        Problem(
          kind: "empty file", file: path, expected: "a header line with \(required.joined(separator: ","))"))
      return
    }
    fieldCount = cursor.count
    let names = (0..<cursor.count).map { cursor.text($0) }
    order = columns.map { names.firstIndex(of: $0) }
    for (index, name) in names.enumerated()
    where !columns.contains(name) || names.firstIndex(of: name) != index {
      let near = Spelling.nearest(to: name, among: columns).map { "; did you mean \($0)?" } ?? ""
      let known = columns.contains(name)
      report(
        index, kind: known ? "duplicate column" : "unknown column",
        known ? "each column once" : "one of \(columns.joined(separator: ", "))\(near)",
        severity: known ? .error : unknown)
    }
    for (column, place) in zip(required, order) where place == nil {
      problems.append(
        Problem(kind: "missing column", file: path, line: 1, value: column, expected: "the column \(column)"))
    }
  }

  /// Goes to the next row; false at the end, or when the header is unusable. A row with too few or too many
  /// fields is reported and passed over.
  mutating func next() -> Bool {
    guard !order.isEmpty, !order.prefix(requiredCount).contains(where: { $0 == nil }) else { return false }
    while cursor.next() {
      if cursor.count == fieldCount { return true }
      problems.append(
        Problem(
          kind: "wrong number of fields", file: path, line: cursor.line,
          expected: "\(fieldCount) fields as in the header line, but there are \(cursor.count)"))
    }
    problems.append(contentsOf: cursor.problems)
    return false
  }

  /// The line of the current row.
  var line: Int { cursor.line }

  /// The field of the column with that index in `columns`.
  func field(_ column: Int) -> UnsafeRawBufferPointer {
    guard let place = order[column] else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return cursor.field(place)
  }

  /// The same as text.
  func text(_ column: Int) -> String { String(decoding: field(column), as: UTF8.self) }

  /// The HLA name in a column, or nil with a problem when it is none. An empty field is nil without one.
  mutating func name(_ column: Int) -> HLAName? {
    let bytes = field(column)
    if bytes.isEmpty { return nil }
    do {
      return try HLAName(bytes: bytes)
    } catch {
      report(column: column, kind: "unreadable name", "\(error.expected.rawValue)", offset: error.offset)
      return nil
    }
  }

  /// The number in a column, or nil with a problem when it is none or outside `range`. Empty is nil without.
  mutating func number(_ column: Int, in range: ClosedRange<Double>) -> Double? {
    let bytes = field(column)
    if bytes.isEmpty { return nil }
    if let value = DecimalText.double(bytes), range.contains(value) { return value }
    report(
      column: column, kind: DecimalText.double(bytes) == nil ? "not a number" : "out of range",
      "a number from \(DecimalText.text(range.lowerBound)) to \(DecimalText.text(range.upperBound))")
    return nil
  }

  /// The text of a column, which must be one of `words`; empty is allowed and is nil.
  mutating func word(_ column: Int, of words: [String]) -> String? {
    let text = text(column)
    if text.isEmpty { return nil }
    if words.contains(text) { return text }
    report(column: column, kind: "unknown word", "one of \(words.joined(separator: ", ")), or nothing")
    return nil
  }

  /// Notes a problem at a column of the current row.
  mutating func report(
    column: Int, kind: String, _ expected: String, offset: Int = 0, severity: Problem.Severity = .error
  ) {
    guard let place = order[column] else { return }
    report(place, kind: kind, expected, offset: offset, severity: severity)
  }

  /// Throws all problems when one of them is an error.
  func throwProblems() throws(Problems) {
    if problems.contains(where: { $0.severity == .error }) { throw Problems(problems) }
  }

  private mutating func report(
    _ place: Int, kind: String, _ expected: String, offset: Int = 0, severity: Problem.Severity = .error
  ) {
    let (line, column) = cursor.place(place)
    problems.append(
      Problem(
        severity, kind: kind, file: path, line: line, column: column + offset, value: cursor.text(place),
        expected: expected))
  }
}
