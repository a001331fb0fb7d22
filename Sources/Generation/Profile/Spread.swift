import TandemChance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a measured value is spread over people: a normal or lognormal distribution cut to what occurs.
///
/// The mean and standard deviation are those of the uncut distribution, as publications print them; cuts
/// that lie two standard deviations out move them by a few per cent at most.
struct Spread: Sendable, Hashable {
  /// The form of the distribution.
  enum Shape: String, CaseIterable, Sendable {
    case normal
    case lognormal
  }

  /// The form of the distribution.
  let shape: Shape
  /// The mean of the value itself.
  let mean: Double
  /// The standard deviation of the value itself.
  let sd: Double
  /// The values that occur.
  let range: ClosedRange<Double>

  private let centre: Double
  private let width: Double
  private let lowest: Double
  private let span: Double

  /// A spread with a positive mean where it is lognormal.
  init(_ shape: Shape = .normal, mean: Double, sd: Double, in range: ClosedRange<Double>) {
    self.shape = shape
    self.mean = mean
    self.sd = sd
    self.range = range
    switch shape {
    case .normal:
      centre = mean
      width = sd
    case .lognormal:
      let variance = log1p(sd * sd / (mean * mean))
      centre = log(mean) - variance / 2
      width = variance.squareRoot()
    }
    let (centre, width) = (centre, width)
    func share(below value: Double) -> Double {
      let x = shape == .normal ? value : log(max(value, .leastNormalMagnitude))
      return width > 0 ? Normal.cdf((x - centre) / width) : x < centre ? 0 : 1
    }
    lowest = width > 0 ? share(below: range.lowerBound) : 0
    span = width > 0 ? share(below: range.upperBound) - lowest : 1
  }

  /// The value that the fraction `rank` (0...1) of people does not exceed.
  func value(rank: Double) -> Double {
    guard width > 0 else { return min(max(mean, range.lowerBound), range.upperBound) }
    let z = Normal.quantile(min(max(lowest + rank * span, 0x1p-54), 1 - 0x1p-53))
    let x = centre + width * z
    return min(max(shape == .normal ? x : exp(x), range.lowerBound), range.upperBound)
  }

  /// A draw.
  func sample(_ chance: inout SplitMix) -> Double { value(rank: chance.unit()) }
}

extension SplitMix {
  /// A draw from the standard normal distribution, by inversion: one uniform number a draw.
  mutating func normal() -> Double { Normal.quantile(max(unit(), 0x1p-54)) }
}
