/// The comparison of a recipient's and a donor's typing, locus by locus.
public struct Mismatches: Hashable, Sendable {
  /// How sure a match is, from the surest down.
  public enum Confidence: String, Hashable, Sendable, Comparable {
    /// The locus is not typed on one side.
    case unknown
    /// They cannot be the same.
    case mismatch
    /// They may be the same; a typing is ambiguous, serological or half.
    case potential
    /// The same P group, though a typing leaves several alleles of it.
    case exact
    /// One allele on either side, the same protein in the antigen-recognition domain.
    case definite

    private var rank: Int {
      switch self {
      case .unknown: 0
      case .mismatch: 1
      case .potential: 2
      case .exact: 3
      case .definite: 4
      }
    }

    public static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
  }

  /// What is said of one of the two positions of a locus.
  public enum Label: String, Hashable, Sendable {
    /// The same.
    case match
    /// Possibly the same.
    case potential
    /// The antigens (first fields) differ.
    case antigen
    /// The antigen is the same, the protein differs.
    case allele
    /// A side is not typed.
    case unknown
  }

  /// A copy of the recipient and the copy of the donor that it is paired with.
  public struct Position: Hashable, Sendable {
    /// The names the recipient's copy may have; empty when unknown.
    public let recipient: [HLAName]
    /// The names the donor's copy may have; empty when unknown.
    public let donor: [HLAName]
    /// How they compare.
    public let label: Label
    /// How sure that is.
    public let confidence: Confidence
  }

  /// One locus.
  public struct OfLocus: Hashable, Sendable {
    /// Which.
    public let locus: Locus
    /// The mismatches, in the best case when a typing is ambiguous; nil when a side is not typed.
    public let counts: MismatchCounts?
    /// The most that an ambiguous typing leaves possible.
    public let atMost: MismatchCounts?
    /// The two positions in the pairing that matches best.
    public let positions: [Position]
    /// The lower one of the positions' confidences.
    public let confidence: Confidence
  }

  /// The loci that were asked for, in that order.
  public let loci: [OfLocus]
  /// How a mismatched homozygous locus was counted.
  public let homozygous: HomozygousCount
  /// The table that names were read with.
  public let nomenclature: String
  /// What the reader should know, as sentences.
  public let notes: [String]

  /// The sums over the loci that are typed on both sides.
  public var total: MismatchCounts {
    var total = MismatchCounts.none
    for locus in loci { if let counts = locus.counts { total += counts } }
    return total
  }

  /// How many positions match, possible matches included.
  public var matched: Int {
    loci.reduce(0) { $0 + $1.positions.count { $0.label == .match || $0.label == .potential } }
  }

  /// How many positions were asked about: two a locus.
  public var positionCount: Int { 2 * loci.count }

  /// The loci that are not typed on one side.
  public var unknownLoci: [Locus] { loci.filter { $0.counts == nil }.map(\.locus) }

  /// One word for all: mismatch when a position cannot match, potential when one is uncertain or unknown.
  public var confidence: Confidence {
    if loci.contains(where: { $0.confidence == .mismatch }) { return .mismatch }
    let lowest = loci.map(\.confidence).min() ?? .potential
    return max(lowest, .potential)
  }
}
