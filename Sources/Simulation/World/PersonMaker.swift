import TandemClinic
import TandemFiles
import TandemHLA
import TandemRegistry

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Works out once what the simulation needs to know of a person.
struct PersonMaker: Sendable {
  private let scenario: Scenario
  private let grouping: Grouping
  private let comorbidities: ComorbidityIndex

  /// The complications whose utility stays with a person whatever their graft does; the words that the
  /// attribute `predicted-benefit` of the shipped policies uses.
  private static let complications: Set<String> = ["nephropathy", "retinopathy", "neuropathy"]
  /// From this Clarke score on awareness of hypoglycaemia counts as impaired (CIT-07).
  private static let unawareFrom = 4.0

  init(_ scenario: Scenario, _ grouping: Grouping) throws(Problems) {
    self.scenario = scenario
    self.grouping = grouping
    comorbidities = try ClinicRules.read().comorbidityIndex
  }

  /// The same under another scenario, with nothing read anew.
  init(_ scenario: Scenario, like other: PersonMaker) {
    self.scenario = scenario
    grouping = other.grouping
    comorbidities = other.comorbidities
  }

  func person(
    _ recipient: Recipient, _ antibodies: [Antibody], entersAt: Double, listedAt: Double, isSuspended: Bool,
    changes: [Person.DatedChange], deathClock: Double
  ) -> Person {
    let words = recipient.comorbidities ?? []
    return Person(
      recipient: recipient, antibodies: antibodies, entersAt: entersAt, listedAt: listedAt,
      isSuspendedAtFirst: isSuspended, changes: changes, deathClock: deathClock,
      groups: grouping.groups(of: recipient), cell: Grouping.cell(of: recipient),
      conditioningHazardPerDay: conditioningHazard(recipient), utilities: utilities(recipient, words),
      earlierInfusions: words.contains("prior_islet_graft") ? 1 : 0)
  }

  private func utilities(_ recipient: Recipient, _ words: [String]) -> Person.Utilities {
    if words.contains(where: PersonMaker.complications.contains) {
      let all = scenario[.utilityComplications]
      return Person.Utilities(diabetes: all, partial: all, full: all)
    }
    let isUnaware = (recipient.clarke ?? 0) >= PersonMaker.unawareFrom
    return Person.Utilities(
      diabetes: scenario[isUnaware ? .utilityUnaware : .utilityDiabetes], partial: scenario[.utilityPartial],
      full: scenario[.utilityFull])
  }

  /// The constant hazard that gives the published survival at two years, times the share that applies.
  private func conditioningHazard(_ recipient: Recipient) -> Double {
    let share = scenario[.mortalityShare]
    guard share > 0 else { return 0 }
    let points = comorbidities.score(of: recipient).points
    let survival =
      points <= 0
      ? scenario[.survivalIndex0]
      : points <= 2
        ? scenario[.survivalIndex1] : points <= 4 ? scenario[.survivalIndex3] : scenario[.survivalIndex5]
    return -log(survival) * share / (2 * Calendar.daysPerYear)
  }
}
