/// A number that a scenario holds: a rate, a probability, a capacity.
///
/// The list is the dictionary of scenario files: one line a number, and reading, help, sensitivity and
/// reports follow from it.
public enum Figure: String, Sendable, Hashable, CaseIterable {
  // MARK: size
  case years = "size.years"
  case listed = "size.listed"
  case recipientsPerYear = "size.recipients_per_year"
  case donorsPerYear = "size.donors_per_year"

  // MARK: list
  case deathsPerYear = "list.deaths_per_year"
  case ineligiblePerYear = "list.ineligible_per_year"
  case leavingPerYear = "list.leaving_per_year"
  case suspensionsPerYear = "list.suspensions_per_year"
  case returnsPerYear = "list.returns_per_year"
  case sensitisationsPerYear = "list.sensitisations_per_year"

  // MARK: offers
  case mostOffers = "offers.most"
  case acceptance = "offers.acceptance"
  case oddsPerRank = "offers.odds_per_rank"
  case oddsPerDose = "offers.odds_per_1000_ieq_per_kg"
  case oddsPerMismatch = "offers.odds_per_mismatch"
  case oddsPerDistance = "offers.odds_per_100_km"

  // MARK: isolation
  case runsPerWeek = "isolation.runs_per_week"
  case mostRecipients = "isolation.most_recipients"

  // MARK: conditioning
  case bedsPerCentre = "conditioning.beds_per_centre"
  case bedDays = "conditioning.bed_days"
  case mortalityShare = "conditioning.mortality_share"
  case survivalIndex0 = "conditioning.two_year_survival_index_0"
  case survivalIndex1 = "conditioning.two_year_survival_index_1_to_2"
  case survivalIndex3 = "conditioning.two_year_survival_index_3_to_4"
  case survivalIndex5 = "conditioning.two_year_survival_index_5"

  // MARK: outcomes
  case chimerism = "outcomes.chimerism"
  case lossWithoutChimerism = "outcomes.loss_factor_without_chimerism"
  case gvhdLow = "outcomes.gvhd_up_to_2e6"
  case gvhdMiddle = "outcomes.gvhd_2e6_to_4e6"
  case gvhdHigh = "outcomes.gvhd_above_4e6"
  case independentFirst = "outcomes.independent_after_first"
  case independentSecond = "outcomes.independent_after_second"
  case independentThird = "outcomes.independent_after_third"
  case fullToPartial = "outcomes.full_to_partial_per_month"
  case partialLossEarly = "outcomes.partial_to_failure_early_per_month"
  case partialLossLate = "outcomes.partial_to_failure_late_per_month"
  case deathFactor = "outcomes.death_factor_with_function"
  case returnsAfterFailure = "outcomes.returns_to_list_after_failure"
  case returnsWithPartial = "outcomes.returns_to_list_with_partial"

  // MARK: utilities
  case utilityDiabetes = "utilities.diabetes"
  case utilityUnaware = "utilities.unaware_of_hypos"
  case utilityComplications = "utilities.complications"
  case utilityFull = "utilities.full"
  case utilityPartial = "utilities.partial"
  case utilityLoss = "utilities.loss_per_infusion"

  /// The section of the file.
  public var section: String { String(rawValue.prefix { $0 != "." }) }
  /// The key within its section.
  public var key: String { String(rawValue.drop { $0 != "." }.dropFirst()) }

  /// The unit in which a file must give it.
  public var unit: String { meaning.unit }
  /// What a file may give.
  public var range: ClosedRange<Double> { meaning.range }
  /// What a sentence calls it.
  public var title: String { meaning.title }

  /// Whether a change of it is part of a sensitivity analysis: sizes are the question, not an assumption.
  public var isVaried: Bool { section != "size" }
}

extension Figure {
  private static let probability = 0.0...1.0
  private static let rate = 0.0...50.0

