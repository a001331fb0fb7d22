import TandemChance
import TandemClinic
import TandemFiles
import TandemRegistry
import Testing

/// The shipped rules, read once for all tests.
let shippedRules: ClinicRules = {
  do { return try ClinicRules.read() } catch { fatalError("\(error)") }
}()

/// The shipped rules with the shipped choices, or with some changed.
func clinic(_ change: (inout ClinicChoices) -> Void = { _ in }) -> Clinic {
  var choices = ClinicChoices()
  change(&choices)
  do { return try Clinic(shippedRules, choices: choices) } catch { fatalError("\(error)") }
}

private let shippedProtocols: [String: TransplantProtocol] = {
  do {
    return try Dictionary(
      uniqueKeysWithValues: TransplantProtocol.shippedNames.map { ($0, try TransplantProtocol.read($0)) })
  } catch { fatalError("\(error)") }
}()

/// A shipped protocol.
func shipped(_ name: String) -> TransplantProtocol {
  guard let found = shippedProtocols[name] else { fatalError("no protocol \(name)") }
  return found
}

/// A shipped protocol with its rules.
func regimen(_ name: String, in clinic: Clinic) -> Regimen {
  do { return try clinic.regimen(shipped(name)) } catch { fatalError("\(error)") }
}

/// A recipient about whom everything is known and whom every shipped rule takes.
func fitRecipient() -> Recipient {
  var person = Recipient(id: "R1")
  person.abo = .a
  person.sex = .female
  person.ageYears = 38
  person.weightKg = 60
  person.heightCm = 168
  person.diabetesOnsetAgeYears = 12
  person.cPeptideNgMl = 0.05
  person.insulinUnitsPerKgDay = 0.5
  person.hba1cPercent = 7.4
  person.severeHypos12m = 3
  person.clarke = 5
  person.hypoScore = 1200
  person.labilityIndex = 500
  person.gfr = 95
  person.lvefPercent = 62
  person.dlcoPercent = 92
  person.fev1Percent = 97
  person.bilirubinXULN = 0.6
  person.altXULN = 0.7
  person.ancPerUl = 4200
  person.alcPerUl = 1700
  person.hbGDl = 13.5
  person.karnofsky = 90
  person.comorbidities = []
  person.hiv = false
  person.hbv = false
  person.hcv = false
  person.tb = false
  person.pregnancy = false
  person.cancer = false
  person.cmv = true
  person.ebv = true
  person.cpra = 0
  return person
}

/// A donor about whom everything is known and whom every shipped window takes, in Leiden.
func fitDonor() -> Donor {
  var donor = Donor(id: "D1")
  donor.abo = .o
  donor.sex = .male
  donor.ageYears = 44
  donor.weightKg = 95
  donor.heightCm = 182
  donor.donorType = .dbd
  donor.hba1cPercent = 5.4
  donor.diabetes = false
  donor.crossClampAt = Instant(seconds: 1_780_000_000)
  donor.availableUntil = Instant(seconds: 1_780_000_000 + 120 * 3600)
  donor.latitude = 52.16
  donor.longitude = 4.49
  donor.isletIEQMeasured = 700_000
  donor.viabilityPercent = 92
  donor.purityPercent = 60
  donor.cd34CellsMeasured = 1.2e9
  donor.cd3Cells = 1.2e10
  donor.hscForm = .fresh
  donor.cmv = false
  donor.ebv = true
  donor.hbv = false
  donor.hcv = false
  donor.hiv = false
  donor.cancer = false
  donor.sepsis = false
  return donor
}

/// Amsterdam, 36 km from `fitDonor`.
let laboratory = Place(latitude: 52.37, longitude: 4.9)

/// The first reason of a rule.
func reason(_ rule: Rule, in assessment: Assessment) throws -> Reason {
  try #require(assessment.reasons.first { $0.rule == rule }, "no reason for \(rule)")
}

/// A datum of a recipient by its column, with a way to forget it and to draw another value.
struct Datum<Person>: Sendable {
  let column: String
  let forget: @Sendable (inout Person) -> Void
  let draw: @Sendable (inout Person, inout SplitMix) -> Void
}

private func number<Person>(
  _ column: String, _ range: ClosedRange<Double>, _ set: @escaping @Sendable (inout Person, Double?) -> Void
) -> Datum<Person> {
  Datum(
    column: column, forget: { set(&$0, nil) },
    draw: { person, chance in
      set(&person, range.lowerBound + (range.upperBound - range.lowerBound) * chance.unit())
    })
}

