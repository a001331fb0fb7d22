extension Command {
  /// Works from bash 3.2 on, without the bash-completion package. Bash breaks words at `=`, so `--opt=va`
  /// arrives as three words; the script looks past the sign.
  var bashCompletion: String {
    let paths = everyPath()
    var out = """
      # Completion of \(name) for bash.
      _\(name)_words() {
        local IFS=$'\\n'
        COMPREPLY=( $(compgen -W "$1" -- "$cur") )
      }
      _\(name)_list() {
        local IFS=$'\\n' last=${cur##*"$2"}
        COMPREPLY=( $(compgen -P "${cur%"$last"}" -W "$1" -- "$last") )
      }
      _\(name)_files() {
        local IFS=$'\\n' ending
        type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
        if [ $# -eq 0 ]; then
          COMPREPLY=( $(compgen -f -- "$cur") )
        else
          COMPREPLY=( $(compgen -d -- "$cur") )
          for ending in "$@"; do COMPREPLY+=( $(compgen -f -X "!*.$ending" -- "$cur") ); done
        fi
      }
      _\(name)_folders() {
        local IFS=$'\\n'
        type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
        COMPREPLY=( $(compgen -d -- "$cur") )
      }
      _\(name)() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path=\(name) index
        COMPREPLY=()
        if [[ $cur == "=" ]]; then
          cur=""
        elif [[ $prev == "=" && COMP_CWORD -ge 2 ]]; then
          prev=${COMP_WORDS[COMP_CWORD-2]}
        fi

      """
    if paths.count > 1 {
      let known = paths.dropFirst().map { "\"\($0.path.joined(separator: " "))\"" }.joined(separator: "|")
      out += "  for (( index = 1; index < COMP_CWORD; index++ )); do\n"
      out += "    case \"$path ${COMP_WORDS[index]}\" in\n"
      out += "      \(known)) path=\"$path ${COMP_WORDS[index]}\" ;;\n"
      out += "      *) break ;;\n    esac\n  done\n"
    }
    out += "  case \"$path $prev\" in\n"
    for (path, command) in paths {
      for option in command.options where option.form == .option {
        let pattern = (path + [option.label]).joined(separator: " ")
        out += "    \"\(pattern)\") \(bashAction(option)); return ;;\n"
      }
    }
    out += "  esac\n  if [[ $cur == -* ]]; then\n    case \"$path\" in\n"
    for (path, command) in paths {
      let labels = command.options.map(\.label) + ["--help"]
      out +=
        "      \"\(path.joined(separator: " "))\") _\(name)_words $'\(labels.joined(separator: "\\n"))' ;;\n"
    }
    out += "    esac\n    return\n  fi\n  case \"$path\" in\n"
    for (path, command) in paths {
      guard let action = bashPositionals(of: command) else { continue }
      out += "    \"\(path.joined(separator: " "))\") \(action) ;;\n"
    }
    return out + "  esac\n}\ncomplete -F _\(name) \(name)\n"
  }

  private func bashAction(_ declaration: Declaration) -> String {
    let words = "$'\(declaration.choices.joined(separator: "\\n"))'"
    switch declaration.completes {
    case _ where !declaration.choices.isEmpty:
      return declaration.separator.map { "_\(name)_list \(words) '\($0)'" } ?? "_\(name)_words \(words)"
    case .file(let endings): return (["_\(name)_files"] + endings).joined(separator: " ")
    case .folder: return "_\(name)_folders"
    case .nothing: return ":"
    }
  }

  /// One action for all places: words if there are sub-commands or choices, else files before folders.
  private func bashPositionals(of command: Command) -> String? {
    let words = command.subcommands.map(\.name) + command.positionals.flatMap(\.choices)
    if !words.isEmpty { return "_\(name)_words $'\(words.joined(separator: "\\n"))'" }
    let hints = command.positionals.map(\.completes)
    for positional in command.positionals {
      if case .file = positional.completes {
        return hints.contains(.folder) ? "_\(name)_files" : bashAction(positional)
      }
    }
    return hints.contains(.folder) ? "_\(name)_folders" : nil
  }
}
