import TandemChance
import TandemClinic
import TandemFiles
import TandemRegistry
import TestSupport
import Testing

@Suite("Eligibility of recipients")
struct EligibilityTests {
  @Test("A fit person passes every protocol; every rule has said so")
  func fit() {
    let clinic = clinic()
    for name in TransplantProtocol.shippedNames {
      let assessment = clinic.assess(fitRecipient(), for: regimen(name, in: clinic), .explain)
      #expect(assessment.verdict == .pass, "\(name): \(assessment.failures) \(assessment.reviews)")
      #expect(assessment.reasons.count >= 25)
    }
  }

  @Test("All failing rules are listed, not only the first, each with its numbers and source")
  func allFailures() throws {
    let clinic = clinic()
    var person = fitRecipient()
    person.gfr = 62
    person.cPeptideNgMl = 0.45
    person.lvefPercent = 45
    person.comorbidities = ["heart_valve_disease"]
    person.alcPerUl = 350
    let assessment = clinic.assess(person, for: regimen("stanford-derived", in: clinic), .explain)
    #expect(
      assessment.failures.map(\.rule) == [
        "indication.c_peptide_ng_ml", "indication.gfr", "conditioning.lvef_percent", "conditioning.hct_ci",
        "drug.baricitinib.alc_per_ul",
      ])
    let gfr = try reason("indication.gfr", in: assessment)
    #expect(gfr.detail == "The GFR is 62 mL/min/1.73 m2; required is at least 80 mL/min/1.73 m2.")
    #expect(gfr.remedy == "GFR of at least 80 mL/min/1.73 m2")
    #expect(gfr.basis?.text.contains("CIT-07") == true)
    let index = try reason("conditioning.hct_ci", in: assessment)
    #expect(
      index.detail.hasPrefix("HCT-CI is 5: cardiac 1 (left ventricular ejection fraction 45 %), diabetes 1"))
    #expect(index.detail.contains("heart_valve 3 (the word heart_valve_disease)"))
  }

  @Test("The stricter limits say that they are a policy choice, and can be chosen otherwise")
  func policyChoice() throws {
    var person = fitRecipient()
    person.lvefPercent = 40
    let strict = clinic()
    let failed = strict.assess(person, for: regimen("islets-first", in: strict), .explain)
    #expect(failed.verdict == .fail)
    #expect(try reason("conditioning.lvef_percent", in: failed).basis?.kind == .policyChoice)
    let hctCI = try reason("conditioning.hct_ci", in: failed)
    #expect(hctCI.basis?.label.hasPrefix("policy choice: ") == true)
    let published = clinic { $0.conditioningLimits = "reduced-intensity" }
    let passed = published.assess(person, for: regimen("islets-first", in: published), .explain)
    #expect(passed.verdict == .pass)
    #expect(!passed.reasons.contains { $0.rule == "conditioning.hct_ci" })
  }

  @Test("Each missing datum turns the verdict into a review that names it", arguments: recipientData)
  func missing(datum: Datum<Recipient>) {
    let clinic = clinic()
    var person = fitRecipient()
    datum.forget(&person)
    let assessment = clinic.assess(person, for: regimen("stanford-derived", in: clinic), .explain)
    if ["clarke", "hypo_score", "lability_index"].contains(datum.column) {
      #expect(assessment.verdict == .pass, "two other alternatives hold")
    } else {
      #expect(assessment.verdict == .review)
      #expect(assessment.missing.contains("recipients.\(datum.column)"))
      #expect(assessment.failures.isEmpty)
    }
  }

  @Test("With nothing known at all, every datum is named and nothing fails")
  func nothingKnown() {
    let clinic = clinic()
    let assessment = clinic.assess(Recipient(id: "R"), for: regimen("stanford-derived", in: clinic), .explain)
    #expect(assessment.verdict == .review)
    #expect(assessment.failures.isEmpty)
    #expect(assessment.missing == recipientData.map { "recipients.\($0.column)" }.sorted())
  }

  @Test("Forgetting a datum never turns a review or a fail into a pass, rule by rule")
  func forgetting() throws {
    for set in shippedRules.indications.map(\.name) {
      let clinic = clinic { $0.indication = set }
      let regimen = regimen("stanford-derived", in: clinic)
      withEvery(30) { chance in
        var person = fitRecipient()
        for datum in recipientData {
          if chance.flip(0.4) { datum.draw(&person, &chance) }
          if chance.flip(0.1) { datum.forget(&person) }
        }
        let before = clinic.assess(person, for: regimen, .explain)
        for datum in recipientData {
          var other = person
          datum.forget(&other)
          let after = clinic.assess(other, for: regimen, .explain)
          try hold(before.verdict == .pass || after.verdict != .pass, "\(set): \(datum.column)")
          for (old, new) in zip(before.reasons, after.reasons) {
            try hold(old.rule == new.rule, "the rules changed")
            try hold(
              old.verdict == .pass || new.verdict != .pass,
              "\(datum.column) made \(old.rule) pass: \(new.detail)")
          }
        }
      }
    }
  }

  @Test("Of the three signs of problematic hypoglycaemia one is enough, and none of them is a fail")
  func alternatives() throws {
    let clinic = clinic()
    func anyOf(_ clarke: Double?, _ hypo: Double?, _ lability: Double?) throws -> Reason {
      var person = fitRecipient()
      person.clarke = clarke
      person.hypoScore = hypo
      person.labilityIndex = lability
      return try reason("indication.any_of", in: clinic.assessIndication(person, .explain))
    }
    #expect(try anyOf(4, 0, 0).verdict == .pass)
    #expect(try anyOf(nil, 1047, nil).verdict == .pass)
    #expect(try anyOf(3, 1046, 432).verdict == .fail)
    let open = try anyOf(3, nil, 432)
    #expect(open.verdict == .review)
    #expect(open.missing == ["recipients.hypo_score"])
    #expect(open.remedy?.contains("Clarke score of at least 4 points") == true)
  }

  @Test("Ages and limits at their edges: below means below, at least means at least")
  func edges() throws {
    let clinic = clinic()
    func verdict(_ rule: Rule, _ change: (inout Recipient) -> Void) throws -> Verdict {
      var person = fitRecipient()
      change(&person)
      return try reason(rule, in: clinic.assessIndication(person, .explain)).verdict
    }
    #expect(try verdict("indication.c_peptide_ng_ml") { $0.cPeptideNgMl = 0.3 } == .fail)
    #expect(try verdict("indication.c_peptide_ng_ml") { $0.cPeptideNgMl = 0.299 } == .pass)
    #expect(try verdict("indication.gfr") { $0.gfr = 80 } == .pass)
    #expect(try verdict("indication.age_years") { $0.ageYears = 65 } == .pass)
    #expect(try verdict("indication.age_years") { $0.ageYears = 17.9 } == .fail)
    #expect(try verdict("indication.diabetes_onset_age_years") { $0.diabetesOnsetAgeYears = 40 } == .fail)
    #expect(try verdict("indication.cpra") { $0.cpra = 0.01 } == .fail)
    // 20 years old with 8 years of diabetes: 28.
    func young(_ onset: Double) -> (inout Recipient) -> Void {
      {
        $0.ageYears = 20
        $0.diabetesOnsetAgeYears = onset
      }
    }
    #expect(try verdict("indication.age_plus_duration_years", young(12)) == .pass)
    #expect(try verdict("indication.age_plus_duration_years", young(12.5)) == .fail)
  }

  @Test("Pregnancy is not asked of a man; of somebody of unknown sex it is")
  func pregnancy() throws {
    let clinic = clinic()
    func verdict(_ sex: Sex?) throws -> Verdict {
      var person = fitRecipient()
      person.sex = sex
      person.pregnancy = nil
      return try reason("indication.pregnancy", in: clinic.assessIndication(person, .explain)).verdict
    }
    #expect(try verdict(.male) == .pass)
    #expect(try verdict(.female) == .review)
    #expect(try verdict(nil) == .review)
  }

  @Test(
    "United Kingdom: two severe hypos in 12 months decide, fewer are a question, a kidney graft is enough")
  func unitedKingdom() throws {
    let clinic = clinic { $0.indication = "uk" }
    func anyOf(_ hypos: Double, clarke: Double, _ words: [String]) throws -> Reason {
      var person = fitRecipient()
      person.severeHypos12m = hypos
      person.clarke = clarke
      person.comorbidities = words
      return try reason("indication.any_of", in: clinic.assessIndication(person, .explain))
    }
    #expect(try anyOf(2, clarke: 4, []).verdict == .pass)
    #expect(try anyOf(1, clarke: 4, []).verdict == .review)
    #expect(try anyOf(2, clarke: 3, []).verdict == .fail)
    #expect(try anyOf(0, clarke: 0, ["functioning_kidney_graft"]).verdict == .pass)
    var heavy = fitRecipient()
    heavy.weightKg = 86
    #expect(clinic.assessIndication(heavy, .decide).verdict == .fail)
  }

  @Test("Baricitinib: counts at their limits, active TB fails, hepatitis is for review")
  func baricitinib() throws {
    let clinic = clinic()
    func assess(_ change: (inout Recipient) -> Void) -> Assessment {
      var person = fitRecipient()
      change(&person)
      return clinic.assessConditioning(person, for: regimen("stanford-derived", in: clinic), .explain)
    }
    func verdict(_ item: String, _ change: (inout Recipient) -> Void) throws -> Verdict {
      try reason(Rule("drug.baricitinib.\(item)"), in: assess(change)).verdict
    }
    #expect(try verdict("anc_per_ul") { $0.ancPerUl = 999 } == .fail)
    #expect(try verdict("anc_per_ul") { $0.ancPerUl = 1000 } == .pass)
    #expect(try verdict("hb_g_dl") { $0.hbGDl = 7.9 } == .fail)
    #expect(try verdict("gfr") { $0.gfr = 29 } == .fail)
    #expect(try verdict("tb") { $0.tb = true } == .fail)
    #expect(try verdict("hbv") { $0.hbv = true } == .review)
    let first = clinic.assessConditioning(fitRecipient(), for: regimen("islets-first", in: clinic), .explain)
    #expect(!first.reasons.contains { $0.rule.name.hasPrefix("drug.") })
  }

  @Test("What the files do not hold is said, not passed over")
  func notCovered() throws {
    let assessment = clinic().assessIndication(fitRecipient(), .explain)
    let note = try reason("indication.not_covered", in: assessment)
    #expect(note.isFlagged)
    #expect(note.detail.contains("urine albumin above 300 mg/g"))
    #expect(assessment.warnings.map(\.rule) == ["indication.not_covered"])
  }

  @Test("A policy's own criteria are read from its own object and judged by the same rules")
  func ownCriteria() throws {
    let text = """
      { title: "children", limits: { age_years: { below: 18, unit: "years", policy_choice: "a children's hospital" } } }
      """
    let document = try DataDocument(text: text)
    let file = DataFile(path: document.path)
    let object = file.object(document.root)
    let criteria = Criteria<Recipient>(object, name: "children", prefix: "recipient")
    object.finish()
    try file.throwProblems()
    var assessment = Assessment(.explain)
    criteria.assess(fitRecipient(), into: &assessment)
    #expect(assessment.failures.map(\.rule) == ["recipient.age_years"])
    #expect(assessment.failures[0].basis?.kind == .policyChoice)
  }

  @Test("A choice that no table holds is reported with a suggestion")
  func unknownChoice() throws {
    var choices = ClinicChoices()
    choices.indication = "cti"
    choices.isletYield = "leyden"
    let problems = #expect(throws: Problems.self) { try Clinic(shippedRules, choices: choices) }
    #expect(try #require(problems).all.count == 2)
    #expect(try #require(problems).description.contains("did you mean \"cit\"?"))
    #expect(try #require(problems).description.contains("did you mean \"leiden\"?"))
  }
}
