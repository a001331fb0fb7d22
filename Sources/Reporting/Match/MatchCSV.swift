import TandemClinic
import TandemFiles
import TandemRegistry

/// A roster as a table for spreadsheets: a line a candidate, one column for each part of the score.
public struct MatchCSV: Sendable {
  private let report: MatchReport

  /// The table of `report`.
  public init(_ report: MatchReport) { self.report = report }

  /// Writes the table in pieces.
  public func write(into sink: @escaping (String) throws -> Void) throws {
    let header = [
      "run", "donor", "rank", "recipient", "centre", "score", "abo", "gvh_mismatches", "hvg_mismatches",
      "antigen_positions", "allele_positions", "match_confidence", "crossmatch_islets",
      "crossmatch_stem_cells",
      "protocol", "level", "islet_ieq_per_kg", "islet_probability", "cd34_per_kg", "cd34_probability",
      "distance_km", "cold_ischaemia_hours", "warnings", "overrides", "added_because",
    ]
    let table = try CSVTable(header + report.terms.map { "points_\($0.name)" }, into: sink)
    for place in 0..<report.roster.count { try table.append(line(report.roster[place])) }
  }

  private func line(_ person: MatchReport.Candidate) -> [String] {
    let level = person.chosenLevel
    let mismatches = person.mismatches
    var cells = [report.provenance.runID, report.donor.id, String(person.rank), person.recipient]
    cells += [person.centre ?? "", MatchCSV.number(person.score), person.abo?.rawValue ?? ""]
    cells += [mismatches.map { String($0.gvh) } ?? "", mismatches.map { String($0.hvg) } ?? ""]
    cells += ["antigen", "allele"].map { label in mismatches.map { String($0.positions(label)) } ?? "" }
    cells += [mismatches?.confidence ?? "", crossmatch("islets", person), crossmatch("stem cells", person)]
    cells += [person.chosenProtocol?.name ?? "", level?.name ?? "", MatchCSV.number(level?.isletIEQPerKg)]
    cells += [
      level?.isletProbability, level?.cd34PerKg, level?.cd34Probability, person.distanceKm,
      person.coldIschaemiaHours,
    ].map(MatchCSV.number)
    cells += [person.warnings.map { "\($0.rule): \($0.detail)" }.joined(separator: " | ")]
    cells += [person.marks.joined(separator: ";"), person.addedReason ?? ""]
    return cells + person.parts.map { MatchCSV.number($0.points) }
  }

  private func crossmatch(_ graft: String, _ person: MatchReport.Candidate) -> String {
    person.crossmatches.first { $0.graft == graft }?.verdict ?? ""
  }

  /// At most six decimals, so that a spreadsheet shows what the score's own arithmetic holds.
  private static func number(_ value: Double?) -> String {
    value.map { DecimalText.text(($0 * 1e6).rounded() / 1e6) } ?? ""
  }
}
