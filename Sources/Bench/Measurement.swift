/// What was measured of one case at one size.
public struct Measurement: Sendable, Equatable {
  /// The case.
  public let name: String
  /// What one unit is.
  public let unit: String
  /// Recipients in the pool; nil for a case that does not grow.
  public let size: Int?
  /// Threads; 1 for a case that works on one.
  public let threads: Int
  /// Units a run does.
  public let units: Int
  /// Wall seconds of each run, rising.
  public let seconds: [Double]
  /// Seconds of computing on all threads together, the median of the runs.
  public let processorSeconds: Double
  /// Wall seconds of the reference beside the runs, the median: how fast the machine was just then.
  public let referenceSeconds: Double
  /// The most memory that the process held from making ready to the last run.
  public let peakBytes: Int

  /// A measurement; the runs may come in any order.
  public init(
    name: String, unit: String, size: Int?, threads: Int, units: Int, seconds: [Double],
    processorSeconds: Double, referenceSeconds: Double, peakBytes: Int
  ) {
    self.name = name
    self.unit = unit
    self.size = size
    self.threads = threads
    self.units = units
    self.seconds = seconds.sorted()
    self.processorSeconds = processorSeconds
    self.referenceSeconds = referenceSeconds
    self.peakBytes = peakBytes
  }

  /// The median of the runs.
  public var median: Double { seconds.quantile(0.5) }

  /// Half the distance of the quartiles, as a share of the median.
  public var spread: Double {
    median > 0 ? (seconds.quantile(0.75) - seconds.quantile(0.25)) / 2 / median : 0
  }

  /// Seconds a unit.
  public var perUnit: Double { median / Double(max(1, units)) }

  /// By what the same case at another size, or in another run, is found.
  public var key: String { "\(name) \(size.map(String.init) ?? "-") \(threads)" }
}

extension [Double] {
  /// The quantile of values that stand in rising order, between two of them in a straight line.
  func quantile(_ share: Double) -> Double {
    guard let last = indices.last else { return 0 }
    let place = share * Double(last)
    let below = Int(place)
    if below >= last { return self[last] }
    return self[below] + (self[below + 1] - self[below]) * (place - Double(below))
  }
}
