import TandemFiles

/// Points of a score, counted in millionths.
///
/// Whole numbers, so that a sum does not depend on the order of its parts: the fast path may add the parts of
/// a recipient long before those of a donor and still agree with the explanation to the last digit.
public struct Points: Sendable, Hashable, Comparable {
  /// Millionths of a point.
  public var millionths: Int64

  /// So many millionths of a point.
  public init(millionths: Int64) { self.millionths = millionths }

  /// `weight` times `rating`, rounded to a millionth, halves away from zero.
  @inlinable
  public init(weight: Double, rating: Double) {
    millionths = Int64((weight * rating * 1_000_000).rounded())
  }

  /// No point.
  public static let zero = Points(millionths: 0)

  /// The points as a number.
  public var value: Double { Double(millionths) / 1_000_000 }

  /// Two digits behind the point, as rosters show it.
  public var text: String { DecimalText.fixed(value, 2) }

  public static func < (left: Points, right: Points) -> Bool { left.millionths < right.millionths }
  /// The sum.
  public static func + (left: Points, right: Points) -> Points {
    Points(millionths: left.millionths + right.millionths)
  }
  /// Adds.
  public static func += (total: inout Points, part: Points) { total.millionths += part.millionths }
}
