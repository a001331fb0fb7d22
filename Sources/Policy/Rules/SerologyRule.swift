public import TandemClinic
public import TandemFiles
import TandemRegistry

/// What happens when the donor carries a virus that the recipient has never met.
///
///     serology: { cmv: { positive_into_negative: "flag", policy_choice: "..." } }
public struct SerologyRule: HardRule {
  public static let key = "serology"
  public static let summary = "a donor with antibodies to CMV or EBV for a recipient without"

  /// What is done.
  public enum Outcome: String, Sendable, CaseIterable {
    /// Passes with a flag.
    case flag
    /// Needs review.
    case review
    /// Fails.
    case fail
  }

  /// A virus.
  public enum Virus: String, Sendable, CaseIterable {
    case cmv
    case ebv
  }

  /// What is asked for one virus.
  public struct Demand: Sendable {
    /// Which.
    public let virus: Virus
    /// What a positive donor means for a negative recipient.
    public let outcome: Outcome
    /// Why.
    public let basis: Basis
  }

  /// The viruses that the policy names.
  public let demands: [Demand]

  public init?(_ entry: DataObject) {
    var demands: [Demand] = []
    for virus in Virus.allCases {
      guard let part = entry.optionalObject(virus.rawValue) else { continue }
      let outcome = part.choice("positive_into_negative", of: Outcome.self)
      let basis = part.basis()
      part.finish()
      if let outcome, let basis { demands.append(Demand(virus: virus, outcome: outcome, basis: basis)) }
    }
    if !Virus.allCases.contains(where: { entry.keys.contains($0.rawValue) }) {
      entry.report("cmv", kind: "empty rule", "at least one of cmv, ebv")
    }
    if demands.isEmpty { return nil }
    self.demands = demands
  }

  public var names: [Rule] { demands.map(\.rule) }

  public var judgement: Judgement {
    .pair { facts, assessment in
      for demand in demands { demand.assess(facts, into: &assessment) }
    }
  }
}

extension SerologyRule.Demand {
  /// The rule's name.
  public var rule: Rule { virus == .cmv ? "serology.cmv" : "serology.ebv" }

  /// A negative donor or a positive recipient passes whatever is known of the other.
  func assess(_ facts: PairFacts, into assessment: inout Assessment) {
    let (donor, recipient) =
      virus == .cmv ? (facts.donor.cmv, facts.recipient.cmv) : (facts.donor.ebv, facts.recipient.ebv)
    let isSafe = donor == false || recipient == true
    let isKnown = donor != nil && recipient != nil
    let verdict: Verdict =
      isSafe
      ? .pass : !isKnown ? .review : outcome == .fail ? .fail : outcome == .review ? .review : .pass
    assessment.note(
      rule, verdict,
      {
        let name = virus.rawValue.uppercased()
        let missing =
          isSafe || isKnown
          ? []
          : (donor == nil ? ["donors.\(virus.rawValue)"] : [])
            + (recipient == nil ? ["recipients.\(virus.rawValue)"] : [])
        func words(_ value: Bool?) -> String { value.map { $0 ? "positive" : "negative" } ?? "unknown" }
        let remedy =
          !missing.isEmpty
          ? "results for \(missing.joined(separator: " and "))" : "a donor without antibodies to \(name)"
        return Reason(
          rule, verdict, "\(name): donor \(words(donor)), recipient \(words(recipient)).", basis: basis,
          missing: missing, remedy: verdict == .pass ? nil : remedy, isFlagged: verdict == .pass && !isSafe)
      }())
  }
}
