import TandemGLPK
import Testing

@Suite("Building a model")
struct BuildingTests {
  @Test("What is wrong is refused before the solver sees it, and the model is as it was")
  func refusals() throws {
    let model = try LinearTests.textbook()
    let before = try model.table()
    let attempts: [() throws -> Void] = [
      { try model.setObjective(2, 1) },
      { try model.setObjective(0, .nan) },
      { try model.setRowLimits(-1, .free) },
      { try model.setRowLimits(0, Limits(from: 2, to: 1)) },
      { try model.setColumnLimits(0, Limits(from: .nan, to: 1)) },
      { try model.addColumn(objective: 1, rows: [3], values: [1]) },
      { try model.addColumn(objective: 1, rows: [0, 0], values: [1, 1]) },
      { try model.addColumn(objective: 1, rows: [0], values: [.infinity]) },
      { try model.addColumn(objective: 1, rows: [0, 1], values: [1]) },
      { try model.addRow(.atMost(1), columns: [-1], values: [1]) },
      { try model.removeRows([0, 0]) },
      { try model.removeColumns([5]) },
      { try model.nameRow(0, "a\nb") },
      { try model.nameColumn(0, String(repeating: "x", count: 256)) },
      { try model.setBasis(Basis(rows: [], columns: [])) },
    ]
    for (index, attempt) in attempts.enumerated() {
      let error = #expect(throws: ModelError.self, "attempt \(index)") { try attempt() }
      if case .invalid? = error {} else { Issue.record("attempt \(index): \(error as Any)") }
    }
    #expect(try model.table() == before)
    #expect(try model.solve().solution?.value == 36)
  }

  @Test("Removing rows and columns moves those behind them forward")
  func removal() throws {
    let model = try LinearTests.textbook()
    try model.removeRows([1])
    #expect(model.rowCount == 2)
    // Without 2y <= 12: y = 9 - 1.5 x is best at x = 0 with 45.
    #expect(try model.solve().solution?.value == 45)
    try model.removeColumns([0])
    let table = try model.table()
    #expect(table.columns.map(\.objective) == [5] && table.entryValues == [2])
    #expect(try model.solve().solution?.value == 45)
  }

  @Test("Limits, objective, constant and direction may change between solves")
  func changes() throws {
    let model = try LinearTests.textbook()
    try model.setObjectiveConstant(100)
    #expect(try model.solve().solution?.value == 136)
    try model.setObjective(0, 30)
    // x = 4 first, then y = 3.
    #expect(try model.solve().solution?.value == 235)
    try model.setColumnLimits(0, .atMost(1))
    #expect(try model.solve().solution?.value == 160)
    try model.setColumnLimits(0, Limits(from: 1, to: 3))
    try model.setDirection(.minimize)
    #expect(try model.solve().solution?.value == 130)
    try model.setRow(0, columns: [0], values: [2])
    try model.setRowLimits(0, .atLeast(4))
    #expect(try model.solve().solution?.value == 160)
  }

  @Test("A model without rows or without columns is solved all the same")
  func empty() throws {
    let model = try LinearModel(.maximize)
    #expect(try model.solve().solution?.value == 0)
    #expect(try model.solveInteger().status == .optimal)
    try model.addColumn(objective: 2, limits: .unit, kind: .integer)
    #expect(try model.solve().solution?.value == 2)
    #expect(try model.solveInteger().solution?.columns == [1])
    try model.addRow(.atMost(0.5), columns: [0], values: [1])
    #expect(try model.solveInteger().solution?.columns == [0])
    #expect(try model.solveInteger(.thorough).solution?.columns == [0])
  }

  @Test("A point is told everything that is wrong with it")
  func violations() throws {
    let model = try LinearTests.textbook()
    try model.setKind(0, .integer)
    let table = try model.table()
    #expect(table.violations(of: [2, 6]) == [] && table.objective(at: [2, 6]) == 36)
    #expect(table.violations(of: [2]) == [.length(found: 1, expected: 2)])
    #expect(table.violations(of: [-1, 6]) == [.column(0, value: -1)])
    #expect(table.violations(of: [1.5, 6]) == [.notWhole(0, value: 1.5)])
    #expect(table.violations(of: [5, 7]) == [.row(0, sum: 5), .row(1, sum: 14), .row(2, sum: 29)])
    #expect(table.violations(of: [.nan, 1]).count == 3)
  }
}
