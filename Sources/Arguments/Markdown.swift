extension Command {
  /// The tables of all commands in Markdown, for the README.
  public var markdownTables: String {
    everyPath().filter { !$0.command.declarations.isEmpty }.map { path, command in
      command.markdownTable(path: path)
    }.joined(separator: "\n")
  }

  private func markdownTable(path: [String]) -> String {
    var out = "**`\(usage(path: path))`**\n\n\(abstract)\n\n"
    out += "| argument or option | meaning | values | default |\n|---|---|---|---|\n"
    for declaration in positionals + optionGroups.flatMap(\.options) {
      out += "| `\(Command.cell(declaration.signature))` | \(Command.cell(declaration.help)) "
      out += "| \(Command.cell(declaration.valueCell)) | \(Command.cell(declaration.defaultCell)) |\n"
    }
    return out
  }

  /// A bar would end the cell.
  private static func cell(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "|": out += "\\|"
      case "\n": out += " "
      default: out.append(character)
      }
    }
    return out
  }
}

extension Declaration {
  fileprivate var valueCell: String {
    var parts: [String] = []
    if form != .flag, expectation != String.noun {
      parts.append(choices.isEmpty ? expectation : choices.map { "`\($0)`" }.joined(separator: ", "))
    }
    if isRepeated { parts.append(separator.map { "several, separated by `\($0)`" } ?? "may be repeated") }
    if let environment { parts.append("or `\(environment)`") }
    return parts.joined(separator: "; ")
  }

  fileprivate var defaultCell: String { isRequired ? "required" : defaultText ?? "" }
}
