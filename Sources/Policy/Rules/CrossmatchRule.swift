public import TandemClinic
public import TandemFiles
public import TandemHLA
import TandemRegistry

/// The crossmatch on paper, with limits of its own for each graft.
///
///     crossmatch: {
///       hsc: { limits: "shipped" },
///       islets: { weak_from_mfi: { value: 1000, ... }, strong_above_mfi: { value: 3000, ... }, c1q_counts: true },
///     }
///
/// A strong antibody that surely meets the donor fails. A weak one, one that may meet a donor typed coarsely,
/// and a locus that is not typed need review. Nobody is free of antibodies for want of rows: then cPRA must be 0.
public struct CrossmatchRule: HardRule {
  public static let key = "crossmatch"
  public static let summary = "no antibody above the graft's limits meets the donor"

  /// The limits of each graft, stem cells before islets.
  public let grafts: [AntibodyLimits]

  /// The grafts that may have limits.
  static let known = ["hsc", "islets"]

  public init?(_ entry: DataObject) {
    var grafts: [AntibodyLimits] = []
    for graft in CrossmatchRule.known {
      guard let part = entry.optionalObject(graft) else { continue }
      if let limits = CrossmatchRule.limits(part, graft) { grafts.append(limits) }
      part.finish()
    }
    if CrossmatchRule.known.allSatisfy({ !entry.keys.contains($0) }) {
      entry.report(
        "hsc", kind: "empty rule",
        "limits for at least one of \(CrossmatchRule.known.joined(separator: ", "))")
    }
    guard !grafts.isEmpty else { return nil }
    self.grafts = grafts
    names = grafts.map { Rule("crossmatch.\($0.graft)") }
  }

  private static func limits(_ part: DataObject, _ graft: String) -> AntibodyLimits? {
    if let word = part.optionalText("limits") {
      if word == "shipped" { return AntibodyLimits.shipped.first { $0.graft == graft } }
      part.report(
        "limits", kind: "unknown word", "\"shipped\", for the limits of hla/antibody-thresholds.json5")
      return nil
    }
    return AntibodyLimits(part, graft: graft)
  }

  public let names: [Rule]

  public var judgement: Judgement {
    .pair { facts, assessment in
      for (place, limits) in grafts.enumerated() {
        CrossmatchRule.assess(facts, limits, names[place], into: &assessment)
      }
    }
  }

  /// The crossmatch of a pair for a graft; a review without rows unless cPRA is 0.
  static func verdict(_ facts: PairFacts, _ limits: AntibodyLimits) -> VirtualCrossmatch.Verdict {
    if facts.antibodies.isEmpty, facts.recipient.cpra != 0 { return .review }
    return facts.crossmatch.verdict(for: limits)
  }

  private static func assess(
    _ facts: PairFacts, _ limits: AntibodyLimits, _ rule: Rule, into assessment: inout Assessment
  ) {
    let found = verdict(facts, limits)
    let verdict: Verdict = found == .negative ? .pass : found == .positive ? .fail : .review
    assessment.note(
      rule, verdict, CrossmatchReason(rule: rule, facts: facts, limits: limits, verdict: verdict).reason)
  }
}
