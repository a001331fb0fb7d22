import TandemChance
import TandemClinic
import TandemFiles
import TandemPacking
import TandemPolicy
import TandemRegistry

/// Checks a plan from scratch: every rule of every assigned pair by the code that explains, doses and stocks in
/// IEQ and cells, beds, runs, shares, what was decided, the sums of the scores, and the bound over all pairs.
/// It knows nothing of the search.
public struct PlanVerifier: Sendable {
  private let setting: AllocationSetting
  /// The offers of every donor of the cohort.
  private let donors: [DonorOffers]
  /// The pool to check the bound over, where its pairs are too many for `donors`; and the threads to do so.
  private let large: (pool: LargePool, threads: Int)?
  private let donorPlace: [String: Int]
  private let recipientPlace: [String: Int]

  /// A verifier of plans for `setting`, which holds what the plan says was decided before. `donors` are the offers
  /// of every donor, judged pair by pair.
  public init(_ setting: AllocationSetting, _ donors: [DonorOffers]) {
    self.init(setting, donors, nil)
  }

  /// The same for a pool whose pairs are too many to be judged one by one.
  public init(_ setting: AllocationSetting, _ pool: LargePool, threads: Int) {
    self.init(setting, [], (pool, threads))
  }

  private init(_ setting: AllocationSetting, _ donors: [DonorOffers], _ large: (LargePool, Int)?) {
    self.setting = setting
    self.donors = donors
    self.large = large
    let cohort = setting.cohort
    donorPlace = Dictionary(cohort.donors.enumerated().map { ($1.id, $0) }) { first, _ in first }
    recipientPlace = Dictionary(cohort.recipients.enumerated().map { ($1.id, $0) }) { first, _ in first }
  }

  /// Everything that does not hold, each in a sentence; empty when all of it does.
  public func faults(in plan: PlanDocument, _ certificate: CertificateDocument?) -> [String] {
    var worths: [Int64]?
    return faults(in: plan, certificate, donorWorths: &worths)
  }

  /// The same, telling for a large pool what each donor is worth at the prices of the last proof.
  public func faults(
    in plan: PlanDocument, _ certificate: CertificateDocument?, donorWorths: inout [Int64]?
  ) -> [String] {
    var tally = PlanTally(setting)
    var byDonor: [Int: [PlanDocument.Entry]] = [:]
    for entry in plan.entries {
      guard let donor = donorPlace[entry.pair.donor] else {
        tally.faults.append("There is no donor \(entry.pair.donor) in the cohort.")
        continue
      }
      byDonor[donor, default: []].append(entry)
    }
    for donor in byDonor.keys.sorted() { check(byDonor[donor]!, of: donor, &tally) }
    tally.checkShared()
    checkDecided(plan, &tally)
    checkWorth(plan, tally.sums, &tally.faults)
    if let certificate { checkBound(plan, certificate, tally.sums, &donorWorths, &tally.faults) }
    return tally.faults
  }

  // MARK: One donor

