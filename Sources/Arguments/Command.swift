public import TandemTerminal

/// A command, declared as data: what it takes, what it says of itself, and what it does.
///
/// ```swift
/// let check = Command(
///   "check", "Lists every problem of a cohort.",
///   takes: [folder, Group(Group.common, [Shared.json])],
///   examples: [Example("tandem check Data/example", "Checks the cohort that comes with Tandem.")],
///   exits: [.no: "The cohort has errors."]
/// ) { arguments, console in
///   console.print("Reading \(arguments[folder])")
///   return .done
/// }
/// ```
public struct Command: Sendable {
  /// What a command does with its arguments.
  public typealias Work = @Sendable (Arguments, Console) throws -> ExitCode

  /// The word that calls it.
  public let name: String
  /// One line: what it does.
  public let abstract: String
  /// What else one should know; paragraphs are parted by empty lines.
  public let discussion: String
  /// Its options and positional arguments, in the order of help.
  public let declarations: [Declaration]
  /// Command lines that work.
  public let examples: [Example]
  /// What its exit codes mean, those that say more than the general meaning.
  public let exits: [ExitCode: String]
  /// Its sub-commands, in the order of help.
  public let subcommands: [Command]
  /// What it does; nil when it only has sub-commands.
  public let work: Work?

  /// A command that does something.
  public init(
    _ name: String, _ abstract: String, discussion: String = "", takes: [any Declared] = [],
    examples: [Example] = [], exits: [ExitCode: String] = [:], subcommands: [Command] = [],
    work: @escaping Work
  ) {
    self.init(
      name: name, abstract: abstract, discussion: discussion, takes: takes, examples: examples, exits: exits,
      subcommands: subcommands, optionalWork: work)
  }

  /// A command that only has sub-commands.
  public init(
    _ name: String, _ abstract: String, discussion: String = "", examples: [Example] = [],
    subcommands: [Command]
  ) {
    self.init(
      name: name, abstract: abstract, discussion: discussion, takes: [], examples: examples, exits: [:],
      subcommands: subcommands, optionalWork: nil)
  }

  private init(
    name: String, abstract: String, discussion: String, takes: [any Declared], examples: [Example],
    exits: [ExitCode: String], subcommands: [Command], optionalWork: Work?
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    declarations = takes.flatMap(\.declarations)
    self.examples = examples
    self.exits = exits
    self.subcommands = subcommands
    work = optionalWork
    let names = declarations.map(\.label) + ["--help"]
    precondition(Set(names).count == names.count, "\(name) declares an option twice")
  }

  /// Its options, in the order of help.
  public var options: [Declaration] { declarations.filter { $0.form != .positional } }

  /// Its positional arguments, in order.
  public var positionals: [Declaration] { declarations.filter { $0.form == .positional } }

  /// The command itself and all below it, each with the words that call it, in the order of help.
  public func everyPath(under parents: [String] = []) -> [(path: [String], command: Command)] {
    let path = parents + [name]
    return [(path, self)] + subcommands.flatMap { $0.everyPath(under: path) }
  }
}

/// A command line that works, with a sentence about it.
public struct Example: Sendable, Hashable {
  /// The command line as one types it.
  public let line: String
  /// What it shows.
  public let about: String

  /// An example with its sentence.
  public init(_ line: String, _ about: String) {
    self.line = line
    self.about = about
  }
}
