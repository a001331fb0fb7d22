/// The crossmatch on paper: the antibodies of a recipient against the typing of a donor.
///
///     let crossmatch = VirtualCrossmatch(donor: typing, antibodies: antibodies)
///     crossmatch.verdict(for: limits)
///
/// What the typing cannot tell is never a pass: a donor typed more coarsely than the antibody meets it
/// *possibly*, and a locus that is not typed asks for review.
public struct VirtualCrossmatch: Sendable {
  /// An antibody that meets the donor, surely or possibly.
  public struct Hit: Hashable, Sendable {
    /// The antibody.
    public let antibody: Antibody
    /// Whether the donor surely has its target.
    public let isCertain: Bool
    /// The donor's names that meet it.
    public let names: [HLAName]
    /// Loci whose typing would settle a possible hit.
    public let missing: [Locus]
    /// What was taken for granted.
    public let assumption: String?
  }

  /// An antibody about which the donor's typing says nothing.
  public struct Gap: Hashable, Sendable {
    /// The antibody.
    public let antibody: Antibody
    /// The loci that would have to be typed.
    public let missing: [Locus]
  }

  /// The answer for a graft.
  public enum Verdict: String, Hashable, Sendable {
    /// No antibody that counts meets the donor.
    case negative
    /// One may: it is weak, or the typing is too coarse.
    case possible
    /// A datum is missing.
    case review
    /// A strong antibody surely meets the donor.
    case positive
  }

  /// The antibodies that meet the donor, in their own order.
  public let hits: [Hit]
  /// Those that cannot be judged.
  public let gaps: [Gap]
  /// What was taken for granted in leaving antibodies out, each sentence once.
  public let assumptions: [String]

  /// Compares each antibody with the typing. Cost: a few microseconds an antibody.
  public init(donor: Typing, antibodies: [Antibody], table: AntigenTable = .shipped) {
    var hits: [Hit] = []
    var gaps: [Gap] = []
    var assumptions: [String] = []
    for antibody in antibodies.sorted() {
      let finding = table.presence(of: antibody.specificity, in: donor)
      switch finding.presence {
      case .absent:
        if let note = finding.assumption, !assumptions.contains(note) { assumptions.append(note) }
      case .unknown:
        gaps.append(Gap(antibody: antibody, missing: finding.missing))
      case .possible, .certain:
        hits.append(
          Hit(
            antibody: antibody, isCertain: finding.presence == .certain, names: finding.names,
            missing: finding.missing, assumption: finding.assumption))
      }
    }
    self.hits = hits
    self.gaps = gaps
    self.assumptions = assumptions
  }

  /// The verdict for a graft: positive when a strong antibody surely meets the donor, else review when a
  /// locus is missing, else possible when an antibody that counts may meet the donor, else negative.
  public func verdict(for limits: AntibodyLimits) -> Verdict {
    var verdict = Verdict.negative
    for hit in hits {
      let strength = limits.strength(of: hit.antibody)
      if strength == .negligible { continue }
      if hit.isCertain, strength >= .strong { return .positive }
      verdict = .possible
    }
    return gaps.contains { limits.strength(of: $0.antibody) > .negligible } ? .review : verdict
  }
}
