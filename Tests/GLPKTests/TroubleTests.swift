import CTandemGuard
import Synchronization
import TandemChance
import TandemGLPK
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Each test runs on a thread of its own: what it breaks is that thread's environment.
@Suite("When the solver gives up", .serialized)
struct TroubleTests {
  @Test("A thousand provoked errors are a thousand errors, and the thread goes on working")
  func thousandErrors() throws {
    try onThread {
      for round in 0..<1_000 {
        let model = try #require(tandem_open())
        defer { tandem_close(model) }
        // Past the last row, past the last column, and an entry twice: GLPK answers each with abort().
        let code: Int32
        switch round % 3 {
        case 0: code = tandem_set_row_limits(model, 7, 0, 1)
        case 1: code = tandem_set_objective(model, 3, 1)
        default:
          _ = tandem_append_rows(model, 1, [0], [1], [0, 0], [], [])
          code = tandem_append_columns(model, 1, [0], [1], [1], nil, [0, 2], [0, 0], [1, 1])
        }
        #expect(code == Int32(tandem_aborted.rawValue))
        #expect(String(cString: tandem_text()).contains("glp_"))
        #expect(tandem_is_alive(model) == 0)
        #expect(tandem_set_maximize(model, 1) == Int32(tandem_lost.rawValue))
        if round % 100 == 0 {
          #expect(try LinearTests.textbook().solve().solution?.value == 36)
        }
      }
      #expect(LinearModel.memoryInUse < 1 << 20)
    }
  }

  @Test("One model's abort takes the others of its thread along, and no other thread's")
  func companions() throws {
    try onThread {
      let companion = try LinearTests.textbook()
      try onThread {
        let model = tandem_open()
        defer { tandem_close(model) }
        #expect(tandem_set_objective(model, 3, 1) == Int32(tandem_aborted.rawValue))
      }
      #expect(try companion.solve().solution?.value == 36)
      let model = tandem_open()
      #expect(tandem_set_objective(model, 3, 1) == Int32(tandem_aborted.rawValue))
      tandem_close(model)
      #expect(!companion.isAlive)
      #expect(throws: ModelError.lost) { _ = try companion.solve() }
    }
  }

