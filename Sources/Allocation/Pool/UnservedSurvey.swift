import TandemParallel
import TandemPolicy
import TandemRegistry

/// Asks a pool whose pairs are too many to be held about those whom a plan does not serve: who would come next, and
/// what stands between everybody and a place.
///
/// Each donor is asked once, with prices that nobody can pay for those who are not in question.
///
/// - For each of its assignments: for the best offers that need no more of the donor than is left when that person
///   falls out, of people with a free bed or the one that is given back. Whoever lies above the lowest answer has
///   been told, so the first ones are the first of all.
/// - For whom of those it has an offer, of whom no donor before it had one.
/// - For whom of those what is left of it suffices, of whom nobody knows better yet.
///
/// The last two sets shrink from donor to donor, so they are made anew for batches of growing size; what is found
/// does not depend on the batches. Cost: some four milliseconds a donor at a million recipients.
struct UnservedSurvey: Sendable {
  /// What was found.
  struct Findings: Sendable {
    /// The offers of those who may come next, by donor, each once.
    var next: [[Offer]]
    /// By the recipient's place in the cohort; nothing for those who are served.
    var standing: [Standing]
  }

  private let setting: AllocationSetting
  private let source: OfferSource
  private let stocks: [DonorStock]
  private let threads: Int
  /// The assignments of each donor.
  private var chosen: [[Offer]]
  /// What is left of each donor.
  private var left: [(islets: Int64, cells: Int64)]
  /// The prices that keep out those who are served, with beds for nothing.
  private var unserved: PriceBoard
  /// The same where beds that are taken cost too much for anybody.
  private var closed: PriceBoard
  /// Whether the islets of a donor can be isolated.
  private var hasRun: [Bool]

  /// About so many offers are asked for at first, and how many times more when too few of them fit.
  private static let (enough, more) = (24, 8)
  /// How many donors are asked at once, at first and at most.
  private static let (first, most) = (2, 256)

  init(
    _ setting: AllocationSetting, _ source: OfferSource, _ plan: [Offer], threads: Int
  ) {
    self.setting = setting
    self.source = source
    stocks = source.stocks
    self.threads = threads
    let limits = PoolLimits(setting, periods: source.periods)
    unserved = PriceBoard(setting, periods: source.periods)
    chosen = Array(repeating: [], count: stocks.count)
    left = stocks.map { ($0.isletCapacity, $0.cellCapacity) }
    var beds = PoolState.whole(limits.beds)
    var runs = PoolState.whole(limits.runs)
    for offer in plan {
      let donor = Int(offer.donor)
      unserved.recipient[Int(offer.recipient)] = PriceBoard.never
      beds[unserved.place(of: offer.bed)] -= 1
      left[donor].islets -= offer.islets
      left[donor].cells -= offer.cells
      if chosen[donor].isEmpty { runs[unserved.place(of: stocks[donor].laboratory)] -= 1 }
      chosen[donor].append(offer)
    }
    closed = unserved
    for place in beds.indices where beds[place] <= 0 { closed.bed[place] = PriceBoard.never }
    hasRun = []
    for (stock, own) in zip(stocks, chosen) {
      hasRun.append(!own.isEmpty || runs[unserved.place(of: stock.laboratory)] > 0)
    }
  }

  /// Asks every donor. Nil when it is cancelled; `tell` hears how many were asked.
  func findings(isCancelled: () -> Bool, tell: (Int) -> Void) -> Findings? {
    var findings = Findings(
      next: Array(repeating: [], count: stocks.count),
      standing: Array(repeating: [], count: unserved.recipient.count))
    let freed = whereFreed()
    let free = isAnybodyFree ? source.priced(closed, isPart: true) : nil
    var (closedYet, tightYet) = (unserved, unserved)
    var (start, size) = (0, UnservedSurvey.first)
    while start < stocks.count {
      if isCancelled() { return nil }
      let batch = start..<min(stocks.count, start + size)
      let survey = self
      let open = source.priced(closedYet, isPart: true)
      let fitting = source.priced(tightYet, isPart: true)
      let answers = mappedInParallel(batch.count, threads: threads) { place in
        survey.answer(of: batch.lowerBound + place, freed: freed, free, open, fitting)
      }
      for (donor, answer) in zip(batch, answers) {
        findings.next[donor] = answer.next
        for recipient in answer.open {
          findings.standing[Int(recipient)].insert(.isOpen)
          closedYet.recipient[Int(recipient)] = PriceBoard.never
        }
        for (recipient, standing) in answer.fitting {
          let place = Int(recipient)
          findings.standing[place].formUnion(standing)
          if findings.standing[place].isSuperset(of: most(of: place)) {
            tightYet.recipient[place] = PriceBoard.never
          }
        }
      }
      start = batch.upperBound
      size = min(2 * size, UnservedSurvey.most)
      tell(start)
    }
    return findings
  }

