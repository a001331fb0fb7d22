#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The clocks of a run: the wall's, and the time that this process computed on all its threads.
struct Clocks {
  private let wall = Clocks.read(CLOCK_MONOTONIC)
  private let processor = Clocks.read(CLOCK_PROCESS_CPUTIME_ID)

  /// Seconds since this value was made.
  var elapsed: (wall: Double, processor: Double) {
    (Clocks.read(CLOCK_MONOTONIC) - wall, Clocks.read(CLOCK_PROCESS_CPUTIME_ID) - processor)
  }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
