import TandemChance
import TandemParallel
import TandemPolicy

/// Local search over a plan: a few donors who want the same people, beds or runs share them anew, in the best way.
///
/// At prices a plan falls short of the bound by what each donor's set is worth less than its best one, plus the
/// prices of everything that is left over. No part is below nothing, so the search goes where the parts are large:
/// from a donor that falls short, a priced recipient without a donor, a priced bed that is free, to those who hold
/// what is wanted. Each of the donors of a neighbourhood gets a list of its nearly best sets, and `Exchange` finds
/// the best combination. Neighbourhoods without a common donor are solved at the same time and taken in order.
struct PoolNeighbours {
  private let lists: [Shortlist]
  private let board: PriceBoard
  private let threads: Int
  private let objective: AllocationPlan.Objective
  private let reach: Int64
  private(set) var state: PoolState
  /// For each donor the people in its nearly best sets, with what the set falls short by.
  private var wishes: [[Wish]]
  /// For each donor the worth of its best set, less the run.
  private var best: [Int64]
  /// For each listed recipient the donors who want them, by rising shortfall.
  private var wanted: [Int32: [(donor: Int32, loss: Int64)]] = [:]
  /// For each bed the donors who want somebody there.
  private var wantedBeds: [[Int32]]
  /// For each bed the donors who have somebody there, as of the beginning of a round.
  private var heldBeds: [[Int32]] = []
  private var chance: SplitMix
  /// How many exchanges were tried, and how many made the plan better.
  private(set) var tries = 0
  private(set) var gains = 0

  private struct Wish: Sendable {
    var recipient: Int32
    var bed: Int32
    var loss: Int64
  }

  /// Prepares a search at prices. Sets within `reach` of the best tell what a donor wants.
  init(
    _ lists: [Shortlist], _ state: PoolState, _ board: PriceBoard, _ objective: AllocationPlan.Objective,
    reach: Int64, seed: UInt64, threads: Int
  ) {
    self.objective = objective
    self.reach = reach
    self.lists = lists
    self.state = state
    self.board = board
    self.threads = threads
    chance = SplitMix(seed: seed, key: 0x4E65_6967_6862)
    let size = 32
    let found = mappedInParallel((lists.count + size - 1) / size, threads: threads) { piece in
      var finder = BundleFinder()
      return (piece * size..<min(lists.count, (piece + 1) * size)).map { donor in
        PoolNeighbours.wishes(lists[donor], board, reach, &finder)
      }
    }.flatMap { $0 }
    wishes = found.map(\.0)
    best = found.map(\.1)
    wantedBeds = Array(repeating: [], count: board.bed.count)
    for (donor, own) in wishes.enumerated() {
      for wish in own {
        wanted[wish.recipient, default: []].append((Int32(donor), wish.loss))
        if wantedBeds[Int(wish.bed)].last != Int32(donor) { wantedBeds[Int(wish.bed)].append(Int32(donor)) }
      }
    }
    for key in wanted.keys { wanted[key]!.sort { ($0.loss, $0.donor) < ($1.loss, $1.donor) } }
  }

  private static func wishes(
    _ list: Shortlist, _ board: PriceBoard, _ reach: Int64, _ finder: inout BundleFinder
  ) -> ([Wish], Int64) {
    let rent = board.run[list.laboratory]
    let top = finder.best(list) { board.price($0) }.worth
    let best = max(0, top - rent)
    if list.entries.isEmpty { return ([], 0) }
    var wishes: [Wish] = []
    for set in finder.nearBest(list, floor: max(1, top - reach), count: 40, price: { board.price($0) }) {
      for index in 0..<set.count {
        let entry = list.entries[Int(set.places[index])]
        if wishes.contains(where: { $0.recipient == entry.recipient && $0.bed == entry.bed }) { continue }
        wishes.append(Wish(recipient: entry.recipient, bed: entry.bed, loss: best - (set.worth - rent)))
      }
    }
    return (wishes, best)
  }

  // MARK: Where the plan falls short

  private func worth(_ offers: [Offer], _ donor: Int) -> Int64 {
    if offers.isEmpty { return 0 }
    return offers.reduce(-board.run[lists[donor].laboratory]) { sum, offer in
      sum + offer.value(objective) * board.scale - board.recipient[Int(offer.recipient)]
        - board.bed[board.place(of: offer.bed)]
    }
  }

  /// What a donor's set is worth less than its best one.
  private func shortfall(_ donor: Int) -> Int64 { best[donor] - worth(state.chosen[donor], donor) }

  /// What a neighbourhood grows from.
  private enum Seed {
    case donor(Int)
    case recipient(Int32)
    case bed(Int)
  }

