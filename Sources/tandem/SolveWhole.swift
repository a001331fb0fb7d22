import TandemGLPK
import TandemModels
import TandemTerminal

/// The whole model to the general solver: the simplex method for a linear program, branch and cut with all
/// cuts for one with whole-numbered columns.
func solveWhole(
  _ model: NamedModel, _ order: SolveOrder, because reason: String, _ log: SolveLog
) throws -> SolveAnswer {
  var answer = SolveAnswer(status: .limit, seconds: 0, method: "glpk", because: reason)
  answer.whyNoCertificate = "the general solver has none"
  var model = model
  model.table.roundWholeLimits()
  if let reason = contradiction(in: model) {
    answer.status = .infeasible
    answer.because = reason
    answer.seconds = log.seconds
    return answer
  }
  let live = try LinearModel(model.table)
  log.tell("general solver", value: nil, bound: nil, nodes: 0)
  if model.table.hasIntegers {
    try search(live, order, log, &answer)
  } else {
    try solveLinear(live, order, log, &answer)
  }
  answer.seconds = log.seconds
  return answer
}

/// A row or column whose limits nothing can meet, whole numbers where it is whole-numbered.
private func contradiction(in model: NamedModel) -> String? {
  func isCrossed(_ limits: Limits) -> Bool { limits.lower > limits.upper }
  if let row = model.table.rows.firstIndex(where: isCrossed) {
    return "row \(model.rowNames[row]) has its lower limit above its upper limit"
  }
  return model.table.columns.firstIndex { isCrossed($0.limits) }.map { column in
    "column \(model.columnNames[column]) has its lower limit above its upper limit"
      + (model.table.columns[column].kind == .integer ? ", both rounded to whole numbers" : "")
  }
}

private func search(
  _ live: LinearModel, _ order: SolveOrder, _ log: SolveLog, _ answer: inout SolveAnswer
) throws {
  var options = IntegerOptions.thorough
  options.relativeGap = order.gap
  if let limit = order.timeLimit {
    options.timeLimit = max(0, limit - log.seconds)
    // One linear program that the solver cannot be called away from must not outlast the limit by much.
    options.hardTimeLimit = options.timeLimit! + max(1, 0.05 * limit)
  }
  let outcome = try live.solveInteger(options) { progress in
    log.tell("general solver", value: progress.value, bound: progress.bound, nodes: progress.nodes)
    return !Interruption.isRequested
  }
  answer.value = outcome.solution?.value
  answer.columns = outcome.solution?.columns
  answer.bound = outcome.bound
  answer.nodes = outcome.nodes
  switch outcome.status {
  case .optimal: answer.status = .optimal
  case .feasible:
    let isClose = outcome.relativeGap.map { $0 <= order.gap } ?? false
    answer.status = !isClose ? .limit : outcome.relativeGap == 0 ? .optimal : .feasible
  case .infeasible: answer.status = .infeasible
  case .unbounded: answer.status = .unbounded
  case .limit: answer.status = .limit
  }
}

/// A linear program in slices of steps, so that the log goes on and Ctrl-C is heard between them.
private func solveLinear(
  _ live: LinearModel, _ order: SolveOrder, _ log: SolveLog, _ answer: inout SolveAnswer
) throws {
  try live.scale()
  try live.resetBasis(crash: true)
  var options = LinearOptions()
  // Most models that people write down are feasible at nothing done, or nearly so.
  options.method = .primal
  options.stepLimit = 5_000
  while true {
    if let limit = order.timeLimit { options.timeLimit = max(0, limit - log.seconds) }
    switch try live.solve(options) {
    case .optimal(let solution):
      answer.status = .optimal
      answer.value = solution.value
      answer.bound = solution.value
      answer.columns = solution.columns
    case .infeasible: answer.status = .infeasible
    case .unbounded: answer.status = .unbounded
    case .stopped(let reason, let solution):
      log.tell("general solver", value: solution?.value, bound: nil, nodes: 0)
      if reason == .steps && !Interruption.isRequested { continue }
      answer.status = .limit
      answer.value = solution?.value
      answer.columns = solution?.columns
    }
    return
  }
}
