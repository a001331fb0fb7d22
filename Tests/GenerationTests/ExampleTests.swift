import TandemChance
import TandemClinic
import TandemFiles
import TandemHLA
import TandemRegistry
import TestSupport
import Testing

/// What `Data/example/README.md` says of the hand-placed people, case by case.
@Suite("The example cohort")
struct ExampleTests {
  private static let reading = CohortReader(threads: 2).read("\(dataFolder)/example")
  private static let clinic = try! Clinic(ClinicRules.read(), choices: ClinicChoices())
  private let cohort = ExampleTests.reading.cohort
  private let clinic = ExampleTests.clinic

  private func recipient(_ id: String) throws -> Recipient {
    try #require(cohort.recipients.first { $0.id == id })
  }

  private func donor(_ id: String) throws -> Donor { try #require(cohort.donors.first { $0.id == id }) }

  private func antibodies(of id: String) throws -> [Antibody] {
    Array(cohort.antibodies.of(try #require(cohort.recipients.firstIndex { $0.id == id })))
  }

  private func regimen(_ name: String) throws -> Regimen { try clinic.regimen(TransplantProtocol.read(name)) }

  /// The rules that a recipient fails, and those that need a look.
  private func verdicts(_ id: String, _ name: String = "islets-first") throws -> (
    failed: [String], review: [String]
  ) {
    let found = clinic.assess(try recipient(id), for: try regimen(name), .explain)
    return (
      found.failures.map { "\($0.rule)" },
      found.reviews.filter { !"\($0.rule)".hasSuffix(".not_covered") }.map { "\($0.rule)" }
    )
  }

  /// Islets of a donor that reach the recipients, IEQ; the count is certain in the cases asked for.
  private func islets(of id: String) throws -> Double {
    let donor = try donor(id)
    let laboratory = clinic.nearestLaboratory(to: donor, among: cohort.centres)
    let schedule = clinic.schedule(
      of: donor, under: try regimen("islets-first").transplant, laboratory: laboratory?.place)
    return try #require(clinic.islets(of: donor, on: schedule).supply).amount.mean
  }

  @Test("12 donors, 150 recipients and 10 centres read without an error or a warning")
  func reads() {
    #expect(ExampleTests.reading.problems.isEmpty, "\(ExampleTests.reading.problems)")
    #expect(cohort.donors.count == 12 && cohort.recipients.count == 150 && cohort.centres.count == 10)
  }

  @Test("D01 serves two light recipients at 5,000 IEQ/kg; both are fit for it")
  func sharedDonor() throws {
    let available = try islets(of: "D01")
    #expect((52.0 + 55) * 5000 <= available && (52.0 + 55) * 7500 > available)
    for id in ["R001", "R002"] {
      #expect(try verdicts(id).failed.isEmpty && verdicts(id).review.isEmpty, "\(id)")
    }
  }

  @Test("D02 has enough for either of the two people of its blood group, but not for both")
  func undividedDonor() throws {
    let available = try islets(of: "D02")
    let group = cohort.recipients.filter { $0.abo == .ab }
    #expect(group.map(\.id) == ["R003", "R004"])
    #expect(80.0 * 7500 <= available && (80.0 + 62) * 5000 > available)
    for person in group { #expect(try verdicts(person.id).failed.isEmpty, "\(person.id)") }
    let others = cohort.recipients.filter { $0.abo != nil && $0.abo != .ab }
    #expect(others.allSatisfy { !ABO.ab.isCompatible(with: $0.abo!) })
  }

  @Test("R005, R006 and R018 have the calculated PRA that their antibodies give")
  func sensitised() throws {
    for (id, least, most) in [("R005", 0.98, 1.0), ("R006", 0.4, 0.6), ("R018", 0.1, 0.2)] {
      let written = try #require(try recipient(id).cpra)
      let engine = CalculatedPRA(unacceptable: try antibodies(of: id).map(\.specificity))
      #expect(abs(written - engine.hla) < 0.0001 && (least...most).contains(written), "\(id)")
    }
    #expect(try verdicts("R005").failed == ["indication.cpra"])
  }

  @Test("R005 has a strong antibody against every donor, R006 against those with A2")
  func crossmatches() throws {
    func positive(_ id: String) throws -> [String] {
      let found = try antibodies(of: id)
      return cohort.donors.filter { donor in
        let crossmatch = VirtualCrossmatch(donor: donor.typing, antibodies: found)
        return AntibodyLimits.shipped.contains { crossmatch.verdict(for: $0) == .positive }
      }.map(\.id)
    }
    #expect(try positive("R005") == cohort.donors.map(\.id))
    #expect(try positive("R006") == ["D01", "D02", "D04", "D05", "D06", "D07", "D08", "D10", "D11"])
  }

  @Test("R018 meets D01 surely, and D11, who is typed to antigens, possibly")
  func coarseDonor() throws {
    let found = try antibodies(of: "R018")
    let fine = VirtualCrossmatch(donor: try donor("D01").typing, antibodies: found)
    let coarse = VirtualCrossmatch(donor: try donor("D11").typing, antibodies: found)
    #expect(fine.hits.map(\.isCertain) == [true] && coarse.hits.map(\.isCertain) == [false])
    #expect(VirtualCrossmatch(donor: try donor("D02").typing, antibodies: found).hits.isEmpty)
  }

  @Test("one missing test, one missing consent, one missing cPRA each ask for review")
  func missing() throws {
    #expect(try verdicts("R007").failed.isEmpty)
    #expect(try verdicts("R007").review.contains("conditioning.dlco_percent"))
    #expect(try recipient("R014").protocols == nil)
    #expect(try recipient("R017").cpra == nil && antibodies(of: "R017").isEmpty)
    #expect(try verdicts("R017").review.contains("indication.cpra"))
  }

  @Test("R008 shows A1 alone: the second A allele makes no protein")
  func nullAllele() throws {
    let typing = try recipient("R008").typing
    #expect(typing.names(at: .a).map(\.isNull) == [false, true])
    let table = AntigenTable.shipped
    #expect(table.presence(of: try Specificity("A24"), in: typing).presence == .absent)
    #expect(table.presence(of: try Specificity("A1"), in: typing).presence == .certain)
  }

  @Test("R009 consents to the anti-CD117 protocol alone, for which no donor's islets can wait")
  func leadIn() throws {
    #expect(try recipient("R009").protocols == ["stanford-derived"])
    let waiting = try regimen("stanford-derived").transplant
    for donor in cohort.donors {
      let laboratory = clinic.nearestLaboratory(to: donor, among: cohort.centres)?.place
      let timing = clinic.assessTiming(of: donor, under: waiting, laboratory: laboratory, .explain)
      #expect(timing.failures.contains { $0.rule == "timing.lead_in" }, "\(donor.id)")
    }
  }

  @Test("R010 is homozygous at every locus but DPB1")
  func homozygous() throws {
    let typing = try recipient("R010").typing
    #expect(typing.loci.filter { typing.names(at: $0).count > 1 } == [.dpb1])
  }

  @Test("R012 is too heavy for the programme of the United Kingdom and not for the others")
  func heavy() throws {
    var choices = ClinicChoices()
    choices.indication = "uk"
    let uk = try Clinic(ClinicRules.read(), choices: choices)
    let person = try recipient("R012")
    #expect(uk.assessIndication(person, .explain).failures.map(\.rule) == ["indication.weight_kg"])
    #expect(clinic.assessIndication(person, .explain).failures.isEmpty)
  }

  @Test("R013 is a child, R016 is not fit for conditioning, R020 has not met EBV, R015 is suspended")
  func unfit() throws {
    #expect(try verdicts("R013").failed.contains("indication.age_years"))
    #expect(try recipient("R013").groups?.contains("child") == true)
    #expect(try verdicts("R016").failed.sorted() == ["conditioning.hct_ci", "conditioning.lvef_percent"])
    #expect(try verdicts("R020").failed == ["indication.ebv"])
    #expect(try recipient("R015").status == .suspended)
  }

  @Test("R019 and D12 are not permissive at DPB1 towards each other")
  func epitopes() throws {
    let (mine, other) = (try recipient("R019").typing, try donor("D12").typing)
    #expect(mine.names(at: .dpb1).map(\.text) == ["DPB1*09:01", "DPB1*17:01"])
    #expect(other.names(at: .dpb1).map(\.text) == ["DPB1*03:01", "DPB1*04:01"])
  }

  @Test("donors are refused for what the README says, and for nothing else")
  func donors() throws {
    var refused: [String: [String]] = [:]
    var open: [String: [String]] = [:]
    for donor in cohort.donors {
      let found = clinic.assess(donor, .explain)
      refused[donor.id] = found.failures.isEmpty ? nil : found.failures.map { "\($0.rule)" }
      let missing = found.missing
      open[donor.id] = missing.isEmpty ? nil : missing
    }
    #expect(
      refused == [
        "D06": ["donor.hiv"], "D09": ["donor.hba1c_percent", "donor.diabetes"], "D10": ["donor.age_years"],
      ])
    #expect(open == ["D04": ["donors.hba1c_percent", "donors.hcv"]])
  }

  @Test("the window of D05 closes before the islets are ready")
  func expiredWindow() throws {
    let donor = try donor("D05")
    let laboratory = clinic.nearestLaboratory(to: donor, among: cohort.centres)?.place
    let timing = clinic.assessTiming(
      of: donor, under: try regimen("simultaneous").transplant, laboratory: laboratory, .explain)
    #expect(timing.failures.contains { $0.rule == "timing.available_until" }, "\(timing.reasons)")
  }

  @Test("D12 is too young for the United Kingdom and lacks DR53 in spite of DR7")
  func youngDonor() throws {
    var choices = ClinicChoices()
    choices.donorWindow = "uk"
    let uk = try Clinic(ClinicRules.read(), choices: choices)
    let donor = try donor("D12")
    #expect(uk.assess(donor, .explain).failures.map(\.rule) == ["donor.age_years"])
    #expect(AntigenTable.shipped.presence(of: try Specificity("DR53"), in: donor.typing).presence == .absent)
  }
}
