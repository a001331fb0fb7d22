import TandemChance
import TandemClinic
import TandemFiles
import TandemHLA
import TandemPolicy
import TandemRegistry
import Testing

/// The clinical tables, read once.
let tables: ClinicRules = must { () throws(Problems) in try ClinicRules.read() }

/// A shipped policy.
func shipped(_ name: String) -> Policy {
  must { () throws(Problems) in try Policy.read(name, rules: tables) }
}

private func must<Value>(_ make: () throws(Problems) -> Value) -> Value {
  do throws(Problems) { return try make() } catch { fatalError("\(error)") }
}

/// A typing from its text.
func typing(_ text: String) -> Typing {
  do { return try Typing(text) } catch { fatalError("\(text): \(error)") }
}

/// An antibody against an antigen.
func antibody(_ target: String, mfi: Double?, c1q: Bool? = nil) -> Antibody {
  do { return Antibody(try Specificity(target), mfi: mfi, c1q: c1q) } catch {
    fatalError("\(target): \(error)")
  }
}

let donorTyping =
  "A*01:01+A*02:01^B*07:02+B*08:01^C*07:01+C*07:02^DRB1*03:01+DRB1*15:01^DQA1*05:01+DQA1*01:02^DQB1*02:01+DQB1*06:02^DPB1*04:01+DPB1*02:01"
let recipientTyping =
  "A*01:01+A*24:02^B*08:01+B*44:02^C*05:01+C*07:01^DRB1*03:01+DRB1*04:01^DQA1*05:01+DQA1*03:01^DQB1*02:01+DQB1*03:02^DPB1*04:01+DPB1*02:01"

/// A recipient of 60 kg about whom everything is known and whom every shipped policy takes.
func fitRecipient(_ id: String = "R1") -> Recipient {
  var person = Recipient(id: id)
  person.abo = .a
  person.sex = .female
  person.ageYears = 38
  person.weightKg = 60
  person.heightCm = 168
  person.centreID = "T1"
  person.listedOn = Day(year: 2025, month: 3, day: 1)
  person.status = .active
  person.typing = typing(recipientTyping)
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
  person.protocols = ["mdr-101-pattern", "islets-first", "delayed"]
  return person
}

/// A donor about whom everything is known and whom every shipped policy takes, in Leiden.
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
  donor.crossClampAt = Instant(seconds: Int64(Day(year: 2026, month: 3, day: 1)!.number) * 86_400)
  donor.availableUntil = donor.crossClampAt?.advanced(hours: 120)
  donor.latitude = 52.16
  donor.longitude = 4.49
  donor.typing = typing(donorTyping)
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

/// A laboratory in Amsterdam and a transplant centre in Utrecht.
let centres: [Centre] = {
  var laboratory = Centre(id: "L1")
  laboratory.latitude = 52.37
  laboratory.longitude = 4.9
  laboratory.kind = .isolation
  var transplant = Centre(id: "T1")
  transplant.latitude = 52.09
  transplant.longitude = 5.12
  transplant.kind = .transplant
  return [laboratory, transplant]
}()

/// A cohort of one donor and some recipients with their antibodies.
func cohort(_ donor: Donor, _ recipients: [Recipient], antibodies: [[Antibody]] = []) -> Cohort {
  let entries = antibodies.enumerated().flatMap { index, all in all.map { (recipient: index, antibody: $0) } }
  return Cohort(
    donors: [donor], recipients: recipients, centres: centres,
    antibodies: AntibodyRegister(recipientCount: recipients.count, entries: entries))
}

/// One donor, one recipient, and what a policy says of them.
func assess(
  _ change: (inout Donor, inout Recipient) -> Void = { _, _ in }, antibodies: [Antibody] = [],
  under policy: Policy = shipped("balanced"), overriding overrides: Set<Rule> = [], expedited: Bool = false,
  _ depth: Assessment.Depth = .explain
) -> PairAssessment {
  var donor = fitDonor()
  var recipient = fitRecipient()
  change(&donor, &recipient)
  let context = MatchContext(
    donor: donor, in: cohort(donor, [recipient], antibodies: [antibodies]), under: policy,
    overrides: overrides,
    isExpedited: expedited)
  return context.pair(0, depth)
}

/// The facts of one donor and one recipient.
func facts(_ change: (inout Donor, inout Recipient) -> Void = { _, _ in }, antibodies: [Antibody] = [])
  -> PairFacts
{
  var donor = fitDonor()
  var recipient = fitRecipient()
  change(&donor, &recipient)
  let context = MatchContext(
    donor: donor, in: cohort(donor, [recipient], antibodies: [antibodies]), under: shipped("balanced"))
  return context.facts(0)
}

/// A policy from text: the shipped one of a name with some pieces of its text replaced.
func policy(_ name: String = "balanced", replacing: [(String, String)]) throws(Problems) -> Policy {
  var text = policyText(name)
  for (old, new) in replacing {
    guard text.contains(old) else { fatalError("\(name) has no \"\(old)\"") }
    text = text.replacing(old, with: new, maxReplacements: 1)
  }
  return try policy(text: text)
}

/// A policy from its whole text.
func policy(text: String) throws(Problems) -> Policy {
  let outcome: Result<Policy, Problems> = Array(text.utf8).withUnsafeBytes { bytes in
    do throws(Problem) {
      let document = try DataDocument(bytes, path: "test.json5")
      do throws(Problems) { return .success(try Policy.read(document, rules: tables)) } catch {
        return .failure(error)
      }
    } catch {
      return .failure(Problems(error))
    }
  }
  return try outcome.get()
}

/// The text of a shipped policy.
func policyText(_ name: String) -> String {
  guard let bytes = ShippedData.file("policies/\(name).json5") else { fatalError("no policy \(name)") }
  return String(decoding: bytes, as: UTF8.self)
}

/// What reading a policy reports.
func problems(_ name: String = "balanced", replacing: [(String, String)]) -> [Problem] {
  do throws(Problems) {
    return try policy(name, replacing: replacing).warnings
  } catch {
    return error.all
  }
}

/// The first reason of a rule.
func reason(_ rule: Rule, in reasons: [Reason]) throws -> Reason {
  try #require(reasons.first { $0.rule == rule }, "no reason for \(rule)")
}
