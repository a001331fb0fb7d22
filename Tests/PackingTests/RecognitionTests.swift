import TandemChance
import TandemGLPK
import TandemPacking
import TestSupport
import Testing

@Suite("Recognising a packing problem in a linear model")
struct RecognitionTests {
  /// A linear model from rows written as (coefficients, limits).
  static func table(
    _ direction: Direction, objective: [Double], _ rows: [([Double], Limits)], upper: Double = 1
  ) throws -> ModelTable {
    let model = try LinearModel(direction)
    for coefficient in objective {
      try model.addColumn(objective: coefficient, limits: Limits(from: 0, to: upper), kind: .integer)
    }
    for (coefficients, limits) in rows {
      let columns = coefficients.indices.filter { coefficients[$0] != 0 }
      try model.addRow(limits, columns: columns.map { Int32($0) }, values: columns.map { coefficients[$0] })
    }
    return try model.table()
  }

  @Test("The compact model of any problem is recognised, and its optimum is the problem's")
  func roundTrip() throws {
    withEvery(400) { chance in
      var features = Features(rawValue: Int(chance.next() & 0x1FF))
      features.remove(.ranked)
      let problem = randomProblem(&chance, claimants: 5, owners: 2, features: features)
      let table = try problem.compactModel().table()
      var referee = BruteForce(problem)
      let best = referee.solve()
      let recognized: RecognizedPacking
      do throws(Obstacle) {
        recognized = try PackingProblem.recognize(table)
      } catch {
        switch error {
        case .empty: return
        case .impossibleRow:
          try hold(best == nil, "a feasible problem was called impossible")
          return
        case .mixedSigns:
          // A share of which some options are neither members nor others has three kinds of coefficients.
          return
        default: throw Broken("\(error)")
        }
      }
      var second = BruteForce(recognized.problem)
      let found = second.solve()
      try hold((found == nil) == (best == nil), "feasibility differs")
      guard let found, let best else { return }
      try hold(
        recognized.objective(at: found.value) == Double(best.value), "\(found.value) for \(best.value)")
      let columns = recognized.columns(of: found)
      let plan = columns.indices.filter { columns[$0] == 1 }
      try hold(
        problem.violations(of: Plan(options: plan, value: best.value)).isEmpty, "the plan does not carry over"
      )
    }
  }

  @Test("Generalised assignment: jobs are required claimants, agents are owners, costs become negative")
  func generalisedAssignment() throws {
    // Two agents, three jobs; column = agent * 3 + job.
    let recognized = try PackingProblem.recognize(
      Self.table(
        .minimize, objective: [4, 2, 7, 3, 5, 1],
        [
          ([5, 6, 4, 0, 0, 0], .atMost(10)), ([0, 0, 0, 7, 3, 5], .atMost(9)),
          ([1, 0, 0, 1, 0, 0], .exactly(1)), ([0, 1, 0, 0, 1, 0], .exactly(1)),
          ([0, 0, 1, 0, 0, 1], .exactly(1)),
        ]))
    let problem = recognized.problem
    #expect(problem.claimantCount == 3 && problem.required == [0, 1, 2])
    #expect(problem.ownerCount == 2 && problem.resources.map(\.owner) == [0, 1])
    #expect(problem.options.value == [-4, -2, -7, -3, -5, -1])
    var referee = BruteForce(problem)
    let best = referee.solve()
    let plan = try #require(best)
    // Job 0 with agent 1 excludes job 2 there (7 + 5 > 9); both other ways cost 12; this one costs 4 + 5 + 1.
    // Agent 0 with jobs 0 and 1 needs 11 of 10.
    #expect(recognized.objective(at: plan.value) == 10)
  }

  @Test("Jobs that must be done at least once are required claimants where a second agent never pays")
  func covers() throws {
    withEvery(120) { chance in
      let agents = 2
      let jobs = 2 + chance.index(below: 3)
      let model = try LinearModel(.minimize)
      for _ in 0..<(agents * jobs) {
        // Now and then a gain, which makes a second agent worth while.
        let cost = Double(chance.index(below: 20)) - (chance.flip(0.05) ? 15 : 0)
        try model.addColumn(
          objective: cost, limits: Limits(from: 0, to: chance.flip(0.2) ? 3 : 1), kind: .integer)
      }
      for job in 0..<jobs {
        let columns = (0..<agents).map { Int32($0 * jobs + job) }
        let limits: Limits = chance.flip(0.2) ? Limits(from: 1, to: 2) : .atLeast(1)
        try model.addRow(limits, columns: columns, values: columns.map { _ in 1 })
      }
      for agent in 0..<agents {
        let columns = (0..<jobs).map { Int32(agent * jobs + $0) }
        try model.addRow(
          .atMost(Double(5 + chance.index(below: 15))), columns: columns,
          values: columns.map { _ in Double(2 + chance.index(below: 8)) })
      }
      if chance.flip(0.2) {
        try model.addRow(.atLeast(1), columns: [0, 1], values: [1, 1])
      }
      let table = try model.table()
      let recognized: RecognizedPacking
      do throws(Obstacle) {
        recognized = try PackingProblem.recognize(table)
      } catch {
        switch error {
        case .notBinary, .impossibleRow: return
        default: throw Broken("\(error)")
        }
      }
      var referee = BruteForce(recognized.problem)
      let found = referee.solve()
      let best = try model.solveInteger().solution?.value
      let value = found.map { recognized.objective(at: $0.value) }
      try hold(value == best.map { $0.rounded() }, "\(value as Any) for \(best as Any)")
    }
  }

