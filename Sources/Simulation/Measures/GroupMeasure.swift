/// What a replicate records of each group of people.
enum GroupMeasure: Int, CaseIterable {
  case people, patientYears, transplants, deathsOnList, waitDays

  /// The values of a group in the order of the cases.
  static func values(_ group: Tally.Group) -> [Double] {
    [
      Double(group.people), group.days / Calendar.daysPerYear, Double(group.transplants),
      Double(group.deathsOnList), group.waitDays,
    ]
  }
}

/// What came out for a group under a policy. Rates are those of all replicates together, since in one of them
/// a small group may have hardly a year on the list.
public struct GroupLine: Sendable, Hashable {
  /// People of a replicate, on average.
  public let people: Double
  /// Patient-years on the list of a replicate, on average.
  public let patientYears: Double
  /// Transplants of a replicate, on average.
  public let transplants: Double
  /// Deaths on the list of a replicate, on average.
  public let deathsOnList: Double
  /// Days from listing to transplant, on average; nil without a transplant.
  public let meanWaitDays: Double?
  private let replicates: Double

  init(_ moments: ArraySlice<Moments>) {
    let means = moments.map(\.mean)
    people = means[GroupMeasure.people.rawValue]
    patientYears = means[GroupMeasure.patientYears.rawValue]
    transplants = means[GroupMeasure.transplants.rawValue]
    deathsOnList = means[GroupMeasure.deathsOnList.rawValue]
    meanWaitDays = transplants > 0 ? means[GroupMeasure.waitDays.rawValue] / transplants : nil
    replicates = Double(moments.first?.count ?? 0)
  }

  /// Patient-years of all replicates, below which nothing is said of a rate.
  private static let leastYears = 10.0
  private var hasRate: Bool { patientYears * replicates >= GroupLine.leastYears }

  /// Transplants per 100 patient-years on the list.
  public var transplantRate: Double? { hasRate ? 100 * transplants / patientYears : nil }
  /// Deaths on the list per 100 patient-years.
  public var deathRate: Double? { hasRate ? 100 * deathsOnList / patientYears : nil }
  /// The standard error of the rate of transplants, as of a Poisson number.
  public var transplantRateError: Double? {
    hasRate ? 100 * (transplants / replicates).squareRoot() / patientYears : nil
  }
}
