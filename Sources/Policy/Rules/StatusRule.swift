public import TandemClinic
public import TandemFiles
public import TandemRegistry

/// Who stands on the list so that a graft may be offered.
///
///     status: { allowed: ["active"], policy_choice: "..." }
public struct StatusRule: HardRule {
  public static let key = "status"
  public static let summary = "the recipient's place on the list is one of those allowed"

  /// The states allowed.
  public let allowed: [ListStatus]
  /// Why.
  public let basis: Basis

  public init?(_ entry: DataObject) {
    let words = entry.words("allowed", of: ListStatus.self)
    if words.isEmpty { entry.report("allowed", kind: "empty list", "at least one status") }
    guard let basis = entry.basis(), !words.isEmpty else { return nil }
    allowed = words
    self.basis = basis
  }

  public var names: [Rule] { ["status"] }

  public var judgement: Judgement {
    .recipient { recipient, assessment in
      // Words are made for reasons only: a pool asks for verdicts by the million.
      var wanted: String { allowed.map(\.rawValue).joined(separator: " or ") }
      guard let status = recipient.status else {
        assessment.note(
          "status", .review,
          Reason(
            "status", .review, "The status on the list is not known; required is \(wanted).", basis: basis,
            missing: ["recipients.status"], remedy: "a status"))
        return
      }
      let verdict: Verdict = allowed.contains(status) ? .pass : .fail
      assessment.note(
        "status", verdict,
        Reason(
          "status", verdict, "The status on the list is \(status.rawValue); required is \(wanted).",
          basis: basis, remedy: verdict == .pass ? nil : "status \(wanted)"))
    }
  }
}
