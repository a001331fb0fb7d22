import TandemChance
import TestSupport
import Testing

@testable import TandemPacking

/// Owners who can serve one claimant only.
@Suite struct AssignmentTests {
  /// Each owner has one resource of which no two options have room, and one that never binds two.
  private static func problem(
    _ chance: inout SplitMix, claimants: Int, owners: Int, share: Double, worth: Int
  ) -> PackingProblem {
    var problem = PackingProblem(claimants: claimants)
    for _ in 0..<owners {
      let owner = problem.addOwner()
      let tight = problem.addResource(capacity: 10, owner: owner)
      let wide = problem.addResource(capacity: 1000, owner: owner)
      for claimant in 0..<claimants where chance.flip(share) {
        for _ in 0..<(chance.flip(0.3) ? 2 : 1) {
          // Some options do not fit at all, some are worth nothing or less.
          problem.options.add(
            claimant: claimant, value: Int64(chance.index(below: worth)) - 2,
            uses: [(tight, Int64(6 + chance.index(below: 6))), (wide, Int64(chance.index(below: 5)))])
        }
      }
    }
    return problem
  }

  private static func check(_ solution: Solution, _ problem: PackingProblem, is best: Int64) throws {
    guard let plan = solution.plan else { throw Broken("no plan") }
    try hold(problem.violations(of: plan).isEmpty, "violations: \(problem.violations(of: plan))")
    try hold(plan.value == best, "value \(plan.value), the best is \(best)")
    try hold(
      solution.status == .optimal && solution.bound == best, "\(solution.status) \(solution.bound ?? 0)")
    guard let certificate = solution.certificate else { throw Broken("no certificate") }
    try CertificateVerifier(problem, certificate).check()
    try hold(certificate.bound == best, "the certificate proves \(certificate.bound) only")
  }

  @Test func `Small assignments come out as brute force has them, with prices that prove it to the unit`() {
    for worth in [6, 100] {
      withEvery(150) { chance in
        let problem = Self.problem(
          &chance, claimants: 2 + chance.index(below: 5), owners: 1 + chance.index(below: 4), share: 0.6,
          worth: worth)
        try hold(Assignment(problem, forbidden: []) != nil, "it is not taken for an assignment")
        var referee = BruteForce(problem)
        guard let best = referee.solve() else { throw Broken("no plan by brute force") }
        try Self.check(try solve(problem, SolveRequest(method: .core)), problem, is: best.value)
      }
    }
  }

  @Test func `Larger assignments agree with the general solver`() {
    withEvery(8) { chance in
      let problem = Self.problem(
        &chance, claimants: 10 + chance.index(below: 60), owners: 40, share: 0.2, worth: 200)
      let exact = try solve(problem, SolveRequest(method: .exact))
      guard let best = exact.plan, exact.status == .optimal else { throw Broken("GLPK found no optimum") }
      try Self.check(try solve(problem, SolveRequest(method: .core)), problem, is: best.value)
    }
  }

  @Test func `An option that is forbidden is not chosen, and what that costs is exact`() {
    withEvery(40) { chance in
      let problem = Self.problem(&chance, claimants: 6, owners: 4, share: 0.7, worth: 50)
      let first = try solve(problem, SolveRequest(method: .core))
      guard let option = first.plan?.options.first else { return }
      let request = SolveRequest(method: .core)
      let core = try solve(problem, request, forbidden: [option], start: nil)
      let exact = try solve(problem, SolveRequest(method: .exact), forbidden: [option], start: nil)
      try hold(core.plan?.options.contains(option) == false, "the option is chosen all the same")
      try hold(
        core.plan?.value == exact.plan?.value, "\(core.plan?.value ?? 0) and \(exact.plan?.value ?? 0)")
    }
  }

  @Test func `Without time the bound still holds`() throws {
    var chance = SplitMix(seed: 5)
    let problem = Self.problem(&chance, claimants: 50, owners: 30, share: 0.3, worth: 100)
    let stopped = try solve(problem, SolveRequest(method: .core, timeLimit: 0))
    let whole = try solve(problem, SolveRequest(method: .core))
    #expect(stopped.status == .limit)
    #expect(try #require(stopped.bound) >= #require(whole.plan).value)
    try CertificateVerifier(problem, #require(stopped.certificate)).check()
  }

  @Test func `Owners for whom two fit, shared resources, rules and demands are more than an assignment`() {
    var chance = SplitMix(seed: 7)
    let plain = Self.problem(&chance, claimants: 6, owners: 3, share: 0.9, worth: 50)
    #expect(Assignment(plain, forbidden: []) != nil)
    var roomy = plain
    roomy.setCapacity(of: 0, to: 12)
    #expect(Assignment(roomy, forbidden: []) == nil)
    var ruled = plain
    ruled.rules = [.number(of: 0, .atMost, 1)]
    #expect(Assignment(ruled, forbidden: []) == nil)
    var demanding = plain
    demanding.required = [0]
    #expect(Assignment(demanding, forbidden: []) == nil)
    var shared = plain
    let bed = shared.addResource(capacity: 1)
    shared.options.add(claimant: 0, value: 5, uses: [(0, 8), (bed, 1)])
    #expect(Assignment(shared, forbidden: []) == nil)
  }
}
