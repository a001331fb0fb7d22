import TandemChance
import TestSupport
import Testing

@testable import TandemPacking

/// The roads of the core that small problems do not need are made to take them.
@Suite struct CoreRoads {
  /// How often the road was taken is told by what the search remarks on its way.
  private static func compare(
    rounds: Int, first: UInt64, remark: String, startsAtBest: Bool = false,
    _ change: (inout Core.Effort) -> Void
  ) {
    var taken = 0
    withEvery(rounds, first: first) { chance in
      var features = Features(rawValue: Int(chance.next() % (1 << UInt64(Features.count))))
      features.remove(.ranked)
      let problem = randomProblem(
        &chance, claimants: 4 + chance.index(below: 4), owners: 2 + chance.index(below: 3), features: features
      )
      let exact = try solve(problem, SolveRequest(method: .exact))
      var request = SolveRequest(method: .core)
      request.remark = { if $0.hasPrefix(remark) { taken += 1 } }
      let control = Control(request)
      var core = Core(problem, floors: [], forbidden: [], control: control)
      change(&core.effort)
      _ = try core.run(start: startsAtBest ? exact.plan : nil)
      try hold(
        control.plan?.value == exact.plan?.value,
        "\(control.plan?.value ?? -1), not \(exact.plan?.value ?? -1)")
      guard let plan = exact.plan else { return }
      try hold(control.bound! >= plan.value, "bound \(control.bound!) below the optimum \(plan.value)")
      try hold(
        problem.violations(of: control.plan!).isEmpty, "violations: \(problem.violations(of: control.plan!))")
    }
    #expect(taken >= 5)
  }

  @Test func `Counts split first and short lists end at the optimum`() {
    CoreRoads.compare(rounds: 300, first: 2000, remark: "split") { effort in
      effort.countGain = 0
    }
  }

  @Test func `A case that is within the wanted gap is not searched again`() {
    var listed = 0
    withEvery(10, first: 2500) { chance in
      let problem = randomProblem(&chance, claimants: 40, owners: 6, features: [.levels, .rules, .side])
      var looks: [String] = []
      var request = SolveRequest(method: .core, gap: 0.02)
      request.remark = { if $0.hasPrefix("case ") { looks.append($0) } }
      let control = Control(request)
      var core = Core(problem, floors: [], forbidden: [], control: control)
      core.effort.countGain = 0
      _ = try core.run(start: nil)
      try hold(Set(looks).count == looks.count, "the same list twice: \(looks)")
      listed += looks.count
    }
    #expect(listed > 5)
  }

  @Test func `Where lists are too long for counts alone, the search goes on`() {
    CoreRoads.compare(rounds: 200, first: 3000, remark: "dive") { effort in
      effort.countGain = 0
      effort.countList = 2
      effort.countSteps = 6
    }
  }

  @Test func `Dives and cases without counts first end at the optimum`() {
    CoreRoads.compare(rounds: 200, first: 4000, remark: "dive") { effort in
      effort.caseGain = 0
      effort.countOwners = 0
    }
  }

  @Test func `Cases of split counts end at the optimum`() {
    CoreRoads.compare(rounds: 200, first: 5000, remark: "case of 1") { effort in
      effort.caseGain = 0
      effort.guessingOwners = 0
      effort.countOwners = 0
      effort.poorPlan = 0
    }
  }

  @Test func `Cases of a problem whose best plan is known end there`() {
    CoreRoads.compare(rounds: 200, first: 5000, remark: "split", startsAtBest: true) { effort in
      effort.caseGain = 0
      effort.countOwners = 0
    }
  }

  @Test func `Cases that wait while another promises more end at the optimum`() {
    CoreRoads.compare(rounds: 400, first: 5500, remark: "another case promises more") { effort in
      effort.caseGain = 0
      effort.guessingOwners = 0
      effort.countOwners = 0
      effort.poorGuess = 1
      effort.leastGuess = 1
      effort.divingNodes = 1
      effort.openOwners = 0
    }
  }

  @Test func `A lower charge for excess only allows more, and where nothing is in excess it changes nothing`()
  {
    var (missed, kept) = (0, 0)
    withEvery(200, first: 5700) { chance in
      let features = Features(rawValue: Int(chance.next() % (1 << UInt64(Features.count))))
      let problem = randomProblem(&chance, claimants: 8, owners: 4, features: features)
      let layout = Layout(problem)
      let master = Master(layout)
      var pool = BundlePool()
      let bundles = PricingCrew(layout, threads: 1).sweep(layout, at: .nothing(layout)).bundles
      master.add(bundles.filter { !$0.isEmpty }.map { pool.add($0, layout).bundle }, pool)
      var last = Double.infinity
      var free: Double?
      for charge in [0.01, 1, 10, .infinity] {
        master.chargeExcess(charge)
        guard let answer = try master.solve() else { return }
        let close = 1e-7 * max(1, abs(answer.value))
        try hold(answer.value <= last + close, "\(answer.value) at \(charge), \(last) at less")
        if let free { try hold(abs(answer.value - free) <= close, "\(answer.value), not \(free)") }
        if answer.missing < 1e-9 { free = answer.value }
        last = answer.value
      }
      if free == nil { missed += 1 } else { kept += 1 }
    }
    #expect(missed > 5 && kept > 5)
  }

