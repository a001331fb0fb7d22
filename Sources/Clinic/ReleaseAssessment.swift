import TandemFiles
public import TandemRegistry

/// When the release of an islet product is judged.
public enum ReleaseStage: String, Sendable, CaseIterable {
  /// The product is not made yet: what only its tests can show is not due, and the assessment says so.
  case planned
  /// The product is to be infused: a test without a result is a review.
  case due
}

extension ReleaseRules {
  /// Judges `ieq` islets of `donor` for a person of `weightKg` by one set.
  public func assess(
    _ criteria: ReleaseCriteria, donor: Donor, ieq: Double, weightKg: Double?, infusion: Infusion,
    stage: ReleaseStage, into assessment: inout Assessment
  ) {
    if let least = criteria.leastIEQPerKg(for: infusion) {
      let dose = weightKg.map { ieq / $0 }
      // Products are compared, not quotients: 5,000 x 61.3 / 61.3 need not be 5,000 again.
      let holds = weightKg.map { ieq >= least.value * $0 } ?? false
      judge(
        dose, holds, "release.dose_per_kg", "dose of this \(infusion.rawValue) infusion", least,
        isLeast: true,
        column: "recipients.weight_kg", into: &assessment)
    }
    if let least = criteria.totalIEQ {
      judge(ieq, "release.total", "number of islets", least, isLeast: true, column: "", into: &assessment)
    }
    if let most = criteria.bagIEQ, ieq > most.value {
      let bags = (ieq / most.value).rounded(.up)
      assessment.note(
        "release.bags", .pass,
        Reason(
          "release.bags", .pass,
          "\(Amount.text(ieq.rounded(), "IEQ")) need \(Amount.text(bags)) bags of at most \(Amount.text(most.value, "IEQ")).",
          basis: Basis(most), isFlagged: true))
    }
    guard stage == .due else {
      assessment.note(
        "release.tests", .pass,
        Reason(
          "release.tests", .pass,
          "The product is planned; viability, purity and tissue volume are judged at release by \(criteria.title).",
          isFlagged: true))
      return
    }
    if let least = criteria.viabilityPercent {
      judge(
        donor.viabilityPercent, "release.viability", "viability", least, isLeast: true,
        column: "donors.viability_percent", into: &assessment)
    }
    if let least = criteria.purityPercent {
      judge(
        donor.purityPercent, "release.purity", "purity", least, isLeast: true,
        column: "donors.purity_percent",
        into: &assessment)
    }
    let tissue = donor.purityPercent.map { tissueMl(ieq: ieq, purityPercent: $0) }
    if let most = criteria.tissueMl {
      judge(
        tissue, "release.tissue", "tissue volume worked out from islets and purity", most, isLeast: false,
        column: "donors.purity_percent", into: &assessment)
    }
    if let tissue, let most = criteria.tissuePerBagMl, tissue > most.value {
      assessment.note(
        "release.tissue_per_bag", .pass,
        Reason(
          "release.tissue_per_bag", .pass,
          "\(Amount.text(tissue, "mL")) of tissue need more than one bag of at most \(Amount.text(most.value, "mL")).",
          basis: Basis(most), isFlagged: true))
    }
    if !criteria.notCovered.isEmpty {
      assessment.note(
        "release.not_covered", .pass,
        Reason(
          "release.not_covered", .pass,
          "Not in the data and to be checked by hand: \(criteria.notCovered.joined(separator: "; ")).",
          isFlagged: true))
    }
  }

  private func judge(
    _ value: Double?, _ rule: Rule, _ label: String, _ bound: SourcedNumber, isLeast: Bool, column: String,
    into assessment: inout Assessment
  ) {
    let holds = value.map { isLeast ? $0 >= bound.value : $0 <= bound.value } ?? false
    judge(value, holds, rule, label, bound, isLeast: isLeast, column: column, into: &assessment)
  }

  private func judge(
    _ value: Double?, _ holds: Bool, _ rule: Rule, _ label: String, _ bound: SourcedNumber, isLeast: Bool,
    column: String, into assessment: inout Assessment
  ) {
    // Words are made for reasons only: a pool asks for verdicts by the million.
    var words: String { "\(isLeast ? "at least" : "at most") \(Amount.text(bound.value, bound.unit))" }
    guard let value else {
      assessment.note(
        rule, .review,
        Reason(
          rule, .review, "The \(label) is not known; required is \(words).", basis: Basis(bound),
          missing: [column], remedy: "a result for \(label)"))
      return
    }
    let verdict: Verdict = holds ? .pass : .fail
    assessment.note(
      rule, verdict,
      Reason(
        rule, verdict, "The \(label) is \(Amount.text(value, bound.unit)); required is \(words).",
        basis: Basis(bound), remedy: verdict == .pass ? nil : "\(label) of \(words)"))
  }
}
