import TandemChance
import TestSupport
import Testing

@Suite("The normal distribution")
struct NormalTests {
  /// Table 2 of Wichura's paper gives the first three; the others are textbook values.
  @Test(
    "The quantile has the published values to 15 digits",
    arguments: [
      (0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_814), (1e-20, -9.262_340_089_798_408),
      (0.975, 1.959_963_984_540_054), (0.9, 1.281_551_565_544_6004), (0.5, 0),
    ])
  func published(probability: Double, z: Double) {
    #expect(abs(Normal.quantile(probability) - z) <= 2e-15 * max(1, abs(z)))
  }

  @Test(
    "The distribution function has textbook values",
    arguments: [
      (0.0, 0.5), (1.0, 0.841_344_746_068_542_9), (-1.959_963_984_540_054, 0.025),
      (-10, 7.619_853_024_160_527e-24),
    ])
  func cdf(z: Double, probability: Double) {
    #expect(abs(Normal.cdf(z) / probability - 1) < 1e-13)
    #expect(abs(Normal.upperTail(-z) / probability - 1) < 1e-13)
  }

  @Test("The ends are infinite and outside there is no number")
  func ends() {
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.quantile(1) == .infinity)
    #expect(Normal.quantile(-0.1).isNaN)
    #expect(Normal.quantile(1.1).isNaN)
    #expect(Normal.quantile(.nan).isNaN)
  }

  @Test("Quantile and distribution function undo each other and grow together")
  func inverse() {
    withEvery(5_000) { chance in
      let z = -8 + 13 * chance.unit()
      let back = Normal.quantile(Normal.cdf(z))
      // Near 1 the probability itself has only 53 bits; its step divided by the density is the best possible.
      try hold(abs(back - z) < 1e-9, "z \(z) came back as \(back)")
      let (low, high) = (chance.unit(), chance.unit())
      try hold(
        (low < high) == (Normal.quantile(low) < Normal.quantile(high)), "quantiles of \(low) and \(high)")
    }
  }
}
