import TandemFiles
import TandemParallel

/// What reading one file gave: the rows that could be read, where they stood, and everything wrong.
struct TableContent<Row: Sendable> {
  var rows: [Row] = []
  /// The line of each row.
  var lines: [Int32] = []
  var problems: [Problem] = []
  /// Which field of a row is its identifier.
  var idColumn = 0
}

/// Reads one file of a cohort in pieces on several threads. The result does not depend on their number.
struct TableReader<Row: Sendable> {
  private let table: Table<Row>
  private let file: MappedFile
  private let further: @Sendable (Row) -> [Contradiction]
  private let pieceBytes: Int

  /// `further` finds contradictions with other files.
  init(
    _ table: Table<Row>, _ file: MappedFile, pieceBytes: Int,
    further: @escaping @Sendable (Row) -> [Contradiction] = { _ in [] }
  ) {
    self.table = table
    self.file = file
    self.pieceBytes = pieceBytes
    self.further = further
  }

  /// Reads everything. Cost: one pass to find the pieces, one to read them.
  func read(threads: Int) -> TableContent<Row> {
    var header = CSVCursor(file)
    var content = TableContent<Row>()
    guard header.next() else {
      content.problems.append(
        Problem(
          kind: "empty file", file: file.path,
          expected:
            "a header line with the names of the columns: \(table.columns.map(\.name).prefix(5).joined(separator: ", ")), ..."
        ))
      return content
    }
    let order = columns(of: header, &content.problems)
    guard
      content.problems.allSatisfy({ $0.severity == .warning })
        || order.contains(where: { $0?.name == table.columns[0].name })
    else { return content }
    let parts = header.parts(max(1, (file.bytes.count + pieceBytes - 1) / pieceBytes))
    let headerCount = header.count
    content.idColumn = order.firstIndex { $0?.name == table.columns[0].name } ?? 0
    let pieces = mappedInParallel(parts.count, threads: threads) { index in
      let piece = readPiece(parts[index], order, headerCount: headerCount)
      file.release(parts[index].range)
      return piece
    }
    content.lines.reserveCapacity(pieces.reduce(0) { $0 + $1.rows.count })
    for piece in pieces {
      content.lines.append(contentsOf: piece.rows.lines)
      content.problems.append(contentsOf: piece.problems)
    }
    content.rows = RowBuffer.joined(pieces.map(\.rows))
    return content
  }

  /// The column behind each field of the header, nil for one that we do not know.
  private func columns(of header: CSVCursor, _ problems: inout [Problem]) -> [Column<Row>?] {
    var order: [Column<Row>?] = []
    let names = table.columns.map(\.name)
    for index in 0..<header.count {
      let name = header.text(index).trimmed
      let (line, column) = header.place(index)
      let known = table.columns.first { $0.name == name }
      if let known, order.contains(where: { $0?.name == known.name }) {
        problems.append(
          Problem(
            kind: "duplicate column", file: file.path, line: line, column: column, value: name,
            expected: "each column once; the first one is read"))
        order.append(nil)
        continue
      }
      if known == nil {
        let near = Spelling.nearest(to: name, among: names).map { "did you mean \($0)? " } ?? ""
        problems.append(
          Problem(
            .warning, kind: "unknown column", file: file.path, line: line, column: column, value: name,
            expected: "a column of the dictionary; \(near)It is not read"))
      }
      order.append(known)
    }
    let missing = table.columns.filter { column in !order.contains { $0?.name == column.name } }
    for column in missing where column.required {
      problems.append(
        Problem(
          kind: "missing column", file: file.path, line: 1, value: column.name,
          expected: "this column, since every row must have a value"))
    }
    let optional = missing.filter { !$0.required }.map(\.name)
    if !optional.isEmpty {
      problems.append(
        Problem(
          .warning, kind: "missing columns", file: file.path, line: 1,
          expected:
            "also the columns \(optional.joined(separator: ", ")); without a column its values are empty in every row"
        ))
    }
    return order
  }

