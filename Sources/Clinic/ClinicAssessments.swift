import TandemFiles
public import TandemRegistry

extension Clinic {
  /// Whether the recipient has the indication for islets and may be conditioned under the protocol.
  ///
  /// About thirty comparisons; in the depth `decide` without allocation.
  public func assess(_ recipient: Recipient, for regimen: Regimen, _ depth: Assessment.Depth) -> Assessment {
    var assessment = Assessment(depth)
    assessIndication(recipient, into: &assessment)
    assessConditioning(recipient, for: regimen, into: &assessment)
    return assessment
  }

  /// Whether the recipient has the indication for islets.
  public func assessIndication(_ recipient: Recipient, _ depth: Assessment.Depth) -> Assessment {
    var assessment = Assessment(depth)
    assessIndication(recipient, into: &assessment)
    return assessment
  }

  /// The same into an assessment that holds more.
  public func assessIndication(_ recipient: Recipient, into assessment: inout Assessment) {
    indication.assess(recipient, into: &assessment)
  }

  /// Whether the recipient may be conditioned under the protocol and have its drugs.
  public func assessConditioning(_ recipient: Recipient, for regimen: Regimen, _ depth: Assessment.Depth)
    -> Assessment
  {
    var assessment = Assessment(depth)
    assessConditioning(recipient, for: regimen, into: &assessment)
    return assessment
  }

  /// The same into an assessment that holds more.
  public func assessConditioning(
    _ recipient: Recipient, for regimen: Regimen, into assessment: inout Assessment
  ) {
    regimen.limits.assess(recipient, index: rules.comorbidityIndex, into: &assessment)
    for drug in regimen.drugs.indices { regimen.drugs[drug].assess(recipient, into: &assessment) }
  }

  /// Whether the donor is in the window.
  public func assess(_ donor: Donor, _ depth: Assessment.Depth) -> Assessment {
    var assessment = Assessment(depth)
    donorWindow.criteria.assess(donor, into: &assessment)
    return assessment
  }

  /// When what happens to the donor's grafts under a protocol.
  public func schedule(of donor: Donor, under transplant: TransplantProtocol, laboratory: Place?) -> Schedule
  {
    Schedule(of: donor, under: transplant, laboratory: laboratory, transport: rules.transport)
  }

  /// Whether the grafts last until the protocol wants them.
  public func assessTiming(
    of donor: Donor, under transplant: TransplantProtocol, laboratory: Place?, _ depth: Assessment.Depth
  ) -> Assessment {
    var assessment = Assessment(depth)
    let schedule = schedule(of: donor, under: transplant, laboratory: laboratory)
    Timing(
      donor: donor, transplant: transplant, schedule: schedule, window: donorWindow,
      transport: rules.transport
    ).assess(into: &assessment)
    return assessment
  }

  /// The islets at infusion. Without a supply, the columns that would give one.
  public func islets(of donor: Donor, on schedule: Schedule) -> (supply: Supply?, missing: [String]) {
    isletYield.supply(
      of: donor, cultureHours: schedule.cultureHours, coldIschaemiaHours: schedule.coldIschaemiaHours,
      losses: rules.losses)
  }

  /// The stem cells at infusion.
  public func stemCells(of donor: Donor, under transplant: TransplantProtocol, on schedule: Schedule)
    -> StemCellSupply
  {
    stemCellYield.supply(
      of: donor, isSelected: transplant.stemCells.isSelected, isThawed: schedule.isThawed,
      losses: rules.losses)
  }

  /// The laboratory that a donor's pancreas reaches soonest: the first in the order given among equals; nil
  /// when the donor's place or every laboratory's is unknown.
  public func nearestLaboratory(to donor: Donor, among centres: [Centre]) -> Centre? {
    guard let start = donor.place else { return nil }
    var best: (centre: Centre, hours: Double)?
    for centre in centres where centre.kind == .isolation {
      guard let place = centre.place else { continue }
      let hours = rules.transport.journey(from: start, to: place).hours
      if hours < best?.hours ?? .infinity { best = (centre, hours) }
    }
    return best?.centre
  }

  /// Whether the product reaches the recipient's centre in the time that the release criteria allow.
  public func assessDelivery(from laboratory: Place?, to centre: Place?, into assessment: inout Assessment) {
    guard let most = release.hoursToInfusion else { return }
    let basis = Basis(most)
    guard let laboratory, let centre else {
      assessment.note(
        "release.delivery", .review,
        Reason(
          "release.delivery", .review, "The journey from laboratory to centre is not known.", basis: basis,
          missing: laboratory == nil ? ["laboratory"] : ["recipients.centre_id"],
          remedy: "the places of laboratory and centre"))
      return
    }
    let journey = rules.transport.journey(from: laboratory, to: centre)
    let verdict: Verdict = journey.hours <= most.value ? .pass : .fail
    assessment.note(
      "release.delivery", verdict,
      Reason(
        "release.delivery", verdict,
        "The product travels \(journey.words); required is at most \(Amount.hours(most.value)) from release.",
        basis: basis, remedy: verdict == .pass ? nil : "a centre at most \(Amount.hours(most.value)) away"))
  }

  /// Everything of a donor and a recipient that this target judges for one protocol and level: the donor, the
  /// timing, the recipient, the blood groups, the doses at a confidence, release and delivery. Antibodies,
  /// HLA, consent and list status are the policy's.
  public func assess(_ pair: ClinicalPair, for regimen: Regimen, _ depth: Assessment.Depth) -> Assessment {
    let transplant = regimen.transplant
    var assessment = assess(pair.donor, depth)
    assessment.merge(
      assessTiming(of: pair.donor, under: transplant, laboratory: pair.laboratory, depth))
    assessment.merge(assess(pair.recipient, for: regimen, depth))
    transplant.assessBloodGroups(donor: pair.donor.abo, recipient: pair.recipient.abo, into: &assessment)
    let schedule = schedule(of: pair.donor, under: transplant, laboratory: pair.laboratory)
    transplant.assessDose(
      pair.level, weightKg: pair.recipient.weightKg, islets: islets(of: pair.donor, on: schedule),
      stemCells: stemCells(of: pair.donor, under: transplant, on: schedule), confidence: pair.confidence,
      into: &assessment)
    if let weightKg = pair.recipient.weightKg {
      rules.release.assess(
        release, donor: pair.donor, ieq: pair.level.isletIEQPerKg.value * weightKg, weightKg: weightKg,
        infusion: pair.infusion, stage: choices.releaseStage, into: &assessment)
    }
    assessDelivery(from: pair.laboratory, to: pair.centre, into: &assessment)
    return assessment
  }
}

/// A donor and a recipient to be judged together.
public struct ClinicalPair: Sendable {
  /// The donor.
  public var donor: Donor
  /// The recipient.
  public var recipient: Recipient
  /// The dose level.
  public var level: TransplantProtocol.Level
  /// Where the islets are isolated, nil when unknown.
  public var laboratory: Place?
  /// Where the recipient is transplanted, nil when unknown.
  public var centre: Place?
  /// The probability with which the islets and stem cells must be enough.
  public var confidence: Double
  /// Which infusion of islets it is for the recipient.
  public var infusion: Infusion

  /// A pair.
  public init(
    donor: Donor, recipient: Recipient, level: TransplantProtocol.Level, laboratory: Place?, centre: Place?,
    confidence: Double, infusion: Infusion = .first
  ) {
    self.donor = donor
    self.recipient = recipient
    self.level = level
    self.laboratory = laboratory
    self.centre = centre
    self.confidence = confidence
    self.infusion = infusion
  }
}
