import TandemPolicy

/// The best way in which a few donors share the people, beds and runs that they hold or that are free.
///
/// Each donor chooses one of its nearly best sets, or nothing. At prices every choice costs what it falls short of
/// the donor's best set, and everything that no donor after this one could take costs its price when it is left
/// over. All costs are at least 0, so a partial choice that costs as much as the whole plan of today is given up.
struct Exchange {
  private struct Option {
    var cost: Int64
    var offers: [Offer]
    /// The resources that it takes, each once for every unit.
    var uses: [Int]
  }

  private var options: [[Option]] = []
  /// What each resource has at most for these donors, and its price.
  private var room: [Int] = []
  private var price: [Int64] = []
  /// The resources that no donor after this one can take.
  private var settledAfter: [[Int]] = []
  private var least: Int64 = 0
  private var path: [Int] = []
  private var chosen: [Int]?
  private var nodes = 0

  private static let nodeLimit = 20_000
  /// The most sets of a donor.
  private static let sets = 48

  init(
    _ donors: [Int], _ lists: [Shortlist], _ state: PoolState, _ board: PriceBoard, _ best: [Int64],
    reach: Int64
  ) {
    var finder = BundleFinder()
    var resources = Resources(donors, state, board)
    // A first measure of what is lost today says how far sets may fall short at all.
    let today = donors.map { Exchange.worth(state.chosen[$0], lists[$0], board) }
    var lost: Int64 = 0
    for (donor, worth) in zip(donors, today) { lost += best[donor] - worth }
    let reach = lost + reach
    for (donor, own) in zip(donors, today) {
      let list = lists[donor]
      let rent = board.run[list.laboratory]
      let floor = min(best[donor] - reach, own) + rent
      var options = finder.nearBest(list, floor: max(1, floor), count: Exchange.sets) {
        resources.isOpen($0) ? board.price($0) : PriceBoard.never
      }.map { set -> Option in
        let offers = set.offers(list)
        return Option(cost: best[donor] - (set.worth - rent), offers: offers, uses: [])
      }
      let current = state.chosen[donor]
      if !current.isEmpty, !options.contains(where: { $0.offers == current }) {
        options.append(Option(cost: best[donor] - own, offers: current, uses: []))
      }
      options.append(Option(cost: best[donor], offers: [], uses: []))
      for index in options.indices {
        options[index].uses = resources.uses(options[index].offers, donor)
      }
      options.sort { $0.cost < $1.cost }
      self.options.append(options)
    }
    room = resources.room
    price = resources.price
    settle()
    least = cost(ofToday: donors, state)
  }

  private static func worth(_ offers: [Offer], _ list: Shortlist, _ board: PriceBoard) -> Int64 {
    if offers.isEmpty { return 0 }
    var worth = -board.run[list.laboratory]
    for offer in offers {
      guard let place = list.offers.firstIndex(of: offer) else { continue }
      worth += list.entries[place].value - board.price(list.entries[place])
    }
    return worth
  }

  /// Cuts rooms down to what can be used, and finds who is the last to use each.
  private mutating func settle() {
    var most = [Int](repeating: 0, count: room.count)
    var last = [Int](repeating: -1, count: room.count)
    for (donor, own) in options.enumerated() {
      var highest = [Int: Int]()
      for option in own {
        var count = [Int: Int]()
        for use in option.uses {
          count[use, default: 0] += 1
          last[use] = donor
        }
        for (use, times) in count { highest[use] = max(highest[use] ?? 0, times) }
      }
      for (use, times) in highest { most[use] += times }
    }
    settledAfter = Array(repeating: [], count: options.count)
    for resource in room.indices {
      room[resource] = min(room[resource], most[resource])
      if last[resource] >= 0, price[resource] > 0 { settledAfter[last[resource]].append(resource) }
    }
  }

  private func cost(ofToday donors: [Int], _ state: PoolState) -> Int64 {
    var left = room
    var cost: Int64 = 0
    for (place, donor) in donors.enumerated() {
      let option = options[place].first { $0.offers == state.chosen[donor] }!
      cost += option.cost
      for use in option.uses { left[use] -= 1 }
    }
    for resource in left.indices where price[resource] > 0 { cost += Int64(left[resource]) * price[resource] }
    return cost
  }

  /// The sets of a better combination, in the order of the donors; nil when there is none, or none was found.
  mutating func solve() -> [[Offer]]? {
    search(0, 0)
    return chosen.map { $0.enumerated().map { options[$0.offset][$0.element].offers } }
  }

  private mutating func search(_ donor: Int, _ cost: Int64) {
    if donor == options.count {
      least = cost
      chosen = path
      return
    }
    for index in options[donor].indices {
      let total = cost + options[donor][index].cost
      if total >= least || nodes > Exchange.nodeLimit { return }
      nodes += 1
      let uses = options[donor][index].uses
      for use in uses { room[use] -= 1 }
      if uses.allSatisfy({ room[$0] >= 0 }) {
        var after = total
        for resource in settledAfter[donor] { after += Int64(room[resource]) * price[resource] }
        if after < least {
          path.append(index)
          search(donor + 1, after)
          path.removeLast()
        }
      }
      for use in uses { room[use] += 1 }
    }
  }
}

/// The people, beds and runs that the donors of an exchange hold or that are free.
private struct Resources {
  private(set) var room: [Int] = []
  private(set) var price: [Int64] = []
  private enum Key: Hashable {
    case recipient(Int32)
    case bed(Int)
    case run(Int)
  }

  private var numbers: [Key: Int] = [:]
  private let donors: [Int]
  private let state: PoolState
  private let board: PriceBoard

  init(_ donors: [Int], _ state: PoolState, _ board: PriceBoard) {
    self.donors = donors
    self.state = state
    self.board = board
  }

  /// Whether the donors could have the offer's recipient.
  func isOpen(_ entry: Shortlist.Entry) -> Bool {
    let holder = state.donorOf[Int(entry.recipient)]
    return (holder < 0 || donors.contains(Int(holder))) && freeBeds(Int(entry.bed)) > 0
  }

  private func freeBeds(_ bed: Int) -> Int {
    var count = state.beds[bed]
    if count > 0 { return count }
    for donor in donors { for offer in state.chosen[donor] where state.place(offer) == bed { count += 1 } }
    return count
  }

  mutating func uses(_ offers: [Offer], _ donor: Int) -> [Int] {
    if offers.isEmpty { return [] }
    var uses: [Int] = []
    for offer in offers {
      uses.append(number(.recipient(offer.recipient)) { (1, $0.board.recipient[Int(offer.recipient)]) })
      let bed = state.place(offer)
      if state.beds[bed] < 1_000_000_000 {
        uses.append(
          number(.bed(bed)) { own in
            let held = own.donors.reduce(0) { sum, donor in
              sum + own.state.chosen[donor].count { own.state.place($0) == bed }
            }
            return (own.state.beds[bed] + held, own.board.bed[bed])
          })
      }
    }
    let run = state.laboratory(of: donor)
    if state.runs[run] < 1_000_000_000 {
      uses.append(
        number(.run(run)) { own in
          let held = own.donors.count { own.state.laboratory(of: $0) == run && !own.state.chosen[$0].isEmpty }
          return (own.state.runs[run] + held, own.board.run[run])
        })
    }
    return uses
  }

  /// The number of a resource, with room and price made up when it is new.
  private mutating func number(_ key: Key, _ make: (Resources) -> (Int, Int64)) -> Int {
    if let known = numbers[key] { return known }
    let (capacity, own) = make(self)
    numbers[key] = room.count
    room.append(capacity)
    price.append(own)
    return room.count - 1
  }
}
