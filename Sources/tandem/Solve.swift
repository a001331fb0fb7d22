import TandemArguments
import TandemFiles
import TandemGLPK
import TandemModels
import TandemPacking
import TandemTerminal

/// How a model is solved.
enum SolveMethod: String, Choice {
  case auto, exact, core
}

private let modelPath = Positional<String>(
  "MODEL", completes: .file(["lp", "mps"]),
  help: "The model: an LP file in the format of CPLEX, or an MPS file, free or fixed.")
private let maximize = Option<Bool>("maximize", help: "Look for the greatest value, whatever the file says.")
private let minimize = Option<Bool>("minimize", help: "Look for the least value, whatever the file says.")
private let method = Option<SolveMethod>(
  "method", value: "METHOD", default: .auto,
  help: "The core for packing problems, or the general solver alone (exact). Auto chooses by the model.")
private let gap = Option<Double>(
  "gap", value: "G", range: 0..., default: 0.0001,
  help: "Stop when bound and value differ by this fraction of the value. 0 asks for the proven optimum.")
private let timeLimit = Option<Double?>(
  "time-limit", value: "S", range: 0..., otherwise: "none",
  help: "Stop after this many seconds with the best solution so far.")
private let out = Option<String?>(
  "out", value: "FILE", otherwise: "none", completes: .file,
  help: "Write the solution here: a line for each column that is not zero.")
private let certificate = Option<String?>(
  "certificate", value: "FILE", otherwise: "none", completes: .file,
  help: "Write the prices that prove the bound here. Only the core has them.")
private let verify = Option<String?>(
  "verify", value: "FILE", otherwise: "none", completes: .file,
  help: "Solve nothing: check this certificate against the model.")
private let solution = Option<String?>(
  "solution", value: "FILE", otherwise: "none", completes: .file,
  help: "Solve nothing: check this solution, as --out writes it, against the model.")
private let verbose = Option<Bool>(
  "verbose",
  help: "Write a line a second to standard error, also when it is not a terminal, and how the file was read.")

private let trace = Option<String?>(
  "trace", value: "FILE", otherwise: "none", completes: .file(["csv"]),
  help: "Write when value or bound became better: seconds, value and bound as CSV.")

/// `tandem solve MODEL`
let solve: Command = Command(
  "solve",
  "Solves a linear or integer model; packing problems by the core, all others by the general solver.",
  discussion: """
    A model is a packing problem when its columns are binary, its rows are "at most one of these", \
    "the sum of amounts is at most a capacity", or "at least so many of these", and its numbers can be made \
    whole. The answer says which way it was solved and why.

    MPS files rarely say which way the objective goes: the least value is looked for unless an OBJSENSE \
    section or --maximize says otherwise.
    """,
  takes: [
    modelPath,
    Group("Objective", [maximize, minimize]),
    Group("Search", [method, gap, timeLimit]),
    Group("Output", [out, certificate, trace, verbose]),
    Group("Check", [verify, solution]),
    Shared.options(Shared.seed, Shared.threads, Shared.json),
  ],
  examples: [
    Example("tandem solve assignment.lp", "Solves a model to a gap of 0.01 %."),
    Example("tandem solve knapsack.mps --maximize --gap 0 --out best.txt", "Proves the optimum, writes it."),
    Example(
      "tandem solve assignment.lp --verify prices.txt --solution best.txt",
      "Checks what an earlier run wrote, by code that the search does not use."),
  ],
  exits: [
    .no: "The model has no solution, its value grows without end, or a check failed.",
    .badData: "The model cannot be read, or the core is asked for and it is not a packing problem.",
    .limit: "The time limit came before the wanted gap. The best solution so far is written.",
  ]
) { arguments, console in
  if arguments[maximize] && arguments[minimize] {
    throw Misuse(arguments, "--maximize and --minimize exclude each other.")
  }
  try arguments.checkOutputs(out, certificate, trace)
  let log = SolveLog(console, isAlwaysOn: arguments[verbose])
  var model = try ModelFile.read(arguments[modelPath]) { if arguments[verbose] { console.note($0) } }
  for warning in model.warnings { console.note("\(warning)") }
  if arguments[maximize] { model.table.direction = .maximize }
  if arguments[minimize] { model.table.direction = .minimize }
  if arguments[verify] != nil || arguments[solution] != nil {
    let check = try SolveCheck(
      certificate: arguments[verify], solution: arguments[solution], model)
    console.print(arguments[Shared.json] ? check.json.text() : check.text(console.style))
    return check.exitCode
  }
  let request = SolveOrder(
    method: arguments[method], gap: arguments[gap], timeLimit: arguments[timeLimit],
    threads: arguments.threadCount, seed: arguments[Shared.seed])

  let answer: SolveAnswer
  switch packing(in: model) {
  case .success(let recognized):
    // The search has a copy of its own; the model would stand beside it until the end.
    model.table = .empty
    answer = try solvePacking(recognized, request, log)
  case .failure(let obstacle):
    if request.method == .core {
      throw Failure(.badData, "\(arguments[modelPath]) is not a packing problem: \(obstacle.reason).")
    }
    answer = try solveWhole(model, request, because: obstacle.reason, log)
  }
  log.end()

  if let path = arguments[certificate] {
    if let text = answer.certificate {
      try AtomicFile.write(text, to: path)
    } else {
      console.note("No certificate was written: \(answer.whyNoCertificate).")
    }
  }
  if let path = arguments[out] { try answer.writeSolution(to: AtomicFile(path), names: model.columnNames) }
  if let path = arguments[trace] { try AtomicFile.write(log.csv(endingWith: answer), to: path) }
  console.print(arguments[Shared.json] ? answer.json.text() : answer.text(console.style))
  return answer.exitCode
}

/// What the user asks of the solver.
struct SolveOrder {
  let method: SolveMethod
  let gap: Double
  let timeLimit: Double?
  let threads: Int
  let seed: UInt64
}

/// Why a model goes to the general solver.
struct NotPacking: Error {
  let reason: String
}

/// The packing problem in the model, or a sentence on why there is none.
func packing(in model: NamedModel) -> Result<RecognizedPacking, NotPacking> {
  do throws(Obstacle) {
    return .success(try PackingProblem.recognize(model.table))
  } catch {
    func row(_ index: Int) -> String { "row \(model.rowNames[index])" }
    func column(_ index: Int) -> String { "column \(model.columnNames[index])" }
    let reason =
      switch error {
      case .empty: "it has no rows or no columns"
      case .fractionalColumn(let index): "\(column(index)) may be fractional"
      case .notBinary(let index): "\(column(index)) may be something else than 0 and 1"
      case .objectiveNotWhole: "its objective cannot be made whole-numbered"
      case .rowNotWhole(let index): "\(row(index)) cannot be made whole-numbered"
      case .mixedSigns(let index): "\(row(index)) adds and subtracts"
      case .weightedDemand(let index): "\(row(index)) demands a weighted sum"
      case .tooManyRules(let index): "\(row(index)) is one demand too many"
      case .impossibleRow(let index): "\(row(index)) cannot be met"
      case .clashingColumn(let index): "\(column(index)) is fixed at 1 beside another of its claimant"
      case .fault(let fault): fault.description
      }
    return .failure(NotPacking(reason: reason))
  }
}
