public import TandemFiles
public import TandemRegistry

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
  private let anyOfRule: Rule
  /// What `all` and `anyOf` decide by.
  private let checks: [Check<Person>]
  private let alternatives: [[Check<Person>]]

  private func judge(_ person: Person, into assessment: inout Assessment) {
    if assessment.isSettled { return }
    if assessment.depth == .decide { return assessment.decide(verdict(of: person)) }
    for index in checks.indices {
      let verdict = checks[index].verdict(of: person)
      assessment.note(all[index].rule, verdict, all[index].reason(for: person, verdict))
    }
    if !alternatives.isEmpty {
      var verdict = Verdict.fail
      for index in alternatives.indices { verdict = min(verdict, worst(alternatives[index], person)) }
      assessment.note(anyOfRule, verdict, reasonForAlternatives(person, verdict))
    }
    if !notCovered.isEmpty, assessment.depth == .explain {
      assessment.note(
        Rule("\(prefix).not_covered"), .pass,
        Reason(
          Rule("\(prefix).not_covered"), .pass,
          "Not in the data and to be checked by hand: \(notCovered.joined(separator: "; ")).", isFlagged: true
        ))
    }
  }

  /// The worst verdict of all, as far as it takes to know it. No word is near that could hold a person's data: a
  /// closure that might tell a reason copies all of them.
  private func verdict(of person: Person) -> Verdict {
    var verdict = worst(checks, person)
    if verdict == .fail || alternatives.isEmpty { return verdict }
    var best = Verdict.fail
    for index in alternatives.indices where best != .pass {
      best = min(best, worst(alternatives[index], person))
    }
    if best > verdict { verdict = best }
    return verdict
  }

  private func worst(_ checks: [Check<Person>], _ person: Person) -> Verdict {
    var verdict = Verdict.pass
    for index in checks.indices where verdict != .fail {
      verdict = max(verdict, checks[index].verdict(of: person))
    }
    return verdict
  }

  private func reasonForAlternatives(_ person: Person, _ verdict: Verdict) -> Reason {
    let tried = anyOf.map { alternative in
      alternative.map { $0.reason(for: person, $0.check.verdict(of: person)) }
    }
    let opening =
      switch verdict {
      case .pass: "At least one alternative holds"
      case .review: "No alternative is known to hold"
      case .fail: "No alternative holds"
      }
    let reasons = tried.flatMap { $0 }
    let remedies = tried.map { $0.compactMap(\.remedy).joined(separator: " and ") }.filter { !$0.isEmpty }
    return Reason(
      anyOfRule, verdict,
      "\(opening) (\(anyOfTitle)). \(reasons.map(\.detail).joined(separator: " "))",
      basis: reasons.compactMap(\.basis).first,
      missing: verdict == .review ? Set(reasons.flatMap(\.missing)).sorted() : [],
      remedy: verdict == .pass ? nil : remedies.joined(separator: ", or "))
  }
}

extension Criteria where Person == Recipient {
  /// Judges a recipient by every criterion.
  public func assess(_ person: Recipient, into assessment: inout Assessment) {
    judge(person, into: &assessment)
  }
}

extension Criteria where Person == Donor {
  /// Judges a donor by every criterion.
  public func assess(_ donor: Donor, into assessment: inout Assessment) { judge(donor, into: &assessment) }
}

extension Criteria {
  /// Reads one named set; `prefix` begins the names of its rules. Keys that belong to a larger object (such
  /// as `hct_ci`) are read by the caller, who also calls `finish`.
  public init(_ object: DataObject, name: String, prefix: String) {
    self.name = name
    self.prefix = prefix
    anyOfRule = Rule("\(prefix).any_of")
    title = object.text("title") ?? ""
    all = object.criteria(of: Person.self, prefix: prefix)
    var alternatives: [[Criterion<Person>]] = []
    var about = ""
    if let group = object.optionalObject("any_of") {
      about = group.text("title") ?? ""
      for entry in group.objects("alternatives") {
        let criteria = entry.criteria(of: Person.self, prefix: prefix)
        if criteria.isEmpty {
          entry.report("limits", kind: "empty alternative", "at least one limit or fact")
        }
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
    checks = all.map(\.check)
    self.alternatives = alternatives.map { $0.map(\.check) }
  }
}
