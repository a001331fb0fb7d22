/// The answer of `solve`.
public struct Solution: Sendable, Equatable {
  /// How the search ended.
  public var status: Status
  /// The best plan found.
  public var plan: Plan?
  /// No plan is worth more; nil when nothing is known or nothing is feasible.
  public var bound: Int64?
  /// The method that gave the answer.
  public var method: Method
  /// The proof of the bound that the prices give, to be checked with `floors`. Where branching lowered `bound`
  /// further, the certificate's own bound is the higher one.
  public var certificate: Certificate?
  /// What earlier objectives were brought to, and held at.
  public var floors: [ObjectiveFloor] = []
  /// Proofs of the bounds of the earlier objectives, each under the floors before it.
  public var earlierCertificates: [Certificate?] = []
  /// How many options the problem has.
  public var pairs: Int
  /// How many bundles were looked at as columns.
  public var bundles: Int
  /// How many nodes were branched on.
  public var nodes: Int

  /// The value of the plan.
  public var value: Int64? { plan?.value }
  /// (bound - value) / |value|.
  public var gap: Double? {
    guard let plan, let bound else { return nil }
    return relativeGap(bound: bound, value: plan.value)
  }
}
