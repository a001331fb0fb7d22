/// What is reported of each group of people.
public enum GroupMeasure: Int, Sendable, CaseIterable {
  case people, patientYears, transplants, deathsOnList, transplantRate, deathRate, meanWait

  /// The name in files.
  public var name: String {
    switch self {
    case .people: "people"
    case .patientYears: "patient_years"
    case .transplants: "transplants"
    case .deathsOnList: "deaths_on_list"
    case .transplantRate: "transplants_per_100_patient_years"
    case .deathRate: "deaths_per_100_patient_years"
    case .meanWait: "mean_wait_days"
    }
  }

  /// What a table calls it.
  public var title: String {
    switch self {
    case .people: "people"
    case .patientYears: "patient-years"
    case .transplants: "transplants"
    case .deathsOnList: "deaths on the list"
    case .transplantRate: "transplants per 100 patient-years"
    case .deathRate: "deaths per 100 patient-years"
    case .meanWait: "mean wait, days"
    }
  }

  /// The values of a group in the order of the cases; not a number where there is none.
  static func values(_ group: Tally.Group) -> [Double] {
    let years = group.days / Calendar.daysPerYear
    func rate(_ count: Int) -> Double { years > 0 ? 100 * Double(count) / years : .nan }
    return [
      Double(group.people), years, Double(group.transplants), Double(group.deathsOnList),
      rate(group.transplants), rate(group.deathsOnList),
      group.transplants > 0 ? group.waitDays / Double(group.transplants) : .nan,
    ]
  }
}
