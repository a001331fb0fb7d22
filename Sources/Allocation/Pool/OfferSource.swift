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

    /// The wanted offers, ascending by recipient, protocol and level.
    func offers(_ edge: Edge, _ priced: Priced) -> [Found] {
      var looks = Looks()
      return offers(edge, priced, counting: &looks)
    }

    /// The same, telling how much was looked at.
    func offers(_ edge: Edge, _ priced: Priced, counting looks: inout Looks) -> [Found] {
      let board = priced.board
      func found(_ offer: Offer) -> Found? {
        let worth = board.worth(offer.value(objective), offer)
        return edge.wants(worth, offer) ? Found(offer: offer, worth: worth) : nil
      }
      guard let (screen, islets, cells) = screen else {
        let answer = judged.compactMap(found)
        looks += Looks(asked: judged.count, compared: judged.count, offers: answer.count)
        return answer
      }
      var tally = Screen.Tally()
      let answers = edge.lines.map { line -> [Screen.Offer] in
        // An offer takes no less than its dose before losses, rounded up, but for a last digit where that is all
        // there is. Slack on both sides keeps everything above the line.
        let rate = max(0, line.rate) * (1 - 1e-6) * magnification
        return screen.offers(
          Screen.Demand(
            prices: priced.packed, isletRate: rate * edge.measure.islets / islets,
            cd34Rate: rate * edge.measure.cells / cells / DonorStock.cellUnit,
            above: (line.above - 4) * magnification), counting: &tally)
      }
      let answer = DonorOffers.offers(
        OfferSource.merged(answers), screen.context, stock, donor: donor, setting
      ).compactMap(found)
      looks += Looks(
        asked: setting.cohort.recipients.count, compared: tally.rowsCompared, offers: answer.count)
      return answer
    }
  }

  /// Answers in one order, what is in both of them once.
  fileprivate static func merged(_ answers: [[Screen.Offer]]) -> [Screen.Offer] {
    guard answers.count == 2 else { return answers[0] }
    func key(_ offer: Screen.Offer) -> (Int32, UInt8, UInt8) {
      (offer.recipientIndex, offer.option, offer.level)
    }
    var merged: [Screen.Offer] = []
    merged.reserveCapacity(answers[0].count + answers[1].count)
    var (left, right) = (0, 0)
    while left < answers[0].count || right < answers[1].count {
      if right == answers[1].count
        || left < answers[0].count && key(answers[0][left]) < key(answers[1][right])
      {
        merged.append(answers[0][left])
        left += 1
      } else {
        if left < answers[0].count, key(answers[0][left]) == key(answers[1][right]) { left += 1 }
        merged.append(answers[1][right])
        right += 1
      }
    }
    return merged
  }
}
