/// Whether somebody's tissue shows what an antibody is directed against.
public enum Presence: UInt8, Hashable, Sendable, Comparable {
  /// It does not.
  case absent
  /// The typing does not say: a locus or a copy is missing.
  case unknown
  /// It may: the typing is coarser than the antibody, or ambiguous.
  case possible
  /// It does.
  case certain

  public static func < (left: Presence, right: Presence) -> Bool { left.rawValue < right.rawValue }
}

extension Presence {
  /// Of things of which one is real, but not known which: certain or absent when all agree, possible else.
  static func oneOf(_ presences: some Sequence<Presence>) -> Presence {
    var lowest = Presence.certain
    var highest = Presence.absent
    var isEmpty = true
    for presence in presences {
      isEmpty = false
      lowest = min(lowest, presence)
      highest = max(highest, presence)
    }
    if isEmpty { return .unknown }
    return lowest == highest ? lowest : highest == .unknown ? .unknown : .possible
  }
}

/// Where somebody's tissue stands with regard to one specificity, and why.
public struct PresenceFinding: Hashable, Sendable {
  /// The answer.
  public let presence: Presence
  /// The names of the typing that meet the specificity, surely or possibly, ascending.
  public let names: [HLAName]
  /// The loci at which nothing or one copy only is typed, and which could change the answer.
  public let missing: [Locus]
  /// What was taken for granted, as a sentence without its full stop; nil when nothing was.
  public let assumption: String?

  init(_ presence: Presence, names: [HLAName] = [], missing: [Locus] = [], assumption: String? = nil) {
    self.presence = presence
    self.names = names
    self.missing = missing
    self.assumption = assumption
  }
}
