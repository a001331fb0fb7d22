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
}
