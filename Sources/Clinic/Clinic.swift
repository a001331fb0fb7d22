public import TandemFiles
public import TandemRegistry

/// A programme's clinical rules with its choices made: asks for verdicts and amounts are put here.
///
///     let clinic = try Clinic(ClinicRules.read())
///     let regimen = try clinic.regimen(.read("islets-first"))
///     let verdict = clinic.assess(recipient, for: regimen, .explain)
public struct Clinic: Sendable {
  /// The tables.
  public let rules: ClinicRules
  /// The choices among them.
  public let choices: ClinicChoices
  /// The islet indication chosen.
  public let indication: Criteria<Recipient>
  /// The donor window chosen.
  public let donorWindow: DonorWindow
  /// The release criteria chosen.
  public let release: ReleaseCriteria
  /// The islet yield chosen.
  public let isletYield: IsletYield
  /// The stem cell yield chosen.
  public let stemCellYield: StemCellYield

  /// Looks the choices up; every name that no table holds is a problem.
  public init(_ rules: ClinicRules, choices: ClinicChoices = ClinicChoices()) throws(Problems) {
    var problems: [Problem] = []
    self.rules = rules
    self.choices = choices
    let indication = Clinic.choose(choices.indication, "indication", rules.indications, \.name, &problems)
    let window = Clinic.choose(
      choices.donorWindow, "donor window", rules.donorWindows, \.criteria.name, &problems)
    let release = Clinic.choose(choices.release, "release criteria", rules.release.sets, \.name, &problems)
    let islets = Clinic.choose(choices.isletYield, "islet yield", rules.yields.islets, \.name, &problems)
    let cells = Clinic.choose(
      choices.stemCellYield, "stem cell yield", rules.yields.stemCells, \.name, &problems)
    if let name = choices.conditioningLimits {
      _ = Clinic.choose(name, "conditioning limits", rules.conditioning.limits, \.criteria.name, &problems)
    }
    guard problems.isEmpty, let indication, let window, let release, let islets, let cells else {
      throw Problems(problems)
    }
    self.indication = indication
    donorWindow = window
    self.release = release
    isletYield = islets
    stemCellYield = cells
  }

  /// The protocol with its conditioning limits and drugs looked up.
  public func regimen(_ transplant: TransplantProtocol) throws(Problems) -> Regimen {
    var problems: [Problem] = []
    let limits = Clinic.choose(
      choices.conditioningLimits ?? transplant.conditioningLimits, "conditioning limits",
      rules.conditioning.limits, \.criteria.name, &problems)
    let drugs = transplant.drugs.compactMap {
      Clinic.choose($0, "drug", rules.conditioning.drugs, \.name, &problems)
    }
    guard problems.isEmpty, let limits else { throw Problems(problems) }
    return Regimen(transplant: transplant, limits: limits, drugs: drugs)
  }

  private static func choose<Set>(
    _ name: String, _ what: String, _ sets: [Set], _ key: KeyPath<Set, String>, _ problems: inout [Problem]
  ) -> Set? {
    if let found = sets.first(where: { $0[keyPath: key] == name }) { return found }
    let names = sets.map { $0[keyPath: key] }
    let hint = Spelling.nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
    problems.append(
      Problem(
        kind: "unknown \(what)", value: name, expected: "one of \(names.joined(separator: ", "))\(hint)"))
    return nil
  }
}

/// A protocol with the rules it refers to.
public struct Regimen: Sendable {
  /// The protocol.
  public let transplant: TransplantProtocol
  /// Who may be conditioned.
  public let limits: ConditioningLimits
  /// The conditions of its drugs.
  public let drugs: [Criteria<Recipient>]
}
