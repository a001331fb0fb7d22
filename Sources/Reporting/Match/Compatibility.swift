extension MatchReport {
  /// Mismatches in both directions.
  public struct MismatchSummary: Sendable, Hashable {
    /// One locus, or all of them.
    public struct Line: Sendable, Hashable {
      /// The locus.
      public var locus: String
      /// Graft versus host: what the recipient has and the donor lacks; nil when a side is not typed.
      public var gvh: Int?
      /// Host versus graft: what the donor has and the recipient lacks; nil when a side is not typed.
      public var hvg: Int?
      /// What is said of the positions: match, potential, antigen, allele, unknown.
      public var labels: [String]

      /// A locus.
      public init(locus: String, gvh: Int?, hvg: Int?, labels: [String]) {
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
    public var gvh: Int { loci.reduce(0) { $0 + ($1.gvh ?? 0) } }
    /// Mismatches host versus graft.
    public var hvg: Int { loci.reduce(0) { $0 + ($1.hvg ?? 0) } }
    /// The larger of both at each locus, summed.
    public var bidirectional: Int { loci.reduce(0) { $0 + max($1.gvh ?? 0, $1.hvg ?? 0) } }
    /// How many positions match, possible matches included.
    public var matched: Int { positions("match") + positions("potential") }
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
