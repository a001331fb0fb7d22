import TandemChance
import TandemClinic
import TandemFiles
import TandemHLA
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@Suite("A pair under a policy")
struct MatchContextTests {
  @Test("the open option of the highest score is chosen: the largest dose that the donor gives")
  func choice() {
    // 700,000 IEQ less culture are enough for 10,000 IEQ/kg at 60 kg, for 5,000 at 100 kg.
    #expect(assess().level.name == "10000")
    let heavy = assess({
      $1.weightKg = 100
      $1.heightCm = 190
    })
    #expect(heavy.isListed)
    #expect(heavy.level.name == "5000")
    #expect(heavy.option.levels.map(\.isOpen) == [true, false, false])
    #expect(heavy.level.isletIEQ == 500_000)
    #expect(heavy.level.isletProbability == 1)
  }

  @Test("too few islets: the remedy names the count that would do at the nearest level")
  func isletRemedy() throws {
    let pair = assess { donor, _ in donor.isletIEQMeasured = 200_000 }
    #expect(!pair.isListed)
    #expect(pair.level.name == "5000")
    #expect(pair.blocking.map(\.rule) == ["dose.islets"])
    let remedy = try #require(pair.remedies.first)
    #expect(remedy.text.hasPrefix("an islet count of "))
    // With exactly the count named the pair is listed.
    let digits = remedy.text.filter(\.isNumber)
    let count = try #require(Double(digits))
    #expect(assess({ donor, _ in donor.isletIEQMeasured = count }).isListed)
    #expect(!assess({ donor, _ in donor.isletIEQMeasured = count - 10 }).isListed)
  }

  @Test("every failing rule is told, not only the first")
  func allReasons() {
    let pair = assess {
      $1.gfr = 60
      $1.status = .suspended
      $1.lvefPercent = 40
      $0.sepsis = true
    }
    let rules = Set(pair.blocking.map(\.rule))
    #expect(rules.isSuperset(of: ["indication.gfr", "status", "conditioning.lvef_percent", "donor.sepsis"]))
    #expect(pair.remedies.count == pair.blocking.count)
    #expect(pair.remedies.contains { $0.text == "GFR of at least 80 mL/min/1.73 m2" })
  }

  @Test("an override lists whom that rule alone kept off, and the pair says so")
  func overrides() {
    let change = { (_: inout Donor, recipient: inout Recipient) in recipient.gfr = 60 }
    let pair = assess(change, overriding: ["indication.gfr"])
    #expect(pair.isListed)
    #expect(!pair.isStrictlyListed)
    #expect(pair.listedByOverride == ["indication.gfr"])
    #expect(!assess(change, overriding: ["indication.bmi"]).isListed)
    // Whom no rule kept off is not listed because of an override.
    #expect(assess(overriding: ["indication.gfr"]).listedByOverride.isEmpty)
    let both = assess(
      {
        $1.gfr = 60
        $1.status = .suspended
      }, overriding: ["indication.gfr"])
    #expect(!both.isListed)
    #expect(both.blocking.map(\.rule) == ["status"])
  }

  @Test("an expedited run lists those whom only missing donor data kept off, and tells what is missing")
  func expedited() {
    let change = { (donor: inout Donor, _: inout Recipient) in donor.abo = nil }
    #expect(!assess(change).isListed)
    let pair = assess(change, expedited: true)
    #expect(pair.isListed)
    #expect(pair.provisional.contains { $0.rule == "islets.abo" && $0.missing == ["donors.abo"] })
    // What is missing of the recipient still keeps off.
    #expect(!assess({ $1.abo = nil }, expedited: true).isListed)
    #expect(
      !assess(
        {
          $0.abo = nil
          $1.abo = nil
        }, expedited: true
      ).isListed)
    #expect(assess().provisional.isEmpty)
  }

  @Test("warnings leave out what holds for everybody")
  func warnings() {
    let rules = assess().warnings.map(\.rule.name)
    #expect(rules.allSatisfy { !$0.hasSuffix(".not_covered") && $0 != "release.tests" })
    #expect(assess { $1.gfr = nil }.warnings.contains { $0.missing == ["recipients.gfr"] })
  }

  @Test("the comparison tells mismatches, crossmatch, blood groups, distance and ischaemia")
  func comparison() throws {
    let found = try #require(assess().comparison)
    #expect(found.mismatches.total.gvh == 5)
    #expect(found.crossmatches.map(\.graft) == ["hsc", "islets"])
    #expect(found.crossmatches.allSatisfy { $0.verdict == .negative })
    #expect(found.bloodGroups == .minor)
    #expect(try #require(found.distanceKm) < 45)
    #expect(try #require(found.coldIschaemiaHours) > 1)
    #expect(assess({ _, _ in }, .decide).comparison == nil)
  }

  @Test("a reason of the clinic or of the policy has one of the names that may be overridden")
  func ruleNames() {
    let policy = shipped("utility-first")
    let names = Set(policy.ruleNames)
    withEvery(40) { chance in
      var donor = fitDonor()
      var recipient = fitRecipient()
      for _ in 0..<6 {
        recipientData[chance.index(below: recipientData.count)].draw(&recipient, &chance)
        donorData[chance.index(below: donorData.count)].draw(&donor, &chance)
      }
      let context = MatchContext(donor: donor, in: cohort(donor, [recipient]), under: policy)
      for reason in context.pair(0, .explain).reasons where !reason.rule.name.hasSuffix(".not_covered") {
        try hold(names.contains(reason.rule), "\(reason.rule) is not among the names")
      }
    }
  }

  @Test("without centres and without a centre of the recipient nothing traps")
  func withoutCentres() {
    let donor = fitDonor()
    var bare = cohort(donor, [fitRecipient()])
    bare.centres = []
    let pair = MatchContext(donor: donor, in: bare, under: shipped("balanced")).pair(0, .explain)
    #expect(pair.comparison?.distanceKm == nil)
    #expect(pair.warnings.contains { $0.rule == "timing.cold_ischaemia" })
  }
}
