internal import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a command speaks: results to standard output, messages and progress to standard error.
public final class Console: Sendable {
  /// Marks for standard output.
  public let style: Style
  /// Marks for standard error.
  public let messageStyle: Style
  /// Characters in a line of standard output, between 80 and 100.
  public let width: Int
  let showsProgress: Bool
  private let progressWidth: Int

  private struct State: ~Copyable {
    var output = DescriptorWriter(STDOUT_FILENO)
    var messages = DescriptorWriter(STDERR_FILENO)
    var isLineDrawn = false
  }

  private let state = Mutex(State())

  /// The console of this process. From here on a reader that goes away is an error code, not a signal.
  public init() {
    signal(SIGPIPE, SIG_IGN)
    style = Style(isColoured: TerminalProbe.wantsColour(STDOUT_FILENO))
    messageStyle = Style(isColoured: TerminalProbe.wantsColour(STDERR_FILENO))
    width = min(100, max(80, TerminalProbe.width(STDOUT_FILENO) ?? 100))
    showsProgress = TerminalProbe.isCapable(STDERR_FILENO)
    progressWidth = (TerminalProbe.width(STDERR_FILENO) ?? 80) - 1
  }

  /// Writes a line, or several, to standard output.
  public func print(_ text: String = "", terminator: String = "\n") {
    state.withLock { state in
      state.output.write(text)
      state.output.write(terminator)
    }
  }

  /// Writes a message line to standard error, after all results so far.
  public func note(_ message: String) {
    state.withLock { state in
      Console.erase(&state)
      state.output.flush()
      state.messages.write(message + "\n")
      state.messages.flush()
    }
  }

  /// Whether nobody reads standard output any more, so that work for it alone may stop.
  public var isReaderGone: Bool { state.withLock { $0.output.isReaderGone } }

  /// Does long work with a progress line, which is gone afterwards.
  public func progress<Result>(
    _ phase: String, of total: Int? = nil, _ work: (Progress) throws -> Result
  ) rethrows -> Result {
    defer { state.withLock { Console.erase(&$0) } }
    return try work(Progress(self, phase, of: total))
  }

  /// Writes out what is still buffered.
  public func finish() throws(OutputFailure) {
    let failure = state.withLock { state in
      Console.erase(&state)
      state.output.flush()
      return state.output.failure
    }
    if let failure { throw OutputFailure(code: failure) }
  }

  func draw(_ line: ProgressLine) {
    let text = line.text(width: progressWidth)
    state.withLock { state in
      state.messages.write("\r\u{1B}[K" + text)
      state.messages.flush()
      state.isLineDrawn = true
    }
  }

  private static func erase(_ state: inout State) {
    guard state.isLineDrawn else { return }
    state.messages.write("\r\u{1B}[K")
    state.messages.flush()
    state.isLineDrawn = false
  }
}
