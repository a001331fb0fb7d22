internal import Synchronization
internal import TandemFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The user, or the system, asked the command to stop.
public struct Interrupted: Error, Sendable {
  /// The error, for work that notices by itself.
  public init() {}
}

/// Ctrl-C and its kin. The first asks: long work polls `isRequested`, keeps what it has or throws
/// `Interrupted`. The second ends the process at once. Neither leaves an unfinished file.
public enum Interruption {
  /// Whether a stop was asked for. Cheap enough for an inner loop's every thousandth round.
  public static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// Throws once a stop was asked for.
  public static func check() throws(Interrupted) {
    if isRequested { throw Interrupted() }
  }

  /// The code that tells the shell of a death by the signal that came: 130 for Ctrl-C.
  public static var exitCode: Int32 { 128 + received.load(ordering: .relaxed) }

  /// Catches SIGINT, SIGTERM and SIGHUP from here on.
  public static func install() {
    UnfinishedFiles.prepare()
    speaks.store(TerminalProbe.isTerminal(STDERR_FILENO), ordering: .relaxed)
    received.store(0, ordering: .relaxed)
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = handle
    #else
      action.__sigaction_u.__sa_handler = handle
    #endif
    action.sa_flags = Int32(SA_RESTART)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaction(number, &action, nil) }
  }
}

/// The signal that came first, 0 before. `install` touches both before a handler can, so that no handler
/// ever finds them unmade.
private let received = Atomic<Int32>(0)
private let speaks = Atomic<Bool>(false)

/// Only what is safe in a signal handler: atomics, `write`, `unlink`, `_exit`.
private func handle(_ number: Int32) {
  let error = errno
  let (isFirst, _) = received.compareExchange(expected: 0, desired: number, ordering: .relaxed)
  if !isFirst {
    UnfinishedFiles.removeAll()
    _exit(128 + number)
  }
  if speaks.load(ordering: .relaxed) {
    let message: StaticString = "\r\u{1B}[KStopping. Press Ctrl-C again to stop at once.\n"
    write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
  }
  errno = error
}
