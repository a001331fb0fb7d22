import TandemAllocation
import TandemArguments
import TandemFiles
import TandemPacking
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a plan is looked for.
private enum AllocateMethod: String, Choice {
  case auto, exact, core, pool

  var ofPacking: TandemPacking.Method {
    switch self {
    case .auto: .auto
    case .exact: .exact
    case .core, .pool: .core
    }
  }
}

private let method = Option<AllocateMethod>(
  "method", value: "METHOD", default: .auto,
  help: """
    The core with bundles and prices, the general solver alone (exact), or the way of large cohorts (pool). Auto \
    chooses by size.
    """)
private let gap = Option<Double>(
  "gap", value: "G", range: 0..., default: 0.0001,
  help: "Stop when bound and value differ by this fraction of the value. 0 asks for the proven optimum.")
private let timeLimit = Option<Double?>(
  "time-limit", value: "S", range: 0..., otherwise: "none",
  help: "Stop after this many seconds with the best plan so far.")
private let out = Option<String?>(
  "out", value: "FILE", otherwise: "none", completes: .file(["json"]),
  help: "Write the plan as JSON, for tandem verify and other programs.")
private let certificate = Option<String?>(
  "certificate", value: "FILE", otherwise: "none", completes: .file(["json"]),
  help: "Write the prices that prove the bound.")
private let model = Option<String?>(
  "write-model", value: "FILE", otherwise: "none", completes: .file(["lp", "mps"]),
  help: "Write the problem as an LP or MPS file, which other solvers read.")
private let html = Option<String?>(
  "html", value: "FILE", otherwise: "none", completes: .file(["html"]),
  help: "Write the plan as one page that needs no network.")
private let csv = Option<String?>(
  "csv", value: "FILE", otherwise: "none", completes: .file(["csv"]),
  help: "Write the assignments for a spreadsheet, a column for each part of the score.")
private let leftOut = Option<String?>(
  "left-out", value: "FILE", otherwise: "none", completes: .file(["csv"]),
  help: "Write everybody who was left out for a spreadsheet, with the main reason of each.")
private let scenarios = Option<Int>(
  "scenarios", value: "N", range: 0...1_000_000, default: 0,
  help: "Draw so many yields for every donor and say how the promised doses hold.")
private let freeze = Option<String?>(
  "freeze", value: "FILE", otherwise: "none", completes: .file(["json"]),
  help: "Keep the assignments of this file: an earlier plan, or the part of it that was accepted.")
private let required = Option<[PairArgument]>(
  "require", value: "D:R", required: false, help: "The plan must give this donor to this recipient.")
private let forbidden = Option<[PairArgument]>(
  "forbid", value: "D:R", required: false, help: "The plan must not give this donor to this recipient.")
private let limit = Option<Int>(
  "limit", value: "N", range: 0..., default: 20, help: "How many lines of each table the text shows.")