  /// One row costs one closure call a field; rows and lists of problems are the only things allocated. The readers
  /// of fields are called where they stand, so that their references need not be counted up and down for every
  /// field, which takes longer than reading a number.
  private func readPiece(_ part: CSVCursor.Part, _ order: [Column<Row>?], headerCount: Int) -> Piece<Row> {
    let known = order.map { $0 != nil }
    var readers = order.map { FieldReader($0?.read ?? { _, _ in nil }) }
    let required = order.indices.filter { order[$0]?.required ?? false }
    let checks = [table.contradictions, further]
    let piece = Piece<Row>(rows: RowBuffer(capacity: part.lines))
    var cursor = CSVCursor(file, part: part)
    while cursor.next() {
      if cursor.count != headerCount {
        piece.note(wrongCount(headerCount, cursor.count), cursor, nil, file.path)
      }
      var row = table.empty
      for index in 0..<min(known.count, cursor.count) where known[index] {
        let field = trimmed(cursor.field(index))
        if field.isEmpty { continue }
        if let misfit = readers[index].read(field, into: &row) {
          piece.note(misfit, cursor, index, file.path)
        }
      }
      var isComplete = true
      for index in required where index >= cursor.count || trimmed(cursor.field(index)).isEmpty {
        let name = order[index]!.name
        piece.note(
          Misfit(kind: "missing value", expected: "a value for \(name) in every row"), cursor, index,
          file.path)
        isComplete = false
      }
      guard isComplete else { continue }
      for check in checks {
        for found in check(row) {
          let misfit = Misfit(severity: found.severity, kind: found.kind, expected: found.expected)
          piece.note(misfit, cursor, order.firstIndex { $0?.name == found.column }, file.path)
        }
      }
      piece.rows.append(row, line: cursor.line)
    }
    piece.problems += cursor.problems
    return piece
  }

  private func wrongCount(_ expected: Int, _ found: Int) -> Misfit {
    Misfit(
      kind: "wrong number of fields",
      expected: "\(expected) fields as in the header line, but there are \(found)")
  }

  private func trimmed(_ field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let space = UInt8(ascii: " ")
    guard let first = field.first, first == space || field[field.count - 1] == space else { return field }
    var (start, end) = (0, field.count)
    while start < end, field[start] == space { start += 1 }
    while end > start, field[end - 1] == space { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: field[start..<end])
  }
}

/// Reads the fields of one column.
private struct FieldReader<Row> {
  private var reader: @Sendable (UnsafeRawBufferPointer, inout Row) -> Misfit?

  init(_ reader: @escaping @Sendable (UnsafeRawBufferPointer, inout Row) -> Misfit?) { self.reader = reader }

  /// Reads a field. It is `mutating`, though nothing changes, and never inlined: then nobody else holds the reader,
  /// and it is called without a count of its references.
  @inline(never)
  mutating func read(_ field: UnsafeRawBufferPointer, into row: inout Row) -> Misfit? { reader(field, &row) }
}

/// Rows and problems of one part of a file.
private final class Piece<Row: Sendable>: @unchecked Sendable {
  let rows: RowBuffer<Row>
  var problems: [Problem] = []

  init(rows: RowBuffer<Row>) { self.rows = rows }

  /// Notes what is wrong with a field of the cursor's row, or with the row when no field is meant.
  func note(_ misfit: Misfit, _ cursor: CSVCursor, _ field: Int?, _ path: String) {
    let place = field.map { cursor.place($0) } ?? (line: cursor.line, column: 0)
    let value = field.flatMap { $0 < cursor.count ? cursor.text($0) : nil } ?? ""
    problems.append(
      Problem(
        misfit.severity, kind: misfit.kind, file: path, line: place.line,
        column: place.column + (field == nil ? 0 : misfit.offset), value: value, expected: misfit.expected))
  }
}

extension String {
  /// Without spaces at both ends.
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
