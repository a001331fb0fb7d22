import TandemAllocation
import TandemClinic
import TandemFiles
import TandemPolicy

/// A plan as a table for spreadsheets: a line an assignment, one column for each part of the score.
public struct PlanCSV: Sendable {
  private let report: PlanReport

  /// The table of `report`.
  public init(_ report: PlanReport) { self.report = report }

  /// Writes the table in pieces.
  public func write(into sink: @escaping (String) throws -> Void) throws {
    let header = [
      "donor", "recipient", "centre", "protocol", "level", "islet_ieq", "islet_ieq_per_kg", "cd34",
      "cd34_per_kg", "probability", "islet_probability", "cd34_probability", "score", "loss", "loss_kind",
      "standby", "held", "frozen", "warnings",
    ]
    let parts = report.plan.assignments.first?.score.parts.map(\.attribute) ?? []
    let table = try CSVTable(header + parts.map { "points_\($0)" }, into: sink)
    for assignment in report.plan.assignments { try table.append(line(assignment)) }
  }

  private func line(_ assignment: AllocationPlan.Assignment) -> [String] {
    func number(_ value: Double) -> String { DecimalText.text(PlanReport.rounded(value)) }
    var cells = [assignment.donor, assignment.recipient, assignment.centre ?? ""]
    cells += [assignment.transplant, assignment.level, number(assignment.isletIEQ)]
    cells += [assignment.isletIEQPerKg, assignment.cd34Cells, assignment.cd34PerKg].map(number)
    cells += [assignment.probability, assignment.isletProbability, assignment.cd34Probability].map(number)
    cells += [number(assignment.score.total.value), number(report.amount(assignment.loss.amount))]
    cells += [assignment.loss.kind.rawValue, assignment.standbys.first?.recipient ?? ""]
    cells += [assignment.heldShare.map(number) ?? "", assignment.isFrozen ? "yes" : "no"]
    cells += [assignment.warnings.map { "\($0.rule): \($0.detail)" }.joined(separator: " | ")]
    return cells + assignment.score.parts.map { number($0.points.value) }
  }
}
