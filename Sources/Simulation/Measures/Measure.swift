/// Something that a simulation reports of a replicate, as one number.
public struct Measure: Sendable, Hashable {
  /// Which way is better, as far as anybody can say.
  public enum Sense: String, Sendable, Hashable {
    case more, less, neither
  }

  /// The name in files: `transplants_per_year`.
  public let name: String
  /// What a table calls it.
  public let title: String
  /// Its unit.
  public let unit: String
  /// Which way is better.
  public let sense: Sense
  /// Digits behind the point that are worth showing.
  public let digits: Int
  /// The heading that it stands under.
  public let topic: Topic
  /// Whether a short table shows it.
  public let isKey: Bool

  /// What measures are about, in the order of reports.
  public enum Topic: String, Sendable, Hashable, CaseIterable {
    case transplants = "Transplants"
    case list = "The list"
    case equity = "Equity of access"
    case outcomes = "Outcomes"
    case offers = "Offers"
    case donors = "Donors and grafts"
  }
}

extension Measure {
  /// Every measure, in the order of reports.
  public static let all: [Measure] = MeasureRule.all.map(\.measure)

  /// The place of a measure by its name.
  public static func place(of name: String) -> Int? { all.firstIndex { $0.name == name } }
}

/// A measure with the way it is found.
struct MeasureRule: Sendable {
  let measure: Measure
  /// Not a number where it has no meaning, such as the wait of nobody.
  let value: @Sendable (Tally) -> Double

  init(
    _ name: String, _ title: String, _ unit: String, _ sense: Measure.Sense, digits: Int = 1,
    _ topic: Measure.Topic, key: Bool = false, _ value: @escaping @Sendable (Tally) -> Double
  ) {
    measure = Measure(
      name: name, title: title, unit: unit, sense: sense, digits: digits, topic: topic, isKey: key)
    self.value = value
  }

  /// The headline values of a replicate, in the order of `Measure.all`.
  static func values(_ tally: Tally) -> [Double] { all.map { $0.value(tally) } }

  static let all: [MeasureRule] = transplants + list + equity + outcomes + offers + donors

  private static let transplants: [MeasureRule] = [
    .init(
      "transplants_per_year", "transplants", "a year", .more, .transplants, key: true,
      { $0.perYear($0.transplants) }),
    .init(
      "people_transplanted_per_year", "people transplanted for the first time", "a year", .more, .transplants,
      { $0.perYear($0.peopleTransplanted) }),
    .init(
      "transplants_per_100_patient_years", "transplants per 100 patient-years on the list",
      "per 100 patient-years", .more, .transplants, key: true,
      { $0.per100PatientYears($0.transplants) }),
    .init(
      "wait_median_days", "wait until transplant, median", "days", .less, digits: 0, .transplants, key: true,
      { $0.waits.quantile(0.5) }),
    .init(
      "wait_90_days", "wait until transplant, 90th percentile", "days", .less, digits: 0, .transplants,
      { $0.waits.quantile(0.9) }),
    .init(
      "islet_dose_ieq_per_kg", "islets given, mean", "IEQ/kg", .more, digits: 0, .transplants, key: true,
      { ratio($0.infusedIEQPerKg, $0.transplants) }),
    .init(
      "cd34_dose_per_kg", "CD34+ cells given, mean", "million/kg", .neither, digits: 2, .transplants,
      { ratio($0.infusedCD34PerKg / 1e6, $0.transplants) }),
    .init(
      "mismatches", "HLA mismatches, mean", "positions", .less, digits: 2, .transplants, key: true,
      { ratio(Double($0.mismatches), $0.transplants) }),
    .init(
      "distance_median_km", "distance donor to centre, median", "km", .less, digits: 0, .transplants,
      { $0.distances.quantile(0.5) }),
  ]

  private static let list: [MeasureRule] = [
    .init(
      "registrations_per_year", "registrations", "a year", .neither, .list, { $0.perYear($0.registrations) }),
    .init("list_mean", "people on the list, mean", "people", .neither, .list, { $0.listDays / $0.days }),
    .init(
      "list_at_end", "people on the list at the end", "people", .neither, .list,
      { Double($0.activeAtEnd + $0.suspendedAtEnd) }),
    .init(
      "patient_years", "patient-years on the list", "a year", .neither, .list, { $0.listDays / $0.days }),
    .init(
      "deaths_on_list_per_year", "deaths on the list", "a year", .less, digits: 2, .list, key: true,
      { $0.perYear($0.deathsOnList) }),
    .init(
      "deaths_per_100_patient_years", "deaths on the list per 100 patient-years", "per 100 patient-years",
      .less, digits: 2, .list, { $0.per100PatientYears($0.deathsOnList) }),
    .init(
      "ineligible_per_year", "removed as no longer eligible", "a year", .less, .list,
      { $0.perYear($0.ineligible) }),
    .init("left_per_year", "left the list", "a year", .neither, .list, { $0.perYear($0.left) }),
    .init(
      "returned_per_year", "returned to the list after a graft", "a year", .neither, digits: 2, .list,
      { $0.perYear($0.returned) }),
  ]

  private static let equity: [MeasureRule] = [
    .init(
      "access_sd", "access to transplant, SD between groups", "per 100 patient-years", .less, digits: 2,
      .equity, key: true, { Access($0.cells).deviation }),
    .init(
      "access_gini", "access to transplant, Gini index", "0 to 1", .less, digits: 3, .equity, key: true,
      { Access($0.cells).gini }),
    .init(
      "access_worst_to_best", "access of the worst group to that of the best", "ratio", .more, digits: 3,
      .equity, key: true, { Access($0.cells).worstToBest }),
  ]

