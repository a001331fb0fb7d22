import TandemChance
import TestSupport
import Testing

@testable import TandemPacking

/// What every method must do, on small random problems with every feature and brute force as the referee.
@Suite struct SolverContract {
  private static func check(_ solution: Solution, against best: Plan?, _ problem: PackingProblem) throws {
    guard let best else {
      try hold(solution.status == .infeasible, "nothing is feasible, the answer is \(solution.status)")
      try hold(solution.plan == nil, "a plan where none is feasible")
      return
    }
    guard let plan = solution.plan else {
      throw Broken("no plan (\(solution.status)), but \(best.options) is worth \(best.value)")
    }
    try hold(problem.violations(of: plan).isEmpty, "violations: \(problem.violations(of: plan))")
    try hold(solution.status == .optimal, "the status is \(solution.status)")
    try hold(plan.value == best.value, "value \(plan.value), the best is \(best.value) by \(best.options)")
    try hold(solution.bound == plan.value, "bound \(String(describing: solution.bound)) for \(plan.value)")
    if let certificate = solution.certificate {
      try CertificateVerifier(problem, certificate, floors: solution.floors).check()
      try hold(certificate.bound >= plan.value, "the certificate's bound is below the value")
    }
  }

  private func compare(_ method: Method, rounds: Int, first: UInt64, features: (UInt64) -> Features) {
    withEvery(rounds, first: first) { chance in
      let features = features(chance.next())
      let problem = randomProblem(
        &chance, claimants: 3 + chance.index(below: 4), owners: 1 + chance.index(below: 3), features: features
      )
      var referee = BruteForce(problem)
      let best = referee.solve()
      let solution = try solve(problem, SolveRequest(method: method))
      try SolverContract.check(solution, against: best, problem)
    }
  }

  @Test(arguments: [Method.exact, .core])
  func `The optimum of plain problems is found and proven`(method: Method) {
    compare(method, rounds: 150, first: 0) { _ in .none }
  }

  @Test(arguments: [Method.exact, .core])
  func `The optimum is found with each feature alone`(method: Method) {
    for bit in 0..<Features.count {
      compare(method, rounds: 40, first: 1000 + 100 * UInt64(bit)) { _ in Features(rawValue: 1 << bit) }
    }
  }

  @Test(arguments: [Method.exact, .core])
  func `The optimum is found with features in any mixture`(method: Method) {
    compare(method, rounds: 300, first: 5000) { Features(rawValue: Int($0 % (1 << UInt64(Features.count)))) }
  }
}

/// What does not need a referee.
@Suite struct SolverManners {
  private static func larger(_ chance: inout SplitMix) -> PackingProblem {
    var problem = PackingProblem(claimants: 60)
    for _ in 0..<8 {
      let owner = problem.addOwner()
      let first = problem.addResource(capacity: Int64(60 + chance.index(below: 60)), owner: owner)
      let second = problem.addResource(capacity: Int64(60 + chance.index(below: 60)), owner: owner)
      for claimant in 0..<60 where chance.flip(0.5) {
        problem.options.add(
          claimant: claimant, value: Int64(100 + chance.index(below: 900)),
          uses: [(first, Int64(20 + chance.index(below: 30))), (second, Int64(20 + chance.index(below: 30)))])
      }
    }
    return problem
  }

  @Test func `Two threads give the same answer as one, to the byte`() {
    withEvery(5) { chance in
      let problem = SolverManners.larger(&chance)
      let one = try solve(problem, SolveRequest(threads: 1))
      let two = try solve(problem, SolveRequest(threads: 2))
      try hold(one == two, "another answer on two threads")
      try hold(one.certificate?.text() == two.certificate?.text(), "another certificate")
    }
  }

  @Test func `Core and exact agree on problems beyond brute force`() {
    withEvery(4, first: 50) { chance in
      let problem = SolverManners.larger(&chance)
      let core = try solve(problem, SolveRequest(method: .core))
      let exact = try solve(problem, SolveRequest(method: .exact, timeLimit: 20))
      if exact.status != .optimal { return }
      try hold(core.status == .optimal, "core stopped as \(core.status)")
      try hold(core.value == exact.value, "core \(core.value ?? -1), exact \(exact.value ?? -1)")
    }
  }

  @Test func `The bound never rises, the plan never gets worse, and the gap is that of both`() {
    withEvery(5, first: 80) { chance in
      let problem = SolverManners.larger(&chance)
      nonisolated(unsafe) var last: Progress?
      nonisolated(unsafe) var fault: String?
      let solution = try solve(
        problem,
        SolveRequest(progress: { now in
          if let before = last {
            if let one = before.bound, (now.bound ?? .max) > one { fault = "the bound rose" }
            if let one = before.value, (now.value ?? .min) < one { fault = "the plan got worse" }
          }
          last = now
        }))
      try hold(fault == nil, fault!)
      try hold(last?.bound == solution.bound && last?.value == solution.value, "the end was not told")
    }
  }

  @Test func `A cancelled search answers with the best it has, and says that it was stopped`() throws {
    var chance = SplitMix(seed: 7)
    let problem = SolverManners.larger(&chance)
    let solution = try solve(problem, SolveRequest(isCancelled: { true }))
    #expect(solution.status == .limit)
    if let plan = solution.plan { #expect(problem.violations(of: plan).isEmpty) }
    if let bound = solution.bound, let value = solution.value { #expect(bound >= value) }
  }

  @Test(arguments: [Method.exact, .core])
  func `A problem without options has the empty plan, unless somebody must be served`(method: Method) throws {
    var problem = PackingProblem(claimants: 2)
    let empty = try solve(problem, SolveRequest(method: method))
    #expect(empty.status == .optimal)
    #expect(empty.plan == Plan(options: [], value: 0))
    problem.required = [1]
    #expect(try solve(problem, SolveRequest(method: method)).status == .infeasible)
  }

  @Test func `Faults of a problem are named before anything is solved`() {
    var problem = PackingProblem(claimants: 1)
    problem.options.add(claimant: 0, value: 1, uses: [(3, 1)])
    #expect(throws: ProblemFault.noSuchResource(option: 0, resource: 3)) { try solve(problem) }
    problem = PackingProblem(claimants: 1)
    problem.options.add(claimant: 0, value: Int64.max)
    #expect(throws: ProblemFault.tooLarge("the total of the objective")) { try solve(problem) }
  }
}
