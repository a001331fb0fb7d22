extension Command {
  /// One function a command, each a call of `_arguments`.
  var zshCompletion: String {
    var out = "#compdef \(name)\n# Completion of \(name) for zsh.\n"
    for (path, command) in everyPath() { out += "\n" + command.zshFunction(path: path) }
    return out + "\nif [ \"$funcstack[1]\" = \"_\(name)\" ]; then\n  _\(name) \"$@\"\nelse\n"
      + "  compdef _\(name) \(name)\nfi\n"
  }

  private func zshFunction(path: [String]) -> String {
    let function = "_" + path.joined(separator: "_")
    var specs = options.map { $0.zshOption } + ["'(-h --help)'{-h,--help}'[Show this help]'"]
    if subcommands.isEmpty {
      specs += positionals.map { $0.zshPositional }
    } else {
      specs += ["'1:command:->command'", "'*::argument:->arguments'"]
    }
    var out = "\(function)() {\n"
    if !subcommands.isEmpty { out += "  local curcontext=\"$curcontext\" state line\n" }
    out += "  _arguments\(subcommands.isEmpty ? "" : " -C") \\\n    "
    out += specs.joined(separator: " \\\n    ") + "\n"
    if !subcommands.isEmpty {
      out += "  case $state in\n    command)\n      local -a commands\n      commands=(\n"
      for sub in subcommands {
        out += "        '\(sub.name):\(Declaration.zshQuoted(Command.brief(sub.abstract)))'\n"
      }
      out += "      )\n      _describe command commands ;;\n    arguments)\n      case $line[1] in\n"
      for sub in subcommands { out += "        \(sub.name)) \(function)_\(sub.name) ;;\n" }
      out += "      esac ;;\n  esac\n"
    }
    return out + "}\n"
  }
}

extension Declaration {
  /// Brackets and colons part the fields of a specification, and the whole stands in single quotes.
  fileprivate static func zshQuoted(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "'": out += "'\\''"
      case "[", "]", ":", "\\": out += "\\\(character)"
      default: out.append(character)
      }
    }
    return out
  }

  fileprivate var zshOption: String {
    let about = "[\(Declaration.zshQuoted(Command.brief(help)))]"
    if form == .flag { return "'\(label)\(about)'" }
    return "'\(isRepeated ? "*" : "")\(label)=\(about):\(placeholder):\(zshAction)'"
  }

  fileprivate var zshPositional: String {
    switch presence {
    case .required: "':\(placeholder):\(zshAction)'"
    case .optional: "'::\(placeholder):\(zshAction)'"
    case .anyNumber, .atLeastOne: "'*:\(placeholder):\(zshAction)'"
    }
  }

  private var zshAction: String {
    switch completes {
    case _ where !choices.isEmpty:
      separator.map { "_values -s \($0) \(placeholder) \(choices.joined(separator: " "))" }
        ?? "(\(choices.joined(separator: " ")))"
    case .file(let endings):
      endings.isEmpty ? "_files" : "_files -g \"*.(\(endings.joined(separator: "|")))\""
    case .folder: "_files -/"
    case .nothing: " "
    }
  }
}
