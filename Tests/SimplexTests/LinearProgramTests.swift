import TandemChance
import TandemGLPK
import Testing

@testable import TandemSimplex

@Suite("Linear programs solved again and again")
struct LinearProgramTests {
  /// max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: the optimum is 36 at (2, 6) with prices 0, 3/2, 1.
  private static func textbook() -> LinearProgram {
    let program = LinearProgram()
    for limit in [4.0, 12, 18] { program.addRow(.atMost(limit)) }
    program.addColumns(objective: [3, 5], starts: [0, 2, 4], rows: [0, 2, 1, 2], values: [1, 3, 2, 2])
    return program
  }

  private static func optimum(_ outcome: LinearProgram.Outcome) -> Double? {
    if case .optimal(let value) = outcome { return value }
    return nil
  }

  @Test("The textbook example has its known optimum and prices")
  func textbookOptimum() throws {
    let program = Self.textbook()
    let value = try #require(Self.optimum(program.solve()))
    #expect(abs(value - 36) < 1e-9)
    #expect(zip(program.columnValues(), [2, 6]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(zip(program.rowPrices(), [0, 1.5, 1]).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test("A column that arrives later is priced in, and a row that arrives later cuts the optimum off")
  func lateComers() throws {
    let program = Self.textbook()
    _ = try program.solve()
    program.addColumns(objective: [10], starts: [0, 1], rows: [1], values: [1])
    #expect(abs(try #require(Self.optimum(program.solve())) - 132) < 1e-9)
    program.addRow(.atMost(3), columns: [0], values: [1])
    #expect(abs(try #require(Self.optimum(program.solve())) - 129) < 1e-9)
  }

  @Test("A program without rows or columns has the optimum zero")
  func nothing() throws {
    #expect(Self.optimum(try LinearProgram().solve()) == 0)
  }

  @Test("What has no point is infeasible, what grows for ever is unbounded")
  func noOptimum() throws {
    let program = LinearProgram()
    program.addRow(.atLeast(2))
    program.addColumns(objective: [1], limits: .unit, starts: [0, 1], rows: [0], values: [1])
    guard case .infeasible = try program.solve() else { return #expect(Bool(false), "not infeasible") }
    program.setColumnLimits(0, .nonNegative)
    guard case .unbounded = try program.solve() else { return #expect(Bool(false), "not unbounded") }
  }

  @Test("Random programs with limits of every kind come out as GLPK's do, with a proof")
  func randomPrograms() throws {
    for seed in UInt64(1)...600 {
      var chance = SplitMix(seed: seed, key: 1)
      var twin = try Twin()
      let rows = chance.index(below: 13)
      for _ in 0..<rows { try twin.addRow(Twin.limits(&chance)) }
      for _ in 0..<1 + chance.index(below: 20) {
        let gain = Double(chance.index(below: 21)) - 10
        let limits = Twin.limits(&chance)
        try twin.addColumn(gain, Twin.entries(&chance, below: rows), limits)
      }
      try twin.check("seed \(seed)")
    }
  }

  @Test("Whatever changes between solves, the next one comes out as GLPK's does")
  func changes() throws {
    for seed in UInt64(1)...60 {
      var chance = SplitMix(seed: seed, key: 2)
      var twin = try Twin.packing(&chance, owners: 5, claimants: 12, bundles: 30)
      var kept: Basis?
      for step in 0..<40 {
        let (rows, columns) = (twin.own.rowCount, twin.own.columnCount)
        switch chance.index(below: 8) {
        case 0:
          try twin.addRow(.atMost(Double(chance.index(below: 4))), Twin.entries(&chance, below: columns))
        case 1: try twin.addColumn(Double(chance.index(below: 500)), Twin.entries(&chance, below: rows))
        case 2: try twin.setColumn(chance.index(below: columns), .exactly(0))
        case 3:
          try twin.setColumn(chance.index(below: columns), chance.flip(0.3) ? .exactly(1) : .nonNegative)
        case 4: try twin.setRow(chance.index(below: rows), chance.flip(0.2) ? .exactly(1) : .atMost(1))
        case 5: try twin.setGain(chance.index(below: columns), Double(chance.index(below: 500)))
        case 6:
          try twin.removeRow(chance.index(below: rows))
          kept = nil
        default:
          if let kept {
            twin.own.setBasis(kept.extended(rows: rows, columns: columns))
          } else {
            kept = twin.own.basis()
          }
        }
        try twin.check("seed \(seed) step \(step)")
      }
    }
  }

  @Test("Masters of packing problems come out as GLPK's do without its help")
  func masters() throws {
    for seed in UInt64(1)...12 {
      var chance = SplitMix(seed: seed, key: 3)
      let twin = try Twin.packing(&chance, owners: 25, claimants: 120, bundles: 700)
      try twin.check("seed \(seed)")
      #expect(twin.own.rescued == nil, "seed \(seed)")
    }
  }

  @Test("GLPK's answer, where it has to be asked, has values and prices as ours has")
  func rescue() throws {
    for seed in UInt64(1)...8 {
      var chance = SplitMix(seed: seed, key: 4)
      let twin = try Twin.packing(&chance, owners: 8, claimants: 20, bundles: 80)
      let ours = try #require(Self.optimum(twin.own.solve()))
      let theirs = try #require(Self.optimum(twin.own.rescue(LinearProgram.Options())))
      #expect(abs(ours - theirs) < 1e-6 && abs(twin.proof() - theirs) < 1e-6, "seed \(seed)")
      #expect(twin.own.rescued != nil)
      // And we go on from its basis.
      #expect(abs(try #require(Self.optimum(twin.own.solve())) - ours) < 1e-6, "seed \(seed)")
    }
  }

  @Test("A solve stops below the cutoff, and only where the optimum is below it")
  func cutoff() throws {
    for seed in UInt64(1)...20 {
      var chance = SplitMix(seed: seed, key: 5)
      var twin = try Twin.packing(&chance, owners: 20, claimants: 60, bundles: 300)
      _ = try twin.own.solve()
      for (column, value) in twin.own.columnValues().enumerated() where value > 0 && column % 3 == 0 {
        try twin.setColumn(column, .exactly(0))
      }
      let basis = twin.own.basis()
      let optimum = try #require(Self.optimum(twin.own.solve()))
      for distance in [-20.0, -0.5, 0.5, 20] {
        var options = LinearProgram.Options()
        options.cutoff = optimum + distance
        twin.own.setBasis(basis)
        let outcome = try twin.own.solve(options)
        if distance < 0 { #expect(Self.optimum(outcome) != nil, "seed \(seed)") }
        if case .stopped(let reason) = outcome { #expect(reason == .cutoff && distance > 0, "seed \(seed)") }
      }
    }
  }

  @Test("After a few dual steps the prices prove a bound, and the next solve goes on from there")
  func fewSteps() throws {
    var chance = SplitMix(seed: 7, key: 6)
    var twin = try Twin.packing(&chance, owners: 20, claimants: 60, bundles: 300)
    _ = try twin.own.solve()
    for column in stride(from: 0, to: 300, by: 2) { try twin.setColumn(column, .exactly(0)) }
    var options = LinearProgram.Options()
    options.stepLimit = 3
    var bounds: [Double] = []
    while case .stopped(let reason) = try twin.own.solve(options) {
      #expect(reason == .steps)
      bounds.append(twin.proof())
    }
    let optimum = try #require(Self.optimum(twin.own.solve()))
    #expect(bounds.count > 3)
    #expect(bounds.allSatisfy { $0 >= optimum - 1e-6 })
  }

  @Test("A solve that has no time left says so")
  func noTime() throws {
    var chance = SplitMix(seed: 8, key: 7)
    let twin = try Twin.packing(&chance, owners: 25, claimants: 120, bundles: 700)
    var options = LinearProgram.Options()
    options.timeLimit = 0
    guard case .stopped(.time) = try twin.own.solve(options) else {
      return #expect(Bool(false), "it went on")
    }
    try twin.check("after the time was up")
  }

  @Test("A basis that is singular is mended")
  func singular() throws {
    let program = Self.textbook()
    program.addColumns(objective: [1, 1], starts: [0, 1, 2], rows: [0, 0], values: [1, 2])
    program.setBasis(
      Basis(rows: [.atUpper, .atUpper, .basic], columns: [.atLower, .atLower, .basic, .basic]))
    #expect(abs(try #require(Self.optimum(program.solve())) - 36) > 1e-9)
    var twin = try Twin()
    for limit in [4.0, 12, 18] { try twin.addRow(.atMost(limit)) }
    for column in 0..<4 { try twin.addColumn(Double(3 - column), [0: 1, 1: 2]) }
    twin.own.setBasis(
      Basis(rows: [.atUpper, .atUpper, .atUpper], columns: [.basic, .basic, .basic, .atLower]))
    try twin.check("three equal columns basic")
  }

  @Test("The same program gives the same bits")
  func sameBits() throws {
    func run() throws -> [UInt64] {
      var chance = SplitMix(seed: 9, key: 8)
      let twin = try Twin.packing(&chance, owners: 25, claimants: 120, bundles: 700)
      _ = try twin.own.solve()
      return (twin.own.columnValues() + twin.own.rowPrices()).map(\.bitPattern)
    }
    #expect(try run() == run())
  }
}
