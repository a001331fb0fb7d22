import TandemChance
import TandemClinic
import TandemFiles
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@Suite("Scores")
struct ScoreTests {
  @Test("points are whole millionths, so that no order of adding changes a sum")
  func order() {
    withEvery(200) { chance in
      let parts = (0..<20).map { _ in Points(weight: 10 * chance.unit(), rating: chance.unit()) }
      let forward = parts.reduce(Points.zero, +)
      let backward = parts.reversed().reduce(Points.zero, +)
      try hold(forward == backward, "\(forward) and \(backward)")
    }
    #expect(Points(weight: 12.5, rating: 0.1) == Points(millionths: 1_250_000))
    #expect(Points(millionths: 62_415_000).text == "62.42")
  }

  @Test("the best ratings of every shipped policy sum to 100", arguments: Policy.shippedNames)
  func best(name: String) {
    let terms = shipped(name).terms
    let sum = terms.reduce(Points.zero) {
      $0 + Points(weight: $1.weight, rating: $1.curve.best(in: $1.attribute.range))
    }
    #expect(sum.millionths == 100_000_000)
  }

  @Test("the parts of a score sum to it, between 0 and 100", arguments: Policy.shippedNames)
  func parts(name: String) {
    let policy = shipped(name)
    withEvery(20) { chance in
      var donor = fitDonor()
      var recipient = fitRecipient()
      for _ in 0..<8 {
        recipientData[chance.index(below: recipientData.count)].draw(&recipient, &chance)
        donorData[chance.index(below: donorData.count)].draw(&donor, &chance)
      }
      let context = MatchContext(donor: donor, in: cohort(donor, [recipient]), under: policy)
      let explained = context.pair(0, .explain)
      let quick = context.pair(0, .decide)
      try hold(quick.isListed == explained.isListed && quick.choice == explained.choice, "another choice")
      // Who is not listed is scored by the doses alone, which leaves the choice as it is.
      for pair in quick.isListed ? [explained, quick] : [explained] {
        try hold(pair.score.total == explained.score.total, "another score")
      }
      for option in explained.options {
        for level in option.levels {
          let sum = level.score.parts.reduce(Int64(0)) { $0 + $1.points.millionths }
          try hold(level.score.total.millionths == sum, "the parts do not sum to the total")
          try hold((0...100_000_000).contains(sum), "\(sum) millionths")
          try hold(
            level.score.parts.map(\.attribute) == policy.terms.map(\.attribute.name), "parts are missing")
        }
      }
    }
  }

  @Test("a score by hand: waiting a year of a hundred under waiting-time")
  func byHand() {
    // 365 / 36,525 x 100 points, rounded to a millionth.
    #expect(assess(under: shipped("waiting-time")).score.total.millionths == 999_316)
  }

  @Test("a score by hand under urgency-first")
  func urgency() {
    // 3 events: (25^(1/4) - 1) / 24 x 35; Clarke 5: 2/3 x 25; HYPO and lability full; 365 of 1,826.25 days x 10.
    let parts = assess(under: shipped("urgency-first")).score.parts.map(\.points.value)
    let expected = [35 * (2.236_067_977_5 * 1 - 0) / 24, 0, 0, 0, 0]
    #expect(abs(parts[0] - (expected[0] - 35.0 / 24)) < 1e-6)
    #expect(abs(parts[1] - 25 * 2.0 / 3) < 1e-6)
    #expect(parts[2] == 20)
    #expect(parts[3] == 10)
    #expect(abs(parts[4] - 3650 / 1826.25) < 1e-6)
  }

  @Test("shared risk haplotypes weigh nothing in any shipped policy", arguments: Policy.shippedNames)
  func sharedRisk(name: String) throws {
    let term = try #require(shipped(name).terms.first { $0.attribute.name == "shared-risk-haplotypes" })
    #expect(term.weight == 0)
  }
}

@Suite("Tie-breaks")
struct TieBreakTests {
  private func keys(_ policy: Policy, _ people: [Recipient]) -> [RankKey] {
    let donor = fitDonor()
    let context = MatchContext(donor: donor, in: cohort(donor, people), under: policy)
    return people.indices.map { context.rankKey(of: context.pair($0, .decide)) }
  }

