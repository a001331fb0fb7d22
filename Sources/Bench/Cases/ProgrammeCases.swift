import TandemAllocation
import TandemClinic
import TandemFiles
import TandemGeneration
import TandemMatching
import TandemPacking
import TandemParallel
import TandemPolicy
import TandemRegistry
import TandemSimulation

extension BenchCase {
  /// What the commands do once the files are read: the match run, the plan for all donors, its verification, and a
  /// programme through time.
  static let programme: [BenchCase] = [
    BenchCase(
      "match.run", per: "recipient",
      "Makes a donor's match run from a packed pool and explains the first 20.",
      isParallel: true
    ) { setting in
      let cohort = try Made.cohort(setting, donors: 1)
      let policy = try Policy.read(Policy.standard)
      let pool = Pool(cohort, under: policy, threads: setting.threads)
      let donor = cohort.donors[0]
      let answer = Answer<MatchRun>()
      let expected = Made.ranks(MatchContext(donor: donor, in: cohort, under: policy))
      return Workload(units: setting.size) {
        let context = MatchContext(donor: donor, in: cohort, under: policy)
        let run = MatchRun(context, over: pool, threads: setting.threads, version: "bench")
        answer.value = run
        let first = run.roster.prefix(20).map { context.pair(Int($0.recipientIndex), .explain) }
        let agree = zip(first, run.roster).allSatisfy { $0.isListed && $0.score.total == $1.score }
        return agree ? nil : "a candidate is explained otherwise than ranked"
      } check: {
        guard let run = answer.value else { return "there is no run" }
        if run.roster.count + run.screenedOut.count != setting.size {
          return "somebody is lost, or there twice"
        }
        let found = run.roster.filter { $0.recipientIndex < Made.explained }
        return found.map { Int($0.recipientIndex) } == expected
          ? nil : "the roster is not that of the explaining code"
      }
    },
    BenchCase(
      "allocate", per: "pair", "Judges all pairs and plans for all donors at once, to a gap of 0.0001.",
      isParallel: true
    ) { setting in
      let planning = try Planning(setting)
      let explained = planning.explained()
      let answer = Answer<AllocationPlan>()
      return Workload(units: planning.pairs) {
        let plan = try planning.plan()
        answer.value = plan
        return plan.status == .optimal || plan.status == .feasible ? nil : "there is no plan: \(plan.status)"
      } check: {
        guard let plan = answer.value else { return "there is no plan" }
        let files = try PlanFiles(plan, planning.setting)
        return try files.faults(planning.setting, explained).first
      }
    },
    BenchCase(
      "verify", per: "pair",
      "Checks a plan and its bound from their files, every pair by the code that explains.",
      isParallel: true
    ) { setting in
      let planning = try Planning(setting)
      let files = try PlanFiles(try planning.plan(), planning.setting)
      // A check that lets a plan worth more than it is pass would be quick.
      guard try !files.promisingMore.faults(planning.setting, planning.explained()).isEmpty else {
        throw WrongAnswer(name: "verify", detail: "a plan that promises more than it is worth passed")
      }
      return Workload(units: planning.pairs) {
        try files.faults(planning.setting, planning.explained()).first
      }
    },
    BenchCase(
      "simulate", per: "pair judged",
      "Makes a year of a programme of the United Kingdom's proportions, so many people listed at its start."
    ) { setting in
      let scenario = try Scenario.read(Scenario.standard)
      let scale = Double(setting.size) / scenario[.listed]
      var sized = scenario.with(.years, 1).with(.listed, Double(setting.size))
      for figure in [Figure.recipientsPerYear, .donorsPerYear] {
        sized = sized.with(figure, scale * scenario[figure])
      }
      let plan = SimulationPlan(
        try WorldSource(sized, seed: setting.seed), arms: [Arm(try Policy.read(Policy.standard))],
        replicates: 2, version: "bench")
      // Together with another replicate and on other threads: what a replicate gives may not depend on that.
      let expected = try mappedInParallel(2, threads: 2) { number in Result { try plan.replicate(number) } }[
        0
      ].get()
      return Workload(units: expected.reduce(0) { $0 + $1.pairs }) {
        // A replicate whose people, donors, islets and cells do not add up is thrown.
        let found = try plan.replicate(0)
        let isSame = zip(found, expected).allSatisfy { one, other in
          // To the bit, and not a number where there is none.
          one.pairs == other.pairs && one.values.map(\.bitPattern) == other.values.map(\.bitPattern)
        }
        return isSame && found.count == expected.count ? nil : "a replicate differs from itself"
      }
    },
  ]
}

/// The last answer of a workload, kept for a closer look.
private final class Answer<Value> {
  var value: Value?
}

private enum Made {
  static func cohort(_ setting: BenchSetting, donors: Int) throws -> Cohort {
    try CohortGenerator(Profile.read("us-like"), seed: setting.seed)
      .cohort(recipients: setting.size, donors: donors, threads: setting.threads)
  }

  /// How many recipients the explaining code goes through.
  static let explained = 2_000

  /// Those of the first recipients whom the explaining code lists, in its order.
  static func ranks(_ context: MatchContext) -> [Int] {
    (0..<min(explained, context.cohort.recipients.count)).map { context.pair($0, .faults) }.filter(\.isListed)
      .map { (key: context.rankKey(of: $0), index: $0.recipientIndex) }.sorted { $0.key < $1.key }.map(
        \.index)
  }
}

/// A cohort to plan for, and its plan.
private struct Planning {
  let setting: AllocationSetting
  let pairs: Int
  private let threads: Int

  init(_ bench: BenchSetting) throws {
    let cohort = try Made.cohort(bench, donors: bench.donors)
    setting = AllocationSetting(cohort, try Policy.read(Policy.standard))
    pairs = cohort.recipients.count * cohort.donors.count
    threads = bench.threads
  }

  /// What `tandem allocate` does, without saying what the plan means.
  func plan() throws -> AllocationPlan {
    let pool = Pool(setting.cohort, under: setting.policy, threads: threads)
    let offers = mappedInParallel(setting.cohort.donors.count, threads: threads) {
      DonorOffers(of: $0, in: setting, pool)
    }
    let model = AllocationModel(setting, offers)
    let request = SolveRequest(method: .core, gap: 1e-4, timeLimit: 120, threads: threads)
    return PlanBuilder(model, try model.solve(request)).plan()
  }

  /// The offers of all donors by the code that explains.
  func explained() -> [DonorOffers] {
    mappedInParallel(setting.cohort.donors.count, threads: threads) {
      DonorOffers(explaining: $0, in: setting)
    }
  }
}
