import TandemArguments
import TandemFiles
import TandemModels
import TandemTerminal

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
  func writeSolution(to file: AtomicFile, names: Names) throws {
    let numbers = [("value", value), ("bound", bound), ("gap", gap)]
    let known = numbers.compactMap { name, number in number.map { "\(name) \($0)" } }
    try file.write("# status \(status.rawValue) \(known.joined(separator: " "))\n")
    for (index, amount) in (columns ?? []).enumerated() where amount != 0 {
      try file.write("\(names[index]) \(shortNumber(amount))\n")
    }
    try file.commit()
  }
}

/// A whole number without its ".0", any other as it is.
func shortNumber(_ number: Double) -> String {
  number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
}

/// A fraction in percent. A value of nearly nothing makes it huge, and then only that can be said.
func percent(_ fraction: Double) -> String {
  fraction > 10_000 ? "more than 1,000,000 %" : "\(fixed(100 * fraction, 4)) %"
}

/// A number with a fixed count of decimals.
func fixed(_ number: Double, _ decimals: Int) -> String {
  guard number.isFinite, abs(number) < 1e12 else { return String(number) }
  let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
  let whole = Int64((abs(number) * scale).rounded())
  let sign = number < 0 && whole != 0 ? "-" : ""
  if decimals == 0 { return "\(sign)\(whole)" }
  let digits = String(whole)
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
}
