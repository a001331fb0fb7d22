import TandemArguments
import TandemClinic
import TandemFiles
import TandemMatching
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let audit = Option<String?>(
  "audit", value: "FILE", otherwise: "none", completes: .file(["json"]),
  help: "Write everybody who was screened out, with all reasons, as JSON.")
private let html = Option<String?>(
  "html", value: "FILE", otherwise: "none", completes: .file(["html"]),
  help: "Write the run as one page that needs no network.")
private let csv = Option<String?>(
  "csv", value: "FILE", otherwise: "none", completes: .file(["csv"]),
  help: "Write the roster for a spreadsheet, a column for each part of the score.")
private let limit = Option<Int>(
  "limit", value: "N", range: 0..., default: 20, help: "How many of the roster the text shows.")
private let expedited = Option<Bool>(
  "expedited", help: "Work with missing donor data; the run is provisional and says what is missing.")
private let overrides = Option<[String]>(
  "override", value: "RULE", required: false, help: "Set a rule aside for this run.")
private let added = Option<[String]>(
  "add", value: "RECIPIENT", required: false, help: "Put somebody at the end of the roster.")
private let reasons = Option<[String]>(
  "reason", value: "TEXT", required: false,
  help: "Why a rule is set aside or somebody added: one for all, or one for each in their order.")
private let deciders = Option<[String]>(
  "by", value: "NAME", required: false,
  help: "Who sets a rule aside: one for all, or one for each in their order.")
private let seed = Option<UInt64?>(
  "seed", value: "N", otherwise: "the policy's",
  help: "Draws the lottery among equal scores, where the policy has one.")

/// How many screened-out people are looked at for the summary of rules when no file asks for it.
private let mostCounted = 20_000

/// `tandem match DIR --donor ID`
let match: Command = Command(
  "match", "Makes the match run of one donor: who may be offered the grafts, in what order, and why.",
  discussion: """
    The roster holds only people who may be offered the grafts. The others are in the audit list with every \
    rule that keeps them off. A run is never edited: when anything changes, make a new one. Its id follows from \
    donor, policy, cohort, seed, overrides and version, and the same of all these give the same bytes.

    --override sets a rule aside for this run; everybody who is listed because of it is marked. --add puts \
    somebody at the end, whatever the rules say; what they say is shown. Both ask for a --reason. With several \
    of them the reasons count in the order of the overrides, then of the additions.

    Of many thousands screened out the text gives the number; --audit, --html and --json say why, which takes a \
    look at each of them.
    """,
  takes: [
    Shared.cohort, Shared.donor, Shared.policy, limit,
    Group("Output", [audit, html, csv]),
    Group("For this run only", [expedited, overrides, added, reasons, deciders]),
    Shared.options(seed, Shared.threads, Shared.json),
  ],
  examples: [
    Example("tandem match cohort --donor D-1", "Shows the roster of a donor."),
    Example(
      "tandem match cohort --donor D-1 --html run.html --csv run.csv --audit audit.json",
      "Writes the run as a page, for a spreadsheet, and the audit list."),
    Example(
      "tandem match cohort --donor D-1 --override timing.cold_ischaemia --reason 'perfused' --by 'Dr Rossi'",
      "Sets a rule aside for this run."),
  ],
  exits: [
    .no: "Nobody may be offered the grafts.",
    .badData: "Cohort or policy have errors, or there is no such donor or recipient.",
  ]
) { arguments, console in
  try arguments.checkOutputs(audit, html, csv)
  let input = try MatchInput(
    folder: arguments[Shared.cohort], policy: arguments[Shared.policy] ?? Policy.standard,
    threads: arguments.threadCount, console)
  let donor = try input.donor(arguments[Shared.donor])
  let setAside = try overrides(arguments, input.policy)
  let additions = try additions(arguments, input, after: setAside.count)
  let context = MatchContext(
    donor: donor, in: input.cohort, under: input.policy, overrides: Set(setAside.map(\.rule)),
    isExpedited: arguments[expedited], lotterySeed: arguments[seed] ?? input.policy.lotterySeed ?? 1)
  let threads = arguments.threadCount
  let (run, report) = try console.progress("Screening recipients") { progress in
    let pool = Pool(
      input.cohort, under: input.policy, overrides: context.gate.overrides,
      isExpedited: context.gate.isExpedited, threads: threads)
    try Interruption.check()
    let run = MatchRun(
      context, over: pool, overrides: setAside, additions: additions, threads: threads,
      version: Version.number)
    let isAsked = arguments[audit] != nil || arguments[html] != nil || arguments[Shared.json]
    return (
      run,
      try run.report(
        overrides: setAside, countsRules: isAsked || run.screenedOut.count <= mostCounted, progress)
    )
  }
  try console.progress("Writing") { _ in try write(report, arguments) }
  if arguments[Shared.json] {
    try MatchJSON(report).write { console.print($0, terminator: "") }
  } else {
    let width = TerminalProbe.isTerminal(STDOUT_FILENO) ? console.width : nil
    let text = MatchText(report, style: console.style).text(limit: arguments[limit], width: width)
    console.print(text, terminator: "")
  }
  return run.isEmpty ? .no : .done
}

