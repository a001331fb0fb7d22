public import TandemClinic
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

/// The offers of one donor, and who has none and why.
public struct DonorOffers: Sendable {
  /// Somebody who cannot be offered anything of this donor.
  public struct Closed: Sendable {
    /// The recipient's place in the cohort.
    public let recipient: Int32
    /// The rules in the way of the nearest option.
    public let rules: [Rule]
  }

  /// The donor's place in the cohort.
  public let donor: Int32
  /// What there is to give.
  public let stock: DonorStock
  /// The offers by recipient, then protocol, then dose level.
  public let offers: [Offer]
  /// The recipients without an offer, in the order of the cohort.
  public let closed: [Closed]

  init(donor: Int32, stock: DonorStock, offers: [Offer], closed: [Closed]) {
    self.donor = donor
    self.stock = stock
    self.offers = offers
    self.closed = closed
  }

  /// Judges every recipient for one donor by the rules that also explain. About 50 microseconds a recipient.
  public init(explaining donor: Int, in setting: AllocationSetting) {
    let people = setting.cohort.recipients.indices
    self.init(donor, people.map { ($0, nil) }, setting)
  }

  /// The same for the search: who is closed whoever the donor is, and everybody when the donor is, are not judged
  /// pair by pair.
  public init(of donor: Int, in setting: AllocationSetting, _ readiness: Readiness) {
    let own = setting.policy.assess(setting.cohort.donors[donor], .faults)
    if !readiness.gate.isOpen(own) {
      let rules = own.reasons.filter(readiness.gate.blocks).map(\.rule)
      self.init(
        donor, setting.cohort.recipients.indices.map { ($0, (readiness.closedBy[$0] ?? []) + rules) }, setting
      )
    } else {
      self.init(donor, setting.cohort.recipients.indices.map { ($0, readiness.closedBy[$0]) }, setting)
    }
  }

  /// Judges those who are not known to be closed.
  private init(_ donor: Int, _ people: [(index: Int, closedBy: [Rule]?)], _ setting: AllocationSetting) {
    let cohort = setting.cohort
    let context = MatchContext(donor: cohort.donors[donor], in: cohort, under: setting.policy)
    let stock = DonorStock(context)
    var offers: [Offer] = []
    var closed: [Closed] = []
    for (index, rules) in people {
      if let rules {
        closed.append(Closed(recipient: Int32(index), rules: rules))
        continue
      }
      let pair = context.pair(index, .faults)
      guard pair.isListed else {
        closed.append(Closed(recipient: Int32(index), rules: pair.blocking.map(\.rule)))
        continue
      }
      offers += DonorOffers.offers(pair, context, stock, donor: donor, setting)
    }
    self.donor = Int32(donor)
    self.stock = stock
    self.offers = offers
    self.closed = closed
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
        guard let draw = plan.draw(of: level, from: stock) else { continue }
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

  /// Whether `other`, for the same pair and bed, is worth no less to any objective and takes no more.
  func isDominated(by other: Offer, _ objectives: [AllocationChoices.Objective]) -> Bool {
    other.recipient == recipient && other.bed == bed && other.islets <= islets && other.cells <= cells
      && objectives.allSatisfy { other.value($0) >= value($0) }
  }
}