  private var meaning: (title: String, unit: String, range: ClosedRange<Double>) {
    switch self {
    case .years: ("years simulated", "years", 0.01...50)
    case .listed: ("people listed at the start", "people", 0...900_000)
    case .recipientsPerYear: ("registrations", "people per year", 0...500_000)
    case .donorsPerYear: ("donors", "donors per year", 0...200_000)
    case .deathsPerYear: ("deaths on the list", "per patient-year", Figure.rate)
    case .ineligiblePerYear: ("becoming ineligible", "per patient-year", Figure.rate)
    case .leavingPerYear: ("leaving the list", "per patient-year", Figure.rate)
    case .suspensionsPerYear: ("suspensions", "per patient-year", Figure.rate)
    case .returnsPerYear: ("returns from suspension", "per patient-year suspended", Figure.rate)
    case .sensitisationsPerYear: ("gained antibodies", "per patient-year", Figure.rate)
    case .mostOffers: ("most offers a donor", "offers", 0...100_000)
    case .acceptance: ("acceptance of a first offer", "probability", Figure.probability)
    case .oddsPerRank: ("odds of acceptance for each further offer of a donor", "odds ratio", 0.01...100)
    case .oddsPerDose: ("odds of acceptance for 1,000 IEQ/kg more", "odds ratio", 0.01...100)
    case .oddsPerMismatch: ("odds of acceptance for each mismatch", "odds ratio", 0.01...100)
    case .oddsPerDistance: ("odds of acceptance for 100 km more", "odds ratio", 0.01...100)
    case .runsPerWeek: ("isolations a laboratory", "runs per week", 0...1000)
    case .mostRecipients: ("most recipients a donor", "people", 1...10)
    case .bedsPerCentre: ("conditioning beds a centre", "beds", 0...10_000)
    case .bedDays: ("days in a conditioning bed", "days", 0...365)
    case .mortalityShare: ("share of the published conditioning mortality", "fraction", 0...1)
    case .survivalIndex0: ("survival after conditioning, HCT-CI 0", "fraction at 2 years", 0.01...1)
    case .survivalIndex1: ("survival after conditioning, HCT-CI 1 to 2", "fraction at 2 years", 0.01...1)
    case .survivalIndex3: ("survival after conditioning, HCT-CI 3 to 4", "fraction at 2 years", 0.01...1)
    case .survivalIndex5: ("survival after conditioning, HCT-CI 5 and more", "fraction at 2 years", 0.01...1)
    case .chimerism: ("lasting chimerism", "probability", Figure.probability)
    case .lossWithoutChimerism: ("loss of function without chimerism", "ratio of rates", 0...100)
    case .gvhdLow: ("acute GVHD up to 2e6 CD34/kg", "probability", Figure.probability)
    case .gvhdMiddle: ("acute GVHD at 2e6 to 4e6 CD34/kg", "probability", Figure.probability)
    case .gvhdHigh: ("acute GVHD above 4e6 CD34/kg", "probability", Figure.probability)
    case .independentFirst: ("independence after a first infusion", "probability", Figure.probability)
    case .independentSecond: ("independence after a second infusion", "probability", Figure.probability)
    case .independentThird: ("independence after a third infusion", "probability", Figure.probability)
    case .fullToPartial: ("loss of independence", "probability per month", 0...0.99)
    case .partialLossEarly: ("loss of a partial graft, first 6 months", "probability per month", 0...0.99)
    case .partialLossLate: ("loss of a partial graft, later", "probability per month", 0...0.99)
    case .deathFactor: ("deaths with a working graft", "ratio of rates", 0...100)
    case .returnsAfterFailure: ("return to the list after failure", "probability", Figure.probability)
    case .returnsWithPartial:
      ("return to the list with partial function", "probability", Figure.probability)
    case .utilityDiabetes: ("utility of diabetes", "utility", Figure.probability)
    case .utilityUnaware: ("utility when unaware of hypos", "utility", Figure.probability)
    case .utilityComplications: ("utility with complications", "utility", Figure.probability)
    case .utilityFull: ("utility of full function", "utility", Figure.probability)
    case .utilityPartial: ("utility of partial function", "utility", Figure.probability)
    case .utilityLoss: ("utility lost with an infusion", "utility", Figure.probability)
    }
  }
}
