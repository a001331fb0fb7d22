public import TandemClinic
public import TandemPolicy
public import TandemRegistry

extension MatchReport {
  /// Somebody on the roster, or the one pair that is explained.
  public struct Candidate: Sendable {
    /// The place in the order, from 1; 0 for a pair outside a run.
    public var rank: Int
    /// The identifier.
    public var recipient: String
    /// The centre where the person is listed.
    public var centre: String?
    /// Blood group.
    public var abo: ABO?
    /// What else a reader wants to know of the person.
    public var facts: [Fact]
    /// The score, 0 to 100.
    public var score: Double
    /// Its parts, in the order of the report's terms.
    public var parts: [Part]
    /// The comparison of the typings; nil when either is not typed.
    public var mismatches: MismatchSummary?
    /// The crossmatch on paper, a line a graft.
    public var crossmatches: [Crossmatch]
    /// How far the donor is from the centre, in km.
    public var distanceKm: Double?
    /// Expected cold ischaemia of the pancreas in hours.
    public var coldIschaemiaHours: Double?
    /// What the policy's protocols allow, in its order.
    public var options: [ProtocolOption]
    /// The protocol and level that are shown, by their places: those of the offer, or the nearest to one.
    public var choice: Choice?
    /// Whether the person may be offered the graft.
    public var isListed: Bool
    /// What the rules say that hold whatever the protocol.
    public var reasons: [Reason]
    /// What to look at: reviews, flagged passes, ratings of missing values.
    public var warnings: [Reason]
    /// What would have to change for somebody who is not listed.
    public var remedies: [Remedy]
    /// The rules without which the person would not be listed.
    public var marks: [String]
    /// Why somebody added the person by hand; nil for the others.
    public var addedReason: String?

    /// A candidate.
    public init(
      rank: Int, recipient: String, centre: String?, abo: ABO?, facts: [Fact] = [], score: Double,
      parts: [Part],
      mismatches: MismatchSummary?, crossmatches: [Crossmatch], distanceKm: Double?,
      coldIschaemiaHours: Double?, options: [ProtocolOption], choice: Choice?, isListed: Bool = true,
      reasons: [Reason], warnings: [Reason], remedies: [Remedy] = [], marks: [String] = [],
      addedReason: String? = nil
    ) {
      self.rank = rank
      self.recipient = recipient
      self.centre = centre
      self.abo = abo
      self.facts = facts
      self.score = score
      self.parts = parts
      self.mismatches = mismatches
      self.crossmatches = crossmatches
      self.distanceKm = distanceKm
      self.coldIschaemiaHours = coldIschaemiaHours
      self.options = options
      self.choice = choice
      self.isListed = isListed
      self.reasons = reasons
      self.warnings = warnings
      self.remedies = remedies
      self.marks = marks
      self.addedReason = addedReason
    }

    /// The protocol that the roster shows.
    public var chosenProtocol: ProtocolOption? { choice.map { options[$0.option] } }

    /// The dose level that the roster shows.
    public var chosenLevel: DoseLevel? { choice.map { options[$0.option].levels[$0.level] } }
  }

  /// A protocol and one of its levels, by their places.
  public struct Choice: Sendable, Hashable {
    /// The place among the options.
    public var option: Int
    /// The place among the option's levels.
    public var level: Int

    /// A choice.
    public init(option: Int, level: Int) {
      self.option = option
      self.level = level
    }
  }

  /// One part of a score.
  public struct Part: Sendable, Hashable {
    /// The value that is rated, with its unit; nil when it is missing.
    public var value: String?
    /// The same as a number.
    public var raw: Double?
    /// The rating, 0 to 1.
    public var rating: Double
    /// The points.
    public var points: Double

    /// A part.
    public init(value: String?, raw: Double?, rating: Double, points: Double) {
      self.value = value
      self.raw = raw
      self.rating = rating
      self.points = points
    }
  }
}
