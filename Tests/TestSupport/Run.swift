#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a program wrote, and how it ended.
public struct Run: Sendable {
  /// All of its standard output.
  public var output = ""
  /// All of its standard error.
  public var errors = ""
  /// Its exit code; 128 and the signal's number when a signal ended it.
  public var code: Int32 = 0

  /// What one of its streams is connected to.
  public enum Stream: Sendable, Hashable {
    /// A pipe that the test reads.
    case pipe
    /// A terminal that the test reads, with so many columns.
    case terminal(columns: UInt16)
    /// A pipe whose reader has gone before the program began.
    case goneReader
  }

  /// A signal to send as soon as standard output holds a text.
  public struct Reaction: Sendable {
    let text: String
    let signal: Int32

    /// Sends `signal` once `text` was written, on either stream.
    public init(to text: String, send signal: Int32) {
      self.text = text
      self.signal = signal
    }
  }
}

/// Runs the `tandem` that was built with the tests.
public func runTandem(
  _ arguments: [String], environment: [String: String] = [:], input: String = "",
  output: Run.Stream = .pipe, errors: Run.Stream = .pipe, folder: String? = nil, timeLimit seconds: Int = 60
) throws -> Run {
  try run(
    builtProgram("tandem"), arguments, environment: environment, input: input, output: output, errors: errors,
    folder: folder, timeLimit: seconds)
}

/// The path of a program of this package, beside the tests that were built with it.
public func builtProgram(_ name: String) throws -> String {
  #if canImport(Glibc)
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes {
      readlink("/proc/self/exe", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
    }
    let tests = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
    let above = 1
  #else
    let flag = CommandLine.arguments.firstIndex(of: "--test-bundle-path")
    let tests = flag.map { CommandLine.arguments[$0 + 1] } ?? CommandLine.arguments[0]
    let above = tests.hasSuffix(".xctest") ? 1 : 4
  #endif
  let path = tests.split(separator: "/", omittingEmptySubsequences: false).dropLast(above) + [name[...]]
  let program = path.joined(separator: "/")
  guard TextFile.exists(program) else { throw Broken("\(name) is not built beside \(tests)") }
  return program
}

/// Runs a program to its end and collects what it writes. It sees only the variables given and the few that
/// every program needs. One that is not done in time is killed, and that is an error.
public func run(
  _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String = "",
  output: Run.Stream = .pipe, errors: Run.Stream = .pipe, reactions: [Run.Reaction] = [],
  folder: String? = nil, timeLimit seconds: Int = 60
) throws -> Run {
  var child = try ChildProcess(
    program, arguments, environment: environment, input: Array(input.utf8), output: output, errors: errors,
    folder: folder)
  return try child.collect(reactions: reactions, timeLimit: seconds)
}
