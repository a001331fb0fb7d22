/// Everything that was wrong with a command line, told in one pass.
public struct Misuse: Error, Sendable, CustomStringConvertible {
  /// The words that called the command, as far as they were understood.
  public let path: [String]
  /// What was wrong, in the order of the command line.
  public let mistakes: [Mistake]

  init(path: [String], mistakes: [Mistake]) {
    self.path = path
    self.mistakes = mistakes
  }

  /// A mistake that the command itself finds, such as two options that exclude one another; a full sentence.
  public init(_ arguments: Arguments, _ sentence: String) {
    self.init(path: arguments.path, mistakes: [.other(sentence)])
  }

  /// The mistakes, and where to read how it is done.
  public var description: String {
    let name = path.joined(separator: " ")
    let hint = "See '\(name) --help'."
    if mistakes.count == 1 { return "\(name): \(mistakes[0])\n\(hint)" }
    return "\(name): \(mistakes.count) mistakes:\n" + mistakes.map { "  \($0)\n" }.joined() + hint
  }
}

/// One thing wrong with a command line.
public enum Mistake: Sendable, Hashable {
  case missingCommand(of: [String])
  case unknownCommand(String, suggestion: String?)
  case unknownOption(String, suggestion: String?)
  case optionBeforeCommand(String)
  case missingValue(Declaration.Name)
  case needlessValue(option: String, value: String)
  case badValue(Declaration.Name, value: String, expected: String, suggestion: String?)
  case outOfRange(Declaration.Name, value: String, expected: String)
  case repeated(option: String)
  case missing(String)
  case surplus(String)
  case other(String)
}

extension Declaration {
  /// How a message names the thing that a value was meant for.
  public struct Name: Sendable, Hashable, CustomStringConvertible {
    /// `--threads`, `DIR` or, for a value from the environment, `TANDEM_THREADS`.
    public let description: String
    /// What a value must be.
    public let expectation: String
  }

  var asName: Name { Name(description: label, expectation: expectation) }
}

extension Mistake: CustomStringConvertible {
  /// A full sentence, or two with a suggestion.
  public var description: String {
    switch self {
    case .missingCommand(let names): "a command is missing: \(names.joined(separator: ", "))."
    case .unknownCommand(let word, let suggestion):
      "there is no command '\(word)'." + Mistake.meant(suggestion)
    case .unknownOption(let word, let suggestion): "there is no option '\(word)'." + Mistake.meant(suggestion)
    case .optionBeforeCommand(let word): "'\(word)' stands before the command; options follow it."
    case .missingValue(let name): "\(name) needs a value: \(name.expectation)."
    case .needlessValue(let option, let value): "\(option) takes no value, but '\(value)' is given."
    case .badValue(let name, let value, let expected, let suggestion):
      "\(name) '\(value)' cannot be read; expected \(expected)." + Mistake.meant(suggestion)
    case .outOfRange(let name, let value, let expected):
      "\(name) '\(value)' is out of range; expected \(expected)."
    case .repeated(let option): "\(option) is given more than once."
    case .missing(let signature): "\(signature) is missing."
    case .surplus(let word): "'\(word)' is one argument too many."
    case .other(let sentence): sentence
    }
  }

  private static func meant(_ suggestion: String?) -> String {
    suggestion.map { " Did you mean '\($0)'?" } ?? ""
  }
}
