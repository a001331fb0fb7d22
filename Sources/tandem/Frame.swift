import TandemArguments
import TandemFiles
import TandemTerminal

/// From the words of the command line to an exit code.
enum Frame {
  /// Runs the command that `words` ask for; the first is the program's own name.
  static func run(_ words: [String]) -> Int32 {
    let console = Console()
    Interruption.install()
    let code = outcome(of: Array(words.dropFirst()), console)
    do {
      try console.finish()
      return code
    } catch {
      console.note("tandem: \(error)")
      return ExitCode.unexpected.rawValue
    }
  }

  private static func outcome(of words: [String], _ console: Console) -> Int32 {
    do {
      switch try tandem.parse(words, environment: TerminalProbe.environment) {
      case .help(let command, let path):
        console.print(command.help(path: path, width: console.width, style: console.style), terminator: "")
        return ExitCode.done.rawValue
      case .run(let command, let arguments):
        guard let work = command.work else { preconditionFailure("\(arguments.path) has nothing to do") }
        return try work(arguments, console).rawValue
      }
    } catch {
      let end = ending(for: error)
      console.note(end.message)
      return end.code
    }
  }

  /// What an error tells the user and the shell.
  static func ending(for error: any Error) -> (message: String, code: Int32) {
    switch error {
    case let misuse as Misuse: (misuse.description, ExitCode.wrongUse.rawValue)
    case let failure as Failure: ("tandem: \(failure)", failure.code.rawValue)
    case let problem as Problem: (problem.description, ExitCode.badData.rawValue)
    case let problems as Problems: (problems.description, ExitCode.badData.rawValue)
    case is Interrupted: ("tandem: stopped; no unfinished file is left.", Interruption.exitCode)
    default: ("tandem: unexpected error: \(error)", ExitCode.unexpected.rawValue)
    }
  }
}
