public import TandemClinic
public import TandemFiles
public import TandemRegistry

/// Limits and facts that a policy asks of recipients beyond the indication, in the same notation.
///
///     recipient: { limits: { weight_kg: { at_most: 85, unit: "kg", source: "..." } } }
public struct RecipientWindow: HardRule {
  public static let key = "recipient"
  public static let summary = "limits and facts asked of recipients beyond the indication"

  /// The demands.
  public let criteria: [Criterion<Recipient>]

  public init?(_ entry: DataObject) {
    criteria = entry.criteria(of: Recipient.self, prefix: "recipient")
    if criteria.isEmpty {
      entry.report("limits", kind: "empty rule", "at least one of \"limits\" and \"facts\"")
      return nil
    }
  }

  public var names: [Rule] { criteria.map(\.rule) }

  public var judgement: Judgement {
    .recipient { recipient, assessment in
      for criterion in criteria { criterion.assess(recipient, into: &assessment) }
    }
  }
}
