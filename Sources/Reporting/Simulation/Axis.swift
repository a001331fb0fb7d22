import TandemFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A scale of a picture: values to places, with marks at round values.
struct Axis: Sendable {
  let values: ClosedRange<Double>
  let places: ClosedRange<Double>
  /// Round values within the range, ascending.
  let marks: [Double]
  /// Digits behind the point that tell the marks apart.
  let digits: Int

  /// A scale that holds `low` and `high` with marks at steps of 1, 2 or 5 times a power of ten, about `count` of
  /// them. `padded` widens the values to the marks outside them.
  init(
    _ low: Double, _ high: Double, over places: ClosedRange<Double>, marks count: Int = 5, padded: Bool = true
  ) {
    var low = low
    var high = high
    if !(high > low) {
      let reach = max(abs(low) * 0.1, 0.5)
      (low, high) = (low - reach, high + reach)
    }
    let rough = (high - low) / Double(max(1, count))
    let power = pow(10, floor(log10(rough)))
    let step = power * ([1.0, 2, 5, 10].first { $0 * power >= rough } ?? 10)
    if padded {
      low = floor(low / step + 1e-9) * step
      high = ceil(high / step - 1e-9) * step
    }
    var marks: [Double] = []
    var index = ceil(low / step - 1e-9)
    while index * step <= high + step * 1e-9 {
      marks.append(index * step)
      index += 1
    }
    values = low...high
    self.places = places
    self.marks = marks
    digits = max(0, Int(-floor(log10(step) + 1e-9)))
  }

  /// Where a value stands; values outside stand at the end.
  func place(_ value: Double) -> Double {
    let share =
      (min(max(value, values.lowerBound), values.upperBound) - values.lowerBound)
      / (values.upperBound - values.lowerBound)
    return places.lowerBound + share * (places.upperBound - places.lowerBound)
  }

  /// A mark as it is written.
  func text(_ mark: Double, isSigned: Bool = false) -> String {
    isSigned ? MeasureText.signed(mark, digits) : MeasureText.number(mark, digits)
  }
}
