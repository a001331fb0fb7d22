public import TandemClinic
import TandemParallel
import TandemPolicy

extension MatchRun {
  /// A rule and how many people it keeps off the roster.
  public struct RuleCount: Sendable, Hashable {
    /// The rule.
    public let rule: Rule
    /// How many fail it.
    public internal(set) var fails: Int
    /// For how many it needs a look first.
    public internal(set) var reviews: Int
  }

  /// Everything that keeps somebody off: what holds always, then what the protocols ask for, each with the
  /// reasons of its nearest dose level. A reason that does not hold under every protocol names those under which
  /// it does.
  public func reasons(againstRecipient index: Int) -> [Reason] {
    context.pair(index, .faults).everyBlockingReason
  }

  /// How many people each rule keeps off the roster, the most frequent first. A person counts once a rule, in the
  /// protocol and at the dose level that is nearest to being open.
  ///
  /// `advance` is told of every few hundred people and ends the work by answering false; then there is no result.
  /// Cost: one to some twelve microseconds a person and thread, by the rules of the policy.
  public func ruleCounts(advance: @Sendable (Int) -> Bool = { _ in true }) -> [RuleCount]? {
    let people = screenedOut
    let block = 4096
    let parts = mappedInParallel((people.count + block - 1) / block, threads: threads) {
      number -> [RuleCount]? in
      var tally = RuleTally(context)
      var place = number * block
      let end = min(people.count, place + block)
      while place < end {
        let stop = min(end, place + 256)
        guard advance(stop - place) else { return nil }
        for person in people[place..<stop] { tally.add(Int(person)) }
        place = stop
      }
      return tally.counts
    }
    var counts: [Rule: RuleCount] = [:]
    for part in parts {
      guard let part else { return nil }
      for count in part {
        counts[count.rule, default: RuleCount(rule: count.rule, fails: 0, reviews: 0)].fails += count.fails
        counts[count.rule]?.reviews += count.reviews
      }
    }
    return counts.values.sorted { ($1.fails + $1.reviews, $0.rule) < ($0.fails + $0.reviews, $1.rule) }
  }

  /// For each rule set aside, how many are on the roster because of it.
  public func listedByOverride() -> [Rule: Int] {
    if context.gate.overrides.isEmpty { return [:] }
    let strict = MatchContext(
      donor: context.donor, in: context.cohort, under: context.policy, nomenclature: context.nomenclature,
      isExpedited: context.gate.isExpedited, on: context.day)
    let pool = Pool(
      context.cohort, under: context.policy, nomenclature: context.nomenclature,
      isExpedited: context.gate.isExpedited, threads: threads)
    let without = Set(Screen(strict, over: pool).candidates(threads: threads).map(\.recipientIndex))
    let others = roster.filter { !without.contains($0.recipientIndex) }
    let rules = mappedInParallel(others.count, threads: threads) { place in
      context.pair(Int(others[place].recipientIndex), .faults).listedByOverride
    }
    var counts: [Rule: Int] = [:]
    for rule in rules.joined() { counts[rule, default: 0] += 1 }
    return counts
  }

  /// In an expedited run, for each rule that wants donor data: which, and how many of the roster it could still
  /// remove. In the order of the rules.
  public func provisional() -> [(rule: Rule, missing: [String], recipients: [Int])] {
    guard context.gate.isExpedited else { return [] }
    let found = mappedInParallel(roster.count, threads: threads) { place in
      context.pair(Int(roster[place].recipientIndex), .faults).provisional
    }
    var all: [Rule: (missing: Set<String>, recipients: [Int])] = [:]
    for (place, reasons) in found.enumerated() {
      let recipient = Int(roster[place].recipientIndex)
      for reason in reasons {
        all[reason.rule, default: ([], [])].missing.formUnion(reason.missing)
        if all[reason.rule]?.recipients.last != recipient { all[reason.rule]?.recipients.append(recipient) }
      }
    }
    return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value.missing.sorted(), $0.value.recipients) }
  }
}

extension PairAssessment {
  /// Everything that keeps the recipient off, each once, with the protocols that it belongs to.
  var everyBlockingReason: [Reason] {
    var found: [(reason: Reason, protocols: [String])] = []
    var places: [Reason: Int] = [:]
    for option in options {
      let levels = option.levels.map { $0.assessment.reasons.filter(gate.blocks) }
      let nearest = levels.min { $0.count < $1.count } ?? []
      for reason in option.assessment.reasons.filter(gate.blocks) + nearest {
        if let place = places[reason] {
          if found[place].protocols.last != option.transplant {
            found[place].protocols.append(option.transplant)
          }
        } else {
          places[reason] = found.count
          found.append((reason, [option.transplant]))
        }
      }
    }
    return common.reasons.filter(gate.blocks)
      + found.map { $0.protocols.count == options.count ? $0.reason : $0.reason.under($0.protocols) }
  }
}

extension Reason {
  /// The same reason, its sentence opened by the protocols that it belongs to.
  fileprivate func under(_ protocols: [String]) -> Reason {
    Reason(
      rule, verdict, "Under \(protocols.joined(separator: ", ")): \(detail)", basis: basis, missing: missing,
      remedy: remedy, isFlagged: isFlagged)
  }
}