  private func check(_ entries: [PlanDocument.Entry], of donor: Int, _ tally: inout PlanTally) {
    let context = MatchContext(
      donor: setting.cohort.donors[donor], in: setting.cohort, under: setting.policy)
    let tail = 1 - setting.policy.confidence
    var islets = 0.0
    var cells = 0.0
    for entry in entries {
      let names = "\(entry.pair.donor) for \(entry.pair.recipient)"
      guard let recipient = recipientPlace[entry.pair.recipient] else {
        tally.faults.append("There is no recipient \(entry.pair.recipient) in the cohort.")
        continue
      }
      if !tally.served.insert(recipient).inserted {
        tally.faults.append("Recipient \(entry.pair.recipient) is served twice.")
      }
      let pair = context.pair(recipient, .explain)
      guard let place = pair.options.firstIndex(where: { $0.transplant == entry.transplant }),
        let level = pair.options[place].levels.first(where: { $0.name == entry.level })
      else {
        tally.faults.append(
          "\(names): the policy has no protocol \(entry.transplant) with a level \(entry.level).")
        continue
      }
      let option = pair.options[place]
      let plan = context.plans[place]
      let reasons = (pair.common.reasons + option.assessment.reasons + level.assessment.reasons).filter {
        pair.gate.blocks($0)
      }
      for reason in reasons { tally.faults.append("\(names): \(reason.rule.name): \(reason.detail)") }
      guard reasons.isEmpty, level.isOpen, let ieq = level.isletIEQ, let cd34 = level.cd34Cells,
        let supply = plan.islets.supply
      else {
        if reasons.isEmpty { tally.faults.append("\(names): the option is not open.") }
        continue
      }
      islets += ieq / supply.survivingShare
      cells += cd34 / plan.stemCells.cd34.survivingShare
      checkAmounts(entry, level, ieq: ieq, cd34: cd34, &tally.faults)
      tally.add(recipient, level, donor: donor, plan)
    }
    let stock = context.plans[0].stemCells.cd34.start.quantile(tail)
    let there = context.plans.compactMap(\.islets.supply).first?.start.quantile(tail) ?? 0
    let slack = 1 + 1e-12
    if islets > there * slack {
      tally.faults.append(
        "Donor \(context.donor.id): \(Amount.text(islets)) IEQ are promised, \(Amount.text(there)) are there."
      )
    }
    if cells > stock * slack {
      tally.faults.append(
        "Donor \(context.donor.id): \(Amount.text(cells)) CD34+ cells are promised, \(Amount.text(stock)) are there."
      )
    }
    tally.use(context)
  }

  private func checkAmounts(
    _ entry: PlanDocument.Entry, _ level: PairAssessment.Level, ieq: Double, cd34: Double,
    _ faults: inout [String]
  ) {
    let names = "\(entry.pair.donor) for \(entry.pair.recipient)"
    func differ(_ stated: Double, _ actual: Double) -> Bool {
      abs(stated - actual) > 1e-6 * max(1, abs(actual) * 1e-9)
    }
    if differ(entry.isletIEQ, ieq) {
      faults.append(
        "\(names): \(Amount.text(entry.isletIEQ)) IEQ are stated, the dose is \(Amount.text(ieq)).")
    }
    if differ(entry.cd34Cells, cd34) {
      faults.append(
        "\(names): \(Amount.text(entry.cd34Cells)) CD34+ cells are stated, the dose is \(Amount.text(cd34)).")
    }
    if differ(entry.score, level.score.total.value) {
      faults.append(
        "\(names): the score \(entry.score) is stated, the rules give \(level.score.total.value).")
    }
    let parts = level.score.parts
    if parts.map(\.attribute) != entry.parts.map(\.name) {
      faults.append("\(names): the parts of the score are not those of the policy.")
    }
    for (stated, part) in zip(entry.parts, parts) where differ(stated.points, part.points.value) {
      faults.append(
        "\(names): \(stated.points) points are stated for \(part.attribute), the rules give \(part.points.value)."
      )
    }
  }

  // MARK: The whole

  private func checkDecided(_ plan: PlanDocument, _ tally: inout PlanTally) {
    let pairs = Set(plan.entries.map(\.pair))
    for pair in plan.order.required where !pairs.contains(pair) {
      tally.faults.append(
        "Donor \(pair.donor) for recipient \(pair.recipient) is required and not in the plan.")
    }
    for pair in plan.order.forbidden where pairs.contains(pair) {
      tally.faults.append("Donor \(pair.donor) for recipient \(pair.recipient) is forbidden and in the plan.")
    }
    for frozen in plan.order.frozen {
      let stands = plan.entries.contains {
        $0.pair == frozen.pair && $0.transplant == frozen.transplant && $0.level == frozen.level
      }
      if !stands {
        tally.faults.append(
          "Donor \(frozen.pair.donor) for recipient \(frozen.pair.recipient), \(frozen.transplant) at "
            + "\(frozen.level), was accepted and is not in the plan.")
      }
    }
  }

