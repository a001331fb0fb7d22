public import TandemClinic
public import TandemFiles
public import TandemRegistry

/// Limits and facts that a policy asks of donors beyond the donor window, in the same notation.
///
///     donor: { title: "...", limits: { age_years: { at_least: 25, unit: "years", source: "..." } } }
public struct ExtraDonorWindow: HardRule {
  public static let key = "donor"
  public static let summary = "limits and facts asked of donors beyond the donor window"

  /// The demands.
  public let criteria: Criteria<Donor>

  public init?(_ entry: DataObject) {
    criteria = Criteria(entry, name: "policy", prefix: "donor_policy")
    if criteria.all.isEmpty, criteria.anyOf.isEmpty {
      entry.report("limits", kind: "empty rule", "at least one of \"limits\", \"facts\" and \"any_of\"")
      return nil
    }
  }

  public var names: [Rule] {
    criteria.all.map(\.rule) + (criteria.anyOf.isEmpty ? [] : ["donor_policy.any_of"])
  }

  public var judgement: Judgement {
    .donor { donor, assessment in
      criteria.assess(donor, into: &assessment)
    }
  }
}
