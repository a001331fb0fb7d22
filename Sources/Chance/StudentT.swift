#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Student's t distribution, for the mean of a few differences whose spread is not known beforehand.
public enum StudentT {
  /// P(|T| >= |t|) with `degrees` (> 0) of freedom: the incomplete beta function I_x(degrees/2, 1/2) at
  /// x = degrees / (degrees + t^2) (Abramowitz and Stegun 26.7.1, 26.5.27).
  public static func twoSidedTail(_ t: Double, degrees: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    return incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t))
  }

  /// The t that |T| exceeds with probability 1 - `confidence`. Bisection to the last digit; some 60 steps.
  public static func quantile(confidence: Double, degrees: Double) -> Double {
    let tail = 1 - confidence
    var high = 1.0
    while twoSidedTail(high, degrees: degrees) > tail, high < 1e300 { high *= 2 }
    var low = 0.0
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if twoSidedTail(middle, degrees: degrees) > tail { low = middle } else { high = middle }
    }
  }

  /// The regularised incomplete beta function, by its continued fraction on the side where that is quick.
  static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(a * log(x) + b * log1p(-x) - logBeta(a, b))
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b
  }

  /// The continued fraction 26.5.8 of Abramowitz and Stegun by Lentz's method.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func bounded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / bounded(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...500 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / bounded(1 + even * d)
      c = bounded(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / bounded(1 + odd * d)
      c = bounded(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }

  private static func logBeta(_ a: Double, _ b: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(a, &sign) + lgamma_r(b, &sign) - lgamma_r(a + b, &sign)
  }
}
