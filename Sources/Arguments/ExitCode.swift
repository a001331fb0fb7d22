/// How a command ended, as the shell sees it.
public enum ExitCode: Int32, Sendable, CaseIterable, Comparable {
  /// Done.
  case done = 0
  /// Done, and the answer is no.
  case no = 1
  /// The command line was wrong.
  case wrongUse = 2
  /// The data were wrong.
  case badData = 3
  /// A limit was reached first; the result so far is written.
  case limit = 4
  /// Anything unexpected.
  case unexpected = 5

  /// By number.
  public static func < (left: ExitCode, right: ExitCode) -> Bool { left.rawValue < right.rawValue }

  /// What it means where a command says nothing more exact.
  public var meaning: String {
    switch self {
    case .done: "Done."
    case .no: "Done, and the answer is no."
    case .wrongUse: "The command line is wrong; nothing was done."
    case .badData: "The data are wrong."
    case .limit: "A limit was reached first; the result so far is written."
    case .unexpected: "Anything unexpected."
    }
  }
}

/// An end that is not a result: a message for the user and the code for the shell.
public struct Failure: Error, Sendable, CustomStringConvertible {
  /// How the command ended.
  public let code: ExitCode
  /// What the user is told, one or more full sentences.
  public let description: String

  /// A failure with its message.
  public init(_ code: ExitCode, _ message: String) {
    self.code = code
    description = message
  }
}
