import TandemChance
import TestSupport
import Testing

@testable import TandemGeneration

@Suite("Spreads and weights")
struct SpreadTests {
  @Test(
    "a spread that is hardly cut has the mean and standard deviation stated", arguments: Spread.Shape.allCases
  )
  func moments(shape: Spread.Shape) {
    let spread = Spread(shape, mean: 40, sd: 9, in: 1...200)
    // The rank runs over a fine grid, so that no chance is involved.
    let values = (0..<20_000).map { spread.value(rank: (Double($0) + 0.5) / 20_000) }
    let (mean, deviation) = meanAndDeviation(values)
    #expect(abs(mean - 40) < 0.01)
    #expect(abs(deviation - 9) < 0.02)
  }

  @Test("values rise with the rank and stay within the bounds")
  func bounds() {
    withEvery(300) { chance in
      let shape: Spread.Shape = chance.flip(0.5) ? .normal : .lognormal
      let mean = 0.1 + chance.unit() * 100
      let low = mean * chance.unit()
      let spread = Spread(shape, mean: mean, sd: chance.unit() * 80, in: low...(low + chance.unit() * 200))
      let values = [0, 1e-9, 0.2, 0.5, 0.8, 1 - 1e-9, 1].map { spread.value(rank: $0) }
      try hold(values == values.sorted(), "\(spread) does not rise: \(values)")
      try hold(values.allSatisfy { spread.range.contains($0) }, "\(spread) leaves its bounds: \(values)")
    }
  }

  @Test("a spread without width is its mean")
  func certain() {
    #expect(Spread(mean: 7, sd: 0, in: 0...10).value(rank: 0.01) == 7)
  }

  @Test("weights are drawn in proportion, and items without weight never")
  func weights() {
    let weights = Weights(["a", "b", "c", "d"], [1, 0, 2, 1])
    var chance = SplitMix(seed: 3)
    var counts: [String: Int] = [:]
    for _ in 0..<8000 { counts[weights.sample(&chance), default: 0] += 1 }
    #expect(counts["b"] == nil)
    expectShare(counts["a"] ?? 0, of: 8000, is: 0.25)
    expectShare(counts["c"] ?? 0, of: 8000, is: 0.5)
    #expect(weights.items[weights.index(rank: 1 - 0x1p-53)] == "d")
  }

  @Test("numbers rounded to a step print as they were meant")
  func rounding() {
    #expect(rounded(0.30000000000000004, to: 0.1) == 0.3)
    #expect(rounded(5.678, to: 0.01) == 5.68)
    #expect(rounded(1234, to: 10) == 1230)
    #expect(rounded(-92.35, to: 0.0001) == -92.35)
  }
}
