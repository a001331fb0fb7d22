public import TandemAllocation
import TandemFiles
import TandemPacking
import TandemPolicy

/// A plan with where it comes from, whatever the form in which it is shown.
public struct PlanReport: Sendable {
  /// Where the plan comes from.
  public var provenance: Provenance
  /// The policy as the user named it.
  public var policyFile: String
  /// The probability with which the policy wants doses to be met.
  public var confidence: Double
  /// What was decided before.
  public var order: AllocationOrder
  /// The gap that was asked for.
  public var wantedGap: Double
  /// The plan.
  public var plan: AllocationPlan
  /// SHA-256 of the certificate's text; nil when there is none.
  public var certificateSHA256: String?
  /// What the search over a large pool went through; nil for others.
  public var search: PlanSearch?
  /// How long the run took; with the seconds of `search` the only part that differs from run to run.
  public var seconds: Double

  /// A report.
  public init(
    provenance: Provenance, policyFile: String, confidence: Double, order: AllocationOrder, wantedGap: Double,
    plan: AllocationPlan, certificateSHA256: String?, search: PlanSearch? = nil, seconds: Double
  ) {
    self.provenance = provenance
    self.policyFile = policyFile
    self.confidence = confidence
    self.order = order
    self.wantedGap = wantedGap
    self.plan = plan
    self.certificateSHA256 = certificateSHA256
    self.search = search
    self.seconds = seconds
  }

  /// What was reached in the last objective; nil when there is no plan.
  var last: ObjectiveProof? { plan.proofs.last }

  /// A value of the last objective in the units that people read.
  func amount(_ value: Int64) -> Double { plan.objective.amount(value) }

  /// The distance of bound and value relative to the value; nil when one is missing.
  var gap: Double? {
    guard let last, let bound = last.bound else { return nil }
    return relativeGap(bound: bound, value: last.value)
  }

  /// The same for the bound that the certificate proves.
  var certifiedGap: Double? {
    guard let last, let bound = last.certifiedBound else { return nil }
    return relativeGap(bound: bound, value: last.value)
  }

  /// A number with at most six decimals, as scores have them.
  static func rounded(_ value: Double) -> Double { (value * 1_000_000).rounded() / 1_000_000 }
}
