#if canImport(Glibc)
  import Glibc
#endif

/// Prices of everything that ties owners together: one a claimant, one a coupling. Scaled, integral.
struct Prices: Sendable, Equatable {
  var claimant: [Double]
  var coupling: [Double]
  /// Of cuts; nil where there are none.
  var cuts: CutPrices?
}

/// Exact pricing of one owner: the bundle of greatest reduced value, or all bundles above a cutoff.
///
/// A bundle is a multiple-choice knapsack over the owner's resources: at most one slot a claimant, every
/// resource within its capacity. With *rents* `p` on the resources (a price on the whole capacity of each),
///
///     best <= sum p  +  sum over claimants of max(0, reduced value - sum p * weight / capacity),
///
/// so a slot whose surplus at these rents is below `cutoff - bound` is in no bundle worth having (reduced-cost
/// fixing, Dembo and Hammer 1980). Rents are kept from call to call, which leaves a few dozen of thousands of
/// slots after one pass. Those are searched depth first, claimant by claimant in the order of value per share of
/// the rents (a surrogate constraint, Glover 1975). A branch ends when the rents' bound on what is left, or the
/// fractional filling of the surrogate by the steps of each claimant's levels (the linear multiple-choice
/// knapsack: Sinha and Zoltners 1979), cannot beat the cutoff.
///
/// Costs O(slots) for the pass, and in practice O(survivors log survivors) for the rest. The depth-first
/// search stops after `nodeLimit` nodes; the result is then an upper bound and the best bundle met.
///
/// There is one of each, since its scratch is memory that a copy would share.
struct Pricer: ~Copyable {
  let layout: Layout
  let dimensions: Int
  let owners: Range<Int>
  /// Rents by owner and resource, in scaled value for the whole capacity.
  var rent: [Double]
  /// The bundle found last for each owner: a first lower bound for the next time.
  var last: [[Int32]]
  var nodeLimit = 200_000

  // Scratch for the owner in hand, and its place among the owners.
  var place = 0
  /// For as many numbers as the owner has slots, or some times that.
  private let slotRooms = (Room<Double>(), Room<Double>(), Room<Double>(), Room<Bool>())
  let rentRoom = Room<Double>()
  var reduced: UnsafeMutablePointer<Double>
  var surplus: UnsafeMutablePointer<Double>
  var survivors: [Int32] = []
  var order: [Int32] = []
  /// By survivor, its value and its part of each capacity, and whether it is the last of its claimant.
  var parts: UnsafeMutablePointer<Double>
  var isLast: UnsafeMutablePointer<Bool>
  /// The survivors by claimant, and all that a search among them reads.
  var runs: [Run] = []
  var memory: PricerSearch.Memory
  var left: [Double] = []
  var taken: [Int32] = []
  /// Slots: of the best bundle met, and of the one known before the search; none where nothing is worth having.
  var bestTaken: [Int32] = []
  var beginning: [Int32] = []
  var cutoff = 0.0
  var collecting = false
  var collectLimit = 0
  var collected: [(value: Double, items: [Int32])] = []
  var floor = 0.0
  /// What is charged for cuts. Rents and surveys leave it out, so that they bound from above; searches count it.
  var cuts: CutPrices?
  var nodesLeft = 0
  var isWhole = true
  /// By owner and resource, how much more than its rent a resource is charged in the tables of the others.
  var charge: [Double]
  /// A search that is longer than this is worth tables first.
  var shortSearch = 5_000

  /// A pricer for some of the owners.
  init(_ layout: Layout, owners: Range<Int>) {
    self.layout = layout
    self.owners = owners
    dimensions = layout.dimensions
    memory = PricerSearch.Memory(dimensions: layout.dimensions)
    reduced = slotRooms.0.held(0)
    surplus = slotRooms.1.held(0)
    parts = slotRooms.2.held(0)
    isLast = slotRooms.3.held(0)
    rent = [Double](repeating: -1, count: owners.count * layout.dimensions)
    last = [[Int32]](repeating: [], count: owners.count)
    charge = [Double](repeating: 1, count: owners.count * layout.dimensions)
  }

