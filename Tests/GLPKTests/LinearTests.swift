import TandemChance
import TandemGLPK
import TestSupport
import Testing

@Suite("Linear programs")
struct LinearTests {
  /// max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: the optimum is 36 at (2, 6) with prices 0, 3/2, 1.
  static func textbook() throws -> LinearModel {
    let model = try LinearModel(.maximize)
    try model.addRows(
      limits: [.atMost(4), .atMost(12), .atMost(18)], starts: [0, 0, 0, 0], columns: [], values: [])
    try model.addColumns(
      objective: [3, 5], limits: [.nonNegative, .nonNegative], starts: [0, 2, 4], rows: [0, 2, 1, 2],
      values: [1, 3, 2, 2])
    return model
  }

  @Test("The textbook example has its known optimum, prices and reduced costs")
  func textbookOptimum() throws {
    let model = try Self.textbook()
    for method in [LinearOptions.Method.automatic, .primal, .dual] {
      var options = LinearOptions()
      options.method = method
      try model.resetBasis()
      let solution = try #require(try model.solve(options).solution)
      #expect(abs(solution.value - 36) < 1e-9)
      #expect(abs(solution.columns[0] - 2) < 1e-9 && abs(solution.columns[1] - 6) < 1e-9)
      let prices = try model.rowPrices()
      #expect(abs(prices[0]) < 1e-9 && abs(prices[1] - 1.5) < 1e-9 && abs(prices[2] - 1) < 1e-9)
      #expect(try model.reducedCosts().allSatisfy { abs($0) < 1e-9 })
      #expect(try model.rowActivities()[2] == 18)
    }
  }

  @Test("A column that arrives later is priced into the live model")
  func lateColumn() throws {
    let model = try Self.textbook()
    _ = try model.solve()
    try model.addColumn(objective: 10, rows: [1], values: [1])
    let solution = try #require(try model.solve().solution)
    // y leaves for z: 12 units of z at 10, and x fills min(4, 18 / 3).
    #expect(abs(solution.value - (120 + 12)) < 1e-9)
    #expect(solution.steps <= 3)
  }

  @Test("A row that arrives later cuts the optimum off")
  func lateRow() throws {
    let model = try Self.textbook()
    _ = try model.solve()
    try model.addRow(.atMost(7), columns: [0, 1], values: [1, 1])
    let solution = try #require(try model.solve().solution)
    // x + y <= 7 with y = 6 leaves x = 1.
    #expect(abs(solution.value - 33) < 1e-9)
  }

  @Test("Infeasible rows come with multipliers that prove it")
  func farkas() throws {
    for method in [LinearOptions.Method.primal, .dual] {
      let model = try LinearModel(.minimize)
      try model.addColumns(
        objective: [1, 1], limits: [.nonNegative, .nonNegative], starts: [0, 0, 0], rows: [], values: [])
      try model.addRow(.atLeast(5), columns: [0, 1], values: [1, 1])
      try model.addRow(.atMost(2), columns: [0], values: [1])
      try model.addRow(.atMost(2), columns: [1], values: [1])
      var options = LinearOptions()
      options.method = method
      guard case .infeasible(let proof) = try model.solve(options) else {
        Issue.record("not infeasible")
        return
      }
      let multipliers = try #require(proof)
      #expect(try model.table().isProofOfInfeasibility(multipliers))
      #expect(try !model.table().isProofOfInfeasibility([0, 0, 0]))
      #expect(try !model.table().isProofOfInfeasibility([1, 0, 0]))
    }
  }

  @Test("An unbounded model comes with a direction that improves for ever")
  func ray() throws {
    let model = try LinearModel(.maximize)
    try model.addColumns(
      objective: [1, 1], limits: [.nonNegative, .nonNegative], starts: [0, 0, 0], rows: [], values: [])
    try model.addRow(.atMost(1), columns: [0, 1], values: [1, -1])
    guard case .unbounded(let ray) = try model.solve() else {
      Issue.record("not unbounded")
      return
    }
    let direction = try #require(ray)
    #expect(try model.table().isImprovingRay(direction))
  }

