import TandemClinic
public import TandemPolicy
import TandemRegistry

/// One donor held against a pool.
///
///     let screen = Screen(pool.context(of: donor), over: pool)
///     screen.candidates()          // everybody who may be offered the grafts, with the best choice
///     screen.offers(demand)        // every open dose level that is worth more than is asked
///
/// The donor's tables are filled as they are needed, so a screen is used by one thread; several donors go side by
/// side. A row costs a handful of loads from tables that stay in the first caches.
public final class Screen {
  private let pool: Pool
  private let context: MatchContext
  private let doses: DoseTable
  private let facets: [FacetTable]
  private let lanes: Column<FacetTable.Lane>
  private let bloodGroups: FacetTable?
  private let mismatches: MismatchScore
  private let crossmatch: CrossmatchScreen?
  /// The protocols that the donor leaves open, a bit each, by the recipient's blood group.
  private var protocolsOfBloodGroup: [UInt32] = []
  /// Those whom lists name, true when open; and what holds for everybody whom they do not name.
  private var named: [Int32: Bool] = [:]
  private var isOpenUnnamed = true
  private let hasLists: Bool
  private let hasOthers: Bool

  /// The tables of a donor. The context must have the pool's policy, overrides and expedition.
  public init(_ context: MatchContext, over pool: Pool) {
    precondition(
      context.gate.overrides == pool.gate.overrides && context.gate.isExpedited == pool.gate.isExpedited
        && context.policy.fingerprint == pool.policy.fingerprint,
      "a screen needs a donor and a pool under the same rules")
    self.pool = pool
    self.context = context
    doses = DoseTable(pool, context)
    facets = pool.plan.facets.filter { $0 != .bloodGroup }.map { FacetTable($0, pool, context) }
    lanes = Column(facets.map(\.lane))
    bloodGroups = pool.plan.facets.contains(.bloodGroup) ? FacetTable(.bloodGroup, pool, context) : nil
    mismatches = MismatchScore(pool, context)
    crossmatch = CrossmatchScreen(pool, context)
    hasOthers = !pool.plan.otherRules.isEmpty || !pool.plan.otherTerms.isEmpty
    hasLists = pool.plan.pairLists.map { lists in
      (lists.forbidden + lists.directed).contains { $0.donor == context.donor.id }
    } ?? false
    openProtocols()
    if hasLists { lookUpLists() }
  }

  /// Everybody who may be offered the grafts, each with the choice of the highest score, in the order of the
  /// cohort: what `MatchContext.pair` decides, to the last digit.
  public func candidates() -> [Candidate] {
    var tally = Tally()
    return candidates(counting: &tally)
  }

  /// The same; `tally` tells how much was looked at.
  public func candidates(counting tally: inout Tally) -> [Candidate] {
    var found: [Candidate] = []
    for bucket in pool.buckets {
      guard let (protocols, base) = opening(of: bucket) else { continue }
      let bests = doses.bests(protocols)
      let (isActive, weights) = (pool.isActive.base, pool.weight.numbers.base)
      for row in bucket.rows where isActive[row] {
        tally.rows += 1
        let dose = DoseTable.best(bests, weights, row: row, protocols, of: self.doses)
        guard dose.points != FacetTable.closed, let rest = points(row) else { continue }
        let slot = doses.slots[Int(dose.slot)]
        found.append(
          Candidate(
            recipientIndex: pool.recipient[row], option: slot.option, level: slot.level,
            score: Points(
              millionths: Int64(base) + Int64(pool.fixedPoints[row]) + Int64(dose.points) + Int64(rest))))
      }
    }
    return found.sorted { $0.recipientIndex < $1.recipientIndex }
  }

  /// Every open dose level of every protocol that is worth more than `demand` asks, in the order of the cohort.
  ///
  /// Cost: a comparison for a row that cannot be worth so much, about twenty nanoseconds for one that can.
  public func offers(_ demand: Demand = Demand()) -> [Offer] {
    var tally = Tally()
    return offers(demand, counting: &tally)
  }

  /// The same; `tally` tells how much was looked at.
  public func offers(_ demand: Demand, counting tally: inout Tally) -> [Offer] {
    var found: [Offer] = []
    let rest = mostOfTheRest()
    for bucket in pool.buckets {
      guard let (protocols, base) = opening(of: bucket) else { continue }
      let ceilings = doses.ceilings(protocols, demand)
      let least = demand.above - rest - Double(base)
      for row in bucket.rows {
        let net = demand.prices?.net[row] ?? Double(pool.fixedPoints[row])
        let number = pool.weight.numbers[row]
        if number != Classes.byHand, net + ceilings[Int(number)] <= least { continue }
        if !pool.isActive[row] { continue }
        tally.rows += 1
        guard let points = points(row) else { continue }
        let score = Int64(base) + Int64(pool.fixedPoints[row]) + Int64(points)
        append(row, protocols, score, demand, to: &found)
      }
    }
    return found.sorted {
      ($0.recipientIndex, $0.option, $0.level) < ($1.recipientIndex, $1.option, $1.level)
    }
  }

