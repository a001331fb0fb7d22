/// A search ended with a plan that does not hold. That is a fault of the engine, and nobody is given the plan.
public struct WrongPlan: Error, Equatable, Sendable, CustomStringConvertible {
  /// A sentence for each thing that is wrong.
  public let reasons: [String]

  /// A sentence for people.
  public var description: String {
    "the search ended with a plan that does not hold, which is a fault in Tandem; please report it: "
      + reasons.joined(separator: "; ")
  }

  /// Holds the plan against the problem alone, whatever the search believes; nil where nothing is wrong. Costs a pass
  /// over the plan's options.
  init?(_ solution: Solution, of problem: PackingProblem, forbidden: Set<Int>) {
    guard let plan = solution.plan else { return nil }
    var reasons = problem.violations(of: plan).map(\.description)
    for option in plan.options where forbidden.contains(option) {
      reasons.append("option \(option) is forbidden")
    }
    if plan.options.allSatisfy((0..<problem.options.count).contains) {
      for (rank, floor) in solution.floors.enumerated() where !floor.holds(plan.options) {
        reasons.append("objective \(rank) is worth less than \(floor.atLeast)")
      }
    }
    // The general solver's bounds are floating-point.
    if let bound = solution.bound, plan.value - bound > max(1, abs(plan.value) / 1_000_000_000) {
      reasons.append("it is worth \(plan.value), more than the bound of \(bound)")
    }
    if reasons.isEmpty { return nil }
    self.reasons = reasons
  }
}
