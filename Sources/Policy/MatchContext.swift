import TandemChance
public import TandemClinic
public import TandemFiles
public import TandemHLA
public import TandemRegistry

/// One donor under one policy: everything that no recipient changes, worked out once, and the judgement of
/// every recipient on demand.
///
///     let context = MatchContext(donor: donor, in: cohort, under: policy)
///     let pair = context.pair(17, .explain)
///     pair.isListed ? pair.score.total.text : pair.blocking.map(\.detail)
public struct MatchContext: Sendable {
  /// The donor.
  public let donor: Donor
  /// The cohort.
  public let cohort: Cohort
  /// The policy.
  public let policy: Policy
  /// What HLA names mean.
  public let nomenclature: Nomenclature
  /// Who is let on the roster.
  public let gate: Gate
  /// The day from which waiting time counts back; nil when nobody knows it.
  public let day: Day?
  /// The laboratory that the pancreas reaches soonest; nil when none is known.
  public let laboratory: Centre?
  /// The donor's own verdict.
  public let donorAssessment: Assessment
  /// What each protocol would do, in the order of the policy.
  public let plans: [ProtocolPlan]
  /// The seed of lotteries; nil when each follows the seed in the policy.
  public let lotterySeed: UInt64?

  private let places: [String: Place]
  private let donorRisk: [Presence]
  private let antibodyLimits: [AntibodyLimits]
  /// The terms of the score that hang on protocol and dose level.
  let doseTerms: [ScoreTerm]

  /// Works out what `donor` means under `policy`.
  ///
  /// - overrides: rules that do not count in this run.
  /// - isExpedited: whether missing donor data only makes the run provisional.
  /// - day: the day of the run, the donor's cross-clamp when it is not given.
  /// - lotterySeed: the seed of lotteries among equals, that of the policy when it is not given.
  public init(
    donor: Donor, in cohort: Cohort, under policy: Policy, nomenclature: Nomenclature = .builtIn,
    overrides: Set<Rule> = [], isExpedited: Bool = false, on day: Day? = nil,
    lotterySeed: UInt64? = nil
  ) {
    self.donor = donor
    self.lotterySeed = lotterySeed
    self.cohort = cohort
    self.policy = policy
    self.nomenclature = nomenclature
    gate = Gate(reviews: policy.reviews, overrides: overrides, isExpedited: isExpedited)
    self.day = day ?? donor.crossClampAt?.day
    let laboratory = policy.clinic.nearestLaboratory(to: donor, among: cohort.centres)
    self.laboratory = laboratory
    donorAssessment = policy.assess(donor, .explain)
    plans = policy.regimens.map {
      ProtocolPlan(
        $0, for: donor, laboratory: laboratory?.place, clinic: policy.clinic, confidence: policy.confidence)
    }
    var places: [String: Place] = [:]
    for centre in cohort.centres { places[centre.id] = centre.place }
    self.places = places
    doseTerms = policy.terms.filter { if case .dose = $0.attribute.measurement { true } else { false } }
    donorRisk = RiskHaplotypes.shipped.carried(by: donor.typing, nomenclature)
    let own = policy.rules.compactMap { $0 as? CrossmatchRule }.flatMap(\.grafts)
    antibodyLimits = own.isEmpty ? AntibodyLimits.shipped : own
  }

  /// Where a recipient is transplanted; nil when nobody knows.
  public func centre(of recipient: Recipient) -> Place? { recipient.centreID.flatMap { places[$0] } }

  /// The recipient at an index beside the donor.
  public func facts(_ index: Int) -> PairFacts {
    facts(of: cohort.recipients[index], antibodies: Array(cohort.antibodies.of(index)))
  }

  /// The donor beside anybody, of whom only those data need be filled in that the question depends on.
  package func facts(of recipient: Recipient, antibodies: [Antibody] = []) -> PairFacts {
    PairFacts(
      donor: donor, recipient: recipient, antibodies: antibodies,
      centre: centre(of: recipient), laboratory: laboratory?.place, transport: policy.clinic.rules.transport,
      hla: policy.hla, nomenclature: nomenclature, donorRisk: donorRisk)
  }

