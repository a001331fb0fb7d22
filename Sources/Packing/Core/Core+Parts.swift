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
    var rest = plan
    for owner in group { rest.set(owner, to: [], layout) }
    return try choose(group, leftBy: rest)
  }

  /// Lets a group of owners choose the best there is while all others have what they have in `rest`. True when that
  /// makes the plan better.
  mutating func choose(_ group: [Int], leftBy rest: Assembly) throws -> Bool {
    let part = layout.part(of: group, leftBy: rest)
    var request = SolveRequest(gap: 0.000_05, seed: control.request.seed)
    request.timeLimit = control.secondsLeft
    request.isCancelled = control.request.isCancelled
    var core = Core(problem, part.layout, control: Control(request))
    core.effort = effort.ofPart
    var start = Assembly(part.layout)
    for (place, owner) in group.enumerated() where rest.isFree(plan.slots[owner], layout) {
      start.set(place, to: plan.slots[owner].map { part.place[$0]! }, part.layout)
    }
    core.plan = start
    _ = try core.run(start: nil)
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
    return less
  }
}

/// Some owners, and what the others leave to them.
struct LayoutPart {
  var layout: Layout
  /// By slot of the part, the slot it is in the whole; and the other way round.
  var slots: [Int32]
  var place: [Int32: Int32]
}

extension Layout {
  /// The problem of a few owners while `rest` is settled. Costs a pass over their slots.
  func part(of group: [Int], leftBy rest: Assembly) -> LayoutPart {
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
    var couplingStart: [Int32] = couplingLimit.isEmpty ? [] : [0]
    var couplingRow: [Int32] = []
    var couplingFactor: [Double] = []
    if !couplingLimit.isEmpty {
      for slot in slots {
        let own = couplings(of: Int(slot))
        couplingRow += self.couplingRow[own]
        couplingFactor += self.couplingFactor[own]
        couplingStart.append(Int32(couplingRow.count))
      }
    }
    let layout = Layout(
      ownerCount: group.count, claimantCount: penalty.count, dimensions: dimensions, scale: scale,
      start: start,
      option: slots.map { option[Int($0)] }, claimant: claimant, owner: owner,
      value: slots.map { value[Int($0)] },
      weight: slots.flatMap { weight[Int($0) * dimensions..<(Int($0) + 1) * dimensions] },
      capacity: group.flatMap { capacity[$0 * dimensions..<($0 + 1) * dimensions] }, penalty: penalty,
      couplingName: couplingName,
      couplingLimit: couplingLimit.indices.map { couplingLimit[$0] - rest.used[$0] },
      couplingStart: couplingStart, couplingRow: couplingRow, couplingFactor: couplingFactor,
      claimantCouplings: couplingLimit.isEmpty
        ? [] : Layout.byClaimant(claimant, penalty.count, couplingStart, couplingRow, couplingFactor),
      couplingPenalty: couplingPenalty, demandPenalty: demandPenalty)
    var place: [Int32: Int32] = [:]
    for (index, slot) in slots.enumerated() { place[slot] = Int32(index) }
    return LayoutPart(layout: layout, slots: slots, place: place)
  }
}
