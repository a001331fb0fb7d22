/// The shells for which a completion script can be made.
public enum Shell: String, Choice {
  case bash
  case zsh
  case fish
}

extension Command {
  /// The script that teaches `shell` to complete this command and all below it.
  public func completionScript(for shell: Shell) -> String {
    switch shell {
    case .bash: bashCompletion
    case .zsh: zshCompletion
    case .fish: fishCompletion
    }
  }

  /// The first sentence of a help text: what fits beside a word in a shell's list.
  static func brief(_ help: String) -> String {
    guard let stop = help.firstRange(of: ". ") else {
      return help.hasSuffix(".") ? String(help.dropLast()) : help
    }
    return String(help[..<stop.lowerBound])
  }
}
