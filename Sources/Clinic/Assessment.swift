/// The verdicts of many rules gathered into one.
///
/// The same rules run in two depths. `decide` keeps only the verdict, builds no text and allocates nothing, so
/// that a pool of a million is judged quickly; `explain` keeps a reason for every rule, the passes too. Since
/// both run the same code, what is explained is what was decided.
///
///     var assessment = Assessment(.explain)
///     criteria.assess(recipient, into: &assessment)
///     assessment.verdict          // the worst of all
///     assessment.failures         // each failing rule, not only the first
///     assessment.missing          // each missing datum by its column
public struct Assessment: Sendable, Hashable {
  /// How much is kept.
  public enum Depth: Sendable, Hashable {
    /// The verdict alone.
    case decide
    /// A reason for every rule.
    case explain
  }

  /// How much is kept.
  public let depth: Depth
  /// The worst verdict so far; a pass when no rule has spoken.
  public private(set) var verdict = Verdict.pass
  /// The reasons in the order of the rules; empty in the depth `decide`.
  public private(set) var reasons: [Reason] = []

  /// An assessment in which no rule has spoken yet.
  public init(_ depth: Depth) { self.depth = depth }

  /// Takes a rule's verdict. `reason` is asked for only when it is kept.
  public mutating func note(_ verdict: Verdict, _ reason: @autoclosure () -> Reason) {
    if verdict > self.verdict { self.verdict = verdict }
    if depth == .explain {
      let reason = reason()
      assert(reason.verdict == verdict, "the reason for \(reason.rule) contradicts its verdict")
      reasons.append(reason)
    }
  }

  /// Whether nothing can change any more: a failed decision. What follows need not be worked out.
  public var isSettled: Bool { depth == .decide && verdict == .fail }

  /// Takes what another assessment found.
  public mutating func merge(_ other: Assessment) {
    if other.verdict > verdict { verdict = other.verdict }
    if depth == .explain { reasons += other.reasons }
  }

  /// The failing rules.
  public var failures: [Reason] { reasons.filter { $0.verdict == .fail } }

  /// The rules that need a look.
  public var reviews: [Reason] { reasons.filter { $0.verdict == .review } }

  /// What stands on a roster as a warning: everything to review, and passes that are flagged.
  public var warnings: [Reason] { reasons.filter { $0.verdict == .review || $0.isFlagged } }

  /// The columns that are missing somewhere, sorted, each once.
  public var missing: [String] { Set(reasons.flatMap(\.missing)).sorted() }

  /// The verdict when the rules named are overridden for one run. Needs the depth `explain`.
  public func verdict(overriding rules: Set<Rule>) -> Verdict {
    precondition(depth == .explain, "without reasons nobody knows which rule gave the verdict")
    return reasons.filter { !rules.contains($0.rule) }.map(\.verdict).max() ?? .pass
  }
}
