public import TandemAllocation
import TandemPolicy
public import TandemRegistry

/// Everybody whom a plan leaves out as a table for spreadsheets, in the order of the cohort, with the main reason of each.
/// A large pool tells the reason; any other also what lies behind it.
public struct LeftOutCSV: Sendable {
  private let plan: AllocationPlan
  private let cohort: Cohort

  /// The table for a plan of a cohort.
  public init(_ plan: AllocationPlan, of cohort: Cohort) {
    self.plan = plan
    self.cohort = cohort
  }

  /// Writes the table in pieces.
  public func write(into sink: @escaping (String) throws -> Void) throws {
    let table = try CSVTable(["recipient", "reason", "words", "detail"], into: sink)
    for person in plan.leftOut {
      try table.append([person.recipient, person.reason, PlanWords.reason(person.reason), person.detail])
    }
    guard let reasons = plan.leftOutReasons else { return }
    for (index, person) in cohort.recipients.enumerated() {
      guard let reason = reasons[index] else { continue }
      try table.append([person.id, reason, PlanWords.reason(reason), ""])
    }
  }
}
