public import TandemClinic

extension MatchReport {
  /// One protocol for a pair, with its dose levels.
  public struct ProtocolOption: Sendable {
    /// The protocol's name.
    public var name: String
    /// Its title for readers.
    public var title: String
    /// What its rules say, the levels not counted.
    public var verdict: Verdict
    /// When what happens, in a line.
    public var timing: String?
    /// Its rules.
    public var reasons: [Reason]
    /// Its dose levels.
    public var levels: [DoseLevel]

    /// A protocol for a pair.
    public init(
      name: String, title: String, verdict: Verdict, timing: String?, reasons: [Reason], levels: [DoseLevel]
    ) {
      self.name = name
      self.title = title
      self.verdict = verdict
      self.timing = timing
      self.reasons = reasons
      self.levels = levels
    }
  }

  /// One dose level for a pair.
  public struct DoseLevel: Sendable {
    /// The level's name.
    public var name: String
    /// Islets for this person in IEQ; nil without a weight.
    public var isletIEQ: Double?
    /// Islets in IEQ/kg.
    public var isletIEQPerKg: Double
    /// The probability that the donor's islets are enough.
    public var isletProbability: Double?
    /// CD34+ cells/kg that can be given with the policy's confidence; nil without a weight.
    public var cd34PerKg: Double?
    /// The probability that the donor's CD34+ cells are enough for the dose aimed at.
    public var cd34Probability: Double?
    /// What the dose rules say.
    public var verdict: Verdict
    /// The dose rules.
    public var reasons: [Reason]

    /// A dose level.
    public init(
      name: String, isletIEQ: Double?, isletIEQPerKg: Double, isletProbability: Double?, cd34PerKg: Double?,
      cd34Probability: Double?, verdict: Verdict, reasons: [Reason]
    ) {
      self.name = name
      self.isletIEQ = isletIEQ
      self.isletIEQPerKg = isletIEQPerKg
      self.isletProbability = isletProbability
      self.cd34PerKg = cd34PerKg
      self.cd34Probability = cd34Probability
      self.verdict = verdict
      self.reasons = reasons
    }
  }
}
