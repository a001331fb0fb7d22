import TandemFiles
import TandemSimulation

/// A simulation for a spreadsheet: a line for each policy, group and measure.
public struct SimulationCSV: Sendable {
  private let report: SimulationReport

  /// The table of `report`.
  public init(_ report: SimulationReport) { self.report = report }

  /// The columns.
  static let header = [
    "policy", "dimension", "group", "measure", "unit", "replicates", "mean", "sd", "band_2.5", "band_97.5",
    "difference", "t_low", "t_high", "bootstrap_low", "bootstrap_high", "p", "p_adjusted", "effect_size",
  ]

  /// The whole table.
  public func write(into sink: @escaping (String) throws -> Void) throws {
    let table = try CSVTable(SimulationCSV.header, into: sink)
    for policy in report.policies.indices {
      for place in Measure.all.indices { try table.append(line(policy, place)) }
      var first = 0
      for dimension in report.grouping.dimensions {
        for (place, group) in dimension.groups.enumerated() {
          for value in GroupValue.all(report.result.groups[policy][first + place]) {
            var cells = [report.policies[policy].name, dimension.name, group, value.name, value.unit]
            cells += [String(report.result.replicates), SimulationCSV.cell(value.value), "", "", ""]
            if policy > 0,
              let one = report.result.comparisons[policy - 1].difference(
                of: value.name, inGroup: first + place)
            {
              cells += [one.mean, one.tInterval?.lowerBound, one.tInterval?.upperBound].map(
                SimulationCSV.cell)
            }
            try table.append(cells + Array(repeating: "", count: SimulationCSV.header.count - cells.count))
          }
        }
        first += dimension.groups.count
      }
    }
  }

  private func line(_ policy: Int, _ place: Int) -> [String] {
    let summary = report.result.summaries[policy][place]
    var cells = [report.policies[policy].name, "all", "", Measure.all[place].name, Measure.all[place].unit]
    cells += SimulationCSV.cells(summary.moments)
    cells += [summary.band?.lowerBound, summary.band?.upperBound].map(SimulationCSV.cell)
    guard policy > 0 else {
      return cells + Array(repeating: "", count: SimulationCSV.header.count - cells.count)
    }
    let difference = report.result.comparisons[policy - 1].differences[place]
    cells += [
      difference.count > 0 ? difference.mean : nil, difference.tInterval?.lowerBound,
      difference.tInterval?.upperBound,
      difference.bootstrapInterval?.lowerBound, difference.bootstrapInterval?.upperBound,
      difference.probability, difference.adjusted, difference.effectSize,
    ].map(SimulationCSV.cell)
    return cells
  }

  private static func cells(_ moments: Moments) -> [String] {
    [String(moments.count)] + [moments.count > 0 ? moments.mean : nil, moments.deviation].map(cell)
  }

  private static func cell(_ value: Double?) -> String {
    value.map { $0.isFinite ? DecimalText.text($0) : "" } ?? ""
  }
}
