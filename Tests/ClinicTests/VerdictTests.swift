import TandemChance
import TandemClinic
import TestSupport
import Testing

@Suite("Verdicts")
struct VerdictTests {
  @Test("The verdict on a whole is the worst of its parts")
  func worst() {
    var assessment = Assessment(.explain)
    #expect(assessment.verdict == .pass)
    assessment.note("a", .review, Reason("a", .review, "", missing: ["gfr"]))
    assessment.note("b", .pass, Reason("b", .pass, ""))
    #expect(assessment.verdict == .review)
    assessment.note("c", .fail, Reason("c", .fail, ""))
    assessment.note("d", .review, Reason("d", .review, "", missing: ["clarke", "gfr"]))
    #expect(assessment.verdict == .fail)
    #expect(assessment.failures.map(\.rule) == ["c"])
    #expect(assessment.missing == ["clarke", "gfr"])
  }

  @Test("A decision builds no reason; its verdict is that of the explanation")
  func decideBuildsNothing() {
    var asked = 0
    func costly() -> Reason {
      asked += 1
      return Reason("a", .fail, "long")
    }
    var decided = Assessment(.decide)
    decided.note("a", .fail, costly())
    #expect(asked == 0)
    #expect(decided.verdict == .fail)
    #expect(decided.reasons.isEmpty)
    var explained = Assessment(.explain)
    explained.note("a", .fail, costly())
    #expect(asked == 1)
    #expect(explained.verdict == .fail)
  }

  @Test("Names are kept without asking for a word, of all that does not pass")
  func namesBuildNoWords() {
    var asked = 0
    func worded(_ rule: Rule, _ verdict: Verdict) -> Reason {
      asked += 1
      return Reason(rule, verdict, "long", missing: ["donors.hiv"])
    }
    var named = Assessment(.names)
    named.note("a", .fail, worded("a", .fail))
    named.note("b", .pass, worded("b", .pass))
    named.note("c", .review, worded("c", .review))
    #expect(asked == 0)
    #expect(named.verdict == .fail)
    #expect(named.findings.map(\.rule) == ["a", "c"])
    #expect(named.findings.map(\.verdict) == [.fail, .review])
    #expect(named.reasons.isEmpty)

    var withMissing = Assessment(.names, keepsMissing: true)
    withMissing.note("c", .review, worded("c", .review))
    #expect(withMissing.findings.map(\.missing) == [["donors.hiv"]])

    var explained = Assessment(.explain)
    explained.note("d", .fail, worded("d", .fail))
    explained.note("e", .pass, worded("e", .pass))
    named.merge(explained)
    #expect(named.findings.map(\.rule) == ["a", "c", "d"], "what passes is not named")
    #expect(explained.findings.map(\.rule) == ["d"], "worded reasons are named as well")
    named.clear()
    #expect(named.verdict == .pass && named.findings.isEmpty)
  }

  @Test("What another assessment found is taken over, verdict and reasons")
  func merging() {
    for depth in [Assessment.Depth.decide, .explain] {
      var part = Assessment(depth)
      part.note("b", .fail, Reason("b", .fail, ""))
      var whole = Assessment(depth)
      whole.note("a", .review, Reason("a", .review, ""))
      whole.merge(part)
      #expect(whole.verdict == .fail)
      #expect(whole.reasons.map(\.rule) == (depth == .explain ? ["a", "b"] : []))
      var other = part
      other.merge(Assessment(depth))
      #expect(other.verdict == .fail, "a pass takes nothing back")
    }
  }

  @Test("An overridden rule no longer counts, the others do")
  func overriding() {
    var assessment = Assessment(.explain)
    assessment.note("donor.age_years", .fail, Reason("donor.age_years", .fail, ""))
    assessment.note("donor.hiv", .review, Reason("donor.hiv", .review, "", missing: ["hiv"]))
    #expect(assessment.verdict(overriding: ["donor.age_years"]) == .review)
    #expect(assessment.verdict(overriding: ["donor.age_years", "donor.hiv"]) == .pass)
    #expect(assessment.verdict(overriding: []) == .fail)
  }

  @Test("Decision and explanation agree on random people, for every indication and protocol")
  func agreement() throws {
    for set in shippedRules.indications.map(\.name) {
      let clinic = clinic { $0.indication = set }
      let regimens = TransplantProtocol.shippedNames.map { regimen($0, in: clinic) }
      withEvery(100) { chance in
        var person = fitRecipient()
        for datum in recipientData {
          if chance.flip(0.3) { datum.draw(&person, &chance) }
          if chance.flip(0.05) { datum.forget(&person) }
        }
        for regimen in regimens {
          let decided = clinic.assess(person, for: regimen, .decide).verdict
          let explained = clinic.assess(person, for: regimen, .explain)
          try hold(decided == explained.verdict, "\(set), \(regimen.transplant.name)")
          try hold(
            explained.reasons.allSatisfy { $0.verdict != .review || !$0.missing.isEmpty || $0.remedy != nil },
            "a review that names neither datum nor remedy")
          try hold(
            explained.reasons.allSatisfy { $0.verdict == .pass || $0.remedy != nil },
            "a verdict without remedy")
        }
      }
    }
  }
}
