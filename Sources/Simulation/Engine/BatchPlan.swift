import TandemAllocation
import TandemFiles
import TandemPacking
import TandemPolicy
import TandemRegistry

/// The best plan for the donors of a batch and all who wait, as the policy's objectives and shares have it.
struct BatchPlan {
  /// For each donor of the batch who is offered the grafts, the highest score first.
  let candidates: [[Candidate]]

  /// What must be known of the programme: beds that are free and isolations that are left, by centre.
  struct Room {
    let freeBeds: [Int]
    let runsLeft: [Int]
  }

  /// Plans for `donors`. Beds count for the batch as a whole, since it is the programme that keeps the calendar.
  ///
  /// Cost: a screening of everybody for each donor, some microseconds a hundred recipients for the setting, and the
  /// search, which is run to a proven optimum.
  init(_ donors: [Donor], _ waiting: WaitingPool, under policy: Policy, _ room: Room) throws {
    var cohort = waiting.cohort
    cohort.donors = donors
    for place in cohort.centres.indices {
      cohort.centres[place].conditioningBeds = Double(room.freeBeds[place])
      cohort.centres[place].isolationRuns = Double(room.runsLeft[place])
    }
    var policy = policy
    policy.allocation.bedPeriodDays = nil
    let setting = AllocationSetting(cohort, policy)
    let offers = donors.indices.map { DonorOffers(of: $0, in: setting, waiting.pool) }
    let model = AllocationModel(setting, offers)
    // The search alone: nobody reads a proof of each of thousands of plans.
    let found = try solve(model.packing, SolveRequest()).plan?.options ?? []
    let chosen = found.filter { $0 < model.offers.count }.map { model.offers[$0] }
    candidates = donors.indices.map { donor in
      chosen.filter { $0.donor == Int32(donor) }
        .sorted { one, other in
          if one.score != other.score { return one.score > other.score }
          return cohort.recipients[Int(one.recipient)].id < cohort.recipients[Int(other.recipient)].id
        }
        .map {
          Candidate(
            person: Int($0.recipient), score: $0.score,
            choice: .init(option: Int($0.regimen), level: Int($0.level)))
        }
    }
  }
}
