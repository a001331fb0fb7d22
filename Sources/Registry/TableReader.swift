import TandemFiles
import TandemParallel

/// What reading one file gave: the rows that could be read, where they stood, and everything wrong.
struct TableContent<Row> {
  var rows: [Row] = []
  /// The line of each row.
  var lines: [Int32] = []
  var problems: [Problem] = []
}

/// Reads one file of a cohort in pieces on several threads. The result does not depend on their number.
struct TableReader<Row: Sendable> {
  private let table: Table<Row>
  private let file: MappedFile
  private let further: @Sendable (Row) -> [Contradiction]
  /// Size of a piece: large enough that handing it out costs nothing, small enough to give memory back.
  private let pieceBytes = 4 << 20

  /// `further` finds contradictions with other files.
  init(
    _ table: Table<Row>, _ file: MappedFile,
    further: @escaping @Sendable (Row) -> [Contradiction] = { _ in [] }
  ) {
    self.table = table
    self.file = file
    self.further = further
  }

  /// Reads everything. Cost: one pass to find the pieces, one to read them.
  func read(threads: Int) -> TableContent<Row> {
    var header = CSVCursor(file.bytes, path: file.path)
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
    var pieces = mappedInParallel(parts.count, threads: threads) { index in
      let piece = readPiece(parts[index], order, headerCount: header.count)
      file.release(parts[index].range)
      return piece
    }
    content.rows.reserveCapacity(pieces.reduce(0) { $0 + $1.rows.count })
    content.lines.reserveCapacity(content.rows.capacity)
    for index in pieces.indices {
      content.rows.append(contentsOf: pieces[index].rows)
      content.lines.append(contentsOf: pieces[index].lines)
      content.problems.append(contentsOf: pieces[index].problems)
      pieces[index] = TableContent()
    }
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
    for column in table.columns where !order.contains(where: { $0?.name == column.name }) {
      problems.append(
        Problem(
          column.required ? .error : .warning, kind: "missing column", file: file.path, line: 1,
          value: column.name,
          expected: column.required
            ? "this column, since every row must have a value"
            : "this column; without it, in every row: \(column.missing)"))
    }
    return order
  }

  private func readPiece(_ part: (range: Range<Int>, line: Int), _ order: [Column<Row>?], headerCount: Int)
    -> TableContent<Row>
  {
    var content = TableContent<Row>()
    var cursor = CSVCursor(file.bytes, path: file.path, range: part.range, line: part.line)
    while cursor.next() {
      if cursor.count != headerCount {
        note(
          Misfit(
            kind: "wrong number of fields",
            expected: "\(headerCount) fields as in the header line, but there are \(cursor.count)"),
          cursor, field: nil, &content)
      }
      var row = table.empty
      var isReadable = true
      for index in 0..<order.count {
        guard let column = order[index] else { continue }
        let field =
          index < cursor.count ? trimmed(cursor.field(index)) : UnsafeRawBufferPointer(start: nil, count: 0)
        if field.isEmpty {
          guard column.required else { continue }
          note(
            Misfit(kind: "missing value", expected: "a value for \(column.name) in every row"), cursor,
            field: index, &content)
          isReadable = false
          continue
        }
        for misfit in column.read(field, &row) { note(misfit, cursor, field: index, &content) }
      }
      guard isReadable else { continue }
      for found in table.contradictions(row) + further(row) {
        note(
          Misfit(severity: found.severity, kind: found.kind, expected: found.expected), cursor,
          field: order.firstIndex { $0?.name == found.column }, &content)
      }
      content.rows.append(row)
      content.lines.append(Int32(clamping: cursor.line))
    }
    content.problems.append(contentsOf: cursor.problems)
    return content
  }

  private func note(_ misfit: Misfit, _ cursor: CSVCursor, field: Int?, _ content: inout TableContent<Row>) {
    let place = field.map { cursor.place($0) } ?? (line: cursor.line, column: 0)
    let value = field.flatMap { $0 < cursor.count ? cursor.text($0) : nil } ?? ""
    content.problems.append(
      Problem(
        misfit.severity, kind: misfit.kind, file: file.path, line: place.line,
        column: place.column + (field == nil ? 0 : misfit.offset), value: value, expected: misfit.expected))
  }

  private func trimmed(_ field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let first = field.first, first == Byte.space || field[field.count - 1] == Byte.space else {
      return field
    }
    var (start, end) = (0, field.count)
    while start < end, field[start] == Byte.space { start += 1 }
    while end > start, field[end - 1] == Byte.space { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: field[start..<end])
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