  /// The sums of what the assignments are worth, against what the plan states; gap and status against both.
  private func checkWorth(_ plan: PlanDocument, _ sums: [Int64], _ faults: inout [String]) {
    let objectives = setting.policy.allocation.objectives
    if plan.objectives.map(\.name) != objectives.map(\.rawValue) {
      faults.append("The objectives are not those of the policy.")
      return
    }
    for (objective, (stated, sum)) in zip(objectives, zip(plan.objectives, sums)) {
      if stated.value != objective.amount(sum) {
        faults.append(
          "The plan states \(stated.value) \(objective.unit); its assignments are worth \(objective.amount(sum))."
        )
      }
      for bound in [stated.bound, stated.certifiedBound].compactMap({ $0 })
      where bound < objective.amount(sum) {
        faults.append("The bound \(bound) lies below the value \(objective.amount(sum)).")
      }
    }
    // Only the search for the last objective goes on after its prices are settled, and may prove more than they.
    for stated in plan.objectives.dropLast() where stated.bound != stated.certifiedBound {
      faults.append("The bound of \(stated.name) is not the certified one.")
    }
    guard let last = plan.objectives.last, let objective = objectives.last else { return }
    if plan.worth.value != last.value || plan.worth.bound != last.bound
      || plan.worth.certifiedBound != last.certifiedBound
    {
      faults.append("Value and bound of the plan are not those of its last objective.")
    }
    if let bound = last.bound, let certified = last.certifiedBound, bound > certified {
      faults.append("The bound \(bound) lies above the bound \(certified) that is said to be certified.")
    }
    if plan.status == .optimal, last.bound != objective.amount(sums[sums.count - 1]) {
      faults.append("The plan is called optimal, and its bound is not its value.")
    }
  }

  /// The bound of each objective from its prices, over all pairs.
  private func checkBound(
    _ plan: PlanDocument, _ certificate: CertificateDocument, _ sums: [Int64],
    _ donorWorths: inout [Int64]?, _ faults: inout [String]
  ) {
    let served = Set((plan.order.required + plan.order.frozen.map(\.pair)).map(\.recipient))
    let mustServe = Set(served.compactMap { recipientPlace[$0].map { Int32($0) } })
    let allowed = donors.map { donor in donor.offers.filter { allows($0, plan.order) } }
    for (rank, proof) in certificate.proofs.enumerated() {
      if let fault = proof.prices.fault(setting, mustServe: mustServe) {
        faults.append("The certificate proves nothing: \(fault).")
        continue
      }
      var bound = PricedBound(
        setting, rank: rank, proof.prices, reached: Array(sums.prefix(rank)))
      for (donor, offers) in zip(donors, allowed) { bound.add(offers, of: donor.stock) }
      let objective = proof.objective
      var whole = bound.bound
      if let large {
        let checked = large.pool.proof(proof.prices, threads: large.threads)
        whole = checked.bound
        donorWorths = checked.donorWorths
      }
      guard let proven = whole else {
        faults.append("The certificate's prices are out of range.")
        continue
      }
      if proven != proof.bound {
        faults.append(
          "The prices prove \(objective.amount(proven)) \(objective.unit); the certificate states "
            + "\(objective.amount(proof.bound)).")
      }
      let stated = plan.objectives.indices.contains(rank) ? plan.objectives[rank].certifiedBound : nil
      if stated != objective.amount(proven) {
        faults.append(
          "The prices prove \(objective.amount(proven)) \(objective.unit); the plan states "
            + "\(stated.map { "\($0)" } ?? "none").")
      }
    }
  }

  /// Whether what was decided leaves room for an offer.
  private func allows(_ offer: Offer, _ order: AllocationOrder) -> Bool {
    let donor = setting.cohort.donors[Int(offer.donor)].id
    let recipient = setting.cohort.recipients[Int(offer.recipient)].id
    let transplant = setting.policy.regimens[Int(offer.regimen)].transplant
    if order.forbidden.contains(.init(donor: donor, recipient: recipient)) { return false }
    for pair in order.required where pair.recipient == recipient && pair.donor != donor { return false }
    for frozen in order.frozen where frozen.pair.recipient == recipient {
      if frozen.pair.donor != donor || frozen.transplant != transplant.name
        || frozen.level != transplant.levels[Int(offer.level)].name
      {
        return false
      }
    }
    return true
  }
}