  @Test("Multiple knapsack with fractions: weights are made whole, capacities rounded down")
  func multipleKnapsack() throws {
    let recognized = try PackingProblem.recognize(
      Self.table(
        .maximize, objective: [1.5, 2.25, 1.5, 2.25],
        [
          ([2.5, 3.1, 0, 0], .atMost(5.55)), ([0, 0, 2.5, 3.1], .atMost(2.5)),
          ([1, 0, 1, 0], .atMost(1)), ([0, 1, 0, 1], .atMost(1)),
        ]))
    let problem = recognized.problem
    #expect(problem.claimantCount == 2 && problem.required.isEmpty && problem.ownerCount == 2)
    #expect(problem.resources.map(\.capacity) == [55, 25])
    #expect(problem.options.value == [150, 225, 150, 225])
    #expect(recognized.objective(at: 375) == 3.75)
  }

  @Test("Rows that only count belong to nobody when rows with amounts make the owners")
  func sideRows() throws {
    let recognized = try PackingProblem.recognize(
      Self.table(
        .maximize, objective: [5, 4, 3, 2],
        [
          ([1, 0, 1, 0], .atMost(2)), ([0, 1, 0, 1], .atMost(2)),
          ([3, 4, 0, 0], .atMost(7)), ([0, 0, 2, 5], .atMost(7)), ([1, 2, 0, 0], .atMost(2)),
          ([1, 1, 1, 1], .atLeast(2)), ([2, -1, 2, -1], .atLeast(0)),
        ]))
    let problem = recognized.problem
    #expect(problem.claimantCount == 4)
    #expect(problem.ownerCount == 2)
    #expect(problem.resources.map(\.owner) == [0, 1, nil, nil, 0])
    #expect(problem.rules == [.number(of: 0, .atLeast, 2), .share(of: 1, .atLeast, 1, outOf: 3)])
    #expect(problem.options.groups == [0b11, 0b01, 0b11, 0b01])
  }

  @Test("Whole columns without an upper limit are binary where a row says so")
  func impliedBinary() throws {
    let rows: [([Double], Limits)] = [([1, 1], .atMost(1)), ([3, 2], .atMost(4))]
    let recognized = try PackingProblem.recognize(
      Self.table(.maximize, objective: [1, 1], rows, upper: .infinity))
    #expect(recognized.problem.claimantCount == 1)
    #expect(throws: Obstacle.notBinary(0)) {
      try PackingProblem.recognize(
        Self.table(.maximize, objective: [1, 1], [([3, 2], .atMost(4))], upper: .infinity))
    }
  }

  @Test("Columns fixed at 0 are no options; one fixed at 1 takes its claimant")
  func fixedColumns() throws {
    let model = try LinearModel(.maximize)
    for limits in [Limits.exactly(0), .exactly(1), .unit, .unit] {
      try model.addColumn(objective: 1, limits: limits, kind: .integer)
    }
    try model.addRow(.atMost(1), columns: [0, 1, 2], values: [1, 1, 1])
    try model.addRow(.atMost(9), columns: [1, 3], values: [5, 4])
    let recognized = try PackingProblem.recognize(model.table())
    #expect(recognized.columnOfOption == [1, 3])
    #expect(recognized.problem.required == [0])
  }

  @Test("What is not a packing problem is told by its first obstacle")
  func obstacles() throws {
    func obstacle(_ table: ModelTable) -> Obstacle? {
      do throws(Obstacle) { _ = try PackingProblem.recognize(table) } catch { return error }
      return nil
    }
    let one: [([Double], Limits)] = [([1, 1], .atMost(1))]
    #expect(try obstacle(Self.table(.maximize, objective: [1, 1 / 3.0], one)) == .objectiveNotWhole)
    #expect(
      try obstacle(
        Self.table(.maximize, objective: [1, 1], [([1, -1], .atMost(0)), ([1, 0], .atMost(1))])) == nil)
    #expect(
      try obstacle(Self.table(.maximize, objective: [1, 1, 1], [([1, -1, 0], .atMost(0))])) == .mixedSigns(0))
    #expect(
      try obstacle(Self.table(.maximize, objective: [1, 1], [([2, 3], .atLeast(3))])) == .weightedDemand(0))
    #expect(
      try obstacle(Self.table(.maximize, objective: [1, 1], [([2, 3], .atMost(-1))])) == .impossibleRow(0))
    #expect(
      try obstacle(Self.table(.maximize, objective: [1, 1], [([1, 0.123456789], .atMost(1))]))
        == .rowNotWhole(0))
    #expect(try obstacle(Self.table(.maximize, objective: [1, 1], one, upper: 1.5)) == nil)
    let model = try LinearModel(.maximize)
    try model.addColumn(objective: 1, limits: .unit)
    try model.addRow(.atMost(1), columns: [0], values: [1])
    #expect(try obstacle(model.table()) == .fractionalColumn(0))
    #expect(try obstacle(LinearModel().table()) == .empty)
  }
}
