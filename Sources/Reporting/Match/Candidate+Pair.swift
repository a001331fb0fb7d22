import TandemClinic
import TandemFiles
import TandemHLA
public import TandemPolicy
import TandemRegistry

extension MatchReport.Candidate {
  /// What a report says of an assessed pair. The pair must have been assessed in the depth `explain`.
  public init(_ pair: PairAssessment, rank: Int, in context: MatchContext, addedReason: String? = nil) {
    let recipient = context.cohort.recipients[pair.recipientIndex]
    let comparison = pair.comparison
    self.init(
      rank: rank, recipient: pair.recipientID, centre: recipient.centreID, abo: recipient.abo,
      facts: recipient.facts(on: context.day, bloodGroups: comparison?.bloodGroups, donor: context.donor.abo),
      score: pair.score.total.value, parts: pair.score.parts.map { MatchReport.Part($0) },
      mismatches: comparison.flatMap { MatchReport.MismatchSummary($0.mismatches) },
      crossmatches: comparison.map { MatchReport.Crossmatch.each(of: $0) } ?? [],
      distanceKm: comparison?.distanceKm, coldIschaemiaHours: comparison?.coldIschaemiaHours,
      options: zip(pair.options, context.plans).map { MatchReport.ProtocolOption($0, $1) },
      choice: .init(option: pair.choice.option, level: pair.choice.level), isListed: pair.isListed,
      reasons: pair.common.reasons.filter { !$0.holdsForEverybody },
      warnings: pair.reasons.filter { $0.verdict == .fail } + pair.warnings,
      remedies: pair.isListed ? [] : pair.remedies, marks: pair.listedByOverride.map(\.name),
      addedReason: addedReason)
  }
}

extension Recipient {
  /// What a reader of a roster wants to know of the person.
  fileprivate func facts(on day: Day?, bloodGroups: BloodGroupMatch?, donor: ABO?) -> [Fact] {
    let waiting = listedOn.flatMap { listed in
      day.map { "\(listed), \(Amount.text(Double($0.number - listed.number))) days" } ?? listed.description
    }
    let match = bloodGroups.map { $0 == .identical ? "identical" : "\($0.rawValue) mismatch" }
    let groups = abo.map { own in
      "\(donor?.rawValue ?? "unknown") to \(own.rawValue)" + (match.map { ", \($0)" } ?? "")
    }
    return [
      Fact("Blood groups", groups),
      Fact("Age", ageYears.map { Amount.text($0, "years") }), Fact("Sex", sex?.rawValue),
      Fact("Weight", weightKg.map { Amount.text($0, "kg") }), Fact("Centre", centreID),
      Fact("Listed since", waiting), Fact("Status", status?.rawValue),
      Fact("cPRA", cpra.map { Amount.text($0 * 100, "%") }),
      Fact("Severe hypos, 12 months", severeHypos12m.map { Amount.text($0) }),
    ]
  }
}

extension MatchReport.Part {
  init(_ part: Score.Part) {
    self.init(
      value: part.raw.map { MatchReport.Part.shown($0, part.unit) }, raw: part.raw, rating: part.rating,
      points: part.points.value)
  }

  /// The value with as many digits as a reader can use.
  private static func shown(_ value: Double, _ unit: String) -> String {
    if unit == "yes or no" { return value > 0 ? "yes" : "no" }
    let places = abs(value) >= 1000 ? 1.0 : abs(value) >= 100 ? 10 : 1000
    return Amount.text((value * places).rounded() / places, unit)
  }
}

extension MatchReport.MismatchSummary {
  /// Nil when no locus is typed on both sides.
  init?(_ mismatches: Mismatches) {
    guard mismatches.unknownLoci.count < mismatches.loci.count else { return nil }
    self.init(
      loci: mismatches.loci.map { locus in
        Line(
          locus: locus.locus.name, gvh: locus.counts?.gvh, hvg: locus.counts?.hvg,
          labels: locus.positions.map(\.label.rawValue))
      },
      confidence: mismatches.confidence.rawValue)
  }
}

extension MatchReport.Crossmatch {
  static func each(of comparison: PairAssessment.Comparison) -> [MatchReport.Crossmatch] {
    let hits = comparison.crossmatch.hits.map { hit in
      let strength = hit.antibody.mfi.map { Amount.text($0, "MFI") } ?? "MFI not given"
      let binds = hit.antibody.c1q == true ? ", C1q positive" : ""
      let certainty = hit.isCertain ? "against" : "possibly against"
      let names = hit.names.map(\.text).joined(separator: ", ")
      return "\(hit.antibody.specificity.text) \(strength)\(binds) \(certainty) \(names)"
    }
    return comparison.crossmatches.map { graft, verdict in
      MatchReport.Crossmatch(
        graft: graft == "hsc" ? "stem cells" : graft, verdict: verdict.rawValue,
        hits: verdict == .negative ? [] : hits)
    }.sorted { $0.graft < $1.graft }
  }
}

extension MatchReport.ProtocolOption {
  init(_ option: PairAssessment.Option, _ plan: ProtocolPlan) {
    self.init(
      name: option.transplant, title: plan.transplant.title,
      verdict: option.isOpen ? min(option.assessment.verdict, .review) : option.assessment.verdict,
      timing: MatchReport.ProtocolOption.timing(plan), reasons: option.assessment.reasons,
      levels: option.levels.map { level in
        MatchReport.DoseLevel(
          name: level.name, isletIEQ: level.isletIEQ, isletIEQPerKg: level.isletIEQPerKg,
          isletProbability: level.isletProbability, cd34PerKg: level.cd34PerKg,
          cd34Probability: level.cd34Probability, verdict: level.assessment.verdict,
          reasons: level.assessment.reasons.filter { !$0.holdsForEverybody })
      })
  }

  private static func timing(_ plan: ProtocolPlan) -> String {
    let schedule = plan.schedule
    let culture = schedule.cultureHours.map { " after \(Amount.hours($0)) of culture" } ?? ""
    return "From cross-clamp: preparation done at \(Amount.hours(schedule.preparedAfterHours)), islets at "
      + "\(Amount.hours(schedule.isletsAfterHours))\(culture), \(schedule.isThawed ? "thawed" : "fresh") stem cells at "
      + "\(Amount.hours(schedule.stemCellsAfterHours))."
  }
}

extension MatchReport.Term {
  /// The terms of a policy's score.
  public static func all(of policy: Policy) -> [MatchReport.Term] {
    policy.terms.map { term in
      MatchReport.Term(
        name: term.attribute.name, title: shortTitle(term.attribute.name), meaning: term.attribute.title,
        weight: term.weight, curve: term.curveWords)
    }
  }

  /// The name in policies as a heading: `mismatches-gvh` becomes "Mismatches GvH".
  private static func shortTitle(_ name: String) -> String {
    let written = [
      "gvh": "GvH", "hvg": "HvG", "cmv": "CMV", "abo": "ABO", "dr": "DR", "dq": "DQ", "tce": "TCE",
      "hypo": "HYPO",
    ]
    let words = name.split(separator: "-").map { written[String($0)] ?? String($0) }.joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
