import TandemClinic
import TandemPolicy
import TandemRegistry

/// Decides in which protocols a recipient is open whatever the donor: by the verdict where that is enough,
/// and by the reasons where the gate has to know them. Agrees with the gate on the full assessment, since a
/// merged assessment is open when each of its parts is.
struct Admission: Sendable {
  private let policy: Policy
  private let gate: Gate
  /// Whether the policy lists people with any review of indication, conditioning or drugs.
  private let listsClinicalReviews: Bool
  /// For each protocol the first one with the same conditioning limits and drugs, which need one judgement.
  private let alike: [Int]

  init(_ policy: Policy, _ gate: Gate) {
    self.policy = policy
    self.gate = gate
    let own = Set(policy.rules.flatMap(\.names))
    listsClinicalReviews = policy.ruleNames.allSatisfy { rule in
      own.contains(rule) || gate.reviews.outcome(of: rule) == .list
    }
    let conditions = policy.regimens.map { [$0.limits.criteria.name] + $0.drugs.map(\.name) }
    alike = conditions.map { own in conditions.firstIndex(of: own) ?? 0 }
  }

  /// A bit for each protocol; all bits for somebody who is not off already when the protocols are more than bits.
  /// Cost: about two microseconds for most people.
  func openProtocols(_ person: Recipient) -> UInt8 {
    for rule in policy.rules {
      guard case .recipient(let judge) = rule.judgement else { continue }
      if !isOpen(false, { judge(person, &$0) }) { return 0 }
    }
    let clinic = policy.clinic
    if !isOpen(true, { $0.merge(clinic.assessIndication(person, $0.depth)) }) { return 0 }
    if policy.regimens.count > 8 { return .max }
    var bits: UInt8 = 0
    var judged: UInt8 = 0
    var fit: UInt8 = 0
    for index in policy.regimens.indices where consents(person, policy.regimens[index]) {
      let bit = UInt8(1) << UInt8(alike[index])
      if judged & bit == 0 {
        judged |= bit
        let regimen = policy.regimens[index]
        if isOpen(true, { $0.merge(clinic.assessConditioning(person, for: regimen, $0.depth)) }) {
          fit |= bit
        }
      }
      if fit & bit != 0 { bits |= 1 << UInt8(index) }
    }
    return bits
  }

  /// What the policy's own rules say under a protocol.
  private func consents(_ person: Recipient, _ regimen: Regimen) -> Bool {
    for rule in policy.rules {
      guard case .underProtocol(let judge) = rule.judgement else { continue }
      if !isOpen(false, { judge(person, regimen.transplant, &$0) }) { return false }
    }
    return true
  }

  private func isOpen(_ isClinical: Bool, _ judge: (inout Assessment) -> Void) -> Bool {
    var quick = Assessment(.decide)
    judge(&quick)
    switch quick.verdict {
    case .pass: return true
    case .fail where gate.overrides.isEmpty: return false
    case .review where isClinical && listsClinicalReviews: return true
    default:
      var full = Assessment(gate.depth)
      judge(&full)
      return gate.isOpen(full)
    }
  }
}
