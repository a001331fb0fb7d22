import TandemChance
import TandemClinic
import TandemFiles
import TandemParallel
import TandemPolicy
import TandemRegistry

/// Makes a plan out of what the search found.
public struct PlanBuilder: Sendable {
  /// The problem.
  public let model: AllocationModel
  /// What the search found.
  public let result: AllocationResult
  let chosen: [Offer]
  let account: Account
  private let threads: Int

  /// Prepares the plan of `result`.
  public init(_ model: AllocationModel, _ result: AllocationResult, threads: Int = 1) {
    self.model = model
    self.result = result
    self.threads = threads
    chosen = result.chosen ?? []
    account = Account(model, chosen)
  }

  private var cohort: Cohort { model.setting.cohort }

  /// The plan without losses by solving again, scenarios and people left out, which are added to it.
  public func plan() -> AllocationPlan {
    let standbys = StandbyList(model, account)
    let ranges = Dictionary(
      uniqueKeysWithValues: model.donorRanges.map { (model.offers[$0.lowerBound].donor, $0) })
    let byDonor = Dictionary(grouping: chosen, by: \.donor)
    let frozen = Set(model.setting.order.frozen.map(\.pair))
    let parts = mappedInParallel(cohort.donors.count, threads: threads) { index in
      let donor = Int32(index)
      let own = (byDonor[donor] ?? []).sorted(by: served)
      return (
        assignments: described(own, standbys, frozen),
        donor: self.account(of: donor, ranges[donor] ?? 0..<0, served: own.count, standbys)
      )
    }
    let last = result.proofs.last
    return AllocationPlan(
      status: result.status, proofs: result.proofs, method: result.method,
      effort: (result.pairs, result.bundles, result.nodes), assignments: parts.flatMap(\.assignments),
      donors: parts.map(\.donor),
      limits: limits(last?.prices), shares: shares(last?.prices), withoutShares: nil, leftOut: [],
      namesStandbys: model.coversAllPairs || model.standing != nil, leftOutCounts: [],
      groups: GroupSummary(model, chosen, threads: threads).lines, scenarios: nil)
  }

  /// Who is served first: by score, then by identifier.
  private func served(_ first: Offer, _ second: Offer) -> Bool {
    if first.score != second.score { return first.score > second.score }
    return cohort.recipients[Int(first.recipient)].id < cohort.recipients[Int(second.recipient)].id
  }

  private func described(
    _ own: [Offer], _ standbys: StandbyList, _ frozen: Set<AllocationOrder.Pair>
  ) -> [AllocationPlan.Assignment] {
    guard let donor = own.first?.donor else { return [] }
    let context = MatchContext(donor: cohort.donors[Int(donor)], in: cohort, under: model.setting.policy)
    let stock = model.stocks[Int(donor)]
    var islets = 0.0
    var cells = 0.0
    return own.map { offer in
      let pair = context.pair(Int(offer.recipient), .explain)
      let option = pair.options[Int(offer.regimen)]
      let level = option.levels[Int(offer.level)]
      let plan = context.plans[Int(offer.regimen)]
      let person = cohort.recipients[Int(offer.recipient)]
      let ieq = level.isletIEQ ?? 0
      let given = level.cd34Cells ?? 0
      islets += ieq / (plan.islets.supply?.survivingShare ?? 1)
      cells += given / plan.stemCells.cd34.survivingShare
      let names = AllocationOrder.Pair(donor: context.donor.id, recipient: person.id)
      let next = standbys.replacements(of: offer)
      let target = plan.transplant.levels[Int(offer.level)].cd34PerKg.value
      let doses = plan.transplant.levels.map(\.isletIEQPerKg.value)
      return AllocationPlan.Assignment(
        offer: offer, donor: context.donor.id, recipient: person.id, centre: person.centreID,
        transplant: option.transplant, level: level.name, isletIEQ: ieq, isletIEQPerKg: level.isletIEQPerKg,
        cd34Cells: given, cd34PerKg: level.cd34PerKg ?? 0,
        isletLimits: (doses.min() ?? 0, doses.max() ?? 0),
        cd34Limits: (plan.transplant.stemCells.cd34Floor.value, target), score: level.score,
        isletProbability: stock.islets?.probability(atLeast: islets) ?? 0,
        cd34Probability: stock.cells.probability(atLeast: cells),
        warnings: PlanBuilder.warnings(pair, option, level),
        isFrozen: frozen.contains(names), standbys: next.map(named),
        loss: standbys.loss(of: offer, next.first),
        heldShare: nil)
    }
  }

