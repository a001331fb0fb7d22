import TandemChance
import TandemClinic
import TandemFiles
import TandemRegistry
import TestSupport
import Testing

@Suite("The comorbidity index")
struct ComorbidityIndexTests {
  private let index = shippedRules.comorbidityIndex

  private func score(_ change: (inout Recipient) -> Void) -> ComorbidityScore {
    var person = fitRecipient()
    change(&person)
    return index.score(of: person)
  }

  @Test("Everybody on insulin has one point; nothing is open when everything is known")
  func diabetes() {
    let score = score { _ in }
    #expect(score.points == 1)
    #expect(score.contributions.map(\.item) == ["diabetes"])
    #expect(score.contributions[0].evidence.contains("insulin use 0.5 units/kg/day"))
    #expect(!score.isOpen)
    #expect(score.missing.isEmpty)
  }

  @Test("With a prior kidney transplant the score is at least 3")
  func kidney() {
    #expect(score { $0.comorbidities = ["kidney_transplant"] }.points == 3)
    #expect(score { $0.comorbidities = ["functioning_kidney_graft"] }.points == 3)
    #expect(score { $0.comorbidities = ["kidney_transplant", "dialysis"] }.points == 3)
  }

  @Test(
    "Lungs are graded by DLCO and FEV1, and only the higher grade counts",
    arguments: [
      (81.0, 90.0, 0), (80, 90, 2), (66, 90, 2), (65.5, 90, 2), (65, 90, 3), (90, 40, 3), (70, 60, 3),
      (75, 70, 2),
    ])
  func lungs(dlco: Double, fev1: Double, points: Int) {
    let score = score {
      $0.dlcoPercent = dlco
      $0.fev1Percent = fev1
    }
    #expect(score.points == 1 + points)
  }

  @Test(
    "The liver is graded by bilirubin, ALT and words, and only the higher grade counts",
    arguments: [
      (1.0, 1.0, [], 0), (1.2, 0.5, [], 1), (0.5, 2.5, [], 1), (1.6, 0.5, [], 3), (1.2, 2.6, [], 3),
      (0.5, 0.5, ["chronic_hepatitis"], 1), (1.2, 0.5, ["cirrhosis"], 3),
    ] as [(Double, Double, [String], Int)])
  func liver(bilirubin: Double, alt: Double, words: [String], points: Int) {
    let score = score {
      $0.bilirubinXULN = bilirubin
      $0.altXULN = alt
      $0.comorbidities = words
    }
    #expect(score.points == 1 + points)
  }

  @Test("Facts and measurements give points without a word: cancer 3, hepatitis C 1, LVEF 50 % 1, BMI 36 1")
  func otherEvidence() {
    #expect(score { $0.cancer = true }.points == 4)
    #expect(score { $0.hcv = true }.points == 2)
    #expect(score { $0.lvefPercent = 50 }.points == 2)
    #expect(score { $0.lvefPercent = 50.5 }.points == 1)
    #expect(
      score {
        $0.weightKg = 100
        $0.heightCm = 165
      }.points == 2)
  }

  @Test("A hand-made case: stroke, lupus and moderate lungs give 1 + 1 + 2 + 2, with age 40 one more")
  func byHand() {
    let score = score {
      $0.comorbidities = ["cerebrovascular_disease", "rheumatologic_disease", "retinopathy"]
      $0.dlcoPercent = 70
      $0.ageYears = 40
    }
    #expect(score.points == 6)
    #expect(score.pointsWithAge == 7)
    #expect(
      score.contributions.map(\.item) == [
        "diabetes", "cerebrovascular", "rheumatologic", "pulmonary_moderate",
      ])
  }

  @Test("A missing test leaves its items open and is named; where it cannot add points it is not")
  func open() {
    let noLungTest = score { $0.fev1Percent = nil }
    #expect(noLungTest.undecided == ["pulmonary_moderate", "pulmonary_severe"])
    #expect(noLungTest.missing == ["recipients.fev1_percent"])
    let severeAnyway = score {
      $0.fev1Percent = nil
      $0.dlcoPercent = 50
    }
    #expect(severeAnyway.points == 4)
    #expect(!severeAnyway.isOpen)
    let moderateForNow = score {
      $0.fev1Percent = nil
      $0.dlcoPercent = 70
    }
    #expect(moderateForNow.points == 3)
    #expect(moderateForNow.undecided == ["pulmonary_severe"])
  }

  @Test("Comorbidities never recorded leave all their items open; an empty list means none")
  func neverRecorded() {
    let unknown = score { $0.comorbidities = nil }
    #expect(unknown.missing == ["recipients.comorbidities"])
    #expect(unknown.undecided.contains("heart_valve"))
    #expect(!unknown.undecided.contains("obesity"))
    #expect(!score { $0.comorbidities = [] }.isOpen)
  }

  @Test("A word that the index does not know keeps the score open")
  func unknownWord() {
    let score = score { $0.comorbidities = ["artritis"] }
    #expect(score.unknownWords == ["artritis"])
    #expect(score.isOpen)
    #expect(score.missing == ["recipients.comorbidities"])
  }

  @Test("The quick points and the explained score are the same on random people")
  func quick() {
    withEvery(1_500) { chance in
      var person = fitRecipient()
      for datum in recipientData {
        if chance.flip(0.4) { datum.draw(&person, &chance) }
        if chance.flip(0.15) { datum.forget(&person) }
      }
      let score = index.score(of: person)
      let quick = index.points(of: person)
      try hold(quick.known == score.points, "\(quick.known) against \(score.points): \(score.words)")
      try hold(quick.isOpen == score.isOpen, "open")
      let aged = index.points(of: person, withAge: true)
      try hold(aged.known == score.pointsWithAge, "with age")
      try hold(aged.isOpen == (score.isOpen || person.ageYears == nil), "open with age")
      try hold(score.isOpen == !score.missing.isEmpty, "open without a missing datum")
    }
  }

  @Test("Forgetting a datum never raises the known points and never closes an open score")
  func forgetting() {
    withEvery(300) { chance in
      var person = fitRecipient()
      for datum in recipientData where chance.flip(0.5) { datum.draw(&person, &chance) }
      let before = index.points(of: person)
      for datum in recipientData {
        var other = person
        datum.forget(&other)
        let after = index.points(of: other)
        try hold(after.known <= before.known, "\(datum.column) raised \(before.known) to \(after.known)")
        try hold(after.known == before.known || after.isOpen, "\(datum.column) silently lowered the score")
      }
    }
  }
}
