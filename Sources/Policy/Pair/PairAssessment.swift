public import TandemClinic
public import TandemHLA

/// Everything that can be said of one recipient for one donor: whether listed, by which protocol at which
/// dose, with which score, and why not.
public struct PairAssessment: Sendable {
  /// One protocol.
  public struct Option: Sendable {
    /// The protocol's name.
    public let transplant: String
    /// What holds for all its dose levels: timing, conditioning, drugs, consent, blood groups.
    public let assessment: Assessment
    /// Its dose levels, rising.
    public let levels: [Level]
    /// Whether nothing that holds for all its levels keeps the recipient off.
    public let isOpen: Bool
  }

  /// One dose level of one protocol.
  public struct Level: Sendable {
    /// The level's name.
    public let name: String
    /// Islets of the level in IEQ/kg.
    public let isletIEQPerKg: Double
    /// Islets in IEQ; nil when the weight is unknown.
    public let isletIEQ: Double?
    /// The probability that the donor gives so many; nil when weight or yield is unknown.
    public let isletProbability: Double?
    /// CD34+ cells/kg that can be given with the policy's confidence: what the level aims at, or what there
    /// is; nil when the weight is unknown.
    public let cd34PerKg: Double?
    /// The same in cells.
    public let cd34Cells: Double?
    /// The probability that the donor gives what the level aims at.
    public let cd34Probability: Double?
    /// Doses, release and delivery.
    public let assessment: Assessment
    /// Whether neither the level nor its protocol nor the pair keeps the recipient off.
    public let isOpen: Bool
    /// The score of this option.
    public let score: Score
  }

  /// A place among the options.
  public struct Choice: Sendable, Hashable {
    /// Which protocol.
    public let option: Int
    /// Which of its levels.
    public let level: Int

    /// A place.
    public init(option: Int, level: Int) {
      self.option = option
      self.level = level
    }
  }

  /// The recipient's place in the cohort.
  public let recipientIndex: Int
  /// The recipient's identifier.
  public let recipientID: String
  /// What holds whatever the protocol: donor, recipient, pair.
  public let common: Assessment
  /// The protocols in the order of the policy.
  public let options: [Option]
  /// Whether the recipient may be offered the graft under at least one protocol at one level.
  public let isListed: Bool
  /// Whether that would be so without the run's overrides.
  public let isStrictlyListed: Bool
  /// For a listed recipient the open option of the highest score, the first among equals; else the one that
  /// is nearest to being open: with the fewest reasons in the way, then the highest score.
  public let choice: Choice
  /// The gate that was applied.
  public let gate: Gate
  /// What the recipient is compared by; nil in the depth `decide`.
  public let comparison: Comparison?

  /// What comparing donor and recipient gives, for rosters and explanations.
  public struct Comparison: Sendable {
    /// Mismatches at the policy's loci.
    public let mismatches: Mismatches
    /// Antibodies against the donor.
    public let crossmatch: VirtualCrossmatch
    /// The crossmatch for each graft: `hsc`, `islets`.
    public let crossmatches: [(graft: String, verdict: VirtualCrossmatch.Verdict)]
    /// Blood groups; nil when one is unknown.
    public let bloodGroups: BloodGroupMatch?
    /// From donor hospital to the recipient's centre in km; nil when a place is unknown.
    public let distanceKm: Double?
    /// The journey from the laboratory to the centre; nil when a place is unknown.
    public let delivery: Transport.Journey?
    /// Cold ischaemia of the pancreas in hours; nil when a place is unknown.
    public let coldIschaemiaHours: Double?
  }

  /// The chosen protocol.
  public var option: Option { options[choice.option] }
  /// The chosen dose level.
  public var level: Level { option.levels[choice.level] }
  /// The score of the choice. For somebody who is neither listed nor explained, that of the doses alone.
  public var score: Score { level.score }

  /// All reasons of the choice, in order: what holds always, the protocol's, the level's.
  public var reasons: [Reason] {
    common.reasons + option.assessment.reasons + level.assessment.reasons
  }

  /// What keeps the recipient off the roster under the choice, each rule; empty for a listed one.
  public var blocking: [Reason] { reasons.filter(gate.blocks) }

  /// What would have to change for the choice to be open, in the order of the rules.
  public var remedies: [Remedy] {
    blocking.map { Remedy(rule: $0.rule, text: $0.remedy ?? "no change of data helps: \($0.detail)") }
  }

  /// Everything to look at: reviews, flagged passes and ratings of missing values; without what holds for
  /// everybody under the policy.
  public var warnings: [Reason] {
    reasons.filter { ($0.verdict == .review || $0.isFlagged) && !$0.holdsForEverybody } + scoreWarnings
  }

  /// Reviews for want of donor data: what makes a run provisional. Each could still remove the recipient.
  public var provisional: [Reason] { reasons.filter(\.wantsDonorData) }

  /// The rules whose override put the recipient on the roster.
  public var listedByOverride: [Rule] {
    guard isListed, !isStrictlyListed else { return [] }
    let strict = Gate(reviews: gate.reviews, isExpedited: gate.isExpedited)
    return reasons.filter { strict.blocks($0) && !gate.blocks($0) }.map(\.rule)
  }

  /// A warning for each rating of a missing value.
  private var scoreWarnings: [Reason] {
    score.parts.compactMap { part in
      guard part.raw == nil || part.note != nil else { return nil }
      let detail =
        part.raw == nil
        ? "The \(part.title) is not known and rated \(Amount.text(part.rating)): \(part.missing.joined(separator: ", "))."
        : part.note ?? ""
      return Reason(Rule("score.\(part.attribute)"), .review, detail, missing: part.missing)
    }
  }
}

/// A change that would make a rule hold.
public struct Remedy: Sendable, Hashable {
  /// The rule.
  public let rule: Rule
  /// What would have to be: "an islet count of 412,000 IEQ or more".
  public let text: String
}

extension Reason {
  /// Whether the reason is the same for everybody under the policy, so that it belongs to the head of a run:
  /// what no file can say, and tests that are not due.
  public var holdsForEverybody: Bool {
    rule.name.hasSuffix(".not_covered") || rule.name == "release.tests"
  }
}
