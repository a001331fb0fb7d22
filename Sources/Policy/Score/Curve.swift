#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a raw value becomes a rating between 0 and 1: the shapes that composite allocation scores use.
///
/// Pure arithmetic on numbers, without allocation, the same for whoever calls it. Cost: a comparison or two,
/// for `exponential` and `logistic` a call of `pow` or `exp`.
public indirect enum Curve: Sendable, Hashable {
  /// A straight line between two points, flat outside: `[5, 0]` and `[10, 1]` rate 7.5 as 0.5.
  case linear(from: Point, to: Point)
  /// A stair: the rating of the last step that `x` has reached, `below` before the first.
  case step(below: Double, steps: [Point])
  /// Straight lines from point to point, flat outside.
  case piecewise([Point])
  /// `(base^t - 1) / (base - 1)`, where t runs from 0 at `zeroAt` to 1 at `oneAt` and stays there outside.
  case exponential(base: Double, zeroAt: Double, oneAt: Double)
  /// `height / (1 + e^(steepness (x - midpoint)))`: falls with a positive steepness, rises with a negative one.
  case logistic(height: Double, midpoint: Double, steepness: Double)
  /// One curve after the other, each up to and with its end; the last one has none.
  case pieces([Piece], last: Curve)

  /// A value with its rating.
  public struct Point: Sendable, Hashable {
    /// The raw value.
    public var x: Double
    /// Its rating.
    public var rating: Double

    /// A value with its rating.
    public init(_ x: Double, _ rating: Double) {
      self.x = x
      self.rating = rating
    }
  }

  /// A part of a curve that is put together.
  public struct Piece: Sendable, Hashable {
    /// The last value that it is for.
    public var upTo: Double
    /// The curve there.
    public var curve: Curve

    /// A part.
    public init(upTo: Double, _ curve: Curve) {
      self.upTo = upTo
      self.curve = curve
    }
  }

  /// The rating of a raw value.
  public func rating(_ x: Double) -> Double {
    switch self {
    case .linear(let from, let to):
      return Curve.between(from, to, x)
    case .step(let below, let steps):
      var rating = below
      for step in steps where step.x <= x { rating = step.rating }
      return rating
    case .piecewise(let points):
      var index = 1
      while index < points.count - 1, points[index].x < x { index += 1 }
      return Curve.between(points[index - 1], points[index], x)
    case .exponential(let base, let zeroAt, let oneAt):
      let share = min(max((x - zeroAt) / (oneAt - zeroAt), 0), 1)
      return (pow(base, share) - 1) / (base - 1)
    case .logistic(let height, let midpoint, let steepness):
      return height / (1 + exp(steepness * (x - midpoint)))
    case .pieces(let pieces, let last):
      for piece in pieces where x <= piece.upTo { return piece.curve.rating(x) }
      return last.rating(x)
    }
  }

  /// On the line through two points, flat outside; the order of the points does not matter.
  private static func between(_ one: Point, _ other: Point, _ x: Double) -> Double {
    let (low, high) = one.x <= other.x ? (one, other) : (other, one)
    if x <= low.x { return low.rating }
    if x >= high.x { return high.rating }
    return low.rating + (high.rating - low.rating) * ((x - low.x) / (high.x - low.x))
  }
}

extension Curve {
  /// The values in `range` at which the curve can be highest or lowest: between neighbours it rises or falls
  /// throughout.
  func corners(in range: ClosedRange<Double>) -> [Double] {
    var corners = [range.lowerBound, range.upperBound]
    switch self {
    case .linear(let from, let to): corners += [from.x, to.x]
    case .step(_, let steps):
      // The value just before a step still has the rating of the step below.
      for step in steps { corners += [step.x.nextDown, step.x] }
    case .piecewise(let points): corners += points.map(\.x)
    case .exponential(_, let zeroAt, let oneAt): corners += [zeroAt, oneAt]
    case .logistic: break
    case .pieces(let pieces, let last):
      for piece in pieces { corners += [piece.upTo, piece.upTo.nextUp] + piece.curve.corners(in: range) }
      corners += last.corners(in: range)
    }
    return corners.filter { range.contains($0) }.sorted()
  }

  /// The highest rating that `range` holds.
  public func best(in range: ClosedRange<Double>) -> Double { corners(in: range).map(rating).max() ?? 0 }

  /// The first value in `range` whose rating is not between 0 and 1, with that rating; nil when all are.
  public func escape(in range: ClosedRange<Double>) -> (x: Double, rating: Double)? {
    for x in corners(in: range) {
      let rating = rating(x)
      if !(rating >= 0 && rating <= 1) { return (x, rating) }
    }
    return nil
  }
}
