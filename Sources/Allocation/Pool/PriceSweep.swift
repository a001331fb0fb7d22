import TandemParallel
import TandemPolicy
import TandemRegistry

/// The search for prices at which what donors want fits what there is, over short lists.
///
/// An incremental subgradient method (Nedić and Bertsekas, "Incremental subgradient methods for nondifferentiable
/// optimization", 2001): donors come one block after the other, each takes its best set at the prices of the moment,
/// and the prices of what it takes rise at once, so that the next block looks elsewhere. When all have come, every
/// recipient's price falls by the same step: whoever was taken once keeps the price. Prices of beds and isolation
/// runs follow the share of them that a block takes, against the share that it may, and rise to a level with those of
/// people (`PriceLevel`). The mean of the prices of the last sweeps is steadier than any of them.
///
/// A sweep costs some microseconds a donor. Blocks are worked in parallel and merged in order.
struct PriceSweep {
  /// The prices of the moment.
  private(set) var board: PriceBoard
  /// Donors who take part, in the order in which they come.
  private var donors: [Int]
  /// Beds and runs that those donors may have together; infinite where there is no limit.
  private var beds: [Double]
  private var runs: [Double]
  private var bedPrices: [Double]
  private var runPrices: [Double]
  /// The recipients of the lists.
  private let people: [Int32]
  private let level: PriceLevel
  private var sums: (people: [Int64], beds: [Double], runs: [Double], count: Int64)
  private let threads: Int
  /// How far the prices of beds and runs move, against those of people. Great while they are far off; later they
  /// would swing about their place.
  private let swing: Double
  /// Prices that none falls below.
  private let floor: PriceBoard
  /// For how many donors each of them stands: what one takes is taken so many times.
  private let standsFor: Int64
  /// What each of the donors took last.
  private var last: [BundleFinder.Choice]
  /// The places of what was near each one's best set when its whole list was looked at last.
  private var near: [[Int32]]

  /// The donors of one block; a piece of it is one thread's at a time.
  private static let pieces = 4
  /// Every so many sweeps whole lists are looked at; in between only what was within so many steps of the best set.
  private static let (period, reach) = (8, Int64(6))

  init(
    _ lists: [Shortlist], donors: [Int], _ board: PriceBoard, floor: PriceBoard, beds: [Double],
    runs: [Double], standsFor: Int = 1, swing: Double, threads: Int
  ) {
    self.standsFor = Int64(standsFor)
    self.board = board
    self.floor = floor
    // A fixed order that mixes early and late donors: neighbours in the file may be alike.
    self.donors = PriceSweep.mixed(donors)
    self.beds = beds
    self.runs = runs
    bedPrices = board.bed.map { Double($0) }
    runPrices = board.run.map { Double($0) }
    self.threads = threads
    self.swing = swing
    last = Array(repeating: .init(), count: donors.count)
    near = Array(repeating: [], count: donors.count)
    var isListed = [Bool](repeating: false, count: board.recipient.count)
    for donor in donors { for entry in lists[donor].entries { isListed[Int(entry.recipient)] = true } }
    people = isListed.indices.filter { isListed[$0] }.map { Int32($0) }
    level = PriceLevel(
      lists, donors: donors, beds: beds.map { $0 * Double(standsFor) }, people: board.recipient.count)
    sums = ([], [], [], 0)
    forget()
  }

  private static func mixed(_ donors: [Int]) -> [Int] {
    // The golden ratio spreads the places evenly, whatever their number.
    donors.enumerated().sorted { one, two in
      let (left, right) = (
        Int64(one.offset) &* 0x9E37_79B9 & 0xFFFF_FFFF, Int64(two.offset) &* 0x9E37_79B9 & 0xFFFF_FFFF
      )
      return (left, one.offset) < (right, two.offset)
    }.map(\.element)
  }

  /// Starts the mean anew.
  mutating func forget() {
    sums = (
      [Int64](repeating: 0, count: people.count), [Double](repeating: 0, count: bedPrices.count),
      [Double](repeating: 0, count: runPrices.count), 0
    )
  }

  /// The mean of the prices since `forget`.
  var mean: PriceBoard {
    var mean = board
    if sums.count == 0 { return mean }
    for (index, person) in people.enumerated() {
      mean.recipient[Int(person)] = sums.people[index] / sums.count
    }
    for index in bedPrices.indices {
      mean.bed[index] = Int64((sums.beds[index] / Double(sums.count)).rounded())
    }
    for index in runPrices.indices {
      mean.run[index] = Int64((sums.runs[index] / Double(sums.count)).rounded())
    }
    return mean
  }

