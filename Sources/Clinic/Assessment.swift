/// The verdicts of many rules gathered into one.
///
/// The same rules run in four depths. `decide` keeps only the verdict, builds no text and allocates nothing,
/// so that a pool of a million is judged quickly; `names` keeps which rules do not pass, without a word about
/// them, for counting; `faults` keeps a reason for every rule that does not pass; `explain` keeps one for every
/// rule, the passes too. Since all run the same code, what is explained and counted is what was decided.
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
    /// The name of every rule that does not pass.
    case names
    /// A reason for every rule that does not pass, for audit lists.
    case faults
    /// A reason for every rule.
    case explain
  }

  /// A rule that does not pass, without words.
  public struct Finding: Sendable, Hashable {
    /// The rule.
    public let rule: Rule
    /// What it says.
    public let verdict: Verdict
    /// The columns that a review misses, where they are known: with a reason, or because they were to be kept.
    public let missing: [String]
  }

  /// How much is kept.
  public let depth: Depth
  /// Whether findings name the columns that a review misses, which stand in its words: an expedited run depends on
  /// them, any other counts without.
  public let keepsMissing: Bool
  /// The worst verdict so far; a pass when no rule has spoken.
  public private(set) var verdict = Verdict.pass
  /// The reasons in the order of the rules; empty in the depths `decide` and `names`, without the passes in `faults`.
  public private(set) var reasons: [Reason] = []
  /// What does not pass, in the order of the rules; empty in the depth `decide`.
  public private(set) var findings: [Finding] = []

  /// An assessment in which no rule has spoken yet.
  public init(_ depth: Depth, keepsMissing: Bool = false) {
    self.depth = depth
    self.keepsMissing = keepsMissing
  }

  /// Takes the verdict of a rule. Its name and its reason are asked for only when they are kept.
  public mutating func note(
    _ rule: @autoclosure () -> Rule, _ verdict: Verdict, _ reason: @autoclosure () -> Reason
  ) {
    if verdict > self.verdict { self.verdict = verdict }
    if depth == .decide || (verdict == .pass && depth != .explain) { return }
    if depth == .names {
      let missing = keepsMissing && verdict == .review ? reason().missing : []
      findings.append(Finding(rule: rule(), verdict: verdict, missing: missing))
      return
    }
    let reason = reason()
    assert(reason.verdict == verdict, "the reason for \(reason.rule) contradicts its verdict")
    assert(reason.rule == rule(), "the reason for \(reason.rule) belongs to another rule")
    reasons.append(reason)
    if verdict != .pass {
      findings.append(Finding(rule: reason.rule, verdict: verdict, missing: reason.missing))
    }
  }

  /// Takes the worst verdict of many rules where nothing else is kept.
  mutating func decide(_ verdict: Verdict) {
    assert(depth == .decide, "a decision keeps no reasons")
    if verdict > self.verdict { self.verdict = verdict }
  }

  /// Forgets everything and keeps the room for findings, so that one assessment counts for many people.
  public mutating func clear() {
    verdict = .pass
    reasons.removeAll(keepingCapacity: true)
    findings.removeAll(keepingCapacity: true)
  }

  /// Whether nothing can change any more: a failed decision. What follows need not be worked out.
  public var isSettled: Bool { depth == .decide && verdict == .fail }

  /// Takes what another assessment found.
  public mutating func merge(_ other: Assessment) {
    if other.verdict > verdict { verdict = other.verdict }
    if depth == .decide { return }
    findings += other.findings
    switch depth {
    case .decide, .names: break
    case .faults: reasons += other.reasons.filter { $0.verdict != .pass }
    case .explain: reasons += other.reasons
    }
  }

  /// The failing rules.
  public var failures: [Reason] { reasons.filter { $0.verdict == .fail } }

  /// The rules that need a look.
  public var reviews: [Reason] { reasons.filter { $0.verdict == .review } }

  /// What stands on a roster as a warning: everything to review, and passes that are flagged.
  public var warnings: [Reason] { reasons.filter { $0.verdict == .review || $0.isFlagged } }

  /// The columns that are missing somewhere, sorted, each once.
  public var missing: [String] { Set(reasons.flatMap(\.missing)).sorted() }

  /// The verdict when the rules named are overridden for one run. For the depths that keep reasons.
  public func verdict(overriding rules: Set<Rule>) -> Verdict {
    precondition(
      depth == .faults || depth == .explain, "without reasons nobody knows which rule gave the verdict")
    return reasons.filter { !rules.contains($0.rule) }.map(\.verdict).max() ?? .pass
  }
}
