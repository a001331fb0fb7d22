/// The special case in which an owner can serve one claimant only: an assignment problem.
///
/// Its linear program has whole-numbered optima, so neither bundles nor branching are needed. Owners enter one
/// after the other, each along a shortest augmenting path over prices that stay feasible throughout (Jonker and
/// Volgenant 1987, on sparse rows as in their LAPJVsp; Dijkstra with Johnson's potentials). Everything is an
/// integer: the last prices prove the value to the unit, and they are the certificate.
///
/// Cost: an owner costs one Dijkstra over the part of the graph that is nearer than its own way out, at worst
/// all options; in practice a few rows.
struct Assignment {
  /// The options of each owner that fit and are worth something: owner `o` has `start[o] ..< start[o + 1]`.
  private var start: [Int]
  private var option: [Int32]
  private var claimant: [Int32]
  private var value: [Int64]

  /// What each claimant costs: 0 as long as nobody serves them.
  private var price: [Int64]
  /// What is left for each owner that has entered.
  private var profit: [Int64]
  /// The owner who serves each claimant, and by which position; -1 for nobody.
  private var server: [Int32]
  private var position: [Int32]

  /// The assignment problem in `problem`; nil when it is more than that.
  init?(_ problem: PackingProblem, forbidden: Set<Int>) {
    guard problem.rules.isEmpty, problem.required.isEmpty else { return nil }
    guard let owners = Assignment.owners(problem, forbidden) else { return nil }
    var count = [Int](repeating: 0, count: problem.ownerCount + 1)
    for owner in owners where owner >= 0 { count[Int(owner) + 1] += 1 }
    for index in 1..<max(1, count.count) { count[index] += count[index - 1] }
    start = count
    option = [Int32](repeating: 0, count: count.last ?? 0)
    for (index, owner) in owners.enumerated() where owner >= 0 {
      option[count[Int(owner)]] = Int32(index)
      count[Int(owner)] += 1
    }
    claimant = option.map { Int32(problem.options.claimant[Int($0)]) }
    value = option.map { problem.options.value[Int($0)] }
    price = [Int64](repeating: 0, count: problem.claimantCount)
    profit = [Int64](repeating: 0, count: problem.ownerCount)
    server = [Int32](repeating: -1, count: problem.claimantCount)
    position = server
  }

  /// The owner of each option, -1 for one that is in no best plan; nil when an option uses what is not its
  /// owner's alone, or when two options of an owner may fit together.
  private static func owners(_ problem: PackingProblem, _ forbidden: Set<Int>) -> [Int32]? {
    let table = problem.options
    var owners = [Int32](repeating: -1, count: table.count)
    var least = [Int64](repeating: .max, count: problem.resources.count)
    var users = [Int](repeating: 0, count: problem.resources.count)
    var options = [Int](repeating: 0, count: problem.ownerCount)
    for index in 0..<table.count {
      var owner = -1
      var fits = table.value[index] > 0 && (forbidden.isEmpty || !forbidden.contains(index))
      for use in table.uses(of: index) where table.useAmount[use] > 0 {
        let resource = problem.resources[Int(table.useResource[use])]
        guard let its = resource.owner, owner < 0 || owner == its else { return nil }
        owner = its
        if table.useAmount[use] > resource.capacity { fits = false }
      }
      guard owner >= 0 else { return nil }
      if !fits { continue }
      owners[index] = Int32(owner)
      options[owner] += 1
      for use in table.uses(of: index) where table.useAmount[use] > 0 {
        let resource = Int(table.useResource[use])
        least[resource] = min(least[resource], table.useAmount[use])
        users[resource] += 1
      }
    }
    // Of one resource that every option of the owner uses, no two have room.
    var isExclusive = options.map { $0 <= 1 }
    for (index, resource) in problem.resources.enumerated() {
      guard let owner = resource.owner, users[index] == options[owner], users[index] > 0 else { continue }
      if least[index] > resource.capacity - least[index] { isExclusive[owner] = true }
    }
    return isExclusive.allSatisfy { $0 } ? owners : nil
  }

  /// Solves it; what it found is in `control`.
  mutating func run(_ control: Control) -> (status: Status, certificate: Certificate?) {
    control.enter(.prices)
    var search = PathSearch(claimants: price.count, owners: profit.count)
    for owner in profit.indices {
      if owner & 255 == 0, !control.hasTime { break }
      enter(owner, &search)
    }
    let chosen = position.filter { $0 >= 0 }.map { Int(option[Int($0)]) }.sorted()
    let worth = position.reduce(Int64(0)) { $1 >= 0 ? $0 + value[Int($1)] : $0 }
    control.offer(Plan(options: chosen, value: worth))
    // What owners who did not enter could gain at these prices is part of the bound.
    let bound = price.reduce(0, +) + profit.indices.reduce(0) { $0 + gain(of: $1) }
    control.prove(bound)
    var leaf = Certificate.Leaf()
    leaf.claimants = price.indices.filter { price[$0] > 0 }.map { .init(index: $0, amount: price[$0]) }
    let status: Status = bound == worth ? .optimal : control.isClosed ? .feasible : .limit
    return (status, Certificate(scale: 1, bound: bound, nodes: [.leaf(leaf)]))
  }

  /// The best that an owner can have at the prices.
  private func gain(of owner: Int) -> Int64 {
    var best: Int64 = 0
    for at in start[owner]..<start[owner + 1] { best = max(best, value[at] - price[Int(claimant[at])]) }
    return best
  }

