import Synchronization
import TandemChance
import TestSupport
import Testing

@testable import TandemPacking

/// Several problems as one, whose claimants, owners and resources have nothing to do with each other; rules are those of
/// the first and count the options of all.
func sideBySide(_ problems: [PackingProblem]) -> PackingProblem {
  var all = PackingProblem(claimants: problems.reduce(0) { $0 + $1.claimantCount })
  var firstClaimant = 0
  for problem in problems {
    let firstOwner = all.ownerCount
    let firstResource = all.resources.count
    for _ in 0..<problem.ownerCount { _ = all.addOwner() }
    for resource in problem.resources {
      _ = all.addResource(capacity: resource.capacity, owner: resource.owner.map { $0 + firstOwner })
    }
    let options = problem.options
    for option in 0..<options.count {
      all.options.add(
        claimant: firstClaimant + Int(options.claimant[option]), value: options.value[option],
        groups: options.groups[option])
      for position in options.uses(of: option) {
        all.options.use(
          options.useAmount[position], of: firstResource + Int(options.useResource[position]))
      }
    }
    all.required += problem.required.map { $0 + firstClaimant }
    firstClaimant += problem.claimantCount
  }
  all.rules = problems[0].rules
  return all
}

@Suite struct BlockSearch {
  private static func problem(_ chance: inout SplitMix, _ features: Features, blocks: Int) -> PackingProblem {
    sideBySide(
      (0..<blocks).map { _ in
        randomProblem(
          &chance, claimants: 3 + chance.index(below: 2), owners: 1 + chance.index(below: 2),
          features: features)
      })
  }

  /// Owners who hold three or four claimants each, so that prices alone prove too much.
  private static func tight(_ chance: inout SplitMix) -> PackingProblem {
    var problem = PackingProblem(claimants: 12)
    for _ in 0..<4 {
      let owner = problem.addOwner()
      let resources = (0..<2).map { _ in
        problem.addResource(capacity: Int64(60 + chance.index(below: 40)), owner: owner)
      }
      for claimant in 0..<12 where chance.flip(0.6) {
        problem.options.add(
          claimant: claimant, value: Int64(100 + chance.index(below: 900)), groups: chance.next() & 1,
          uses: resources.map { ($0, Int64(20 + chance.index(below: 15))) })
      }
    }
    return problem
  }

  @Test func `Blocks solved by themselves and put together end at the optimum`() {
    var taken = 0
    withEvery(120) { chance in
      var features = Features(rawValue: Int(chance.next() % (1 << UInt64(Features.count))))
      features.remove(.ranked)
      let problem = BlockSearch.problem(&chance, features, blocks: 2 + chance.index(below: 3))
      let exact = try solve(problem, SolveRequest(method: .exact))
      var request = SolveRequest(method: .core)
      request.remark = { if $0.hasPrefix("blocks") { taken += 1 } }
      let control = Control(request)
      var core = Core(problem, floors: [], forbidden: [], control: control)
      core.effort.leastBlocks = 2
      core.effort.smallestBlock = 1
      let answer = try core.run(start: nil)
      try hold(
        control.plan?.value == exact.plan?.value,
        "\(control.plan?.value ?? -1), not \(exact.plan?.value ?? -1)")
      guard let plan = exact.plan else { return }
      try hold(control.bound! >= plan.value, "bound \(control.bound!) below the optimum \(plan.value)")
      try hold(
        problem.violations(of: control.plan!).isEmpty, "violations: \(problem.violations(of: control.plan!))")
      try CertificateVerifier(problem, answer.certificate!, floors: []).check()
    }
    #expect(taken >= 40)
  }

  @Test func `What the blocks prove by themselves is never below the optimum`() {
    var below = 0
    withEvery(16, first: 1000) { chance in
      var problem = sideBySide((0..<3).map { _ in BlockSearch.tight(&chance) })
      problem.rules = [.share(of: 0, .atLeast, 2, outOf: 3)]
      let exact = try solve(problem, SolveRequest(method: .exact))
      let control = Control(SolveRequest(method: .core))
      var core = Core(problem, floors: [], forbidden: [], control: control)
      guard let plan = exact.plan, let blocks = Blocks(core.layout, least: 2, smallest: 1) else { return }
      // Any prices will do.
      let prices = Prices(
        claimant: [Double](repeating: 0, count: core.layout.claimantCount),
        coupling: core.layout.couplingLimit.map { _ in
          (chance.unit() * 30).rounded() * core.layout.scale + 1
        })
      let start = core.crew.sweep(core.layout, at: prices).bound
      var proof = Core.RootProof(prices: prices, bound: start)
      try core.solveBlocks(blocks, &proof)
      try hold(control.bound! >= plan.value, "bound \(control.bound!) below the optimum \(plan.value)")
      let again = core.crew.sweep(core.layout, at: proof.prices).bound
      try hold(again <= proof.bound, "the prices prove \(again), not \(proof.bound)")
      if control.bound! < Int64(proof.bound / core.layout.scale) { below += 1 }
      if let found = control.plan {
        try hold(problem.violations(of: found).isEmpty, "violations: \(problem.violations(of: found))")
      }
    }
    #expect(below >= 3)
  }