  /// Judges the recipient at an index. In the depth `explain` with every reason; in `faults` with those that
  /// do not pass; in `decide` without reasons, as far as the gate can do without.
  ///
  /// Cost: a fraction of a millisecond, most of it for comparing HLA; a pool is screened by `TandemMatching`,
  /// which asks here for reasons.
  public func pair(_ index: Int, _ depth: Assessment.Depth) -> PairAssessment {
    let depth = depth == .decide ? gate.depth : depth
    let facts = facts(index)
    var common = Assessment(depth)
    assess(facts, into: &common)
    let strict = gate.overrides.isEmpty ? nil : Gate(reviews: gate.reviews, isExpedited: gate.isExpedited)
    let verdicts = plans.map { verdict($0, facts, common, strict, depth) }
    let isListed = verdicts.contains { $0.levels.contains(where: \.isOpen) }
    let isStrictlyListed = verdicts.contains(where: \.isStrictlyOpen)
    // Who is neither listed nor explained is ranked against nobody, and which protocol and level is nearest hangs on
    // the doses alone: all other points are the same under each. Comparing HLA for them would take most of the time.
    let terms = isListed || depth == .explain ? policy.terms : doseTerms
    let base = terms.map { part($0, facts) }
    let options = zip(plans, verdicts).map { plan, verdict in
      PairAssessment.Option(
        transplant: plan.transplant.name, assessment: verdict.assessment,
        levels: zip(plan.transplant.levels, verdict.levels).map { level, doses in
          self.level(
            level, plan, facts.recipient.weightKg, doses.assessment, isOpen: doses.isOpen, terms, base)
        }, isOpen: verdict.isOpen)
    }
    return PairAssessment(
      recipientIndex: index, recipientID: facts.recipient.id, common: common, options: options,
      isListed: isListed, isStrictlyListed: strict == nil ? isListed : isStrictlyListed,
      choice: choice(among: options, isListed: isListed), gate: gate,
      comparison: depth == .explain ? comparison(facts) : nil)
  }

  /// The score of the recipient at an index whatever the verdict: under the first protocol, at the highest
  /// dose level for which the donor's islets suffice, the lowest when they suffice for none.
  public func score(_ index: Int) -> Score {
    let facts = facts(index)
    let plan = plans[0]
    let weightKg = facts.recipient.weightKg
    let levels = plan.transplant.levels
    let level = levels.last { level in
      guard let weightKg, let available = plan.isletsAvailable else { return false }
      return available >= level.isletIEQPerKg.value * weightKg
    }
    return Score(
      policy.terms.map { term in
        part(term, facts) ?? term.part(dose(term.attribute, plan, level ?? levels[0], weightKg))
      })
  }

  /// The place of an assessed recipient in the order of a roster.
  public func rankKey(of pair: PairAssessment) -> RankKey {
    Ranking(self).key(of: pair.recipientIndex, choice: pair.choice, score: pair.score.total)
  }
}

extension MatchContext {
  /// The value of an attribute that does not depend on the dose; nil for one that does.
  func value(_ attribute: Attribute, _ facts: PairFacts) -> Attribute.Value? {
    switch attribute.measurement {
    case .recipient(let measure): measure(facts.recipient)
    case .dated(let measure): measure(facts.recipient, day)
    case .journey(let measure): measure(donor.place, facts.centre)
    case .pair(let measure): measure(facts)
    case .dose: nil
    }
  }

  func dose(
    _ attribute: Attribute, _ plan: ProtocolPlan, _ level: TransplantProtocol.Level, _ weightKg: Double?
  ) -> Attribute.Value {
    guard case .dose(let measure) = attribute.measurement else { return .missing([]) }
    return measure(plan, level, weightKg)
  }

  private func part(_ term: ScoreTerm, _ facts: PairFacts) -> Score.Part? {
    value(term.attribute, facts).map(term.part)
  }

  /// A protocol and its levels as they are judged, before anything is scored.
  private struct Verdicts {
    let assessment: Assessment
    let isOpen: Bool
    let isStrictlyOpen: Bool
    let levels: [(assessment: Assessment, isOpen: Bool)]
  }