/// Writes the files that were asked for; each appears whole or not at all.
private func write(_ report: MatchReport, _ arguments: Arguments) throws {
  if let path = arguments[audit] {
    let file = try AtomicFile(path)
    try MatchJSON(report).writeAudit { try file.write($0) }
    try file.commit()
  }
  if let path = arguments[csv] {
    let file = try AtomicFile(path)
    try MatchCSV(report).write { try file.write($0) }
    try file.commit()
  }
  if let path = arguments[html] { try AtomicFile.write(MatchPage(report).text, to: path) }
}

/// The rules to set aside, each known to the policy, with reason and name.
private func overrides(_ arguments: Arguments, _ policy: Policy) throws -> [MatchRun.Override] {
  let names = arguments[overrides]
  let who = arguments[deciders]
  if names.isEmpty {
    guard who.isEmpty else { throw Misuse(arguments, "--by goes with --override.") }
    return []
  }
  let why = try reasons(arguments)
  guard who.count == 1 || who.count == names.count, !who.contains("") else {
    throw Misuse(
      arguments, "--override asks in --by for the name of who decided it: one for all, or one for each.")
  }
  let known = policy.ruleNames.map(\.name)
  return try names.enumerated().map { place, name in
    guard known.contains(name) else {
      let near = Spelling.nearest(to: name, among: known).map { " Did you mean \($0)?" } ?? ""
      throw Misuse(arguments, "The policy \(policy.name) has no rule \(Problem.quoted(name)).\(near)")
    }
    guard !names[..<place].contains(name) else {
      throw Misuse(arguments, "The rule \(name) is set aside twice.")
    }
    return MatchRun.Override(
      rule: Rule(name), reason: why[place], by: who.count == 1 ? who[0] : who[place])
  }
}

/// The people to add, with their reasons, which stand after those of the overrides.
private func additions(
  _ arguments: Arguments, _ input: MatchInput, after first: Int
) throws -> [MatchRun.Addition] {
  let ids = arguments[added]
  if ids.isEmpty {
    guard arguments[reasons].isEmpty || first > 0 else {
      throw Misuse(arguments, "--reason goes with --override or --add.")
    }
    return []
  }
  let why = try reasons(arguments)
  return try ids.enumerated().map { place, id in
    MatchRun.Addition(recipientIndex: try input.recipient(id), reason: why[first + place])
  }
}

/// One reason for each override and then for each addition.
private func reasons(_ arguments: Arguments) throws -> [String] {
  let given = arguments[reasons]
  let wanted = arguments[overrides].count + arguments[added].count
  guard given.count == 1 || given.count == wanted, !given.contains("") else {
    throw Misuse(
      arguments, "--override and --add ask for a --reason: one for all, or one for each of the \(wanted).")
  }
  return given.count == 1 ? Array(repeating: given[0], count: wanted) : given
}
