/// The lower and upper limit of a row or column. Infinite ends are open.
public struct Limits: Hashable, Sendable {
  /// The least value allowed; `-.infinity` when there is none.
  public var lower: Double
  /// The greatest value allowed; `.infinity` when there is none.
  public var upper: Double

  /// Limits from `lower` to `upper`.
  public init(from lower: Double = -.infinity, to upper: Double = .infinity) {
    self.lower = lower
    self.upper = upper
  }

  /// No limit at all.
  public static let free = Limits()
  /// Zero or more.
  public static let nonNegative = Limits(from: 0)
  /// From zero to one.
  public static let unit = Limits(from: 0, to: 1)
  /// No more than `value`.
  public static func atMost(_ value: Double) -> Limits { Limits(to: value) }
  /// No less than `value`.
  public static func atLeast(_ value: Double) -> Limits { Limits(from: value) }
  /// Exactly `value`.
  public static func exactly(_ value: Double) -> Limits { Limits(from: value, to: value) }

  /// Why no number can meet these limits or why they are not limits; nil when all is well.
  var fault: String? {
    if lower.isNaN || upper.isNaN { return "a limit is not a number" }
    if lower > upper { return "the lower limit \(lower) is above the upper limit \(upper)" }
    if lower == .infinity || upper == -.infinity { return "a limit is infinite on the wrong side" }
    return nil
  }
}

/// Whether a column may take any value or whole numbers only.
public enum ColumnKind: UInt8, Sendable {
  /// Any value within the limits.
  case continuous = 0
  /// Whole numbers within the limits.
  case integer = 1
}

/// Which way the objective is driven.
public enum Direction: Sendable {
  /// To the least value.
  case minimize
  /// To the greatest value.
  case maximize
}