  /// Sweeps with steps that fall evenly, in the logarithm, from `first` to `last`; the mean is over those of the
  /// latter half.
  mutating func sweep(
    _ lists: [Shortlist], times: Int, from first: Double, to last: Double, while hasTime: () -> Bool
  ) {
    for time in 0..<times {
      if !hasTime() { return }
      if time == times / 2 { forget() }
      let part = times > 1 ? Double(time) / Double(times - 1) : 1
      let step = Int64(max(1, (first * exponential(part, last / first)).rounded()))
      once(lists, step: step, isWhole: time % PriceSweep.period == 0, while: hasTime)
    }
  }

  private func exponential(_ part: Double, _ ratio: Double) -> Double {
    // ratio^part by repeated square roots, the same on every machine.
    var result = 1.0
    var (root, rest) = (ratio, part)
    for _ in 0..<20 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= root
        rest -= 1
      }
    }
    return part >= 1 ? ratio : result
  }

  /// One sweep over all donors; one that is not finished does not count for the mean.
  private mutating func once(_ lists: [Shortlist], step: Int64, isWhole: Bool, while hasTime: () -> Bool) {
    let size = max(8, min(64, donors.count / 40 * 4))
    for start in stride(from: 0, to: donors.count, by: size) {
      if !hasTime() { return }
      let range = start..<min(donors.count, start + size)
      let block = Array(donors[range])
      let found = choices(lists, range, within: isWhole ? PriceSweep.reach * step : nil)
      for (place, found) in zip(range, found) {
        last[place] = found.choice
        if let own = found.near { near[place] = own }
      }
      settle(lists, block, Array(last[range]), step)
    }
    for person in people {
      let place = Int(person)
      board.recipient[place] = max(floor.recipient[place], board.recipient[place] - step)
    }
    for (bed, rise) in level.raise(&board, people, floor: floor) { bedPrices[bed] += Double(rise) }
    for (index, person) in people.enumerated() { sums.people[index] += board.recipient[Int(person)] }
    for index in bedPrices.indices { sums.beds[index] += bedPrices[index] }
    for index in runPrices.indices { sums.runs[index] += runPrices[index] }
    sums.count += 1
  }

  /// What donors want at the prices, in their order. With a reach their whole lists are looked at, and what is near
  /// the best set is told; without one only what was near before.
  private func choices(
    _ lists: [Shortlist], _ range: Range<Int>, within reach: Int64?
  ) -> [(choice: BundleFinder.Choice, near: [Int32]?)] {
    let (donors, board, last, near) = (donors, board, last, near)
    let size = max(1, (range.count + PriceSweep.pieces - 1) / PriceSweep.pieces)
    return mappedInParallel((range.count + size - 1) / size, threads: threads) { piece in
      var finder = BundleFinder()
      let start = range.lowerBound + piece * size
      return (start..<min(range.upperBound, start + size)).map {
        place -> (choice: BundleFinder.Choice, near: [Int32]?) in
        let list = lists[donors[place]]
        guard let reach else {
          return (finder.best(list, among: near[place], after: last[place]) { board.price($0) }, nil)
        }
        var found: [Int32] = []
        let choice = finder.best(list, after: last[place], keeping: &found, within: reach) { board.price($0) }
        return (choice, found)
      }
    }.flatMap { $0 }
  }

  /// Moves the prices after a block.
  private mutating func settle(
    _ lists: [Shortlist], _ block: [Int], _ choices: [BundleFinder.Choice], _ step: Int64
  ) {
    var usedBeds = [Int](repeating: 0, count: bedPrices.count)
    var usedRuns = [Int](repeating: 0, count: runPrices.count)
    // Nothing is taken where it is not worth an isolation run.
    for (donor, choice) in zip(block, choices) where choice.worth > board.run[lists[donor].laboratory] {
      for index in 0..<choice.count {
        let entry = lists[donor].entries[Int(choice.places[index])]
        board.recipient[Int(entry.recipient)] += step * standsFor
        usedBeds[Int(entry.bed)] += 1
      }
      usedRuns[lists[donor].laboratory] += 1
    }
    let share = Double(block.count) / Double(max(1, donors.count))
    PriceSweep.move(&bedPrices, &board.bed, floor.bed, usedBeds, beds, share, step, swing)
    PriceSweep.move(&runPrices, &board.run, floor.run, usedRuns, runs, share, step, swing)
  }

  private static func move(
    _ prices: inout [Double], _ whole: inout [Int64], _ floor: [Int64], _ used: [Int], _ capacity: [Double],
    _ share: Double, _ step: Int64, _ swing: Double
  ) {
    for index in prices.indices where capacity[index] != .infinity {
      // What many draw on is steadier than a single place, and its price needs no smaller step for that.
      let excess =
        (Double(used[index]) - share * capacity[index]) * swing * min(4, 80 / max(1, capacity[index]))
      prices[index] = max(Double(floor[index]), prices[index] + Double(step) * excess)
      whole[index] = Int64(prices[index].rounded())
    }
  }
}