  /// What pricing found for one owner.
  struct Result {
    /// No bundle of the owner is worth more than this (scaled).
    var bound: Double
    /// The reduced value of `slots`; equals `bound` unless the node limit was met.
    var value: Double
    var slots: [Int32]
  }

  /// The best bundle at `prices`. Slots with `banned[slot]` are left out.
  mutating func best(of owner: Int, at prices: Prices, banned: [Bool] = []) -> Result {
    collecting = false
    var upper = prepare(owner, prices, banned, cutoff: nil)
    bestTaken.removeAll(keepingCapacity: true)
    let start = cutoff
    // What did not survive the rents is worth no more than the cutoff was.
    upper = min(upper, max(start + 0.5, searchAll(owner)))
    // A search that is cut short may not meet the bundle that it began with.
    var slots = bestTaken.isEmpty ? beginning : bestTaken
    slots.sort()
    last[place] = slots
    let first = layout.start[owner]
    var value = 0.0
    for slot in slots { value += reduced[Int(slot) - first] }
    value -= charge(slots, of: owner)
    return Result(bound: nodesLeft <= 0 ? max(value, upper) : value, value: value, slots: slots)
  }

  /// The bundles worth at least `cutoff` at `prices`, the best `limit` of them when there are more, the best
  /// first. `isWhole` tells whether they are all there are.
  mutating func all(
    of owner: Int, at prices: Prices, cutoff: Double, limit: Int, banned: [Bool] = []
  ) -> (bundles: [(value: Double, slots: [Int32])], isWhole: Bool) {
    collecting = true
    collectLimit = limit
    isWhole = true
    collected.removeAll(keepingCapacity: true)
    _ = prepare(owner, prices, banned, cutoff: cutoff)
    searchAll(owner)
    if nodesLeft <= 0 { isWhole = false }
    if PricerSearch.keepBest(collectLimit, of: &collected) { isWhole = false }
    return (collected.map { ($0.value, $0.items.map { memory.slots[Int($0)] }.sorted()) }, isWhole)
  }

  // MARK: The pass over all slots

  private mutating func makeRoom(_ count: Int) {
    reduced = slotRooms.0.held(count)
    surplus = slotRooms.1.held(count)
    parts = slotRooms.2.held(count * (dimensions + 1))
    isLast = slotRooms.3.held(count)
  }

  /// Fills the scratch for `owner`, sets `cutoff` to what must be beaten, and returns the rents' bound.
  mutating func prepare(_ owner: Int, _ prices: Prices, _ banned: [Bool], cutoff wanted: Double?)
    -> Double
  {
    place = owner - owners.lowerBound
    cuts = prices.cuts
    let range = layout.slots(of: owner)
    let first = range.lowerBound
    let count = range.count
    makeRoom(count)
    readReduced(range, prices, banned)
    if rent[place * dimensions] < 0 { guessRents(owner, range) }

    // A search for the best needs no slot without a value of its own; a collection may, down to the slack.
    floor = wanted == nil ? 0 : -Double.greatestFiniteMagnitude
    let upper = survey(owner, range)
    if let wanted {
      cutoff = wanted
    } else {
      let known = worthOfLast(owner, first)
      let greedy = worthOfGreedy(owner, range)
      cutoff = max(0, known, greedy)
      if cutoff == 0 { beginning = [] } else if known >= greedy { beginning = last[place] }
    }
    let need = cutoff - upper - 0.5
    for i in 0..<count where surplus[i] >= need { survivors.append(Int32(i)) }
    readParts(owner, first)
    let sharp = sharpenRents() * (1 + 1e-12)
    groupSurvivors(owner, first)
    // A bundle with a slot that did not survive is worth less than the cutoff, any other no more than `sharp`.
    return min(upper, max(cutoff + 0.5, sharp))
  }

