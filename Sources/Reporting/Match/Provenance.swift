import TandemFiles

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

  /// Something about the donor that is not known, in an expedited run.
  public struct Missing: Sendable, Hashable {
    /// The rule that cannot be judged without it.
    public var rule: String
    /// What is missing, by table and column; empty when nobody knows more.
    public var data: [String]
    /// Who is on the roster and could be removed by it, in the roster's order.
    public var candidates: [String]

    /// Something missing.
    public init(rule: String, data: [String], candidates: [String]) {
      self.rule = rule
      self.data = data
      self.candidates = candidates
    }

    /// In a sentence, with the first of the candidates by name.
    public var sentence: String {
      let names = data.isEmpty ? "donor data" : data.joined(separator: ", ")
      let shown = candidates.prefix(8).joined(separator: ", ")
      let more = candidates.count > 8 ? " and \(Counted.text(candidates.count - 8, "more candidate"))" : ""
      return "\(rule) needs \(names); it could remove \(candidates.count) of the roster: \(shown)\(more)."
    }
  }

  /// Somebody whom a person put at the end of the roster.
  public struct Addition: Sendable, Hashable {
    /// Who.
    public var recipient: String
    /// Why.
    public var reason: String
    /// The rules that they fail.
    public var failing: [String]
    /// The crossmatches by graft, such as "islets positive".
    public var crossmatches: [String]

    /// Somebody added.
    public init(recipient: String, reason: String, failing: [String], crossmatches: [String]) {
      self.recipient = recipient
      self.reason = reason
      self.failing = failing
      self.crossmatches = crossmatches
    }

    /// In sentences.
    public var sentence: String {
      let rules = failing.isEmpty ? "Fails no rule." : "Fails \(failing.joined(separator: ", "))."
      return
        "\(recipient) at the end: \(reason) (crossmatch: \(crossmatches.joined(separator: ", "))). \(rules)"
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
  /// SHA-256 over the policy file and everything that it names: protocols and clinical tables.
  public var policyFingerprint: String
  /// SHA-256 of the cohort's files.
  public var inputSHA256: String
  /// The seed of lotteries.
  public var seed: UInt64
  /// The version of the program.
  public var version: String
  /// Whether the run works with missing donor data and is provisional.
  public var isExpedited = false
  /// What is missing of the donor, when the run is expedited.
  public var missing: [Missing] = []
  /// Rules set aside for this run.
  public var overrides: [Override] = []
  /// People added by hand.
  public var additions: [Addition] = []

  /// A run's origin.
  public init(
    runID: String, policy: String, policyTitle: String, policySHA256: String, policyFingerprint: String,
    inputSHA256: String,
    seed: UInt64,
    version: String
  ) {
    self.runID = runID
    self.policy = policy
    self.policyTitle = policyTitle
    self.policySHA256 = policySHA256
    self.policyFingerprint = policyFingerprint
    self.inputSHA256 = inputSHA256
    self.seed = seed
    self.version = version
  }
}

extension Provenance {
  /// The seed as a number, or as text where JSON readers could not hold the number.
  var seedJSON: JSON { Int(exactly: seed).map { .integer($0) } ?? .string(String(seed)) }
}
