/// Parts of a problem, solved as problems of their own.
extension Core {
  /// Groups of owners choose anew among all that the others leave, and each group's choice is solved like a problem
  /// of its own: with its own prices, columns and lists, since prices of the whole say little of who should have what
  /// when most of it is settled (large neighbourhoods in the sense of Ahuja, Ergun, Orlin, Punnen 2002).
  mutating func improveParts(_ proof: RootProof, _ size: Int) throws {
    let size = min(size, layout.ownerCount / 3)
    let rounds = effort.partRounds
    if size < effort.leastPart || rounds == 0 || !control.goesOn { return }
    control.enter(.neighbours)
    let near = shortlist(at: proof.prices, bound: proof.bound, limit: effort.listLimit)
    var neighbourhood = Neighbourhood(layout, near, seed: control.request.seed)
    neighbourhood.isWide = true
    var improved = 0
    for _ in 0..<rounds where control.goesOn {
      let group = neighbourhood.nextGroup(size: size, plan).sorted()
      if group.isEmpty { return }
      if try improve(group) {
        improved += 1
        offer()
      }
    }
    control.note("parts of \(size): \(improved) of \(rounds) better, value \(plan.value / layout.scale)")
  }

  private mutating func improve(_ group: [Int]) throws -> Bool {
    var better = plan
    var rest = plan
    for owner in group { rest.set(owner, to: [], layout) }
    let part = layout.part(of: group, leftBy: rest)
    if try !choose(group, of: &better, part, leftBy: rest, gap: 0.000_05, effort.ofPart) { return false }
    plan = better
    return true
  }

  /// Lets a group of owners choose the best there is while all others have what they have in `rest`, from bundles that
  /// are known. True when that makes the plan better.
  func choose(
    _ group: [Int], of plan: inout Assembly, _ part: LayoutPart, leftBy rest: Assembly, gap: Double,
    _ effort: Effort, from prices: Prices? = nil, _ known: [[Int32]] = []
  ) throws -> Bool {
    var request = SolveRequest(gap: gap, seed: control.request.seed)
    request.timeLimit = control.secondsLeft
    request.isCancelled = control.request.isCancelled
    var core = Core(problem, part.layout, control: Control(request))
    core.effort = effort
    var start = Assembly(part.layout)
    for (place, owner) in group.enumerated() where rest.isFree(plan.slots[owner], layout) {
      start.set(place, to: plan.slots[owner].map { part.place[$0]! }, part.layout)
    }
    core.plan = start
    for bundle in known {
      let slots = bundle.compactMap { part.place[$0] }
      if slots.count == bundle.count { core.pool.add(slots, part.layout) }
    }
    if let prices {
      _ = try core.run(from: part.prices(prices, layout))
    } else {
      _ = try core.run(start: nil)
    }
    control.nodes += core.control.nodes
    var better = rest
    for (place, owner) in group.enumerated() {
      better.set(owner, to: core.plan.slots[place].map { part.slots[Int($0)] }, layout)
    }
    if better.value <= plan.value { return false }
    plan = better
    return true
  }
}

extension Core.Effort {
  /// How far to go in a part: a good choice is enough.
  fileprivate var ofPart: Core.Effort {
    var less = self
    less.closingRounds = 1
    less.cases = 1
    less.closingNodes = 20
    less.guessingNodes = 20
    less.guessingLimit = 20_000
    less.closingLimit = 20_000
    less.closingListNodes = 200_000
    less.partRounds = 0
    less.compactLimit = 0
    less.countOwners = 0
    less.countSteps = 0
    return less
  }
}

/// Some owners, and what the others leave to them.
struct LayoutPart: Sendable {
  var layout: Layout
  /// Its couplings in the whole.
  var rows: [Int]
  /// By slot of the part, the slot it is in the whole; and the other way round.
  var slots: [Int32]
  var place: [Int32: Int32]
}

extension Layout {
  /// The problem of a few owners while `rest` is settled. Costs a pass over their slots.
  func part(of group: [Int], leftBy rest: Assembly) -> LayoutPart {
    part(
      of: group, leftBy: rest, under: couplingLimit.indices.map { ($0, couplingLimit[$0] - rest.used[$0]) })
  }

  /// The problem of a few owners while `rest` is settled, under some couplings, of which `limits` tells what there is;
  /// their slots pay for others by `charges`.
  func part(
    of group: [Int], leftBy rest: Assembly, under limits: [(row: Int, limit: Double)],
    charging charges: [(row: Int, price: Double)] = []
  ) -> LayoutPart {
    let rows = limits.map(\.row)
    var newRow = [Int32](repeating: -1, count: couplingCount)
    for (place, row) in rows.enumerated() { newRow[row] = Int32(place) }
    var charge = [Double](repeating: 0, count: couplingCount)
    for (row, price) in charges { charge[row] = price }
    var slots: [Int32] = []
    var start = [0]
    var newClaimant: [Int32: Int32] = [:]
    var penalty: [Double] = []
    var claimant: [Int32] = []
    var owner: [Int32] = []
    for (place, old) in group.enumerated() {
      for slot in self.slots(of: old) where rest.servedBy[Int(self.claimant[slot])] < 0 {
        let known = self.claimant[slot]
        if newClaimant[known] == nil {
          newClaimant[known] = Int32(penalty.count)
          penalty.append(self.penalty[Int(known)])
        }
        slots.append(Int32(slot))
        claimant.append(newClaimant[known]!)
        owner.append(Int32(place))
      }
      start.append(slots.count)
    }
    var couplingStart: [Int32] = rows.isEmpty ? [] : [0]
    var couplingRow: [Int32] = []
    var couplingFactor: [Double] = []
    var value = slots.map { self.value[Int($0)] }
    for (index, slot) in slots.enumerated() {
      for position in couplings(of: Int(slot)) {
        let row = Int(self.couplingRow[position])
        value[index] -= charge[row] * self.couplingFactor[position]
        if newRow[row] < 0 { continue }
        couplingRow.append(newRow[row])
        couplingFactor.append(self.couplingFactor[position])
      }
      if !rows.isEmpty { couplingStart.append(Int32(couplingRow.count)) }
    }
    let layout = Layout(
      ownerCount: group.count, claimantCount: penalty.count, dimensions: dimensions, scale: scale,
      start: start,
      option: slots.map { option[Int($0)] }, claimant: claimant, owner: owner,
      value: value,
      weight: slots.flatMap { weight[Int($0) * dimensions..<(Int($0) + 1) * dimensions] },
      capacity: group.flatMap { capacity[$0 * dimensions..<($0 + 1) * dimensions] }, penalty: penalty,
      couplingName: rows.map { couplingName[$0] },
      couplingLimit: limits.map(\.limit),
      couplingStart: couplingStart, couplingRow: couplingRow, couplingFactor: couplingFactor,
      claimantCouplings: ClaimantCouplings(
        claimant, penalty.count, couplingStart, couplingRow, couplingFactor),
      couplingPenalty: couplingPenalty, demandPenalty: demandPenalty)
    var place: [Int32: Int32] = [:]
    for (index, slot) in slots.enumerated() { place[slot] = Int32(index) }
    return LayoutPart(layout: layout, rows: rows, slots: slots, place: place)
  }
}
