import TandemArguments
import TandemBench
import TandemFiles
import TandemReporting
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let sizes = Option<[Int]>(
  "sizes", value: "LIST", range: 10...10_000_000, separator: ",", default: [500, 1000, 2000],
  help: "Recipients in the pool, for each case that grows with it; sizes that double show how.")
private let cases = Option<[String]>(
  "case", value: "NAME", required: false,
  help: "Time this case, or all whose names begin so: hla, hla.typing, solve. Without it, all.")
private let runs = Option<Int>(
  "runs", value: "N", range: 1...1000, default: 7,
  help: "How often each case runs, after one that is not counted.")
private let baseline = Option<String?>(
  "baseline", value: "FILE", otherwise: "none", completes: .file(["json"]),
  help: "Compare with an earlier run that --out or --json wrote.")
private let out = Option<String?>(
  "out", value: "FILE", otherwise: "none", completes: .file(["json"]), help: "Write the measurements as JSON."
)
private let bare = Option<Bool>(
  "bare",
  help: "Do the work once a run and nothing beside it, to count instructions; such times are rough.")
private let list = Option<Bool>("list", help: "Say what the cases are, and time nothing.")

/// `tandem bench`
let bench: Command = Command(
  "bench", "Generates, solves and times; checks every answer before its time counts.",
  discussion: """
    Each case runs once without being counted and then --runs times; the median and half the distance of the \
    quartiles are told. Beside every run a fixed reference is timed, because machines drift: a comparison with a \
    --baseline divides by it, and tells a case as moved only when the middle halves of the runs lie apart and \
    the medians differ by more than 5 % and what the reference itself moved.
    """,
  takes: [
    cases, sizes, runs, bare, baseline, out, list, Shared.options(Shared.seed, Shared.threads, Shared.json),
  ],
  examples: [
    Example("tandem bench --case hla --out today.json", "Times the HLA cases and keeps the figures."),
    Example("tandem bench --sizes 1000,2000,4000 --case cohort", "Shows how reading grows with the cohort."),
    Example("tandem bench --case hla --baseline today.json", "Says what moved since."),
  ],
  exits: [
    .no: "A case gave a wrong answer; its time is not told.",
    .badData: "The baseline cannot be read.",
  ]
) { arguments, console in
  if arguments[list] {
    var table = TextTable([.init("case"), .init("a unit is a"), .init("what is done")])
    for item in BenchCase.all { table.append([.init(item.name), .init(item.unit), .init(item.purpose)]) }
    console.print(table.text(width: nil, style: console.style), terminator: "")
    return .done
  }
  try arguments.checkOutputs(out)
  let wanted = try chosen(arguments)
  let earlier = try arguments[baseline].map { try BenchRecord.read($0) }
  #if DEBUG
    console.note("This is a debug build: its times say nothing about the release build.")
  #endif
  let session = try console.progress("Timing", of: wanted.count) { try timed(wanted, arguments, $0) }
  let record = BenchRecord(
    measurements: session.measurements, version: Version.number, seed: arguments[Shared.seed])
  let movements = earlier.map { Movement.all(from: $0.measurements, to: record.measurements) }
  let document = record.json(movements).text() + "\n"
  if let path = arguments[out] { try AtomicFile.write(document, to: path) }
  if arguments[Shared.json] {
    console.print(document, terminator: "")
  } else {
    let width = TerminalProbe.isTerminal(STDOUT_FILENO) ? console.width : nil
    console.print(BenchText(record, movements, console.style).text(width: width), terminator: "")
  }
  for fault in session.faults { console.note("tandem: \(fault)") }
  return session.faults.isEmpty ? .done : .no
}

/// The cases that were asked for.
private func chosen(_ arguments: Arguments) throws -> [BenchCase] {
  let names = arguments[cases]
  if names.isEmpty { return BenchCase.all }
  for name in names where !BenchCase.all.contains(where: { $0.name.hasPrefix(name) }) {
    let near =
      Spelling.nearest(to: name, among: BenchCase.all.map(\.name)).map { " Did you mean \($0)?" } ?? ""
    throw Misuse(arguments, "There is no case \(Problem.quoted(name)).\(near) --list names them all.")
  }
  return BenchCase.all.filter { item in names.contains { item.name.hasPrefix($0) } }
}

