public import TandemPolicy

/// One weight of a policy moved over a range, the others in proportion.
///
///     try WeightSweep("waiting-time=0:40:10")
public struct WeightSweep: Sendable, Hashable {
  /// The attribute whose weight is moved.
  public let attribute: String
  /// The weights, ascending.
  public let weights: [Double]

  private static let mostPoints = 101

  /// Reads `attribute=from:to:step`; nil when it is not of this form, leaves 0 to 100, or has more than 101
  /// points.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    let numbers = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard numbers.count == 3, let from = numbers[0], let to = numbers[1], let step = numbers[2],
      (0...100).contains(from), (from...100).contains(to), step > 0,
      (to - from) / step < Double(WeightSweep.mostPoints)
    else { return nil }
    attribute = String(parts[0])
    // To a millionth, as policies have weights; the last point may miss the end by rounding.
    let count = Int(((to - from) / step + 1e-9).rounded(.down)) + 1
    weights = (0..<count).map { ((from + Double($0) * step) * 1e6).rounded() / 1e6 }
  }

  /// The variants of a policy; nil when the policy does not rate the attribute or rates nothing else.
  public func variants(of policy: Policy) -> [Policy]? {
    let variants = weights.compactMap { policy.with(weight: $0, of: attribute) }
    return variants.count == weights.count ? variants : nil
  }
}