  @Test("Starting from the last basis takes fewer steps than starting from nothing")
  func warmStart() throws {
    withEvery(20) { chance in
      let model = try LinearModel(.maximize)
      let rows = 40
      let columns = 120
      try model.addRows(
        limits: (0..<rows).map { _ in .atMost(50 + 50 * chance.unit()) },
        starts: Array(repeating: 0, count: rows + 1), columns: [], values: [])
      for _ in 0..<columns {
        let places = (0..<Int32(rows)).filter { _ in chance.flip(0.2) }
        try model.addColumn(
          objective: 1 + chance.unit(), limits: Limits(from: 0, to: 10), rows: places,
          values: places.map { _ in 1 + chance.unit() })
      }
      _ = try model.solve()
      let basis = try model.basis()
      try model.setObjective(3, 2.5)
      try model.setRowLimits(7, .atMost(60))
      let warm = try #require(try model.solve().solution)
      try model.resetBasis()
      let cold = try #require(try model.solve().solution)
      try model.setBasis(basis)
      let again = try #require(try model.solve().solution)
      try hold(abs(warm.value - cold.value) < 1e-6 && abs(again.value - cold.value) < 1e-6, "values differ")
      try hold(warm.steps < cold.steps, "warm \(warm.steps), cold \(cold.steps)")
      try hold(again.steps < cold.steps, "from the kept basis \(again.steps), cold \(cold.steps)")
    }
  }

  @Test("In the plane, the optimum is the best corner")
  func corners() throws {
    withEvery(200) { chance in
      // a x + b y <= c with x, y in 0 ... 10: the corners are where two of the lines meet.
      var lines: [(a: Double, b: Double, c: Double)] = [(-1, 0, 0), (0, -1, 0), (1, 0, 10), (0, 1, 10)]
      for _ in 0..<4 {
        func number() -> Double { Double(chance.index(below: 19)) - 6 }
        lines.append((number(), number(), 5 + Double(chance.index(below: 40))))
      }
      let worth = (Double(chance.index(below: 9)) - 3, Double(chance.index(below: 9)) - 3)
      var best = -Double.infinity
      for i in lines.indices {
        for j in 0..<i {
          let det = lines[i].a * lines[j].b - lines[j].a * lines[i].b
          if det == 0 { continue }
          let x = (lines[i].c * lines[j].b - lines[j].c * lines[i].b) / det
          let y = (lines[i].a * lines[j].c - lines[j].a * lines[i].c) / det
          let isInside = lines.allSatisfy { $0.a * x + $0.b * y <= $0.c + 1e-9 }
          if isInside { best = max(best, worth.0 * x + worth.1 * y) }
        }
      }
      let model = try LinearModel(.maximize)
      let limits = Limits(from: 0, to: 10)
      try model.addColumns(
        objective: [worth.0, worth.1], limits: [limits, limits], starts: [0, 0, 0], rows: [], values: [])
      for line in lines.dropFirst(4) {
        try model.addRow(.atMost(line.c), columns: [0, 1], values: [line.a, line.b])
      }
      var options = LinearOptions()
      options.presolves = chance.flip(0.5)
      let value = try model.solve(options).solution?.value
      try hold(value.map { abs($0 - best) < 1e-7 } ?? false, "\(value as Any) is not \(best)")
    }
  }

