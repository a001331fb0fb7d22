import TandemChance
import TandemGLPK
import TestSupport
import Testing

@Suite("Integer programs")
struct IntegerTests {
  /// A random multi-row knapsack over binaries.
  struct Knapsack {
    let worth: [Double]
    let weights: [[Double]]
    let room: [Double]

    init(items: Int, rows: Int, _ chance: inout SplitMix) {
      worth = (0..<items).map { _ in Double(10 + chance.index(below: 90)) }
      var weights: [[Double]] = []
      for _ in 0..<rows { weights.append((0..<items).map { _ in Double(5 + chance.index(below: 40)) }) }
      self.weights = weights
      room = weights.map { ($0.reduce(0, +) / 2).rounded(.down) }
    }

    func model() throws -> LinearModel {
      let model = try LinearModel(.maximize)
      let rows = Int32(room.count)
      try model.addRows(
        limits: room.map { .atMost($0) }, starts: Array(repeating: 0, count: room.count + 1), columns: [],
        values: [])
      for item in worth.indices {
        try model.addColumn(
          objective: worth[item], limits: .unit, kind: .integer, rows: Array(0..<rows),
          values: weights.map { $0[item] })
      }
      return model
    }

    /// The best subset by trying all.
    var bruteForce: Double {
      var best = 0.0
      for subset in 0..<(1 << worth.count) {
        let chosen = worth.indices.filter { subset >> $0 & 1 == 1 }
        let fits = room.indices.allSatisfy { row in
          chosen.reduce(0) { $0 + weights[row][$1] } <= room[row]
        }
        if fits { best = max(best, chosen.reduce(0) { $0 + worth[$1] }) }
      }
      return best
    }
  }

  @Test("Every way of searching finds the optimum that trying all subsets finds")
  func bruteForce() throws {
    var ways = [IntegerOptions(), .thorough]
    ways[0].feasibilityPump = true
    ways.append(IntegerOptions())
    ways[2].branching = .byHistory
    withEvery(40) { chance in
      let knapsack = Knapsack(items: 10, rows: 3, &chance)
      let best = knapsack.bruteForce
      for (index, options) in ways.enumerated() {
        let outcome = try knapsack.model().solveInteger(options)
        try hold(outcome.status == .optimal, "way \(index): \(outcome.status)")
        try hold(abs((outcome.solution?.value ?? 0) - best) < 1e-6, "way \(index): not \(best)")
        try hold(abs((outcome.bound ?? 0) - best) < 1e-6, "way \(index): bound \(outcome.bound as Any)")
      }
    }
  }

  @Test("Branch and cut takes a start solution, and refuses one that is not feasible")
  func startSolution() throws {
    var chance = SplitMix(seed: 2)
    let knapsack = Knapsack(items: 12, rows: 3, &chance)
    var options = IntegerOptions()
    options.start = Array(repeating: 0, count: 12)
    options.start![3] = 1
    let accepted = try knapsack.model().solveInteger(options)
    #expect(!accepted.startWasRefused && accepted.solution?.value == knapsack.bruteForce)
    options.start = Array(repeating: 1, count: 12)
    let refused = try knapsack.model().solveInteger(options)
    #expect(refused.startWasRefused && refused.solution?.value == knapsack.bruteForce)
    options.start = Array(repeating: 0.5, count: 12)
    #expect(try knapsack.model().solveInteger(options).startWasRefused)
  }

  @Test("A search that is stopped at once still returns its start solution, with a bound above it")
  func stoppedAtOnce() throws {
    var chance = SplitMix(seed: 2)
    let knapsack = Knapsack(items: 40, rows: 5, &chance)
    var options = IntegerOptions()
    options.start = Array(repeating: 0, count: 40)
    options.start![3] = 1
    options.stop = StopFlag()
    options.stop!.raise()
    let outcome = try knapsack.model().solveInteger(options)
    #expect(outcome.status == .feasible(.caller))
    #expect(try #require(outcome.solution).value >= knapsack.worth[3])
    #expect(try #require(outcome.bound) >= outcome.solution!.value)
    options.presolves = true
    #expect(try #require(knapsack.model().solveInteger(options).solution).value >= knapsack.worth[3])
  }

