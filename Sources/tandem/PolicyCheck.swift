import TandemClinic
import TandemFiles
import TandemPolicy
import TandemRegistry
import TandemTerminal

/// What `tandem check` says of the policy.
struct PolicyCheck {
  private let name: String
  private let policy: Policy?
  /// Everything wrong with the policy and the files that it names.
  let problems: [Problem]

  /// Reads the policy of a shipped name or a path.
  init(_ name: String) {
    self.name = name
    do throws(Problems) {
      let found = try Policy.read(name)
      policy = found
      problems = found.warnings
    } catch {
      policy = nil
      problems = error.all
    }
  }

  /// The words that the policy's tables and protocols give to the cohort's columns. Without a sound policy
  /// nothing can be said of them.
  var vocabulary: CohortReader.Vocabulary {
    guard let policy else { return CohortReader.Vocabulary() }
    let names = TransplantProtocol.shippedNames + policy.regimens.map(\.transplant.name)
    return CohortReader.Vocabulary(
      comorbidities: Set(policy.clinic.rules.comorbidityIndex.vocabulary), protocols: Set(names))
  }

  /// The effective weights in a cohort; nil without a sound policy, a donor, and two recipients.
  func weights(over cohort: Cohort) -> EffectiveWeights? {
    policy.flatMap { EffectiveWeights(of: $0, over: cohort) }
  }

  /// The lines of the report.
  func text(_ weights: EffectiveWeights?, _ style: Style) -> [String] {
    guard let policy else { return ["The policy \(name) cannot be used."] }
    var lines = [style.bold("Policy \(policy.name): \(policy.title).")]
    guard let weights else {
      return lines + ["Effective weights need a sound cohort with a donor and two recipients."]
    }
    let extent = "\(weights.donors) donors and \(weights.recipients) recipients"
    lines.append(
      "Effective weights over \(extent)\(weights.isSample ? ", taken at even distances" : ""): weight x SD of the rating."
    )
    let width = weights.lines.map(\.attribute.count).max() ?? 0
    func column(_ text: String) -> String { String(repeating: " ", count: max(0, 9 - text.count)) + text }
    func padded(_ text: String) -> String { text + String(repeating: " ", count: width - text.count) }
    lines.append("  \(padded(""))\(column("weight"))\(column("SD"))\(column("points"))\(column("missing"))")
    for line in weights.lines {
      let numbers = [
        DecimalText.fixed(line.weight, 1), DecimalText.fixed(line.deviation, 3),
        DecimalText.fixed(line.effective, 2), "\(DecimalText.fixed(line.missingShare * 100, 0)) %",
      ]
      let mark =
        line.movesNobody ? style.warning("  moves nobody here") : line.weight == 0 ? "  weight 0" : ""
      lines.append("  \(padded(line.attribute))\(numbers.map(column).joined())\(mark)")
    }
    return lines
  }

  /// The same for a program to read.
  func json(_ weights: EffectiveWeights?) -> JSON {
    guard let policy else { return .object([("name", .string(name)), ("ok", false)]) }
    return .object([
      ("name", .string(policy.name)), ("ok", true), ("path", .string(policy.path)),
      ("sha256", .string(policy.sha256)), ("fingerprint", .string(policy.fingerprint)),
      ("effective_weights", weights.map(PolicyCheck.json) ?? .null),
    ])
  }

  private static func json(_ weights: EffectiveWeights) -> JSON {
    .object([
      ("donors", .integer(weights.donors)), ("recipients", .integer(weights.recipients)),
      ("is_sample", .bool(weights.isSample)),
      (
        "attributes",
        .array(
          weights.lines.map { line in
            .object([
              ("attribute", .string(line.attribute)), ("weight", .number(line.weight)),
              ("rating_sd", .number(line.deviation)), ("effective_weight", .number(line.effective)),
              ("moves_nobody", .bool(line.movesNobody)), ("missing_share", .number(line.missingShare)),
            ])
          })
      ),
    ])
  }
}

extension CohortReader.Vocabulary {
  /// The comorbidities that the index knows and the protocols that ship.
  fileprivate static func shipped() throws -> CohortReader.Vocabulary {
    CohortReader.Vocabulary(
      comorbidities: Set(try ClinicRules.read().comorbidityIndex.vocabulary),
      protocols: Set(TransplantProtocol.shippedNames))
  }
}
