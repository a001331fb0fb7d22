import TandemFiles
import TandemPolicy

/// How a result changes when one assumption at a time is moved to its lowest and its highest value: the
/// figures of a tornado picture.
public struct Sensitivity: Sendable {
  /// One assumption.
  public struct Line: Sendable, Hashable {
    /// Which.
    public let figure: Figure
    /// Its value in the scenario, and the two that were tried.
    public let value: Double
    public let low: Double
    public let high: Double
    /// The result at either.
    public let atLow: Moments
    public let atHigh: Moments

    /// How far the result moves between the two.
    public var reach: Double { abs(atHigh.mean - atLow.mean) }
  }

  /// What is looked at: a place in `Measure.all`.
  public let measure: Int
  /// The result with the scenario as it is: with two policies and more the difference of the second from the
  /// first, else the measure itself.
  public let base: Moments
  /// The assumptions, those that move the result most first.
  public let lines: [Line]
  /// Replicates of each.
  public let replicates: Int

  private static func varied(_ scenario: Scenario) -> [Figure] {
    Figure.allCases.filter { figure in
      let entry = scenario.entry(figure)
      return figure.isVaried && entry.low < entry.high
    }
  }

  /// One of the simulations that a sensitivity takes.
  public struct Variant: Sendable {
    /// What its folder is called: `base`, `offers.acceptance-low`.
    public let name: String
    /// What is simulated.
    public let plan: SimulationPlan
  }

  /// The simulations that a plan's sensitivity takes: the scenario as it is, then each assumption at its lowest and
  /// at its highest value. The same replicates everywhere, so that differences are those of the assumption.
  public static func variants(of plan: SimulationPlan) -> [Variant] {
    func variant(_ name: String, _ scenario: Scenario) -> Variant {
      Variant(
        name: name,
        plan: SimulationPlan(
          plan.source.with(scenario), arms: Array(plan.arms.prefix(2)), replicates: plan.replicates,
          version: plan.version))
    }
    let scenario = plan.source.scenario
    var all = [variant("base", scenario)]
    for figure in varied(scenario) {
      let entry = scenario.entry(figure)
      all.append(variant("\(figure.rawValue)-low", scenario.with(figure, entry.low)))
      all.append(variant("\(figure.rawValue)-high", scenario.with(figure, entry.high)))
    }
    return all
  }

  /// What the variants of a plan gave at one measure. `results` is asked for each of the variants, and hands on what
  /// its replicates gave, in their order.
  public init(
    of plan: SimulationPlan, measure: Int,
    _ results: (Variant, _ take: (ReplicateResult) -> Void) throws -> Void
  ) throws {
    var found: [Moments] = []
    for variant in Sensitivity.variants(of: plan) {
      let last = variant.plan.arms.count - 1
      var moments = Moments()
      var reference = 0.0
      try results(variant) { result in
        let value = result.values[measure]
        if result.policy == 0 { reference = value }
        if result.policy == last { moments.add(last > 0 ? value - reference : value) }
      }
      found.append(moments)
    }
    let scenario = plan.source.scenario
    let lines = Sensitivity.varied(scenario).enumerated().map { place, figure in
      let entry = scenario.entry(figure)
      return Line(
        figure: figure, value: entry.value, low: entry.low, high: entry.high, atLow: found[1 + 2 * place],
        atHigh: found[2 + 2 * place])
    }
    self.measure = measure
    base = found[0]
    self.lines = lines.sorted {
      $0.reach != $1.reach ? $0.reach > $1.reach : $0.figure.rawValue < $1.figure.rawValue
    }
    replicates = plan.replicates
  }
}
