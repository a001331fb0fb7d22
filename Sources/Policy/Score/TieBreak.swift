import TandemChance

/// What decides between equal scores.
public enum TieBreak: Sendable {
  /// The larger raw value first, or the smaller one; a missing value comes last.
  case attribute(Attribute, largerFirst: Bool)
  /// A lottery whose seed stands in the policy: every donor draws anew, and anybody can draw again.
  case lottery(seed: UInt64)
  /// The identifier, by its bytes.
  case id

  /// The name in explanations.
  public var name: String {
    switch self {
    case .attribute(let attribute, let largerFirst):
      "\(attribute.name), \(largerFirst ? "larger" : "smaller") first"
    case .lottery(let seed): "lottery with seed \(seed)"
    case .id: "recipient identifier"
    }
  }

  /// The lot of a recipient for a donor. Depends on the seed and the two identifiers alone.
  public static func lot(seed: UInt64, donor: String, recipient: String) -> UInt64 {
    var chance = SplitMix(seed: seed, key: digest(donor), digest(recipient))
    return chance.next()
  }

  /// FNV-1a, which is the same on every machine; the mixing is done by the generator.
  private static func digest(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}

/// A recipient's place in the order of a roster: the score, then the tie-breaks. The smaller comes first.
public struct RankKey: Sendable, Comparable {
  /// The score.
  public let score: Points
  /// One number a tie-break before the last, the larger first; a missing value is the least.
  public let ties: [Double]
  /// The lot; 0 without a lottery.
  public let lot: UInt64
  /// The identifier, which decides at last.
  public let id: String

  /// A place from its parts.
  public init(score: Points, ties: [Double], lot: UInt64, id: String) {
    self.score = score
    self.ties = ties
    self.lot = lot
    self.id = id
  }

  public static func < (left: RankKey, right: RankKey) -> Bool {
    if left.score != right.score { return left.score > right.score }
    for index in left.ties.indices where left.ties[index] != right.ties[index] {
      return left.ties[index] > right.ties[index]
    }
    if left.lot != right.lot { return left.lot < right.lot }
    return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
  }
}
