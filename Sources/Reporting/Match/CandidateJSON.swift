import TandemClinic
import TandemFiles
import TandemPolicy
import TandemRegistry

/// A pair as JSON: short for a roster, whole for an explanation.
struct CandidateJSON {
  private let person: MatchReport.Candidate
  private let terms: [MatchReport.Term]

  init(_ person: MatchReport.Candidate, _ terms: [MatchReport.Term]) {
    self.person = person
    self.terms = terms
  }

  /// A member of a roster.
  var roster: JSON { .object([("rank", .integer(person.rank))] + members(full: false)) }

  /// The members of an explanation.
  var explanation: [(key: String, value: JSON)] {
    members(full: true) + [
      ("facts", .object(person.facts.map { ($0.label, .string($0.value)) })),
      ("reasons", .array(person.reasons.map { CandidateJSON.reason($0) })),
      ("changes", .array(person.remedies.map { change($0) })),
    ]
  }

  private func members(full: Bool) -> [(key: String, value: JSON)] {
    let level = person.chosenLevel
    var members: [(key: String, value: JSON)] = []
    members.append(("recipient", .string(person.recipient)))
    members.append(("centre", .string(person.centre)))
    members.append(("score", .number(person.score)))
    members.append(("parts", .object(zip(terms, person.parts).map { ($0.name, .number($1.points)) })))
    members.append(("part_details", .object(zip(terms, person.parts).map { ($0.name, part($0, $1, full)) })))
    members.append(("abo", .string(person.abo?.rawValue)))
    members.append(("mismatches", mismatches))
    members.append(("crossmatch", .array(person.crossmatches.map { crossmatch($0) })))
    members.append(("protocol", .string(person.chosenProtocol?.name)))
    members.append(("level", .string(level?.name)))
    members.append(("islet_ieq_per_kg", .number(level?.isletIEQPerKg)))
    members.append(("cd34_per_kg", .number(level?.cd34PerKg)))
    members.append(("options", .array(person.options.map { option($0, full) })))
    members.append(("distance_km", .number(person.distanceKm)))
    members.append(("cold_ischaemia_hours", .number(person.coldIschaemiaHours)))
    members.append(("warnings", .array(person.warnings.map { CandidateJSON.reason($0) })))
    members.append(("overrides", .strings(person.marks)))
    members.append(("added_because", .string(person.addedReason)))
    return members
  }

  /// A reason with its keys; empty ones are left out.
  static func reason(_ reason: Reason) -> JSON {
    var members: [(key: String, value: JSON)] = [
      ("rule", .string(reason.rule.name)), ("verdict", .string(reason.verdict.rawValue)),
      ("detail", .string(reason.detail)),
    ]
    if reason.isFlagged { members.append(("flagged", true)) }
    if !reason.missing.isEmpty { members.append(("missing", .strings(reason.missing))) }
    if let remedy = reason.remedy { members.append(("needed", .string(remedy))) }
    if let basis = reason.basis {
      members.append(
        ("basis", .object([("kind", .string(basis.kind.rawValue)), ("text", .string(basis.text))])))
    }
    return .object(members)
  }

  private func part(_ term: MatchReport.Term, _ part: MatchReport.Part, _ full: Bool) -> JSON {
    var members: [(key: String, value: JSON)] = [
      ("value", .string(part.value)), ("raw", .number(part.raw)), ("rating", .number(part.rating)),
    ]
    if full {
      members.append(("weight", .number(term.weight)))
      members.append(("points", .number(part.points)))
      members.append(("curve", .string(term.curve)))
    }
    return .object(members)
  }

  private var mismatches: JSON {
    guard let summary = person.mismatches else { return .null }
    let loci: [JSON] = summary.loci.map { line in
      .object([
        ("locus", .string(line.locus)), ("gvh", line.gvh.map { .integer($0) } ?? .null),
        ("hvg", line.hvg.map { .integer($0) } ?? .null), ("kind", .strings(line.labels)),
      ])
    }
    return .object([
      ("gvh", .integer(summary.gvh)), ("hvg", .integer(summary.hvg)),
      ("bidirectional", .integer(summary.bidirectional)), ("matched", .integer(summary.matched)),
      ("confidence", .string(summary.confidence)), ("loci", .array(loci)),
    ])
  }

  private func crossmatch(_ crossmatch: MatchReport.Crossmatch) -> JSON {
    .object([
      ("graft", .string(crossmatch.graft)), ("verdict", .string(crossmatch.verdict)),
      ("hits", .strings(crossmatch.hits)),
    ])
  }

  private func option(_ option: MatchReport.ProtocolOption, _ full: Bool) -> JSON {
    var members: [(key: String, value: JSON)] = [
      ("protocol", .string(option.name)), ("verdict", .string(option.verdict.rawValue)),
      ("timing", .string(option.timing)),
    ]
    if full { members.append(("reasons", .array(option.reasons.map { CandidateJSON.reason($0) }))) }
    members.append(("levels", .array(option.levels.map { level($0, full) })))
    return .object(members)
  }

  private func level(_ level: MatchReport.DoseLevel, _ full: Bool) -> JSON {
    var members: [(key: String, value: JSON)] = [
      ("level", .string(level.name)), ("verdict", .string(level.verdict.rawValue)),
      ("islet_ieq_per_kg", .number(level.isletIEQPerKg)), ("islet_ieq", .number(level.isletIEQ)),
      ("islet_probability", .number(level.isletProbability)), ("cd34_per_kg", .number(level.cd34PerKg)),
      ("cd34_probability", .number(level.cd34Probability)),
    ]
    if full { members.append(("reasons", .array(level.reasons.map { CandidateJSON.reason($0) }))) }
    return .object(members)
  }

  private func change(_ remedy: Remedy) -> JSON {
    .object([("rule", .string(remedy.rule.name)), ("needed", .string(remedy.text))])
  }
}
