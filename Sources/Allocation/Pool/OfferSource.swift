import TandemClinic
import TandemMatching
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
    fileprivate let packed: Prices?
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

  private let setting: AllocationSetting
  private let origin: Origin
  private let objective: AllocationPlan.Objective

  init(_ setting: AllocationSetting, _ pool: Pool) {
    self.init(setting, .pool(pool))
  }

  init(_ setting: AllocationSetting, _ judged: [DonorOffers]) {
    self.init(setting, .judged(judged))
  }

  private init(_ setting: AllocationSetting, _ origin: Origin) {
    self.setting = setting
    self.origin = origin
    objective = setting.policy.allocation.objectives[0]
  }

  /// A demand speaks in millionths of a point. For other objectives the score must weigh nothing beside the prices.
  private static func magnification(_ objective: AllocationPlan.Objective) -> Double {
    objective == .score ? 1 : 1e6
  }

  /// How many bed periods the donors of the cohort reach.
  var periods: Int {
    var last: Int32 = 0
    switch origin {
    case .judged(let donors):
      for offer in donors.lazy.flatMap(\.offers) { last = max(last, offer.bed?.period ?? 0) }
    case .pool:
      if setting.policy.allocation.bedPeriodDays == nil { return 1 }
      for donor in setting.cohort.donors.indices {
        let context = context(of: donor)
        for plan in context.plans { last = max(last, setting.bedPeriod(of: context.donor, plan)) }
      }
    }
    return 1 + Int(last)
  }

  /// Packs prices beside the pool.
  func priced(_ board: PriceBoard) -> Priced {
    guard case .pool(let pool) = origin else { return Priced(board: board, packed: nil) }
    var ofRecipient = [Double](repeating: 0, count: board.recipient.count)
    // The period of a bed depends on donor and protocol; the cheapest one is what everybody must be worth more than.
    let cheapest = (0..<setting.cohort.centres.count).map { centre in
      board.bed[centre * board.periods..<(centre + 1) * board.periods].min() ?? 0
    }
    for index in ofRecipient.indices {
      let centre = setting.centre[index]
      var price = board.recipient[index] + (centre >= 0 ? cheapest[Int(centre)] : 0)
      switch objective {
      case .score: break
      case .transplants: price -= board.scale
      case .benefit: price -= setting.benefits[index] * board.scale
      }
      ofRecipient[index] = Double(price) * OfferSource.magnification(objective)
    }
    return Priced(board: board, packed: Prices(of: pool, ofRecipient))
  }

  /// The stock of a donor.
  func stock(of donor: Int) -> DonorStock {
    switch origin {
    case .pool: return DonorStock(context(of: donor))
    case .judged(let donors): return donors[donor].stock
    }
  }

  private func context(of donor: Int) -> MatchContext {
    MatchContext(donor: setting.cohort.donors[donor], in: setting.cohort, under: setting.policy)
  }

  /// Prepares a donor to be asked.
  func asker(of donor: Int) -> Asker {
    switch origin {
    case .pool(let pool): Asker(donor, setting, context(of: donor), pool)
    case .judged(let donors): Asker(donor, setting, donors[donor])
    }
  }

  /// One donor, whose tables are worked out once however often it is asked.
  struct Asker: Sendable {
    /// What there is to give.
    let stock: DonorStock
    private let donor: Int
    private let setting: AllocationSetting
    private let objective: AllocationPlan.Objective
    private let magnification: Double
    private let judged: [Offer]
    /// Nil where offers were judged before, and for a donor without islets.
    private let screen: (screen: Screen, islets: Double, cells: Double)?

    fileprivate init(_ donor: Int, _ setting: AllocationSetting, _ own: DonorOffers) {
      self.init(donor, setting, own.stock, own.offers, nil)
    }

    fileprivate init(_ donor: Int, _ setting: AllocationSetting, _ context: MatchContext, _ pool: Pool) {
      let draws = context.plans.compactMap { Draw($0) }
      let most = (draws.map(\.surviving.islets).max(), draws.map(\.surviving.cells).max())
      var screen: (Screen, Double, Double)?
      if case (let islets?, let cells?) = most { screen = (Screen(context, over: pool), islets, cells) }
      self.init(donor, setting, DonorStock(context), [], screen)
    }

    private init(
      _ donor: Int, _ setting: AllocationSetting, _ stock: DonorStock, _ judged: [Offer],
      _ screen: (Screen, Double, Double)?
    ) {
      self.donor = donor
      self.setting = setting
      self.stock = stock
      self.judged = judged
      self.screen = screen
      objective = setting.policy.allocation.objectives[0]
      magnification = OfferSource.magnification(objective)
    }

    /// About how many bytes it takes to keep.
    var bytes: Int { 8192 + (screen?.screen.bytes ?? 0) }

    /// The share that every offer takes at least.
    func leastShare(_ measure: Filling.Measure) -> Double {
      guard let (screen, islets, cells) = screen else {
        return judged.lazy.map { measure.share($0) }.min() ?? 1
      }
      let least = screen.leastDose
      // As above; and no offer takes more than there is.
      let share = measure.share(
        min(Int64(min(1e15, least.isletIEQ / islets)), stock.isletCapacity),
        min(
          Int64(clamping: Int(min(1e15, least.cd34Cells / cells / DonorStock.cellUnit))), stock.cellCapacity))
      return share * (1 - 1e-6)
    }

    /// The wanted offers, ascending by recipient, protocol and level, but for those that another one of the same
    /// pair makes needless.
    func offers(_ edge: Edge, _ priced: Priced) -> [Found] {
      var looks = Looks()
      return offers(edge, priced, counting: &looks).found
    }

    /// The same, telling how much was looked at; with `most` about so many, those that lie highest above the edge,
    /// and the edge that they all lie above.
    func offers(
      _ edge: Edge, _ priced: Priced, most: Int = .max, counting looks: inout Looks
    ) -> (found: [Found], edge: Edge) {
      let board = priced.board
      func answer(_ offers: [Offer], _ edge: Edge) -> [Found] {
        Offer.undominated(offers, [objective]).compactMap { offer in
          let worth = board.worth(offer.value(objective), offer)
          return edge.wants(worth, offer) ? Found(offer: offer, worth: worth) : nil
        }
      }
      guard let (screen, islets, cells) = screen else {
        let answer = answer(judged, edge)
        looks += Looks(asked: judged.count, compared: judged.count, offers: answer.count)
        return (answer, edge)
      }
      var tally = Screen.Tally()
      let (measure, magnification) = (edge.measure, magnification)
      let demand = Screen.Demand(prices: priced.packed, most: most) { isletIEQ, cd34Cells in
        // An offer takes no less than its dose before losses, rounded up, but for a last digit where that is all
        // there is. Slack on both sides keeps everything above the edge.
        let share =
          measure.islets * isletIEQ / islets + measure.cells * cd34Cells / cells / DonorStock.cellUnit
        return (edge.most(share * (1 - 1e-6)) - 4) * magnification
      }
      let best = screen.best(demand, counting: &tally)
      let reached = edge.lowered(by: -best.raised / magnification)
      let answer = answer(
        DonorOffers.offers(best.offers, screen.context, stock, donor: donor, setting), reached)
      looks += Looks(
        asked: setting.cohort.recipients.count, compared: tally.rowsCompared, offers: answer.count)
      return (answer, reached)
    }
  }
}
