public import TandemFiles
import TandemPolicy
import TandemRegistry
import TandemSimulation

/// A comparison of policies for programs: one JSON document, and a table with a line for each recipient.
public struct ComparisonFiles: Sendable {
  private let report: ComparisonReport

  /// The files of `report`.
  public init(_ report: ComparisonReport) { self.report = report }

  private var recipients: [String] { report.comparison.cohort.recipients.map(\.id) }

  /// The whole as one document.
  public var json: JSON {
    .object([
      ("folder", .string(report.folder)), ("version", .string(report.version)),
      ("input_sha256", .string(report.comparison.cohort.inputSHA256)),
      ("reference", .string(report.names[0])),
      (
        "policies",
        .array(
          zip(report.names, report.policies).map { name, policy in
            .object([
              ("name", .string(name)), ("path", .string(policy.path)), ("sha256", .string(policy.sha256)),
              ("fingerprint", .string(policy.fingerprint)),
            ])
          })
      ),
      ("summary", .strings(report.sentences)),
      ("comparisons", .array(report.pairs.enumerated().map { json($1, place: $0 + 1) })),
    ])
  }

  private func json(_ pair: ComparisonReport.Pair, place: Int) -> JSON {
    let groups = pair.groups.flatMap { title, changes in
      changes.map { change -> JSON in
        .object([
          ("dimension", .string(title)), ("group", .string(change.name)), ("people", .integer(change.people)),
          ("reference", .integer(change.reference)), ("policy", .integer(change.other)),
        ])
      }
    }
    let donors = report.comparison.cohort.donors
    let differences = pair.differences.map { difference -> JSON in
      .object([
        ("donor", .string(donors[difference.donor].id)),
        ("reference_first", .string(recipients[difference.reference.recipient])),
        ("policy_first", .string(recipients[difference.other.recipient])),
        ("rank_of_reference_first", difference.rankOfReference.map { .integer($0) } ?? .null),
        ("rank_of_policy_first", difference.rankOfOther.map { .integer($0) } ?? .null),
      ])
    }
    return .object([
      ("policy", .string(pair.name)), ("both", .integer(pair.both)),
      ("gained", .strings(pair.gained.map { recipients[$0] })),
      ("lost", .strings(pair.lost.map { recipients[$0] })),
      ("other_first_candidate", .integer(pair.differenceCount)), ("groups", .array(groups)),
      ("differences", .array(differences)), ("explanations", .strings(pair.explanations)),
    ])
  }

  /// A line for each recipient: under each policy the donor whose graft they get, the rosters they are on, and
  /// their mean place there.
  public func writeTable(into sink: @escaping (String) throws -> Void) throws {
    let comparison = report.comparison
    let table = try CSVTable(
      ["recipient"] + report.names.flatMap { ["\($0) donor", "\($0) rosters", "\($0) mean place"] },
      into: sink)
    let standings = report.names.indices.map { comparison.standings(under: $0) }
    let grafts = report.names.indices.map { place -> [Int: String] in
      var donors: [Int: String] = [:]
      for (donor, recipient) in comparison.walks[place].recipients.enumerated() {
        if let recipient { donors[recipient] = comparison.cohort.donors[donor].id }
      }
      return donors
    }
    for (index, id) in recipients.enumerated() {
      try table.append(
        [id]
          + report.names.indices.flatMap { place -> [String] in
            let standing = standings[place][index]
            return [
              grafts[place][index] ?? "", String(standing.rosters),
              standing.meanPlace.map { DecimalText.text(($0 * 1e6).rounded() / 1e6) } ?? "",
            ]
          })
    }
  }
}