/// Times the cases; one that answers wrongly does not keep the others from being timed.
private func timed(
  _ wanted: [BenchCase], _ arguments: Arguments, _ progress: Progress
) throws -> (measurements: [Measurement], faults: [String]) {
  let stopwatch = Stopwatch(runs: arguments[runs], isBare: arguments[bare]) { try Interruption.check() }
  var measurements: [Measurement] = []
  var faults: [String] = []
  for item in wanted {
    for size in item.grows ? Set(arguments[sizes]).sorted() : [0] {
      let setting = BenchSetting(size: size, threads: arguments.threadCount, seed: arguments[Shared.seed])
      do {
        measurements.append(try stopwatch.measure(item, setting))
      } catch let fault as WrongAnswer {
        faults.append(item.grows ? "\(fault) (size \(size))" : "\(fault)")
      }
    }
    progress.advance()
  }
  return (measurements, faults)
}

/// The measurements as tables.
private struct BenchText {
  private let record: BenchRecord
  private let movements: [Movement]?
  private let style: Style

  init(_ record: BenchRecord, _ movements: [Movement]?, _ style: Style) {
    self.record = record
    self.movements = movements
    self.style = style
  }

  func text(width: Int?) -> String {
    var table = TextTable([
      .init("case"), .init("size", .right), .init("threads", .right, dispensable: 2), .init("median", .right),
      .init("spread", .right), .init("each", .right), .init("unit", dispensable: 1),
      .init("a second", .right),
      .init("peak MiB", .right, dispensable: 3),
    ])
    for measurement in record.measurements {
      table.append([
        .init(measurement.name, .strong), .init(measurement.size.map { "\($0)" } ?? "-"),
        .init("\(measurement.threads)"), .init(time(measurement.median)),
        .init(DecimalText.fixed(100 * measurement.spread, 1) + " %"), .init(time(measurement.perUnit)),
        .init(measurement.unit), .init(rate(1 / max(1e-12, measurement.perUnit))),
        .init("\(measurement.peakBytes >> 20)"),
      ])
    }
    var text = table.text(width: width, style: style)
    let growth = Growth.all(in: record.measurements)
    if !growth.isEmpty {
      text += "\n" + style.bold("Time when the pool doubles") + "\n" + self.text(growth, width)
    }
    if let movements { text += "\n" + self.text(movements, width) }
    return text
  }

  private func text(_ growth: [Growth], _ width: Int?) -> String {
    var table = TextTable([.init("case"), .init("from", .right), .init("to", .right), .init("times", .right)])
    for step in growth {
      table.append([
        .init(step.name), .init("\(step.sizes.lowerBound)"), .init("\(step.sizes.upperBound)"),
        .init(DecimalText.fixed(step.perDoubling, 2)),
      ])
    }
    return table.text(width: width, style: style)
  }

  private func text(_ movements: [Movement], _ width: Int?) -> String {
    let moved = movements.filter { $0.kind != .same }
    let head = style.bold("Against the baseline")
    if movements.isEmpty { return "\(head): it has none of these cases.\n" }
    if moved.isEmpty { return "\(head): nothing moved beyond the noise.\n" }
    var table = TextTable([.init("case"), .init("size", .right), .init("time ratio", .right), .init("moved")])
    for movement in moved {
      table.append([
        .init(movement.name), .init(movement.size.map { "\($0)" } ?? "-"),
        .init(DecimalText.fixed(movement.ratio, 2)),
        .init(movement.kind.rawValue, movement.kind == .slower ? .bad : .good),
      ])
    }
    return head + "\n" + table.text(width: width, style: style)
  }

  private func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<1e-6: DecimalText.fixed(seconds * 1e9, 1) + " ns"
    case ..<1e-3: DecimalText.fixed(seconds * 1e6, 1) + " us"
    case ..<1: DecimalText.fixed(seconds * 1e3, 1) + " ms"
    default: DecimalText.fixed(seconds, 2) + " s"
    }
  }

  private func rate(_ perSecond: Double) -> String {
    switch perSecond {
    case 1e6...: DecimalText.fixed(perSecond / 1e6, 1) + " M"
    case 1e3...: DecimalText.fixed(perSecond / 1e3, 1) + " k"
    default: DecimalText.fixed(perSecond, 1)
    }
  }
}
