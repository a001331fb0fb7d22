import TandemParallel
import TandemPolicy

/// A plan from prices: donors who would lose most by waiting take their best set, prices follow what is left, and
/// so on until nobody wants anything.
///
/// In each round the donors without a set look for their best one at the prices among those who are free, and for
/// the best one without any of its people. The difference is what waiting may cost. A part of the donors, those
/// with the greatest difference first, take their sets as far as they do not collide; sweeps of prices over those
/// of the others who want something follow.
struct PoolDive {
  private let lists: [Shortlist]
  private let threads: Int
  private(set) var state: PoolState
  private var board: PriceBoard
  private let floor: PriceBoard
  private let point: Double

  /// Each round so large a part of the donors who want something take their sets, but no fewer than so many.
  private static let (share, fewest) = (12, 16)
  /// In a hurry a plan comes about ten times as fast, a few per cent worse.
  private static let hurry = (share: 3, sweeps: 4)
  /// How many sweeps over the others follow, with steps between these, in points: great enough at first that prices
  /// find their way to where those who are left want all that is left. With four sweeps of the last step of the
  /// proof's prices, plans were 1 % further from the bound at 10,000 donors.
  private static let sweeps = (times: 16, first: 1.0, last: 0.03)
  /// The donors of a piece of work.
  private static let piece = 32

  /// Dives from the prices of `board`; `point` is what an average donor's points are in units of prices.
  init(
    _ lists: [Shortlist], _ empty: PoolState, _ board: PriceBoard, floor: PriceBoard, point: Double,
    threads: Int
  ) {
    self.lists = lists
    self.floor = floor
    self.threads = threads
    self.board = board
    self.point = point
    state = empty
  }

  /// Goes on until every donor has what it can get.
  mutating func run(isHurried: Bool = false, while hasTime: () -> Bool) {
    let share = isHurried ? PoolDive.hurry.share : PoolDive.share
    let times = isHurried ? PoolDive.hurry.sweeps : PoolDive.sweeps.times
    var open = lists.indices.filter { !lists[$0].offers.isEmpty }
    var isLast = false
    while !open.isEmpty {
      var wishes = self.wishes(open)
      wishes.removeAll { $0.choice.count == 0 }
      if wishes.isEmpty { break }
      if !hasTime() || wishes.count <= PoolDive.fewest { isLast = true }
      wishes.sort { ($0.regret, $1.donor) > ($1.regret, $0.donor) }
      let quota = isLast ? wishes.count : max(PoolDive.fewest, wishes.count / share)
      var taken = Set<Int>()
      for wish in wishes where taken.count < quota {
        let offers = wish.choice.offers(lists[wish.donor])
        if state.fits(wish.donor, offers) {
          state.set(wish.donor, to: offers)
          for offer in offers { board.recipient[Int(offer.recipient)] = PriceBoard.never }
          taken.insert(wish.donor)
        }
      }
      open.removeAll { taken.contains($0) }
      close()
      if taken.isEmpty { break }
      let wishing = wishes.map(\.donor).filter { !taken.contains($0) }.sorted()
      if !isLast, !wishing.isEmpty { adapt(wishing, times, hasTime) }
    }
    fill(open)
  }

  private func wishes(_ open: [Int]) -> [(donor: Int, choice: BundleFinder.Choice, regret: Int64)] {
    let (lists, board) = (lists, board)
    let size = PoolDive.piece
    return mappedInParallel((open.count + size - 1) / size, threads: threads) { piece in
      var finder = BundleFinder()
      return open[piece * size..<min(open.count, (piece + 1) * size)].map { donor in
        let list = lists[donor]
        let rent = board.run[list.laboratory]
        var choice = finder.best(list) { board.price($0) }
        if choice.worth <= rent { choice = BundleFinder.Choice() }
        let people = choice.offers(list).map(\.recipient)
        let second = finder.best(list) { people.contains($0.recipient) ? PriceBoard.never : board.price($0) }
        return (donor, choice, choice.worth - max(rent, second.worth))
      }
    }.flatMap { $0 }
  }

  /// Nobody gets a bed or run that is taken.
  private mutating func close() {
    for place in state.beds.indices where state.beds[place] <= 0 { board.bed[place] = PriceBoard.never }
    for place in state.runs.indices where state.runs[place] <= 0 { board.run[place] = PriceBoard.never }
  }

  private mutating func adapt(_ open: [Int], _ times: Int, _ hasTime: () -> Bool) {
    func left(_ count: Int) -> Double { count > 1_000_000_000 ? .infinity : Double(count) }
    var sweep = PriceSweep(
      lists, donors: open, board, floor: floor, beds: state.beds.map(left), runs: state.runs.map(left),
      swing: 0.25, threads: threads)
    let (_, first, last) = PoolDive.sweeps
    sweep.sweep(lists, times: times, from: first * point, to: last * point, while: hasTime)
    board = sweep.board
  }

  /// What is still there goes to whom it can serve, whatever the prices were.
  private mutating func fill(_ open: [Int]) {
    var finder = BundleFinder()
    for donor in open {
      let list = lists[donor]
      if state.runs[list.laboratory] <= 0 { continue }
      let choice = finder.best(list) {
        state.donorOf[Int($0.recipient)] >= 0 || state.beds[Int($0.bed)] <= 0 ? PriceBoard.never : 0
      }
      let offers = choice.offers(list)
      if state.fits(donor, offers) { state.set(donor, to: offers) }
    }
  }
}
