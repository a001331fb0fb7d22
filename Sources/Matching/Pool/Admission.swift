import TandemClinic
import TandemPolicy
import TandemRegistry

/// Decides in which protocols a recipient is open whatever the donor: by the verdict where that is enough,
/// and by the reasons where the gate has to know them. Agrees with the gate on the full assessment, since a
/// merged assessment is open when each of its parts is.
struct Admission: Sendable {
  /// One judgement. In a value of its own, since a closure in an array is called through another that copies the
  /// person.
  private struct Judge: Sendable {
    let judge: @Sendable (Recipient, inout Assessment) -> Void

    init(_ judge: @escaping @Sendable (Recipient, inout Assessment) -> Void) { self.judge = judge }
  }

  private let gate: Gate
  // Each judge is a closure over what it judges by: a policy, a clinic or a regimen handed on by value for every
  // person costs dozens of references counted up and down, more than the judgement itself.
  /// The policy's rules on the recipient alone.
  private let ofRecipient: [Judge]
  /// Whether there is the indication for islets.
  private let indication: Judge
  /// The policy's rules on the recipient under each of the protocols.
  private let underProtocol: [[Judge]]
  /// Whether the recipient may be conditioned, for each protocol.
  private let conditioning: [Judge]
  /// Whether the policy lists people with any review of indication, conditioning or drugs.
  private let listsClinicalReviews: Bool
  /// For each protocol the first one with the same conditioning limits and drugs, which need one judgement.
  private let alike: [Int]

  init(_ policy: Policy, _ gate: Gate) {
    self.gate = gate
    let clinic = policy.clinic
    ofRecipient = policy.rules.compactMap { rule in
      guard case .recipient(let judge) = rule.judgement else { return nil }
      return Judge(judge)
    }
    indication = Judge { clinic.assessIndication($0, into: &$1) }
    underProtocol = policy.regimens.map { regimen in
      let transplant = regimen.transplant
      return policy.rules.compactMap { rule in
        guard case .underProtocol(let judge) = rule.judgement else { return nil }
        return Judge { judge($0, transplant, &$1) }
      }
    }
    conditioning = policy.regimens.map { regimen in
      Judge { clinic.assessConditioning($0, for: regimen, into: &$1) }
    }
    let own = Set(policy.rules.flatMap(\.names))
    listsClinicalReviews = policy.ruleNames.allSatisfy { rule in
      own.contains(rule) || gate.reviews.outcome(of: rule) == .list
    }
    let conditions = policy.regimens.map { [$0.limits.criteria.name] + $0.drugs.map(\.name) }
    alike = conditions.map { own in conditions.firstIndex(of: own) ?? 0 }
  }

  /// A bit for each protocol; all bits for somebody who is not off already when the protocols are more than bits.
  /// The person is taken `inout`, and not changed, to be handed on without a copy.
  /// Cost: about a tenth of a microsecond for most people.
  func openProtocols(_ person: inout Recipient) -> UInt8 {
    for place in ofRecipient.indices where !isOpen(ofRecipient[place], &person) { return 0 }
    if !isOpen(indication, &person, isClinical: true) { return 0 }
    if conditioning.count > 8 { return .max }
    var bits: UInt8 = 0
    var judged: UInt8 = 0
    var fit: UInt8 = 0
    for index in conditioning.indices where consents(&person, index) {
      let bit = UInt8(1) << UInt8(alike[index])
      if judged & bit == 0 {
        judged |= bit
        if isOpen(conditioning[index], &person, isClinical: true) { fit |= bit }
      }
      if fit & bit != 0 { bits |= 1 << UInt8(index) }
    }
    return bits
  }

  /// What the policy's own rules say under a protocol.
  private func consents(_ person: inout Recipient, _ index: Int) -> Bool {
    for place in underProtocol[index].indices where !isOpen(underProtocol[index][place], &person) {
      return false
    }
    return true
  }

  private func isOpen(_ judge: Judge, _ person: inout Recipient, isClinical: Bool = false) -> Bool {
    var quick = Assessment(.decide)
    judge.judge(person, &quick)
    switch quick.verdict {
    case .pass: return true
    case .fail where gate.overrides.isEmpty: return false
    case .review where isClinical && listsClinicalReviews: return true
    default:
      if gate.depth == .decide { return gate.isOpen(quick) }
      // Which rules, without their words.
      var full = Assessment(.names, keepsMissing: gate.isExpedited)
      judge.judge(person, &full)
      return !full.findings.contains { gate.blocks($0) }
    }
  }
}
