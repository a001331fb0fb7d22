import TandemClinic
import TandemHLA
import TandemPolicy
import TandemRegistry

/// What of a policy has a packed form: which terms of the score depend on what, and which rules the tables of
/// a `Screen` decide. Whatever is unknown here makes the policy opaque; then the tables only exclude, and the
/// explaining code judges every pair that they leave.
struct Recipe: Sendable {
  /// Terms on the recipient alone.
  private(set) var ofRecipient: [ScoreTerm] = []
  /// The terms on the days waited.
  private(set) var waiting: [ScoreTerm] = []
  /// Terms on the places of donor and centre.
  private(set) var journey: [ScoreTerm] = []
  /// Terms on the dose.
  private(set) var dose: [ScoreTerm] = []
  /// Terms on both blood groups.
  private(set) var bloodGroup: [ScoreTerm] = []
  /// Terms on both CMV serostatus.
  private(set) var serology: [ScoreTerm] = []
  /// Terms on both ages.
  private(set) var age: [ScoreTerm] = []
  /// Terms on the number of mismatches at the policy's loci, by direction.
  private(set) var gvh: [ScoreTerm] = []
  private(set) var hvg: [ScoreTerm] = []
  /// Terms on matched positions.
  private(set) var dr: [ScoreTerm] = []
  private(set) var dq: [ScoreTerm] = []
  /// Terms on the epitopes of DPB1.
  private(set) var epitopes: [ScoreTerm] = []
  /// Terms on the risk haplotypes.
  private(set) var risk: [ScoreTerm] = []
  /// Crossmatch limits of all grafts, at most four.
  private(set) var grafts: [AntibodyLimits] = []
  /// Limits on mismatches, at most four.
  private(set) var limits: [HLALimits.Limit] = []
  /// Rules on the serology of both.
  private(set) var serologyRules: [SerologyRule] = []
  /// Rules on the distance.
  private(set) var distanceRules: [DistanceRule] = []
  /// Rules that name single pairs.
  private(set) var pairLists: [PairLists] = []
  /// Whether something in the policy has no packed form.
  private(set) var isOpaque = false
  /// Whether there are more protocols than a row has bits for; then the explaining code judges every pair.
  private(set) var isTooWide = false
  /// The loci that are compared, in the order of `Locus`.
  private(set) var loci: [Locus] = []

  init(_ policy: Policy) {
    // A term without weight gives no points, whatever its rating.
    for term in policy.terms where term.weight != 0 { add(term) }
    for rule in policy.rules {
      guard case .pair = rule.judgement else { continue }
      add(rule)
    }
    if grafts.count > 4 || limits.count > 4 { isOpaque = true }
    isTooWide = policy.regimens.count > 8
    var loci = Set(gvh.isEmpty && hvg.isEmpty ? [] : policy.hla.loci)
    if !dr.isEmpty { loci.insert(.drb1) }
    if !dq.isEmpty { loci.insert(.dqb1) }
    for limit in limits { loci.formUnion(limit.loci) }
    self.loci = loci.sorted()
  }

  private mutating func add(_ term: ScoreTerm) {
    switch (term.attribute.measurement, term.attribute.name) {
    case (.recipient, _): ofRecipient.append(term)
    case (.dated, "waiting-time"): waiting.append(term)
    case (.journey, _): journey.append(term)
    case (.dose, _): dose.append(term)
    case (.pair, "abo-identical"): bloodGroup.append(term)
    case (.pair, "cmv-match"): serology.append(term)
    case (.pair, "age-difference"): age.append(term)
    case (.pair, "mismatches-gvh"): gvh.append(term)
    case (.pair, "mismatches-hvg"): hvg.append(term)
    case (.pair, "dr-match"): dr.append(term)
    case (.pair, "dq-match"): dq.append(term)
    case (.pair, "tce"): epitopes.append(term)
    case (.pair, "shared-risk-haplotypes"): risk.append(term)
    default: isOpaque = true
    }
  }

  private mutating func add(_ rule: any HardRule) {
    switch rule {
    case let rule as CrossmatchRule: grafts += rule.grafts
    case let rule as HLALimits: limits += rule.limits
    case let rule as SerologyRule: serologyRules.append(rule)
    case let rule as DistanceRule: distanceRules.append(rule)
    case let rule as PairLists: pairLists.append(rule)
    default: isOpaque = true
    }
  }
}

extension [ScoreTerm] {
  /// The points of a raw value under all terms, in millionths.
  func millionths(_ raw: Double?) -> Int32 {
    var sum: Int64 = 0
    for place in indices { sum += self[place].points(raw).millionths }
    return Int32(clamping: sum)
  }
}

extension ScoreTerm {
  /// The points of a raw value in millionths.
  func millionths(_ raw: Double?) -> Int32 { Int32(clamping: points(raw).millionths) }
}