  @Test("the score comes first, then the tie-breaks in their order, then the identifier by its bytes")
  func order() {
    let high = RankKey(score: Points(millionths: 2), ties: [0], lot: 0, id: "b")
    let low = RankKey(score: Points(millionths: 1), ties: [9], lot: 0, id: "a")
    #expect(high < low)
    #expect(
      RankKey(score: .zero, ties: [9], lot: 0, id: "b") < RankKey(score: .zero, ties: [3], lot: 0, id: "a"))
    #expect(
      RankKey(score: .zero, ties: [-.infinity], lot: 0, id: "a")
        > RankKey(score: .zero, ties: [3], lot: 0, id: "b"))
    #expect(
      RankKey(score: .zero, ties: [], lot: 4, id: "b") < RankKey(score: .zero, ties: [], lot: 5, id: "a"))
    #expect(
      RankKey(score: .zero, ties: [], lot: 0, id: "R10") < RankKey(score: .zero, ties: [], lot: 0, id: "R9"))
  }

  @Test("a missing value of a tie-break comes last, whichever value is first")
  func missing() throws {
    var waiting = fitRecipient("R2")
    waiting.listedOn = nil
    for first in ["larger", "smaller"] {
      let policy = try policy("urgency-first", replacing: [("first: \"larger\"", "first: \"\(first)\"")])
      let found = keys(policy, [waiting, fitRecipient("R1")])
      #expect(found[0].ties == [-.infinity])
      #expect(found[1].ties[0].isFinite)
    }
  }

  @Test("a lottery depends on seed, donor and recipient alone, and its lots are spread evenly")
  func lottery() {
    #expect(
      TieBreak.lot(seed: 1, donor: "D", recipient: "R") == TieBreak.lot(seed: 1, donor: "D", recipient: "R"))
    #expect(
      TieBreak.lot(seed: 1, donor: "D", recipient: "R") != TieBreak.lot(seed: 2, donor: "D", recipient: "R"))
    #expect(
      TieBreak.lot(seed: 1, donor: "D", recipient: "R") != TieBreak.lot(seed: 1, donor: "E", recipient: "R"))
    let first = (0..<2000).count {
      TieBreak.lot(seed: 5, donor: "D\($0)", recipient: "R1")
        < TieBreak.lot(seed: 5, donor: "D\($0)", recipient: "R2")
    }
    #expect((900...1100).contains(first), "R1 is drawn first \(first) times of 2,000")
    let found = keys(shipped("waiting-time"), [fitRecipient("R1"), fitRecipient("R2")])
    #expect(found[0].score == found[1].score)
    #expect(found[0].lot != found[1].lot)
  }
}

@Suite("Effective weights")
struct EffectiveWeightTests {
  @Test("weight x standard deviation of the rating among the recipients of a donor")
  func deviation() throws {
    var people = [fitRecipient("R1"), fitRecipient("R2"), fitRecipient("R3"), fitRecipient("R4")]
    people[0].hypoScore = 0
    people[1].hypoScore = 0
    people[2].hypoScore = 1047
    people[3].hypoScore = 5000
    people[3].severeHypos12m = nil
    let found = try #require(EffectiveWeights(of: shipped("urgency-first"), over: cohort(fitDonor(), people)))
    let hypo = try #require(found.lines.first { $0.attribute == "hypo-score" })
    #expect(abs(hypo.effective - 20 * 0.5) < 1e-12)
    #expect(!hypo.movesNobody)
    let clarke = try #require(found.lines.first { $0.attribute == "clarke" })
    #expect(clarke.movesNobody)
    #expect(found.lines.first { $0.attribute == "severe-hypos" }?.missingShare == 0.25)
    #expect(found.lines.first { $0.attribute == "shared-risk-haplotypes" }?.movesNobody == false)
    #expect((found.donors, found.recipients, found.isSample) == (1, 4, false))
  }

  @Test("what differs between donors only moves nobody")
  func betweenDonors() throws {
    var other = fitDonor()
    other.id = "D2"
    other.cmv = true
    var both = cohort(fitDonor(), [fitRecipient("R1"), fitRecipient("R2")])
    both.donors.append(other)
    let found = try #require(EffectiveWeights(of: shipped("balanced"), over: both))
    #expect(found.lines.first { $0.attribute == "cmv-match" }?.movesNobody == true)
  }

  @Test("people off the list for good do not count, and a large cohort is sampled at even distances")
  func pool() throws {
    var people = (0..<30).map { fitRecipient("R\($0)") }
    for index in 0..<10 {
      people[index].status = .died
      people[index].clarke = 0
    }
    let whole = try #require(EffectiveWeights(of: shipped("urgency-first"), over: cohort(fitDonor(), people)))
    #expect(whole.recipients == 20)
    #expect(whole.lines.first { $0.attribute == "clarke" }?.movesNobody == true)
    let sample = try #require(
      EffectiveWeights(of: shipped("urgency-first"), over: cohort(fitDonor(), people), recipients: 7))
    #expect(sample.recipients == 7)
    #expect(sample.isSample)
    #expect(EffectiveWeights(of: shipped("balanced"), over: cohort(fitDonor(), [fitRecipient()])) == nil)
  }
}

@Suite("The gate")
struct GateTests {
  @Test("a review lists or screens out by rule, by the beginning of names, or by the standard")
  func reviews() {
    let reviews = ReviewTreatment(
      standard: .list, exceptions: [("crossmatch.islets", .list), ("crossmatch.*", .screenOut)])
    #expect(reviews.outcome(of: "crossmatch.hsc") == .screenOut)
    #expect(reviews.outcome(of: "crossmatch.islets") == .list)
    #expect(reviews.outcome(of: "indication.gfr") == .list)
  }

  @Test("without overrides and with reviews that only warn the verdict alone is enough")
  func depth() {
    #expect(Gate(reviews: ReviewTreatment()).depth == .decide)
    #expect(Gate(reviews: ReviewTreatment(), overrides: ["status"]).depth == .faults)
    #expect(Gate(reviews: ReviewTreatment(standard: .screenOut)).depth == .faults)
  }
}
