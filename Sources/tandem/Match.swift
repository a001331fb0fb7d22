import TandemArguments
import TandemClinic
import TandemFiles
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
private let reason = Option<String?>(
  "reason", value: "TEXT", otherwise: "none", help: "Why rules are set aside or people added.")
private let by = Option<String?>("by", value: "NAME", otherwise: "none", help: "Who sets rules aside.")

/// `tandem match DIR --donor ID`
let match: Command = Command(
  "match", "Makes the match run of one donor: who may be offered the grafts, in what order, and why.",
  discussion: """
    The roster holds only people who may be offered the grafts. The others are in the audit list with every \
    rule that keeps them off. A run is never edited: when anything changes, make a new one. Its id follows from \
    donor, policy, cohort, seed, overrides and version, and the same of all these give the same bytes.

    --override sets a rule aside for this run; everybody who is listed because of it is marked. --add puts \
    somebody at the end, whatever the rules say; what they say is shown. Both ask for a --reason.
    """,
  takes: [
    Shared.cohort, Shared.donor, Shared.policy, limit,
    Group("Output", [audit, html, csv]),
    Group("For this run only", [expedited, overrides, added, reason, by]),
    Shared.options(Shared.seed, Shared.threads, Shared.json),
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
  let input = try MatchInput(
    folder: arguments[Shared.cohort], policy: arguments[Shared.policy] ?? Policy.standard,
    threads: arguments.threadCount, console)
  let donor = try input.donor(arguments[Shared.donor])
  let setAside = try overrides(arguments, input.policy)
  let additions = try additions(arguments, input)
  let context = MatchContext(
    donor: donor, in: input.cohort, under: input.policy, overrides: Set(setAside.map { Rule($0.rule) }),
    isExpedited: arguments[expedited])
  let run = try console.progress("Judging recipients", of: input.cohort.recipients.count) { progress in
    try PairRun(context, additions: additions, threads: arguments.threadCount, progress)
  }
  let report = run.report(seed: arguments[Shared.seed], overrides: setAside)
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
private func overrides(_ arguments: Arguments, _ policy: Policy) throws -> [Provenance.Override] {
  let names = arguments[overrides]
  if names.isEmpty {
    guard arguments[by] == nil else { throw Misuse(arguments, "--by goes with --override.") }
    return []
  }
  guard let why = arguments[reason], !why.isEmpty, let who = arguments[by], !who.isEmpty else {
    throw Misuse(arguments, "--override asks for a --reason and for the name of who decided it in --by.")
  }
  let known = policy.ruleNames.map(\.name)
  return try names.map { name in
    guard known.contains(name) else {
      let near = Spelling.nearest(to: name, among: known).map { " Did you mean \($0)?" } ?? ""
      throw Misuse(arguments, "The policy \(policy.name) has no rule \(Problem.quoted(name)).\(near)")
    }
    return Provenance.Override(rule: name, reason: why, by: who, listed: 0)
  }
}

/// The people to add, with the reason.
private func additions(_ arguments: Arguments, _ input: MatchInput) throws -> [PairRun.Addition] {
  let ids = arguments[added]
  if ids.isEmpty {
    guard arguments[reason] == nil || !arguments[overrides].isEmpty else {
      throw Misuse(arguments, "--reason goes with --override or --add.")
    }
    return []
  }
  guard let why = arguments[reason], !why.isEmpty else {
    throw Misuse(arguments, "--add asks for a --reason.")
  }
  return try ids.map { PairRun.Addition(recipientIndex: try input.recipient($0), reason: why) }
}
