import TandemFiles
import TandemPolicy

@testable import TandemSimulation

/// Scenarios and worlds that several tests use.
enum Made {
  static let balanced = try! Policy.read("balanced")
  static let waitingTime = try! Policy.read("waiting-time")
  static let scenario = try! Scenario.read("uk-redesign")

  /// The UK scenario made small enough for a debug build.
  static let small = scenario.with(.years, 0.5).with(.listed, 30).with(.recipientsPerYear, 40)
    .with(.donorsPerYear, 24)

  static func source(_ scenario: Scenario, seed: UInt64 = 1) -> WorldSource {
    try! WorldSource(scenario, seed: seed)
  }

  static func plan(_ scenario: Scenario, _ arms: [Arm], replicates: Int, seed: UInt64 = 1)
    -> SimulationPlan
  {
    SimulationPlan(source(scenario, seed: seed), arms: arms, replicates: replicates, version: "test")
  }

  static func tally(
    _ world: World, _ policy: Policy, _ scenario: Scenario, _ source: WorldSource,
    by placement: Placement = .standard
  ) -> Tally {
    var programme = Programme(
      world, under: Arm(policy, placement), scenario, groups: source.grouping.count)
    return try! programme.run()
  }
}
