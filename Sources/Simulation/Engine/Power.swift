#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `base` to the power of `exponent`.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The rate per day of something that happens within a month with a probability.
func ratePerDay(perMonth probability: Double) -> Double {
  -log1p(-probability) / Calendar.daysPerMonth
}
