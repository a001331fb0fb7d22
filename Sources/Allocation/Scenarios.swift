import TandemChance
import TandemParallel
import TandemRegistry

/// How a plan fares when every donor's yield is drawn anew.
public struct ScenarioSummary: Sendable, Hashable {
  /// How many scenarios, and the seed.
  public var count: Int
  /// The seed.
  public var seed: UInt64
  /// How many doses the plan promises.
  public var promises: Int
  /// How many of them hold, on average.
  public var held: Double
  /// The worth of those that hold, in the last objective: the mean, and what is reached in 95 % and in 5 % of
  /// the scenarios.
  public var worth: (mean: Double, low: Double, high: Double)
  /// The mean with standbys in the place of promises that fail.
  public var worthWithStandbys: Double
  /// How many standbys were served, on average.
  public var standbysServed: Double

  public static func == (left: ScenarioSummary, right: ScenarioSummary) -> Bool {
    left.count == right.count && left.seed == right.seed && left.held == right.held
      && left.worth == right.worth && left.worthWithStandbys == right.worthWithStandbys
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(seed)
    hasher.combine(held)
  }
}

extension AllocationPlan {
  /// Draws `count` scenarios and adds what they say. Each donor's draws depend on the seed, the scenario and the
  /// donor's identifier alone (common random numbers), so two plans meet the same yields.
  ///
  /// In a scenario a donor serves its people in their order as far as islets and cells reach; whoever does not get
  /// the promised dose is passed over, and the first standby for whom the rest is enough comes in.
  public mutating func addScenarios(_ count: Int, seed: UInt64, _ model: AllocationModel, threads: Int) {
    let objective = objective
    let served = Dictionary(grouping: assignments.indices) { assignments[$0].offer.donor }
    let donors = served.keys.sorted()
    let plan = self
    let outcomes = mappedInParallel(donors.count, threads: threads) { place -> DonorOutcome in
      let donor = donors[place]
      let own = served[donor]!.map { plan.assignments[$0] }
      let id = model.setting.cohort.donors[Int(donor)].id
      return DonorOutcome(own, model.stocks[Int(donor)], id: id, objective, count: count, seed: seed)
    }
    var worth = [Int64](repeating: 0, count: count)
    var rescued = [Int64](repeating: 0, count: count)
    var held = 0
    var standbys = 0
    for (place, outcome) in outcomes.enumerated() {
      for (index, times) in zip(served[donors[place]]!, outcome.held) {
        assignments[index].heldShare = Double(times) / Double(count)
        held += times
      }
      standbys += outcome.standbys
      for scenario in 0..<count {
        worth[scenario] += outcome.worth[scenario]
        rescued[scenario] += outcome.rescued[scenario]
      }
    }
    let sorted = worth.sorted()
    let number = Double(count)
    scenarios = ScenarioSummary(
      count: count, seed: seed, promises: assignments.count, held: Double(held) / number,
      worth: (
        Double(worth.reduce(0, +)) / number, Double(sorted[(count - 1) * 5 / 100]),
        Double(sorted[(count - 1) * 95 / 100])
      ),
      worthWithStandbys: Double(zip(worth, rescued).reduce(0) { $0 + $1.0 + $1.1 }) / number,
      standbysServed: Double(standbys) / number)
  }
}

/// What the scenarios do to one donor's promises.
private struct DonorOutcome: Sendable {
  /// For each assignment, in how many scenarios it held.
  var held: [Int]
  /// For each scenario, what the assignments that held are worth.
  var worth: [Int64]
  /// For each scenario, what standbys are worth that came in.
  var rescued: [Int64]
  /// How many standbys came in, over all scenarios.
  var standbys = 0

  init(
    _ own: [AllocationPlan.Assignment], _ stock: DonorStock, id: String,
    _ objective: AllocationPlan.Objective, count: Int, seed: UInt64
  ) {
    held = Array(repeating: 0, count: own.count)
    worth = Array(repeating: 0, count: count)
    rescued = Array(repeating: 0, count: count)
    var key: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in id.utf8 { key = (key ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for scenario in 0..<count {
      var chance = SplitMix(seed: seed, key: key, UInt64(scenario))
      var islets = stock.islets?.sample(&chance) ?? 0
      var cells = stock.cells.sample(&chance) / DonorStock.cellUnit
      var waiting: [AllocationPlan.Standby] = []
      for (place, assignment) in own.enumerated() {
        let offer = assignment.offer
        if Double(offer.islets) <= islets, Double(offer.cells) <= cells {
          islets -= Double(offer.islets)
          cells -= Double(offer.cells)
          held[place] += 1
          worth[scenario] += offer.value(objective)
        } else {
          waiting += assignment.standbys
        }
      }
      var came: Set<Int32> = []
      for standby in waiting
      where Double(standby.offer.islets) <= islets && Double(standby.offer.cells) <= cells
        && came.insert(standby.offer.recipient).inserted
      {
        islets -= Double(standby.offer.islets)
        cells -= Double(standby.offer.cells)
        rescued[scenario] += standby.offer.value(objective)
        standbys += 1
      }
    }
  }
}
