import TandemParallel
import TandemPolicy

/// Betters a plan by rings of swaps: a donor takes somebody new and leaves one of its own, whom another donor takes,
/// and so on until the ring is closed.
///
/// A plan in which no single donor can better its set may still be far from the best one, since nearly all who are
/// worth having are taken. A ring lets any number of donors move at once: cyclic transfers of Thompson and Psaraftis
/// ("Cyclic transfer algorithms for multivehicle routing and scheduling problems", 1993), found as cycles of positive
/// gain in the graph of single swaps. Its nodes are people, beds and nobody; an edge says what it brings when a donor
/// takes the one and leaves the other. Who is left without a donor gives a bed back, which another may have.
///
/// The search is that of Bellman and Ford from the prices, at which few edges promise anything. A pass costs some
/// nanoseconds an edge; there are some dozens of edges a donor.
struct PoolExchange {
  /// The best plan.
  private(set) var state: PoolState
  private let lists: [Shortlist]
  private let graph: SwapGraph
  /// The swaps of each donor, as the plan is now.
  private var swaps: [[Swap]]
  private var search: RingSearch

  /// How far below its own set at the prices a donor looks for somebody new, in points, and for how many at most.
  private static let (reach, most) = (1.5, 40)

  /// Starts from a plan, with the prices of a proof; `point` is what an average donor's points are in units of prices.
  init(
    _ lists: [Shortlist], _ state: PoolState, _ board: PriceBoard, _ objective: AllocationPlan.Objective,
    point: Double, threads: Int
  ) {
    self.lists = lists
    self.state = state
    let reach = Int64(PoolExchange.reach * point)
    let wanted = mappedInParallel(lists.count, threads: threads) { donor -> [Offer] in
      let list = lists[donor]
      if list.offers.isEmpty { return [] }
      // What the donor's own set is worth, or an isolation run where it has none.
      let own = state.chosen[donor].reduce(0) { $0 + board.worth($1.value(objective), $1) }
      let worth = state.chosen[donor].isEmpty ? board.run[list.laboratory] : own
      return list.near(board, least: worth - reach, most: PoolExchange.most)
    }
    graph = SwapGraph(wanted, state, board)
    search = RingSearch(graph.labels, donors: lists.count)
    let graph = graph
    swaps = mappedInParallel(lists.count, threads: threads) { graph.swaps(of: $0, lists[$0], state) }
  }

  /// Goes on until no ring is found any more.
  mutating func run(while hasTime: () -> Bool) {
    while hasTime() {
      let rings = search.find(swaps, graph.moves(state))
      if rings.isEmpty { return }
      for ring in rings {
        let moves = ring.filter { $0.donor >= 0 }
        if apply(moves) {
          for move in moves { refresh(Int(move.donor)) }
        } else if let first = moves.first {
          // Not to be found again.
          swaps[Int(first.donor)].removeAll { $0 == first }
        }
      }
    }
  }

  private mutating func refresh(_ donor: Int) { swaps[donor] = graph.swaps(of: donor, lists[donor], state) }

  /// Does the swaps of a ring as far as beds and runs allow, or nothing when the plan would be worth no more.
  private mutating func apply(_ moves: [Swap]) -> Bool {
    let value = state.value
    let donors = moves.map { Int($0.donor) }
    let old = donors.map { state.chosen[$0] }
    let new = zip(moves, donors).map { move, donor in graph.set(after: move, lists[donor], state) }
    for donor in donors { state.set(donor, to: []) }
    for (donor, set) in zip(donors, new) {
      if let set, state.fits(donor, set) { state.set(donor, to: set) }
    }
    if state.value > value { return true }
    for donor in donors { state.set(donor, to: []) }
    for (donor, set) in zip(donors, old) { state.set(donor, to: set) }
    return false
  }
}
