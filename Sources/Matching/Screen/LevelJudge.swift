import TandemClinic
import TandemFiles
import TandemPolicy
import TandemRegistry

/// Tells for every weight whether the doses of one level are open.
///
/// What fails only because of the weight is decided by the same comparisons as in `TandemClinic`, so that a weight
/// costs some nanoseconds. Everything else that the rules on doses and release can say depends on donor and level
/// alone: it is asked once, of the code that also explains, for the first weight that keeps the limits.
///
/// Context, plan and level are handed on, never kept: a copy of them costs more than all the weights.
enum LevelJudge {
  /// Whether the level is open, by the numbers of the weights.
  static func open(
    _ context: MatchContext, _ plan: ProtocolPlan, _ level: TransplantProtocol.Level, _ weights: [Double?],
    isLater: Bool
  ) -> [Bool] {
    let limits = Limits(context, plan, level, isLater: isLater)
    let isOverridden = context.gate.overrides.contains {
      $0.name.hasPrefix("dose.") || $0.name.hasPrefix("release.")
    }
    var answer: Bool?
    var open = [Bool](repeating: false, count: weights.count)
    for number in weights.indices {
      guard let weightKg = weights[number], !isOverridden else {
        open[number] = ask(context, plan, level, weights[number], isLater)
        continue
      }
      if !limits.keep(weightKg) { continue }
      if answer == nil { answer = ask(context, plan, level, weightKg, isLater) }
      open[number] = answer!
    }
    return open
  }

  private static func ask(
    _ context: MatchContext, _ plan: ProtocolPlan, _ level: TransplantProtocol.Level, _ weightKg: Double?,
    _ isLater: Bool
  ) -> Bool {
    var person = Recipient(id: "")
    person.weightKg = weightKg
    if isLater { person.comorbidities = ["prior_islet_graft"] }
    var assessment = Assessment(context.gate.depth)
    context.assess(level, plan, person, into: &assessment)
    return context.gate.isOpen(assessment)
  }
}

/// The limits on doses and release that a weight can break.
private struct Limits {
  private let isletIEQPerKg: Double
  private let cd34PerKg: Double
  private let islets: Double?
  private let cd34: Double
  private let cd34Floor: Double
  private let stemCells: StemCellSupply
  private let cd3Floor: Double?
  private let cd3Ceiling: Double?
  private let releasePerKg: Double?
  private let releaseTotal: Double?
  private let tissueMl: Double?
  private let purityPercent: Double?
  private let rules: ReleaseRules

  init(
    _ context: MatchContext, _ plan: ProtocolPlan, _ level: TransplantProtocol.Level, isLater: Bool
  ) {
    let clinic = context.policy.clinic
    let asked = plan.transplant.stemCells
    isletIEQPerKg = level.isletIEQPerKg.value
    cd34PerKg = level.cd34PerKg.value
    islets = plan.isletsAvailable
    cd34 = plan.cd34Available
    cd34Floor = asked.cd34Floor.value
    stemCells = plan.stemCells
    cd3Floor = asked.cd3Floor?.value
    cd3Ceiling = asked.cd3Ceiling?.value
    releasePerKg = clinic.release.leastIEQPerKg(for: isLater ? .later : .first)?.value
    releaseTotal = clinic.release.totalIEQ?.value
    let isDue = clinic.choices.releaseStage == .due
    tissueMl = isDue ? clinic.release.tissueMl?.value : nil
    purityPercent = context.donor.purityPercent
    rules = clinic.rules.release
  }

  @inline(__always)
  func keep(_ weightKg: Double) -> Bool {
    let ieq = isletIEQPerKg * weightKg
    if let islets, !(islets >= ieq) { return false }
    if !(cd34 >= cd34Floor * weightKg) { return false }
    if cd3Floor != nil || cd3Ceiling != nil, let cells = stemCells.cd3(with: min(cd34, cd34PerKg * weightKg))
    {
      let perKg = cells / weightKg
      if let cd3Floor, !(perKg > cd3Floor) { return false }
      if let cd3Ceiling, !(perKg <= cd3Ceiling) { return false }
    }
    if let releasePerKg, !(ieq / weightKg >= releasePerKg) { return false }
    if let releaseTotal, !(ieq >= releaseTotal) { return false }
    if let tissueMl, let purityPercent {
      if !(rules.tissueMl(ieq: ieq, purityPercent: purityPercent) <= tissueMl) { return false }
    }
    return true
  }
}
