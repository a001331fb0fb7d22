package import TandemClinic
import TandemFiles
package import TandemRegistry

/// The rules in their order, into an assessment of any depth: what is decided, named, counted and explained all
/// comes from here.
extension MatchContext {
  /// Judges what holds whatever the protocol: donor, recipient, pair, delivery.
  func assess(_ facts: PairFacts, into assessment: inout Assessment) {
    assessment.merge(donorAssessment)
    policy.assess(facts.recipient, into: &assessment)
    policy.assess(facts, into: &assessment)
    policy.clinic.assessDelivery(from: facts.laboratory, to: facts.centre, into: &assessment)
  }

  /// Judges what holds for all dose levels of a protocol: timing, consent, conditioning, drugs, blood groups.
  func assess(_ plan: ProtocolPlan, _ facts: PairFacts, into assessment: inout Assessment) {
    assessment.merge(plan.timing)
    policy.assess(facts.recipient, for: plan.regimen, into: &assessment)
    plan.transplant.assessBloodGroups(donor: donor.abo, recipient: facts.recipient.abo, into: &assessment)
  }

  /// Judges doses and release of a level.
  package func assess(
    _ level: TransplantProtocol.Level, _ plan: ProtocolPlan, _ recipient: Recipient,
    into assessment: inout Assessment
  ) {
    let clinic = policy.clinic
    plan.transplant.assessDose(
      level, weightKg: recipient.weightKg, islets: plan.islets, stemCells: plan.stemCells,
      confidence: policy.confidence, into: &assessment)
    guard let weightKg = recipient.weightKg else { return }
    clinic.rules.release.assess(
      clinic.release, donor: donor, ieq: level.isletIEQPerKg.value * weightKg, weightKg: weightKg,
      infusion: Infusion(nextFor: recipient), stage: clinic.choices.releaseStage, into: &assessment)
  }
}
