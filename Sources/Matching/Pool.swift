import TandemClinic
import TandemHLA
public import TandemPolicy
public import TandemRegistry

/// The recipients of a cohort under one policy, packed in columns, so that a donor is held against a million of
/// them in milliseconds.
///
///     let pool = Pool(cohort, under: policy, threads: 2)
///     let candidates = pool.candidates(for: pool.context(of: donor))
///
/// Who cannot be open under any protocol, whoever the donor is, is not in the pool at all. The others stand in
/// buckets of one blood group and one set of open protocols, by weight: a donor looks at the buckets that fit,
/// as far as the grafts reach. What pairs are judged by is packed by *classes* (`Classes`), on which the
/// explaining code itself is asked once a donor: so that screening and explaining agree by construction.
public struct Pool: Sendable {
  /// The cohort.
  public let cohort: Cohort
  /// The policy.
  public let policy: Policy
  /// Who is let on the roster.
  public let gate: Gate

  /// People of one blood group who are open under the same protocols, by rising weight.
  struct Bucket: Sendable {
    var rows: Range<Int>
    /// The class of the blood group.
    var bloodGroup: Int
    /// One bit a protocol of the policy.
    var protocols: UInt32
  }

  let plan: PoolPlan
  var buckets: [Bucket] = []
  /// The recipient of each row, as an index into the cohort.
  var recipient = Column<Int32>([])
  /// Points that no donor changes, in millionths.
  var fixedPoints = Column<Int32>([])
  /// Weight and kind of infusion, classes in the order of weight.
  var weight = Classes.none
  /// By `PoolPlan.Facet`; empty where the policy does not ask.
  var facets: [Classes] = []
  /// By the place of the locus in `plan.loci`, with the proteins of each class.
  var genotypes: [GenotypeColumn] = []
  /// The place in `antibodies` of those who have some; `noAntibodies` or `unknownAntibodies` for the others.
  var antibodyProfile = Column<Int32>([])
  var antibodies: [[UnacceptableMask]] = []
  /// Whether the row takes part.
  var isActive = Column<Bool>([])
  /// The row of each recipient of the cohort, -1 for those outside.
  var rowOfRecipient = Column<Int32>([])
  let numbering: AntigenNumbering
  let masks: DonorMaskCache

  static let noAntibodies: Int32 = -1
  static let unknownAntibodies: Int32 = -2

  /// A locus: the genotype of each row.
  struct GenotypeColumn: Sendable {
    let locus: Locus
    let index: LocusIndex
    let classes: Classes
    /// The two proteins of each class, where two numbers say all; `open` twice elsewhere.
    let proteins: [(UInt32, UInt32)]
    /// What the others can be, by class.
    let others: [UInt16: LocusIndex.Genotypes]

    static let open = UInt32.max
  }

  init(_ cohort: Cohort, _ policy: Policy, _ gate: Gate) {
    self.cohort = cohort
    self.policy = policy
    self.gate = gate
    plan = PoolPlan(policy)
    numbering = Pool.shippedNumbering
    masks = DonorMaskCache(Pool.shippedNumbering)
  }

  private static let shippedNumbering = AntigenNumbering()

  /// How many recipients could be open for some donor.
  public var rowCount: Int { recipient.count }

  /// The bytes of all columns.
  public var byteCount: Int {
    var bytes = recipient.byteCount + fixedPoints.byteCount + antibodyProfile.byteCount
    bytes += isActive.byteCount + rowOfRecipient.byteCount
    for classes in [weight] + facets + genotypes.map(\.classes) { bytes += classes.byteCount }
    bytes += antibodies.reduce(0) { $0 + $1.count } * MemoryLayout<UnacceptableMask>.stride
    return bytes
  }

  /// A donor under the pool's policy and gate.
  public func context(of donor: Donor) -> MatchContext {
    MatchContext(
      donor: donor, in: cohort, under: policy, overrides: gate.overrides, isExpedited: gate.isExpedited)
  }

  /// Takes a recipient out of the pool, or back in.
  public mutating func setActive(_ recipientIndex: Int, _ active: Bool) {
    let row = rowOfRecipient[recipientIndex]
    if row < 0 { return }
    if !isKnownUniquelyReferenced(&isActive) { isActive = isActive.copied() }
    isActive[Int(row)] = active
  }
}
