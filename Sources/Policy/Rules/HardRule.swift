public import TandemClinic
public import TandemFiles
public import TandemRegistry

/// A rule of a policy that decides whether somebody may be offered a graft.
///
/// One file in `Rules`, one line in `HardRules.all`, one test. The clinical rules (indication, conditioning,
/// donor, timing, blood groups, doses, release) are those of `TandemClinic`; these come on top.
public protocol HardRule: Sendable {
  /// The key under `rules` in a policy.
  static var key: String { get }
  /// What it asks for, in a line.
  static var summary: String { get }
  /// Reads the settings; nil when something was wrong, which has then been reported.
  init?(_ entry: DataObject)
  /// The names under which it gives reasons.
  var names: [Rule] { get }
  /// How it judges, by all that it depends on.
  var judgement: Judgement { get }
}

/// How a rule judges. What depends on less can be worked out earlier: a recipient's own verdict once for all
/// donors, a donor's once for all recipients.
public enum Judgement: Sendable {
  /// By the donor alone.
  case donor(@Sendable (Donor, inout Assessment) -> Void)
  /// By the recipient alone.
  case recipient(@Sendable (Recipient, inout Assessment) -> Void)
  /// By the recipient and the protocol.
  case underProtocol(@Sendable (Recipient, TransplantProtocol, inout Assessment) -> Void)
  /// By donor and recipient.
  case pair(@Sendable (PairFacts, inout Assessment) -> Void)
}