  @Test("What is suggested in the search is taken when it is feasible and better, and checked in any case")
  func suggestions() throws {
    var chance = SplitMix(seed: 6)
    let knapsack = Knapsack(items: 14, rows: 4, &chance)
    let model = try knapsack.model()
    let best = try #require(try model.solveInteger().solution)
    var asked = 0
    var options = IntegerOptions()
    options.secondsBetweenReports = 0
    var values: [Double] = []
    let outcome = try model.solveInteger(
      options,
      watch: { progress in
        if let solution = progress.newSolution {
          values.append(zip(solution, knapsack.worth).map(*).reduce(0, +))
        }
        return true
      },
      suggest: { relaxed in
        asked += 1
        #expect(relaxed.count == 14 && relaxed.allSatisfy { $0 > -1e-6 && $0 < 1 + 1e-6 })
        return asked == 1 ? Array(repeating: 1, count: 14) : best.columns
      })
    #expect(outcome.status == .optimal && outcome.solution?.value == best.value)
    #expect(asked > 0)
    #expect(values.allSatisfy { $0 <= best.value } && values == values.sorted())
  }

  @Test("The bound only falls and the value only rises while a search goes on, and the two never cross")
  func progress() throws {
    withEvery(5) { chance in
      let model = try Knapsack(items: 35, rows: 5, &chance).model()
      var options = IntegerOptions.thorough
      options.presolves = chance.flip(0.5)
      options.secondsBetweenReports = 0
      var bounds: [Double] = []
      var values: [Double] = []
      let outcome = try model.solveInteger(options) { moment in
        if let bound = moment.bound { bounds.append(bound) }
        if let value = moment.value { values.append(value) }
        return true
      }
      try hold(bounds == bounds.sorted(by: >), "the bound rose")
      try hold(values == values.sorted(), "the value fell")
      let value = outcome.solution!.value
      try hold(bounds.allSatisfy { $0 >= value - 1e-6 }, "a bound below the optimum")
      try hold(values.allSatisfy { $0 <= value + 1e-6 }, "a value above the optimum")
    }
  }

  @Test("A search stops at the wanted gap, at a time limit, and when its watcher says so")
  func stops() throws {
    // Far from proven within the time limit; a smaller one was proven on a fast machine.
    var chance = SplitMix(seed: 3)
    let model = try Knapsack(items: 200, rows: 20, &chance).model()
    var options = IntegerOptions()
    options.relativeGap = 0.05
    let close = try model.solveInteger(options)
    #expect(close.status == .feasible(.gap))
    #expect(try #require(close.relativeGap) <= 0.05)
    options.relativeGap = 0
    options.timeLimit = 0.1
    switch try model.solveInteger(options).status {
    case .feasible(.time), .limit(.time): break
    case let status: Issue.record("\(status)")
    }
    options.timeLimit = nil
    options.secondsBetweenReports = 0
    switch try model.solveInteger(options, watch: { $0.nodes < 20 }).status {
    case .feasible(.caller), .limit(.caller): break
    case let status: Issue.record("\(status)")
    }
  }

  @Test("Infeasible and unbounded models are told apart, with and without the presolver")
  func noOptimum() throws {
    for presolves in [false, true] {
      var options = IntegerOptions()
      options.presolves = presolves
      let model = try LinearModel(.maximize)
      try model.addColumn(objective: 1, limits: .nonNegative, kind: .integer)
      try model.addColumn(objective: 1, limits: .nonNegative, kind: .integer)
      // 2 x - 2 y = 1 has no whole solution, and its relaxation is unbounded.
      try model.addRow(.atMost(1), columns: [0, 1], values: [2, -2])
      #expect(try model.solveInteger(options).status == .unbounded)
      try model.setColumnLimits(1, .atMost(3))
      try model.setColumnLimits(0, .atLeast(5))
      #expect(try model.solveInteger(options).status == .infeasible)
      try model.setColumnLimits(0, Limits(from: 0, to: 9))
      try model.setColumnLimits(1, Limits(from: 0, to: 9))
      try model.setRowLimits(0, .exactly(1))
      #expect(try model.solveInteger(options).status == .infeasible)
    }
  }
}
