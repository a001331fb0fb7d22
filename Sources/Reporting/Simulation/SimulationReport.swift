public import TandemFiles
public import TandemPolicy
public import TandemSimulation

/// What is said of a simulation: how it was made and what it found.
public struct SimulationReport: Sendable {
  /// A policy that was followed.
  public struct PolicyLine: Sendable {
    /// What reports call it; variants of one policy have different names.
    public let name: String
    /// The policy.
    public let policy: Policy
    /// How donors are placed under it.
    public let placement: Placement
    /// What its weights are worth among the people of the simulation; nil when there are too few.
    public let weights: EffectiveWeights?

    /// A line.
    public init(name: String, arm: Arm, weights: EffectiveWeights?) {
      self.name = name
      policy = arm.policy
      placement = arm.placement
      self.weights = weights
    }
  }

  /// The scenario with the numbers that were used.
  public let scenario: Scenario
  /// Whose people they were.
  public let people: String
  /// The first day.
  public let start: Day
  /// Where chance began.
  public let seed: UInt64
  /// The version of the program.
  public let version: String
  /// The digest of everything that the numbers follow from.
  public let fingerprint: String
  /// The policies, the reference first.
  public let policies: [PolicyLine]
  /// The groups.
  public let grouping: Grouping
  /// What came out.
  public let result: SimulationResult
  /// The weight that was moved, when the policies are variants of one.
  public let sweep: WeightSweep?
  /// How the result hangs on assumptions, when that was asked for.
  public let sensitivity: Sensitivity?

  /// A report.
  public init(
    plan: SimulationPlan, policies: [PolicyLine], result: SimulationResult, sweep: WeightSweep? = nil,
    sensitivity: Sensitivity? = nil
  ) {
    scenario = plan.source.scenario
    people = plan.source.words
    start = plan.source.start
    seed = plan.source.seed
    version = plan.version
    fingerprint = plan.fingerprint
    grouping = plan.source.grouping
    self.policies = policies
    self.result = result
    self.sweep = sweep
    self.sensitivity = sensitivity
  }

  /// The name of the reference.
  var reference: String { policies[0].name }
  /// What waiting for a batch takes for granted; nil where nobody waits.
  var batchAssumption: String? {
    guard policies.contains(where: { $0.placement.batch != .donor }) else { return nil }
    return
      "The organs of donors who are decided on together keep until the end of the day or of the week without loss."
  }

  /// The level at which an adjusted probability counts as a sure difference.
  static let level = 0.05

  /// The assumptions among the scenario's numbers.
  var assumptions: [Figure] { Figure.allCases.filter { scenario.entry($0).origin.isAssumption } }
}

/// How measures are written.
enum MeasureText {
  /// A value with the digits of its measure; a dash when there is none.
  static func value(_ value: Double?, _ measure: Measure) -> String { number(value, measure.digits) }

  /// A mean over replicates.
  static func mean(_ moments: Moments, _ measure: Measure) -> String {
    moments.count > 0 ? value(moments.mean, measure) : "–"
  }

  /// An interval as `2.9 to 5.3`.
  static func interval(_ interval: ClosedRange<Double>?, _ measure: Measure) -> String {
    interval.map { "\(value($0.lowerBound, measure)) to \(value($0.upperBound, measure))" } ?? "–"
  }

  /// A difference with its sign.
  static func signed(_ value: Double, _ digits: Int) -> String {
    let text = number(abs(value), digits)
    // Nothing that rounds to nothing has a sign.
    if !text.contains(where: { $0 != "0" && $0 != "." }) { return text }
    return (value < 0 ? "−" : "+") + text
  }

  static func number(_ value: Double?, _ digits: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    let text = DecimalText.fixed(abs(value), digits)
    let parts = text.split(separator: ".", maxSplits: 1)
    var whole = ""
    for (place, digit) in parts[0].reversed().enumerated() {
      if place > 0, place % 3 == 0 { whole.append(",") }
      whole.append(digit)
    }
    let isNothing = !text.contains { $0 != "0" && $0 != "." }
    return (value < 0 && !isNothing ? "−" : "") + String(whole.reversed())
      + (parts.count > 1 ? ".\(parts[1])" : "")
  }

  /// A probability: `0.013`, `< 0.001`.
  static func probability(_ value: Double?) -> String {
    guard let value, !value.isNaN else { return "–" }
    return value < 0.001 ? "< 0.001" : DecimalText.fixed(value, 3)
  }

  /// What a measure is with its unit, for a table's first column.
  static func title(_ measure: Measure) -> String {
    measure.title.contains(measure.unit) ? measure.title : "\(measure.title), \(measure.unit)"
  }
}

/// What is said of a group, in the order of files.
struct GroupValue {
  let name: String
  let unit: String
  let value: Double?

  static func all(_ line: GroupLine) -> [GroupValue] {
    [
      GroupValue(name: "people", unit: "people a replicate", value: line.people),
      GroupValue(name: "patient_years", unit: "years a replicate", value: line.patientYears),
      GroupValue(name: "transplants", unit: "transplants a replicate", value: line.transplants),
      GroupValue(name: "deaths_on_list", unit: "deaths a replicate", value: line.deathsOnList),
      GroupValue(name: "removals", unit: "people a replicate", value: line.removals),
      GroupValue(
        name: "transplants_per_100_patient_years", unit: "per 100 patient-years", value: line.transplantRate),
      GroupValue(
        name: "transplants_per_100_patient_years_se", unit: "per 100 patient-years",
        value: line.transplantRateError),
      GroupValue(name: "deaths_per_100_patient_years", unit: "per 100 patient-years", value: line.deathRate),
      GroupValue(
        name: "removals_per_100_patient_years", unit: "per 100 patient-years", value: line.removalRate),
      GroupValue(name: "mean_wait_days", unit: "days", value: line.meanWaitDays),
      GroupValue(name: "wait_median_days", unit: "days", value: line.medianWaitDays),
      GroupValue(name: "wait_90_days", unit: "days", value: line.wait90Days),
      GroupValue(name: "offers", unit: "offers a replicate", value: line.offers),
      GroupValue(name: "offers_per_transplant", unit: "offers", value: line.offersPerTransplant),
      GroupValue(name: "mean_rank", unit: "number of the offer", value: line.meanRank),
      GroupValue(name: "mean_distance_km", unit: "km", value: line.meanKilometres),
      GroupValue(name: "mismatches", unit: "positions", value: line.meanMismatches),
      GroupValue(name: "islet_dose_ieq_per_kg", unit: "IEQ/kg", value: line.meanIEQPerKg),
      GroupValue(name: "cd34_dose_per_kg", unit: "million/kg", value: line.meanCD34PerKg.map { $0 / 1e6 }),
      GroupValue(name: "islets_given", unit: "million IEQ a replicate", value: line.isletIEQ / 1e6),
      GroupValue(name: "cd34_given", unit: "billion cells a replicate", value: line.cd34Cells / 1e9),
      GroupValue(
        name: "independent_after_infusion", unit: "% of transplants",
        value: line.independentShare.map { 100 * $0 }),
      GroupValue(name: "independence_years", unit: "years a replicate", value: line.independentYears),
      GroupValue(name: "qalys", unit: "years a replicate", value: line.qualityYears),
      GroupValue(name: "chimerism", unit: "people a replicate", value: line.chimeric),
      GroupValue(name: "gvhd", unit: "people a replicate", value: line.gvhd),
    ]
  }
}