  /// What can be found of somebody at most.
  private func most(of recipient: Int) -> Standing {
    let centre = Int(setting.centre[recipient])
    let isClosed =
      centre >= 0
      && closed.bed[centre * closed.periods..<(centre + 1) * closed.periods].allSatisfy { $0 > 0 }
    return isClosed ? .fits : [.fits, .hasBed, .hasRun]
  }

  /// Whether somebody could come without anybody falling out, as far as beds go.
  private var isAnybodyFree: Bool {
    closed.recipient.indices.contains { closed.recipient[$0] == 0 && most(of: $0).contains(.hasBed) }
  }

  /// Prices by the bed that is given back.
  private func whereFreed() -> [Int: OfferSource.Priced] {
    let places = Set(chosen.joined().map { closed.place(of: $0.bed) }).sorted()
    let (source, whole) = (source, closed)
    let priced = mappedInParallel(places.count, threads: threads) { number in
      var board = whole
      board.bed[places[number]] = 0
      return source.priced(board, isPart: true)
    }
    return Dictionary(uniqueKeysWithValues: zip(places, priced))
  }

  // MARK: One donor

  private struct Answer: Sendable {
    var next: [Offer] = []
    var open: [Int32] = []
    var fitting: [(recipient: Int32, standing: Standing)] = []
  }

  private func answer(
    of donor: Int, freed: [Int: OfferSource.Priced], _ free: OfferSource.Priced?, _ open: OfferSource.Priced,
    _ fitting: OfferSource.Priced
  ) -> Answer {
    var asker = source.asker(of: donor)
    var answer = Answer()
    var next = Set<Offer>()
    for offer in chosen[donor] {
      let room = (islets: left[donor].islets + offer.islets, cells: left[donor].cells + offer.cells)
      next.formUnion(best(&asker, donor, room, freed[closed.place(of: offer.bed)]!))
    }
    if let free, hasRun[donor], asker.canServe(left[donor].islets, left[donor].cells) {
      next.formUnion(best(&asker, donor, left[donor], free))
    }
    answer.next = next.sorted(by: Offer.precedes)
    let stock = stocks[donor]
    var last: Int32 = -1
    for offer in asker.answer(edge(donor, stock.isletCapacity), open).offers where offer.recipient != last {
      last = offer.recipient
      answer.open.append(last)
    }
    guard asker.canServe(left[donor].islets, left[donor].cells) else { return answer }
    for offer in asker.answer(edge(donor, left[donor].islets), fitting).offers
    where offer.islets <= left[donor].islets && offer.cells <= left[donor].cells {
      var standing: Standing = .fits
      if closed.bed[closed.place(of: offer.bed)] == 0 {
        standing.insert(.hasBed)
        if hasRun[donor] { standing.insert(.hasRun) }
      }
      answer.fitting.append((offer.recipient, standing))
    }
    return answer
  }

  private func edge(_ donor: Int, _ islets: Int64) -> Edge {
    Edge(.init(stocks[donor], part: 1), upTo: islets)
  }

  /// At least as many of the best offers that fit as a list of standbys is long, if there are.
  private func best(
    _ asker: inout Asker, _ donor: Int, _ room: (islets: Int64, cells: Int64), _ priced: OfferSource.Priced
  ) -> [Offer] {
    let edge = edge(donor, room.islets)
    var most = UnservedSurvey.enough
    while true {
      var looks = OfferSource.Looks()
      let answer = asker.answer(edge, priced, most: most, counting: &looks)
      let fitting = answer.offers.filter { $0.islets <= room.islets && $0.cells <= room.cells }
      if answer.edge == edge || Set(fitting.map(\.recipient)).count >= StandbyList.length { return fitting }
      most *= UnservedSurvey.more
    }
  }
}
