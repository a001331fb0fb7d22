public import TandemClinic
import TandemFiles
import TandemParallel
public import TandemPolicy
import TandemRegistry

/// The match run of one donor: who may be offered the grafts, in what order, and who not.
///
///     let pool = Pool(cohort, under: policy, threads: 2)
///     let run = MatchRun(context, over: pool, threads: 2, version: "1.0")
///     run.roster.first.map { context.pair(Int($0.recipientIndex), .explain) }
///
/// The roster comes from the packed pool. Everything that costs a look at each person with reasons (why somebody
/// is off, how many each rule keeps off) is worked out when it is asked for.
public struct MatchRun: Sendable {
  /// A rule that somebody set aside for this run.
  public struct Override: Sendable, Hashable {
    /// The rule.
    public let rule: Rule
    /// Why.
    public let reason: String
    /// Who decided it.
    public let by: String

    /// A rule set aside.
    public init(rule: Rule, reason: String, by: String) {
      self.rule = rule
      self.reason = reason
      self.by = by
    }
  }

  /// Somebody put at the end of the roster by hand.
  public struct Addition: Sendable, Hashable {
    /// The place in the cohort.
    public let recipientIndex: Int
    /// Why.
    public let reason: String

    /// Somebody to add.
    public init(recipientIndex: Int, reason: String) {
      self.recipientIndex = recipientIndex
      self.reason = reason
    }
  }

  /// The donor under the policy.
  public let context: MatchContext
  /// The run's id, which follows from everything that the run stands on.
  public let id: String
  /// Those who may be offered the grafts, in order, without those added by hand.
  public let roster: [Screen.Candidate]
  /// Those added by hand, in the order in which they were named.
  public let additions: [Addition]
  /// Everybody else by the place in the cohort, ascending.
  public let screenedOut: [Int32]

  let threads: Int

  /// Makes the run. `pool` must hold the context's cohort under its policy, overrides and expedition.
  ///
  /// Cost: some milliseconds for a million recipients; the order of the roster is most of it.
  public init(
    _ context: MatchContext, over pool: Pool, overrides: [Override] = [], additions: [Addition] = [],
    threads: Int = 1, version: String
  ) {
    precondition(
      Set(overrides.map(\.rule)) == context.gate.overrides, "the context sets the same rules aside")
    self.context = context
    self.additions = additions
    self.threads = threads
    let added = Set(additions.map { Int32($0.recipientIndex) })
    var tally = Screen.Tally()
    var listed = Screen(context, over: pool).unordered(threads: threads, counting: &tally)
    if !added.isEmpty { listed.removeAll { added.contains($0.recipientIndex) } }
    var isListed = [Bool](repeating: false, count: context.cohort.recipients.count)
    for one in listed { isListed[Int(one.recipientIndex)] = true }
    for index in added { isListed[Int(index)] = true }
    var screenedOut: [Int32] = []
    screenedOut.reserveCapacity(max(0, isListed.count - listed.count))
    for index in isListed.indices where !isListed[index] { screenedOut.append(Int32(index)) }
    self.screenedOut = screenedOut
    roster = MatchRun.ordered(listed, context)
    id = MatchRun.id(context, overrides, additions, version)
  }

  /// Whether nobody may be offered the grafts.
  public var isEmpty: Bool { roster.isEmpty && additions.isEmpty }

  /// In the order of their `RankKey`, which is made for equal scores only.
  private static func ordered(_ listed: [Screen.Candidate], _ context: MatchContext) -> [Screen.Candidate] {
    var roster = byScore(listed)
    let ranking = Ranking(context)
    var start = 0
    while start < roster.count {
      var stop = start + 1
      while stop < roster.count, roster[stop].score == roster[start].score { stop += 1 }
      if stop - start > 1 {
        let keyed = roster[start..<stop].map { one in
          (key: ranking.key(of: Int(one.recipientIndex), choice: one.choice, score: one.score), one: one)
        }
        for (place, entry) in keyed.sorted(by: { $0.key < $1.key }).enumerated() {
          roster[start + place] = entry.one
        }
      }
      start = stop
    }
    return roster
  }

  /// The higher score first, in passes over eleven digits of how far it lies below the highest, from the lowest
  /// digits up (Knuth, "The Art of Computer Programming" 3, section 5.2.5).
  ///
  /// Cost: some ten nanoseconds a person.
  private static func byScore(_ listed: [Screen.Candidate]) -> [Screen.Candidate] {
    guard let first = listed.first else { return [] }
    var (highest, lowest) = (first.score.millionths, first.score.millionths)
    for place in listed.indices {
      highest = max(highest, listed[place].score.millionths)
      lowest = min(lowest, listed[place].score.millionths)
    }
    let bits = 11
    let mask = Int64(1) << bits - 1
    var all = listed
    var next = listed
    var shift = 0
    while (highest - lowest) >> Int64(shift) > 0 {
      var starts = [Int](repeating: 0, count: Int(mask) + 2)
      for place in all.indices {
        starts[Int((highest - all[place].score.millionths) >> Int64(shift) & mask) + 1] += 1
      }
      for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
      for place in all.indices {
        let digit = Int((highest - all[place].score.millionths) >> Int64(shift) & mask)
        next[starts[digit]] = all[place]
        starts[digit] += 1
      }
      swap(&all, &next)
      shift += bits
    }
    return all
  }

  private static func id(
    _ context: MatchContext, _ overrides: [Override], _ additions: [Addition], _ version: String
  ) -> String {
    var words = [
      context.donor.id, context.policy.fingerprint, context.cohort.inputSHA256,
      context.lotterySeed.map { String($0) } ?? "", version, context.gate.isExpedited ? "expedited" : "",
    ]
    for override in overrides { words += [override.rule.name, override.reason, override.by] }
    for addition in additions {
      words += [context.cohort.recipients[addition.recipientIndex].id, addition.reason]
    }
    return String(SHA256.hex(JSON.strings(words).text(indented: false)).prefix(16))
  }
}
