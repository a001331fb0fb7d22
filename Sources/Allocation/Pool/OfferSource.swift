import TandemClinic
import TandemMatching
import TandemParallel
import TandemPolicy
import TandemRegistry

/// Where the offers of a donor come from, as far as they are worth their price.
struct OfferSource: Sendable {
  private enum Origin: Sendable {
    /// The packed pool: a donor is held against it anew each time, and nothing is kept.
    case pool(Pool)
    /// Offers that were judged before.
    case judged([DonorOffers])
  }

  /// Prices with what a pool needs to pass by those who are too dear, made once for all donors.
  struct Priced: Sendable {
    let board: PriceBoard
    let packed: Prices?
    /// The rows of those whose price somebody may pay, where they stand by themselves.
    let part: Pool?
  }

  /// An offer with its worth after prices.
  struct Found: Sendable {
    var offer: Offer
    var worth: Int64
  }

  /// How much was looked at.
  struct Looks: Sendable {
    /// Pairs that were asked for, those passed by on bounds with the others.
    var asked = 0
    /// Pairs that were compared in full.
    var compared = 0
    /// Offers that were brought up.
    var offers = 0

    static func += (total: inout Looks, part: Looks) {
      total.asked += part.asked
      total.compared += part.compared
      total.offers += part.offers
    }
  }

  /// What each donor has to give.
  let stocks: [DonorStock]
  /// How many bed periods the donors of the cohort reach.
  let periods: Int

  private let setting: AllocationSetting
  private let origin: Origin
  private let objective: AllocationPlan.Objective

  init(_ setting: AllocationSetting, _ pool: Pool, threads: Int) {
    let found = mappedInParallel(setting.cohort.donors.count, threads: threads) { donor in
      let context = MatchContext(
        donor: setting.cohort.donors[donor], in: setting.cohort, under: setting.policy)
      let periods = context.plans.map { setting.bedPeriod(of: context.donor, $0) }
      return (stock: DonorStock(context), period: periods.max() ?? 0)
    }
    self.init(setting, .pool(pool), found.map(\.stock), last: found.lazy.map(\.period).max())
  }

  init(_ setting: AllocationSetting, _ judged: [DonorOffers]) {
    let periods = judged.lazy.flatMap(\.offers).map { $0.bed?.period ?? 0 }
    self.init(setting, .judged(judged), judged.map(\.stock), last: periods.max())
  }

  private init(
    _ setting: AllocationSetting, _ origin: Origin, _ stocks: [DonorStock], last period: Int32?
  ) {
    self.setting = setting
    self.origin = origin
    self.stocks = stocks
    periods = 1 + Int(max(0, period ?? 0))
    objective = setting.policy.allocation.objectives[0]
  }

  /// A demand speaks in millionths of a point. For other objectives the score must weigh nothing beside the prices.
  static func magnification(_ objective: AllocationPlan.Objective) -> Double {
    objective == .score ? 1 : 1e6
  }

  /// Packs prices beside the pool. With `isPart` beside the rows of those alone whose price somebody may pay: worth its
  /// cost when most have a price of `never`.
  func priced(_ board: PriceBoard, isPart: Bool = false) -> Priced {
    guard case .pool(let pool) = origin else { return Priced(board: board, packed: nil, part: nil) }
    var ofRecipient = [Double](repeating: 0, count: board.recipient.count)
    // The period of a bed depends on donor and protocol; the cheapest one is what everybody must be worth more than.
    let cheapest = (0..<setting.cohort.centres.count).map { centre in
      board.bed[centre * board.periods..<(centre + 1) * board.periods].min() ?? 0
    }
    for index in ofRecipient.indices {
      let centre = setting.centre[index]
      var price = board.recipient[index] + (centre >= 0 ? cheapest[Int(centre)] : 0)
      if isPart, price >= PriceBoard.never {
        ofRecipient[index] = .infinity
        continue
      }
      switch objective {
      case .score: break
      case .transplants: price -= board.scale
      case .benefit: price -= setting.benefits[index] * board.scale
      }
      ofRecipient[index] = Double(price) * OfferSource.magnification(objective)
    }
    let part = isPart ? pool.part { ofRecipient[$0] < .infinity } : nil
    return Priced(board: board, packed: Prices(of: part ?? pool, ofRecipient), part: part)
  }

  /// Prepares a donor to be asked.
  func asker(of donor: Int) -> Asker {
    switch origin {
    case .pool(let pool): Asker(donor, setting, pool, stocks[donor])
    case .judged(let donors): Asker(donor, setting, donors[donor])
    }
  }
}