  /// Lets an owner in: the shortest way to somebody free, or to an owner, perhaps this one, who is left without.
  private mutating func enter(_ owner: Int, _ search: inout PathSearch) {
    profit[owner] = gain(of: owner)
    search.begin(owner)
    var last = Int32(owner)
    var lastDistance: Int64 = 0
    var shortest = Int64.max
    // The free claimant at the end of the best way, or -1, then the owner who steps back.
    var end: Int32 = -1
    while true {
      if lastDistance + profit[Int(last)] < shortest {
        shortest = lastDistance + profit[Int(last)]
        end = -1
        search.stepsBack = last
      }
      for at in start[Int(last)]..<start[Int(last) + 1] {
        let other = claimant[at]
        let distance = lastDistance + profit[Int(last)] - value[at] + price[Int(other)]
        guard distance < shortest, search.reach(other, distance, from: last, by: Int32(at)) else { continue }
        if server[Int(other)] < 0 {
          shortest = distance
          end = other
        }
      }
      guard let (next, distance) = search.nearest(below: shortest) else { break }
      last = server[Int(next)]
      lastDistance = distance
      search.settle(last, distance)
    }
    raise(search, shortest)
    augment(search, to: end)
  }

  /// Prices go up by what the way is longer, so that every option stays worth no more than its prices.
  private mutating func raise(_ search: PathSearch, _ shortest: Int64) {
    for (owner, distance) in search.settled where distance < shortest {
      profit[Int(owner)] -= shortest - distance
    }
    for other in search.touched where search.isSettled(other) && search.distance[Int(other)] < shortest {
      price[Int(other)] += shortest - search.distance[Int(other)]
    }
  }

  /// Hands claimants on along the way, from its end to the owner who entered.
  private mutating func augment(_ search: PathSearch, to end: Int32) {
    var other = end
    if end < 0 {
      // The owner who steps back gives up the claimant by whom the way reached them.
      other = search.claimantServed(by: search.stepsBack)
    }
    while other >= 0 {
      let giver = search.from[Int(other)]
      server[Int(other)] = giver
      position[Int(other)] = search.by[Int(other)]
      other = search.claimantServed(by: giver)
    }
  }
}

/// The state of one shortest-path search; kept between searches so that only what was touched is cleared.
private struct PathSearch {
  private(set) var distance: [Int64]
  /// From which owner and by which position each claimant was reached.
  private(set) var from: [Int32]
  private(set) var by: [Int32]
  private(set) var touched: [Int32] = []
  /// Owners whose options were looked at, with their distance.
  private(set) var settled: [(owner: Int32, distance: Int64)] = []
  var stepsBack: Int32 = -1
  /// The claimant through whom each settled owner was reached; -1 for the one who entered.
  private var through: [Int32]
  private var isDone: [Bool]
  private var lastTaken: Int32 = -1
  private var heap: [(distance: Int64, claimant: Int32)] = []

  init(claimants: Int, owners: Int) {
    distance = [Int64](repeating: .max, count: claimants)
    from = [Int32](repeating: -1, count: claimants)
    by = from
    isDone = [Bool](repeating: false, count: claimants)
    through = [Int32](repeating: -1, count: owners)
  }

  mutating func begin(_ owner: Int) {
    for other in touched {
      distance[Int(other)] = .max
      isDone[Int(other)] = false
    }
    touched.removeAll(keepingCapacity: true)
    settled.removeAll(keepingCapacity: true)
    heap.removeAll(keepingCapacity: true)
    settled.append((Int32(owner), 0))
    through[owner] = -1
  }

  /// Notes a shorter way to a claimant; whether it is one.
  mutating func reach(_ other: Int32, _ length: Int64, from owner: Int32, by place: Int32) -> Bool {
    if length >= distance[Int(other)] { return false }
    if distance[Int(other)] == .max { touched.append(other) }
    distance[Int(other)] = length
    from[Int(other)] = owner
    by[Int(other)] = place
    push((length, other))
    return true
  }

  /// The nearest claimant that was not taken yet; nil when none is nearer than `limit`.
  mutating func nearest(below limit: Int64) -> (claimant: Int32, distance: Int64)? {
    while let top = heap.first, top.distance < limit {
      pop()
      if isDone[Int(top.claimant)] { continue }
      isDone[Int(top.claimant)] = true
      lastTaken = top.claimant
      return (top.claimant, top.distance)
    }
    return nil
  }

  /// The owner who serves the claimant taken last is looked at next.
  mutating func settle(_ owner: Int32, _ length: Int64) {
    settled.append((owner, length))
    through[Int(owner)] = lastTaken
  }

  func isSettled(_ other: Int32) -> Bool { isDone[Int(other)] }

  func claimantServed(by owner: Int32) -> Int32 { through[Int(owner)] }

  private mutating func push(_ item: (distance: Int64, claimant: Int32)) {
    heap.append(item)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if heap[parent].distance <= item.distance { break }
      heap[child] = heap[parent]
      child = parent
    }
    heap[child] = item
  }

  private mutating func pop() {
    let item = heap.removeLast()
    if heap.isEmpty { return }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      if child >= heap.count { break }
      if child + 1 < heap.count, heap[child + 1].distance < heap[child].distance { child += 1 }
      if heap[child].distance >= item.distance { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = item
  }
}
