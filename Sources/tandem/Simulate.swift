import TandemArguments
import TandemFiles
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemSimulation
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let folder = Positional<String?>(
  "DIR", completes: .folder,
  help: "A cohort whose dated donors and recipients are replayed, instead of people drawn from a profile.")
private let policies = Option<[String]>(
  "policy", value: "FILE", required: true, completes: .file(["json5"]),
  help: "A policy to follow; the first is the one that the others are compared with.")
private let scenario = Option<String>(
  "scenario", value: "FILE", default: Scenario.standard, completes: .file(["json5"]),
  help:
    "What the programme is like: \(Scenario.shippedNames.joined(separator: ", ")), or the path of a file of your own."
)
private let years = Option<Double?>(
  "years", value: "Y", range: 0.01...50, otherwise: "the scenario's", help: "How many years to simulate.")
private let replicates = Option<Int>(
  "replicates", value: "N", range: 1...1_000_000, default: 20, help: "How many times to simulate them.")
private let settings = Option<[String]>(
  "set", value: "FIGURE=VALUE", required: false,
  help: "Another value for a figure of the scenario, such as offers.acceptance=0.5.")
private let start = Option<String?>(
  "start", value: "DAY", otherwise: "the first listing or donor", help: "The first day of a replay.")
private let out = Option<String?>(
  "out", value: "DIR", otherwise: "none", completes: .folder,
  help:
    "Keep finished blocks of replicates in this folder, go on from those it holds, and put the results there."
)
private let html = Option<String?>(
  "html", value: "FILE", otherwise: "none", completes: .file(["html"]),
  help: "Write the results as one page that needs no network.")
private let csv = Option<String?>(
  "csv", value: "FILE", otherwise: "none", completes: .file(["csv"]),
  help: "Write the results for a spreadsheet, a line for each policy, group and measure.")
private let full = Option<Bool>("full", help: "Show all measures and groups in the text, not the key ones.")
private let shard = Option<String?>(
  "shard", value: "I/N", otherwise: "none",
  help: "Work out the I-th of N parts of the blocks only, into the folder of --out.")
private let merge = Option<[String]>(
  "merge", value: "DIR", required: false, completes: .folder,
  help: "Take finished blocks from this folder as well.")
private let placement = Option<[String]>(
  "placement", value: "WAY", required: false,
  help:
    "How donors find recipients: match-run (the default) or optimised, with :day or :week for the donors of a day or of a week together. Given several times, every policy is followed in each way."
)
private let sweep = Option<String?>(
  "sweep", value: "ATTRIBUTE=FROM:TO:STEP", otherwise: "none",
  help: "Follow variants of the one policy in which this weight is moved, the others in proportion.")
private let sensitivity = Option<Int?>(
  "sensitivity", value: "N", range: 1...100_000, otherwise: "none",
  help: "Move every figure of the scenario to its lowest and highest value, with N replicates each.")
private let measure = Option<String>(
  "measure", value: "NAME", default: "transplants_per_year", help: "The measure that --sensitivity looks at.")

/// `tandem simulate [DIR] --policy A`
let simulate: Command = Command(
  "simulate", "Simulates a programme through time under policies, and compares them.",
  discussion: """
    People enter the list, gain antibodies, are suspended, leave and die; donors come, their grafts are offered in \
    the order of the policy and accepted or not; isolations succeed or fail; grafts work and are lost. Every rate \
    is in the scenario's file with its source, or is marked there as an assumption.

    The same people, donors and deaths meet every policy, so that differences are those of the policies. They \
    are given with 95 % intervals, adjusted for the number of comparisons. The same call gives the same bytes, \
    on any number of threads, in one run or in parts.

    With --out a run can be stopped and called again; it goes on where it stopped. With --shard parts of it can be \
    worked out elsewhere; the same call with --merge and their folders gives the results of the whole.

    With DIR the dated people of a cohort are replayed. A file status.csv with the columns recipient_id, on and \
    status says what happened to them on the list; without it the scenario's rates do.
    """,
  takes: [
    folder, policies, placement, scenario, years, replicates, settings, start, full,
    Group("Output", [out, html, csv]), Group("Parts of a run", [shard, merge]),
    Group("Questions", [sweep, sensitivity, measure]),
    Shared.options(Shared.seed, Shared.threads, Shared.json),
  ],
  examples: [
    Example(
      "tandem simulate --policy balanced --policy waiting-time --replicates 100 --html policies.html",
      "Compares two policies on the scenario of the United Kingdom, with a page."),
    Example(
      "tandem simulate --policy balanced --sweep waiting-time=0:40:10 --replicates 20 --csv frontier.csv",
      "Moves the weight of waiting time."),
    Example(
      "tandem simulate --policy balanced --placement match-run --placement optimised:week",
      "Sets match runs against the best plan for each week's donors."),
    Example(
      "tandem simulate cohort --policy balanced --years 1 --set offers.acceptance=0.6",
      "Replays a year of a cohort's own donors."),
  ],
  exits: [.badData: "Scenario, policy or cohort have errors, or the folder holds another run."]
) { arguments, console in
  let input = try SimulationInput(
    folder: arguments[folder], scenario: try changedScenario(arguments), policies: arguments[policies],
    placements: try placements(arguments), sweep: try weightSweep(arguments), start: try firstDay(arguments),
    seed: arguments[Shared.seed],
    threads: arguments.threadCount, console)
  let target = try measurePlace(arguments)
  let plan = SimulationPlan(
    input.source, arms: input.arms, replicates: arguments[replicates], version: Version.number)
  let part = try Shard(arguments[shard], arguments)
  guard part.isWhole || arguments[out] != nil else {
    throw Misuse(arguments, "--shard asks for the folder of --out.")
  }
  let run = try SimulationRun(plan, folder: arguments[out], merging: arguments[merge])
  // They may stand in the folder of --out, which is there now.
  try arguments.checkOutputs(html, csv)
  try run.work(on: part, threads: arguments.threadCount, console)
  let moved = arguments[sensitivity].map { count in
    SensitivityRun(
      SimulationPlan(plan.source, arms: plan.arms, replicates: count, version: plan.version),
      folder: arguments[out], merging: arguments[merge], threads: arguments.threadCount)
  }
  guard part.isWhole else {
    let more = try moved.map { " and of \(try $0.work(on: part, console)) blocks of moved assumptions" } ?? ""
    console.print(
      "Part \(part.words) of \(plan.blockCount) blocks\(more) is in \(arguments[out] ?? ""); the same call with "
        + "--merge instead of --shard gives the results.")
    return .done
  }
  let found = try moved?.result(measure: target, console)
  let report = SimulationReport(
    plan: plan, policies: input.lines, result: try run.result(), sweep: input.sweep, sensitivity: found)
  try console.progress("Writing") { _ in
    try write(report, html: arguments[html], csv: arguments[csv])
    if let folder = arguments[out] {
      try write(report, html: "\(folder)/report.html", csv: "\(folder)/results.csv")
      try AtomicFile.write(SimulationJSON(report).json.text() + "\n", to: "\(folder)/results.json")
    }
  }
  if arguments[Shared.json] {
    console.print(SimulationJSON(report).json.text())
  } else {
    let width = TerminalProbe.isTerminal(STDOUT_FILENO) ? console.width : nil
    let text = SimulationText(report, style: console.style).text(isFull: arguments[full], width: width)
    console.print(text, terminator: "")
  }
  return .done
}

