/// What a replicate records of each group of people.
enum GroupMeasure: Int, CaseIterable {
  case people, patientYears, transplants, deathsOnList, removals, waitDays, waitMedian, wait90, offers, ranks
  case kilometres, journeys, mismatches, infusedIEQPerKg, infusedCD34PerKg, isletIEQ, cd34Cells
  case independents, chimeric, gvhd, independentYears, qualityYears

  /// The values of a group in the order of the cases; not a number where there is none.
  static func values(_ group: Tally.Group) -> [Double] { allCases.map { $0.value(group) } }

  private func value(_ group: Tally.Group) -> Double {
    switch self {
    case .people: Double(group.people)
    case .patientYears: group.days / Calendar.daysPerYear
    case .transplants: Double(group.transplants)
    case .deathsOnList: Double(group.deathsOnList)
    case .removals: Double(group.removals)
    case .waitDays: group.waits.reduce(0, +)
    case .waitMedian: group.waits.quantile(0.5)
    case .wait90: group.waits.quantile(0.9)
    case .offers: Double(group.offers)
    case .ranks: Double(group.ranks)
    case .kilometres: group.kilometres
    case .journeys: Double(group.journeys)
    case .mismatches: Double(group.mismatches)
    case .infusedIEQPerKg: group.infusedIEQPerKg
    case .infusedCD34PerKg: group.infusedCD34PerKg
    case .isletIEQ: group.isletIEQ
    case .cd34Cells: group.cd34Cells
    case .independents: Double(group.independents)
    case .chimeric: Double(group.chimeric)
    case .gvhd: Double(group.gvhd)
    case .independentYears: group.independentDays / Calendar.daysPerYear
    case .qualityYears: group.qualityDays / Calendar.daysPerYear
    }
  }
}

/// What came out for a group under a policy. Counts and amounts are those of a replicate, on average. Rates and
/// means are those of all replicates together, since in one of them a small group may have hardly a year on the list.
public struct GroupLine: Sendable, Hashable {
  private let moments: [Moments]

  init(_ moments: ArraySlice<Moments>) { self.moments = Array(moments) }

  private func mean(_ measure: GroupMeasure) -> Double { moments[measure.rawValue].mean }

  /// A sum over transplants, for one of them; nil without a transplant.
  private func each(_ measure: GroupMeasure, of count: GroupMeasure = .transplants) -> Double? {
    mean(count) > 0 ? mean(measure) / mean(count) : nil
  }

  /// People.
  public var people: Double { mean(.people) }
  /// Patient-years on the list.
  public var patientYears: Double { mean(.patientYears) }
  /// Transplants.
  public var transplants: Double { mean(.transplants) }
  /// Deaths on the list.
  public var deathsOnList: Double { mean(.deathsOnList) }
  /// People who were taken off the list as no longer eligible, or left it.
  public var removals: Double { mean(.removals) }
  /// Offers.
  public var offers: Double { mean(.offers) }
  /// Islets given, in IEQ.
  public var isletIEQ: Double { mean(.isletIEQ) }
  /// CD34+ cells given.
  public var cd34Cells: Double { mean(.cd34Cells) }
  /// Lasting chimerism.
  public var chimeric: Double { mean(.chimeric) }
  /// Acute GVHD.
  public var gvhd: Double { mean(.gvhd) }
  /// Years of insulin independence.
  public var independentYears: Double { mean(.independentYears) }
  /// Quality-adjusted life years.
  public var qualityYears: Double { mean(.qualityYears) }

  /// Days from listing to transplant; nil without a transplant.
  public var meanWaitDays: Double? { each(.waitDays) }
  /// The median of the days from listing to transplant, the mean of replicates that have one.
  public var medianWaitDays: Double? { quantile(.waitMedian) }
  /// Their 90th percentile, likewise.
  public var wait90Days: Double? { quantile(.wait90) }
  /// Offers for each transplant.
  public var offersPerTransplant: Double? { each(.offers) }
  /// Which offer of its donor was accepted.
  public var meanRank: Double? { each(.ranks) }
  /// Kilometres from donor to centre.
  public var meanKilometres: Double? { each(.kilometres, of: .journeys) }
  /// HLA mismatches.
  public var meanMismatches: Double? { each(.mismatches) }
  /// Islets given, in IEQ/kg.
  public var meanIEQPerKg: Double? { each(.infusedIEQPerKg) }
  /// CD34+ cells given for each kilogram.
  public var meanCD34PerKg: Double? { each(.infusedCD34PerKg) }
  /// The share of transplants after which insulin is not needed.
  public var independentShare: Double? { each(.independents) }

  private func quantile(_ measure: GroupMeasure) -> Double? {
    let found = moments[measure.rawValue]
    return found.count > 0 ? found.mean : nil
  }

  private var replicates: Double { Double(moments[GroupMeasure.people.rawValue].count) }

  /// Patient-years of all replicates, below which nothing is said of a rate.
  private static let leastYears = 10.0
  private var hasRate: Bool { patientYears * replicates >= GroupLine.leastYears }

  /// Transplants per 100 patient-years on the list.
  public var transplantRate: Double? { hasRate ? 100 * transplants / patientYears : nil }
  /// Deaths on the list per 100 patient-years.
  public var deathRate: Double? { hasRate ? 100 * deathsOnList / patientYears : nil }
  /// Removals per 100 patient-years on the list.
  public var removalRate: Double? { hasRate ? 100 * removals / patientYears : nil }
  /// The standard error of the rate of transplants, as of a Poisson number.
  public var transplantRateError: Double? {
    hasRate ? 100 * (transplants / replicates).squareRoot() / patientYears : nil
  }
}
