import TandemAllocation
import TandemArguments
import TandemClinic
import TandemFiles
import TandemGLPK
import TandemMatching
import TandemPacking
import TandemParallel
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemTerminal

/// From a cohort to a plan: judge every pair, search, and say what the plan means.
struct AllocationRun {
  let setting: AllocationSetting
  let donors: [DonorOffers]
  let model: AllocationModel
  private let threads: Int

  /// Judges every pair of the cohort.
  init(_ setting: AllocationSetting, threads: Int, _ console: Console) throws {
    self.setting = setting
    self.threads = threads
    let pool = console.progress("Packing the pool") { _ in
      Pool(setting.cohort, under: setting.policy, threads: threads)
    }
    donors = try AllocationRun.offers(setting.cohort.donors.count, "Judging pairs", threads: threads, console)
    {
      DonorOffers(of: $0, in: setting, pool)
    }
    model = AllocationModel(setting, donors)
  }

  /// The offers of all donors, every pair of them judged by the code that explains.
  static func explained(_ setting: AllocationSetting, threads: Int, _ console: Console) throws
    -> [DonorOffers]
  {
    try offers(setting.cohort.donors.count, "Explaining pairs", threads: threads, console) {
      DonorOffers(explaining: $0, in: setting)
    }
  }

  private static func offers(
    _ count: Int, _ words: String, threads: Int, _ console: Console,
    _ judge: @Sendable (Int) -> DonorOffers
  ) throws -> [DonorOffers] {
    let offers = console.progress(words, of: count) { progress in
      mappedInParallel(count, threads: threads) { donor -> DonorOffers? in
        if Interruption.isRequested { return nil }
        defer { progress.advance() }
        return judge(donor)
      }
    }
    try Interruption.check()
    return offers.compactMap { $0 }
  }

  /// Searches, and describes what was found.
  func plan(_ request: SolveRequest, scenarios: Int, _ console: Console) throws -> AllocationPlan {
    let result = try console.progress("Searching") { _ in try model.solve(request) }
    var plan = PlanBuilder(model, result, threads: threads).plan()
    try describe(&plan, request, scenarios: scenarios, console)
    return plan
  }

  /// Adds what needs more work than looking: losses, the price of shares, scenarios, and who was left out.
  func describe(
    _ plan: inout AllocationPlan, _ request: SolveRequest, scenarios: Int, solvesAgain: Bool = true,
    _ console: Console
  ) throws {
    if solvesAgain, plan.status == .optimal || plan.status == .feasible {
      var again = request
      again.timeLimit = nil
      try console.progress("Planning anew without each") { _ in
        try plan.addLosses(model, donors, again)
        try plan.addPriceOfShares(model, donors, again)
      }
    }
    if scenarios > 0, !plan.assignments.isEmpty {
      plan.addScenarios(scenarios, seed: request.seed, model, threads: threads)
    }
    plan.addLeftOut(model, threads: threads)
  }

  /// Writes the problem for other solvers. Ranked objectives need what the earlier ones reached: they become
  /// rows beneath which a plan may not fall. MPS does not say which way the objective goes, and everybody who
  /// reads it takes the least: there the values are negated.
  func writeModel(_ path: String, reached: [Int64]) throws {
    let format: ModelFormat
    if path.hasSuffix(".lp") {
      format = .lp
    } else if path.hasSuffix(".mps") {
      format = .freeMPS
    } else {
      throw Problem(kind: "unknown format", file: path, expected: "a file that ends in .lp or .mps")
    }
    let live = try model.packing.compactModel(named: true)
    for (values, least) in zip(model.packing.earlierObjectives, reached) {
      let row = try live.addRow(.atLeast(Double(least)))
      let used = values.indices.filter { values[$0] != 0 }
      try live.setRow(row, columns: used.map { Int32($0) }, values: used.map { Double(values[$0]) })
      try live.nameRow(row, "earlier\(row)")
    }
    if format == .freeMPS {
      for (option, value) in model.packing.options.value.enumerated() {
        try live.setObjective(option, Double(-value))
      }
      try live.setDirection(.minimize)
    }
    try live.write(to: path, as: format)
  }
}

/// The assignments that a file keeps: a plan of `tandem allocate`, or any JSON with its `assignments`.
enum FrozenFile {
  static func read(_ path: String) throws -> [AllocationOrder.Frozen] {
    let node = try JSON5Node.read(try MappedFile(path).text, path: path)
    let file = DataFile(path: path)
    let root = file.object(node)
    if !root.keys.contains("assignments") {
      root.report("assignments", kind: "missing key", "the key \"assignments\" with a list")
    }
    let frozen = root.objects("assignments").compactMap(AllocationOrder.Frozen.init)
    try file.throwProblems()
    return frozen
  }
}

/// A pair on the command line.
struct PairArgument: ArgumentValue {
  let pair: AllocationOrder.Pair

  static var noun: String { "a donor and a recipient such as D-3:R-17" }

  static func read(_ text: String) -> PairArgument? {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    return PairArgument(pair: AllocationOrder.Pair(donor: String(parts[0]), recipient: String(parts[1])))
  }

  var argumentText: String { "\(pair.donor):\(pair.recipient)" }

  static func < (left: PairArgument, right: PairArgument) -> Bool { left.argumentText < right.argumentText }
}

extension Provenance {
  /// What a plan stands on.
  init(of input: MatchInput, seed: UInt64) {
    self.init(
      runID: "", policy: input.policy.name, policyTitle: input.policy.title,
      policySHA256: input.policy.sha256,
      policyFingerprint: input.policy.fingerprint, inputSHA256: input.cohort.inputSHA256, seed: seed,
      version: Version.number)
  }
}
