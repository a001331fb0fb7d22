/// How a measurement compares with an earlier one of the same case, size and threads.
public struct Movement: Sendable, Equatable {
  /// What happened.
  public enum Kind: String, Sendable {
    /// It takes longer, by more than the noise.
    case slower
    /// It takes less time, by more than the noise.
    case faster
    /// Nothing that the noise could not have done.
    case same
  }

  /// The later measurement's case.
  public let name: String
  /// Its size.
  public let size: Int?
  /// Its threads.
  public let threads: Int
  /// Later time by earlier time, each first divided by its reference.
  public let ratio: Double
  /// What happened.
  public let kind: Kind

  /// Changes below this share are never told: code moves in memory, and times move with it.
  static let leastChange = 0.05

  /// Compares what both have.
  ///
  /// A change is told when the middle halves of the runs lie apart, each divided by its own reference, and the
  /// medians differ by more than a twentieth and what the reference itself moved: it corrects for a slower
  /// machine, but no two pieces of work slow down alike.
  public static func all(from earlier: [Measurement], to later: [Measurement]) -> [Movement] {
    let before = Dictionary(earlier.map { ($0.key, $0) }) { first, _ in first }
    return later.compactMap { now in
      guard let then = before[now.key], then.median > 0 else { return nil }
      let old = Quartiles(then)
      let new = Quartiles(now)
      let ratio = new.middle / old.middle
      let drift =
        then.referenceSeconds > 0 ? abs(now.referenceSeconds / then.referenceSeconds - 1) : 0
      let least = 1 + leastChange + drift
      var kind = Kind.same
      if new.low > old.high && ratio > least { kind = .slower }
      if new.high < old.low && ratio < 1 / least { kind = .faster }
      return Movement(name: now.name, size: now.size, threads: now.threads, ratio: ratio, kind: kind)
    }
  }

  /// The quartiles of a measurement in units of its reference and a unit of work.
  private struct Quartiles {
    let low: Double
    let middle: Double
    let high: Double

    init(_ measurement: Measurement) {
      let scale = measurement.referenceSeconds > 0 ? measurement.referenceSeconds : 1
      let share = 1 / (scale * Double(max(1, measurement.units)))
      low = measurement.seconds.quantile(0.25) * share
      middle = measurement.median * share
      high = measurement.seconds.quantile(0.75) * share
    }
  }
}
