internal import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far the work is, told from any thread. On anything but a terminal it only counts.
///
/// A step costs an atomic addition, and on a terminal a look at the clock: count in blocks, not in pairs.
public final class Progress: Sendable {
  private struct Phase {
    var name: String
    var total: Int?
    var began: UInt64
  }

  private let console: Console
  private let done = Atomic<Int>(0)
  private let nextDraw = Atomic<UInt64>(0)
  private let phase: Mutex<Phase>

  /// Ten pictures a second are enough for an eye.
  private static let interval: UInt64 = 100_000_000

  init(_ console: Console, _ name: String, of total: Int?) {
    self.console = console
    let now = Progress.now()
    phase = Mutex(Phase(name: name, total: total, began: now))
    nextDraw.store(now + 3 * Progress.interval, ordering: .relaxed)
  }

  /// Begins the next phase of the same work, at 0.
  public func enter(_ name: String, of total: Int? = nil) {
    let now = Progress.now()
    phase.withLock { $0 = Phase(name: name, total: total, began: now) }
    done.store(0, ordering: .relaxed)
  }

  /// Counts `steps` more.
  public func advance(by steps: Int = 1) {
    done.add(steps, ordering: .relaxed)
    drawIfDue()
  }

  /// Sets the count.
  public func reach(_ steps: Int) {
    done.store(steps, ordering: .relaxed)
    drawIfDue()
  }

  private func drawIfDue() {
    guard console.showsProgress else { return }
    let now = Progress.now()
    let due = nextDraw.load(ordering: .relaxed)
    guard now >= due else { return }
    let (mine, _) = nextDraw.compareExchange(
      expected: due, desired: now + Progress.interval, ordering: .relaxed)
    guard mine else { return }
    let steps = done.load(ordering: .relaxed)
    let line = phase.withLock { phase in
      ProgressLine(
        phase: phase.name, done: steps, total: phase.total,
        seconds: Double(now - min(now, phase.began)) / 1e9)
    }
    console.draw(line)
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
