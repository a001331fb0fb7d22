public import TandemClinic

/// What a *review* means for the roster, by rule.
public struct ReviewTreatment: Sendable, Hashable {
  /// What happens to somebody for whom a rule needs review.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// On the roster with a warning.
    case list
    /// Off the roster until the review is done.
    case screenOut = "screen_out"
  }

  /// What holds for rules that no pattern names.
  public var standard: Outcome
  /// Exceptions: a rule's name, or the beginning of names followed by `*` as in `crossmatch.*`. The first
  /// that fits holds.
  public var exceptions: [(pattern: String, outcome: Outcome)]

  /// A treatment.
  public init(standard: Outcome = .list, exceptions: [(pattern: String, outcome: Outcome)] = []) {
    self.standard = standard
    self.exceptions = exceptions
  }

  /// What holds for a rule.
  public func outcome(of rule: Rule) -> Outcome {
    exceptions.first { ReviewTreatment.fits($0.pattern, rule.name) }?.outcome ?? standard
  }

  /// Whether a review of any rule keeps people off the roster.
  public var screensOut: Bool { standard == .screenOut || exceptions.contains { $0.outcome == .screenOut } }

  static func fits(_ pattern: String, _ name: String) -> Bool {
    pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
  }

  public static func == (left: ReviewTreatment, right: ReviewTreatment) -> Bool {
    left.standard == right.standard && left.exceptions.elementsEqual(right.exceptions, by: ==)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(standard)
    for exception in exceptions {
      hasher.combine(exception.pattern)
      hasher.combine(exception.outcome)
    }
  }
}

/// Decides from verdicts who is on the roster: a failing rule keeps off, a review as the policy says, unless
/// the rule is overridden for the run.
public struct Gate: Sendable {
  /// What a review means.
  public let reviews: ReviewTreatment
  /// Rules that do not count in this run.
  public let overrides: Set<Rule>
  /// Whether a review for want of donor data does not keep off: an expedited run is provisional.
  public let isExpedited: Bool

  /// A gate.
  public init(reviews: ReviewTreatment, overrides: Set<Rule> = [], isExpedited: Bool = false) {
    self.reviews = reviews
    self.overrides = overrides
    self.isExpedited = isExpedited
  }

  /// The cheapest depth of an assessment from which `isOpen` can tell. Without overrides and with reviews
  /// that only warn, the verdict alone is enough.
  public var depth: Assessment.Depth { overrides.isEmpty && !reviews.screensOut ? .decide : .faults }

  /// Whether nothing in an assessment keeps the recipient off. The assessment must have at least `depth`.
  public func isOpen(_ assessment: Assessment) -> Bool {
    if assessment.verdict == .pass { return true }
    if depth == .decide { return assessment.verdict != .fail }
    precondition(
      assessment.depth == .faults || assessment.depth == .explain,
      "without reasons nobody knows which rule to override")
    return !assessment.reasons.contains(where: blocks)
  }

  /// Whether a reason keeps the recipient off.
  public func blocks(_ reason: Reason) -> Bool { blocks(reason.rule, reason.verdict, reason.missing) }

  /// Whether a finding keeps the recipient off. In an expedited run it must tell what a review misses.
  public func blocks(_ finding: Assessment.Finding) -> Bool {
    blocks(finding.rule, finding.verdict, finding.missing)
  }

  private func blocks(_ rule: Rule, _ verdict: Verdict, _ missing: [String]) -> Bool {
    if verdict == .pass || (!overrides.isEmpty && overrides.contains(rule)) { return false }
    if verdict == .fail { return true }
    if isExpedited, missing.areDonorDataOnly { return false }
    return reviews.outcome(of: rule) == .screenOut
  }
}

extension Reason {
  /// Whether the rule cannot be judged since something about the donor is not known.
  public var wantsDonorData: Bool { verdict == .review && missing.contains { $0.hasPrefix("donors.") } }
}

extension [String] {
  /// Whether these columns are donor data and nothing else, so that an expedited run may go on without them.
  fileprivate var areDonorDataOnly: Bool { !isEmpty && allSatisfy { $0.hasPrefix("donors.") } }
}
