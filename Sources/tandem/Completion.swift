import TandemArguments
import TandemTerminal

private let shell = Positional<Shell>("SHELL", help: "The shell that the script is for.")

/// `tandem completion bash`
let completion: Command = Command(
  "completion", "Prints a script that completes commands and options in a shell.",
  discussion: """
    Load it in the shell's start-up file:

      bash   source <(tandem completion bash)          in ~/.bashrc
      zsh    source <(tandem completion zsh)           in ~/.zshrc, after compinit
      fish   tandem completion fish | source           in ~/.config/fish/config.fish
    """,
  takes: [shell],
  examples: [Example("tandem completion bash", "Prints the script for bash.")]
) { arguments, console in
  console.print(tandem.completionScript(for: arguments[shell]), terminator: "")
  return .done
}
