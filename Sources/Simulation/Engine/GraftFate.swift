import TandemChance

/// What becomes of a graft: chimerism, GVHD, independence and its loss, failure. All draws belong to the
/// person and the infusion, so that a person who is given a graft under two policies has the same fate
/// under both but for the dose.
struct GraftFate: Sendable {
  private let chimerism: Double
  private let lossFactor: Double
  private let gvhd: (low: Double, middle: Double, high: Double)
  private let independence: [Double]
  private let lossPerDay: Double
  private let earlyFailurePerDay: Double
  private let lateFailurePerDay: Double
  private let returnsAfterFailure: Double
  private let returnsWithPartial: Double

  /// How long the early rate of failure holds, counted from the infusion.
  private static let earlyDays = 6 * Calendar.daysPerMonth

  init(_ scenario: Scenario) {
    chimerism = scenario[.chimerism]
    lossFactor = scenario[.lossWithoutChimerism]
    gvhd = (scenario[.gvhdLow], scenario[.gvhdMiddle], scenario[.gvhdHigh])
    independence = [scenario[.independentFirst], scenario[.independentSecond], scenario[.independentThird]]
    lossPerDay = ratePerDay(perMonth: scenario[.fullToPartial])
    earlyFailurePerDay = ratePerDay(perMonth: scenario[.partialLossEarly])
    lateFailurePerDay = ratePerDay(perMonth: scenario[.partialLossLate])
    returnsAfterFailure = scenario[.returnsAfterFailure]
    returnsWithPartial = scenario[.returnsWithPartial]
  }

  /// Whether the `infusion`th infusion of a person (from 1) makes them independent of insulin.
  func isIndependent(_ person: Int, infusion: Int, _ chances: Chances) -> Bool {
    let probability = independence[min(infusion, independence.count) - 1]
    return chances.unit(.independence, person, time: infusion) < probability
  }

  func isChimeric(_ person: Int, infusion: Int, _ chances: Chances) -> Bool {
    chances.unit(.chimerism, person, time: infusion) < chimerism
  }

  func hasGVHD(_ person: Int, infusion: Int, cd34PerKg: Double, _ chances: Chances) -> Bool {
    let probability = cd34PerKg <= 2e6 ? gvhd.low : cd34PerKg <= 4e6 ? gvhd.middle : gvhd.high
    return chances.unit(.gvhd, person, time: infusion) < probability
  }

  /// Days from the infusion until independence is lost.
  func independentDays(_ person: Int, infusion: Int, isChimeric: Bool, _ chances: Chances) -> Double {
    chances.exponential(.lossOfIndependence, person, time: infusion) / rate(lossPerDay, isChimeric)
  }

  /// Days from the infusion until a graft that has been partial since `partialSince` fails: the hazard is high
  /// in the first six months after the infusion and low later.
  func failureDays(
    _ person: Int, infusion: Int, partialSince: Double, isChimeric: Bool, _ chances: Chances
  ) -> Double {
    let needed = chances.exponential(.failure, person, time: infusion)
    let early = rate(earlyFailurePerDay, isChimeric)
    let earlyHazard = early * max(0, GraftFate.earlyDays - partialSince)
    if needed <= earlyHazard { return partialSince + needed / early }
    return max(partialSince, GraftFate.earlyDays) + (needed - earlyHazard)
      / rate(lateFailurePerDay, isChimeric)
  }

  /// Whether somebody goes back to the list: one draw for a graft, compared with what holds in the state.
  func returns(_ person: Int, infusion: Int, hasFailed: Bool, _ chances: Chances) -> Bool {
    chances.unit(.relisting, person, time: infusion) < (hasFailed ? returnsAfterFailure : returnsWithPartial)
  }

  private func rate(_ perDay: Double, _ isChimeric: Bool) -> Double {
    isChimeric ? perDay : perDay * lossFactor
  }
}
