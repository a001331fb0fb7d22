import TandemChance
import TandemClinic
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemMatching

struct MatchRunTests {
  private func run(
    _ cohort: Cohort, _ policy: Policy, donor: Int = 0, overrides: [MatchRun.Override] = [],
    additions: [MatchRun.Addition] = [], isExpedited: Bool = false, seed: UInt64 = 1
  ) -> MatchRun {
    let rules = Set(overrides.map(\.rule))
    let context = MatchContext(
      donor: cohort.donors[donor], in: cohort, under: policy, overrides: rules, isExpedited: isExpedited,
      lotterySeed: seed)
    let pool = Pool(cohort, under: policy, overrides: rules, isExpedited: isExpedited)
    return MatchRun(
      context, over: pool, overrides: overrides, additions: additions, threads: 2, version: "1")
  }

  @Test("the roster stands in the order of the rank keys, and the audit holds everybody else")
  func order() {
    withEvery(3) { chance in
      let policy = chance.flip(0.5) ? RandomPolicy.shipped[0] : RandomPolicy.draw(&chance)
      let cohort = NearlyFit(changed: 0.02, forgotten: 0.01).cohort(recipients: 80, donors: 1, &chance)
      let run = run(cohort, policy)
      let pairs = cohort.recipients.indices.map { run.context.pair($0, .decide) }
      let listed = pairs.filter(\.isListed).map { (run.context.rankKey(of: $0), Int32($0.recipientIndex)) }
      let order = listed.sorted { $0.0 < $1.0 }.map(\.1)
      try hold(run.roster.map(\.recipientIndex) == order, "the order differs")
      try hold(
        run.screenedOut == pairs.filter { !$0.isListed }.map { Int32($0.recipientIndex) }, "the audit differs"
      )
    }
  }

  @Test(
    "the counts are those of the worded reasons: each rule once a person, in the protocol nearest to being open"
  )
  func counts() {
    withEvery(16) { chance in
      let policy = chance.flip(0.4) ? RandomPolicy.shipped[0] : RandomPolicy.draw(&chance)
      let cohort = NearlyFit().cohort(recipients: 60, donors: 1, &chance)
      let names = policy.ruleNames
      let overrides = chance.flip(0.4) ? [names[chance.index(below: names.count)], "dose.islets"] : []
      let run = run(
        cohort, policy, overrides: Set(overrides).map { .init(rule: $0, reason: "because", by: "somebody") },
        isExpedited: chance.flip(0.4))
      var expected: [Rule: (fails: Int, reviews: Int)] = [:]
      for index in run.screenedOut {
        let blocking = run.context.pair(Int(index), .faults).blocking
        try hold(!blocking.isEmpty, "nothing keeps recipient \(index) off")
        for rule in Set(blocking.map(\.rule)) {
          let isFail = blocking.contains { $0.rule == rule && $0.verdict == .fail }
          expected[rule, default: (0, 0)].fails += isFail ? 1 : 0
          expected[rule, default: (0, 0)].reviews += isFail ? 0 : 1
        }
      }
      let counts = run.ruleCounts() ?? []
      try hold(Set(counts.map(\.rule)) == Set(expected.keys), "\(policy.name): other rules")
      for line in counts {
        let (fails, reviews) = expected[line.rule] ?? (0, 0)
        try hold(
          line.fails == fails && line.reviews == reviews, "\(policy.name): \(line), not \(fails), \(reviews)")
      }
      let sums = counts.map { $0.fails + $0.reviews }
      try hold(sums == sums.sorted(by: >), "the most frequent rule does not come first")
    }
  }

  @Test("counting that is stopped has no result, and threads change nothing")
  func countingInParts() {
    var chance = SplitMix(seed: 3)
    let cohort = NearlyFit().cohort(recipients: 5000, donors: 1, &chance)
    let context = MatchContext(donor: cohort.donors[0], in: cohort, under: RandomPolicy.shipped[0])
    let pool = Pool(cohort, under: RandomPolicy.shipped[0])
    let runs = [1, 2].map { MatchRun(context, over: pool, threads: $0, version: "1") }
    #expect(runs[0].ruleCounts() == runs[1].ruleCounts())
    #expect(runs[0].ruleCounts { _ in false } == nil)
  }

  @Test("a reason that belongs to some protocols names them, and one that holds under all does not")
  func protocols() {
    withEvery(1) { chance in
      var cohort = NearlyFit(changed: 0, forgotten: 0).cohort(recipients: 1, donors: 1, &chance)
      cohort.recipients[0].protocols = ["delayed"]
      cohort.recipients[0].gfr = 5
      let reasons = run(cohort, RandomPolicy.shipped[0]).reasons(againstRecipient: 0)
      let consent = reasons.filter { $0.rule == "consent" }
      try hold(consent.count == 2 && consent.allSatisfy { $0.detail.hasPrefix("Under ") }, "\(consent)")
      let gfr = reasons.first { $0.rule == "conditioning.gfr" }
      try hold(gfr.map { !$0.detail.hasPrefix("Under ") } ?? true, "\(reasons)")
      try hold(Set(reasons).count == reasons.count, "a reason stands twice")
    }
  }

  @Test(
    "overrides count those who are listed because of them, additions stand at the end, and both change the id"
  )
  func overriding() {
    withEvery(2) { chance in
      let cohort = NearlyFit(changed: 0.1, forgotten: 0.02).cohort(recipients: 120, donors: 1, &chance)
      let policy = RandomPolicy.shipped[0]
      let plain = run(cohort, policy)
      let rules: [Rule] = ["consent", "indication.gfr"]
      let overrides = rules.map { MatchRun.Override(rule: $0, reason: "because", by: "somebody") }
      let run = run(cohort, policy, overrides: overrides)
      let expected = run.roster.reduce(into: [Rule: Int]()) { counts, one in
        for rule in run.context.pair(Int(one.recipientIndex), .faults).listedByOverride {
          counts[rule, default: 0] += 1
        }
      }
      try hold(run.listedByOverride() == expected, "\(run.listedByOverride()) against \(expected)")
      try hold(run.id != plain.id, "the id is the same")
      guard let off = plain.screenedOut.first else { return }
      let added = self.run(cohort, policy, additions: [.init(recipientIndex: Int(off), reason: "asked for")])
      try hold(!added.screenedOut.contains(off) && added.roster == plain.roster, "the addition is misplaced")
      try hold(added.id != plain.id, "the id is the same")
    }
  }

  @Test("the seed draws the lots of equal scores")
  func lottery() throws {
    var chance = SplitMix(seed: 4)
    var cohort = NearlyFit(changed: 0, forgotten: 0).cohort(recipients: 40, donors: 1, &chance)
    let person = cohort.recipients[0]
    for index in cohort.recipients.indices {
      cohort.recipients[index] = person
      cohort.recipients[index].id = "R\(index)"
      cohort.recipients[index].abo = cohort.donors[0].abo
      cohort.recipients[index].protocols = NearlyFit.protocols
      cohort.antibodies.replace(index, with: [])
    }
    let policy = try #require(RandomPolicy.withLottery)
    let orders = [1, 2, 1].map { run(cohort, policy, seed: UInt64($0)).roster.map(\.recipientIndex) }
    #expect(orders[0].count == 40)
    #expect(orders[0] == orders[2])
    #expect(orders[0] != orders[1])
    #expect(orders[0] != orders[0].sorted())
  }
}
