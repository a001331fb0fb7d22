import TandemChance
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemAllocation

@Suite("Rings of swaps")
struct PoolExchangeTests {
  /// A problem as a large pool has them, with the limits on beds and runs that it has.
  private struct Pool {
    let setting: AllocationSetting
    let donors: [DonorOffers]

    init?(_ chance: inout SplitMix) {
      let (setting, donors) = RefereeTests.problem(&chance)
      guard LargePool.obstacle(setting) == nil else { return nil }
      self.setting = setting
      self.donors = donors
    }

    private init(_ setting: AllocationSetting, _ donors: [DonorOffers]) {
      self.setting = setting
      self.donors = donors
    }

    /// The same with donors who can serve one recipient each, whoever it is, in the first period, without limits on
    /// runs: rings know no way from one period or laboratory to another.
    var ofSingles: Pool {
      Pool(
        setting,
        donors.map { own in
          DonorOffers(
            donor: own.donor,
            stock: DonorStock(isletCapacity: 50, cellCapacity: 50, laboratory: -1),
            offers: own.offers.map {
              Offer(
                donor: $0.donor, recipient: $0.recipient, regimen: $0.regimen, level: $0.level,
                score: $0.score,
                benefit: 0, islets: 30, cells: 30,
                bed: $0.bed.map { BedSlot(centre: $0.centre, period: 0) })
            })
        })
    }

    var best: Int64 { RefereeTests.bruteForce(setting, donors)![0] }

    /// What rings make of the plan of a dive at random prices, and of no plan at all.
    func exchanged(_ chance: inout SplitMix, fromNothing: Bool) -> (before: PoolState, after: PoolState) {
      let objective = setting.policy.allocation.objectives[0]
      let blank = PriceBoard(setting, periods: 2)
      var board = blank
      for index in board.recipient.indices { board.recipient[index] = Int64(chance.index(below: 40)) }
      for index in board.bed.indices.dropLast() { board.bed[index] = Int64(chance.index(below: 10)) }
      let lists = donors.map { own in
        var list = Shortlist(own.stock, blank)
        list.replace(own.offers, objective, blank)
        return list
      }
      let empty = PoolState(setting, donors.map(\.stock), PoolLimits(setting, periods: 2), blank)
      var dive = PoolDive(lists, empty, board, floor: blank, point: 10, threads: 1)
      if !fromNothing { dive.run(isHurried: true, while: { true }) }
      // With points so large everybody is within reach of everybody.
      var exchange = PoolExchange(lists, dive.state, board, objective, point: 1000, threads: 2)
      exchange.run(while: { true })
      return (dive.state, exchange.state)
    }
  }

  @Test func `where each donor serves one recipient, rings end at the best plan`() {
    withEvery(500) { chance in
      guard let pool = Pool(&chance)?.ofSingles else { return }
      let fromNothing = chance.flip(0.5)
      let (before, after) = pool.exchanged(&chance, fromNothing: fromNothing)
      try hold(after.value == pool.best, "\(before.value) became \(after.value), not \(pool.best)")
    }
  }

  @Test func `rings keep every limit and make no plan worse`() {
    withEvery(500) { chance in
      guard let pool = Pool(&chance) else { return }
      let fromNothing = chance.flip(0.5)
      let (before, after) = pool.exchanged(&chance, fromNothing: fromNothing)
      try hold(after.value >= before.value, "\(before.value) became \(after.value)")
      try hold(after.value <= pool.best, "\(after.value) is more than \(pool.best)")
      try hold(after.isFeasible, "beds or runs do not hold: \(after.chosen)")
      let served = after.chosen.joined().map(\.recipient)
      try hold(Set(served).count == served.count, "somebody is served twice: \(after.chosen)")
      for (own, chosen) in zip(pool.donors, after.chosen) {
        try hold(chosen.reduce(0) { $0 + $1.islets } <= own.stock.isletCapacity, "too many islets: \(chosen)")
        try hold(chosen.reduce(0) { $0 + $1.cells } <= own.stock.cellCapacity, "too many cells: \(chosen)")
      }
    }
  }
}
