/// The best choice for a group of owners from their short lists, with everybody else held: depth first, an owner a
/// level. A branch ends when its loss reaches the loss given up.
struct GroupSearch {
  private let layout: Layout
  private let shortlist: Shortlist
  /// The sum of each entry's couplings.
  private let couplings: [[[Layout.Coupling]]]
  private let nodeLimit = 4000

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

  init(_ layout: Layout, _ shortlist: Shortlist) {
    self.layout = layout
    self.shortlist = shortlist
    couplings = shortlist.entries.map { $0.map { layout.sum(of: $0.slots) } }
    isFilling = layout.negativeCouplings().map { !$0 }
    taken = [Bool](repeating: false, count: layout.claimantCount)
    lastDepth = [Int32](repeating: -1, count: layout.claimantCount)
  }

  private func lossOfLeaving(_ claimant: Int) -> Double {
    shortlist.prices.claimant[claimant] + layout.penalty[claimant]
  }

  /// The best choice for some owners; true when the plan got better.
  mutating func solve(_ owners: [Int], _ plan: inout Assembly) -> Bool {
    // What is given up: the losses of the owners' bundles. Claimants they serve become free; those served by
    // nobody are free as well and count where some entry of the group could serve them.
    var given = 0.0
    for owner in owners { given += shortlist.loss(of: plan.slots[owner], owner, layout) }
    listChoices(of: owners, plan)
    let touched = findLastDepths(plan)
    defer { for claimant in touched { lastDepth[claimant] = -1 } }
    leaving = [[Int32]](repeating: [], count: group.count)
    for claimant in touched where lossOfLeaving(claimant) > 0 {
      leaving[Int(lastDepth[claimant])].append(Int32(claimant))
      if plan.servedBy[claimant] < 0 { given += lossOfLeaving(claimant) }
    }
    restMinimum = [Double](repeating: 0, count: group.count + 1)
    for (depth, owner) in group.enumerated().reversed() {
      let least = min(
        shortlist.best[owner],
        choices[depth].first.map { shortlist.entries[owner][Int($0)].loss } ?? .infinity)
      restMinimum[depth] = restMinimum[depth + 1] + least
    }
    usedNow = plan.used
    bestLoss = given + lossOfCouplings() - 0.5
    for owner in group { use(plan.slots[owner], by: -1) }
    bestPicked = []
    picked = []
    nodesLeft = nodeLimit
    descend(0, 0)
    if bestPicked.isEmpty { return false }
    apply(bestPicked, to: &plan)
    return true
  }

  /// The entries that serve nobody whom an owner outside serves; owners with few of them come first.
  private mutating func listChoices(of owners: [Int], _ plan: Assembly) {
    let isInside = Set(owners)
    let lists = owners.map { owner in
      let entries = shortlist.entries[owner]
      let open = entries.indices.filter { index in
        entries[index].slots.allSatisfy { slot in
          let holder = Int(plan.servedBy[Int(layout.claimant[Int(slot)])])
          return holder < 0 || isInside.contains(holder)
        }
      }
      return (owner: owner, choices: open.map(Int32.init))
    }
    .sorted { ($0.choices.count, $0.owner) < ($1.choices.count, $1.owner) }
    group = lists.map(\.owner)
    choices = lists.map(\.choices)
  }

  /// Notes for every claimant within reach the last owner of the group who could serve it, and returns them.
  private mutating func findLastDepths(_ plan: Assembly) -> [Int] {
    var touched: [Int] = []
    for (depth, owner) in group.enumerated() {
      for index in choices[depth] {
        for slot in shortlist.entries[owner][Int(index)].slots {
          let claimant = Int(layout.claimant[Int(slot)])
          if lastDepth[claimant] < 0 { touched.append(claimant) }
          lastDepth[claimant] = Int32(depth)
        }
      }
      for slot in plan.slots[owner] {
        let claimant = Int(layout.claimant[Int(slot)])
        if lastDepth[claimant] < 0 {
          touched.append(claimant)
          lastDepth[claimant] = 0
        }
      }
    }
    return touched
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

extension Shortlist {
  /// What an owner loses by these slots.
  func loss(of slots: [Int32], _ owner: Int, _ layout: Layout) -> Double {
    var sum = best[owner]
    for slot in slots {
      sum -= layout.value[Int(slot)] - prices.claimant[Int(layout.claimant[Int(slot)])]
      for position in layout.couplings(of: Int(slot)) {
        sum += prices.coupling[Int(layout.couplingRow[position])] * layout.couplingFactor[position]
      }
    }
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
