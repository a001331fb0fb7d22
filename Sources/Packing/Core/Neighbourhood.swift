internal import TandemChance

/// Local search by solving small parts of a plan to the optimum: a few owners that compete for the same
/// claimants give up their bundles, and a depth-first search over their short lists finds the choice with
/// the least loss (a very large neighbourhood in the sense of Ahuja, Ergun, Orlin, Punnen 2002; swaps and
/// ejection chains are special cases). A branch ends when its loss reaches the loss given up.
struct Neighbourhood {
  private let layout: Layout
  private let shortlist: Shortlist
  private var chance: SplitMix
  /// The sum of each entry's couplings.
  private let couplings: [[[Layout.Coupling]]]
  /// Which entries of which owner serve a claimant.
  private var serving: [[(owner: Int32, entry: Int32)]]
  var nodeLimit = 4000
  /// Whether owners that nobody of the group competes with may fill a group that stays small.
  var isWide = false
  private(set) var nodes = 0

  // Scratch of one search.
  private var group: [Int] = []
  private var choices: [[Int32]] = []
  private var leaving: [[Int32]] = []
  private var taken: [Bool]
  private var lastDepth: [Int32]
  private var picked: [Int32] = []
  private var bestPicked: [Int32] = []
  private var bestLoss = 0.0
  private var nodesLeft = 0
  private var restMinimum: [Double] = []
  private var usedNow: [Double] = []
  /// Couplings without negative factors: once over their limit, they stay over it.
  private var isFilling: [Bool]

  init(_ layout: Layout, _ shortlist: Shortlist, seed: UInt64) {
    self.layout = layout
    self.shortlist = shortlist
    chance = SplitMix(seed: seed, key: 0x4E42)
    couplings = shortlist.entries.map { $0.map { layout.sum(of: $0.slots) } }
    serving = [[(owner: Int32, entry: Int32)]](repeating: [], count: layout.claimantCount)
    for owner in 0..<layout.ownerCount {
      for (index, entry) in shortlist.entries[owner].enumerated() {
        for slot in entry.slots {
          serving[Int(layout.claimant[Int(slot)])].append((Int32(owner), Int32(index)))
        }
      }
    }
    seeds = (0..<layout.ownerCount).filter { !shortlist.entries[$0].isEmpty }
    isFilling = layout.negativeCouplings().map { !$0 }
    taken = [Bool](repeating: false, count: layout.claimantCount)
    lastDepth = [Int32](repeating: -1, count: layout.claimantCount)
  }

  private func lossOfLeaving(_ claimant: Int) -> Double {
    shortlist.prices.claimant[claimant] + layout.penalty[claimant]
  }

  /// What the owner's present bundle loses.
  private func lossOf(_ slots: [Int32], _ owner: Int) -> Double {
    var sum = shortlist.best[owner]
    for slot in slots {
      sum -= layout.value[Int(slot)] - shortlist.prices.claimant[Int(layout.claimant[Int(slot)])]
      for position in layout.couplings(of: Int(slot)) {
        sum += shortlist.prices.coupling[Int(layout.couplingRow[position])] * layout.couplingFactor[position]
      }
    }
    return sum
  }

  /// Tries `rounds` neighbourhoods of `size` owners and returns how many improved the plan.
  mutating func improve(_ plan: inout Assembly, size: Int, rounds: Int, goesOn: () -> Bool) -> Int {
    var improved = 0
    if seeds.isEmpty { return 0 }
    for _ in 0..<rounds {
      if !goesOn() { break }
      gather(size: size, plan)
      if solve(&plan) { improved += 1 }
    }
    return improved
  }

  /// A group of `size` owners round one that loses much.
  mutating func nextGroup(size: Int, _ plan: Assembly) -> [Int] {
    if seeds.isEmpty { return [] }
    gather(size: size, plan)
    for _ in 0..<size * 4 where isWide && group.count < size {
      let owner = seeds[chance.index(below: seeds.count)]
      if !group.contains(owner) { group.append(owner) }
    }
    return group
  }

  private var seeds: [Int]

  /// Picks a seed and collects its neighbours: owners that lose much are preferred, the best of three.
  private mutating func gather(size: Int, _ plan: Assembly) {
    var seed = seeds[chance.index(below: seeds.count)]
    var loss = lossOf(plan.slots[seed], seed)
    for _ in 0..<2 {
      let other = seeds[chance.index(below: seeds.count)]
      let otherLoss = lossOf(plan.slots[other], other)
      if otherLoss > loss {
        seed = other
        loss = otherLoss
      }
    }
    gather(from: seed, size: size, plan)
  }

