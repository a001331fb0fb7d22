public import TandemClinic
public import TandemFiles
import TandemRegistry

/// Consent to the protocol, by the recipient's column `protocols`.
///
///     consent: { policy_choice: "..." }
public struct ConsentRule: HardRule {
  public static let key = "consent"
  public static let summary = "the recipient has consented to the protocol"

  /// Why.
  public let basis: Basis

  public init?(_ entry: DataObject) {
    guard let basis = entry.basis() else { return nil }
    self.basis = basis
  }

  public var names: [Rule] { ["consent"] }

  public var judgement: Judgement {
    .underProtocol { recipient, transplant, assessment in
      guard let consented = recipient.protocols else {
        assessment.note(
          "consent", .review,
          Reason(
            "consent", .review, "Whether the recipient consents to \(transplant.name) is not recorded.",
            basis: basis, missing: ["recipients.protocols"], remedy: "consent to be recorded"))
        return
      }
      let verdict: Verdict = consented.contains(transplant.name) ? .pass : .fail
      assessment.note(
        "consent", verdict,
        Reason(
          "consent", verdict,
          "Consent is recorded for \(consented.isEmpty ? "no protocol" : consented.joined(separator: ", ")); "
            + "required is \(transplant.name).",
          basis: basis, remedy: verdict == .pass ? nil : "consent to \(transplant.name)"))
    }
  }
}
