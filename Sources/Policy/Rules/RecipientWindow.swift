public import TandemClinic
public import TandemFiles
public import TandemRegistry

/// Limits and facts that a policy asks of recipients beyond the indication, in the same notation.
///
///     recipient: { title: "...", limits: { weight_kg: { at_most: 85, unit: "kg", source: "..." } } }
public struct RecipientWindow: HardRule {
  public static let key = "recipient"
  public static let summary = "limits and facts asked of recipients beyond the indication"

  /// The demands.
  public let criteria: Criteria<Recipient>

  public init?(_ entry: DataObject) {
    criteria = Criteria(entry, name: "policy", prefix: "recipient")
    if criteria.all.isEmpty, criteria.anyOf.isEmpty {
      entry.report("limits", kind: "empty rule", "at least one of \"limits\", \"facts\" and \"any_of\"")
      return nil
    }
  }

  public var names: [Rule] { criteria.all.map(\.rule) + (criteria.anyOf.isEmpty ? [] : ["recipient.any_of"]) }

  public var judgement: Judgement {
    .recipient { recipient, assessment in
      criteria.assess(recipient, into: &assessment)
    }
  }
}
