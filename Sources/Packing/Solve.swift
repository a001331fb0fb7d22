/// Solves a packing problem.
///
/// Ranked objectives are solved one after the other, each under the floors that those before it have set. A
/// plan of one is the start of the next, so there is always a plan once the first has one.
public func solve(_ problem: PackingProblem, _ request: SolveRequest = SolveRequest()) throws -> Solution {
  try solve(problem, request, forbidden: [], start: nil)
}

func solve(
  _ problem: PackingProblem, _ request: SolveRequest, forbidden: Set<Int>, start: Plan?
) throws -> Solution {
  try problem.validate()
  let solution = try search(problem, request, forbidden, start)
  if let wrong = WrongPlan(solution, of: problem, forbidden: forbidden) { throw wrong }
  return solution
}

private func search(
  _ problem: PackingProblem, _ request: SolveRequest, _ forbidden: Set<Int>, _ start: Plan?
) throws -> Solution {
  let control = Control(request)
  let method: Method = request.method == .auto ? .core : request.method
  var solution = Solution(
    status: .infeasible, plan: nil, bound: nil, method: method, certificate: nil,
    pairs: problem.options.count,
    bundles: 0, nodes: 0)
  if problem.resources.contains(where: { $0.capacity < 0 }) { return solution }
  var start = start
  let objectives = problem.earlierObjectives + [problem.options.value]
  for (rank, values) in objectives.enumerated() {
    var stage = problem
    stage.options = problem.options.valued(values)
    stage.earlierObjectives = []
    control.startObjective(rank)
    let begin = start.map { plan in
      Plan(options: plan.options, value: plan.options.reduce(0) { $0 + values[$1] })
    }
    let found = try solveStage(stage, method, solution.floors, forbidden, begin, control)
    solution.bundles = control.bundles
    solution.nodes = control.nodes
    solution.status = found.status
    guard let plan = control.plan else {
      solution.plan = nil
      solution.bound = found.status == .infeasible ? nil : control.bound
      return solution
    }
    start = plan
    if rank < objectives.count - 1 {
      solution.floors.append(ObjectiveFloor(values: values, atLeast: plan.value))
      solution.earlierCertificates.append(found.certificate)
      if found.status == .limit {
        // No time for the objectives that follow: the plan stands, what it is worth in them is not proven.
        solution.plan = Plan(
          options: plan.options, value: plan.options.reduce(0) { $0 + problem.options.value[$1] })
        return solution
      }
    } else {
      solution.plan = plan
      solution.bound = control.bound
      solution.certificate = found.certificate
    }
  }
  return solution
}

private func solveStage(
  _ problem: PackingProblem, _ method: Method, _ floors: [ObjectiveFloor], _ forbidden: Set<Int>,
  _ start: Plan?, _ control: Control
) throws -> (status: Status, certificate: Certificate?) {
  if let start { control.offer(start) }
  if method == .exact {
    let status = try Exact(problem: problem, floors: floors, forbidden: forbidden).run(control)
    return (status, nil)
  }
  if floors.isEmpty, var assignment = Assignment(problem, forbidden: forbidden) {
    return assignment.run(control)
  }
  var core = Core(problem, floors: floors, forbidden: forbidden, control: control)
  return try core.run(start: start)
}
