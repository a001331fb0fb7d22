import TandemChance
import TestSupport
import Testing

@Suite("The lognormal distribution")
struct LognormalTests {
  @Test("Mean and spread are those of the amount, by hand for a relative spread of 1")
  func byHand() {
    // With SD = mean the variance of the logarithm is ln 2, so the median is mean / sqrt(2).
    let amount = Lognormal(mean: 100, standardDeviation: 100)
    #expect(abs(amount.quantile(0.5) - 100 / 2.0.squareRoot()) < 1e-12)
    #expect(abs(amount.logDeviation - 0.832_554_611_157_697_8) < 1e-15)
    #expect(abs(amount.cdf(100 / 2.0.squareRoot()) - 0.5) < 1e-15)
  }

  @Test("A certain amount is met up to itself and never beyond")
  func certain() {
    let count = Lognormal(certain: 412_000)
    #expect(count.probability(atLeast: 412_000) == 1)
    #expect(count.probability(atLeast: 412_001) == 0)
    #expect(count.quantile(0.01) == 412_000)
    #expect(count.cdf(411_999) == 0)
    let nothing = Lognormal(certain: 0)
    #expect(nothing.quantile(0.9) == 0)
    #expect(nothing.probability(atLeast: 1) == 0)
  }

  @Test("Quantile and distribution function undo each other; the two tails add to one")
  func inverse() {
    withEvery(2_000) { chance in
      let mean = 10 + 1e6 * chance.unit()
      let amount = Lognormal(mean: mean, standardDeviation: mean * (0.05 + 1.5 * chance.unit()))
      let probability = 0.001 + 0.998 * chance.unit()
      let x = amount.quantile(probability)
      try hold(abs(amount.cdf(x) - probability) < 1e-10, "\(probability) came back as \(amount.cdf(x))")
      try hold(abs(amount.probability(atLeast: x) + amount.cdf(x) - 1) < 1e-12, "tails at \(x)")
    }
  }

  @Test("Scaling the amount scales its quantiles")
  func scaling() {
    let amount = Lognormal(mean: 264_658, standardDeviation: 171_566)
    let cultured = amount.scaled(by: 0.883)
    #expect(abs(cultured.quantile(0.1) / amount.quantile(0.1) - 0.883) < 1e-12)
    #expect(
      abs(cultured.probability(atLeast: 0.883 * 300_000) - amount.probability(atLeast: 300_000)) < 1e-12)
  }

  @Test("Many draws have the mean and spread asked for")
  func draws() {
    var chance = SplitMix(seed: 7)
    let amount = Lognormal(mean: 445.4, standardDeviation: 156.8)
    let draws = (0..<200_000).map { _ in amount.sample(&chance) }
    let mean = draws.reduce(0, +) / Double(draws.count)
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count)
    // Four standard errors of the mean are 1.4.
    #expect(abs(mean - 445.4) < 1.4)
    #expect(abs(variance.squareRoot() - 156.8) < 3)
  }

  @Test("One stream gives the better programme the larger draw at every donor")
  func commonRandomNumbers() {
    let (dbd, dcd) = (
      Lognormal(mean: 480_017, standardDeviation: 157_000),
      Lognormal(mean: 395_515, standardDeviation: 129_362)
    )
    withEvery(500) { chance in
      var same = chance
      let (more, less) = (dbd.sample(&chance), dcd.sample(&same))
      try hold(more > less, "\(more) against \(less)")
    }
  }
}
