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

  /// How many simulations a plan's sensitivity takes.
  public static func runCount(_ scenario: Scenario) -> Int { 1 + 2 * varied(scenario).count }

  private static func varied(_ scenario: Scenario) -> [Figure] {
    Figure.allCases.filter { figure in
      let entry = scenario.entry(figure)
      return figure.isVaried && entry.low < entry.high
    }
  }

  /// Runs a plan once for each value. The same replicates everywhere, so that differences are those of the
  /// assumption. `onRun` is told of each simulation that is done; nil when stopped.
  public init?(
    of plan: SimulationPlan, measure: Int, threads: Int, isStopped: @escaping @Sendable () -> Bool,
    onRun: () -> Void
  ) throws {
    func result(_ scenario: Scenario) throws -> Moments? {
      let changed = SimulationPlan(
        try plan.source.with(scenario), arms: Array(plan.arms.prefix(2)), replicates: plan.replicates,
        version: plan.version)
      var moments = Moments()
      try changed.run(blocks: Array(0..<changed.blockCount), threads: threads, isStopped: isStopped) {
        _, results in
        var reference = 0.0
        for result in results {
          let value = result.values[measure]
          if result.policy == 0 { reference = value }
          if result.policy == changed.arms.count - 1 {
            moments.add(changed.arms.count > 1 ? value - reference : value)
          }
        }
      }
      if isStopped() { return nil }
      onRun()
      return moments
    }
    let scenario = plan.source.scenario
    guard let base = try result(scenario) else { return nil }
    var lines: [Line] = []
    for figure in Sensitivity.varied(scenario) {
      let entry = scenario.entry(figure)
      guard let atLow = try result(scenario.with(figure, entry.low)),
        let atHigh = try result(scenario.with(figure, entry.high))
      else { return nil }
      lines.append(
        Line(
          figure: figure, value: entry.value, low: entry.low, high: entry.high, atLow: atLow, atHigh: atHigh))
    }
    self.measure = measure
    self.base = base
    self.lines = lines.sorted {
      $0.reach != $1.reach ? $0.reach > $1.reach : $0.figure.rawValue < $1.figure.rawValue
    }
    replicates = plan.replicates
  }
}
