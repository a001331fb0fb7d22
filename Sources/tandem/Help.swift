import TandemArguments
import TandemTerminal

private let words = Positional<[String]>(
  "COMMAND", otherwise: "the page of tandem itself", help: "The command, with its sub-command if it has one.")

private let markdown = Option<Bool>(
  "markdown", help: "Print the tables of all commands in Markdown, as they stand in the README.")

/// `tandem help hla reduce`
let help: Command = Command(
  "help", "Shows the help of a command.",
  takes: [words, markdown],
  examples: [Example("tandem help completion", "The same as tandem completion --help.")]
) { arguments, console in
  if arguments[markdown] {
    console.print(tandem.markdownTables, terminator: "")
  } else if case .help(let command, let path) = try tandem.parse(arguments[words] + ["--help"]) {
    console.print(command.help(path: path, width: console.width, style: console.style), terminator: "")
  }
  return .done
}
