import TandemChance
import TandemClinic
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemMatching

/// The packed pool says of every pair what the explaining code says: who is listed, with which protocol at which
/// level, and with which score, to the last digit.
struct AgreementTests {
  @Test("under every shipped policy", arguments: RandomPolicy.shipped.indices)
  func shipped(policy place: Int) {
    withEvery(1, first: UInt64(place)) { chance in
      let cohort = NearlyFit().cohort(recipients: 120, donors: 8, &chance)
      let listed = try hold(cohort, RandomPolicy.shipped[place])
      try TestSupport.hold(listed > 20, "hardly anybody is listed: \(listed)")
    }
  }

  @Test("under random policies, with rules set aside and in expedited runs")
  func random() {
    withEvery(12) { chance in
      let policy = RandomPolicy.draw(&chance)
      let cohort = NearlyFit().cohort(recipients: 80, donors: 5, &chance)
      let names = policy.ruleNames
      let overrides: Set<Rule> =
        chance.flip(0.4)
        ? ["dose.islets", "crossmatch.hsc", names[chance.index(below: names.count)]] : []
      _ = try hold(cohort, policy, overrides, isExpedited: chance.flip(0.4))
    }
  }

  /// Compares all pairs of a cohort; how many are listed.
  private func hold(
    _ cohort: Cohort, _ policy: Policy, _ overrides: Set<Rule> = [], isExpedited: Bool = false
  ) throws -> Int {
    let pool = Pool(cohort, under: policy, overrides: overrides, isExpedited: isExpedited, threads: 2)
    var listed = 0
    for donor in cohort.donors {
      let context = MatchContext(
        donor: donor, in: cohort, under: policy, overrides: overrides, isExpedited: isExpedited)
      let screen = Screen(context, over: pool)
      let found = screen.candidates(threads: 2)
      var expected: [Screen.Candidate] = []
      for index in cohort.recipients.indices {
        if let one = screen.ask(Int32(index)) { expected.append(one) }
      }
      listed += found.count
      if found == expected { continue }
      let difference = Set(found).symmetricDifference(expected).sorted {
        $0.recipientIndex < $1.recipientIndex
      }
      throw Broken(
        "\(policy.name), \(overrides), expedited \(isExpedited), \(donor.id): \(difference.prefix(4))")
    }
    return listed
  }
}