  /// Collects owners round `seed`: the servers of claimants in good entries of owners already collected, and
  /// owners with good entries for claimants that are left out.
  private mutating func gather(from seed: Int, size: Int, _ plan: Assembly) {
    group = [seed]
    var tries = 0
    while group.count < size, tries < size * 6 {
      tries += 1
      let owner = group[chance.index(below: group.count)]
      let list = shortlist.entries[owner]
      // Good entries come first; the square prefers them.
      let draw = chance.unit()
      let entry = list[min(list.count - 1, Int(draw * draw * draw * Double(list.count)))]
      for slot in entry.slots {
        let claimant = Int(layout.claimant[Int(slot)])
        let holder = Int(plan.servedBy[claimant])
        if holder >= 0 {
          if !group.contains(holder), !shortlist.entries[holder].isEmpty { group.append(holder) }
        } else if !serving[claimant].isEmpty, chance.flip(0.5) {
          let other = Int(serving[claimant][chance.index(below: serving[claimant].count)].owner)
          if !group.contains(other) { group.append(other) }
        }
        if group.count >= size { break }
      }
    }
  }

  /// The best choice for `group` with everybody else held; true when the plan got better.
  private mutating func solve(_ plan: inout Assembly) -> Bool {
    // What is given up: the losses of the group's bundles. Claimants they serve become free; those served by
    // nobody are free as well and count where some entry of the group could serve them.
    var given = 0.0
    for owner in group { given += lossOf(plan.slots[owner], owner) }
    var inGroup = Set<Int>()
    for owner in group { inGroup.insert(owner) }
    choices.removeAll(keepingCapacity: true)
    var lists: [(owner: Int, choices: [Int32])] = []
    var touched: [Int32] = []
    var freeLoss = 0.0
    // First the sum that could be lost by leaving everybody who is free and within reach.
    for owner in group {
      var list: [Int32] = []
      for (index, entry) in shortlist.entries[owner].enumerated() {
        var isOpen = true
        for slot in entry.slots {
          let holder = Int(plan.servedBy[Int(layout.claimant[Int(slot)])])
          if holder >= 0, !inGroup.contains(holder) {
            isOpen = false
            break
          }
        }
        if isOpen { list.append(Int32(index)) }
      }
      lists.append((owner, list))
    }
    // Few choices first.
    lists.sort { ($0.choices.count, $0.owner) < ($1.choices.count, $1.owner) }
    group = lists.map(\.owner)
    choices = lists.map(\.choices)
    for (depth, owner) in group.enumerated() {
      for index in choices[depth] {
        for slot in shortlist.entries[owner][Int(index)].slots {
          let claimant = Int(layout.claimant[Int(slot)])
          if lastDepth[claimant] < 0 { touched.append(Int32(claimant)) }
          lastDepth[claimant] = Int32(depth)
        }
      }
      for slot in plan.slots[owner] {
        let claimant = Int(layout.claimant[Int(slot)])
        if lastDepth[claimant] < 0 {
          touched.append(Int32(claimant))
          lastDepth[claimant] = 0
        }
      }
    }
    leaving = [[Int32]](repeating: [], count: group.count)
    for claimant in touched where lossOfLeaving(Int(claimant)) > 0 {
      leaving[Int(lastDepth[Int(claimant)])].append(claimant)
      let holder = Int(plan.servedBy[Int(claimant)])
      if holder < 0 { freeLoss += lossOfLeaving(Int(claimant)) }
    }
    restMinimum = [Double](repeating: 0, count: group.count + 1)
    for depth in stride(from: group.count - 1, through: 0, by: -1) {
      let owner = group[depth]
      let least = min(
        shortlist.best[owner],
        choices[depth].first.map { shortlist.entries[owner][Int($0)].loss } ?? .infinity)
      restMinimum[depth] = restMinimum[depth + 1] + least
    }
    usedNow = plan.used
    bestLoss = given + freeLoss + lossOfCouplings() - 0.5
    for owner in group { use(plan.slots[owner], by: -1) }
    bestPicked = []
    picked = []
    nodesLeft = nodeLimit
    descend(0, 0)
    nodes += nodeLimit - nodesLeft
    for claimant in touched { lastDepth[Int(claimant)] = -1 }
    if bestPicked.isEmpty { return false }
    apply(bestPicked, to: &plan)
    return true
  }

