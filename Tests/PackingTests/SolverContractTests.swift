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
