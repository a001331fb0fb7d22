import TandemChance
import TandemClinic
import TandemFiles
import TandemRegistry
import TestSupport
import Testing

@Suite("Doses")
struct DoseTests {
  private let clinic = ClinicTests.clinic()

  private func assess(
    _ name: String = "islets-first", level: Int = 0, weightKg: Double? = 70, confidence: Double = 0.9,
    _ change: (inout Donor) -> Void = { _ in }
  ) -> Assessment {
    var donor = fitDonor()
    change(&donor)
    let transplant = shipped(name)
    let schedule = clinic.schedule(of: donor, under: transplant, laboratory: laboratory)
    var assessment = Assessment(.explain)
    transplant.assessDose(
      transplant.levels[level], weightKg: weightKg, islets: clinic.islets(of: donor, on: schedule),
      stemCells: clinic.stemCells(of: donor, under: transplant, on: schedule), confidence: confidence,
      into: &assessment)
    return assessment
  }

  @Test("Three levels of islets; the numbers and what would be needed are in the reason")
  func levels() throws {
    let transplant = shipped("islets-first")
    #expect(transplant.levels.map(\.isletIEQPerKg.value) == [5000, 7500, 10_000])
    // 24 h of culture leave 0.883^(1/2.5) = 0.9514 of 700,000, that is 666,012: enough for 7,500 x 70 kg.
    #expect(assess(level: 0).verdict == .pass)
    #expect(assess(level: 1).verdict == .pass)
    let failed = try reason("dose.islets", in: assess(level: 2))
    #expect(failed.verdict == .fail)
    #expect(
      failed.detail.hasPrefix(
        "10,000 IEQ/kg x 70 kg = 700,000 IEQ wanted; 700,000 IEQ counted, x 0.951 for culture of 24.0 h"))
    #expect(failed.remedy == "an islet count of 735,723 IEQ or more")
    let enough = assess(level: 2) { $0.isletIEQMeasured = 735_723 }
    #expect(enough.verdict == .pass)
    #expect(assess(level: 2) { $0.isletIEQMeasured = 735_722 }.verdict == .fail)
  }

  @Test("Before the count, the dose must be met with the confidence asked for")
  func confidence() throws {
    func verdict(_ confidence: Double, _ weightKg: Double) -> Verdict {
      assess(weightKg: weightKg, confidence: confidence) { $0.isletIEQMeasured = nil }.verdict
    }
    // UK mean and spread, a day of culture: P(5,000 IEQ/kg at 50 kg) is about .38.
    #expect(verdict(0.35, 50) == .pass)
    #expect(verdict(0.45, 50) == .fail)
    #expect(verdict(0.35, 60) == .fail)
  }

  @Test("Stem cells below the floor fail; between floor and target they pass with a flag")
  func stemCells() throws {
    // Thawed at 0.793: 3e6 x 70 kg = 2.1e8 needs 2.65e8 before freezing, 4e6 x 70 kg needs 3.53e8.
    let low = try reason("dose.cd34", in: assess { $0.cd34CellsMeasured = 2.6e8 })
    #expect(low.verdict == .fail)
    #expect(low.remedy == "a CD34+ count of 2.65e8 or more")
    let middle = try reason("dose.cd34", in: assess { $0.cd34CellsMeasured = 3e8 })
    #expect(middle.verdict == .pass)
    #expect(middle.isFlagged)
    #expect(middle.detail.contains("enough for 3.40e6 cells/kg"))
    let full = try reason("dose.cd34", in: assess { $0.cd34CellsMeasured = 3.6e8 })
    #expect(full.verdict == .pass)
    #expect(!full.isFlagged)
  }

  @Test("Too few T cells after selection fail; an unknown count is a review")
  func cd3() throws {
    // Selected and thawed: 1.2e9 x 0.4 x 0.793 = 3.81e8 CD34+; 4e6 x 70 kg takes 73.6 % of the product.
    func floor(_ cd3: Double?) throws -> Reason {
      try reason("dose.cd3_floor", in: assess("mdr-101-pattern") { $0.cd3Cells = cd3 })
    }
    #expect(try floor(1e10).verdict == .pass)
    #expect(try floor(4e9).verdict == .fail)
    let unknown = try floor(nil)
    #expect(unknown.verdict == .review)
    #expect(unknown.missing == ["donors.cd3_cells"])
    #expect(!assess("islets-first").reasons.contains { $0.rule == "dose.cd3_floor" })
  }

  @Test("An unknown weight is a review of both doses")
  func weight() {
    let assessment = assess(weightKg: nil)
    #expect(assessment.verdict == .review)
    #expect(assessment.reviews.map(\.rule) == ["dose.islets", "dose.cd34"])
    #expect(assessment.missing == ["recipients.weight_kg"])
  }

  @Test("A donor outside everything a programme published is a review, not a guess")
  func outside() throws {
    let edinburgh = ClinicTests.clinic { $0.isletYield = "edinburgh" }
    var donor = fitDonor()
    donor.isletIEQMeasured = nil
    donor.longitude = laboratory.longitude + 120
    let transplant = shipped("islets-first")
    let schedule = edinburgh.schedule(of: donor, under: transplant, laboratory: laboratory)
    var assessment = Assessment(.explain)
    transplant.assessDose(
      transplant.levels[0], weightKg: 60, islets: edinburgh.islets(of: donor, on: schedule),
      stemCells: edinburgh.stemCells(of: donor, under: transplant, on: schedule), confidence: 0.5,
      into: &assessment)
    let islets = try reason("dose.islets", in: assessment)
    #expect(islets.verdict == .review)
    #expect(islets.detail.contains("no published yield fits this donor"))
  }

  @Test("A heavier recipient, a higher level or more confidence never turns a fail into a pass")
  func monotone() {
    withEvery(400) { chance in
      let weightKg = 40 + 60 * chance.unit()
      let confidence = 0.1 + 0.8 * chance.unit()
      let level = chance.index(below: 2)
      let count: Double? = chance.flip(0.5) ? 100_000 + 900_000 * chance.unit() : nil
      func verdict(_ level: Int, _ weightKg: Double, _ confidence: Double) -> Verdict {
        assess(level: level, weightKg: weightKg, confidence: confidence) { $0.isletIEQMeasured = count }
          .verdict
      }
      let now = verdict(level, weightKg, confidence)
      try hold(now <= verdict(level, weightKg + 10 * chance.unit(), confidence), "weight")
      try hold(now <= verdict(level + 1, weightKg, confidence), "level")
      try hold(now <= verdict(level, weightKg, confidence + 0.1 * chance.unit()), "confidence")
    }
  }

  @Test(
    "Blood groups: islets identical or compatible, stem cells flagged with their kind",
    arguments: [
      (ABO.o, ABO.o, BloodGroupMatch.identical), (.o, .a, .minor), (.o, .ab, .minor), (.a, .o, .major),
      (.ab, .o, .major), (.a, .b, .bidirectional), (.b, .a, .bidirectional), (.a, .ab, .minor),
      (.ab, .b, .major),
    ])
  func bloodGroups(donor: ABO, recipient: ABO, match: BloodGroupMatch) throws {
    #expect(BloodGroupMatch(donor: donor, recipient: recipient) == match)
    var assessment = Assessment(.explain)
    shipped("islets-first").assessBloodGroups(donor: donor, recipient: recipient, into: &assessment)
    let islets = try reason("islets.abo", in: assessment)
    #expect(islets.verdict == (match == .major || match == .bidirectional ? .fail : .pass))
    let cells = try reason("stem_cells.abo", in: assessment)
    #expect(cells.verdict == .pass)
    #expect(cells.isFlagged == (match != .identical))
  }

  @Test("An unknown blood group is a review that says whose")
  func unknownGroup() throws {
    var assessment = Assessment(.explain)
    shipped("islets-first").assessBloodGroups(donor: nil, recipient: .a, into: &assessment)
    #expect(assessment.verdict == .review)
    #expect(assessment.missing == ["donors.abo"])
  }

  @Test("Release: first and later doses, and the product's tests when they are due")
  func release() throws {
    func assess(
      _ set: String, ieq: Double, infusion: Infusion = .first, stage: ReleaseStage = .due,
      _ change: (inout Donor) -> Void = { _ in }
    ) throws -> Assessment {
      var donor = fitDonor()
      change(&donor)
      let criteria = try #require(shippedRules.release.sets.first { $0.name == set })
      var assessment = Assessment(.explain)
      shippedRules.release.assess(
        criteria, donor: donor, ieq: ieq, weightKg: 70, infusion: infusion, stage: stage, into: &assessment)
      return assessment
    }
    #expect(try assess("cit", ieq: 350_000).verdict == .pass)
    #expect(try assess("cit", ieq: 349_999).failures.map(\.rule) == ["release.dose_per_kg"])
    #expect(try assess("cit", ieq: 280_000, infusion: .later).verdict == .pass)
    #expect(try assess("lantidra", ieq: 300_000, infusion: .later).verdict == .fail)
    #expect(try assess("lantidra", ieq: 315_000, infusion: .later).verdict == .pass)
    #expect(try assess("uk", ieq: 199_000).failures.map(\.rule) == ["release.total"])
    let poor = try assess("uk", ieq: 400_000) {
      $0.viabilityPercent = 65
      $0.purityPercent = nil
    }
    #expect(poor.failures.map(\.rule) == ["release.viability"])
    #expect(poor.missing == ["donors.purity_percent"])
    let planned = try assess("uk", ieq: 400_000, stage: .planned) { $0.viabilityPercent = nil }
    #expect(planned.verdict == .pass)
    #expect(planned.warnings.map(\.rule) == ["release.tests"])
  }

  @Test("The next infusion is a later one only when an earlier graft is on record")
  func nextInfusion() {
    var person = fitRecipient()
    #expect(Infusion(nextFor: person) == .first)
    person.comorbidities = nil
    #expect(Infusion(nextFor: person) == .first)
    person.comorbidities = ["prior_islet_graft"]
    #expect(Infusion(nextFor: person) == .later)
  }

  @Test("Tissue volume by hand: 500,000 islets of 150 um at 40 % purity and packed at .64 are 3.45 mL")
  func tissue() {
    let millilitres = shippedRules.release.tissueMl(ieq: 500_000, purityPercent: 40)
    // pi/6 x 0.015^3 cm3 = 1.767e-6 mL an islet.
    #expect(abs(millilitres - 500_000 * 1.767_145_867e-6 / 0.4 / 0.64) < 1e-6)
    #expect(abs(millilitres - 3.45) < 0.005)
  }

  @Test("A pair is judged whole: donor, timing, recipient, groups, doses, release and delivery")
  func pair() throws {
    let clinic = ClinicTests.clinic { $0.release = "lantidra" }
    let regimen = regimen("islets-first", in: clinic)
    var pair = ClinicalPair(
      donor: fitDonor(), recipient: fitRecipient(), level: regimen.transplant.levels[0],
      laboratory: laboratory,
      centre: Place(latitude: 51.9, longitude: 4.5), confidence: 0.9)
    let good = clinic.assess(pair, for: regimen, .explain)
    #expect(good.verdict == .pass, "\(good.failures) \(good.reviews)")
    #expect(clinic.assess(pair, for: regimen, .decide).verdict == .pass)
    for change: (inout ClinicalPair) -> Void in [
      { $0.donor.ageYears = 70 }, { $0.donor.longitude = 140 }, { $0.recipient.lvefPercent = 40 },
      { $0.donor.isletIEQMeasured = 1000 },
    ] {
      var worse = pair
      change(&worse)
      #expect(clinic.assess(worse, for: regimen, .explain).verdict == .fail)
      #expect(clinic.assess(worse, for: regimen, .decide).verdict == .fail)
    }
    pair.centre = Place(latitude: 37.9, longitude: -122)
    pair.recipient.gfr = nil
    pair.donor.abo = .b
    let bad = clinic.assess(pair, for: regimen, .explain)
    #expect(bad.failures.map(\.rule) == ["islets.abo", "release.delivery"])
    #expect(bad.missing == ["recipients.gfr"])
    #expect(clinic.assess(pair, for: regimen, .decide).verdict == .fail)
  }
}
