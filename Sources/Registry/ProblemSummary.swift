public import TandemFiles

/// How many problems of each kind there are.
public struct ProblemSummary: Sendable {
  /// One kind with its count.
  public struct Line: Sendable {
    /// Whether the kind stops the data from being used.
    public let severity: Problem.Severity
    /// The kind.
    public let kind: String
    /// The file.
    public let file: String
    /// How often.
    public let count: Int
  }

  /// Errors first, then by file and kind.
  public let lines: [Line]

  /// Counts `problems`.
  public init(_ problems: [Problem]) {
    var counts: [[String]: Int] = [:]
    for problem in problems {
      counts[[problem.severity.rawValue, problem.file, problem.kind], default: 0] += 1
    }
    lines = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, count in
      Line(severity: key[0] == "error" ? .error : .warning, kind: key[2], file: key[1], count: count)
    }
  }

  /// How many problems stop the data from being used.
  public var errors: Int { lines.reduce(0) { $0 + ($1.severity == .error ? $1.count : 0) } }
  /// How many problems are worth a look only.
  public var warnings: Int { lines.reduce(0) { $0 + ($1.severity == .warning ? $1.count : 0) } }
}
