/// Where a run comes from, so that anybody can repeat it to the byte.
public struct Provenance: Sendable, Hashable {
  /// A rule that somebody set aside for this run.
  public struct Override: Sendable, Hashable {
    /// The rule.
    public var rule: String
    /// Why.
    public var reason: String
    /// Who.
    public var by: String
    /// How many stand on the roster because of it.
    public var listed: Int

    /// A rule set aside.
    public init(rule: String, reason: String, by: String, listed: Int) {
      self.rule = rule
      self.reason = reason
      self.by = by
      self.listed = listed
    }
  }

  /// The run's own id, which follows from everything below.
  public var runID: String
  /// The policy's name.
  public var policy: String
  /// The policy's title for readers.
  public var policyTitle: String
  /// SHA-256 of the policy file.
  public var policySHA256: String
  /// SHA-256 of the cohort's files.
  public var inputSHA256: String
  /// The seed of lotteries.
  public var seed: UInt64
  /// The version of the program.
  public var version: String
  /// Whether the run works with missing donor data and is provisional.
  public var isExpedited = false
  /// What is missing of the donor, when the run is expedited, each in a sentence.
  public var missing: [String] = []
  /// Rules set aside for this run.
  public var overrides: [Override] = []

  /// A run's origin.
  public init(
    runID: String, policy: String, policyTitle: String, policySHA256: String, inputSHA256: String,
    seed: UInt64,
    version: String
  ) {
    self.runID = runID
    self.policy = policy
    self.policyTitle = policyTitle
    self.policySHA256 = policySHA256
    self.inputSHA256 = inputSHA256
    self.seed = seed
    self.version = version
  }
}

/// A labelled value for readers, such as "Cold ischaemia" and "9.5 h".
public struct Fact: Sendable, Hashable {
  /// What it is.
  public var label: String
  /// The value with its unit; nil when unknown.
  public var value: String?
  /// What a reader should know of it, such as that it is an assumption.
  public var note: String?

  /// A labelled value.
  public init(_ label: String, _ value: String?, note: String? = nil) {
    self.label = label
    self.value = value
    self.note = note
  }
}

/// A donor as a report's head shows them.
public struct DonorSummary: Sendable, Hashable {
  /// Facts that belong together, under a heading.
  public struct Group: Sendable, Hashable {
    /// The heading.
    public var title: String
    /// The facts.
    public var facts: [Fact]

    /// Facts under a heading.
    public init(_ title: String, _ facts: [Fact]) {
      self.title = title
      self.facts = facts
    }
  }

  /// The identifier.
  public var id: String
  /// What is known.
  public var groups: [Group]

  /// A donor.
  public init(id: String, groups: [Group]) {
    self.id = id
    self.groups = groups
  }
}
