/// What a rule says of a donor, a recipient or a pair.
///
/// Ordered by how much it stands in the way, so that the verdict on a whole is the largest of its parts.
public enum Verdict: String, Sendable, Hashable, CaseIterable, Comparable {
  /// The rule holds.
  case pass
  /// The rule cannot be judged before somebody supplies or looks at a datum. Never the same as a pass.
  case review
  /// The rule does not hold.
  case fail

  private var weight: Int {
    switch self {
    case .pass: 0
    case .review: 1
    case .fail: 2
    }
  }

  public static func < (left: Verdict, right: Verdict) -> Bool { left.weight < right.weight }
}

/// The name of a rule as policies, overrides and audit lists write it, such as `conditioning.lvef_percent`.
public struct Rule: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name.
  public let name: String

  /// A rule of that name.
  public init(_ name: String) { self.name = name }

  /// A rule of that name.
  public init(stringLiteral name: String) { self.name = name }

  public var description: String { name }

  public static func < (left: Rule, right: Rule) -> Bool { left.name < right.name }
}

/// One rule's verdict with all that a reader needs to check it.
public struct Reason: Sendable, Hashable {
  /// The rule.
  public let rule: Rule
  /// What it says.
  public let verdict: Verdict
  /// A sentence with the numbers and their units.
  public let detail: String
  /// Where the limit comes from; nil when the rule has no number of its own.
  public let basis: Basis?
  /// The columns whose value is missing, with their file: `recipients.gfr`, `donors.hiv`. A review names them;
  /// so does a fail that more data could only make worse.
  public let missing: [String]
  /// What would make the rule hold, such as "GFR of at least 80 mL/min/1.73 m2" or "a result
  /// for GFR"; nil for a pass.
  public let remedy: String?
  /// Whether the reader should look at it although it passes, such as a major ABO mismatch of stem cells.
  public let isFlagged: Bool

  /// A verdict with its grounds.
  public init(
    _ rule: Rule, _ verdict: Verdict, _ detail: String, basis: Basis? = nil, missing: [String] = [],
    remedy: String? = nil, isFlagged: Bool = false
  ) {
    self.rule = rule
    self.verdict = verdict
    self.detail = detail
    self.basis = basis
    self.missing = missing
    self.remedy = remedy
    self.isFlagged = isFlagged
  }
}
