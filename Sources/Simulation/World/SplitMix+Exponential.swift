import TandemChance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SplitMix {
  /// A waiting time at a rate of one: the inverse of the distribution function, so that it rises with the
  /// uniform number behind it. Never infinite, since the largest uniform number is below 1.
  mutating func exponential() -> Double { -log1p(-unit()) }

  /// A waiting time at a rate; infinite at a rate of 0.
  mutating func wait(rate: Double) -> Double {
    let standard = exponential()
    return rate > 0 ? standard / rate : .infinity
  }
}