  private static func warnings(
    _ pair: PairAssessment, _ option: PairAssessment.Option, _ level: PairAssessment.Level
  ) -> [Reason] {
    (pair.common.reasons + option.assessment.reasons + level.assessment.reasons).filter {
      ($0.verdict == .review || $0.isFlagged) && !$0.holdsForEverybody
    }
  }

  private func named(_ offer: Offer) -> AllocationPlan.Standby {
    let transplant = model.setting.policy.regimens[Int(offer.regimen)].transplant
    return AllocationPlan.Standby(
      offer: offer, recipient: cohort.recipients[Int(offer.recipient)].id, transplant: transplant.name,
      level: transplant.levels[Int(offer.level)].name)
  }

  private func account(
    of donor: Int32, _ range: Range<Int>, served: Int, _ standbys: StandbyList
  ) -> AllocationPlan.DonorAccount {
    let stock = model.stocks[Int(donor)]
    let person = cohort.donors[Int(donor)]
    let left = account.left[Int(donor)]
    var worth: Double?
    if let worths = result.donorWorths, let prices = result.proofs.last?.prices {
      worth = Double(worths[Int(donor)]) / Double(prices.scale)
    } else if model.coversAllPairs, let proof = result.proofs.last, let prices = proof.prices {
      var bound = PricedBound(
        model.setting, rank: result.proofs.count - 1, prices, reached: result.proofs.dropLast().map(\.value))
      worth = Double(bound.add(model.offers[range], of: stock)) / Double(prices.scale)
    }
    return AllocationPlan.DonorAccount(
      donor: person.id,
      laboratory: model.setting.policy.clinic.nearestLaboratory(to: person, among: cohort.centres)?.id,
      candidates: model.coversAllPairs ? Set(model.offers[range].map(\.recipient)).count : nil,
      served: served, islets: Double(stock.isletCapacity),
      isletsUsed: Double(stock.isletCapacity - left.islets),
      cells: Double(stock.cellCapacity) * DonorStock.cellUnit,
      cellsUsed: Double(stock.cellCapacity - left.cells) * DonorStock.cellUnit,
      isMeasured: person.isletIEQMeasured != nil, worth: worth,
      standbys: standbys.additions(to: donor).map(named))
  }

  private func limits(_ prices: PriceList?) -> [AllocationPlan.SharedLimit] {
    let scale = Double(prices?.scale ?? 1)
    return model.limits.map(\.limit).map { limit in
      let (kind, place, period, price): (String, Int32, Int32, Int64?) =
        switch limit {
        case .bed(let slot): ("bed", slot.centre, slot.period, prices.map { $0.beds[slot] ?? 0 })
        case .runs(let laboratory): ("isolation_run", laboratory, 0, prices.map { $0.runs[laboratory] ?? 0 })
        }
      return AllocationPlan.SharedLimit(
        kind: kind, place: cohort.centres[Int(place)].id, period: Int(period),
        capacity: model.capacity(limit),
        used: account.used[limit] ?? 0, price: price.map { Double($0) / scale })
    }.sorted { ($0.kind, $0.place, $0.period) < ($1.kind, $1.place, $1.period) }
  }

  private func shares(_ prices: PriceList?) -> [AllocationPlan.ShareOutcome] {
    model.setting.policy.allocation.shares.enumerated().map { bit, share in
      AllocationPlan.ShareOutcome(
        share: share,
        members: chosen.count { (model.setting.groups[Int($0.recipient)] >> UInt64(bit)) & 1 == 1 },
        transplants: chosen.count, price: prices.map { 1000 * Double($0.shares[bit]) / Double($0.scale) })
    }
  }
}

/// What a set of offers uses of everything.
struct Account: Sendable {
  /// What is left of each donor's islets and cells.
  private(set) var left: [(islets: Int64, cells: Int64)]
  /// What is used of each shared limit.
  private(set) var used: [AllocationModel.Limit: Int64] = [:]
  /// The donors with an assignment.
  private(set) var active: Set<Int32> = []
  /// The recipients with an assignment.
  private(set) var served: Set<Int32> = []

  init(_ model: AllocationModel, _ chosen: [Offer]) {
    left = model.stocks.map { ($0.isletCapacity, $0.cellCapacity) }
    for offer in chosen {
      left[Int(offer.donor)].islets -= offer.islets
      left[Int(offer.donor)].cells -= offer.cells
      served.insert(offer.recipient)
      if let bed = offer.bed { used[.bed(bed), default: 0] += 1 }
      if active.insert(offer.donor).inserted, model.stocks[Int(offer.donor)].laboratory >= 0 {
        used[.runs(model.stocks[Int(offer.donor)].laboratory), default: 0] += 1
      }
    }
  }
}
