#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the cost of a case grows with the pool.
public struct Growth: Sendable, Equatable {
  /// The case.
  public let name: String
  /// Threads.
  public let threads: Int
  /// The smaller and the larger size.
  public let sizes: ClosedRange<Int>
  /// By how much the time is multiplied when the pool doubles: 2 is in step with the pool.
  public let perDoubling: Double

  /// For each case the growth between its sizes next to each other.
  public static func all(in measurements: [Measurement]) -> [Growth] {
    var latest: [String: Measurement] = [:]
    var found: [Growth] = []
    for measurement in measurements {
      guard let size = measurement.size else { continue }
      let series = "\(measurement.name) \(measurement.threads)"
      if let before = latest[series], let smaller = before.size, smaller < size, before.median > 0 {
        let exponent = log(measurement.median / before.median) / log(Double(size) / Double(smaller))
        found.append(
          Growth(
            name: measurement.name, threads: measurement.threads, sizes: smaller...size,
            perDoubling: exp2(exponent)))
      }
      latest[series] = measurement
    }
    return found
  }
}
