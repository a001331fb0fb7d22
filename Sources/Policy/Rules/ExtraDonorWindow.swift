public import TandemClinic
public import TandemFiles
public import TandemRegistry

/// Limits and facts that a policy asks of donors beyond the donor window, in the same notation.
///
///     donor: { limits: { age_years: { at_least: 25, unit: "years", source: "..." } } }
public struct ExtraDonorWindow: HardRule {
  public static let key = "donor"
  public static let summary = "limits and facts asked of donors beyond the donor window"

  /// The demands.
  public let criteria: [Criterion<Donor>]

  public init?(_ entry: DataObject) {
    criteria = entry.criteria(of: Donor.self, prefix: "donor_policy")
    if criteria.isEmpty {
      entry.report("limits", kind: "empty rule", "at least one of \"limits\" and \"facts\"")
      return nil
    }
  }

  public var names: [Rule] { criteria.map(\.rule) }

  public var judgement: Judgement {
    .donor { donor, assessment in
      for criterion in criteria { criterion.assess(donor, into: &assessment) }
    }
  }
}
