import TandemClinic
import TandemFiles
import TandemHLA
public import TandemPolicy
import TandemRegistry

/// One donor over a pool: everything of the donor that the rows are held against, worked out once.
///
///     let screen = Screen(MatchContext(donor: donor, in: cohort, under: policy), over: pool)
///     for one in screen.candidates(threads: 2) { print(one.recipientIndex, one.score.text) }
///
/// It agrees with `MatchContext.pair` on every pair: who is listed, with which protocol at which dose level, and
/// with which score, to the last digit. Cost: less than a millisecond to make.
public struct Screen: Sendable {
  /// Somebody who may be offered the grafts.
  public struct Candidate: Sendable, Hashable {
    /// The place in the cohort.
    public let recipientIndex: Int32
    /// The protocol of the highest score, by its place in the policy.
    public let option: UInt8
    /// Its dose level.
    public let level: UInt8
    /// The score.
    public let score: Points

    /// The protocol and level as an assessment names them.
    public var choice: PairAssessment.Choice { .init(option: Int(option), level: Int(level)) }
  }

  /// How much was looked at.
  public struct Tally: Sendable, Hashable {
    /// Rows that the pool has.
    public var rows = 0
    /// Rows of blocks that could not be passed by.
    public var rowsInOpenBlocks = 0
    /// Rows whose typing and antibodies were compared.
    public var rowsCompared = 0

    /// Nothing yet.
    public init() {}

    static func += (total: inout Tally, part: Tally) {
      total.rows += part.rows
      total.rowsInOpenBlocks += part.rowsInOpenBlocks
      total.rowsCompared += part.rowsCompared
    }
  }

  /// The donor under the policy.
  public let context: MatchContext

  private(set) var pool: Pool
  let tables: DonorTables
  let doses: DoseTable
  let crossmatch: CrossmatchTable
  let waiting: WaitingScale.OnDay
  /// How much more the days waited may give on the day of the run than on the reference day.
  let waitingAllowance: Int32

  /// Prepares a donor. The context must have the policy, the overrides and the expedition of the pool.
  public init(_ context: MatchContext, over pool: Pool) {
    precondition(
      context.policy.fingerprint == pool.policy.fingerprint && context.gate.overrides == pool.gate.overrides
        && context.gate.isExpedited == pool.gate.isExpedited,
      "a screen needs the policy, the overrides and the expedition of its pool")
    self.context = context
    self.pool = pool
    tables = DonorTables(context, pool)
    doses = DoseTable(context, pool.recipe, pool.columns)
    crossmatch = CrossmatchTable(context, pool)
    waiting = pool.waitingScale.on(context.day.map { Int($0.number) })
    waitingAllowance = waiting.most(
      above: pool.waitingScale.on(pool.waitingScale.referenceDay), upTo: pool.columns.mostListed)
  }

  /// The same donor over a part of its pool.
  public func over(_ part: Pool) -> Screen {
    var screen = self
    screen.pool = part
    return screen
  }

  /// The least that an open dose gives to anybody: islets in IEQ and CD34+ cells. Both 0 where the tables do not hold
  /// everybody's weight.
  public var leastDose: (isletIEQ: Double, cd34Cells: Double) {
    pool.columns.buckets.contains(where: \.isOdd) ? (0, 0) : doses.least
  }

  /// The bytes that the donor's own tables take.
  public var bytes: Int { doses.bytes + crossmatch.bits.count + 8 * tables.epitopes.count }

  /// How the donor compares with the genotypes of the pool, as far as they are asked for.
  var mismatches: MismatchSums { MismatchSums(context, pool.recipe, pool.columns) }

  /// The protocols that are open to a bucket under this donor.
  func protocols(_ bucket: Columns.Bucket) -> UInt8 {
    bucket.protocols & tables.bloodGroups[Int(bucket.bloodGroup)].protocols
  }

  /// What the explaining code says of a pair.
  func ask(_ recipientIndex: Int32) -> Candidate? {
    let pair = context.pair(Int(recipientIndex), .decide)
    guard pair.isListed else { return nil }
    return Candidate(
      recipientIndex: recipientIndex, option: UInt8(pair.choice.option), level: UInt8(pair.choice.level),
      score: pair.score.total)
  }
}
