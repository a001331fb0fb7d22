public import TandemClinic
public import TandemFiles
import TandemRegistry

/// Pairs that are forbidden, and donors that are directed to somebody.
///
///     pairs: {
///       forbidden: [{ donor: "D7", recipient: "R12", reason: "..." }],
///       directed: [{ donor: "D9", recipient: "R3", reason: "..." }],
///     }
///
/// A directed donor passes only for those that it is directed to.
public struct PairLists: HardRule {
  public static let key = "pairs"
  public static let summary = "pairs that are forbidden, and donors directed to somebody"

  /// A donor and a recipient.
  public struct Entry: Sendable, Hashable {
    /// The donor's identifier.
    public let donor: String
    /// The recipient's identifier.
    public let recipient: String
    /// Why.
    public let reason: String
  }

  /// Pairs that must not be made.
  public let forbidden: [Entry]
  /// Pairs to which a donor is limited.
  public let directed: [Entry]

  public init?(_ entry: DataObject) {
    forbidden = entry.objects("forbidden").compactMap(Entry.init)
    directed = entry.objects("directed").compactMap(Entry.init)
    if !entry.keys.contains("forbidden"), !entry.keys.contains("directed") {
      entry.report("forbidden", kind: "empty rule", "at least one of \"forbidden\" and \"directed\"")
      return nil
    }
    for pair in forbidden
    where directed.contains(where: { $0.donor == pair.donor && $0.recipient == pair.recipient }) {
      entry.report(
        "forbidden", kind: "contradiction",
        "no pair that is directed as well, but \(pair.donor) with \(pair.recipient) is")
    }
  }

  public var names: [Rule] { ["pairs.forbidden", "pairs.directed"] }

  public var judgement: Judgement {
    .pair { facts, assessment in
      let (donor, recipient) = (facts.donor.id, facts.recipient.id)
      let ban = forbidden.first { $0.donor == donor && $0.recipient == recipient }
      assessment.note(
        "pairs.forbidden", ban == nil ? .pass : .fail,
        Reason(
          "pairs.forbidden", ban == nil ? .pass : .fail,
          ban.map { "The policy forbids \(donor) for \(recipient): \($0.reason)." }
            ?? "The pair is not forbidden.",
          remedy: ban == nil ? nil : "another donor"))
      let wanted = directed.filter { $0.donor == donor }
      if wanted.isEmpty { return }
      let verdict: Verdict = wanted.contains { $0.recipient == recipient } ? .pass : .fail
      assessment.note(
        "pairs.directed", verdict,
        {
          let names = wanted.map(\.recipient).joined(separator: ", ")
          let reasons = wanted.map(\.reason).joined(separator: "; ")
          return Reason(
            "pairs.directed", verdict, "The donor is directed to \(names): \(reasons).",
            remedy: verdict == .pass ? nil : "a donor that is not directed to somebody else")
        }())
    }
  }
}

extension PairLists.Entry {
  fileprivate init?(_ entry: DataObject) {
    let donor = entry.text("donor")
    let recipient = entry.text("recipient")
    let reason = entry.text("reason")
    entry.finish()
    guard let donor, let recipient, let reason else { return nil }
    self.donor = donor
    self.recipient = recipient
    self.reason = reason
  }
}
