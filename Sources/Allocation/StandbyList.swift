import TandemPolicy
import TandemRegistry

/// Who would come next: people without an assignment whose offer fits when somebody falls out, everything else
/// staying as it is.
struct StandbyList {
  /// How many are named for each assignment and donor.
  static let length = 3

  private let model: AllocationModel
  private let account: Account
  private let ranges: [Int32: Range<Int>]
  /// For each share of the policy, `1000 * members - n * transplants` of the plan.
  private let slack: [Int64]

  init(_ model: AllocationModel, _ account: Account) {
    self.model = model
    self.account = account
    var ranges: [Int32: Range<Int>] = [:]
    for range in model.donorRanges { ranges[model.offers[range.lowerBound].donor] = range }
    self.ranges = ranges
    let groups = model.setting.groups
    slack = model.setting.policy.allocation.shares.enumerated().map { bit, share in
      account.served.reduce(0) { $0 + StandbyList.factor(share, bit, groups[Int($1)]) }
    }
  }

  private static func factor(_ share: AllocationChoices.Share, _ bit: Int, _ mask: UInt64) -> Int64 {
    ((mask >> UInt64(bit)) & 1 == 1 ? 1000 : 0) - share.atLeastThousandths
  }

  private var objectives: [AllocationChoices.Objective] { model.setting.policy.allocation.objectives }

  /// Those who could take the place of an assignment, the best first.
  func replacements(of lost: Offer) -> [Offer] {
    let left = account.left[Int(lost.donor)]
    return best(
      of: lost.donor, islets: left.islets + lost.islets, cells: left.cells + lost.cells, freed: lost)
  }

  /// Those who could have what is left of a donor, the best first.
  func additions(to donor: Int32) -> [Offer] {
    let left = account.left[Int(donor)]
    return best(of: donor, islets: left.islets, cells: left.cells, freed: nil)
  }

  /// What is lost when a recipient falls out and the best standby takes the place.
  func loss(of lost: Offer, _ next: Offer?) -> AllocationPlan.Loss {
    let objective = objectives[objectives.count - 1]
    return AllocationPlan.Loss(
      amount: lost.value(objective) - (next?.value(objective) ?? 0), kind: .atMost)
  }

  private func best(of donor: Int32, islets: Int64, cells: Int64, freed: Offer?) -> [Offer] {
    guard let range = ranges[donor], hasRun(donor) else { return [] }
    var best: [Int32: Offer] = [:]
    for offer in model.offers[range] where offer.islets <= islets && offer.cells <= cells {
      if account.served.contains(offer.recipient) || !hasBed(offer, freed) || !keepsShares(offer, freed) {
        continue
      }
      if let known = best[offer.recipient], !precedes(offer, known) { continue }
      best[offer.recipient] = offer
    }
    return Array(best.values.sorted(by: precedes).prefix(StandbyList.length))
  }

  /// The more valuable offer first, by the objectives in their order; equals by the place in the cohort.
  private func precedes(_ first: Offer, _ second: Offer) -> Bool {
    for objective in objectives where first.value(objective) != second.value(objective) {
      return first.value(objective) > second.value(objective)
    }
    if first.score != second.score { return first.score > second.score }
    return (first.recipient, first.regimen, first.level) < (second.recipient, second.regimen, second.level)
  }

  private func hasRun(_ donor: Int32) -> Bool {
    let laboratory = model.stocks[Int(donor)].laboratory
    if laboratory < 0 || account.active.contains(donor) { return true }
    guard model.setting.cohort.centres[Int(laboratory)].isolationRuns != nil else { return true }
    return account.used[.runs(laboratory)] ?? 0 < model.capacity(.runs(laboratory))
  }

  private func hasBed(_ offer: Offer, _ freed: Offer?) -> Bool {
    guard let bed = offer.bed, model.setting.cohort.centres[Int(bed.centre)].conditioningBeds != nil else {
      return true
    }
    let used = (account.used[.bed(bed)] ?? 0) - (freed?.bed == bed ? 1 : 0)
    return used < model.capacity(.bed(bed))
  }

  /// Whether every share that holds now still holds with the new member instead of the lost one.
  private func keepsShares(_ offer: Offer, _ freed: Offer?) -> Bool {
    for (bit, share) in model.setting.policy.allocation.shares.enumerated() {
      let groups = model.setting.groups
      var next = slack[bit] + StandbyList.factor(share, bit, groups[Int(offer.recipient)])
      if let freed { next -= StandbyList.factor(share, bit, groups[Int(freed.recipient)]) }
      if next < 0 { return false }
    }
    return true
  }
}
