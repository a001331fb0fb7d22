import TandemClinic
import TandemPolicy
import TandemRegistry

/// What all donors together use, and what was found wrong.
struct PlanTally {
  let setting: AllocationSetting
  var faults: [String] = []
  var served: Set<Int> = []
  /// The sums of the objectives' values.
  var sums: [Int64]
  private var beds: [String: [Int32: Int]] = [:]
  private var runs: [String: Int] = [:]

  init(_ setting: AllocationSetting) {
    self.setting = setting
    sums = Array(repeating: 0, count: setting.policy.allocation.objectives.count)
  }

  mutating func add(_ recipient: Int, _ level: PairAssessment.Level, donor: Int, _ plan: ProtocolPlan) {
    for (rank, objective) in setting.policy.allocation.objectives.enumerated() {
      switch objective {
      case .score: sums[rank] += level.score.parts.reduce(0) { $0 + $1.points.millionths }
      case .transplants: sums[rank] += 1
      case .benefit:
        let gain = level.score.parts.first { $0.attribute == "predicted-benefit" }?.raw ?? 0
        sums[rank] += Int64((gain * 1_000_000).rounded())
      }
    }
    if let centre = setting.cohort.recipients[recipient].centreID {
      beds[centre, default: [:]][setting.bedPeriod(of: setting.cohort.donors[donor], plan), default: 0] += 1
    }
  }

  /// Counts the isolation run that the donor of `context` needs.
  mutating func use(_ context: MatchContext) {
    if context.donor.isletIEQMeasured == nil, let laboratory = context.laboratory {
      runs[laboratory.id, default: 0] += 1
    }
  }

  /// Beds, isolation runs and shares.
  mutating func checkShared() {
    for centre in setting.cohort.centres {
      if let there = centre.conditioningBeds {
        for (period, used) in (beds[centre.id] ?? [:]).sorted(by: { $0.key < $1.key })
        where Double(used) > there {
          faults.append(
            "Centre \(centre.id) has \(Amount.text(there)) beds in period \(period + 1), and \(used) are used."
          )
        }
      }
      if let there = centre.isolationRuns, let used = runs[centre.id], Double(used) > there {
        faults.append(
          "Laboratory \(centre.id) has \(Amount.text(there)) isolation runs, and \(used) are used.")
      }
    }
    for share in setting.policy.allocation.shares {
      let members = served.count { share.members.contains(setting.cohort.recipients[$0]) }
      if 1000 * Int64(members) < share.atLeastThousandths * Int64(served.count) {
        faults.append(
          "Share \(share.name): \(members) of \(served.count) transplants are less than the policy asks for.")
      }
    }
  }
}
