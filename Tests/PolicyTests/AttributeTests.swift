import TandemChance
import TandemClinic
import TandemFiles
import TandemHLA
import TandemPolicy
import TandemRegistry
import Testing

@Suite("Attributes")
struct AttributeTests {
  /// The value of an attribute for the fit pair with something changed.
  private func value(
    _ name: String, _ change: (inout Donor, inout Recipient) -> Void = { _, _ in }
  ) throws -> Attribute.Value {
    let attribute = try #require(Attribute.all.first { $0.name == name })
    var donor = fitDonor()
    var recipient = fitRecipient()
    change(&donor, &recipient)
    let context = MatchContext(donor: donor, in: cohort(donor, [recipient]), under: shipped("balanced"))
    switch attribute.measurement {
    case .recipient(let measure): return measure(recipient)
    case .dated(let measure): return measure(recipient, context.day)
    case .journey(let measure): return measure(donor.place, context.centre(of: recipient))
    case .pair(let measure): return measure(context.facts(0))
    case .dose(let measure):
      let plan = context.plans[0]
      return measure(plan, plan.transplant.levels[0], recipient.weightKg)
    }
  }

  @Test("waiting time counts days to the cross-clamp, never below 0")
  func waitingTime() throws {
    #expect(try value("waiting-time").raw == 365)
    #expect(try value("waiting-time", { $1.listedOn = Day(year: 2026, month: 6, day: 1) }).raw == 0)
    #expect(try value("waiting-time", { $1.listedOn = nil }).missing == ["recipients.listed_on"])
    #expect(
      try value("waiting-time", { donor, _ in donor.crossClampAt = nil }).missing == ["donors.cross_clamp_at"]
    )
  }

  @Test(
    "a value of the recipient is its column, and missing when that is",
    arguments: [
      ("severe-hypos", 3.0, "severe_hypos_12m"), ("clarke", 5, "clarke"), ("hypo-score", 1200, "hypo_score"),
      ("lability", 500, "lability_index"), ("sensitisation", 0, "cpra"), ("age", 38, "age_years"),
    ])
  func columns(name: String, raw: Double, column: String) throws {
    #expect(try value(name).raw == raw)
    let blank = try value(name) { _, recipient in recipient = Recipient(id: "R1") }
    #expect(blank.raw == nil)
    #expect(blank.missing == ["recipients.\(column)"])
  }

  @Test("mismatches count by direction over the policy's loci")
  func mismatches() throws {
    // A 24, B 44, C 05, DRB1 04, DQB1 03:02 the donor lacks; A 02, B 07, C 07:02, DRB1 15, DQB1 06:02 the recipient.
    #expect(try value("mismatches-gvh").raw == 5)
    #expect(try value("mismatches-hvg").raw == 5)
    let same = { (donor: inout Donor, recipient: inout Recipient) in recipient.typing = donor.typing }
    #expect(try value("mismatches-gvh", same).raw == 0)
    let homozygous = { (donor: inout Donor, _: inout Recipient) in
      donor.typing = typing(
        "A*01:01+A*01:01^B*08:01+B*08:01^C*07:01+C*07:01^DRB1*03:01+DRB1*03:01^DQB1*02:01+DQB1*02:01")
    }
    #expect(try value("mismatches-hvg", homozygous).raw == 0)
    #expect(try value("mismatches-gvh", homozygous).raw == 5)
    let untyped = try value("mismatches-gvh") { _, recipient in recipient.typing = typing("A*01:01+A*24:02") }
    #expect(untyped.raw == nil)
    #expect(untyped.missing == ["recipients.hla (B, C, DRB1, DQB1)"])
  }

  @Test("an ambiguous typing is rated at its best and says so")
  func ambiguous() throws {
    let value = try value("dr-match") { donor, _ in donor.typing = typing("DRB1*03:01+DRB1*04:XX") }
    #expect(value.raw == 2)
    #expect(value.note?.contains("ambiguous") == true)
  }

  @Test("DR and DQ match count positions, homozygous loci twice")
  func matches() throws {
    #expect(try value("dr-match").raw == 1)
    #expect(try value("dq-match").raw == 1)
    func dr(_ donor: String, _ recipient: String) throws -> Double? {
      try value("dr-match") {
        $0.typing = typing(donor)
        $1.typing = typing(recipient)
      }.raw
    }
    #expect(try dr("DRB1*03:01+DRB1*04:01", "DRB1*04:01+DRB1*03:01") == 2)
    #expect(try dr("DRB1*03:01+DRB1*03:01", "DRB1*04:01+DRB1*03:01") == 1)
    #expect(try dr("DRB1*03:01+DRB1*03:01", "DRB1*04:01+DRB1*04:01") == 0)
    #expect(try dr("DRB1*15:01+DRB1*07:01", "DRB1*04:01+DRB1*03:01") == 0)
  }

  @Test("DPB1 epitopes: 0 permissive, 1 host versus graft, 2 graft versus host")
  func epitopes() throws {
    func tce(_ donor: String, _ recipient: String) throws -> Attribute.Value {
      try value("tce") {
        $0.typing = typing(donor)
        $1.typing = typing(recipient)
      }
    }
    // Groups: 09:01 1, 03:01 2, 04:01 and 02:01 3.
    #expect(try tce("DPB1*04:01+DPB1*02:01", "DPB1*04:01+DPB1*04:01").raw == 0)
    #expect(try tce("DPB1*09:01+DPB1*04:01", "DPB1*04:01+DPB1*02:01").raw == 1)
    #expect(try tce("DPB1*04:01+DPB1*02:01", "DPB1*03:01+DPB1*04:01").raw == 2)
    #expect(try tce("A*01:01+A*01:01", "DPB1*03:01+DPB1*04:01").missing == ["donors.hla (DPB1)"])
  }

  @Test("risk haplotypes are shared when both surely carry them")
  func riskHaplotypes() throws {
    // Both carry DR3; only the recipient carries DR4.
    #expect(try value("shared-risk-haplotypes").raw == 1)
    #expect(try value("shared-risk-haplotypes", { $0.typing = $1.typing }).raw == 2)
    let untyped = try value("shared-risk-haplotypes") { donor, _ in donor.typing = Typing() }
    #expect(untyped.missing == ["donors.hla (DRB1, DQB1)"])
  }

  @Test("difference in age, and a child by the age that the policy sets")
  func ages() throws {
    #expect(try value("age-difference").raw == 6)
    #expect(try value("age-difference", { donor, _ in donor.ageYears = nil }).missing == ["donors.age_years"])
    #expect(try value("child").raw == 0)
    #expect(try value("child", { $1.ageYears = 17.9 }).raw == 1)
    let sixteen = try policy(replacing: [
      (
        "attribute: \"cmv-match\",",
        "attribute: \"child\", settings: { below_years: { value: 16, unit: \"years\", assumption: \"test\" } },"
      )
    ])
    let part = assess({ $1.ageYears = 17 }, under: sixteen).score.parts.first { $0.attribute == "child" }
    #expect(part?.raw == 0)
  }

  @Test("distance is that of the great circle")
  func distance() throws {
    let found = try value("distance")
    #expect(abs((found.raw ?? 0) - 43.75) < 0.3)
    #expect(try value("distance", { $1.centreID = "nowhere" }).missing == ["recipients.centre_id"])
  }

  @Test("the islet dose of a counted donor is the level's, or what there is")
  func measuredDose() throws {
    // 700,000 IEQ with the losses of culture; 5,000 IEQ/kg for 60 kg are 300,000.
    #expect(try value("islet-dose").raw == 5000)
    let light = try value("islet-dose", { $1.weightKg = 150 })
    #expect(try #require(light.raw) < 700_000 / 150)
    #expect(try #require(light.raw) > 600_000 / 150)
    #expect(try value("islet-dose", { $1.weightKg = nil }).missing == ["recipients.weight_kg"])
  }

  @Test("the islet dose of an expected yield is its mean up to the level's dose")
  func expectedDose() throws {
    func expected(_ mean: Double, _ sd: Double) throws -> Double {
      let found = try value("islet-dose") { donor, _ in
        donor.isletIEQMeasured = nil
        donor.isletIEQMean = mean
        donor.isletIEQSD = sd
      }
      return try #require(found.raw)
    }
    // Hardly any spread: all or the dose. A wide spread loses what exceeds the dose.
    #expect(abs(try expected(700_000, 1) - 5000) < 1e-6)
    let wide = try expected(300_000, 300_000)
    // By the trapezium rule over the lognormal of mean 300,000 x the culture's share, in IEQ/kg of 60 kg.
    let donor = fitDonor()
    let context = MatchContext(donor: donor, in: cohort(donor, [fitRecipient()]), under: shipped("balanced"))
    let share = try #require(context.plans[0].islets.supply).survivingShare
    var sum = 0.0
    let amount = Lognormal(mean: 300_000 * share, standardDeviation: 300_000 * share)
    for step in 0..<200_000 { sum += min(amount.quantile((Double(step) + 0.5) / 200_000), 300_000) }
    #expect(abs(wide - sum / 200_000 / 60) < 0.5)
  }

  @Test("CD34+ cells likewise")
  func stemCells() throws {
    #expect(abs(try #require(try value("stem-cell-dose").raw) - 4e6) < 1)
  }

  @Test("predicted benefit is what a full graft adds to today's utility, by published utilities")
  func benefit() throws {
    func benefit(_ change: (inout Donor, inout Recipient) -> Void) -> Score.Part? {
      assess(change).score.parts.first { $0.attribute == "predicted-benefit" }
    }
    func near(_ part: Score.Part?, _ raw: Double) -> Bool { abs((part?.raw ?? -1) - raw) < 1e-12 }
    #expect(near(benefit { $1.clarke = 5 }, 0.82 - 0.71))
    #expect(near(benefit { $1.clarke = 3 }, 0.82 - 0.81))
    #expect(near(benefit { $1.comorbidities = ["nephropathy"] }, 0.82 - 0.57))
    #expect(benefit { $1.comorbidities = nil }?.missing == ["recipients.comorbidities"])
  }

  @Test("an earlier graft, the same blood group and the same CMV serostatus are yes or no")
  func yesOrNo() throws {
    #expect(try value("prior-graft").raw == 0)
    #expect(try value("prior-graft", { $1.comorbidities = ["prior_islet_graft"] }).raw == 1)
    #expect(try value("prior-graft", { $1.comorbidities = nil }).missing == ["recipients.comorbidities"])
    #expect(try value("abo-identical").raw == 0)
    #expect(try value("abo-identical", { $1.abo = .o }).raw == 1)
    #expect(try value("abo-identical", { donor, _ in donor.abo = nil }).missing == ["donors.abo"])
    #expect(try value("cmv-match").raw == 0)
    #expect(try value("cmv-match", { $1.cmv = false }).raw == 1)
    #expect(
      try value(
        "cmv-match",
        {
          $0.cmv = nil
          $1.cmv = nil
        }
      ).missing == ["recipients.cmv", "donors.cmv"])
  }

  @Test("a missing value is rated as the policy says and warned of by name")
  func missingRating() throws {
    let pair = assess { $1.severeHypos12m = nil }
    let part = try #require(pair.score.parts.first { $0.attribute == "severe-hypos" })
    #expect(part.rating == 0)
    #expect(part.points == .zero)
    let warning = try #require(pair.warnings.first { $0.rule == "score.severe-hypos" })
    #expect(warning.missing == ["recipients.severe_hypos_12m"])
    let half = try policy(replacing: [
      ("attribute: \"severe-hypos\",", "attribute: \"severe-hypos\", when_missing: 0.5,")
    ])
    let rated = assess({ $1.severeHypos12m = nil }, under: half).score.parts[0]
    #expect(rated.points == Points(weight: 10, rating: 0.5))
  }

  @Test("every attribute has a name of its own, a unit and a range")
  func registry() {
    #expect(Set(Attribute.all.map(\.name)).count == Attribute.all.count)
    #expect(Attribute.all.allSatisfy { !$0.unit.isEmpty && !$0.title.isEmpty })
  }
}
