/// Times cases: each often enough for a median, each answer checked, a reference beside every run.
///
/// Absolute times drift on shared machines. The reference, a fixed piece of arithmetic and of memory traffic
/// that no change of ours touches, is timed beside every run; comparisons divide by it.
public struct Stopwatch: Sendable {
  /// Runs a case, after one that is not counted.
  public var runs: Int
  /// A run is repeated inside one sample until the sample takes this long, so that the clock's grain is nothing.
  public var leastSeconds: Double
  /// Whether the work is done once a run and nothing beside it, as one who counts instructions needs it.
  public var isBare: Bool
  /// Asked between runs; it throws to stop.
  public var pause: @Sendable () throws -> Void

  /// A stopwatch.
  public init(
    runs: Int = 7, leastSeconds: Double = 0.02, isBare: Bool = false,
    pause: @escaping @Sendable () throws -> Void = {}
  ) {
    self.runs = runs
    self.leastSeconds = leastSeconds
    self.isBare = isBare
    self.pause = pause
  }

  /// Times one case at one size. Throws `WrongAnswer` when an answer is wrong.
  public func measure(_ item: BenchCase, _ setting: BenchSetting) throws -> Measurement {
    PeakMemory.forget()
    let threads = item.isParallel ? setting.threads : 1
    let work = try item.prepare(BenchSetting(size: setting.size, threads: threads, seed: setting.seed))
    func run() throws {
      try pause()
      if let detail = try work.run() { throw WrongAnswer(name: item.name, detail: detail) }
    }
    func check() throws {
      if let detail = try work.check?() { throw WrongAnswer(name: item.name, detail: detail) }
    }
    let warmUp = Clocks()
    try run()
    let warmUpSeconds = warmUp.elapsed.wall
    if !isBare { try check() }
    let repeats = isBare ? 1 : max(1, Int((leastSeconds / max(1e-9, warmUpSeconds)).rounded(.up)))
    var seconds: [Double] = []
    var processor: [Double] = []
    var reference: [Double] = []
    var referee = Reference()
    for _ in 0..<max(1, runs) {
      reference.append(isBare ? 0 : referee.seconds())
      let clocks = Clocks()
      for _ in 0..<repeats { try run() }
      let elapsed = clocks.elapsed
      seconds.append(elapsed.wall / Double(repeats))
      processor.append(elapsed.processor / Double(repeats))
      if !isBare { try check() }
    }
    return Measurement(
      name: item.name, unit: item.unit, size: item.grows ? setting.size : nil, threads: threads,
      units: work.units, seconds: seconds, processorSeconds: processor.sorted().quantile(0.5),
      referenceSeconds: reference.sorted().quantile(0.5), peakBytes: PeakMemory.bytes)
  }
}

/// The fixed work that says how fast the machine is just now: half of it arithmetic, half a walk over 4 MiB.
struct Reference {
  private var words = [UInt64](repeating: 1, count: 1 << 19)
  private var kept: UInt64 = 0

  /// Does it once, about two milliseconds.
  mutating func seconds() -> Double {
    let clocks = Clocks()
    var state: UInt64 = 1
    for _ in 0..<400_000 {
      state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      state ^= state >> 27
    }
    for index in words.indices { state = (state &+ words[index]).byteSwapped }
    words[Int(state & 7)] = state | 1
    kept ^= state
    return clocks.elapsed.wall
  }
}
