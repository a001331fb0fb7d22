import TandemArguments
import TandemFiles
import TandemPolicy
import TandemRegistry
import TandemTerminal

private let folder = Positional<String?>(
  "DIR", completes: .folder,
  help: "The cohort folder: donors.csv, recipients.csv, antibodies.csv, centres.csv.")
private let strict = Option<Bool>("strict", help: "Count warnings as errors.")
private let columns = Option<Bool>("columns", help: "Print what every column may hold, and read nothing.")

/// `tandem check DIR`
let check: Command = Command(
  "check", "Reads a cohort and its policy and lists everything wrong with them, with file, line and column.",
  discussion: """
    All problems of all files are found in one pass. An error keeps the cohort from being used; a warning is \
    worth a look: a column that is missing or unknown, a time without a zone, a mean without its spread.

    The policy is checked as well: unknown keys, weights that do not sum to 100, curves that leave 0 to 1. With \
    --policy its effective weights in this cohort are shown: the weight of each attribute times the standard \
    deviation of its rating among the recipients of one donor. An attribute that moves nobody is marked.

    What the files may hold is in Data/README.md; --columns prints it.
    """,
  takes: [folder, Shared.policy, strict, columns, Shared.options(Shared.threads, Shared.json)],
  examples: [
    Example("tandem check Data/example", "Checks the example cohort."),
    Example("tandem check cohort --policy mine.json5", "Checks a cohort with a policy of one's own."),
    Example("tandem check cohort --json > problems.json", "The same for a program to read."),
    Example("tandem check --columns", "Prints the dictionary of the files."),
  ],
  exits: [.no: "The cohort or the policy has errors.", .badData: "The folder cannot be read at all."]
) { arguments, console in
  if arguments[columns] {
    console.print(CohortDictionary.markdown, terminator: "")
    return .done
  }
  guard let folder = arguments[folder] else {
    throw Misuse(arguments, "Name the cohort folder, or give --columns.")
  }
  let policy = PolicyCheck(arguments[Shared.policy] ?? Policy.standard)
  let reading = CohortReader(threads: arguments.threadCount, vocabulary: policy.vocabulary).read(folder)
  let report = CheckReport(
    folder: folder, reading: reading, policy: policy,
    showsWeights: arguments.isGiven(Shared.policy) || arguments[Shared.json])
  console.print(arguments[Shared.json] ? report.json.text() : report.text(console.style))
  if report.isUnreadable { return .badData }
  return report.summary.errors > 0 || (arguments[strict] && report.summary.warnings > 0) ? .no : .done
}

/// What `tandem check` says.
private struct CheckReport {
  let folder: String
  let reading: CohortReading
  let policy: PolicyCheck
  let problems: [Problem]
  let summary: ProblemSummary
  let weights: EffectiveWeights?
  private let showsWeights: Bool

  init(folder: String, reading: CohortReading, policy: PolicyCheck, showsWeights: Bool) {
    self.showsWeights = showsWeights
    self.folder = folder
    self.reading = reading
    self.policy = policy
    problems = (reading.problems + policy.problems).sorted()
    summary = ProblemSummary(problems)
    weights = showsWeights && summary.errors == 0 ? policy.weights(over: reading.cohort) : nil
  }

  /// Whether there was nothing to check.
  var isUnreadable: Bool { reading.problems.contains { $0.kind == "no such folder" } }

  private var counts: [(String, Int)] {
    let cohort = reading.cohort
    return [
      ("donors", cohort.donors.count), ("recipients", cohort.recipients.count),
      ("antibodies", cohort.antibodies.count), ("centres", cohort.centres.count),
    ]
  }

  func text(_ style: Style) -> String {
    var lines = problems.map { problem in
      let word = problem.severity.rawValue
      let mark = problem.severity == .error ? style.error(word) : style.warning(word)
      let value = problem.value.isEmpty ? "" : ": " + Problem.quoted(problem.value)
      return "\(problem.place): \(mark): \(problem.kind)\(value): \(problem.expected)"
    }
    if !lines.isEmpty { lines.append("") }
    lines.append("Read " + counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ") + ".")
    let verdict = "\(counted(summary.errors, "error")), \(counted(summary.warnings, "warning"))"
    let mark =
      summary.errors > 0
      ? style.error(verdict) : summary.warnings > 0 ? style.warning(verdict) : style.good(verdict)
    lines.append(style.bold(mark) + (summary.lines.isEmpty ? "." : ":"))
    let width = summary.lines.map { String($0.count).count }.max() ?? 0
    for line in summary.lines {
      let count = String(line.count)
      let padding = String(repeating: " ", count: width - count.count)
      lines.append("  \(padding)\(count)  \(line.severity.rawValue)  \(line.file): \(line.kind)")
    }
    if showsWeights { lines += [""] + policy.text(weights, style) }
    return lines.joined(separator: "\n")
  }

  var json: JSON {
    .object([
      ("folder", .string(folder)), ("ok", .bool(summary.errors == 0)), ("errors", .integer(summary.errors)),
      ("warnings", .integer(summary.warnings)),
      ("read", .object(counts.map { (key: $0.0, value: .integer($0.1)) })),
      (
        "problems",
        .array(
          problems.map { problem in
            .object([
              ("severity", .string(problem.severity.rawValue)), ("kind", .string(problem.kind)),
              ("file", .string(problem.file)), ("line", .integer(problem.line)),
              ("column", .integer(problem.column)),
              ("value", .string(problem.value)), ("expected", .string(problem.expected)),
            ])
          })
      ),
      (
        "summary",
        .array(
          summary.lines.map { line in
            .object([
              ("severity", .string(line.severity.rawValue)), ("file", .string(line.file)),
              ("kind", .string(line.kind)),
              ("count", .integer(line.count)),
            ])
          })
      ),
      ("policy", policy.json(weights)), ("input_sha256", .string(reading.cohort.inputSHA256)),
      ("version", .string(Version.number)),
    ])
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
