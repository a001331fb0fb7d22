extension Command {
  /// One line an option, each under the condition that the words so far name its command.
  var fishCompletion: String {
    let paths = everyPath()
    let known = paths.dropFirst().map { "'\($0.path.joined(separator: " "))'" }.joined(separator: " ")
    var out = """
      # Completion of \(name) for fish.
      function __\(name)_at
          set -l words (commandline -opc)
          set -e words[1]
          set -l path \(name)
          for word in $words
              contains -- "$path $word" \(known)
              or break
              set path "$path $word"
          end
          test "$path" = "$argv"
      end
      complete -c \(name) -f

      """
    for (path, command) in paths {
      let start = "complete -c \(name) -n '__\(name)_at \(path.joined(separator: " "))'"
      for sub in command.subcommands {
        out += "\(start) -a \(sub.name) -d '\(Declaration.fishQuoted(Command.brief(sub.abstract)))'\n"
      }
      for positional in command.positionals {
        if let action = positional.fishAction { out += "\(start) \(action)\n" }
      }
      for option in command.options {
        out += "\(start) -l \(option.name)"
        if option.form == .option { out += " " + option.fishValue }
        out += " -d '\(Declaration.fishQuoted(Command.brief(option.help)))'\n"
      }
      out += "\(start) -s h -l help -d 'Show this help'\n"
    }
    return out
  }
}

extension Declaration {
  fileprivate static func fishQuoted(_ text: String) -> String {
    var out = ""
    for character in text {
      if character == "'" || character == "\\" { out += "\\" }
      out.append(character)
    }
    return out
  }

  /// `-x` takes a value that is no file, `-r` one that may be.
  fileprivate var fishValue: String {
    guard let fishAction else { return "-x" }
    return fishAction == "-F" ? "-r -F" : "-x \(fishAction)"
  }

  fileprivate var fishAction: String? {
    let words = choices.joined(separator: " ")
    switch completes {
    case _ where !choices.isEmpty:
      return separator.map { "-a '(__fish_append \($0) \(words))'" } ?? "-a '\(words)'"
    case .file: return "-F"
    case .folder: return "-a '(__fish_complete_directories)'"
    case .nothing: return nil
    }
  }
}
