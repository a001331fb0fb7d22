import TandemFiles

/// A named set of criteria from a data file: an indication, a donor window, organ limits, a drug's conditions.
public struct Criteria<Person: Subject>: Sendable {
  /// The name that choices and policies use.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// What must hold, each on its own.
  public let all: [Criterion<Person>]
  /// Of which at least one alternative must hold whole; empty when there is no such demand.
  public let anyOf: [[Criterion<Person>]]
  /// What the alternatives are about.
  public let anyOfTitle: String
  /// What the original rules ask for and the cohort files do not hold; to be checked by hand.
  public let notCovered: [String]

  private let prefix: String

  /// Judges `person` by every criterion.
  func assess(_ person: Person, into assessment: inout Assessment) {
    for criterion in all { criterion.assess(person, into: &assessment) }
    if !anyOf.isEmpty { assessAlternatives(person, into: &assessment) }
    if !notCovered.isEmpty, assessment.depth == .explain {
      assessment.note(
        .pass,
        Reason(
          Rule("\(prefix).not_covered"), .pass,
          "Not in the data and to be checked by hand: \(notCovered.joined(separator: "; ")).", isFlagged: true))
    }
  }

  private func assessAlternatives(_ person: Person, into assessment: inout Assessment) {
    var best = Verdict.fail
    var tried: [Assessment] = []
    for alternative in anyOf {
      var part = Assessment(assessment.depth)
      for criterion in alternative { criterion.assess(person, into: &part) }
      if part.verdict < best { best = part.verdict }
      if assessment.depth != .decide { tried.append(part) }
      if best == .pass, assessment.depth == .decide { break }
    }
    assessment.note(best, reason(best, tried))
  }

  private func reason(_ verdict: Verdict, _ tried: [Assessment]) -> Reason {
    let opening =
      switch verdict {
      case .pass: "At least one alternative holds"
      case .review: "No alternative is known to hold"
      case .fail: "No alternative holds"
      }
    let details = tried.flatMap(\.reasons).map(\.detail).joined(separator: " ")
    let remedies = tried.map { $0.reasons.compactMap(\.remedy).joined(separator: " and ") }
    return Reason(
      Rule("\(prefix).any_of"), verdict, "\(opening) (\(anyOfTitle)). \(details)",
      basis: tried.flatMap(\.reasons).compactMap(\.basis).first,
      missing: verdict == .review ? Set(tried.flatMap(\.missing)).sorted() : [],
      remedy: verdict == .pass ? nil : remedies.filter { !$0.isEmpty }.joined(separator: ", or "))
  }
}

extension Criteria {
  /// Reads one named set. Keys that belong to a larger object (such as `hct_ci`) are read by the caller, who
  /// also calls `finish`.
  init(_ object: DataObject, name: String, prefix: String) {
    self.name = name
    self.prefix = prefix
    title = object.text("title") ?? ""
    all = object.criteria(of: Person.self, prefix: prefix)
    var alternatives: [[Criterion<Person>]] = []
    var about = ""
    if let group = object.optionalObject("any_of") {
      about = group.text("title") ?? ""
      for entry in group.objects("alternatives") {
        let criteria = entry.criteria(of: Person.self, prefix: prefix)
        if criteria.isEmpty { entry.report("limits", kind: "empty alternative", "at least one limit or fact") }
        entry.finish()
        alternatives.append(criteria)
      }
      if alternatives.isEmpty {
        group.report("alternatives", kind: "empty list", "at least one alternative")
      }
      group.finish()
    }
    anyOf = alternatives
    anyOfTitle = about
    notCovered = object.texts("not_covered")
  }
}
