#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A positive amount whose logarithm is normal, described by the mean and the standard deviation that
/// publications print. A standard deviation of 0 is a certain amount, such as a count that was measured, and
/// may be an amount of nothing.
///
///     let yield = Lognormal(mean: 264_658, standardDeviation: 171_566)
///     yield.quantile(0.1)             // met with probability 0.9
///     yield.probability(atLeast: 350_000)
public struct Lognormal: Sendable, Hashable {
  /// The mean of the amount itself, not of its logarithm.
  public let mean: Double
  /// The standard deviation of the amount itself.
  public let standardDeviation: Double
  /// The mean of the logarithm.
  public let logMean: Double
  /// The standard deviation of the logarithm.
  public let logDeviation: Double

  /// The distribution with this mean (> 0, or 0 without spread) and standard deviation (>= 0).
  public init(mean: Double, standardDeviation: Double) {
    precondition(mean >= 0 && mean.isFinite, "an amount is not negative")
    precondition(standardDeviation >= 0 && standardDeviation.isFinite, "a spread is not negative")
    precondition(mean > 0 || standardDeviation == 0, "nothing has no spread")
    self.mean = mean
    self.standardDeviation = standardDeviation
    let relative = mean > 0 ? standardDeviation / mean : 0
    let variance = log1p(relative * relative)
    logMean = log(mean) - variance / 2
    logDeviation = variance.squareRoot()
  }

  /// The amount that exactly this one is known to be.
  public init(certain amount: Double) { self.init(mean: amount, standardDeviation: 0) }

  /// The amount that is not exceeded with `probability` (0...1).
  public func quantile(_ probability: Double) -> Double {
    if logDeviation == 0 { return mean }
    return exp(logMean + logDeviation * Normal.quantile(probability))
  }

  /// P(X <= x).
  public func cdf(_ x: Double) -> Double {
    if logDeviation == 0 { return x >= mean ? 1 : 0 }
    if x <= 0 { return 0 }
    return Normal.cdf((log(x) - logMean) / logDeviation)
  }

  /// P(X >= x), precise in its far tail too.
  public func probability(atLeast x: Double) -> Double {
    if logDeviation == 0 { return x <= mean ? 1 : 0 }
    if x <= 0 { return 1 }
    return Normal.upperTail((log(x) - logMean) / logDeviation)
  }

  /// The distribution of `factor` (>= 0) times the amount.
  public func scaled(by factor: Double) -> Lognormal {
    Lognormal(mean: mean * factor, standardDeviation: standardDeviation * factor)
  }

  /// A draw by the inverse of the distribution function: one uniform number a draw, so that two policies that
  /// share a stream (common random numbers) see larger yields at the same donors.
  public func sample(_ chance: inout SplitMix) -> Double {
    // A uniform number of exactly 0 would be an amount of 0; half its smallest step stands for it.
    quantile(max(chance.unit(), 0x1p-54))
  }
}
