import TandemArguments
import TandemClinic
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

private let policies = Option<[String]>(
  "policy", value: "FILE", required: true, completes: .file(["json5"]),
  help: "A policy; the first is the one that the others are compared with.")
private let html = Option<String?>(
  "html", value: "FILE", otherwise: "none", completes: .file(["html"]),
  help: "Write the comparison as one page that needs no network.")
private let csv = Option<String?>(
  "csv", value: "FILE", otherwise: "none", completes: .file(["csv"]),
  help: "Write a line for each recipient for a spreadsheet.")

/// `tandem compare DIR --policy A --policy B`
let compare: Command = Command(
  "compare", "Compares policies on one cohort, without time: who gains, who loses, and why.",
  discussion: """
    Every donor of the cohort is ranked under each policy. Who would have a graft is found by giving each donor, in \
    the order of cross-clamp, to the first of the roster who has none yet. The first donors whose first candidate \
    differs are explained: which rules and which parts of the score decide.

    Nobody declines, dies or is newly listed here; tandem simulate lets the time run.
    """,
  takes: [
    Shared.cohort, policies, Group("Output", [html, csv]), Shared.options(Shared.threads, Shared.json),
  ],
  examples: [
    Example(
      "tandem compare Data/example --policy balanced --policy waiting-time",
      "Compares two policies on the example cohort."),
    Example(
      "tandem compare cohort --policy balanced --policy mine.json5 --html change.html",
      "Shows what a policy of one's own would change, as a page."),
  ],
  exits: [.badData: "Cohort or policies have errors."]
) { arguments, console in
  let names = arguments[policies]
  guard names.count > 1 else { throw Misuse(arguments, "A comparison takes two policies or more.") }
  try arguments.checkOutputs(html, csv)
  let input = try MatchInput(
    folder: arguments[Shared.cohort], policy: names[0], threads: arguments.threadCount, console)
  let read = try [input.policy] + names.dropFirst().map { try Policy.read($0) }
  let titles = read.indices.map { place in
    read.count { $0.name == read[place].name } > 1
      ? "\(read[place].name) (\(names[place]))" : read[place].name
  }
  let count = input.cohort.donors.count * read.count
  let comparison = console.progress("Ranking", of: count) { progress in
    PolicyComparison(input.cohort, under: read, threads: arguments.threadCount) { progress.advance() }
  }
  try Interruption.check()
  let report = ComparisonReport(
    comparison, policies: read, names: titles, folder: arguments[Shared.cohort], version: Version.number)
  if let path = arguments[csv] {
    let file = try AtomicFile(path)
    try ComparisonFiles(report).writeTable { try file.write($0) }
    try file.commit()
  }
  if let path = arguments[html] { try AtomicFile.write(ComparisonPage(report).text, to: path) }
  if arguments[Shared.json] {
    console.print(ComparisonFiles(report).json.text())
  } else {
    let width = TerminalProbe.isTerminal(STDOUT_FILENO) ? console.width : nil
    console.print(ComparisonText(report, style: console.style).text(width: width), terminator: "")
  }
  return .done
}