private func flag<Person>(_ column: String, _ set: @escaping @Sendable (inout Person, Bool?) -> Void)
  -> Datum<Person>
{
  Datum(column: column, forget: { set(&$0, nil) }, draw: { person, chance in set(&person, chance.flip(0.3)) })
}

/// Every datum of a recipient that a clinical rule may use.
let recipientData: [Datum<Recipient>] = [
  number("age_years", 5...80) { $0.ageYears = $1 },
  number("weight_kg", 30...130) { $0.weightKg = $1 },
  number("height_cm", 140...200) { $0.heightCm = $1 },
  number("diabetes_onset_age_years", 0...45) { $0.diabetesOnsetAgeYears = $1 },
  number("c_peptide_ng_ml", 0...0.6) { $0.cPeptideNgMl = $1 },
  number("insulin_units_per_kg_day", 0...1.4) { $0.insulinUnitsPerKgDay = $1 },
  number("hba1c_percent", 5...12) { $0.hba1cPercent = $1 },
  number("severe_hypos_12m", 0...4) { $0.severeHypos12m = $1?.rounded() },
  number("clarke", 0...7) { $0.clarke = $1?.rounded() },
  number("hypo_score", 0...2000) { $0.hypoScore = $1 },
  number("lability_index", 0...800) { $0.labilityIndex = $1 },
  number("gfr", 20...120) { $0.gfr = $1 },
  number("lvef_percent", 30...70) { $0.lvefPercent = $1 },
  number("dlco_percent", 40...110) { $0.dlcoPercent = $1 },
  number("fev1_percent", 40...110) { $0.fev1Percent = $1 },
  number("bilirubin_x_uln", 0.2...3) { $0.bilirubinXULN = $1 },
  number("alt_x_uln", 0.2...6) { $0.altXULN = $1 },
  number("anc_per_ul", 500...8000) { $0.ancPerUl = $1 },
  number("alc_per_ul", 200...4000) { $0.alcPerUl = $1 },
  number("hb_g_dl", 6...17) { $0.hbGDl = $1 },
  number("karnofsky", 40...100) { $0.karnofsky = $1 },
  number("cpra", 0...1) { person, value in person.cpra = value.map { $0 < 0.5 ? 0 : $0 } },
  flag("hiv") { $0.hiv = $1 },
  flag("hbv") { $0.hbv = $1 },
  flag("hcv") { $0.hcv = $1 },
  flag("tb") { $0.tb = $1 },
  flag("pregnancy") { $0.pregnancy = $1 },
  flag("cancer") { $0.cancer = $1 },
  flag("ebv") { $0.ebv = $1 },
  Datum(
    column: "comorbidities", forget: { $0.comorbidities = nil },
    draw: { person, chance in
      let words = shippedRules.comorbidityIndex.vocabulary
      let count = chance.index(below: 4)
      person.comorbidities = (0..<count).map { _ in words[chance.index(below: words.count)] }
    }),
]

/// Every datum of a donor that a clinical verdict on the donor and the timing may use.
let donorData: [Datum<Donor>] = [
  number("age_years", 5...80) { $0.ageYears = $1 },
  number("hba1c_percent", 4...8) { $0.hba1cPercent = $1 },
  number("latitude", 48...56) { $0.latitude = $1 },
  number("longitude", -4...12) { $0.longitude = $1 },
  flag("diabetes") { $0.diabetes = $1 },
  flag("sepsis") { $0.sepsis = $1 },
  flag("cancer") { $0.cancer = $1 },
  flag("hiv") { $0.hiv = $1 },
  flag("hbv") { $0.hbv = $1 },
  flag("hcv") { $0.hcv = $1 },
  Datum(
    column: "donor_type", forget: { $0.donorType = nil },
    draw: { donor, chance in donor.donorType = chance.flip(0.5) ? .dbd : .dcd }),
  Datum(
    column: "hsc_form", forget: { $0.hscForm = nil },
    draw: { donor, chance in donor.hscForm = chance.flip(0.5) ? .fresh : .cryopreserved }),
  Datum(
    column: "cross_clamp_at", forget: { $0.crossClampAt = nil },
    draw: { donor, _ in donor.crossClampAt = Instant(seconds: 1_780_000_000) }),
  Datum(
    column: "available_until", forget: { $0.availableUntil = nil },
    draw: { donor, chance in
      donor.availableUntil = Instant(seconds: 1_780_000_000 + Int64(chance.index(below: 400)) * 3600)
    }),
]
