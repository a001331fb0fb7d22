internal import TandemChance

/// Local search by solving small parts of a plan to the optimum: a few owners that compete for the same
/// claimants give up their bundles, and a depth-first search over their short lists finds the choice with
/// the least loss (a very large neighbourhood in the sense of Ahuja, Ergun, Orlin, Punnen 2002; swaps and
/// ejection chains are special cases). A branch ends when its loss reaches the loss given up.
struct Neighbourhood {
  private let layout: Layout
  private let shortlist: Shortlist
  private var chance: SplitMix
  /// The owners that could serve a claimant, as often as they have entries that do.
  private var serving: [[Int32]]
  /// Owners that have entries.
  private let seeds: [Int]
  private var search: GroupSearch
  /// Whether owners that nobody of the group competes with may fill a group that stays small.
  var isWide = false
  private var group: [Int] = []

  init(_ layout: Layout, _ shortlist: Shortlist, seed: UInt64) {
    self.layout = layout
    self.shortlist = shortlist
    chance = SplitMix(seed: seed, key: 0x4E42)
    search = GroupSearch(layout, shortlist)
    serving = [[Int32]](repeating: [], count: layout.claimantCount)
    for owner in 0..<layout.ownerCount {
      for entry in shortlist.entries[owner] {
        for slot in entry.slots {
          serving[Int(layout.claimant[Int(slot)])].append(Int32(owner))
        }
      }
    }
    seeds = (0..<layout.ownerCount).filter { !shortlist.entries[$0].isEmpty }
  }

  /// Tries `rounds` neighbourhoods of `size` owners and returns how many improved the plan.
  mutating func improve(_ plan: inout Assembly, size: Int, rounds: Int, goesOn: () -> Bool) -> Int {
    var improved = 0
    if seeds.isEmpty { return 0 }
    for _ in 0..<rounds {
      if !goesOn() { break }
      gather(size: size, plan)
      if search.solve(group, &plan) { improved += 1 }
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

  /// Picks a seed and collects its neighbours: owners that lose much are preferred, the best of three.
  private mutating func gather(size: Int, _ plan: Assembly) {
    var seed = seeds[chance.index(below: seeds.count)]
    var loss = shortlist.loss(of: plan.slots[seed], seed, layout)
    for _ in 0..<2 {
      let other = seeds[chance.index(below: seeds.count)]
      let otherLoss = shortlist.loss(of: plan.slots[other], other, layout)
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
      // Good entries come first; the third power prefers them.
      let draw = chance.unit()
      let entry = list[min(list.count - 1, Int(draw * draw * draw * Double(list.count)))]
      for slot in entry.slots {
        let claimant = Int(layout.claimant[Int(slot)])
        let holder = Int(plan.servedBy[claimant])
        if holder >= 0 {
          if !group.contains(holder), !shortlist.entries[holder].isEmpty { group.append(holder) }
        } else if !serving[claimant].isEmpty, chance.flip(0.5) {
          let other = Int(serving[claimant][chance.index(below: serving[claimant].count)])
          if !group.contains(other) { group.append(other) }
        }
        if group.count >= size { break }
      }
    }
  }
}