  /// Surpluses of all slots at the rents in force, and the bound that these rents prove.
  mutating func survey(_ owner: Int, _ range: Range<Int>) -> Double {
    let dim = dimensions
    let first = range.lowerBound
    let count = range.count
    let floor = self.floor
    var perUnit = [Double](repeating: 0, count: dim)
    var upper = 0.0
    for k in 0..<dim {
      let capacity = layout.capacity[owner * dim + k]
      upper += rent[place * dim + k]
      perUnit[k] = capacity > 0 ? rent[place * dim + k] / capacity : 0
    }
    survivors.removeAll(keepingCapacity: true)
    var atClaimant: Int32 = -1
    var bestHere = 0.0
    layout.weight.withUnsafeBufferPointer { weight in
      layout.claimant.withUnsafeBufferPointer { claimant in
        for i in 0..<count {
          var s = reduced[i]
          if s <= floor {
            surplus[i] = -.infinity
            continue
          }
          let slot = first + i
          if dim == 2 {
            s -= perUnit[0] * weight[2 * slot] + perUnit[1] * weight[2 * slot + 1]
          } else {
            for k in 0..<dim { s -= perUnit[k] * weight[slot * dim + k] }
          }
          surplus[i] = s
          if claimant[slot] != atClaimant {
            upper += bestHere
            bestHere = 0
            atClaimant = claimant[slot]
          }
          if s > bestHere { bestHere = s }
        }
      }
    }
    upper += bestHere
    return upper * (1 + 1e-12)
  }

  /// Sharper rents for a search that turned out long, and the groups that survive them. Returns the rents' bound.
  mutating func prepareAgain(_ owner: Int) -> Double {
    let range = layout.slots(of: owner)
    for _ in 0..<10 { sharpenRents() }
    let upper = survey(owner, range)
    let need = cutoff - upper - 0.5
    for i in 0..<range.count where surplus[i] >= need { survivors.append(Int32(i)) }
    readParts(owner, range.lowerBound)
    groupSurvivors(owner, range.lowerBound)
    return upper
  }

  mutating func readReduced(_ range: Range<Int>, _ prices: Prices, _ banned: [Bool]) {
    let first = range.lowerBound
    let count = range.count
    for i in 0..<count {
      reduced[i] = layout.value[first + i] - prices.claimant[Int(layout.claimant[first + i])]
    }
    if !prices.coupling.isEmpty {
      for i in 0..<count {
        for position in layout.couplings(of: first + i) {
          reduced[i] -= prices.coupling[Int(layout.couplingRow[position])] * layout.couplingFactor[position]
        }
      }
    }
    if !banned.isEmpty {
      for i in 0..<count where banned[first + i] { reduced[i] = -.infinity }
    }
  }

  func worthOfLast(_ owner: Int, _ first: Int) -> Double {
    var sum = 0.0
    for slot in last[place] {
      let value = reduced[Int(slot) - first]
      if value <= 0 { return 0 }
      sum += value
    }
    return sum - charge(last[place], of: owner)
  }

  /// What a bundle pays for cuts.
  private func charge(_ slots: [Int32], of owner: Int) -> Double {
    cuts.map { $0.charge(slots, of: owner, layout) } ?? 0
  }

  /// The worth of taking what has a surplus, the greatest first, while it fits; `beginning` is then what that takes.
  mutating func worthOfGreedy(_ owner: Int, _ range: Range<Int>) -> Double {
    let dim = dimensions
    order.removeAll(keepingCapacity: true)
    for i in 0..<range.count where surplus[i] > 0 { order.append(Int32(i)) }
    order.sort { (surplus[Int($1)], $0) < (surplus[Int($0)], $1) }
    left.removeAll(keepingCapacity: true)
    for k in 0..<dim { left.append(layout.capacity[owner * dim + k]) }
    taken.removeAll(keepingCapacity: true)
    beginning.removeAll(keepingCapacity: true)
    var sum = 0.0
    for i in order {
      let slot = range.lowerBound + Int(i)
      var fits = true
      for k in 0..<dim where layout.weight[slot * dim + k] > left[k] { fits = false }
      if !fits || taken.contains(layout.claimant[slot]) { continue }
      for k in 0..<dim { left[k] -= layout.weight[slot * dim + k] }
      taken.append(layout.claimant[slot])
      sum += reduced[Int(i)]
      beginning.append(Int32(slot))
    }
    sum -= charge(beginning, of: owner)
    // Half a unit below, so that the search meets the bundle itself and returns its slots.
    return sum - 0.5
  }
}
