import TandemChance
import Testing

@testable import TandemSimplex

@Suite("Factors of a basis")
struct FactorTests {
  /// A random sparse matrix, by columns.
  private static func matrix(_ chance: inout SplitMix, rows: Int, columns: Int) -> [[Int: Double]] {
    (0..<columns).map { _ in
      var entries: [Int: Double] = [:]
      for _ in 0..<1 + chance.index(below: 4) {
        entries[chance.index(below: rows)] = Double(1 + chance.index(below: 3)) * (chance.flip(0.2) ? -1 : 1)
      }
      return entries
    }
  }

  private static func lines(_ matrix: [[Int: Double]]) -> SparseLines {
    var lines = SparseLines()
    for (place, entries) in matrix.enumerated() {
      lines.addLine()
      for row in entries.keys.sorted() { lines.append(to: place, Int32(row), entries[row]!) }
    }
    return lines
  }

  /// By how much the factors are wrong about the basis, either way round.
  private static func error(
    _ factors: borrowing Factors, _ head: [Int32], _ matrix: [[Int: Double]], _ chance: inout SplitMix
  ) -> Double {
    let count = head.count
    let basis = head.map { $0 >= 0 ? matrix[Int($0)] : [Int(~$0): 1] }
    let wanted = (0..<count).map { _ in Double(chance.index(below: 9)) - 4 }
    var off = 0.0
    let vector = Plain<Double>(count, of: 0)
    for (place, column) in basis.enumerated() {
      for (row, value) in column { vector[row] += value * wanted[place] }
    }
    factors.solve(vector.base)
    for place in 0..<count { off = max(off, abs(vector[place] - wanted[place])) }
    for (place, column) in basis.enumerated() {
      vector[place] = column.reduce(0) { $0 + $1.value * wanted[$1.key] }
    }
    factors.solveTransposed(vector.base)
    for row in 0..<count { off = max(off, abs(vector[row] - wanted[row])) }
    return off
  }

  @Test("Systems with the basis and its transpose are solved, also after many changes of basis")
  func solves() {
    for seed in UInt64(1)...150 {
      var chance = SplitMix(seed: seed, key: 11)
      let rows = 1 + chance.index(below: 40)
      let matrix = Self.matrix(&chance, rows: rows, columns: 3 * rows)
      let lines = Self.lines(matrix)
      var factors = Factors()
      var slacks: [Int32] = []
      var columns = (0..<Int32(rows)).filter { _ in chance.flip(0.8) }
      let pivots = factors.factor(rowCount: rows, columns: columns, slacks: &slacks, matrix: lines)
      var head = [Int32](repeating: 0, count: rows)
      for (column, row) in zip(columns, pivots) where row >= 0 { head[Int(row)] = column }
      for row in slacks { head[Int(row)] = ~row }
      #expect(Self.error(factors, head, matrix, &chance) < 1e-6, "seed \(seed)")
      columns = (Int32(rows)..<Int32(3 * rows)).map { $0 }
      let vector = Plain<Double>(rows, of: 0)
      for column in columns where !factors.isWorn {
        vector.base.update(repeating: 0, count: rows)
        for (row, value) in matrix[Int(column)] { vector[row] = value }
        factors.solve(vector.base, isEntering: true)
        guard let place = (0..<rows).max(by: { abs(vector[$0]) < abs(vector[$1]) }), abs(vector[place]) > 0.1
        else { continue }
        vector.base.update(repeating: 0, count: rows)
        vector[place] = 1
        factors.solveTransposed(vector.base, isLeaving: true)
        factors.update(row: place)
        head[place] = column
        #expect(Self.error(factors, head, matrix, &chance) < 1e-5, "seed \(seed) column \(column)")
      }
    }
  }

  @Test("A column that depends on others is left out, and a slack takes its place")
  func dependent() {
    let matrix: [[Int: Double]] = [[0: 1, 1: 1], [0: 2, 1: 2], [0: 1, 2: 1]]
    var factors = Factors()
    var slacks: [Int32] = []
    let pivots = factors.factor(rowCount: 3, columns: [0, 1, 2], slacks: &slacks, matrix: Self.lines(matrix))
    #expect(pivots.filter { $0 < 0 }.count == 1)
    #expect(slacks.count == 1)
    #expect(Set(pivots.filter { $0 >= 0 } + slacks) == [0, 1, 2])
  }
}
