import TandemPacking

/// When a search over a large pool must end: its time limit and its cancelling, asked by every thread.
struct PoolClock: Sendable {
  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant
  private let timeLimit: Double?
  private let isCancelled: @Sendable () -> Bool

  /// Starts now.
  init(_ request: SolveRequest) {
    begin = clock.now
    timeLimit = request.timeLimit
    isCancelled = request.isCancelled
  }

  /// Seconds since the start.
  var elapsed: Double { begin.duration(to: clock.now).inSeconds }

  /// Whether the search may go on.
  var hasTime: Bool {
    if isCancelled() { return false }
    return timeLimit.map { elapsed < $0 } ?? true
  }

  /// What is left of the time limit.
  var secondsLeft: Double? { timeLimit.map { max(0.001, $0 - elapsed) } }
}
