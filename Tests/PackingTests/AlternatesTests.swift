import TandemChance
import TestSupport
import Testing

@testable import TandemPacking

@Suite struct AlternatePlans {
  /// Every feasible plan's value, the greatest first.
  private static func allValues(_ problem: PackingProblem) -> [Int64] {
    var values: [Int64] = []
    func descend(_ option: Int, _ chosen: [Int]) {
      if option == problem.options.count {
        let value = chosen.reduce(Int64(0)) { $0 + problem.options.value[$1] }
        if problem.violations(of: Plan(options: chosen, value: value)).isEmpty { values.append(value) }
        return
      }
      descend(option + 1, chosen)
      descend(option + 1, chosen + [option])
    }
    descend(0, [])
    return values.sorted(by: >)
  }

  private static func problem(_ chance: inout SplitMix) -> PackingProblem {
    while true {
      let features = Features(rawValue: Int(chance.next() % 512)).subtracting(.ranked)
      let problem = randomProblem(&chance, claimants: 4, owners: 2, features: features)
      if problem.options.count <= 10 { return problem }
    }
  }

  @Test func `The best plans come in order, and none is left out`() {
    withEvery(25) { chance in
      let problem = AlternatePlans.problem(&chance)
      let values = AlternatePlans.allValues(problem)
      let found = try alternates(problem, count: 6)
      try hold(found.plans.map(\.value) == Array(values.prefix(6)), "\(found.plans) of \(values.prefix(8))")
      try hold(Set(found.plans.map(\.options)).count == found.plans.count, "a plan twice")
      try hold(found.isProven, "not proven")
      for plan in found.plans { try hold(problem.violations(of: plan).isEmpty, "not feasible: \(plan)") }
    }
  }

  @Test func `All optima are listed up to the limit`() {
    withEvery(25, first: 300) { chance in
      var problem = AlternatePlans.problem(&chance)
      problem.options = problem.options.valued(
        problem.options.value.map { _ in Int64(chance.index(below: 2)) })
      var referee = BruteForce(problem)
      let all = referee.allOptima()
      let found = try alternates(problem, count: 40, onlyOptima: true)
      try hold(
        found.plans.count == min(40, all.count) && all.isSuperset(of: found.plans.map(\.options)),
        "\(found.plans.count) of \(all.count)")
    }
  }

  @Test func `What deciding an option costs is the difference of two optima`() {
    withEvery(40, first: 600) { chance in
      let problem = AlternatePlans.problem(&chance)
      var referee = BruteForce(problem)
      guard let plan = referee.solve() else { return }
      for option in 0..<problem.options.count {
        let isIn = plan.options.contains(option)
        let answer = try cost(ofDeciding: option, against: plan, in: problem)
        // The referee decides by looking at every plan that has, or has not, the option.
        var best: Int64?
        func descend(_ next: Int, _ chosen: [Int]) {
          if next == problem.options.count {
            if chosen.contains(option) == isIn { return }
            let value = chosen.reduce(Int64(0)) { $0 + problem.options.value[$1] }
            if problem.violations(of: Plan(options: chosen, value: value)).isEmpty {
              best = max(best ?? value, value)
            }
            return
          }
          descend(next + 1, chosen)
          descend(next + 1, chosen + [next])
        }
        descend(0, [])
        try hold(answer.isProven && answer.isForbidden == isIn, "option \(option): not proven")
        try hold(
          answer.cost == best.map { plan.value - $0 },
          "option \(option): \(String(describing: answer.cost)), the best is \(String(describing: best))")
      }
    }
  }
}
