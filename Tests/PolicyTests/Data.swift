import TandemChance
import TandemFiles
import TandemHLA
import TandemRegistry

/// A datum of a person by its column, with a way to forget it and to draw another value.
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
  Datum(column: column, forget: { set(&$0, nil) }, draw: { person, chance in set(&person, chance.flip(0.5)) })
}

private func word<Person, Word: Sendable>(
  _ column: String, _ words: [Word], _ set: @escaping @Sendable (inout Person, Word?) -> Void
) -> Datum<Person> {
  Datum(
    column: column, forget: { set(&$0, nil) },
    draw: { person, chance in set(&person, words[chance.index(below: words.count)]) })
}

private let typings = [
  donorTyping, recipientTyping, "A*02:01+A*03:01^B*15:01+B*07:02^DRB1*04:01+DRB1*13:01^DQB1*03:02+DQB1*06:03",
  "A*01:01+A*01:01^B*08:01+B*08:01^C*07:01+C*07:01^DRB1*03:01+DRB1*03:01^DQB1*02:01+DQB1*02:01",
  "A2+A24^B7+B44^DR4+DR15",
]

/// Every datum of a recipient that a policy may use.
let recipientData: [Datum<Recipient>] = [
  word("abo", ABO.allCases) { $0.abo = $1 },
  word("status", ListStatus.allCases) { $0.status = $1 },
  word("sex", Sex.allCases) { $0.sex = $1 },
  word("centre_id", ["T1", "elsewhere"]) { $0.centreID = $1 },
  word("protocols", [[], ["delayed"], ["islets-first", "mdr-101-pattern"]]) { $0.protocols = $1 },
  word("comorbidities", [[], ["dialysis"], ["nephropathy"], ["prior_islet_graft"]]) { $0.comorbidities = $1 },
  word("hla", typings) { $0.typing = $1.map(typing) ?? Typing() },
  word("listed_on", [Day(number: 19_000), Day(number: 20_000)]) { $0.listedOn = $1 },
  number("age_years", 10...75) { $0.ageYears = $1 },
  number("weight_kg", 40...120) { $0.weightKg = $1 },
  number("height_cm", 150...190) { $0.heightCm = $1 },
  number("diabetes_onset_age_years", 0...45) { $0.diabetesOnsetAgeYears = $1 },
  number("c_peptide_ng_ml", 0...0.6) { $0.cPeptideNgMl = $1 },
  number("insulin_units_per_kg_day", 0.2...1.4) { $0.insulinUnitsPerKgDay = $1 },
  number("hba1c_percent", 5...12) { $0.hba1cPercent = $1 },
  number("severe_hypos_12m", 0...4) { $0.severeHypos12m = $1?.rounded() },
  number("clarke", 0...7) { $0.clarke = $1?.rounded() },
  number("hypo_score", 0...2000) { $0.hypoScore = $1 },
  number("lability_index", 0...800) { $0.labilityIndex = $1 },
  number("gfr", 40...120) { $0.gfr = $1 },
  number("lvef_percent", 40...70) { $0.lvefPercent = $1 },
  number("dlco_percent", 40...110) { $0.dlcoPercent = $1 },
  number("fev1_percent", 40...110) { $0.fev1Percent = $1 },
  number("bilirubin_x_uln", 0.2...3) { $0.bilirubinXULN = $1 },
  number("alt_x_uln", 0.2...6) { $0.altXULN = $1 },
  number("karnofsky", 40...100) { $0.karnofsky = $1?.rounded() },
  word("cpra", [0, 0, 0.3]) { $0.cpra = $1 },
  flag("hiv") { $0.hiv = $1 },
  flag("hbv") { $0.hbv = $1 },
  flag("hcv") { $0.hcv = $1 },
  flag("tb") { $0.tb = $1 },
  flag("pregnancy") { $0.pregnancy = $1 },
  flag("cancer") { $0.cancer = $1 },
  flag("cmv") { $0.cmv = $1 },
  flag("ebv") { $0.ebv = $1 },
]

/// Every datum of a donor that a policy may use and that no expectation stands in for: where a count of islets
/// or cells is missing, the expected yield takes its place by design.
let donorData: [Datum<Donor>] = [
  word("abo", ABO.allCases) { $0.abo = $1 },
  word("donor_type", DonorType.allCases) { $0.donorType = $1 },
  word("hla", typings) { $0.typing = $1.map(typing) ?? Typing() },
  number("age_years", 10...70) { $0.ageYears = $1 },
  number("weight_kg", 50...120) { $0.weightKg = $1 },
  number("height_cm", 150...190) { $0.heightCm = $1 },
  number("hba1c_percent", 4...8) { $0.hba1cPercent = $1 },
  number("latitude", 40...60) { $0.latitude = $1 },
  number("longitude", -8...20) { $0.longitude = $1 },
  number("cd3_cells", 1e9...1e11) { $0.cd3Cells = $1 },
  flag("diabetes") { $0.diabetes = $1 },
  flag("sepsis") { $0.sepsis = $1 },
  flag("cancer") { $0.cancer = $1 },
  flag("hiv") { $0.hiv = $1 },
  flag("hbv") { $0.hbv = $1 },
  flag("hcv") { $0.hcv = $1 },
  flag("cmv") { $0.cmv = $1 },
  flag("ebv") { $0.ebv = $1 },
  word("cross_clamp_at", [Instant(seconds: 1_780_000_000)]) { $0.crossClampAt = $1 },
  word(
    "available_until", [Instant(seconds: 1_780_000_000 + 36_000), Instant(seconds: 1_780_000_000 + 500_000)]
  ) {
    $0.availableUntil = $1
  },
]

/// A policy that uses every rule there is and lists reviews.
let everyRule =
  """
    rules: {
      hla: { limits: [
        { name: "gvh", direction: "gvh", loci: ["A", "B", "DRB1"], at_most: 3, unit: "mismatches", assumption: "test" },
        { name: "dr", direction: "bidirectional", loci: ["DRB1"], at_most: 1, unit: "mismatches", assumption: "test" },
      ] },
      distance: { at_most: 500, unit: "km", assumption: "test" },
      recipient: { title: "adults of less than 85 kg", limits: {
        age_years: { at_least: 18, unit: "years", assumption: "test" }, weight_kg: { at_most: 85, unit: "kg", assumption: "test" } } },
      donor: { title: "not too light", limits: { bmi: { at_least: 20, unit: "kg/m2", assumption: "test" } } },
  """
