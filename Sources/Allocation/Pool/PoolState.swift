import TandemPolicy
import TandemRegistry

/// Who is served by whom in a pool, and what is left of beds and isolation runs.
struct PoolState: Sendable {
  /// The offers chosen of each donor.
  private(set) var chosen: [[Offer]]
  /// The donor of each recipient, -1 for those without.
  private(set) var donorOf: [Int32]
  /// What is left of each bed, by its place on a price board; very many where there is no limit.
  private(set) var beds: [Int]
  /// What is left of the isolation runs of each laboratory, likewise.
  private(set) var runs: [Int]
  /// The value of the plan.
  private(set) var value: Int64 = 0

  private let board: PriceBoard
  private let laboratory: [Int32]
  private let objective: AllocationPlan.Objective

  init(_ setting: AllocationSetting, _ stocks: [DonorStock], _ limits: PoolLimits, _ blank: PriceBoard) {
    chosen = Array(repeating: [], count: stocks.count)
    donorOf = Array(repeating: -1, count: setting.cohort.recipients.count)
    beds = PoolState.whole(limits.beds)
    runs = PoolState.whole(limits.runs)
    board = blank
    laboratory = stocks.map(\.laboratory)
    objective = setting.policy.allocation.objectives[0]
  }

  /// Limits in whole numbers; very many where there is none.
  static func whole(_ limits: [Double]) -> [Int] { limits.map { Int(min($0, 1e15)) } }

  /// What a donor's set is worth.
  func value(of donor: Int) -> Int64 { chosen[donor].reduce(0) { $0 + $1.value(objective) } }

  /// The place of the bed that an offer takes.
  func place(_ offer: Offer) -> Int { board.place(of: offer.bed) }

  /// The place of a donor's laboratory.
  func laboratory(of donor: Int) -> Int { board.place(of: laboratory[donor]) }

  /// Gives a donor's grafts to others than before, who must all be free or the donor's own.
  mutating func set(_ donor: Int, to offers: [Offer]) {
    let run = laboratory(of: donor)
    for offer in chosen[donor] {
      donorOf[Int(offer.recipient)] = -1
      beds[place(offer)] += 1
      value -= offer.value(objective)
    }
    if !chosen[donor].isEmpty { runs[run] += 1 }
    for offer in offers {
      donorOf[Int(offer.recipient)] = Int32(donor)
      beds[place(offer)] -= 1
      value += offer.value(objective)
    }
    if !offers.isEmpty { runs[run] -= 1 }
    chosen[donor] = offers
  }

  /// Whether beds and runs hold for everybody.
  var isFeasible: Bool { beds.allSatisfy { $0 >= 0 } && runs.allSatisfy { $0 >= 0 } }

  /// Whether an offer could be added as far as recipient and bed go.
  func isOpen(_ offer: Offer) -> Bool { donorOf[Int(offer.recipient)] < 0 && beds[place(offer)] > 0 }

  /// Whether a donor may be used: it is in use, or its laboratory has a run.
  func hasRun(_ donor: Int) -> Bool { !chosen[donor].isEmpty || runs[laboratory(of: donor)] > 0 }

  /// Whether a set of offers could be a donor's beside what the others have.
  func fits(_ donor: Int, _ offers: [Offer]) -> Bool {
    if offers.isEmpty { return true }
    if !hasRun(donor) { return false }
    for (index, offer) in offers.enumerated() {
      if donorOf[Int(offer.recipient)] >= 0, donorOf[Int(offer.recipient)] != Int32(donor) { return false }
      let bed = place(offer)
      let wanted = offers[...index].count { place($0) == bed }
      let own = chosen[donor].count { place($0) == bed }
      if wanted > beds[bed] + own { return false }
    }
    return true
  }
}