  @Test("Prices and reduced costs add up to the value: strong duality")
  func duality() throws {
    withEvery(100) { chance in
      let model = try LinearModel(chance.flip(0.5) ? .maximize : .minimize)
      let rows = 12
      for _ in 0..<rows {
        let low = Double(chance.index(below: 5))
        try model.addRow(Limits(from: low, to: low + 20 + Double(chance.index(below: 60))))
      }
      for _ in 0..<30 {
        let places = (0..<Int32(rows)).filter { _ in chance.flip(0.3) }
        try model.addColumn(
          objective: chance.unit() * 10 - 3, limits: Limits(from: 0, to: 5), rows: places,
          values: places.map { _ in chance.unit() * 3 })
      }
      guard let solution = try model.solve().solution else { return }
      let table = try model.table()
      let prices = try model.rowPrices()
      let costs = try model.reducedCosts()
      let activities = try model.rowActivities()
      var dual = 0.0
      for (row, price) in prices.enumerated() {
        dual += price * activities[row]
        let isAtLimit = [table.rows[row].lower, table.rows[row].upper].contains {
          abs($0 - activities[row]) < 1e-7
        }
        try hold(abs(price) < 1e-9 || isAtLimit, "row \(row) has a price and slack")
      }
      for (column, cost) in costs.enumerated() { dual += cost * solution.columns[column] }
      try hold(abs(dual - solution.value) < 1e-6, "\(dual) is not \(solution.value)")
    }
  }

  @Test("A limit on steps, on time, a raised flag and a cutoff each stop a solve and say so")
  func stops() throws {
    var chance = SplitMix(seed: 8)
    let model = try IntegerTests.Knapsack(items: 60, rows: 30, &chance).model()
    func reason(_ change: (inout LinearOptions) -> Void) throws -> StopReason? {
      var options = LinearOptions()
      change(&options)
      try model.resetBasis()
      guard case .stopped(let reason, _) = try model.solve(options) else { return nil }
      return reason
    }
    #expect(try reason { $0.stepLimit = 3 } == .steps)
    #expect(try reason { $0.timeLimit = 0 } == .time)
    let flag = StopFlag()
    #expect(try reason { $0.stop = flag } == nil)
    flag.raise()
    #expect(try reason { $0.stop = flag } == .caller)
    let best = try #require(try model.solve().solution)
    // From the optimum of another objective the dual method climbs down; half the value is out of reach.
    try model.setRowLimits(0, .atMost(1))
    var options = LinearOptions()
    options.method = .dual
    options.cutoff = best.value * 0.99
    let outcome = try model.solve(options)
    guard case .stopped(.cutoff, _) = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test("Looking at a flag every few steps changes nothing but the stops between")
  func slices() throws {
    withEvery(10) { chance in
      let model = try IntegerTests.Knapsack(items: 40, rows: 20, &chance).model()
      let straight = try #require(try model.solve().solution)
      try model.resetBasis()
      var options = LinearOptions()
      options.stop = StopFlag()
      options.stepsBetweenLooks = 2
      let sliced = try #require(try model.solve(options).solution)
      try hold(abs(straight.value - sliced.value) < 1e-6, "\(sliced.value) is not \(straight.value)")
    }
  }

  @Test(
    "Beginning again from the slacks after a few steps ends at the same optimum, with or without a flag to look at"
  )
  func restarts() throws {
    withEvery(20) { chance in
      let model = try IntegerTests.Knapsack(items: 40, rows: 20, &chance).model()
      let straight = try #require(try model.solve().solution)
      for (method, flag) in [(LinearOptions.Method.primal, StopFlag()), (.dual, nil)] {
        try model.resetBasis()
        var options = LinearOptions()
        options.method = method
        options.stop = flag
        options.stepsBetweenLooks = 2
        options.stepsBeforeRestart = 3
        let restarted = try #require(try model.solve(options).solution)
        try hold(abs(straight.value - restarted.value) < 1e-6, "\(restarted.value) is not \(straight.value)")
        try model.resetBasis()
        options.stepLimit = 5
        guard case .stopped(.steps, let best) = try model.solve(options) else { throw Broken("not stopped") }
        try hold((best?.steps ?? 5) == 5, "\(best!.steps) steps of 5")
      }
    }
    var options = LinearOptions()
    options.stepsBeforeRestart = 0
    #expect(throws: ModelError.self) { try Self.textbook().solve(options) }
  }
}
