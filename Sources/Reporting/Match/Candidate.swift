public import TandemClinic
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
    /// The protocol and level that the roster shows, by their places; nil when none is open.
    public var choice: Choice?
    /// What the rules say that hold whatever the protocol.
    public var reasons: [Reason]
    /// The rules without which the person would not be listed.
    public var marks: [String]
    /// Why somebody added the person by hand; nil for the others.
    public var addedReason: String?

    /// A candidate.
    public init(
      rank: Int, recipient: String, centre: String?, abo: ABO?, facts: [Fact] = [], score: Double,
      parts: [Part],
      mismatches: MismatchSummary?, crossmatches: [Crossmatch], distanceKm: Double?,
      coldIschaemiaHours: Double?, options: [ProtocolOption], choice: Choice?, reasons: [Reason],
      marks: [String] = [], addedReason: String? = nil
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
      self.reasons = reasons
      self.marks = marks
      self.addedReason = addedReason
    }

    /// The protocol that the roster shows.
    public var chosenProtocol: ProtocolOption? { choice.map { options[$0.option] } }

    /// The dose level that the roster shows.
    public var chosenLevel: DoseLevel? { choice.map { options[$0.option].levels[$0.level] } }

    /// What to look at: of the rules for all protocols, and of those of the option shown.
    public var warnings: [Reason] {
      (reasons + (chosenProtocol?.reasons ?? []) + (chosenLevel?.reasons ?? [])).filter {
        $0.verdict != .pass || $0.isFlagged
      }
    }
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
    /// The rating, 0 to 1.
    public var rating: Double
    /// The points.
    public var points: Double

    /// A part.
    public init(value: String?, rating: Double, points: Double) {
      self.value = value
      self.rating = rating
      self.points = points
    }
  }

  /// Mismatches in both directions.
  public struct MismatchSummary: Sendable, Hashable {
    /// One locus, or all of them.
    public struct Line: Sendable, Hashable {
      /// The locus.
      public var locus: String
      /// Graft versus host: what the recipient has and the donor lacks.
      public var gvh: Int
      /// Host versus graft: what the donor has and the recipient lacks.
      public var hvg: Int
      /// What is said of the positions: match, potential, antigen, allele, unknown.
      public var labels: [String]

      /// A locus.
      public init(locus: String, gvh: Int, hvg: Int, labels: [String]) {
        self.locus = locus
        self.gvh = gvh
        self.hvg = hvg
        self.labels = labels
      }
    }

    /// The loci that were compared.
    public var loci: [Line]
    /// How sure the comparison is: definite, exact, potential, mismatch, unknown.
    public var confidence: String

    /// A comparison.
    public init(loci: [Line], confidence: String) {
      self.loci = loci
      self.confidence = confidence
    }

    /// Mismatches graft versus host.
    public var gvh: Int { loci.reduce(0) { $0 + $1.gvh } }
    /// Mismatches host versus graft.
    public var hvg: Int { loci.reduce(0) { $0 + $1.hvg } }
    /// The larger of both at each locus, summed.
    public var bidirectional: Int { loci.reduce(0) { $0 + max($1.gvh, $1.hvg) } }
    /// Positions labelled so.
    public func positions(_ label: String) -> Int {
      loci.reduce(0) { $0 + $1.labels.filter { $0 == label }.count }
    }
  }

  /// The crossmatch on paper for one graft.
  public struct Crossmatch: Sendable, Hashable {
    /// The graft: "islets" or "stem cells".
    public var graft: String
    /// negative, possible, review or positive.
    public var verdict: String
    /// The antibodies that meet the donor, each with its strength.
    public var hits: [String]

    /// A crossmatch.
    public init(graft: String, verdict: String, hits: [String]) {
      self.graft = graft
      self.verdict = verdict
      self.hits = hits
    }
  }
}
