import TandemChance
import TandemClinic
import TandemGeneration
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemMatching

/// What makes a run: a policy, the rules set aside, and whether donor data may be missing.
struct Setting {
  let policy: Policy
  var overrides: Set<Rule> = []
  var isExpedited = false

  /// A policy at random, half of its rules set aside at times, expedited at times.
  init(_ chance: inout SplitMix, among policies: [Policy]) {
    policy = policies[chance.index(below: policies.count)]
    if chance.flip(0.7) {
      let share = chance.unit()
      for rule in policy.ruleNames where chance.flip(share) { overrides.insert(rule) }
    }
    isExpedited = chance.flip(0.3)
  }
}

/// Holds the screening of one donor against the explaining code, pair by pair.
func agree(_ pool: Pool, _ donor: Donor) throws -> (pairs: Int, listed: Int) {
  let context = pool.context(of: donor)
  let candidates = pool.candidates(for: context)
  let found = Dictionary(candidates.map { (Int($0.recipientIndex), $0) }) { _, _ in fatalError("listed twice") }
  for index in pool.cohort.recipients.indices {
    let pair = context.pair(index, .faults)
    let name = "\(pool.policy.name), donor \(donor.id), recipient \(pair.recipientID)"
    try hold(
      (found[index] != nil) == pair.isListed,
      "\(name): the screen \(pair.isListed ? "drops" : "lists") what is explained otherwise: \(pair.blocking)")
    guard let candidate = found[index] else { continue }
    try hold(candidate.score == pair.score.total, "\(name): \(candidate.score.text) for \(pair.score.total.text)")
    try hold(candidate.choice == pair.choice, "\(name): \(candidate.choice) for \(pair.choice)")
  }
  return (pool.cohort.recipients.count, candidates.count)
}

@Suite("Screening a pool")
struct PoolTests {
  private let policies = shippedPolicies + [everythingPolicy]

  @Test("agrees with the explanation on every pair of people with gaps in their data, to the last digit")
  func randomPeople() {
    var (pairs, listed) = (0, 0)
    withEvery(60) { chance in
      var people = RandomPeople()
      people.unknown = [0, 0.1, 0.3][chance.index(below: 3)]
      let cohort = people.cohort(recipients: 60, donors: 4, &chance)
      let setting = Setting(&chance, among: policies)
      let pool = Pool(
        cohort, under: setting.policy, overrides: setting.overrides, isExpedited: setting.isExpedited)
      for donor in cohort.donors {
        let counts = try agree(pool, donor)
        pairs += counts.pairs
        listed += counts.listed
      }
    }
    #expect(pairs == 60 * 60 * 4)
    #expect(listed > 500, "too few are listed for the property to say anything")
  }

  @Test("agrees with the explanation on every pair of a realistic cohort", arguments: Policy.shippedNames)
  func realisticPeople(name: String) throws {
    let policy = try #require(shippedPolicies.first { $0.name == name })
    let cohort = CohortGenerator(try Profile.read("us-like"), seed: 5)
      .cohort(recipients: 250, donors: 6, threads: 2)
    let pool = Pool(cohort, under: policy, threads: 2)
    var listed = 0
    for donor in cohort.donors { listed += try agree(pool, donor).listed }
    #expect(listed > 0)
  }
}
