public import TandemClinic

/// What a match run says to people, whatever the form: terminal, spreadsheet, JSON or page.
///
/// Plain values, so that reports can be made and tested without a run, and a run without reports.
public struct MatchReport: Sendable {
  /// Where the run comes from, so that anybody can repeat it.
  public var provenance: Provenance
  /// The donor.
  public var donor: DonorSummary
  /// The parts of the score, in the policy's order.
  public var terms: [Term]
  /// Those who may be offered the graft, in order.
  public var roster: [Candidate]
  /// The others, with all reasons.
  public var screenedOut: ScreenedOutList

  /// A report from its parts.
  public init(
    provenance: Provenance, donor: DonorSummary, terms: [Term], roster: [Candidate],
    screenedOut: ScreenedOutList
  ) {
    self.provenance = provenance
    self.donor = donor
    self.terms = terms
    self.roster = roster
    self.screenedOut = screenedOut
  }

  /// One attribute that the policy rates and weighs.
  public struct Term: Sendable, Hashable {
    /// The name in policy files.
    public var name: String
    /// The name for readers.
    public var title: String
    /// The most points it can give, of 100.
    public var weight: Double
    /// How it is rated, in words.
    public var curve: String

    /// A part of the score.
    public init(name: String, title: String, weight: Double, curve: String) {
      self.name = name
      self.title = title
      self.weight = weight
      self.curve = curve
    }
  }

  /// Somebody who was screened out.
  public struct ScreenedOut: Sendable {
    /// The identifier.
    public var recipient: String
    /// Every failing rule, and every one that the policy asks to be settled first.
    public var reasons: [Reason]

    /// Somebody with the reasons.
    public init(recipient: String, reasons: [Reason]) {
      self.recipient = recipient
      self.reasons = reasons
    }
  }

  /// Those screened out. There may be a million of them, so their reasons are worked out one at a time.
  public struct ScreenedOutList: Sendable {
    /// A rule and how many people it kept off the roster.
    public struct RuleCount: Sendable, Hashable {
      /// The rule.
      public var rule: Rule
      /// How many failed it.
      public var fails: Int
      /// For how many it needs a look first.
      public var reviews: Int

      /// A rule with its counts.
      public init(rule: Rule, fails: Int, reviews: Int) {
        self.rule = rule
        self.fails = fails
        self.reviews = reviews
      }
    }

    /// How many they are.
    public let count: Int
    /// The rules with the numbers they kept off, the most frequent first. A person counts under each rule.
    public let rules: [RuleCount]
    private let person: @Sendable (Int) -> ScreenedOut

    /// A list whose members `person` works out.
    public init(count: Int, rules: [RuleCount], person: @escaping @Sendable (Int) -> ScreenedOut) {
      self.count = count
      self.rules = rules
      self.person = person
    }

    /// A list that is at hand.
    public init(_ people: [ScreenedOut]) {
      var counts: [Rule: RuleCount] = [:]
      for reason in people.flatMap(\.reasons) {
        var count = counts[reason.rule] ?? RuleCount(rule: reason.rule, fails: 0, reviews: 0)
        if reason.verdict == .fail { count.fails += 1 } else { count.reviews += 1 }
        counts[reason.rule] = count
      }
      let rules = counts.values.sorted { left, right in
        let (leftCount, rightCount) = (left.fails + left.reviews, right.fails + right.reviews)
        return leftCount == rightCount ? left.rule < right.rule : leftCount > rightCount
      }
      self.init(count: people.count, rules: rules) { people[$0] }
    }

    /// The person at `index`, counted from 0 in the order of the cohort.
    public subscript(index: Int) -> ScreenedOut { person(index) }
  }
}
