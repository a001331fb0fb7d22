import TandemClinic
public import TandemMatching
public import TandemPacking
import TandemPolicy
public import TandemRegistry

/// A cohort whose pairs are too many to be held at once: planned and checked over the packed pool, donor by donor.
///
///     let large = LargePool(setting, Pool(setting.cohort, under: setting.policy))
///     let result = large.solve(request)
///     let model = large.model(of: result.chosen ?? [], threads: request.threads)
///
/// The bound of the result holds for all pairs. The model holds the offers of the plan and of those who would come next,
/// and in a word what stood in the way of everybody else.
public struct LargePool: Sendable {
  /// From so many pairs of recipient and donor on a cohort is large.
  public static let mostPairs = 60_000_000

  /// What a search went through.
  public struct Stage: Sendable, Hashable {
    /// What was done: `prices`, `pass`, `dive` and others.
    public var name: String
    /// Seconds since the search began.
    public var seconds: Double
    /// What the best plan was worth; nil before there was one.
    public var value: Int64?
    /// The lowest bound over all pairs; nil before there was one.
    public var bound: Int64?
    /// How many offers the passes over the pool brought up so far.
    public var offers: Int
    /// How many pairs were compared in full so far; the others were passed by on bounds.
    public var compared: Int
    /// How many pairs were asked for so far: the recipients of the pool, each time that a donor was held against
    /// them.
    public var asked: Int
    /// How many passes over all pairs there were so far.
    public var passes: Int

    /// The distance of bound and value relative to the value; nil while one is missing.
    public var gap: Double? {
      guard let bound, let value else { return nil }
      return relativeGap(bound: bound, value: value)
    }
  }

  private let setting: AllocationSetting
  private let source: OfferSource

  /// Prepares a cohort; the pool must be of its recipients under its policy.
  public init(_ setting: AllocationSetting, _ pool: Pool, threads: Int = 1) {
    self.setting = setting
    source = OfferSource(setting, pool, threads: threads)
  }

  /// The same over offers that were judged before, for tests.
  init(_ setting: AllocationSetting, judged: [DonorOffers]) {
    self.setting = setting
    source = OfferSource(setting, judged)
  }

  /// Whether a cohort is large.
  public static func isLarge(_ cohort: Cohort) -> Bool { cohort.pairCount > mostPairs }

  /// What asks for the problem as a whole, in words that end a sentence; nil when nothing does.
  public static func obstacle(_ setting: AllocationSetting) -> String? {
    let choices = setting.policy.allocation
    if !choices.shares.isEmpty { return "the policy has shares" }
    if choices.objectives.count > 1 { return "the policy ranks its objectives" }
    if setting.order != AllocationOrder() { return "pairs were decided before" }
    return nil
  }

  /// Looks for the best plan, until the wanted gap or a limit is reached.
  public func solve(_ request: SolveRequest, tell: @escaping (Stage) -> Void = { _ in }) -> AllocationResult {
    let clock = PoolClock(request)
    var planner = PoolPlanner(setting, source, request, clock, tell: tell)
    planner.run()
    return planner.result(pairs: setting.cohort.pairCount)
  }

  /// The offers of a plan, and of those who would come next, as a model to describe it by, with what stands between
  /// everybody else and a place. `tell` hears how many donors were asked for that; when it is cancelled, the model is
  /// one of the plan alone.
  public func model(
    of chosen: [Offer], threads: Int, isCancelled: () -> Bool = { false }, tell: (Int) -> Void = { _ in }
  ) -> AllocationModel {
    let stocks = source.stocks
    let survey = UnservedSurvey(setting, source, chosen, threads: threads)
    let findings = survey.findings(isCancelled: isCancelled, tell: tell)
    var own = findings?.next ?? Array(repeating: [], count: stocks.count)
    for offer in chosen { own[Int(offer.donor)].append(offer) }
    let donors = own.enumerated().map { donor, offers in
      DonorOffers(donor: Int32(donor), stock: stocks[donor], offers: offers.sorted(by: Offer.precedes))
    }
    return AllocationModel(setting, ofPlan: donors, findings?.standing)
  }

  /// The offers that a plan's file names, judged anew by the rules that also explain; without those that are not
  /// open, which the check of the plan reports.
  public func offers(in plan: PlanDocument) -> [Offer] {
    let cohort = setting.cohort
    let donors = Dictionary(cohort.donors.enumerated().map { ($1.id, $0) }) { first, _ in first }
    let named = Set(plan.entries.map(\.pair.recipient))
    var recipients: [String: Int] = [:]
    for (index, person) in cohort.recipients.enumerated() where named.contains(person.id) {
      recipients[person.id] = index
    }
    let transplants = setting.policy.regimens.map(\.transplant)
    var found: [Offer] = []
    for (name, entries) in Dictionary(grouping: plan.entries, by: \.pair.donor).sorted(by: { $0.key < $1.key }
    ) {
      guard let donor = donors[name] else { continue }
      let context = MatchContext(donor: cohort.donors[donor], in: cohort, under: setting.policy)
      let stock = DonorStock(context)
      for entry in entries {
        guard let recipient = recipients[entry.pair.recipient] else { continue }
        let pair = context.pair(recipient, .faults)
        if !pair.isListed { continue }
        found += DonorOffers.offers(pair, context, stock, donor: donor, setting).filter { offer in
          let transplant = transplants[Int(offer.regimen)]
          return transplant.name == entry.transplant
            && transplant.levels[Int(offer.level)].name == entry.level
        }
      }
    }
    return found
  }

  /// What prices prove over all pairs; no bound when the numbers are out of range.
  func proof(_ prices: PriceList, threads: Int) -> (bound: Int64?, donorWorths: [Int64]) {
    PoolBound(setting, source, threads: threads).proof(prices)
  }
}

extension Cohort {
  /// How many pairs of a donor and a recipient there are.
  var pairCount: Int {
    let (count, overflow) = recipients.count.multipliedReportingOverflow(by: donors.count)
    return overflow ? .max : count
  }
}
