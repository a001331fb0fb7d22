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
      return code(for: error, console)
    }
  }

  /// Which code an error ends with, after telling it.
  private static func code(for error: any Error, _ console: Console) -> Int32 {
    switch error {
    case let misuse as Misuse:
      console.note(misuse.description)
      return ExitCode.wrongUse.rawValue
    case let failure as Failure:
      console.note("tandem: \(failure)")
      return failure.code.rawValue
    case let problem as Problem:
      console.note(problem.description)
      return ExitCode.badData.rawValue
    case let problems as Problems:
      console.note(problems.description)
      return ExitCode.badData.rawValue
    case is Interrupted:
      console.note("tandem: stopped; no unfinished file is left.")
      return Interruption.exitCode
    default:
      console.note("tandem: unexpected error: \(error)")
      return ExitCode.unexpected.rawValue
    }
  }
}
