import TandemMatching
import TandemPolicy
import TandemRegistry

/// One donor who asks the pool for offers, with the tables that this takes as long as they are kept.
struct Asker: Sendable {
  /// What there is to give.
  let stock: DonorStock
  private let donor: Int
  private let setting: AllocationSetting
  private let objective: AllocationPlan.Objective
  private let magnification: Double
  private let origin: Origin
  private var tables: Tables?
  private var comparisons = Screen.Comparisons()

  /// Behind a reference: a screen is made of some fifty arrays, and askers are handed about a lot.
  private final class Tables: Sendable {
    let screen: Screen

    init(_ screen: Screen) { self.screen = screen }
  }

  private indirect enum Origin: Sendable {
    /// Offers that were judged before.
    case judged([Offer])
    /// The packed pool, with what a protocol leaves of islets and cells at best, and the least dose of any offer.
    case pool(Pool, islets: Double, cells: Double, least: (islets: Int64, cells: Int64))
  }

  /// Asks among offers that were judged before.
  init(_ donor: Int, _ setting: AllocationSetting, _ own: DonorOffers) {
    self.init(donor, setting, own.stock, .judged(own.offers))
  }

  /// Asks a packed pool.
  init(_ donor: Int, _ setting: AllocationSetting, _ pool: Pool, _ stock: DonorStock) {
    let context = Asker.context(of: donor, setting)
    let draws = context.plans.compactMap { Draw($0) }
    guard let islets = draws.map(\.surviving.islets).max(), let cells = draws.map(\.surviving.cells).max()
    else {
      self.init(donor, setting, stock, .judged([]))
      return
    }
    let screen = Screen(context, over: pool)
    let dose = screen.leastDose
    // No offer takes more than there is.
    let least = (
      islets: min(Int64(min(1e15, dose.isletIEQ / islets)), stock.isletCapacity),
      cells: min(Int64(min(1e15, dose.cd34Cells / cells / DonorStock.cellUnit)), stock.cellCapacity)
    )
    self.init(donor, setting, stock, .pool(pool, islets: islets, cells: cells, least: least))
    tables = Tables(screen)
  }

  private init(_ donor: Int, _ setting: AllocationSetting, _ stock: DonorStock, _ origin: Origin) {
    self.donor = donor
    self.setting = setting
    self.stock = stock
    self.origin = origin
    objective = setting.policy.allocation.objectives[0]
    magnification = OfferSource.magnification(objective)
  }

  private static func context(of donor: Int, _ setting: AllocationSetting) -> MatchContext {
    MatchContext(donor: setting.cohort.donors[donor], in: setting.cohort, under: setting.policy)
  }

  /// About how many bytes the tables take.
  var bytes: Int { tables.map { 8192 + $0.screen.bytes } ?? 0 }

  /// Drops what is only worth its room while the donor's turn lasts.
  mutating func endTurn() { comparisons = Screen.Comparisons() }

  /// Drops the tables; they are made anew when they are needed again.
  mutating func rest() { tables = nil }

  /// The share that every offer takes at least.
  func leastShare(_ measure: Filling.Measure) -> Double {
    switch origin {
    case .judged(let offers): offers.lazy.map { measure.share($0) }.min() ?? 1
    case .pool(_, _, _, let least): measure.share(least.islets, least.cells) * (1 - 1e-6)
    }
  }

  /// Whether so much can be enough for any offer; a sure no, a guessed yes.
  func canServe(_ islets: Int64, _ cells: Int64) -> Bool {
    switch origin {
    case .judged: true
    case .pool(_, _, _, let least): islets >= least.islets && cells >= least.cells
    }
  }

  /// The wanted offers but for those that another one of the same pair makes needless.
  mutating func answer(_ edge: Edge, _ priced: OfferSource.Priced) -> DonorAnswer {
    var looks = OfferSource.Looks()
    return answer(edge, priced, counting: &looks)
  }

  /// The same, telling how much was looked at; with `most` about so many, those that lie highest above the edge.
  mutating func answer(
    _ edge: Edge, _ priced: OfferSource.Priced, most: Int = .max, counting looks: inout OfferSource.Looks
  ) -> DonorAnswer {
    switch origin {
    case .judged(let offers):
      let answer = wanted(offers, edge, priced.board)
      looks += OfferSource.Looks(asked: offers.count, compared: offers.count, offers: answer.offers.count)
      return answer
    case .pool(let pool, let islets, let cells, _):
      if priced.part?.count == 0 { return DonorAnswer(offers: [], edge: edge) }
      let tables = tables ?? Tables(Screen(Asker.context(of: donor, setting), over: pool))
      self.tables = tables
      var tally = Screen.Tally()
      let (measure, magnification) = (edge.measure, magnification)
      let demand = Screen.Demand(prices: priced.packed, most: most) { isletIEQ, cd34Cells in
        // An offer takes no less than its dose before losses, rounded up, but for a last digit where that is all
        // there is. Slack on both sides keeps everything above the edge.
        let share =
          measure.islets * isletIEQ / islets + measure.cells * cd34Cells / cells / DonorStock.cellUnit
        return (edge.most(share * (1 - 1e-6)) - 4) * magnification
      }
      let best =
        if let part = priced.part {
          tables.screen.over(part).best(demand, remembering: &comparisons, counting: &tally)
        } else {
          tables.screen.best(demand, remembering: &comparisons, counting: &tally)
        }
      let offers = DonorOffers.offers(best.offers, tables.screen.context, stock, donor: donor, setting)
      let answer = wanted(offers, edge.lowered(by: -best.raised / magnification), priced.board)
      looks += OfferSource.Looks(
        asked: setting.cohort.recipients.count, compared: tally.rowsCompared, offers: answer.offers.count)
      return answer
    }
  }

  private func wanted(_ offers: [Offer], _ edge: Edge, _ board: PriceBoard) -> DonorAnswer {
    let wanted = Offer.undominated(offers, [objective]).filter {
      edge.wants(board.worth($0.value(objective), $0), $0)
    }
    return DonorAnswer(offers: wanted, edge: edge)
  }
}