  @Test func `Cuts that are priced while bundles are made end at the optimum`() {
    CoreRoads.compare(rounds: 400, first: 6000, remark: "tightened") { effort in
      effort.caseGain = 0
      effort.guessingOwners = 0
      effort.countOwners = 0
    }
  }

  @Test func `Dives over a list for a poor plan end at the optimum`() {
    CoreRoads.compare(rounds: 300, first: 7000, remark: "dived astray") { effort in
      effort.openOwners = 0
      effort.divingNodes = 0
      effort.guessingOwners = 0
      effort.divingList = 1
      effort.countOwners = 0
      effort.countSteps = 0
      effort.poorPlan = 0
    }
  }

  @Test func `Guesses of the value end at the optimum`() {
    CoreRoads.compare(rounds: 200, first: 0, remark: "guess") { effort in
      effort.pruningFrom = 2
      effort.guessingOwners = 0
      effort.countOwners = 0
    }
  }

  @Test func `Parts solved anew keep the plan feasible and never make it worse`() {
    CoreRoads.compare(rounds: 100, first: 1000, remark: "parts") { effort in
      effort.pruningFrom = 2
      effort.guessingOwners = 0
      effort.countOwners = 0
      effort.countSteps = 0
      effort.longestDivingList = 0
      effort.poorPlan = 0
      effort.leastPart = 1
    }
  }

  @Test func `A plan beyond its limits gives up no more than brings it back`() {
    var relieved = 0
    withEvery(200, first: 5000) { chance in
      let problem = randomProblem(&chance, claimants: 6, owners: 3, features: [.side, .rules, .required])
      let layout = Layout(problem)
      let crew = PricingCrew(layout, threads: 1)
      let prices = Prices(
        claimant: [Double](repeating: 0, count: layout.claimantCount),
        coupling: [Double](repeating: 0, count: layout.couplingCount))
      let first = assemble(layout, crew, at: prices)
      func excess(_ plan: Assembly) -> Double {
        layout.couplingLimit.indices.reduce(0) { $0 + max(0, plan.used[$1] - layout.couplingLimit[$1]) }
      }
      guard let plan = first.relieved(layout) else { return }
      try hold(excess(plan) == 0, "\(excess(plan)) too much")
      if excess(first) == 0 { try hold(plan.slots == first.slots, "a plan within its limits was changed") }
      for (owner, bundle) in plan.slots.enumerated() {
        try hold(bundle.allSatisfy { first.slots[owner].contains($0) }, "something new in \(bundle)")
        for slot in first.slots[owner] where layout.penalty[Int(layout.claimant[Int(slot)])] > 0 {
          try hold(bundle.contains(slot), "somebody required was given up")
        }
      }
      if excess(first) > 0 { relieved += 1 }
    }
    #expect(relieved > 20)
  }

  @Test func `Cuts from halves cut no whole choice off`() {
    var cutsSeen = 0
    withEvery(150) { chance in
      let features: Features = chance.flip(0.5) ? [.side, .rules] : [.levels]
      let problem = randomProblem(&chance, claimants: 6, owners: 3, features: features)
      let layout = Layout(problem)
      var pool = BundlePool()
      for slot in 0..<layout.slotCount { pool.add([Int32(slot)], layout) }
      for owner in 0..<layout.ownerCount {
        for one in layout.slots(of: owner) {
          for two in layout.slots(of: owner) where two > one && layout.claimant[one] != layout.claimant[two] {
            pool.add([Int32(one), Int32(two)], layout)
          }
        }
      }
      // Any point will do: what is found must hold for whole choices.
      let fractions = (0..<pool.count).filter { _ in chance.flip(0.3) }.map { (bundle: $0, value: 0.5) }
      let search = HalfCutSearch(layout, couplingLimit: layout.couplingLimit)
      let cuts = search.violated(fractions, pool, known: [], limit: 20)
      cutsSeen += cuts.count
      let bundles = PoolSearch(
        layout, pool, toBeat: 0, required: [], couplingLimit: layout.couplingLimit, start: [],
        settings: PoolSearch.Settings())
      for cut in cuts { bundles.add(cut) }
      for _ in 0..<200 {
        // A whole choice at random, one bundle an owner, nobody served twice, no coupling exceeded.
        var plan = Assembly(layout)
        var chosen: [Int] = []
        for owner in 0..<layout.ownerCount {
          let own = (0..<pool.count).filter { Int(pool.owner[$0]) == owner }
          if own.isEmpty || chance.flip(0.2) { continue }
          let bundle = own[chance.index(below: own.count)]
          let slots = Array(pool.slot[pool.slots(of: bundle)])
          if !plan.isFree(slots, layout) { continue }
          plan.set(owner, to: slots, layout)
          chosen.append(bundle)
        }
        if (0..<layout.couplingCount).contains(where: { plan.used[$0] > layout.couplingLimit[$0] }) {
          continue
        }
        for (place, row) in bundles.master.cuts.enumerated() {
          let sum = chosen.reduce(0) { $0 + row.factor(of: $1) }
          try hold(sum <= row.limit, "\(sum) above \(row.limit) in \(cuts[place].rows)")
        }
      }
    }
    #expect(cutsSeen > 100)
  }
}
