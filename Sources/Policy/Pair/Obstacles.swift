public import TandemClinic
import TandemRegistry

/// What keeps somebody off the roster, by the names of the rules and without their words, for counting.
///
///     var obstacles = Obstacles(context)
///     for index in refused {
///       obstacles.find(index)
///       for one in obstacles.findings { count(one.rule, one.verdict) }
///     }
///
/// The rules are judged by the code that also explains, in the depth `names`. One value counts for many people, one
/// after the other, and uses its room again: a person costs no allocation for what is found.
public struct Obstacles: Sendable {
  /// Every rule found of the last person, in the order of the rules. A rule may come twice.
  public private(set) var findings: [Assessment.Finding] = []

  // Each judge is a closure over what it judges by: a context handed on by value for every person costs dozens of
  // references counted up and down, more than the judgement itself.
  private typealias Judge = @Sendable (PairFacts, inout Assessment) -> Void
  private let gate: Gate
  private let facts: @Sendable (Int) -> PairFacts
  private let common: Judge
  private let plans: [(judge: Judge, levels: [(judge: Judge, points: @Sendable (Double?) -> Points)])]
  /// All that does not pass, under every protocol and at every dose level.
  private var all: Assessment
  /// Whether a review of a rule keeps people off; looking for the pattern that fits its name takes longer.
  private var reviewBlocks: [Rule: Bool] = [:]

  /// Nothing found yet.
  public init(_ context: MatchContext) {
    gate = context.gate
    facts = { context.facts($0) }
    common = { context.assess($0, into: &$1) }
    plans = context.plans.map { plan in
      let levels = plan.transplant.levels.map { level in
        (
          judge: { context.assess(level, plan, $0.recipient, into: &$1) } as Judge,
          points: { context.dosePoints(plan, level, $0) } as @Sendable (Double?) -> Points
        )
      }
      return (judge: { context.assess(plan, $0, into: &$1) }, levels: levels)
    }
    all = Assessment(.names, keepsMissing: context.gate.isExpedited)
  }

  /// Finds what keeps the recipient at an index off, who must not be listed: the same rules as
  /// `MatchContext.pair(index, .faults).blocking`.
  public mutating func find(_ index: Int) {
    let facts = facts(index)
    all.clear()
    common(facts, &all)
    let always = 0..<all.findings.count
    var (nearestPlan, nearestLevel) = (0..<0, 0..<0)
    var nearest = NearestLevel()
    for option in plans.indices {
      let start = all.findings.count
      plans[option].judge(facts, &all)
      let own = start..<all.findings.count
      let above = count(own)
      for place in plans[option].levels.indices {
        let start = all.findings.count
        let level = plans[option].levels[place]
        level.judge(facts, &all)
        let doses = start..<all.findings.count
        let isNearest = nearest.take(
          option, place, obstacles: above + count(doses), points: level.points(facts.recipient.weightKg))
        if isNearest { (nearestPlan, nearestLevel) = (own, doses) }
      }
    }
    findings.removeAll(keepingCapacity: true)
    for range in [always, nearestPlan, nearestLevel] {
      for place in range where blocks(place) { findings.append(all.findings[place]) }
    }
  }

  private mutating func count(_ range: Range<Int>) -> Int {
    var count = 0
    for place in range where blocks(place) { count += 1 }
    return count
  }

  private mutating func blocks(_ place: Int) -> Bool {
    let finding = all.findings[place]
    if finding.verdict == .fail || gate.isExpedited || !gate.overrides.isEmpty { return gate.blocks(finding) }
    if let known = reviewBlocks[finding.rule] { return known }
    let answer = gate.blocks(finding)
    reviewBlocks[finding.rule] = answer
    return answer
  }
}

extension MatchContext {
  /// The points of what hangs on the dose alone.
  fileprivate func dosePoints(
    _ plan: ProtocolPlan, _ level: TransplantProtocol.Level, _ weightKg: Double?
  ) -> Points {
    doseTerms.reduce(.zero) { sum, term in
      sum + term.points(dose(term.attribute, plan, level, weightKg).raw)
    }
  }
}