  private static let outcomes: [MeasureRule] = [
    .init(
      "independence_years_per_year", "years of insulin independence", "a year", .more, digits: 2, .outcomes,
      key: true, { $0.independentDays / $0.days }),
    .init(
      "qalys_per_year", "quality-adjusted life years", "a year", .more, digits: 2, .outcomes, key: true,
      { $0.qualityDays / $0.days }),
    .init(
      "independent_after_infusion", "independent after the infusion", "% of transplants", .more, .outcomes,
      { 100 * ratio(Double($0.independents), $0.transplants) }),
    .init(
      "independent_at_end", "independent at the end", "people", .more, .outcomes, { Double($0.fullAtEnd) }),
    .init(
      "partial_at_end", "partial function at the end", "people", .neither, .outcomes,
      { Double($0.partialAtEnd) }),
    .init(
      "graft_failures_per_year", "grafts that failed", "a year", .less, digits: 2, .outcomes,
      { $0.perYear($0.failures) }),
    .init(
      "chimerism_per_year", "lasting chimerism", "a year", .more, digits: 2, .outcomes,
      { $0.perYear($0.chimeric) }),
    .init(
      "gvhd_per_year", "acute GVHD", "a year", .less, digits: 2, .outcomes, key: true,
      { $0.perYear($0.gvhd) }),
    .init(
      "deaths_after_transplant_per_year", "deaths after transplant", "a year", .less, digits: 2, .outcomes,
      { $0.perYear($0.deathsAfterTransplant) }),
    .init(
      "deaths_in_all_per_year", "deaths in all", "a year", .less, digits: 2, .outcomes,
      { $0.perYear($0.deathsOnList + $0.deathsAfterTransplant + $0.deathsOffList) }),
  ]

  private static let offers: [MeasureRule] = [
    .init("offers_per_year", "offers", "a year", .neither, .offers, { $0.perYear($0.offers) }),
    .init(
      "offers_per_transplant", "offers for each transplant", "offers", .less, digits: 2, .offers, key: true,
      { ratio(Double($0.offers), $0.transplants) }),
    .init(
      "rank_median", "offer that was accepted, median", "number of the offer", .less, .offers,
      { $0.ranks.quantile(0.5) }),
    .init(
      "rank_90", "offer that was accepted, 90th percentile", "number of the offer", .less, .offers,
      { $0.ranks.quantile(0.9) }),
    .init(
      "declined_share", "offers declined", "%", .less, .offers,
      { 100 * ratio(Double($0.declined), $0.offers) }),
    .init(
      "without_bed_per_year", "passed over for want of a bed", "a year", .less, digits: 2, .offers,
      { $0.perYear($0.withoutBed) }),
  ]

  private static let donors: [MeasureRule] = [
    .init("donors_per_year", "donors", "a year", .neither, .donors, { $0.perYear($0.donors) }),
    .init(
      "donors_used_share", "donors used", "%", .more, .donors, key: true,
      { 100 * ratio(Double($0.donorsUsed), $0.donors) }),
    .init("lost_ruled_out", "lost: donor ruled out", "a year", .neither, .donors, { $0.lost(.ruledOut) }),
    .init(
      "lost_too_late", "lost: no protocol in time", "a year", .neither, .donors, { $0.lost(.tooLate) }),
    .init("lost_nobody", "lost: nobody on the roster", "a year", .less, .donors, { $0.lost(.nobody) }),
    .init("lost_no_bed", "lost: no bed", "a year", .less, digits: 2, .donors, { $0.lost(.noBed) }),
    .init("lost_declined", "lost: declined by all", "a year", .less, .donors, { $0.lost(.declined) }),
    .init(
      "lost_no_run", "lost: no isolation run", "a year", .less, digits: 2, .donors, { $0.lost(.noRun) }),
    .init(
      "lost_too_few", "lost: too few islets or cells", "a year", .less, .donors, { $0.lost(.tooFew) }),
    .init("isolations_per_year", "isolations", "a year", .neither, .donors, { $0.perYear($0.isolations) }),
    .init(
      "islets_given", "islets given", "million IEQ a year", .more, digits: 2, .donors,
      { $0.perYear($0.islets.given / 1e6) }),
    .init(
      "islets_discarded", "islets isolated and not given", "million IEQ a year", .less, digits: 2, .donors,
      { $0.perYear($0.islets.discarded / 1e6) }),
    .init(
      "cd34_given", "CD34+ cells given", "billion cells a year", .neither, digits: 2, .donors,
      { $0.perYear($0.cd34.given / 1e9) }),
    .init(
      "cd34_discarded", "CD34+ cells not given", "billion cells a year", .less, digits: 2, .donors,
      { $0.perYear($0.cd34.discarded / 1e9) }),
  ]

  private static func ratio(_ sum: Double, _ count: Int) -> Double { count > 0 ? sum / Double(count) : .nan }
}

extension Tally {
  fileprivate func perYear(_ count: Int) -> Double { perYear(Double(count)) }
  fileprivate func perYear(_ amount: Double) -> Double { amount / (days / Calendar.daysPerYear) }
  fileprivate func per100PatientYears(_ count: Int) -> Double {
    listDays > 0 ? 100 * Double(count) / (listDays / Calendar.daysPerYear) : .nan
  }
  fileprivate func lost(_ loss: Loss) -> Double { perYear(lost[loss.rawValue]) }
}

extension [Double] {
  /// The value below which a fraction of the values lies, between two of them on the straight line (type 7 of
  /// Hyndman and Fan, American Statistician 50 (1996) 361-365); not a number when there are none.
  func quantile(_ fraction: Double) -> Double {
    if isEmpty { return .nan }
    let sorted = sorted()
    let place = fraction * Double(count - 1)
    let below = Int(place)
    let above = Swift.min(below + 1, count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
