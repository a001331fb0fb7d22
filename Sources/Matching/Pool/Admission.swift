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

  init(_ policy: Policy, _ gate: Gate) {
    self.policy = policy
    self.gate = gate
    let own = Set(policy.rules.flatMap(\.names))
    listsClinicalReviews = policy.ruleNames.allSatisfy { rule in
      own.contains(rule) || gate.reviews.outcome(of: rule) == .list
    }
  }

  /// A bit for each protocol. Cost: about two microseconds for most people.
  func openProtocols(_ person: Recipient) -> UInt8 {
    for rule in policy.rules {
      guard case .recipient(let judge) = rule.judgement else { continue }
      if !isOpen(false, { judge(person, &$0) }) { return 0 }
    }
    let clinic = policy.clinic
    if !isOpen(true, { $0.merge(clinic.assessIndication(person, $0.depth)) }) { return 0 }
    var bits: UInt8 = 0
    for (index, regimen) in policy.regimens.enumerated() where isOpen(person, regimen) {
      bits |= 1 << UInt8(index)
    }
    return bits
  }

  private func isOpen(_ person: Recipient, _ regimen: Regimen) -> Bool {
    for rule in policy.rules {
      guard case .underProtocol(let judge) = rule.judgement else { continue }
      if !isOpen(false, { judge(person, regimen.transplant, &$0) }) { return false }
    }
    let clinic = policy.clinic
    return isOpen(true) { $0.merge(clinic.assessConditioning(person, for: regimen, $0.depth)) }
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
