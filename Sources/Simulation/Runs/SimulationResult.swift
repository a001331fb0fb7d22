/// What a simulation found, worked out of its replicates in their order.
public struct SimulationResult: Sendable {
  /// One measure under one policy.
  public struct Summary: Sendable, Hashable {
    /// Mean and spread over replicates.
    public let moments: Moments
    /// Between which values the middle 95 % of replicates lie; nil when there are none.
    public let band: ClosedRange<Double>?
  }

  /// A policy against the reference.
  public struct Comparison: Sendable {
    /// The policy's place.
    public let policy: Int
    /// A difference for each measure.
    public let differences: [PairedDifference]
    /// Differences of what groups record, group after group.
    let groups: [Moments]

    /// The mean difference of a count or an amount of a group in a replicate, by its name in files; nil for what
    /// is not a count or an amount, such as a rate.
    public func difference(of name: String, inGroup group: Int) -> GroupDifference? {
      guard let (measure, unit) = GroupMeasure.counts[name] else { return nil }
      return GroupDifference(groups[group * GroupMeasure.allCases.count + measure.rawValue], unit: unit)
    }
  }

  /// For each policy, for each measure, what came out.
  public let summaries: [[Summary]]
  /// For each policy, for each group of the grouping, what came out.
  public let groups: [[GroupLine]]
  /// Every policy but the first against the first.
  public let comparisons: [Comparison]
  /// Replicates that went in.
  public let replicates: Int
  /// Pairs of a donor and somebody who waited when the donor came, each of which a policy judged.
  public let pairs: Int
  /// Those among them who were on a roster, each of which a policy scored.
  public let scored: Int
}

/// Gathers replicates, in order, in memory that does not grow with their number.
public struct ResultGatherer {
  private let policies: Int
  private let groupCount: Int
  private let seed: UInt64
  private var moments: [[Moments]]
  /// Values of measures by policy and measure, kept for percentiles and the bootstrap.
  private var kept: [[[Double]]]
  /// Differences from the reference by policy and what groups record.
  private var differences: [[Moments]]
  private var reference: [Double] = []
  private var replicates = 0
  private var pairs = 0
  private var scored = 0

  /// Of longer runs percentiles and bootstrap see the first so many replicates; means see all.
  public static let mostKept = 4096

  /// A gatherer for the results of a plan.
  public init(_ plan: SimulationPlan) {
    policies = plan.arms.count
    groupCount = plan.source.grouping.count
    seed = plan.source.seed
    moments = Array(
      repeating: Array(repeating: Moments(), count: plan.width), count: policies)
    differences = Array(
      repeating: Array(repeating: Moments(), count: plan.width - Measure.all.count), count: policies)
    kept = Array(repeating: Array(repeating: [], count: Measure.all.count), count: policies)
  }

  /// Adds the results of some replicates, all policies of each, the reference first.
  public mutating func add(_ results: [ReplicateResult]) {
    let measures = Measure.all.count
    for result in results {
      if result.policy == 0 {
        replicates += 1
        reference = result.values
      } else {
        for index in differences[result.policy].indices {
          differences[result.policy][index].add(
            result.values[measures + index] - reference[measures + index])
        }
      }
      pairs += result.pairs
      scored += result.scored
      for index in result.values.indices { moments[result.policy][index].add(result.values[index]) }
      if replicates <= ResultGatherer.mostKept {
        for index in 0..<measures { kept[result.policy][index].append(result.values[index]) }
      }
    }
  }

  /// What came out.
  public var result: SimulationResult {
    let measures = Measure.all.count
    let perGroup = GroupMeasure.allCases.count
    let summaries = (0..<policies).map { policy in
      (0..<measures).map { measure in
        let values = kept[policy][measure].filter { !$0.isNaN }
        let band = values.isEmpty ? nil : values.quantile(0.025)...values.quantile(0.975)
        return SimulationResult.Summary(moments: moments[policy][measure], band: band)
      }
    }
    let groups = (0..<policies).map { policy in
      (0..<groupCount).map { group in
        GroupLine(moments[policy][(measures + group * perGroup)..<(measures + (group + 1) * perGroup)])
      }
    }
    return SimulationResult(
      summaries: summaries, groups: groups, comparisons: comparisons, replicates: replicates, pairs: pairs,
      scored: scored)
  }

  private var comparisons: [SimulationResult.Comparison] {
    var all = (1..<max(1, policies)).map { policy in
      Measure.all.indices.map { measure in
        let reference = kept[0][measure]
        let values = kept[policy][measure]
        return PairedDifference(values.indices.map { values[$0] - reference[$0] }, seed: seed)
      }
    }
    // Two families: the key measures, which are the question, and all the others, which are looked at besides.
    for isKey in [true, false] {
      let places = all.indices.flatMap { row in
        all[row].indices.filter { Measure.all[$0].isKey == isKey && all[row][$0].probability != nil }
          .map { (row, $0) }
      }
      let adjusted = Holm.adjusted(places.map { all[$0.0][$0.1].probability ?? 1 })
      for (place, probability) in zip(places, adjusted) { all[place.0][place.1].adjusted = probability }
    }
    return all.enumerated().map { row, differences in
      SimulationResult.Comparison(
        policy: row + 1, differences: differences, groups: self.differences[row + 1])
    }
  }
}