  private func append(
    _ row: Int, _ protocols: UInt32, _ score: Int64, _ demand: Demand, to found: inout [Offer]
  ) {
    let values = doses.values(row: row)
    let weightKg = pool.cohort.recipients[Int(pool.recipient[row])].weightKg
    for (slot, points) in zip(doses.slots, values)
    where points != FacetTable.closed && protocols >> UInt32(slot.option) & 1 == 1 {
      let total = score + Int64(points)
      let ieq = slot.isletIEQPerKg * (weightKg ?? 0)
      let cells = min(slot.cd34Available, slot.cd34PerKg * (weightKg ?? 0))
      let worth =
        Double(total) - (demand.prices?.price[row] ?? 0) - demand.isletRate * ieq - demand.cd34Rate * cells
      if worth > demand.above {
        found.append(
          Offer(
            recipientIndex: pool.recipient[row], option: slot.option, level: slot.level,
            score: Points(millionths: total), isletIEQ: ieq, cd34Cells: cells))
      }
    }
  }

  // MARK: What the donor opens

  private func openProtocols() {
    guard pool.gate.isOpen(context.donorAssessment) else {
      protocolsOfBloodGroup = Array(repeating: 0, count: ABO.allCases.count + 1)
      return
    }
    let groups: [ABO?] = ABO.allCases + [nil]
    protocolsOfBloodGroup = groups.map { group in
      var open: UInt32 = 0
      for (place, plan) in context.plans.enumerated() where pool.gate.isOpen(plan.timing) {
        let fits = pool.isOpen { depth in
          var assessment = Assessment(depth)
          plan.transplant.assessBloodGroups(
            donor: context.donor.abo, recipient: group, into: &assessment)
          return assessment
        }
        if fits { open |= 1 << UInt32(place) }
      }
      return open
    }
  }

  private func lookUpLists() {
    guard let lists = pool.plan.pairLists else { return }
    let entries = (lists.forbidden + lists.directed).filter { $0.donor == context.donor.id }
    let names = Set(entries.map(\.recipient))
    for index in pool.recipient.buffer where names.contains(pool.cohort.recipients[Int(index)].id) {
      named[index] = isOpen(lists, Int(index))
    }
    // Whom no list names is judged as anybody whom no list names.
    if let other = pool.recipient.buffer.first(where: { named[$0] == nil }) {
      isOpenUnnamed = isOpen(lists, Int(other))
    }
  }

  /// The protocols open to a bucket, and the points of its blood group; nil when it need not be looked at.
  private func opening(of bucket: Pool.Bucket) -> (protocols: UInt32, points: Int32)? {
    let open = bucket.protocols & protocolsOfBloodGroup[bucket.bloodGroup]
    if open == 0 { return nil }
    let base = bloodGroups.map { FacetTable.value($0.lane, row: bucket.rows.lowerBound, of: $0) } ?? 0
    return base == FacetTable.closed ? nil : (open, base)
  }

  // MARK: Rows

  /// The points of everything but the blood group, the dose and what no donor changes; nil when something keeps
  /// the row off.
  @inline(__always)
  private func points(_ row: Int) -> Int32? {
    var total: Int32 = 0
    let lanes = lanes.base
    for index in 0..<self.lanes.count {
      let value = FacetTable.value(lanes[index], row: row, of: self.facets[index])
      if value == FacetTable.closed { return nil }
      total += value
    }
    var mustAsk = false
    if let crossmatch {
      guard let passes = crossmatch.passes(row: row) else { return slowPoints(row, total) }
      if !passes { return nil }
    }
    switch mismatches.answer(row: row) {
    case .closed: return nil
    case .points(let points): total += points
    case .ask(let points):
      total += points
      mustAsk = true
    }
    if mustAsk || hasLists || hasOthers { return checked(row, total, mustAsk) }
    return total
  }

  /// The crossmatch has to be asked of the explaining code; the rest as for everybody.
  @inline(never)
  private func slowPoints(_ row: Int, _ total: Int32) -> Int32? {
    switch mismatches.answer(row: row) {
    case .closed: nil
    case .points(let points), .ask(let points): checked(row, total + points, true)
    }
  }

  @inline(never)
  private func checked(_ row: Int, _ total: Int32, _ mustAsk: Bool) -> Int32? {
    let index = pool.recipient[row]
    if hasLists, !(named[index] ?? isOpenUnnamed) { return nil }
    if mustAsk {
      let facts = context.facts(Int(index))
      if !pool.isOpen({ context.policy.assess(facts, $0) }) { return nil }
    }
    for rule in pool.plan.otherRules where !isOpen(rule, Int(index)) { return nil }
    var points = Points(millionths: Int64(total))
    if !pool.plan.otherTerms.isEmpty {
      let facts = context.facts(Int(index))
      for term in pool.plan.otherTerms {
        points = points + term.points(context.value(term.attribute, facts)?.raw)
      }
    }
    return Int32(points.millionths)
  }

  private func isOpen(_ rule: any HardRule, _ recipient: Int) -> Bool {
    pool.isOpen(rule, context.facts(recipient))
  }

  /// No row has more points from what is neither dose nor blood group nor its own.
  private func mostOfTheRest() -> Double {
    var most = Double(mismatches.mostPoints)
    for facet in facets { most += Double(facet.most) }
    for term in pool.plan.otherTerms { most += max(0, term.weight) * 1_000_000 }
    return most
  }
}

extension Pool {
  /// Everybody who may be offered the donor's grafts, each with the best choice.
  public func candidates(for context: MatchContext) -> [Screen.Candidate] {
    Screen(context, over: self).candidates()
  }
}