  @Test("A spent memory budget is an error, and lifting it makes the thread whole")
  func memoryBudget() throws {
    try onThread {
      try LinearModel.limitMemory(mebibytes: 1)
      #expect {
        let model = try LinearModel()
        for _ in 0..<100_000 { try model.addColumn(objective: 1) }
      } throws: { error in
        guard case .outOfMemory? = error as? ModelError else { return false }
        return true
      }
      try LinearModel.limitMemory(mebibytes: nil)
      let model = try LinearModel()
      for _ in 0..<20_000 { try model.addColumn(objective: 1) }
      #expect(model.columnCount == 20_000)
    }
  }

  @Test(
    "A memory budget that runs out inside a search, between its callbacks, still leaves the best solution")
  func memoryInSearch() throws {
    try onThread {
      var chance = SplitMix(seed: 4)
      let model = try IntegerTests.Knapsack(items: 150, rows: 12, &chance).model()
      var options = IntegerOptions()
      options.start = Array(repeating: 0, count: 150)
      var looks = 0
      options.secondsBetweenReports = 0
      try LinearModel.limitMemory(mebibytes: 2)
      let outcome = try model.solveInteger(options) { _ in
        looks += 1
        return true
      }
      #expect(outcome.status == .feasible(.memory))
      #expect(try #require(outcome.solution).value > 0)
      #expect(looks > 0)
      #expect(throws: ModelError.lost) { _ = try model.solve() }
      try LinearModel.limitMemory(mebibytes: nil)
      #expect(try LinearTests.textbook().solve().solution?.value == 36)
    }
  }

  @Test("A linear program that outlasts the hard time limit is left, with the best solution in hand")
  func hardTimeLimit() throws {
    try onThread {
      var chance = SplitMix(seed: 9)
      // Dense enough that its relaxation takes the simplex method seconds.
      let model = try IntegerTests.Knapsack(items: 1_500, rows: 700, &chance).model()
      var options = IntegerOptions()
      options.start = Array(repeating: 0, count: 1_500)
      options.start![3] = 1
      options.hardTimeLimit = 0.01
      let outcome = try model.solveInteger(options)
      #expect(outcome.status == .feasible(.time))
      #expect(outcome.solution?.columns == options.start)
      #expect(!model.isAlive)
      #expect(try LinearTests.textbook().solve().solution?.value == 36)
    }
  }

  @Test("The soft memory limit stops a search and leaves the model alive")
  func softMemoryLimit() throws {
    try onThread {
      var chance = SplitMix(seed: 4)
      let model = try IntegerTests.Knapsack(items: 150, rows: 12, &chance).model()
      var options = IntegerOptions()
      options.memoryMebibytes = 1
      let outcome = try model.solveInteger(options)
      #expect(outcome.status == .feasible(.memory) || outcome.status == .limit(.memory))
      #expect(try model.solve().solution != nil)
    }
  }

  @Test("A model used from inside a callback says that it is busy, and the search goes on")
  func insideCallback() throws {
    try onThread {
      var chance = SplitMix(seed: 11)
      let knapsack = IntegerTests.Knapsack(items: 12, rows: 3, &chance)
      let model = try knapsack.model()
      var refusals: [ModelError] = []
      var options = IntegerOptions()
      options.secondsBetweenReports = 0
      let outcome = try model.solveInteger(options) { _ in
        do throws(ModelError) { try model.setObjective(0, 1) } catch { refusals.append(error) }
        return true
      }
      #expect(outcome.status == .optimal && outcome.solution?.value == knapsack.bruteForce)
      #expect(!refusals.isEmpty && refusals.allSatisfy { $0 == .busy })
    }
  }

  @Test("A model that dies inside a callback is cleared away afterwards")
  func closedInsideCallback() throws {
    try onThread {
      var chance = SplitMix(seed: 11)
      let model = try IntegerTests.Knapsack(items: 12, rows: 3, &chance).model()
      var other: LinearModel? = try LinearTests.textbook()
      #expect(other?.isAlive == true)
      var options = IntegerOptions()
      options.secondsBetweenReports = 0
      let outcome = try model.solveInteger(options) { _ in
        other = nil
        return true
      }
      #expect(outcome.status == .optimal)
      #expect(try LinearTests.textbook().solve().solution?.value == 36)
    }
  }

  @Test("A model used on a foreign thread refuses, and may die there")
  func foreignThread() throws {
    nonisolated(unsafe) var model: LinearModel? = try LinearTests.textbook()
    try onThread {
      #expect(throws: ModelError.foreignThread) { _ = try model?.solve() }
      model = nil
    }
    #expect(try LinearTests.textbook().solve().solution?.value == 36)
  }

  @Test("A model may outlive the thread that made it")
  func outlivesThread() throws {
    nonisolated(unsafe) var model: LinearModel?
    try onThread { model = try LinearTests.textbook() }
    #expect(throws: ModelError.foreignThread) { _ = try model?.solve() }
    model = nil
  }

  @Test("Two threads search at once with every kind of cut and find what brute force finds")
  func twoThreads() throws {
    let wrong = Mutex<[UInt64]>([])
    let threads = (0..<2).map { side in
      start {
        for seed in UInt64(side * 100)..<UInt64(side * 100 + 25) {
          var chance = SplitMix(seed: seed)
          let knapsack = IntegerTests.Knapsack(items: 10, rows: 4, &chance)
          let value = try knapsack.model().solveInteger(.thorough).solution?.value
          if value != knapsack.bruteForce { wrong.withLock { $0.append(seed) } }
        }
      }
    }
    for thread in threads { try thread.join() }
    #expect(wrong.withLock { $0 } == [])
  }
}