/// `tandem allocate DIR`
let allocate: Command = Command(
  "allocate", "Makes the best plan for all donors at once, with a bound that can be checked.",
  discussion: """
    Each donor's islets and stem cells go to one, two or more recipients under the policy's protocols and dose \
    levels, so that the sum of the scores (or what else the policy puts first) is greatest. Doses must be met with \
    the policy's confidence; beds, isolation runs and the policy's shares hold. The bound says how much better any \
    other plan could be. tandem verify checks plan and bound by code that the search does not use.

    Ctrl-C ends the search with the best plan so far; of a large cohort without standbys. The time limit is one for \
    the search: what the plan means, from standbys to the reasons of those left out, is said afterwards.

    A cohort of more than sixty million pairs is planned without ever holding all of them, unless its policy has \
    shares or ranked objectives, or something was decided before. Its bound is over all pairs like any other, and \
    standbys and those left out come from all of them; the plan's file counts those left out by reason, and \
    --left-out names them.
    """,
  takes: [
    Shared.cohort, Shared.policy, limit,
    Group("Search", [method, gap, timeLimit]),
    Group("Decided before", [freeze, required, forbidden]),
    Group("Output", [out, certificate, model, html, csv, leftOut, scenarios]),
    Shared.options(Shared.seed, Shared.threads, Shared.json),
  ],
  examples: [
    Example("tandem allocate cohort", "Shows the best plan."),
    Example(
      "tandem allocate cohort --out plan.json --certificate prices.json --html plan.html",
      "Writes the plan, the proof of its bound, and a page."),
    Example(
      "tandem allocate cohort --freeze accepted.json --forbid D-3:R-17 --scenarios 1000",
      "Plans anew around what was accepted, without one pair, and tries the plan on drawn yields."),
  ],
  exits: [
    .no: "Nobody can be served, or what was decided before cannot be kept.",
    .badData: "Cohort, policy or the frozen assignments have errors.",
    .limit: "The time limit or Ctrl-C came before the wanted gap. The best plan so far is written.",
  ]
) { arguments, console in
  try arguments.checkOutputs(out, certificate, model, html, csv, leftOut)
  let clock = ContinuousClock()
  let begin = clock.now
  let input = try MatchInput(
    folder: arguments[Shared.cohort], policy: arguments[Shared.policy] ?? Policy.standard,
    threads: arguments.threadCount, console)
  var order = AllocationOrder()
  order.required = arguments[required].map(\.pair)
  order.forbidden = arguments[forbidden].map(\.pair)
  if let path = arguments[freeze] { order.frozen = try FrozenFile.read(path) }
  let setting = AllocationSetting(input.cohort, input.policy, order)
  let request = SolveRequest(
    method: arguments[method].ofPacking, gap: arguments[gap],
    timeLimit: arguments[timeLimit], threads: arguments.threadCount, seed: arguments[Shared.seed],
    isCancelled: { Interruption.isRequested })
  func left() -> SolveRequest {
    var request = request
    request.timeLimit = request.timeLimit.map { max(0.000_001, $0 - begin.duration(to: clock.now).inSeconds) }
    return request
  }
  let plan: AllocationPlan
  var stages: [LargePool.Stage]?
  if try isOfPool(setting, arguments, console) {
    let run = LargeRun(setting, threads: arguments.threadCount, console)
    let before = begin.duration(to: clock.now).inSeconds
    let (found, moments) = run.plan(left(), scenarios: arguments[scenarios], console)
    plan = found
    stages = moments.map { moment in
      var moment = moment
      moment.seconds += before
      return moment
    }
  } else {
    let run = try AllocationRun(setting, threads: arguments.threadCount, console)
    if !run.model.faults.isEmpty {
      for fault in run.model.faults { console.note(fault) }
      throw Failure(.no, "What was decided before cannot be kept.")
    }
    plan = try run.plan(left(), scenarios: arguments[scenarios], console)
    if let path = arguments[model] {
      try run.writeModel(path, reached: plan.proofs.dropLast().map(\.value))
    }
  }
  let proof = CertificateDocument(plan.proofs)?.text(setting)
  let report = PlanReport(
    provenance: Provenance(of: input, seed: arguments[Shared.seed]),
    policyFile: arguments[Shared.policy] ?? Policy.standard, confidence: input.policy.confidence,
    order: order, wantedGap: arguments[gap],
    plan: plan, certificateSHA256: proof.map { SHA256.hex($0) },
    search: stages.map { PlanSearch(stages: $0, peakBytes: peakBytes) },
    seconds: begin.duration(to: clock.now).inSeconds)
  try write(report, certificate: proof, of: input.cohort, arguments, console)
  if arguments[Shared.json] {
    try PlanJSON(report).write { console.print($0, terminator: "") }
  } else {
    let width = TerminalProbe.isTerminal(STDOUT_FILENO) ? console.width : nil
    let text = PlanText(report, style: console.style).text(limit: arguments[limit], width: width)
    console.print(text, terminator: "")
  }
  if plan.status == .limit { return .limit }
  return plan.assignments.isEmpty ? .no : .done
}

/// Whether the plan is made donor by donor over the packed pool.
private func isOfPool(_ setting: AllocationSetting, _ arguments: Arguments, _ console: Console) throws -> Bool
{
  let obstacle = arguments[model] != nil ? "the model is to be written" : LargePool.obstacle(setting)
  switch arguments[method] {
  case .exact, .core: return false
  case .pool:
    if let obstacle { throw Failure(.wrongUse, "The method pool cannot be used: \(obstacle).") }
    return true
  case .auto:
    if !LargePool.isLarge(setting.cohort) { return false }
    if let obstacle {
      console.note(
        "The cohort is large, and the offers of all its pairs are held at once, since \(obstacle).")
    }
    return obstacle == nil
  }
}

/// The most memory that the process had so far.
private var peakBytes: Int? {
  var usage = rusage()
  #if canImport(Glibc)
    let own = __rusage_who_t(RUSAGE_SELF.rawValue)
    return getrusage(own, &usage) == 0 ? usage.ru_maxrss * 1024 : nil
  #else
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : nil
  #endif
}

/// Writes the files that were asked for; each appears whole or not at all.
private func write(
  _ report: PlanReport, certificate proof: String?, of cohort: Cohort, _ arguments: Arguments,
  _ console: Console
) throws {
  if let path = arguments[out] {
    let file = try AtomicFile(path)
    try PlanJSON(report).write { try file.write($0) }
    try file.commit()
  }
  if let path = arguments[certificate] {
    if let proof {
      try AtomicFile.write(proof, to: path)
    } else {
      console.note("No certificate was written: the method \(report.plan.method.rawValue) found no prices.")
    }
  }
  if let path = arguments[csv] {
    let file = try AtomicFile(path)
    try PlanCSV(report).write { try file.write($0) }
    try file.commit()
  }
  if let path = arguments[leftOut] {
    if report.plan.namesStandbys {
      let file = try AtomicFile(path)
      try LeftOutCSV(report.plan, of: cohort).write { try file.write($0) }
      try file.commit()
    } else {
      console.note(
        "No list of those left out was written: the run was interrupted before anybody looked for them.")
    }
  }
  if let path = arguments[html] { try AtomicFile.write(PlanPage(report).text, to: path) }
}