  private func verdict(
    _ plan: ProtocolPlan, _ facts: PairFacts, _ common: Assessment, _ strict: Gate?,
    _ depth: Assessment.Depth
  ) -> Verdicts {
    var assessment = Assessment(depth)
    assess(plan, facts, into: &assessment)
    let isOpen = gate.isOpen(common) && gate.isOpen(assessment)
    let isStrict = strict.map { $0.isOpen(common) && $0.isOpen(assessment) } ?? false
    var isStrictlyOpen = false
    let levels = plan.transplant.levels.map { level in
      var doses = Assessment(depth)
      assess(level, plan, facts.recipient, into: &doses)
      isStrictlyOpen = isStrictlyOpen || (isStrict && strict?.isOpen(doses) ?? false)
      return (assessment: doses, isOpen: isOpen && gate.isOpen(doses))
    }
    return Verdicts(
      assessment: assessment, isOpen: isOpen, isStrictlyOpen: isStrictlyOpen, levels: levels)
  }

  private func level(
    _ level: TransplantProtocol.Level, _ plan: ProtocolPlan, _ weightKg: Double?, _ assessment: Assessment,
    isOpen: Bool, _ terms: [ScoreTerm], _ base: [Score.Part?]
  ) -> PairAssessment.Level {
    let parts = terms.enumerated().map { index, term in
      base[index] ?? term.part(dose(term.attribute, plan, level, weightKg))
    }
    let amounts = weightKg.map { Dose(level, of: plan.transplant, weightKg: $0) }
    let cd34 = amounts.map { min(plan.cd34Available, $0.cd34Cells) }
    return PairAssessment.Level(
      name: level.name, isletIEQPerKg: level.isletIEQPerKg.value, isletIEQ: amounts?.isletIEQ,
      isletProbability: amounts.flatMap { plan.islets.supply?.amount.probability(atLeast: $0.isletIEQ) },
      cd34PerKg: cd34.flatMap { cells in weightKg.map { cells / $0 } }, cd34Cells: cd34,
      cd34Probability: amounts.map { plan.stemCells.cd34.amount.probability(atLeast: $0.cd34Cells) },
      assessment: assessment, isOpen: isOpen, score: Score(parts))
  }

  /// The open option of the highest score, or the nearest one; the first among equals.
  private func choice(among options: [PairAssessment.Option], isListed: Bool) -> PairAssessment.Choice {
    if !isListed {
      var nearest = NearestLevel()
      for (index, option) in options.enumerated() {
        let above = obstacles(in: option.assessment)
        for (place, level) in option.levels.enumerated() {
          nearest.take(
            index, place, obstacles: above + obstacles(in: level.assessment), points: level.score.total)
        }
      }
      return nearest.choice
    }
    var best = PairAssessment.Choice(option: 0, level: 0)
    var most = Points(millionths: .min)
    for (index, option) in options.enumerated() {
      for (place, level) in option.levels.enumerated() where level.isOpen && level.score.total > most {
        best = PairAssessment.Choice(option: index, level: place)
        most = level.score.total
      }
    }
    return best
  }

  private func obstacles(in assessment: Assessment) -> Int {
    if assessment.depth == .decide { return gate.isOpen(assessment) ? 0 : 1 }
    return assessment.reasons.count(where: gate.blocks)
  }

  private func comparison(_ facts: PairFacts) -> PairAssessment.Comparison {
    let delivery = facts.laboratory.flatMap { start in
      facts.centre.map { policy.clinic.rules.transport.journey(from: start, to: $0) }
    }
    return PairAssessment.Comparison(
      mismatches: facts.mismatches, crossmatch: facts.crossmatch,
      crossmatches: antibodyLimits.map { ($0.graft, CrossmatchRule.verdict(facts, $0)) },
      bloodGroups: donor.abo.flatMap { own in
        facts.recipient.abo.map { BloodGroupMatch(donor: own, recipient: $0) }
      },
      distanceKm: donor.place.flatMap { start in facts.centre.map { start.kilometres(to: $0) } },
      delivery: delivery, coldIschaemiaHours: plans.first?.schedule.coldIschaemiaHours)
  }
}
