/// Ranges of weight that hold about the same number of people each.
struct WeightBands: Sendable {
  static let count = 16

  private var ends: [Double] = []

  /// Bands for values, each with how many people have it. Nobody's weight is unknown here.
  init(_ people: [(weightKg: Double, count: Int)]) {
    let total = people.reduce(0) { $0 + $1.count }
    if total == 0 { return }
    var passed = 0
    for (weightKg, count) in people.sorted(by: { $0.weightKg < $1.weightKg }) {
      passed += count
      while ends.count + 1 < WeightBands.count, (ends.count + 1) * total / WeightBands.count < passed {
        ends.append(weightKg)
      }
    }
  }

  /// The band of a weight, from 1; 0 of an unknown one.
  func band(of weightKg: Double?) -> UInt8 {
    guard let weightKg else { return 0 }
    return UInt8(1 + ends.count { $0 < weightKg })
  }
}
