/// Everything there is to know about one option or positional argument, whatever the type of its value.
///
/// Parsing, help, completion and the README's tables all read this and nothing else.
public struct Declaration: Sendable {
  /// How it stands on the command line.
  public enum Form: Sendable, Hashable {
    /// `--name`
    case flag
    /// `--name VALUE`
    case option
    /// `VALUE`, told by its place
    case positional
  }

  /// How often it may stand there.
  public enum Presence: Sendable, Hashable {
    case required
    case optional
    case anyNumber
    case atLeastOne
  }

  /// What reading one value gives.
  enum Reading {
    case value(any Sendable)
    case unreadable
    case outOfRange
  }

  /// How it stands on the command line.
  public let form: Form
  /// The name without its dashes; for a positional argument the placeholder.
  public let name: String
  /// The placeholder for the value in help, empty for a flag.
  public let placeholder: String
  /// How often it may stand there.
  public let presence: Presence
  /// Splits one given text into several values, as in `--loci A,B,C`.
  public let separator: Character?
  /// One or two sentences of help.
  public let help: String
  /// What a value must be, for messages: "a whole number, 1 to 10".
  public let expectation: String
  /// The range alone, for help: "1 to 10".
  public let limits: String?
  /// The words allowed; empty when any text may be tried.
  public let choices: [String]
  /// What holds when it is not given, in words.
  public let defaultText: String?
  /// The environment variable that is asked when it is not given.
  public let environment: String?
  /// What a shell may offer for it.
  public let completes: ValueHint
  /// The heading under which help lists it.
  public internal(set) var group: String
  let read: @Sendable (String) -> Reading

  /// `--name` or the placeholder: how messages call it.
  public var label: String { form == .positional ? placeholder : "--\(name)" }

  /// `--name VALUE` or the placeholder: how help shows it.
  public var signature: String { form == .option ? "--\(name) \(placeholder)" : label }

  /// Whether a value may be given more than once.
  public var isRepeated: Bool { presence == .anyNumber || presence == .atLeastOne }

  /// Whether the command refuses to run without it.
  public var isRequired: Bool { presence == .required || presence == .atLeastOne }
}

/// What a shell may offer as a value.
public enum ValueHint: Sendable, Hashable {
  /// Nothing: a number, a name.
  case nothing
  /// Files; with endings such as "json", those alone.
  case file([String])
  /// Folders.
  case folder

  /// Files of any ending.
  public static let file = ValueHint.file([])
}

/// A thing that stands in a command's list: an option, a positional argument, or a group of them.
public protocol Declared: Sendable {
  /// What it declares, in order.
  var declarations: [Declaration] { get }
}

/// Options that help lists under a heading of their own.
public struct Group: Declared {
  /// The heading of options that stand in no group.
  public static let plain = "Options"
  /// The heading of the options that many commands share; help lists it last.
  public static let common = "Common options"

  /// What it declares, in order.
  public let declarations: [Declaration]

  /// `members` under the heading `title`.
  public init(_ title: String, _ members: [any Declared]) {
    declarations = members.flatMap(\.declarations).map {
      var declaration = $0
      declaration.group = title
      return declaration
    }
  }
}
