import TandemParallel
public import TandemPolicy
public import TandemRegistry

/// Two policies and more on the same cohort, without time: every donor's roster under each, and who would be
/// transplanted if each donor went to the first of the roster who has no graft yet.
///
///     let comparison = PolicyComparison(cohort, under: [balanced, waitingTime], threads: 2)
///     comparison.walks[1].gained(over: comparison.walks[0])
public struct PolicyComparison: Sendable {
  /// Somebody on a roster.
  public struct Entry: Sendable, Hashable {
    /// The recipient's place in the cohort.
    public let recipient: Int
    /// Their score.
    public let score: Points
  }

  /// The donors in the order in which they come, under one policy.
  public struct Walk: Sendable {
    /// The roster of each donor of the cohort, in order.
    public let rosters: [[Entry]]
    /// The recipient of each donor, by place in the cohort; nil where nobody is left on the roster.
    public let recipients: [Int?]

    /// Who is transplanted.
    public var transplanted: Set<Int> { Set(recipients.compactMap { $0 }) }
  }

  /// The cohort.
  public let cohort: Cohort
  /// A walk for each policy.
  public let walks: [Walk]
  /// The donors by their cross-clamp, those without one at the end, as places in the cohort.
  public let order: [Int]

  /// Ranks every recipient for every donor under every policy. `onDonor` is told of each roster made.
  ///
  /// Cost: what a policy takes to judge all pairs.
  public init(
    _ cohort: Cohort, under policies: [Policy], threads: Int, onDonor: @escaping @Sendable () -> Void = {}
  ) {
    let order = cohort.donors.indices.sorted { one, other in
      let left = cohort.donors[one]
      let right = cohort.donors[other]
      if left.crossClampAt != right.crossClampAt {
        guard let first = left.crossClampAt else { return false }
        guard let second = right.crossClampAt else { return true }
        return first < second
      }
      return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
    }
    self.cohort = cohort
    self.order = order
    // One piece a thread: each packs the cohort once for each policy.
    let pieces = max(1, min(threads, cohort.donors.count))
    walks = policies.map { policy in
      let parts = mappedInParallel(pieces, threads: threads) { piece in
        let pool = WaitingPool(cohort, under: policy)
        for person in cohort.recipients.indices { pool.admit(person) }
        return stride(from: piece, to: cohort.donors.count, by: pieces).map { donor in
          defer { onDonor() }
          return PolicyComparison.roster(of: cohort.donors[donor], pool)
        }
      }
      let rosters = cohort.donors.indices.map { parts[$0 % pieces][$0 / pieces] }
      return Walk(rosters: rosters, recipients: PolicyComparison.walk(rosters, order))
    }
  }

  private static func roster(of donor: Donor, _ pool: WaitingPool) -> [Entry] {
    var offering = pool.offering(of: donor)
    var roster: [Entry] = []
    while let offer = offering.next() { roster.append(Entry(recipient: offer.person, score: offer.score)) }
    return roster
  }

  /// Each donor in the order of time to the first who has no graft yet.
  private static func walk(_ rosters: [[Entry]], _ order: [Int]) -> [Int?] {
    var taken: Set<Int> = []
    var recipients = [Int?](repeating: nil, count: rosters.count)
    for donor in order {
      guard let first = rosters[donor].first(where: { !taken.contains($0.recipient) }) else { continue }
      taken.insert(first.recipient)
      recipients[donor] = first.recipient
    }
    return recipients
  }
}

extension PolicyComparison {
  /// A donor whose first candidate differs between two policies.
  public struct Difference: Sendable {
    /// The donor's place in the cohort.
    public let donor: Int
    /// The first on the roster of the reference, and of the other policy.
    public let reference: Entry
    public let other: Entry
    /// The rank of the reference's first under the other policy, and the other way round; nil when off that
    /// roster.
    public let rankOfReference: Int?
    public let rankOfOther: Int?
  }

  /// The first `limit` donors, in the order of time, whose first candidate under a policy is not that of the
  /// reference, and how many there are in all.
  public func differences(of policy: Int, from reference: Int = 0, limit: Int) -> (
    first: [Difference], count: Int
  ) {
    var found: [Difference] = []
    var count = 0
    for donor in order {
      let left = walks[reference].rosters[donor]
      let right = walks[policy].rosters[donor]
      guard let one = left.first, let two = right.first, one.recipient != two.recipient else { continue }
      count += 1
      guard found.count < limit else { continue }
      found.append(
        Difference(
          donor: donor, reference: one, other: two,
          rankOfReference: right.firstIndex { $0.recipient == one.recipient }.map { $0 + 1 },
          rankOfOther: left.firstIndex { $0.recipient == two.recipient }.map { $0 + 1 }))
    }
    return (found, count)
  }

  /// The groups of the cohort: those of a simulation, with every name of the column `groups`.
  public var grouping: Grouping { Grouping(of: cohort) }

  /// How a recipient stands on the rosters of a policy.
  public struct Standing: Sendable, Hashable {
    /// On how many rosters.
    public let rosters: Int
    /// The mean of their places there, 0 for the first and 1 for the last; nil when they are on none.
    public let meanPlace: Double?
  }

  /// The standing of everybody under a policy. Places are shares of a roster, since rosters differ in length.
  public func standings(under policy: Int) -> [Standing] {
    var counts = [Int](repeating: 0, count: cohort.recipients.count)
    var sums = [Double](repeating: 0, count: cohort.recipients.count)
    for roster in walks[policy].rosters {
      for (place, entry) in roster.enumerated() {
        counts[entry.recipient] += 1
        sums[entry.recipient] += roster.count > 1 ? Double(place) / Double(roster.count - 1) : 0
      }
    }
    return counts.indices.map { index in
      Standing(
        rosters: counts[index], meanPlace: counts[index] > 0 ? sums[index] / Double(counts[index]) : nil)
    }
  }
}
