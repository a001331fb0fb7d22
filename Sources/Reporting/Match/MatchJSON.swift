import TandemClinic
import TandemFiles

/// A match run as one JSON document, written person by person.
public struct MatchJSON: Sendable {
  private let report: MatchReport

  /// The document of `report`.
  public init(_ report: MatchReport) { self.report = report }

  /// The whole run: roster and screened-out people.
  public func write(into sink: @escaping (String) throws -> Void) throws {
    let stream = JSONStream(into: sink)
    try stream.document {
      try head(stream)
      try stream.member("donor_facts", MatchJSON.json(report.donor))
      try stream.member(
        "score_terms",
        .array(
          report.terms.map { term in
            .object([
              ("name", .string(term.name)), ("meaning", .string(term.meaning)),
              ("weight", .number(term.weight)), ("curve", .string(term.curve)),
            ])
          }))
      try stream.list("roster") {
        for place in 0..<report.roster.count {
          try stream.element(CandidateJSON(report.roster[place], report.terms).roster)
        }
      }
      try audit(stream)
    }
  }

  /// The audit list alone: who was screened out and why.
  public func writeAudit(into sink: @escaping (String) throws -> Void) throws {
    let stream = JSONStream(into: sink)
    try stream.document {
      try head(stream)
      try audit(stream)
    }
  }

  private func head(_ stream: JSONStream) throws {
    let origin = report.provenance
    try stream.member("donor", .string(report.donor.id))
    try stream.member("policy", .string(origin.policy))
    try stream.member("run_id", .string(origin.runID))
    try stream.member("policy_sha256", .string(origin.policySHA256))
    try stream.member("policy_fingerprint", .string(origin.policyFingerprint))
    try stream.member("input_sha256", .string(origin.inputSHA256))
    try stream.member("seed", origin.seedJSON)
    try stream.member("version", .string(origin.version))
    try stream.member("expedited", .bool(origin.isExpedited))
    try stream.member("missing", .strings(origin.missing.map(\.sentence)))
    try stream.member(
      "missing_data",
      .array(
        origin.missing.map { missing in
          .object([
            ("rule", .string(missing.rule)), ("data", .strings(missing.data)),
            ("candidates", .strings(missing.candidates)),
          ])
        }))
    try stream.member(
      "overrides",
      .array(
        origin.overrides.map { override in
          .object([
            ("rule", .string(override.rule)), ("reason", .string(override.reason)),
            ("by", .string(override.by)), ("listed", .integer(override.listed)),
          ])
        }))
    try stream.member("listed", .integer(report.roster.count))
    try stream.member("screened_out_count", .integer(report.screenedOut.count))
  }

  private func audit(_ stream: JSONStream) throws {
    try stream.member(
      "rules",
      .array(
        (report.rules ?? []).map { line in
          .object([
            ("rule", .string(line.rule.name)), ("fail", .integer(line.fails)),
            ("review", .integer(line.reviews)),
          ])
        }))
    try stream.list("screened_out") {
      for place in 0..<report.screenedOut.count {
        let person = report.screenedOut[place]
        try stream.element(
          .object([
            ("recipient", .string(person.recipient)),
            ("reasons", .array(person.reasons.map { CandidateJSON.reason($0) })),
          ]))
      }
    }
  }

  private static func json(_ donor: DonorSummary) -> JSON {
    .object([
      (
        "groups",
        .object(
          donor.groups.map { group in
            (group.title, .object(group.facts.map { ($0.label, .string($0.value)) }))
          })
      ),
      ("notes", .array(donor.notes.map { CandidateJSON.reason($0) })),
    ])
  }
}
