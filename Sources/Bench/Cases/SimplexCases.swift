import TandemChance
import TandemGLPK
import TandemSimplex

extension BenchCase {
  /// Linear programs as column generation and a branching search solve them, by our simplex method and by GLPK's.
  static let simplex: [BenchCase] = [
    BenchCase(
      "simplex.own", per: "solve",
      "Solves a master again and again while columns come and go, from the last basis.",
      grows: false
    ) { try workload($0, { LinearProgram() }, checkedBy: { try LinearModel(.maximize) }) },
    BenchCase(
      "simplex.glpk", per: "solve", "Solves the same masters by GLPK, from its last basis.", grows: false
    ) {
      try workload($0, { try LinearModel(.maximize) }, checkedBy: { LinearProgram() })
    },
  ]

  private static func workload(
    _ setting: BenchSetting, _ make: @escaping () throws -> any MasterEngine,
    checkedBy referee: () throws -> any MasterEngine
  ) throws -> Workload {
    let script = MasterScript(donors: 80, seed: setting.seed)
    let expected = try script.run(on: try referee())
    return Workload(units: expected.count) {
      let optima = try script.run(on: try make())
      for (index, (own, other)) in zip(optima, expected).enumerated()
      where !(abs(own - other) <= 1e-6 * abs(other)) {
        return "solve \(index) ends at \(own), the other method at \(other)"
      }
      return nil
    }
  }
}

/// What a master asks of a linear program.
private protocol MasterEngine {
  func addRows(_ count: Int) throws
  func addColumns(_ columns: MasterScript.Columns) throws
  func forbid(_ column: Int, _ isForbidden: Bool) throws
  /// Nil where there is none.
  func optimum() throws -> Double?
}

extension LinearProgram: MasterEngine {
  func addRows(_ count: Int) { for _ in 0..<count { addRow(.atMost(1)) } }

  fileprivate func addColumns(_ columns: MasterScript.Columns) {
    addColumns(
      objective: columns.gains, starts: columns.starts, rows: columns.rows,
      values: [Double](repeating: 1, count: columns.rows.count))
  }

  func forbid(_ column: Int, _ isForbidden: Bool) {
    setColumnLimits(column, isForbidden ? .exactly(0) : .nonNegative)
  }

  func optimum() throws -> Double? {
    guard case .optimal(let value) = try solve() else { return nil }
    return value
  }
}

extension LinearModel: MasterEngine {
  func addRows(_ count: Int) throws { for _ in 0..<count { _ = try addRow(.atMost(1)) } }

  fileprivate func addColumns(_ columns: MasterScript.Columns) throws {
    try addColumns(
      objective: columns.gains, limits: [Limits](repeating: .nonNegative, count: columns.gains.count),
      starts: columns.starts, rows: columns.rows, values: [Double](repeating: 1, count: columns.rows.count))
  }

  func forbid(_ column: Int, _ isForbidden: Bool) throws {
    try setColumnLimits(column, isForbidden ? .exactly(0) : .nonNegative)
  }

  func optimum() throws -> Double? { try solve().solution?.value }
}

/// The life of a master: bundles come in rounds, then some are forbidden and allowed again, as dives do. Which ones
/// does not depend on the optimum a method finds of several.
private struct MasterScript {
  struct Columns {
    var gains: [Double] = []
    var starts: [Int32] = [0]
    var rows: [Int32] = []
  }

  private let rows: Int
  private var rounds: [Columns] = []
  private var bans: [[Int]] = []

  init(donors: Int, seed: UInt64) {
    var chance = SplitMix(seed: seed, key: 0x4C50)
    // About as many are contested as a donor's bundles hold, six times over.
    let contested = 6 * donors
    rows = donors + contested
    let worth = (0..<contested).map { _ in 5_000 + Double(chance.index(below: 10_000)) }
    for _ in 0..<6 {
      var columns = Columns()
      for _ in 0..<2 * donors {
        // A donor reaches a tenth of them, at most sixty, as in a region.
        let donor = chance.index(below: donors)
        let first = donor * contested / donors
        let reach = min(60, max(6, contested / 10))
        var members: Set<Int> = []
        for _ in 0..<3 + chance.index(below: 4) {
          members.insert((first + chance.index(below: reach)) % contested)
        }
        let served = members.sorted()
        columns.gains.append(served.reduce(Double(chance.index(below: 4_000))) { $0 + worth[$1] })
        columns.rows.append(Int32(donor))
        columns.rows += served.map { Int32(donors + $0) }
        columns.starts.append(Int32(columns.rows.count))
      }
      rounds.append(columns)
    }
    let count = 12 * donors
    bans = (0..<40).map { _ in (0..<max(2, donors / 10)).map { _ in chance.index(below: count) } }
  }

  /// The optimum of each solve.
  func run(on engine: any MasterEngine) throws -> [Double] {
    var optima: [Double] = []
    try engine.addRows(rows)
    for columns in rounds {
      try engine.addColumns(columns)
      optima.append(try engine.optimum() ?? .nan)
    }
    for ban in bans {
      for column in ban { try engine.forbid(column, true) }
      optima.append(try engine.optimum() ?? .nan)
      for column in ban { try engine.forbid(column, false) }
    }
    return optima
  }
}
