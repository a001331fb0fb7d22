import TandemChance
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemAllocation

@Suite("The level of prices")
struct PriceLevelTests {
  /// The lists of some donors at random prices, with the beds that there are.
  private struct Market {
    let lists: [Shortlist]
    let beds: [Double]
    let blank: PriceBoard
    var board: PriceBoard

    init?(_ chance: inout SplitMix) {
      let (setting, donors) = RefereeTests.problem(&chance)
      guard LargePool.obstacle(setting) == nil else { return nil }
      let blank = PriceBoard(setting, periods: 2)
      self.blank = blank
      board = blank
      for index in board.recipient.indices { board.recipient[index] = Int64(chance.index(below: 40)) }
      for index in board.bed.indices.dropLast() { board.bed[index] = Int64(chance.index(below: 10)) }
      // Few beds, and most people can have one kind only.
      beds = PoolLimits(setting, periods: 2).beds.map { $0.isFinite ? min($0, 1) : $0 }
      let isOfOnePeriod = chance.flip(0.8)
      lists = donors.map { own in
        var list = Shortlist(own.stock, blank)
        let offers = own.offers.filter { !isOfOnePeriod || $0.bed?.period ?? 0 == 0 }
        list.replace(offers, setting.policy.allocation.objectives[0], blank)
        return list
      }
    }

    var people: [Int32] { Set(lists.flatMap { $0.entries.map(\.recipient) }).sorted() }

    /// What no plan of these lists is worth more than, by the prices.
    var bound: Double {
      var finder = BundleFinder()
      let board = board
      let donors = lists.map { Double(finder.best($0) { board.price($0) }.worth) }.reduce(0, +)
      let beds = zip(board.bed, self.beds).map { $0 == 0 ? 0 : Double($0) * $1 }.reduce(0, +)
      return donors + Double(people.map { board.recipient[Int($0)] }.reduce(0, +)) + beds
    }

    /// The beds that someone may have one of, and how many have no other and a price.
    func priced() -> [Int: Int] {
      var counts: [Int: Int] = [:]
      for person in people where board.recipient[Int(person)] > 0 {
        let own = Set(lists.flatMap { $0.entries.filter { $0.recipient == person }.map(\.bed) })
        if own.count == 1 { counts[Int(own.first!), default: 0] += 1 }
      }
      return counts
    }

    mutating func level(floor: PriceBoard? = nil) -> [(bed: Int, rise: Int64)] {
      PriceLevel(lists, donors: Array(lists.indices), beds: beds, people: board.recipient.count)
        .raise(&board, people, floor: floor ?? blank)
    }
  }

  @Test func `the bound of a market never rises`() {
    withEvery(2000) { chance in
      guard var market = Market(&chance) else { return }
      let before = market.bound
      let rises = market.level()
      try hold(market.bound <= before, "\(before) became \(market.bound) by \(rises)")
    }
  }

  @Test func `no more people than beds keep a price`() {
    var risen = 0
    withEvery(2000) { chance in
      guard var market = Market(&chance) else { return }
      risen += market.level().count
      for (bed, count) in market.priced() {
        try hold(Double(count) <= market.beds[bed], "\(count) have a price for \(market.beds[bed]) beds")
      }
    }
    #expect(risen > 100)
  }

  @Test func `sums of two prices never fall, nor those of people below their floor`() {
    withEvery(200) { chance in
      guard var market = Market(&chance) else { return }
      let before = market.board
      var floor = market.blank
      for index in floor.recipient.indices {
        floor.recipient[index] = before.recipient[index] - Int64(chance.index(below: 5))
      }
      _ = market.level(floor: floor)
      for entry in market.lists.flatMap(\.entries) {
        try hold(market.board.price(entry) >= before.price(entry), "\(entry.recipient) became cheaper")
        let price = market.board.recipient[Int(entry.recipient)]
        try hold(price >= floor.recipient[Int(entry.recipient)], "\(entry.recipient) fell to \(price)")
      }
    }
  }
}
