import TandemClinic
import TandemPolicy

/// Counts the rules that keep people off, one person after the other.
struct RuleTally {
  /// The rules met so far, each with how many it keeps off.
  private(set) var counts: [MatchRun.RuleCount] = []
  private var places: [Rule: Int] = [:]
  /// For each rule the last person that it was counted for, and whether as a fail.
  private var last: [(person: Int, isFail: Bool)] = []
  private var obstacles: Obstacles

  init(_ context: MatchContext) { obstacles = Obstacles(context) }

  /// Counts each rule once for the recipient at an index, who must not be listed: as a fail when it is one.
  mutating func add(_ person: Int) {
    obstacles.find(person)
    for found in obstacles.findings {
      let place = place(of: found.rule)
      let isFail = found.verdict == .fail
      if last[place].person == person {
        if isFail, !last[place].isFail {
          counts[place].reviews -= 1
          counts[place].fails += 1
          last[place].isFail = true
        }
        continue
      }
      last[place] = (person, isFail)
      if isFail { counts[place].fails += 1 } else { counts[place].reviews += 1 }
    }
  }

  private mutating func place(of rule: Rule) -> Int {
    if let place = places[rule] { return place }
    places[rule] = counts.count
    counts.append(MatchRun.RuleCount(rule: rule, fails: 0, reviews: 0))
    last.append((-1, false))
    return counts.count - 1
  }
}
