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
  public var roster: People<Candidate>
  /// The others with all reasons, in the order of the cohort.
  public var screenedOut: People<ScreenedOut>
  /// The rules by the numbers they kept off, the most frequent first. A person counts once under each rule, in
  /// the protocol that is nearest to being open. Nil when nobody asked for it in a run of very many people.
  public var rules: [RuleCount]?

  /// A report from its parts.
  public init(
    provenance: Provenance, donor: DonorSummary, terms: [Term], roster: People<Candidate>,
    screenedOut: People<ScreenedOut>, rules: [RuleCount]?
  ) {
    self.provenance = provenance
    self.donor = donor
    self.terms = terms
    self.roster = roster
    self.screenedOut = screenedOut
    self.rules = rules
  }

  /// One attribute that the policy rates and weighs.
  public struct Term: Sendable, Hashable {
    /// The name in policy files.
    public var name: String
    /// The name for headings.
    public var title: String
    /// What is rated.
    public var meaning: String
    /// The most points it can give, of 100.
    public var weight: Double
    /// How it is rated, in words.
    public var curve: String

    /// A part of the score.
    public init(name: String, title: String, meaning: String, weight: Double, curve: String) {
      self.name = name
      self.title = title
      self.meaning = meaning
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

  /// People of whom there may be a million: what a report says of each is worked out when it is asked for.
  public struct People<Person: Sendable>: Sendable {
    /// How many they are.
    public let count: Int
    private let person: @Sendable (Int) -> Person

    /// So many people, whom `person` describes by their place.
    public init(count: Int, person: @escaping @Sendable (Int) -> Person) {
      self.count = count
      self.person = person
    }

    /// People who are at hand.
    public init(_ people: [Person]) { self.init(count: people.count) { people[$0] } }

    /// The person at a place, counted from 0. Worked out anew each time.
    public subscript(place: Int) -> Person { person(place) }

    /// The first `limit` people.
    public func first(_ limit: Int) -> [Person] { (0..<min(limit, count)).map(person) }
  }
}
