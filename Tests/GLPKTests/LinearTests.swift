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
}
