import TandemPolicy
import Testing

@testable import TandemSimulation

@Suite struct SweepTests {
  @Test("A sweep is read as from, to and step, and nothing else is")
  func texts() throws {
    #expect(WeightSweep("waiting-time=0:10:2.5")?.weights == [0, 2.5, 5, 7.5, 10])
    #expect(WeightSweep("waiting-time=0.1:0.3:0.1")?.weights == [0.1, 0.2, 0.3])
    #expect(WeightSweep("waiting-time=5:5:1")?.weights == [5])
    for wrong in [
      "waiting-time", "=0:1:1", "a=0:1", "a=0:1:0", "a=1:0:1", "a=-1:1:1", "a=0:101:1", "a=0:1:0.001",
      "a=nan:1:1", "a=0:inf:1",
    ] {
      #expect(WeightSweep(wrong) == nil, "\(wrong)")
    }
  }

  @Test("Every weight is a policy of its own, with a fingerprint of its own; its weights sum to 100")
  func variants() throws {
    let own = try #require(Made.balanced.terms.first { $0.attribute.name == "waiting-time" }).weight
    let sweep = try #require(WeightSweep("waiting-time=0:40:5"))
    let variants = try #require(sweep.variants(of: Made.balanced))
    #expect(Set(variants.map(\.fingerprint)).count == variants.count)
    for (weight, variant) in zip(sweep.weights, variants) {
      #expect(abs(variant.terms.reduce(0) { $0 + $1.weight } - 100) < 1e-9)
      #expect((variant.fingerprint == Made.balanced.fingerprint) == (weight == own))
      #expect(variant.sha256 == Made.balanced.sha256)
    }
    #expect(sweep.variants(of: Made.balanced)?.map(\.fingerprint) == variants.map(\.fingerprint))
    #expect(WeightSweep("no-such=0:1:1")?.variants(of: Made.balanced) == nil)
  }

  @Test("A plan's fingerprint follows from policies, ways and figures")
  func fingerprints() {
    let plans = [
      Made.plan(Made.small, [Arm(Made.balanced)], replicates: 1),
      Made.plan(Made.small, [Arm(Made.waitingTime)], replicates: 1),
      Made.plan(Made.small, [Arm(Made.balanced.with(weight: 1, of: "waiting-time")!)], replicates: 1),
      Made.plan(Made.small, [Arm(Made.balanced, Placement(.optimised))], replicates: 1),
      Made.plan(Made.small, [Arm(Made.balanced)], replicates: 1, seed: 2),
      Made.plan(Made.small.with(.acceptance, 0.5), [Arm(Made.balanced)], replicates: 1),
    ]
    #expect(Set(plans.map(\.fingerprint)).count == plans.count)
    #expect(Made.plan(Made.small, [Arm(Made.balanced)], replicates: 9).fingerprint == plans[0].fingerprint)
  }
}
