internal import TandemGLPK

/// The compact model in GLPK alone: one binary an option, one row a claimant, resource, rule and floor. The
/// referee for moderate sizes.
///
/// What GLPK answers is turned into options and checked in integers; its bound is floating point, rounded
/// outwards to whole values.
struct Exact {
  let problem: PackingProblem
  let floors: [ObjectiveFloor]
  let forbidden: Set<Int>

  func run(_ control: Control) throws -> Status {
    control.enter(.compact)
    let outcome: IntegerOutcome
    do {
      outcome = try search(control, presolves: true)
    } catch ModelError.aborted {
      // The presolver gives up on programs that it reduces to nothing; the plain search does not.
      outcome = try search(control, presolves: false)
    }
    control.nodes += outcome.nodes
    if let solution = outcome.solution { try take(solution.columns, control) }
    if let bound = outcome.bound, bound.isFinite, abs(bound) < 0x1p53 { control.prove(whole(bound)) }
    switch outcome.status {
    case .optimal:
      if let plan = control.plan { control.prove(plan.value) }
      return .optimal
    case .infeasible: return .infeasible
    case .feasible, .unbounded: return control.wasStopped ? .limit : .feasible
    case .limit: return .limit
    }
  }

  private func search(_ control: Control, presolves: Bool) throws -> IntegerOutcome {
    var options = IntegerOptions.thorough
    options.presolves = presolves
    options.timeLimit = control.secondsLeft
    options.relativeGap = control.request.gap
    if let left = control.secondsLeft { options.hardTimeLimit = left + 1 }
    return try build().solveInteger(options) { progress in
      if let bound = progress.bound, bound.isFinite, abs(bound) < 0x1p53 { control.prove(whole(bound)) }
      return control.hasTime
    }
  }

  /// Floating-point bounds of whole-numbered values are rounded down with a little mercy.
  private func whole(_ bound: Double) -> Int64 {
    Int64((bound + 1e-6 * max(1, abs(bound) * 1e-3)).rounded(.down))
  }

  private func take(_ columns: [Double], _ control: Control) throws {
    let chosen = (0..<problem.options.count).filter { columns[$0] > 0.5 }
    let plan = Plan(options: chosen, value: chosen.reduce(0) { $0 + problem.options.value[$1] })
    if problem.violations(of: plan).isEmpty, floors.allSatisfy({ $0.holds(chosen) }) { control.offer(plan) }
  }

  /// The compact model, with a row for each floor and without what is forbidden.
  private func build() throws -> LinearModel {
    let model = try problem.compactModel()
    for floor in floors {
      let counted = floor.values.indices.filter { floor.values[$0] != 0 }
      _ = try model.addRow(
        .atLeast(Double(floor.atLeast)), columns: counted.map(Int32.init),
        values: counted.map { Double(floor.values[$0]) })
    }
    for option in forbidden.sorted() where option < problem.options.count {
      try model.setColumnLimits(option, .exactly(0))
    }
    return model
  }
}

extension ObjectiveFloor {
  /// Whether the chosen options reach the floor.
  func holds(_ chosen: [Int]) -> Bool { chosen.reduce(0) { $0 + values[$1] } >= atLeast }
}
