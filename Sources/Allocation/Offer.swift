import TandemClinic
public import TandemMatching
public import TandemPolicy
import TandemRegistry

/// One way to serve one recipient from one donor: a protocol at a dose level.
public struct Offer: Sendable, Hashable {
  /// The donor's place in the cohort.
  public let donor: Int32
  /// The recipient's place in the cohort.
  public let recipient: Int32
  /// The protocol's place in the policy.
  public let regimen: Int32
  /// The dose level's place in the protocol.
  public let level: Int32
  /// The score.
  public let score: Points
  /// The gain in utility that `predicted-benefit` rates, in millionths; 0 when it is unknown.
  public let benefit: Int64
  /// What it takes of the donor's islets, in IEQ before losses.
  public let islets: Int64
  /// What it takes of the donor's CD34+ cells, in thousands before losses.
  public let cells: Int64
  /// The bed it takes; nil when the centre is unknown.
  public let bed: BedSlot?
}

/// The offers of one donor.
public struct DonorOffers: Sendable {
  /// The donor's place in the cohort.
  public let donor: Int32
  /// What there is to give.
  public let stock: DonorStock
  /// The offers by recipient, then protocol, then dose level.
  public let offers: [Offer]
  init(donor: Int32, stock: DonorStock, offers: [Offer]) {
    self.donor = donor
    self.stock = stock
    self.offers = offers
  }

  /// Judges every recipient for one donor by the rules that also explain. About 50 microseconds a recipient.
  public init(explaining donor: Int, in setting: AllocationSetting) {
    let cohort = setting.cohort
    let context = MatchContext(donor: cohort.donors[donor], in: cohort, under: setting.policy)
    stock = DonorStock(context)
    self.donor = Int32(donor)
    var offers: [Offer] = []
    for index in cohort.recipients.indices {
      let pair = context.pair(index, .faults)
      if pair.isListed { offers += DonorOffers.offers(pair, context, stock, donor: donor, setting) }
    }
    self.offers = offers
  }

  /// The same from the packed pool of the cohort under the policy: a few nanoseconds a recipient.
  public init(of donor: Int, in setting: AllocationSetting, _ pool: Pool) {
    let context = MatchContext(
      donor: setting.cohort.donors[donor], in: setting.cohort, under: setting.policy)
    let stock = DonorStock(context)
    self.donor = Int32(donor)
    self.stock = stock
    offers = DonorOffers.offers(Screen(context, over: pool).offers(), context, stock, donor: donor, setting)
  }

  /// What a screen found, with what it takes of the donor's stock.
  static func offers(
    _ found: [Screen.Offer], _ context: MatchContext, _ stock: DonorStock, donor: Int,
    _ setting: AllocationSetting
  ) -> [Offer] {
    let periods = context.plans.map { setting.bedPeriod(of: context.donor, $0) }
    let draws = context.plans.map { Draw($0) }
    return found.compactMap { found in
      guard found.isletIEQ > 0,
        let draw = draws[Int(found.option)]?.amounts(
          isletIEQ: found.isletIEQ, cd34Cells: found.cd34Cells, from: stock)
      else { return nil }
      let recipient = Int(found.recipientIndex)
      let centre = setting.centre[recipient]
      return Offer(
        donor: Int32(donor), recipient: found.recipientIndex, regimen: Int32(found.option),
        level: Int32(found.level), score: found.score, benefit: setting.benefits[recipient],
        islets: draw.islets, cells: draw.cells,
        bed: centre < 0 ? nil : BedSlot(centre: centre, period: periods[Int(found.option)]))
    }
  }

  /// The open options of a listed pair.
  static func offers(
    _ pair: PairAssessment, _ context: MatchContext, _ stock: DonorStock, donor: Int,
    _ setting: AllocationSetting
  ) -> [Offer] {
    var offers: [Offer] = []
    for (place, option) in pair.options.enumerated() {
      let plan = context.plans[place]
      for (number, level) in option.levels.enumerated() where level.isOpen {
        guard let ieq = level.isletIEQ, let cd34 = level.cd34Cells,
          let draw = Draw(plan)?.amounts(isletIEQ: ieq, cd34Cells: cd34, from: stock)
        else { continue }
        let centre = setting.centre[pair.recipientIndex]
        let gain = level.score.parts.first { $0.attribute == AllocationChoices.Objective.benefit.rawValue }?
          .raw
        offers.append(
          Offer(
            donor: Int32(donor), recipient: Int32(pair.recipientIndex), regimen: Int32(place),
            level: Int32(number), score: level.score.total,
            benefit: Int64(((gain ?? 0) * 1_000_000).rounded()), islets: draw.islets, cells: draw.cells,
            bed: centre < 0
              ? nil : BedSlot(centre: centre, period: setting.bedPeriod(of: context.donor, plan))))
      }
    }
    return offers
  }
}

extension Offer {
  /// What the offer is worth to an objective: millionths of a point or of utility, or one person.
  public func value(_ objective: AllocationChoices.Objective) -> Int64 {
    switch objective {
    case .score: score.millionths
    case .transplants: 1
    case .benefit: benefit
    }
  }

  /// The order of a donor's offers: by recipient, then protocol, then dose level.
  static func precedes(_ first: Offer, _ second: Offer) -> Bool {
    (first.recipient, first.regimen, first.level) < (second.recipient, second.regimen, second.level)
  }

  /// Whether `other`, for the same pair and bed, is worth no less to any objective and takes no more.
  func isDominated(by other: Offer, _ objectives: [AllocationChoices.Objective]) -> Bool {
    other.recipient == recipient && other.bed == bed && other.islets <= islets && other.cells <= cells
      && objectives.allSatisfy { other.value($0) >= value($0) }
  }

  /// Without offers that another one of the same pair and bed is never worse than; of equal ones the first stays. The
  /// offers must stand together by recipient.
  static func undominated(_ offers: [Offer], _ objectives: [AllocationChoices.Objective]) -> [Offer] {
    var kept: [Offer] = []
    kept.reserveCapacity(offers.count)
    var start = 0
    while start < offers.count {
      var end = start
      while end < offers.count, offers[end].recipient == offers[start].recipient { end += 1 }
      for own in start..<end {
        let isNeedless = (start..<end).contains { other in
          other != own && offers[own].isDominated(by: offers[other], objectives)
            && (other < own || !offers[other].isDominated(by: offers[own], objectives))
        }
        if !isNeedless { kept.append(offers[own]) }
      }
      start = end
    }
    return kept
  }
}
