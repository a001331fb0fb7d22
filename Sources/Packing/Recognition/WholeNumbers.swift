/// Numbers multiplied by the least power of ten, up to a million, that makes all of them whole.
struct WholeNumbers {
  let factor: Double
  let numbers: [Int64]

  /// Nil when no such power exists, or when a number is too large to be exact.
  init?(_ given: some Sequence<Double>) {
    let given = Array(given)
    search: for power in [1.0, 10, 100, 1_000, 10_000, 100_000, 1_000_000] {
      for number in given {
        let scaled = number * power
        guard scaled.magnitude < 0x1p50 else { return nil }
        // Decimal fractions are not exact in binary, hence the tolerance of a few units in the last place.
        if (scaled - scaled.rounded()).magnitude > 1e-13 * max(1, scaled.magnitude) * 8 { continue search }
      }
      factor = power
      numbers = given.map { Int64(($0 * power).rounded()) }
      return
    }
    return nil
  }
}