  private mutating func use(_ slots: [Int32], by sign: Double) {
    for slot in slots {
      for position in layout.couplings(of: Int(slot)) {
        usedNow[Int(layout.couplingRow[position])] += sign * layout.couplingFactor[position]
      }
    }
  }

  /// What couplings lose: their price for each unit of slack, the penalty for each unit of excess.
  private func lossOfCouplings() -> Double {
    var sum = 0.0
    for row in 0..<layout.couplingCount {
      let slack = layout.couplingLimit[row] - usedNow[row]
      sum += slack >= 0 ? slack * shortlist.prices.coupling[row] : -slack * layout.couplingPenalty
    }
    return sum
  }

  /// The penalty of couplings that only fill up and are over already.
  private func lossOfOverfull() -> Double {
    var sum = 0.0
    for row in 0..<layout.couplingCount where isFilling[row] && usedNow[row] > layout.couplingLimit[row] {
      sum += (usedNow[row] - layout.couplingLimit[row]) * layout.couplingPenalty
    }
    return sum
  }

  private func apply(_ picks: [Int32], to plan: inout Assembly) {
    for owner in group { plan.set(owner, to: [], layout) }
    for (depth, owner) in group.enumerated() where picks[depth] >= 0 {
      plan.set(owner, to: shortlist.entries[owner][Int(picks[depth])].slots, layout)
    }
  }

  private mutating func descend(_ depth: Int, _ loss: Double) {
    if loss + restMinimum[depth] > bestLoss { return }
    if depth == group.count {
      let whole = loss + lossOfCouplings()
      if whole < bestLoss {
        bestLoss = whole - 0.5
        bestPicked = picked
      }
      return
    }
    nodesLeft -= 1
    if nodesLeft <= 0 { return }
    let owner = group[depth]
    for index in choices[depth] {
      let next = loss + shortlist.entries[owner][Int(index)].loss
      if next + restMinimum[depth + 1] > bestLoss { break }
      if !put(owner, index) { continue }
      if usedNow.isEmpty || next + lossOfOverfull() <= bestLoss { descend(depth + 1, next + left(at: depth)) }
      takeBack(owner, index)
    }
    let empty = loss + shortlist.best[owner]
    if empty + restMinimum[depth + 1] <= bestLoss {
      picked.append(-1)
      descend(depth + 1, empty + left(at: depth))
      picked.removeLast()
    }
  }

  /// Takes the entry's claimants and couplings; false when a claimant is taken already.
  private mutating func put(_ owner: Int, _ index: Int32) -> Bool {
    let slots = shortlist.entries[owner][Int(index)].slots
    for slot in slots where taken[Int(layout.claimant[Int(slot)])] { return false }
    for slot in slots { taken[Int(layout.claimant[Int(slot)])] = true }
    for coupling in couplings[owner][Int(index)] {
      usedNow[Int(coupling.row)] += coupling.factor
    }
    picked.append(index)
    return true
  }

  private mutating func takeBack(_ owner: Int, _ index: Int32) {
    for slot in shortlist.entries[owner][Int(index)].slots { taken[Int(layout.claimant[Int(slot)])] = false }
    for coupling in couplings[owner][Int(index)] {
      usedNow[Int(coupling.row)] -= coupling.factor
    }
    picked.removeLast()
  }

  /// The prices of claimants whom nobody after `depth` can serve and who are not served.
  private func left(at depth: Int) -> Double {
    var sum = 0.0
    for claimant in leaving[depth] where !taken[Int(claimant)] { sum += lossOfLeaving(Int(claimant)) }
    return sum
  }
}

extension Layout {
  /// The couplings of several slots together.
  fileprivate func sum(of slots: [Int32]) -> [Coupling] {
    var sum: [Coupling] = []
    for slot in slots {
      for position in couplings(of: Int(slot)) {
        let row = couplingRow[position]
        if let place = sum.firstIndex(where: { $0.row == row }) {
          sum[place].factor += couplingFactor[position]
        } else {
          sum.append(Coupling(row: row, factor: couplingFactor[position]))
        }
      }
    }
    return sum
  }
}
