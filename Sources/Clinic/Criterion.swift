import TandemFiles

/// One demand on a person: a limit on a value, or a fact that must be so.
public struct Criterion<Person: Subject>: Sendable {
  /// What is demanded.
  public enum Demand: Sendable {
    /// The value keeps the limit.
    case limit(Person.Measured, Limit)
    /// The fact is as stated.
    case fact(Person.Known, Bool, Basis)
  }

  /// The rule's name.
  public let rule: Rule
  /// What is demanded.
  public let demand: Demand
  /// What it means when the demand is not met: a fail, or a review where the datum stands in for another.
  public let shortfall: Verdict

  /// The demand without its words.
  var check: Check<Person> {
    switch demand {
    case .limit(let measured, let limit): Check(.limit(measured, limit.bounds), shortfall)
    case .fact(let fact, let wanted, _): Check(.fact(fact, wanted), shortfall)
    }
  }

  /// The verdict of `check` with its reason. A missing value is a review that names the column.
  func reason(for person: Person, _ verdict: Verdict) -> Reason {
    switch demand {
    case .limit(let measured, let limit):
      guard let value = measured.value(of: person) else {
        return Reason(
          rule, verdict, "The \(measured.label) is not known; required is \(limit.words).",
          basis: limit.basis, missing: measured.missing(in: person).map { "\(Person.table).\($0)" },
          remedy: "a result for \(measured.label)")
      }
      return Reason(
        rule, verdict,
        "The \(measured.label) is \(Amount.text(value, measured.unit)); required is \(limit.words).",
        basis: limit.basis, remedy: verdict == .pass ? nil : "\(measured.label) of \(limit.words)")
    case .fact(let fact, let wanted, let basis):
      let required = wanted ? "required" : "not allowed"
      guard let value = fact.value(of: person) else {
        return Reason(
          rule, verdict, "Not known: \(fact.label), which is \(required).", basis: basis,
          missing: ["\(Person.table).\(fact.column)"], remedy: "a result for \(fact.label)")
      }
      return Reason(
        rule, verdict, "\(value ? "Present" : "Absent"): \(fact.label), which is \(required).", basis: basis,
        remedy: verdict == .pass ? nil : "\(wanted ? "presence" : "absence") of \(fact.label)")
    }
  }
}

/// A demand without its words: what decides. Plain bytes, so that a pool is judged without counting
/// references (about ten times quicker than going through the criteria).
struct Check<Person: Subject>: Sendable {
  enum Demand: Sendable {
    case limit(Person.Measured, Bounds)
    case fact(Person.Known, Bool)
  }

  private let demand: Demand
  private let shortfall: Verdict

  init(_ demand: Demand, _ shortfall: Verdict) {
    self.demand = demand
    self.shortfall = shortfall
  }

  func verdict(of person: Person) -> Verdict {
    switch demand {
    case .limit(let measured, let bounds):
      guard let value = measured.value(of: person) else { return .review }
      return bounds.allow(value) ? .pass : shortfall
    case .fact(let fact, let wanted):
      guard let value = fact.value(of: person) else { return .review }
      return value == wanted ? .pass : shortfall
    }
  }
}

extension DataObject {
  /// Reads the keys `limits` and `facts` of this object as criteria, in the order in which the values and
  /// facts are declared; `prefix` begins the names of the rules.
  ///
  ///     limits: { gfr: { at_least: 80, unit: "mL/min/1.73 m2", source: "..." } },
  ///     facts: { hiv: { must_be: false, source: "..." } },
  func criteria<Person: Subject>(of type: Person.Type, prefix: String) -> [Criterion<Person>] {
    var criteria: [Criterion<Person>] = []
    if let limits = optionalObject("limits") {
      for measured in Person.Measured.allCases {
        guard let entry = limits.optionalObject(measured.rawValue) else { continue }
        let shortfall = entry.shortfall()
        if let limit = entry.limit(unit: measured.unit, in: measured.range) {
          criteria.append(
            Criterion(
              rule: Rule("\(prefix).\(measured.rawValue)"), demand: .limit(measured, limit),
              shortfall: shortfall))
        }
        entry.finish()
      }
      limits.finish()
    }
    if let facts = optionalObject("facts") {
      for fact in Person.Known.allCases {
        guard let entry = facts.optionalObject(fact.rawValue) else { continue }
        let shortfall = entry.shortfall()
        let wanted = entry.flag("must_be")
        if let wanted, let basis = entry.basis() {
          criteria.append(
            Criterion(
              rule: Rule("\(prefix).\(fact.rawValue)"), demand: .fact(fact, wanted, basis),
              shortfall: shortfall))
        }
        entry.finish()
      }
      facts.finish()
    }
    return criteria
  }

  /// The key `otherwise`: "review" where the datum only stands in for what the rule means.
  private func shortfall() -> Verdict {
    guard let word = optionalText("otherwise") else { return .fail }
    if word == "review" { return .review }
    if word != "fail" { report("otherwise", kind: "unknown word", "one of fail, review") }
    return .fail
  }
}
