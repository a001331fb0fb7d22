import TandemChance
import TestSupport
import Testing

@testable import TandemSimulation

@Suite struct StatisticsTests {
  @Test("Student's t agrees with printed tables")
  func tTables() {
    // Two-sided 5 % points: any table of the t distribution.
    for (degrees, point) in [(1.0, 12.7062), (2, 4.3027), (5, 2.5706), (19, 2.0930), (99, 1.9842)] {
      #expect(abs(StudentT.quantile(confidence: 0.95, degrees: degrees) - point) < 5e-5)
      #expect(abs(StudentT.twoSidedTail(point, degrees: degrees) - 0.05) < 1e-5)
    }
    // With one degree of freedom it is Cauchy's: P(|T| >= 1) = 1/2.
    #expect(abs(StudentT.twoSidedTail(1, degrees: 1) - 0.5) < 1e-14)
    #expect(StudentT.twoSidedTail(0, degrees: 3) == 1)
  }

  @Test("Moments agree with the two-pass formulas on random numbers")
  func moments() throws {
    withEvery(50) { chance in
      let values = (0..<(2 + chance.index(below: 50))).map { _ in chance.unit() * 100 - 30 }
      var moments = Moments()
      for value in values { moments.add(value) }
      moments.add(.nan)
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      try hold(moments.count == values.count, "what is not a number is passed over")
      try hold(abs(moments.mean - mean) < 1e-9, "mean")
      let deviation = (squares / Double(values.count - 1)).squareRoot()
      try hold(abs((moments.deviation ?? -1) - deviation) < 1e-9, "deviation")
    }
  }

  @Test("Holm's adjustment is that of his paper's steps")
  func holm() {
    let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005])
    let expected = [0.03, 0.06, 0.06, 0.02]
    for (one, other) in zip(adjusted, expected) { #expect(abs(one - other) < 1e-12) }
    #expect(Holm.adjusted([]) == [])
    #expect(Holm.adjusted([0.9, 0.8]) == [1, 1])
  }

  @Test("Both 95 % intervals hold the true difference in about 95 % of samples")
  func intervalsCover() {
    var t = 0
    var bootstrap = 0
    let samples = 300
    for sample in 0..<samples {
      var chance = SplitMix(seed: 7, key: UInt64(sample))
      let values = (0..<30).map { _ in 2 + Normal.quantile(max(chance.unit(), 0x1p-54)) }
      let difference = PairedDifference(values, seed: 1)
      if difference.tInterval!.contains(2) { t += 1 }
      if difference.bootstrapInterval!.contains(2) { bootstrap += 1 }
    }
    // Three standard errors of a share of 95 % in 300 samples are 3.8 %; the percentile bootstrap is a little
    // narrow in samples of 30.
    #expect(abs(Double(t) / Double(samples) - 0.95) < 0.038)
    #expect(abs(Double(bootstrap) / Double(samples) - 0.94) < 0.05)
  }

  @Test("Differences that are always the same are sure, or none at all")
  func degenerateDifferences() {
    let none = PairedDifference([0, 0, 0], seed: 1)
    #expect(none.probability == 1)
    #expect(none.effectSize == 0)
    let sure = PairedDifference([2, 2, 2], seed: 1)
    #expect(sure.probability == 0)
    #expect(sure.tInterval == 2...2)
    let single = PairedDifference([1], seed: 1)
    #expect(single.mean == 1)
    #expect(single.tInterval == nil)
    #expect(PairedDifference([.nan], seed: 1).count == 0)
  }

  @Test("Gini, SD and ratio of two groups are those worked out by hand")
  func access() {
    func group(_ years: Double, _ transplants: Int) -> Tally.Group {
      Tally.Group(people: 1, days: years * 365.25, transplants: transplants)
    }
    // Rates 10 and 30 per 100 patient-years, equal weights: mean 20, SD 10, Gini = 20 / (4 x 20).
    let access = Access([group(100, 10), group(100, 30), group(0.5, 9)])
    #expect(abs(access.deviation - 10) < 1e-9)
    #expect(abs(access.gini - 0.25) < 1e-9)
    #expect(abs(access.worstToBest - 1.0 / 3) < 1e-9)
    #expect(Access([group(100, 10)]).gini.isNaN)
    #expect(Access([group(100, 5), group(200, 10)]).gini == 0)
  }

  @Test("Quantiles lie between neighbours on the straight line")
  func quantiles() {
    #expect([3.0, 1, 2].quantile(0.5) == 2)
    #expect([1.0, 2].quantile(0.25) == 1.25)
    #expect([5.0].quantile(0.9) == 5)
    #expect([Double]().quantile(0.5).isNaN)
  }
}
