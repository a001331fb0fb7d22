/// What a command line asks for.
public enum Invocation: Sendable {
  /// Run the command with these values.
  case run(Command, Arguments)
  /// Show the help of the command, called by these words.
  case help(Command, path: [String])
}

extension Command {
  /// Reads the words after the program's name. Every mistake is found in one pass; `--help` anywhere before
  /// `--` wins over all of them.
  public func parse(
    _ words: [String], environment: (String) -> String? = { _ in nil }
  ) throws(Misuse) -> Invocation {
    var command = self
    var path = [name]
    var rest = words[...]
    while !command.subcommands.isEmpty, let word = rest.first, !word.hasPrefix("-") {
      guard let next = command.subcommands.first(where: { $0.name == word }) else {
        let suggestion = Suggestion.nearest(to: word, among: command.subcommands.map(\.name))
        throw Misuse(path: path, mistakes: [.unknownCommand(word, suggestion: suggestion)])
      }
      command = next
      path.append(word)
      rest.removeFirst()
    }
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      return .help(command, path: path)
    }
    if !command.subcommands.isEmpty, command.work == nil || rest.isEmpty {
      let stray = rest.first.map { [command.meeting($0)] } ?? []
      throw Misuse(path: path, mistakes: stray + [.missingCommand(of: command.subcommands.map(\.name))])
    }
    var reader = WordReader(command: command, path: path)
    reader.read(Array(rest))
    reader.fill(from: environment)
    reader.findMissing()
    if !reader.mistakes.isEmpty { throw Misuse(path: path, mistakes: reader.mistakes) }
    return .run(command, reader.arguments)
  }

  /// What is wrong with an option that this command does not have.
  fileprivate func meeting(_ word: String) -> Mistake {
    let label = String(word.prefix { $0 != "=" })
    let isBelow = subcommands.contains {
      $0.everyPath().contains { $0.command.options.contains { $0.label == label } }
    }
    if isBelow { return .optionBeforeCommand(label) }
    let known = options.map(\.name) + ["help"]
    let meant = Suggestion.nearest(to: String(label.drop { $0 == "-" }), among: known)
    return .unknownOption(label, suggestion: meant.map { "--\($0)" })
  }
}

/// Reads the words of one command, collecting values and mistakes.
private struct WordReader {
  let command: Command
  var arguments: Arguments
  var mistakes: [Mistake] = []
  /// Options that stood on the command line, and those that a misspelt one probably meant: none of them is
  /// also called missing.
  private var touched: Set<String> = []
  private var positionalWords: [String] = []
  /// Set after an option that nobody knows: the next word may be its value, so it is not judged.
  private var mayBeForeignValue = false
  private var foreignValues = 0

  init(command: Command, path: [String]) {
    self.command = command
    arguments = Arguments(path: path, declarations: command.declarations)
  }

  mutating func read(_ words: [String]) {
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--" {
        positionalWords += words[index...]
        break
      }
      if WordReader.isOption(word) {
        index += readOption(word, next: index < words.count ? words[index] : nil)
      } else if mayBeForeignValue {
        mayBeForeignValue = false
        foreignValues += 1
      } else {
        positionalWords.append(word)
      }
    }
    placePositionals()
  }

  /// A dash begins an option, except alone (standard input, by custom) and before a number.
  private static func isOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word != "-" && Double.read(word) == nil
  }

  /// Reads one option and answers how many further words it took.
  private mutating func readOption(_ word: String, next: String?) -> Int {
    mayBeForeignValue = false
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let label = String(parts[0])
    let attached = parts.count == 2 ? String(parts[1]) : nil
    guard let option = command.options.first(where: { $0.label == label }) else {
      return meetStranger(label, attached: attached, next: next)
    }
    if touched.contains(label), !option.isRepeated, !mistakes.contains(.repeated(option: label)) {
      mistakes.append(.repeated(option: label))
    }
    touched.insert(label)
    arguments.fromCommandLine.insert(label)
    if option.form == .flag {
      if let attached { mistakes.append(.needlessValue(option: label, value: attached)) }
      arguments.values[label] = [true]
      return 0
    }
    if let attached {
      take(attached, for: option, as: option.asName)
      return 0
    }
    guard let next, !WordReader.isOption(next) else {
      mistakes.append(.missingValue(option.asName))
      return 0
    }
    take(next, for: option, as: option.asName)
    return 1
  }

  /// Notes an option that nobody knows. When it is a slip for one that is known, the next word is its value;
  /// else it may be.
  private mutating func meetStranger(_ label: String, attached: String?, next: String?) -> Int {
    let mistake = command.meeting(label)
    mistakes.append(mistake)
    guard case .unknownOption(_, let meant?) = mistake,
      let option = command.options.first(where: { $0.label == meant })
    else {
      mayBeForeignValue = attached == nil
      return 0
    }
    touched.insert(option.label)
    guard option.form == .option, attached == nil, let next, !WordReader.isOption(next) else { return 0 }
    return 1
  }

  private mutating func take(_ text: String, for declaration: Declaration, as name: Declaration.Name) {
    let texts =
      declaration.separator.map {
        text.split(separator: $0, omittingEmptySubsequences: false).map(String.init)
      }
      ?? [text]
    for text in texts {
      switch declaration.read(text) {
      case .value(let value): arguments.values[declaration.label, default: []].append(value)
      case .outOfRange:
        mistakes.append(.outOfRange(name, value: text, expected: declaration.expectation))
      case .unreadable:
        let meant = Suggestion.nearest(to: text, among: declaration.choices)
        mistakes.append(.badValue(name, value: text, expected: declaration.expectation, suggestion: meant))
      }
    }
  }

  private mutating func placePositionals() {
    var words = positionalWords[...]
    for positional in command.positionals {
      let count = positional.isRepeated ? words.count : 1
      for word in words.prefix(count) { take(word, for: positional, as: positional.asName) }
      if words.isEmpty, positional.isRequired {
        if foreignValues == 0 {
          mistakes.append(.missing(positional.placeholder))
        } else {
          foreignValues -= 1
        }
      }
      words = words.dropFirst(count)
    }
    let isCommandMissing = !command.subcommands.isEmpty
    for word in words where !isCommandMissing { mistakes.append(.surplus(word)) }
  }

  /// Asks the environment for the options that the command line leaves open.
  mutating func fill(from environment: (String) -> String?) {
    for option in command.options where !touched.contains(option.label) {
      guard let variable = option.environment, let text = environment(variable), !text.isEmpty else {
        continue
      }
      take(text, for: option, as: Declaration.Name(description: variable, expectation: option.expectation))
      touched.insert(option.label)
    }
  }

  mutating func findMissing() {
    for option in command.options where option.isRequired && !touched.contains(option.label) {
      mistakes.append(.missing(option.signature))
    }
  }
}
