import TandemPolicy
import TandemRegistry

/// Who is served by whom in a pool, and what is left of beds and isolation runs.
struct PoolState: Sendable {
  /// The offers chosen of each donor.
  private(set) var chosen: [[Offer]]
  /// The donor of each recipient, -1 for those without.
  private(set) var donorOf: [Int32]
  /// What is left of each bed, by its place on a price board; the greatest number where there is no limit.
  private(set) var beds: [Int]
  /// What is left of the isolation runs of each laboratory.
  private(set) var runs: [Int]
  /// The value of the plan.
  private(set) var value: Int64 = 0

  private let periods: Int
  private let laboratory: [Int32]
  private let objective: AllocationPlan.Objective

  init(_ setting: AllocationSetting, _ stocks: [DonorStock], periods: Int) {
    let centres = setting.cohort.centres
    chosen = Array(repeating: [], count: stocks.count)
    donorOf = Array(repeating: -1, count: setting.cohort.recipients.count)
    beds = centres.flatMap { centre in
      Array(repeating: centre.conditioningBeds.map { Int($0) } ?? .max, count: periods)
    }
    runs = centres.map { $0.isolationRuns.map { Int($0) } ?? .max }
    self.periods = periods
    laboratory = stocks.map(\.laboratory)
    objective = setting.policy.allocation.objectives[0]
  }

  private func bed(_ offer: Offer) -> Int? { offer.bed.map { Int($0.centre) * periods + Int($0.period) } }

  /// Takes everything from a donor.
  mutating func clear(_ donor: Int) {
    for offer in chosen[donor] {
      donorOf[Int(offer.recipient)] = -1
      if let bed = bed(offer), beds[bed] != .max { beds[bed] += 1 }
      value -= offer.value(objective)
    }
    if !chosen[donor].isEmpty { useRun(of: donor, -1) }
    chosen[donor] = []
  }

  /// Gives a donor's grafts to others than before, who must all be free.
  mutating func set(_ donor: Int, to offers: [Offer]) {
    clear(donor)
    for offer in offers {
      donorOf[Int(offer.recipient)] = Int32(donor)
      if let bed = bed(offer), beds[bed] != .max { beds[bed] -= 1 }
      value += offer.value(objective)
    }
    if !offers.isEmpty { useRun(of: donor, 1) }
    chosen[donor] = offers
  }

  private mutating func useRun(of donor: Int, _ count: Int) {
    let place = Int(laboratory[donor])
    if place >= 0, runs[place] != .max { runs[place] -= count }
  }

  /// Whether beds and runs hold for everybody.
  var isFeasible: Bool { beds.allSatisfy { $0 >= 0 } && runs.allSatisfy { $0 >= 0 } }

  /// Whether an offer could be added as far as recipient and bed go.
  func isOpen(_ offer: Offer) -> Bool {
    donorOf[Int(offer.recipient)] < 0 && (bed(offer).map { beds[$0] > 0 } ?? true)
  }

  /// Whether a donor may be used: it is in use, needs no run, or its laboratory has one.
  func hasRun(_ donor: Int) -> Bool {
    let place = Int(laboratory[donor])
    return place < 0 || !chosen[donor].isEmpty || runs[place] > 0
  }
}
