import TandemRegistry

/// What centres and laboratories have, by the places of a price board; infinite where there is no limit.
struct PoolLimits: Sendable {
  /// Beds by centre and period.
  let beds: [Double]
  /// Isolation runs by laboratory.
  let runs: [Double]

  init(_ setting: AllocationSetting, periods: Int) {
    let centres = setting.cohort.centres
    beds =
      centres.flatMap { centre in
        Array(repeating: centre.conditioningBeds?.rounded(.down) ?? .infinity, count: periods)
      } + [.infinity]
    runs = centres.map { $0.isolationRuns?.rounded(.down) ?? .infinity } + [.infinity]
  }
}
