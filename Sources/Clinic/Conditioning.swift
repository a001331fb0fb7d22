import TandemFiles
public import TandemRegistry

/// Who may be conditioned: organ limits and a comorbidity limit, for one intensity or policy.
public struct ConditioningLimits: Sendable {
  /// The criteria on organs and infections.
  public let criteria: Criteria<Recipient>
  /// The greatest HCT-CI allowed; nil when the rules set none.
  public let comorbidity: Limit?
  /// The greatest HCT-CI/Age allowed; nil when the rules set none.
  public let comorbidityWithAge: Limit?

  init(_ entry: DataObject, name: String) {
    criteria = Criteria(entry, name: name, prefix: "conditioning")
    comorbidity = ConditioningLimits.index(entry, "hct_ci")
    comorbidityWithAge = ConditioningLimits.index(entry, "hct_ci_age")
    entry.finish()
  }

  private static func index(_ entry: DataObject, _ key: String) -> Limit? {
    guard let bounds = entry.optionalObject(key) else { return nil }
    let limit = bounds.limit(unit: "points", in: 0...60)
    if limit?.atLeast != nil || limit?.above != nil {
      bounds.report(
        "at_least", kind: "lower bound", "an upper bound only, since more comorbidity is no merit")
    }
    bounds.finish()
    return limit
  }

  /// Judges `person` by organs and comorbidities.
  func assess(_ person: Recipient, index: ComorbidityIndex, into assessment: inout Assessment) {
    criteria.assess(person, into: &assessment)
    if assessment.isSettled { return }
    if let comorbidity {
      let (points, isOpen) = index.points(of: person)
      assess(person, index, "conditioning.hct_ci", "HCT-CI", points, isOpen, comorbidity, into: &assessment)
    }
    if let comorbidityWithAge {
      let (points, isOpen) = index.points(of: person, withAge: true)
      assess(
        person, index, "conditioning.hct_ci_age", "HCT-CI/Age", points, isOpen, comorbidityWithAge,
        into: &assessment)
    }
  }

  /// More data can only add points: above the limit it is a fail whatever is missing; below it is a review as
  /// long as anything that could add points is missing.
  private func assess(
    _ person: Recipient, _ index: ComorbidityIndex, _ rule: Rule, _ label: String,
    _ points: Int, _ isOpen: Bool, _ limit: Limit, into assessment: inout Assessment
  ) {
    let verdict: Verdict = !limit.allows(Double(points)) ? .fail : isOpen ? .review : .pass
    if assessment.depth == .decide { return assessment.decide(verdict) }
    assessment.note(
      rule, verdict,
      {
        let score = index.score(of: person)
        let withAge = rule == "conditioning.hct_ci_age"
        var missing = score.missing
        var detail = "\(label) is \(isOpen ? "at least " : "")\(points): \(score.words)"
        if withAge {
          detail += score.agePoints.map { ", age \($0)" } ?? ", age unknown"
          if score.agePoints == nil { missing = (missing + ["recipients.age_years"]).sorted() }
        }
        detail += "; required is \(limit.words)."
        if !score.undecided.isEmpty {
          detail += " Not decided for want of data: \(score.undecided.joined(separator: ", "))."
        }
        if !score.unknownWords.isEmpty {
          let words = score.unknownWords.map { "\"\($0)\"" }.joined(separator: ", ")
          detail += " Unknown among the comorbidities: \(words)."
        }
        let remedy: String? =
          switch verdict {
          case .pass: nil
          case .review: "results for \(missing.joined(separator: ", "))"
          case .fail: "\(label) of \(limit.words)"
          }
        return Reason(
          rule, verdict, detail, basis: limit.basis, missing: missing, remedy: remedy)
      }())
  }
}
