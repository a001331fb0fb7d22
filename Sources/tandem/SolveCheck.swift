import TandemArguments
import TandemFiles
import TandemGLPK
import TandemModels
import TandemPacking
import TandemTerminal

/// The answer of `tandem solve --verify`: certificate and solution held against the model, by code that the
/// search does not use.
struct SolveCheck {
  private var bound: Double?
  private var value: Double?
  private var faults: [String] = []

  /// Checks what there is of the two files.
  init(certificate: String?, solution: String?, _ model: NamedModel) throws {
    if let certificate { try check(certificate: certificate, model) }
    if let solution { try check(solution: solution, model) }
  }

  private mutating func check(certificate path: String, _ model: NamedModel) throws {
    let text = try MappedFile(path).text
    let certificate: Certificate
    do throws(Certificate.TextFault) {
      certificate = try Certificate(text: text)
    } catch {
      throw Problem(kind: "cannot be read", file: path, line: error.line, expected: error.expected)
    }
    guard case .success(let recognized) = packing(in: model) else {
      throw Failure(.badData, "The model is not a packing problem, and only those have certificates.")
    }
    do throws(CertificateVerifier.Refusal) {
      try CertificateVerifier(recognized.problem, certificate).check()
      bound = recognized.objective(at: certificate.bound)
    } catch {
      faults.append("certificate: \(error)")
    }
  }

  private mutating func check(solution path: String, _ model: NamedModel) throws {
    let names = model.columnNames
    var place: [String: Int] = [:]
    for index in 0..<names.count { place[names[index]] = index }
    var values = [Double](repeating: 0, count: names.count)
    for (number, line) in try MappedFile(path).text.split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() where !line.isEmpty && line.first != "#" {
      let words = line.split(separator: " ")
      guard words.count == 2, let index = place[String(words[0])], let amount = Double(words[1]) else {
        throw Problem(
          kind: "cannot be read", file: path, line: number + 1, value: String(line),
          expected: "the name of a column of the model and its value")
      }
      values[index] = amount
    }
    for violation in model.table.violations(of: values) {
      let text =
        switch violation {
        case .length: "the number of columns differs"
        case .column(let index, let value):
          "column \(names[index]) is outside its limits at \(value)"
        case .notWhole(let index, let value):
          "column \(names[index]) is not whole at \(value)"
        case .row(let index, let sum):
          "row \(model.rowNames[index]) is outside its limits at \(sum)"
        }
      faults.append("solution: \(text)")
    }
    value = model.table.objective(at: values)
  }

  private var gap: Double? {
    guard let value, let bound else { return nil }
    return value == bound ? 0 : abs(bound - value) / max(abs(value), 1e-10)
  }

  var exitCode: ExitCode { faults.isEmpty ? .done : .no }

  var json: JSON {
    .object([
      ("holds", .bool(faults.isEmpty)), ("value", .number(value)), ("bound", .number(bound)),
      ("gap", .number(gap)), ("faults", .strings(faults)), ("version", .string(Version.number)),
    ])
  }

  func text(_ style: Style) -> String {
    var lines = [faults.isEmpty ? style.good("All of it holds.") : style.error("It does not hold:")]
    lines += faults.map { "  \($0)" }
    if let bound { lines.append("The bound \(shortNumber(bound)) is proven.") }
    if let value { lines.append("The solution is worth \(shortNumber(value)).") }
    if faults.isEmpty, let gap { lines.append("It is within \(percent(gap)) of the best.") }
    return lines.joined(separator: "\n")
  }
}
