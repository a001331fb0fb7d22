import TandemParallel
import TandemPolicy

/// What prices prove over all pairs of a pool, whoever found them: each donor is asked for everything that is worth
/// its price.
struct PoolBound {
  private let setting: AllocationSetting
  private let source: OfferSource
  private let threads: Int

  init(_ setting: AllocationSetting, _ source: OfferSource, threads: Int) {
    self.setting = setting
    self.source = source
    self.threads = threads
  }

  /// The bound, nil when the numbers are out of range, and what each donor's best set is worth.
  func proof(_ prices: PriceList) -> (bound: Int64?, donorWorths: [Int64]) {
    let periods = 1 + Int(prices.beds.keys.map(\.period).max() ?? 0)
    var taken = PriceBoard(setting, periods: max(periods, source.periods))
    taken.take(prices, setting)
    let board = taken
    let priced = source.priced(board)
    let source = source
    let stocks = source.stocks
    let objective = setting.policy.allocation.objectives[0]
    let best = mappedInParallel(stocks.count, threads: threads) { donor in
      var finder = BundleFinder()
      var asker = source.asker(of: donor)
      return DonorScan(
        &asker, .init(priced), guess: { _ in Edge(.init(stocks[donor], part: 1), above: 0) },
        rent: board.run[board.place(of: stocks[donor].laboratory)],
        .init(isProof: true, slack: 0, most: 0), objective, &finder
      ).best
    }
    var total = PricedBound(setting, rank: 0, prices, reached: [])
    let worths = best.enumerated().map { donor, best in total.add(best: best, of: stocks[donor]) }
    return (total.bound, worths)
  }
}
