import TandemChance
import TandemClinic
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@Suite("Missing data")
struct MissingDataTests {
  /// Every rule, reviews listed, and refusal of a positive donor for a negative recipient.
  private let all: Policy = {
    do {
      return try policy(replacing: [
        ("  rules: {", everyRule),
        ("cmv: { positive_into_negative: \"flag\"", "cmv: { positive_into_negative: \"fail\""),
        ("screen_out: [\"status\", \"consent\", \"islets.abo\"],", ""),
      ])
    } catch { fatalError("\(error)") }
  }()

  @Test(
    "forgetting a datum never lists somebody without a warning that names it, and never turns a fail into a pass"
  )
  func neverASilentPass() {
    let policies = [all, shipped("balanced"), shipped("uk-islet-like")]
    var lifted = 0
    withEvery(40) { chance in
      let policy = policies[chance.index(below: policies.count)]
      var donor = fitDonor()
      var recipient = fitRecipient()
      // One or two data at odds with the rules: with more, forgetting one would change nothing.
      for _ in 0...chance.index(below: 2) {
        if chance.flip(0.6) {
          recipientData[chance.index(below: recipientData.count)].draw(&recipient, &chance)
        } else {
          donorData[chance.index(below: donorData.count)].draw(&donor, &chance)
        }
      }
      let rows = chance.flip(0.3) ? [antibody("A2", mfi: 9000 * chance.unit())] : []
      func pair(_ donor: Donor, _ recipient: Recipient) -> PairAssessment {
        let cohort = cohort(donor, [recipient], antibodies: [rows])
        return MatchContext(donor: donor, in: cohort, under: policy).pair(0, .explain)
      }
      let before = pair(donor, recipient)
      func check(_ after: PairAssessment, _ column: String) throws {
        if !before.isListed, after.isListed {
          lifted += 1
          try hold(
            after.warnings.contains { $0.missing.contains { MissingDataTests.names($0, column) } },
            "\(policy.name): without \(column) the pair is listed, and no warning names it")
        }
        for (place, option) in before.options.enumerated() {
          let later = after.common.reasons + after.options[place].assessment.reasons
          for reason in before.common.failures + option.assessment.failures {
            let now = later.first { $0.rule == reason.rule }
            try hold(
              now?.verdict != .pass,
              "\(policy.name): without \(column) the rule \(reason.rule) passes: \(now?.detail ?? "")")
          }
        }
      }
      for datum in recipientData {
        var changed = recipient
        datum.forget(&changed)
        try check(pair(donor, changed), "recipients.\(datum.column)")
      }
      for datum in donorData {
        var changed = donor
        datum.forget(&changed)
        try check(pair(changed, recipient), "donors.\(datum.column)")
      }
    }
    #expect(lifted > 5, "the cases hardly ever list anybody: \(lifted)")
  }

  /// `donors.hla (A, B)` names `donors.hla`.
  private static func names(_ missing: String, _ column: String) -> Bool {
    missing == column || missing.hasPrefix("\(column) (")
  }

  @Test(
    "a person of whom only the identifier is known is listed by no shipped policy",
    arguments: Policy.shippedNames)
  func stranger(name: String) {
    let pair = assess({ $1 = Recipient(id: "R1") }, under: shipped(name))
    #expect(!pair.isListed)
    #expect(pair.reasons.filter { $0.verdict == .review }.count > 10)
  }

  @Test("the three depths agree on the verdict, and on the score of whoever is listed")
  func depths() throws {
    withEvery(60) { chance in
      var donor = fitDonor()
      var recipient = fitRecipient()
      for _ in 0...chance.index(below: 4) {
        recipientData[chance.index(below: recipientData.count)].draw(&recipient, &chance)
        if chance.flip(0.3) { recipientData[chance.index(below: recipientData.count)].forget(&recipient) }
        if chance.flip(0.3) { donorData[chance.index(below: donorData.count)].draw(&donor, &chance) }
      }
      let overrides: Set<Rule> = chance.flip(0.3) ? ["indication.gfr", "crossmatch.hsc"] : []
      for policy in [all, shipped("waiting-time")] {
        let context = MatchContext(
          donor: donor, in: cohort(donor, [recipient]), under: policy, overrides: overrides)
        let explained = context.pair(0, .explain)
        for depth in [Assessment.Depth.decide, .faults] {
          let pair = context.pair(0, depth)
          try hold(pair.isListed == explained.isListed, "\(policy.name): \(depth) and explain disagree")
          try hold(
            !pair.isListed || (pair.choice == explained.choice && pair.score == explained.score),
            "\(policy.name): \(depth) and explain disagree on the score")
        }
        let faults = context.pair(0, .faults)
        try hold(
          faults.reasons.filter { $0.verdict == .fail } == explained.reasons.filter { $0.verdict == .fail }
            || faults.choice != explained.choice, "\(policy.name): the failing rules differ")
      }
    }
  }
}