private func write(_ report: SimulationReport, html: String?, csv: String?) throws {
  if let csv {
    let file = try AtomicFile(csv)
    try SimulationCSV(report).write { try file.write($0) }
    try file.commit()
  }
  if let html { try AtomicFile.write(SimulationPage(report).text, to: html) }
}

// MARK: Words of the command line

/// The scenario with the figures of --years and --set.
private func changedScenario(_ arguments: Arguments) throws -> Scenario {
  var changed = try Scenario.read(arguments[scenario])
  if let value = arguments[years] { changed = changed.with(.years, value) }
  for setting in arguments[settings] {
    let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let value = Double(parts[1]) else {
      throw Misuse(arguments, "--set takes FIGURE=VALUE, such as offers.acceptance=0.5; not \(setting).")
    }
    guard let figure = Figure(rawValue: parts[0]) else {
      let near = Spelling.nearest(to: parts[0], among: Figure.allCases.map(\.rawValue))
      throw Misuse(
        arguments,
        "A scenario has no figure \(Problem.quoted(parts[0]))."
          + (near.map { " Did you mean \($0)?" } ?? ""))
    }
    guard figure.range.contains(value) else {
      throw Misuse(
        arguments,
        "\(figure.rawValue) takes \(DecimalText.text(figure.range.lowerBound)) to "
          + "\(DecimalText.text(figure.range.upperBound)) \(figure.unit); not \(parts[1]).")
    }
    changed = changed.with(figure, value)
  }
  return changed
}

private func weightSweep(_ arguments: Arguments) throws -> WeightSweep? {
  guard let text = arguments[sweep] else { return nil }
  guard let sweep = WeightSweep(text) else {
    throw Misuse(
      arguments,
      "--sweep takes ATTRIBUTE=FROM:TO:STEP with weights between 0 and 100 and at most 101 points, such as "
        + "waiting-time=0:40:10; not \(text).")
  }
  guard arguments[policies].count == 1 else { throw Misuse(arguments, "--sweep goes with one --policy.") }
  return sweep
}

private func placements(_ arguments: Arguments) throws -> [Placement] {
  let texts = arguments[placement]
  if texts.isEmpty { return [.standard] }
  let found = try texts.map { text in
    guard let found = Placement(text) else {
      throw Misuse(
        arguments,
        "--placement takes match-run or optimised, each with :day or :week or without; not \(text).")
    }
    return found
  }
  guard Set(found).count == found.count else { throw Misuse(arguments, "--placement names a way twice.") }
  return found
}

private func firstDay(_ arguments: Arguments) throws -> Day? {
  guard let text = arguments[start] else { return nil }
  guard arguments[folder] != nil else { throw Misuse(arguments, "--start goes with a cohort to replay.") }
  guard let day = Day(text) else {
    throw Misuse(arguments, "--start takes a day such as 2026-03-01; not \(text).")
  }
  return day
}

private func measurePlace(_ arguments: Arguments) throws -> Int {
  let name = arguments[measure]
  if let place = Measure.place(of: name) { return place }
  let near = Spelling.nearest(to: name, among: Measure.all.map(\.name))
  throw Misuse(
    arguments,
    "There is no measure \(Problem.quoted(name))." + (near.map { " Did you mean \($0)?" } ?? ""))
}
