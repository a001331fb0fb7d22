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

  private func build() throws -> LinearModel {
    let table = problem.options
    let model = try LinearModel(.maximize)
    var limits: [Limits] = []
    var isRequired = [Bool](repeating: false, count: problem.claimantCount)
    for claimant in problem.required { isRequired[claimant] = true }
    for claimant in 0..<problem.claimantCount {
      limits.append(isRequired[claimant] ? .exactly(1) : .atMost(1))
    }
    for resource in problem.resources { limits.append(.atMost(Double(resource.capacity))) }
    for rule in problem.rules {
      limits.append(rule.relation == .atLeast ? .atLeast(Double(rule.count)) : .atMost(Double(rule.count)))
    }
    for floor in floors { limits.append(.atLeast(Double(floor.atLeast))) }
    try model.addRows(
      limits: limits, starts: [Int32](repeating: 0, count: limits.count + 1), columns: [], values: [])
    var starts: [Int32] = [0]
    var rows: [Int32] = []
    var values: [Double] = []
    let firstRule = problem.claimantCount + problem.resources.count
    for option in 0..<table.count {
      rows.append(Int32(table.claimant[option]))
      values.append(1)
      for position in table.uses(of: option) where table.useAmount[position] != 0 {
        rows.append(Int32(problem.claimantCount) + Int32(table.useResource[position]))
        values.append(Double(table.useAmount[position]))
      }
      for (index, rule) in problem.rules.enumerated() where rule.factor(groups: table.groups[option]) != 0 {
        rows.append(Int32(firstRule + index))
        values.append(Double(rule.factor(groups: table.groups[option])))
      }
      for (index, floor) in floors.enumerated() where floor.values[option] != 0 {
        rows.append(Int32(firstRule + problem.rules.count + index))
        values.append(Double(floor.values[option]))
      }
      starts.append(Int32(rows.count))
    }
    let count = table.count
    if count == 0 { return model }
    try model.addColumns(
      objective: table.value.map { Double($0) },
      limits: (0..<count).map { forbidden.contains($0) ? .exactly(0) : .unit },
      kinds: [ColumnKind](repeating: .integer, count: count), starts: starts, rows: rows, values: values)
    return model
  }
}

extension ObjectiveFloor {
  /// Whether the chosen options reach the floor.
  func holds(_ chosen: [Int]) -> Bool { chosen.reduce(0) { $0 + values[$1] } >= atLeast }
}
