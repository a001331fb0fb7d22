import TandemArguments
import TandemFiles
import TandemModels
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `tandem solve` found.
struct SolveAnswer {
  /// How it ended, in the words of the contract.
  enum Status: String {
    case optimal, feasible, infeasible, unbounded, limit
  }

  var status: Status
  var value: Double?
  var bound: Double?
  var seconds: Double
  /// "core", "exact" or "glpk", and why.
  var method: String
  var because: String
  /// Columns of a packing problem that could be chosen, and bundles that were made; 0 for other models.
  var pairs = 0
  var bundles = 0
  var nodes = 0
  var columns: [Double]?
  var certificate: String?
  /// What the certificate proves by itself; the search may have proven more by trying all that was left.
  var certifiedBound: Double?
  var whyNoCertificate = ""

  /// The distance of bound and value relative to the value.
  var gap: Double? {
    guard let value, let bound else { return nil }
    return value == bound ? 0 : abs(bound - value) / max(abs(value), 1e-10)
  }

  var exitCode: ExitCode {
    switch status {
    case .optimal, .feasible: .done
    case .infeasible, .unbounded: .no
    case .limit: .limit
    }
  }

  var json: JSON {
    .object([
      ("status", .string(status.rawValue)), ("value", .number(value)), ("bound", .number(bound)),
      ("gap", .number(gap)), ("seconds", .number((seconds * 1000).rounded() / 1000)),
      ("method", .string(method)),
      ("because", .string(because)), ("pairs", .integer(pairs)), ("bundles", .integer(bundles)),
      ("nodes", .integer(nodes)), ("certified_bound", .number(certifiedBound)),
      ("version", .string(Version.number)),
    ])
  }

  func text(_ style: Style) -> String {
    let word = style.bold(exitCode == .done ? style.good(status.rawValue) : style.warning(status.rawValue))
    var lines = ["status   \(word)"]
    lines.append("value    \(value.map(shortNumber) ?? "none")")
    lines.append("bound    \(bound.map(shortNumber) ?? "none")")
    if let certifiedBound, certifiedBound != bound {
      lines[2] += ", of which the certificate proves \(shortNumber(certifiedBound))"
    }
    if let gap { lines.append("gap      \(percent(gap))") }
    lines.append("seconds  \(fixed(seconds, 2))")
    lines.append("method   \(method): \(because)")
    if pairs > 0 { lines.append("pairs    \(pairs)") }
    if bundles > 0 { lines.append("bundles  \(bundles)") }
    return lines.joined(separator: "\n")
  }

  /// A line of comment with the outcome, then name and value of each column that is not zero.
  func writeSolution(to path: String, names: Names) throws {
    let file = try AtomicFile(path)
    let numbers = [("value", value), ("bound", bound), ("gap", gap)]
    let known = numbers.compactMap { name, number in number.map { "\(name) \($0)" } }
    try file.write("# status \(status.rawValue) \(known.joined(separator: " "))\n")
    for (index, amount) in (columns ?? []).enumerated() where amount != 0 {
      try file.write("\(names[index]) \(shortNumber(amount))\n")
    }
    try file.commit()
  }
}

/// One line a second on a running search, and a record of every step forward.
struct SolveLog {
  private let console: Console
  private let isOn: Bool
  let begin = monotonicSeconds()
  private let last = LastLine()

  private final class LastLine {
    var at = -Double.infinity
    var steps: [Step] = []
  }

  /// When value or bound became better.
  private struct Step {
    let seconds: Double
    let value: Double?
    let bound: Double?
  }

  init(_ console: Console, isAlwaysOn: Bool) {
    self.console = console
    isOn = isAlwaysOn || TerminalProbe.isTerminal(STDERR_FILENO)
  }

  /// Seconds since the command began.
  var seconds: Double { monotonicSeconds() - begin }

  /// Writes the line unless the last one is younger than a second.
  func tell(_ phase: String, value: Double?, bound: Double?, nodes: Int) {
    if last.steps.last?.value != value || last.steps.last?.bound != bound {
      last.steps.append(Step(seconds: seconds, value: value, bound: bound))
    }
    guard isOn, seconds - last.at >= 1 else { return }
    last.at = seconds
    var line = "\(fixed(seconds, 0)) s  \(phase)"
    if let bound { line += "  bound \(shortNumber(bound))" }
    if let value { line += "  value \(shortNumber(value))" }
    if let value, let bound { line += "  gap \(percent(abs(bound - value) / max(abs(value), 1e-10)))" }
    if nodes > 0 { line += "  nodes \(nodes)" }
    console.note(line)
  }
}

extension SolveLog {
  /// The steps, and the answer as the last of them.
  func csv(endingWith answer: SolveAnswer) -> String {
    let end = Step(seconds: answer.seconds, value: answer.value, bound: answer.bound)
    return (last.steps + [end]).reduce(into: "seconds,value,bound\n") { text, step in
      let fields = [fixed(step.seconds, 3), step.value.map(shortNumber), step.bound.map(shortNumber)]
      text += fields.map { $0 ?? "" }.joined(separator: ",") + "\n"
    }
  }
}

/// Seconds of a clock that only goes forward.
private func monotonicSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}

/// A whole number without its ".0", any other as it is.
func shortNumber(_ number: Double) -> String {
  number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
}

func percent(_ fraction: Double) -> String { "\(fixed(100 * fraction, 4)) %" }

/// A number with a fixed count of decimals.
private func fixed(_ number: Double, _ decimals: Int) -> String {
  guard number.isFinite, abs(number) < 1e12 else { return String(number) }
  let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
  let whole = Int64((abs(number) * scale).rounded())
  let sign = number < 0 && whole != 0 ? "-" : ""
  if decimals == 0 { return "\(sign)\(whole)" }
  let digits = String(whole)
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
}
