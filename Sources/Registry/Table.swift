import TandemFiles

/// A file of the cohort folder: its columns, and what its rows may not say all at once.
struct Table<Row: Sendable>: Sendable {
  /// The file's name in the folder.
  let file: String
  /// A row of which nothing is known.
  let empty: Row
  /// The columns in the order in which we write them; the first is the identifier.
  let columns: [Column<Row>]
  /// What a row says that cannot be true together.
  let contradictions: @Sendable (Row) -> [Contradiction]
}

/// Values of one row that cannot be true together or with the other files, reported at one of them.
struct Contradiction {
  let kind: String
  let column: String
  let expected: String
  let severity: Problem.Severity

  init(
    _ column: String, _ expected: String, _ severity: Problem.Severity = .error,
    kind: String = "impossible combination"
  ) {
    self.kind = kind
    self.column = column
    self.expected = expected
    self.severity = severity
  }
}
