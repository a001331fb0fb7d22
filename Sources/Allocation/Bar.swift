import TandemClinic
import TandemParallel
import TandemPolicy
import TandemRegistry

/// The rule that keeps somebody from the donors.
struct Bar: Sendable, Hashable {
  /// The rule.
  let rule: Rule
  /// With how many donors it is in the way.
  let donors: Int
  /// Of how many.
  let asked: Int

  /// The most pairs that are judged one by one, in all.
  private static let mostPairs = 50_000

  /// For each of some people without any offer the rule that stands in the way with most donors; nil where no rule
  /// does. Who is closed whoever the donor is counts for all donors; the others are judged pair by pair, with donors
  /// evenly apart where all of them would be too many.
  ///
  /// Cost: some microseconds for each of the first, and for each pair of the others.
  static func main(of people: [Int32], in setting: AllocationSetting, threads: Int) -> [Bar?] {
    let all = setting.cohort.donors.count
    let closing = closing(people, setting, threads: threads)
    var bars = closing.map { rules in
      rules.flatMap { main(Dictionary($0.map { ($0, all) }) { first, _ in first }, asked: all) }
    }
    let open = people.indices.filter { closing[$0] == nil }
    if open.isEmpty || all == 0 { return bars }
    let asked = max(1, min(all, mostPairs / open.count))
    let found = mappedInParallel(asked, threads: threads) { number -> [Set<Rule>] in
      let donor = setting.cohort.donors[number * all / asked]
      var obstacles = Obstacles(MatchContext(donor: donor, in: setting.cohort, under: setting.policy))
      return open.map { place in
        obstacles.find(Int(people[place]))
        return Set(obstacles.findings.map(\.rule))
      }
    }
    for (number, place) in open.enumerated() {
      var counts: [Rule: Int] = [:]
      for rules in found { for rule in rules[number] { counts[rule, default: 0] += 1 } }
      bars[place] = main(counts, asked: asked)
    }
    return bars
  }

  /// For each person the rules that are in the way whoever the donor is; nil for those who depend on the donor.
  private static func closing(
    _ people: [Int32], _ setting: AllocationSetting, threads: Int
  ) -> [[Rule]?] {
    let gate = Gate(reviews: setting.policy.reviews)
    let block = 256
    return mappedInParallel((people.count + block - 1) / block, threads: threads) { number in
      let policy = setting.policy
      // Closures over the policy and its protocols: handed on by value for everybody they cost more than the judgement.
      let common: (Recipient, inout Assessment) -> Void = { policy.assess($0, into: &$1) }
      let own = policy.regimens.map { regimen in
        { (person: Recipient, all: inout Assessment) in policy.assess(person, for: regimen, into: &all) }
      }
      var all = Assessment(.names)
      return people[number * block..<min(people.count, (number + 1) * block)].map { index -> [Rule]? in
        let person = setting.cohort.recipients[Int(index)]
        all.clear()
        common(person, &all)
        let always = all.findings.filter(gate.blocks).map(\.rule)
        // As for a pair: the protocol with the fewest obstacles.
        var nearest: [Rule]?
        for judge in own {
          all.clear()
          judge(person, &all)
          let rules = all.findings.filter(gate.blocks).map(\.rule)
          if rules.count < nearest?.count ?? .max { nearest = rules }
        }
        let rules = always + (nearest ?? [])
        return rules.isEmpty ? nil : rules
      }
    }.flatMap { $0 }
  }

  /// What a donor fails by says little of a recipient; it counts only where nothing else does.
  private static func main(_ counts: [Rule: Int], asked: Int) -> Bar? {
    let own = counts.filter { !isOfDonor($0.key) }
    return (own.isEmpty ? counts : own).min { ($1.value, $0.key.name) < ($0.value, $1.key.name) }
      .map { Bar(rule: $0.key, donors: $0.value, asked: asked) }
  }

  private static func isOfDonor(_ rule: Rule) -> Bool {
    rule.name.hasPrefix("donor") || rule.name.hasPrefix("timing.")
  }
}
