import TandemClinic
import TandemFiles
public import TandemPolicy
public import TandemRegistry

/// What a plan is made for: cohort, policy and what was decided before, with everything that no pair changes
/// worked out once.
public struct AllocationSetting: Sendable {
  /// The cohort.
  public let cohort: Cohort
  /// The policy.
  public let policy: Policy
  /// What was decided before.
  public let order: AllocationOrder
  /// For each recipient a bit for every share of the policy to whose group the recipient belongs.
  public let groups: [UInt64]
  /// For each recipient the place of the centre in the cohort, -1 when it is unknown or not in the list.
  let centre: [Int32]
  /// For each recipient the gain in utility that `predicted-benefit` rates, in millionths; 0 when it is unknown.
  let benefits: [Int64]
  /// The first day on which a donor of the cohort was cross-clamped, from which bed periods count.
  let firstInstant: Instant?

  /// A setting.
  public init(_ cohort: Cohort, _ policy: Policy, _ order: AllocationOrder = AllocationOrder()) {
    self.cohort = cohort
    self.policy = policy
    self.order = order
    let shares = policy.allocation.shares
    groups = cohort.recipients.map { recipient in
      var mask: UInt64 = 0
      for (bit, share) in shares.enumerated() where share.members.contains(recipient) {
        mask |= 1 << UInt64(bit)
      }
      return mask
    }
    var place: [String: Int32] = [:]
    for (index, found) in cohort.centres.enumerated() { place[found.id] = Int32(index) }
    centre = cohort.recipients.map { $0.centreID.flatMap { place[$0] } ?? -1 }
    let benefit = policy.terms.first {
      $0.attribute.name == AllocationChoices.Objective.benefit.rawValue
    }
    benefits = cohort.recipients.map { recipient in
      guard case .recipient(let measure)? = benefit?.attribute.measurement else { return 0 }
      return Int64(((measure(recipient).raw ?? 0) * 1_000_000).rounded())
    }
    firstInstant = cohort.donors.compactMap(\.crossClampAt).min()
  }

  /// The period in which a recipient of `donor` under a protocol takes a bed: counted from the first
  /// cross-clamp of the cohort to the day on which conditioning begins; 0 where the policy counts beds for the
  /// whole run or the donor's time is unknown.
  func bedPeriod(of donor: Donor, _ plan: ProtocolPlan) -> Int32 {
    guard let days = policy.allocation.bedPeriodDays, let begin = firstInstant, let clamp = donor.crossClampAt
    else { return 0 }
    let transplant = plan.transplant
    let treatments = transplant.steps.filter { $0.kind == .treatment }.map(\.day.value)
    let first = treatments.min() ?? transplant.stemCellDay
    let hours =
      clamp.hours(since: begin) + plan.schedule.isletsAfterHours + (first - transplant.isletDay) * 24
    return Int32(max(0, (hours / 24 / days).rounded(.down)))
  }
}

/// The beds of one centre in one period.
public struct BedSlot: Sendable, Hashable {
  /// The centre's place in the cohort.
  public let centre: Int32
  /// The period, from 0.
  public let period: Int32
}
