import TandemParallel
import TandemPolicy
import TandemRegistry

/// Who would come next in a pool whose pairs are too many to be held: offers from which `StandbyList` picks the best.
///
/// The pool is asked anew for each assignment, with prices that nobody can pay for those who are served and for beds
/// that stay taken, and for the best offers that need no more of the donor than is left when somebody falls out.
/// Whoever lies above the lowest answer has been told, so the first ones are the first of all. One asking costs about
/// nine milliseconds at a hundred thousand recipients; prices are packed once for each bed that is given back.
struct PoolStandbys {
  private let setting: AllocationSetting
  private let source: OfferSource
  private let stocks: [DonorStock]
  private let chosen: [Offer]
  /// What is left of each donor.
  private let left: [(islets: Int64, cells: Int64)]
  /// The prices that keep those out who cannot come.
  private let closed: PriceBoard
  private let threads: Int

  /// Up to so many recipients times assignments the pool is asked; beyond, it would take longer than the plan.
  static let most = 250_000_000

  /// What is asked of one donor.
  private struct Question: Sendable {
    let donor: Int
    let islets: Int64
    let cells: Int64
  }

  /// About so many offers are asked for at first, and how many times more when too few of them fit.
  private static let (enough, more) = (24, 8)

  init(
    _ setting: AllocationSetting, _ source: OfferSource, _ stocks: [DonorStock], _ chosen: [Offer],
    threads: Int
  ) {
    self.setting = setting
    self.source = source
    self.stocks = stocks
    self.chosen = chosen
    self.threads = threads
    let periods = source.periods
    var closed = PriceBoard(setting, periods: periods)
    var beds = PoolState.whole(PoolLimits(setting, periods: periods).beds)
    var left = stocks.map { (islets: $0.isletCapacity, cells: $0.cellCapacity) }
    for offer in chosen {
      closed.recipient[Int(offer.recipient)] = PriceBoard.never
      beds[closed.place(of: offer.bed)] -= 1
      left[Int(offer.donor)].islets -= offer.islets
      left[Int(offer.donor)].cells -= offer.cells
    }
    for place in beds.indices where beds[place] <= 0 { closed.bed[place] = PriceBoard.never }
    self.closed = closed
    self.left = left
  }

  /// The offers of those who may come next, by donor, each once.
  func offers() -> [[Offer]] {
    var questions: [Int: [Question]] = [:]
    for offer in chosen {
      let left = left[Int(offer.donor)]
      let question = Question(
        donor: Int(offer.donor), islets: left.islets + offer.islets, cells: left.cells + offer.cells)
      questions[closed.place(of: offer.bed), default: []].append(question)
    }
    var found = [Set<Offer>](repeating: [], count: stocks.count)
    func ask(_ questions: [Question], _ board: PriceBoard) {
      for (question, offers) in zip(questions, answers(questions, board)) {
        found[question.donor].formUnion(offers)
      }
    }
    for (place, own) in questions.sorted(by: { $0.key < $1.key }) {
      var board = closed
      board.bed[place] = 0
      ask(own, board)
    }
    if isAnybodyFree {
      ask(left.enumerated().map { Question(donor: $0, islets: $1.islets, cells: $1.cells) }, closed)
    }
    return found.map { $0.sorted(by: Offer.precedes) }
  }

  /// Whether somebody could come without anybody falling out, as far as beds go.
  private var isAnybodyFree: Bool {
    closed.recipient.indices.contains { index in
      let centre = Int(setting.centre[index])
      if closed.recipient[index] != 0 { return false }
      if centre < 0 { return true }
      return closed.bed[centre * closed.periods..<(centre + 1) * closed.periods].contains(0)
    }
  }

  private func answers(_ questions: [Question], _ board: PriceBoard) -> [[Offer]] {
    let (source, priced, stocks) = (source, source.priced(board), stocks)
    return mappedInParallel(questions.count, threads: threads) { index in
      let question = questions[index]
      var asker = source.asker(of: question.donor)
      let edge = Edge(.init(stocks[question.donor], part: 1), upTo: question.islets)
      var most = PoolStandbys.enough
      while true {
        var looks = OfferSource.Looks()
        let answer = asker.answer(edge, priced, most: most, counting: &looks)
        let fitting = answer.offers.filter { $0.islets <= question.islets && $0.cells <= question.cells }
        if answer.edge == edge || Set(fitting.map(\.recipient)).count >= StandbyList.length { return fitting }
        most *= PoolStandbys.more
      }
    }
  }
}