  private func seeds(_ least: Int64) -> [Seed] {
    var seeds: [(seed: Seed, loss: Int64, rank: Int)] = []
    for donor in lists.indices where !lists[donor].offers.isEmpty {
      let loss = shortfall(donor)
      if loss > least { seeds.append((.donor(donor), loss, seeds.count)) }
    }
    for recipient in wanted.keys.sorted() {
      let price = board.recipient[Int(recipient)]
      if price > least, state.donorOf[Int(recipient)] < 0 {
        seeds.append((.recipient(recipient), price, seeds.count))
      }
    }
    for bed in state.beds.indices where board.bed[bed] > least {
      for _ in 0..<min(64, max(0, state.beds[bed])) { seeds.append((.bed(bed), board.bed[bed], seeds.count)) }
    }
    seeds.sort { ($1.loss, $0.rank) < ($0.loss, $1.rank) }
    return seeds.map(\.seed)
  }

  // MARK: Neighbourhoods

  /// The donors of a neighbourhood of at most `size`, none of them busy.
  private mutating func grow(_ seed: Seed, _ size: Int, _ busy: Set<Int>) -> [Int] {
    var members: [Int] = []
    func add(_ donor: Int) {
      if members.count < size, !busy.contains(donor), !members.contains(donor) { members.append(donor) }
    }
    switch seed {
    case .donor(let donor): add(donor)
    case .recipient(let recipient):
      for (donor, _) in wanted[recipient] ?? [] where members.count < 3 { add(Int(donor)) }
      if let donor = members.first, let wish = wishes[donor].first(where: { $0.recipient == recipient }) {
        for holder in holders(of: Int(wish.bed), 2) { add(holder) }
      }
    case .bed(let bed):
      let donors = wantedBeds[bed]
      if donors.isEmpty { return [] }
      for _ in 0..<2 { add(Int(donors[chance.index(below: donors.count)])) }
    }
    var next = 0
    while next < members.count, members.count < size {
      let donor = members[next]
      next += 1
      // Those who hold what the donor wants most.
      for wish in wishes[donor].prefix(12) {
        let holder = state.donorOf[Int(wish.recipient)]
        if holder >= 0, chance.index(below: 4) > 0 { add(Int(holder)) }
        if chance.index(below: 4) == 0 { for holder in holders(of: Int(wish.bed), 1) { add(holder) } }
        if members.count >= size { break }
      }
      // Those who want what the donor holds.
      for offer in state.chosen[donor] {
        for (other, _) in (wanted[offer.recipient] ?? []).prefix(6) where chance.index(below: 2) == 0 {
          add(Int(other))
        }
      }
    }
    return members
  }

  /// Some of the donors who have somebody in a bed that is full.
  private mutating func holders(of bed: Int, _ count: Int) -> [Int] {
    let donors = heldBeds[bed]
    if state.beds[bed] > 0 || donors.isEmpty { return [] }
    return (0..<count).map { _ in Int(donors[chance.index(below: donors.count)]) }
  }

  private mutating func noteHolders() {
    heldBeds = Array(repeating: [], count: board.bed.count)
    for donor in lists.indices {
      for offer in state.chosen[donor] { heldBeds[state.place(offer)].append(Int32(donor)) }
    }
  }

  /// Searches around everything that falls short by more than `least`, so many rounds or until nothing gets
  /// better. `size` is the number of donors of a neighbourhood.
  mutating func search(rounds: Int, size: Int, least: Int64, while goesOn: (PoolState) -> Bool) {
    let width = 16
    var idle = 0
    for _ in 0..<rounds {
      let before = state.value
      noteHolders()
      let seeds = self.seeds(least)
      var place = 0
      while place < seeds.count {
        if !goesOn(state) { return }
        var busy = Set<Int>()
        var groups: [[Int]] = []
        while place < seeds.count, groups.count < width {
          let members = grow(seeds[place], size, busy)
          place += 1
          if members.count < 2, busy.isEmpty == false { continue }
          if members.isEmpty { continue }
          busy.formUnion(members)
          groups.append(members)
        }
        exchange(groups)
      }
      idle = state.value == before ? idle + 1 : 0
      if idle == 4 { return }
    }
  }

  private mutating func exchange(_ groups: [[Int]]) {
    let (lists, state, board, best, reach) = (lists, state, board, best, reach)
    let found = mappedInParallel(groups.count, threads: threads) { index -> [[Offer]]? in
      var exchange = Exchange(groups[index], lists, state, board, best, reach: reach)
      return exchange.solve()
    }
    for (group, sets) in zip(groups, found) {
      tries += 1
      guard let sets else { continue }
      take(group, sets)
    }
  }

  /// Takes a better combination, unless another exchange was faster.
  private mutating func take(_ group: [Int], _ sets: [[Offer]]) {
    let before = group.map { state.chosen[$0] }
    let value = state.value
    for donor in group { state.set(donor, to: []) }
    var isPossible = true
    for (donor, set) in zip(group, sets) {
      if !state.fits(donor, set) {
        isPossible = false
        break
      }
      state.set(donor, to: set)
    }
    if isPossible, state.value > value {
      gains += 1
      return
    }
    for donor in group { state.set(donor, to: []) }
    for (donor, set) in zip(group, before) { state.set(donor, to: set) }
  }
}
