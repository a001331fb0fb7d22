import TandemGLPK
import TandemPacking
import TandemTerminal

/// A packing problem to its own engine, and the answer back in the model's terms.
func solvePacking(
  _ recognized: RecognizedPacking, _ order: SolveOrder, _ log: SolveLog
) throws -> SolveAnswer {
  func objective(_ value: Int64?) -> Double? { value.map(recognized.objective(at:)) }
  let request = SolveRequest(
    method: Method(rawValue: order.method.rawValue)!, gap: order.gap,
    timeLimit: order.timeLimit.map { max(0, $0 - log.seconds) }, threads: order.threads, seed: order.seed,
    isCancelled: { Interruption.isRequested },
    progress: { moment in
      log.tell(
        moment.phase.rawValue, value: objective(moment.value), bound: objective(moment.bound), nodes: 0)
    })
  let solution = try TandemPacking.solve(recognized.problem, request)
  var answer = SolveAnswer(
    status: .limit, value: objective(solution.value), bound: objective(solution.bound), seconds: log.seconds,
    method: solution.method.rawValue, because: because(recognized.problem, order.method, solution.method),
    pairs: solution.pairs, bundles: solution.bundles, nodes: solution.nodes,
    columns: solution.plan.map(recognized.columns(of:)), certificate: solution.certificate?.text(),
    certifiedBound: objective(solution.certificate?.bound))
  switch solution.status {
  case .optimal: answer.status = .optimal
  case .feasible: answer.status = .feasible
  case .infeasible: answer.status = .infeasible
  case .limit: answer.status = .limit
  }
  answer.whyNoCertificate =
    solution.plan == nil ? "there is no solution" : "the method \(solution.method.rawValue) has no prices"
  return answer
}

/// Which engine, and what it saw in the model.
private func because(_ problem: PackingProblem, _ asked: SolveMethod, _ used: Method) -> String {
  let side = problem.resources.count { $0.owner == nil }
  let shape =
    "a packing problem of \(problem.claimantCount) claimants (\(problem.required.count) required), "
    + "\(problem.ownerCount) owners, \(side) shared resources and \(problem.rules.count) group rules"
  return asked == .auto ? shape : "\(shape); --method \(asked.rawValue) was asked for"
}
