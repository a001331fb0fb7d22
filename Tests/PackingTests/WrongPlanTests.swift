import Testing

@testable import TandemPacking

@Suite struct WrongPlans {
  /// One donor with islets for one person, who may have one of two doses, or for another.
  private static let problem: PackingProblem = {
    var problem = PackingProblem(claimants: 2)
    let donor = problem.addOwner()
    let islets = problem.addResource(capacity: 900, owner: donor)
    problem.options.add(claimant: 0, value: 70, uses: [(islets, 400)])
    problem.options.add(claimant: 0, value: 80, uses: [(islets, 500)])
    problem.options.add(claimant: 1, value: 50, uses: [(islets, 500)])
    return problem
  }()

  private static func solution(_ options: [Int], value: Int64, bound: Int64 = 130) -> Solution {
    Solution(
      status: .feasible, plan: Plan(options: options, value: value), bound: bound, method: .core,
      certificate: nil, pairs: 3, bundles: 0, nodes: 0)
  }

  private static func reasons(_ solution: Solution, forbidden: Set<Int> = []) -> [String]? {
    WrongPlan(solution, of: problem, forbidden: forbidden)?.reasons
  }

  @Test func `A plan that holds is given to the user`() {
    #expect(WrongPlans.reasons(WrongPlans.solution([0, 2], value: 120)) == nil)
  }

  @Test func `A plan that serves somebody twice is an error that says who, and what else is wrong`() {
    #expect(
      WrongPlans.reasons(WrongPlans.solution([0, 1], value: 150)) == [
        "claimant 0 is served twice", "it is worth 150, more than the bound of 130",
      ])
  }

  @Test func `A plan that uses more than there is, or what is forbidden, is an error`() {
    #expect(
      WrongPlans.reasons(WrongPlans.solution([1, 2], value: 130), forbidden: [2]) == [
        "resource 0 has 900 and 1000 is used", "option 2 is forbidden",
      ])
  }

  @Test func `A plan that gives up an earlier objective is an error`() {
    var solution = WrongPlans.solution([2], value: 50)
    solution.floors = [ObjectiveFloor(values: [1, 1, 1], atLeast: 2)]
    #expect(WrongPlans.reasons(solution) == ["objective 0 is worth less than 2"])
  }

  @Test func `A plan of options that do not exist is an error`() {
    var solution = WrongPlans.solution([0, 7], value: 70)
    solution.floors = [ObjectiveFloor(values: [1, 1, 1], atLeast: 1)]
    #expect(WrongPlans.reasons(solution) == ["option 7 does not exist or is out of order"])
  }
}
