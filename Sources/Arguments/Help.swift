public import TandemTerminal

extension Command {
  /// The page that `--help` shows.
  public func help(path: [String], width: Int = 100, style: Style = .plain) -> String {
    HelpPage(command: self, path: path, width: width, style: style).text
  }

  /// The usage line: `tandem check DIR [options]`.
  func usage(path: [String]) -> String {
    var parts = path
    if !subcommands.isEmpty { parts.append("<command>") }
    for positional in positionals {
      let word = positional.placeholder + (positional.isRepeated ? "..." : "")
      parts.append(positional.isRequired ? word : "[\(word)]")
    }
    for option in options where option.isRequired { parts.append(option.signature) }
    if options.contains(where: { !$0.isRequired }) || !subcommands.isEmpty { parts.append("[options]") }
    return parts.joined(separator: " ")
  }

  /// The options by heading, in order, those that many commands share and `--help` last.
  var optionGroups: [(title: String, options: [Declaration])] {
    var titles: [String] = []
    for option in options where !titles.contains(option.group) { titles.append(option.group) }
    let last = titles.contains(Group.common) ? Group.common : titles.last ?? Group.plain
    titles.removeAll { $0 == last }
    return (titles + [last]).map { title in (title, options.filter { $0.group == title }) }
  }
}

extension Declaration {
  /// What help says after the first sentences: limits, choices, default, environment.
  var facts: [String] {
    var facts: [String] = []
    if !choices.isEmpty { facts.append("one of: " + choices.joined(separator: ", ")) }
    if let limits { facts.append(limits) }
    if isRequired { facts.append("required") }
    if let defaultText { facts.append("default: \(defaultText)") }
    if let environment { facts.append("environment: \(environment)") }
    if isRepeated, form == .option {
      facts.append(separator.map { "several, separated by '\($0)'" } ?? "may be repeated")
    }
    return facts
  }

  var fullHelp: String {
    let shown = form == .positional ? facts.filter { $0 != "required" } : facts
    return shown.isEmpty ? help : help + " (" + shown.joined(separator: "; ") + ")"
  }
}

private struct HelpPage {
  let command: Command
  let path: [String]
  let width: Int
  let style: Style

  private static let column = 26

  var text: String {
    var sections = [
      style.bold(path.joined(separator: " ")) + ": " + command.abstract + "\n",
      section("Usage")
        + TextBlock.wrap(command.usage(path: path), width: width - 2).enumerated()
        .map { ($0.offset == 0 ? "  " : "      ") + $0.element + "\n" }.joined(),
    ]
    if !command.discussion.isEmpty {
      sections.append(TextBlock.wrap(command.discussion, width: width).joined(separator: "\n") + "\n")
    }
    if !command.subcommands.isEmpty {
      sections.append(
        section("Commands") + command.subcommands.map { entry($0.name, $0.abstract) }.joined())
    }
    if !command.positionals.isEmpty {
      sections.append(
        section("Arguments") + command.positionals.map { entry($0.placeholder, $0.fullHelp) }.joined())
    }
    let groups = command.optionGroups
    for (index, group) in groups.enumerated() {
      var body = section(group.title)
      for option in group.options { body += entry(option.signature, option.fullHelp) }
      if index == groups.count - 1 { body += entry("-h, --help", "Show this help.") }
      sections.append(body)
    }
    if !command.examples.isEmpty {
      sections.append(section("Examples") + command.examples.map(example).joined())
    }
    if command.work != nil { sections.append(section("Exit codes") + exits) }
    if !command.subcommands.isEmpty {
      let words = path.joined(separator: " ")
      sections.append("'\(words) <command> --help' tells more about each command.\n")
    }
    return sections.joined(separator: "\n")
  }

  private var exits: String {
    var meanings = command.exits
    for code in [ExitCode.done, .wrongUse, .unexpected] where meanings[code] == nil {
      meanings[code] = code.meaning
    }
    return meanings.sorted { $0.key < $1.key }.map { "  \($0.key.rawValue)  \($0.value)\n" }.joined()
  }

  private func section(_ title: String) -> String { style.bold(title + ":") + "\n" }

  private func entry(_ term: String, _ text: String) -> String {
    TextBlock.entry(term, styled: style.accent(term), text, column: HelpPage.column, width: width)
  }

  private func example(_ example: Example) -> String {
    let about = TextBlock.wrap(example.about, width: width - 6).map { "      \($0)\n" }.joined()
    return "  " + style.accent(example.line) + "\n" + about
  }
}