  @Test func `Whenever the search of blocks is stopped, the bound holds and the plan keeps the rules`() {
    var stopped = 0
    withEvery(60, first: 2000) { chance in
      var problem = sideBySide((0..<4).map { _ in BlockSearch.tight(&chance) })
      problem.rules = [.share(of: 0, .atLeast, 2, outOf: 3)]
      let exact = try solve(problem, SolveRequest(method: .exact))
      let patience = chance.index(below: 400)
      let asked = Atomic(0)
      let control = Control(
        SolveRequest(
          method: .core, isCancelled: { asked.wrappingAdd(1, ordering: .relaxed).newValue > patience }))
      var core = Core(problem, floors: [], forbidden: [], control: control)
      core.effort.leastBlocks = 2
      core.effort.smallestBlock = 1
      _ = try core.run(start: nil)
      if control.wasStopped { stopped += 1 }
      guard let plan = exact.plan else { return }
      try hold(control.bound! >= plan.value, "bound \(control.bound!) below the optimum \(plan.value)")
      if let found = control.plan {
        try hold(problem.violations(of: found).isEmpty, "violations: \(problem.violations(of: found))")
      }
    }
    #expect(stopped >= 20)
  }

  @Test func `Two threads solve blocks as one does`() {
    withEvery(2, first: 300) { chance in
      let problem = sideBySide(
        (0..<4).map { _ in
          randomProblem(&chance, claimants: 12, owners: 8, features: .rules)
        })
      try hold(Blocks(Layout(problem), least: 4, smallest: 8) != nil, "no blocks")
      let one = try solve(problem, SolveRequest(gap: 0.002, threads: 1))
      let two = try solve(problem, SolveRequest(gap: 0.002, threads: 2))
      try hold(one == two, "another answer on two threads")
    }
  }

  @Test func `Owners whom no claimant ties are blocks, and rows over all of them are links`() throws {
    var problem = PackingProblem(claimants: 6)
    var owners: [Int] = []
    for region in 0..<3 {
      let beds = problem.addResource(capacity: 3)
      for _ in 0..<2 {
        let owner = problem.addOwner()
        owners.append(problem.addResource(capacity: 10, owner: owner))
        // The owners of a region have a claimant each, and nothing but the beds in common.
        problem.options.add(
          claimant: owner, value: 1 + Int64(region), groups: 1, uses: [(owners.last!, 1), (beds, 1)])
      }
    }
    problem.rules = [.share(of: 0, .atLeast, 1, outOf: 2)]
    let blocks = try #require(Blocks(Layout(problem), least: 3, smallest: 2))
    #expect(blocks.owners == [[0, 1], [2, 3], [4, 5]])
    #expect(blocks.links == [3])
    // Somebody whom all could serve ties them.
    for owner in owners { problem.options.add(claimant: 0, value: 1, groups: 1, uses: [(owner, 1)]) }
    #expect(Blocks(Layout(problem), least: 3, smallest: 2) == nil)
  }

  @Test func `One plan of each block is chosen so that links hold`() throws {
    withEvery(50) { chance in
      var plans = BlockPlans(blocks: 3, limits: [4], penalty: 1000)
      for block in 0..<3 {
        for use in 0..<4 {
          _ = plans.add(
            BlockPlans.Entry(
              choice: [[Int32(use)]], value: Double(10 * use + chance.index(below: 9)), use: [Double(use)]),
            to: block)
        }
      }
      func value(_ chosen: [Int]) -> Double {
        let used = chosen.enumerated().reduce(0) { $0 + plans.plans[$1.offset][$1.element].use[0] }
        let worth = chosen.enumerated().reduce(0) { $0 + plans.plans[$1.offset][$1.element].value }
        return used > 4 ? -.infinity : worth
      }
      var best = -Double.infinity
      for one in 0..<4 {
        for two in 0..<4 { for three in 0..<4 { best = max(best, value([one, two, three])) } }
      }
      let chosen = plans.choice(from: [3, 3, 3])
      try hold(value(chosen) >= best - 9, "\(chosen) is worth \(value(chosen)), the best \(best)")
      // At the prices of the linear program no choice is worth more than the program, which is at least the best.
      let price = try plans.prices(near: [10], step: [5], scale: 1)![0]
      let bound = plans.plans.reduce(price * 4) { sum, entries in
        sum + entries.map { $0.value - price * $0.use[0] }.max()!
      }
      try hold(price >= 5 && price <= 15, "the price \(price) left the box")
      try hold(bound >= best && bound <= best + 30, "bound \(bound), best \(best)")
    }
  }
}
