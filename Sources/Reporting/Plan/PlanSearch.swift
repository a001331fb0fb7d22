public import TandemAllocation
import TandemClinic
import TandemFiles
import TandemTerminal

/// How the search over a large pool went.
public struct PlanSearch: Sendable {
  /// What it went through, in order; seconds since the command began.
  public var stages: [LargePool.Stage]
  /// The most memory that the process had; nil when the system does not tell.
  public var peakBytes: Int?

  /// A search.
  public init(stages: [LargePool.Stage], peakBytes: Int?) {
    self.stages = stages
    self.peakBytes = peakBytes
  }
}

/// The search as a table of phases with what was known after each, for those who want to know what was done.
struct PlanSearchText {
  private let search: PlanSearch
  private let objective: AllocationPlan.Objective

  init(_ search: PlanSearch, _ objective: AllocationPlan.Objective) {
    self.search = search
    self.objective = objective
  }

  func text(_ style: Style, _ room: Int) -> String {
    guard let last = search.stages.last, let first = search.stages.first else { return "" }
    var out =
      "\n" + style.bold("Search") + ", donor by donor over the packed pool; pairs are never all held\n"
    var table = TextTable([
      .init("after"), .init("seconds", .right), .init("value", .right), .init("bound", .right),
      .init("gap", .right),
    ])
    func amount(_ value: Int64?) -> String {
      value.map { DecimalText.fixed(objective.amount($0), 2) } ?? "-"
    }
    for stage in search.stages {
      table.append([
        .init(stage.name), .init(DecimalText.fixed(stage.seconds, 1)), .init(amount(stage.value)),
        .init(amount(stage.bound)),
        .init(stage.gap.map { DecimalText.fixed(100 * $0, 4) + " %" } ?? "-"),
      ])
    }
    out += table.text(width: room, style: style)
    let seconds = last.seconds - first.seconds
    let passes = last.passes == 1 ? "1 pass" : "\(last.passes) passes"
    var words =
      "\(Amount.text(Double(last.asked))) pairs were asked for in \(passes)"
    if seconds > 0 { words += ", \(Amount.text((Double(last.asked) / seconds).rounded())) a second" }
    if last.asked > 0 {
      let pruned = 100 * (1 - Double(last.compared) / Double(last.asked))
      words += "; \(DecimalText.fixed(pruned, 2)) % were passed by on bounds"
    }
    words += ", \(Amount.text(Double(last.offers))) offers were looked at."
    if let bytes = search.peakBytes { words += " Memory: \(bytes >> 20) MiB at most." }
    return out + MatchText.paragraph(words, width: room)
  }
}
