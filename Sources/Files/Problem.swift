/// One thing wrong with what somebody gave us: where it is, what stands there, and what was expected.
///
/// Readers collect problems instead of stopping at the first, so that a file is mended in one pass.
public struct Problem: Error, Sendable, Hashable {
  /// Whether the data can be used in spite of it.
  public enum Severity: String, Sendable, Hashable, Comparable {
    case error
    case warning

    public static func < (left: Severity, right: Severity) -> Bool {
      left == .error && right == .warning
    }
  }

  /// Whether the data can be used in spite of it.
  public var severity: Severity
  /// What sort of thing it is, a short fixed word list such as "out of range", for the summary by kind.
  public var kind: String
  /// The file's name as the user gave it.
  public var file: String
  /// Line, counted from 1; 0 when the whole file is meant.
  public var line: Int
  /// Column in bytes, counted from 1; 0 when the whole line is meant.
  public var column: Int
  /// What stands there, shortened for display by `description`.
  public var value: String
  /// What was expected instead, and what to do; a sentence without its full stop.
  public var expected: String

  /// A problem at a place.
  public init(
    _ severity: Severity = .error, kind: String, file: String = "", line: Int = 0, column: Int = 0,
    value: String = "", expected: String
  ) {
    self.severity = severity
    self.kind = kind
    self.file = file
    self.line = line
    self.column = column
    self.value = value
    self.expected = expected
  }

  /// `file:line:column`, as editors and compilers write it, with the parts that are known.
  public var place: String {
    var text = file
    if line > 0 {
      text += ":\(line)"
      if column > 0 { text += ":\(column)" }
    }
    return text
  }
}

extension Problem: CustomStringConvertible {
  /// `file:line:column: error: kind: "value": expected ...`
  public var description: String {
    var text = place.isEmpty ? "" : "\(place): "
    text += "\(severity.rawValue): \(kind)"
    if !value.isEmpty { text += ": \(Problem.quoted(value))" }
    return text + ": \(expected)"
  }

  /// `value` in quotes, control characters made visible, at most 60 characters of it.
  public static func quoted(_ value: String) -> String {
    var text = "\""
    var shown = 0
    for scalar in value.unicodeScalars {
      if shown == 60 {
        text += "…"
        break
      }
      shown += 1
      if scalar.value < 0x20 || scalar.value == 0x7F {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        text += "\\x" + (hex.count < 2 ? "0" + hex : hex)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}

extension Problem: Comparable {
  /// By file, place, severity and text: an order that depends on nothing but the problems.
  public static func < (left: Problem, right: Problem) -> Bool {
    if left.file != right.file { return left.file < right.file }
    if left.line != right.line { return left.line < right.line }
    if left.column != right.column { return left.column < right.column }
    if left.severity != right.severity { return left.severity < right.severity }
    if left.kind != right.kind { return left.kind < right.kind }
    if left.value != right.value { return left.value < right.value }
    return left.expected < right.expected
  }
}

/// Everything that was wrong, thrown by a reader that cannot give a result.
public struct Problems: Error, Sendable, CustomStringConvertible {
  /// The problems, sorted.
  public let all: [Problem]

  /// Sorts and keeps `problems`.
  public init(_ problems: [Problem]) { all = problems.sorted() }

  /// One problem alone.
  public init(_ problem: Problem) { all = [problem] }

  /// A line each.
  public var description: String { all.map(\.description).joined(separator: "\n") }
}
