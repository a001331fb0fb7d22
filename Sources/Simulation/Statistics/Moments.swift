/// Count, mean and spread of numbers that come one by one, in the memory of three (Welford, Technometrics 4
/// (1962) 419-420). What is not a number is passed over.
public struct Moments: Sendable, Hashable {
  /// How many numbers there were.
  public private(set) var count = 0
  /// Their mean; 0 when there are none.
  public private(set) var mean = 0.0
  private var squares = 0.0

  /// No number yet.
  public init() {}

  /// Adds a number.
  public mutating func add(_ value: Double) {
    guard !value.isNaN else { return }
    count += 1
    let before = value - mean
    mean += before / Double(count)
    squares += before * (value - mean)
  }

  /// The standard deviation of the sample; nil with fewer than two numbers.
  public var deviation: Double? { count > 1 ? (squares / Double(count - 1)).squareRoot() : nil }
  /// The standard error of the mean; nil with fewer than two numbers.
  public var standardError: Double? { deviation.map { $0 / Double(count).squareRoot() } }
}
