import TandemFiles
import TandemSimulation

/// What became of the donors of each group: a panel for each way to divide them, a bar for each group and policy.
struct DonorGroupPanels {
  private let report: SimulationReport

  init(_ report: SimulationReport) { self.report = report }

  /// More policies than this would make bars that nobody can tell apart.
  private static let mostPolicies = 6
  private static let parts = [DonorGroupMeasure.used] + DonorGroupMeasure.losses

  private var shown: Range<Int> { 0..<min(report.policies.count, DonorGroupPanels.mostPolicies) }

  /// A panel for each dimension with donors in more than one group.
  var panels: [HTML] {
    var first = 0
    return report.grouping.donors.dimensions.compactMap { dimension in
      defer { first += dimension.groups.count }
      return panel(dimension, first)
    }
  }

  private func panel(_ dimension: Grouping.Dimension, _ first: Int) -> HTML? {
    let groups = dimension.groups.indices.filter { place in
      shown.contains { report.result.donorGroups[$0][first + place][.donors] > 0 }
    }
    guard groups.count > 1 else { return nil }
    let axis = Axis(0, 100, over: 128...500, marks: 4, padded: false)
    let bar = shown.count == 1 ? 16.0 : 10.0
    let row = bar * Double(shown.count) + 12
    let bottom = 8 + row * Double(groups.count)
    var pieces = Picture.uprights(axis, from: 8, to: bottom, title: "% of the group's donors")
    for (line, place) in groups.enumerated() {
      let top = 8 + row * Double(line) + 6
      let name = dimension.groups[place]
      let middle = top + bar * Double(shown.count) / 2
      pieces.append(Picture.text(name, 118, middle + 4, anchor: Picture.end))
      for policy in shown {
        let y = top + bar * Double(policy)
        pieces += self.bar(report.result.donorGroups[policy][first + place], axis, y, bar - 1) { words in
          "\(report.policies[policy].name), \(name): \(words)"
        }
      }
    }
    let order =
      shown.count > 1
      ? " From top to bottom: \(shown.map { report.policies[$0].name }.joined(separator: ", "))." : ""
    return Picture.panel(
      dimension.title, explains: "Colours as above.\(order)", file: "\(dimension.name).csv",
      numbers: numbers(dimension, first), scrolls: false,
      Picture.svg(
        width: 510, height: bottom + 38, label: "What became of donors, by \(dimension.title)", pieces))
  }

  private func bar(
    _ donors: DonorGroupLine, _ axis: Axis, _ y: Double, _ height: Double, _ words: (String) -> String
  ) -> [HTML] {
    guard donors[.donors] > 0 else { return [] }
    var pieces: [HTML] = []
    var at = 0.0
    for (index, part) in DonorGroupPanels.parts.enumerated() where donors[part] > 0 {
      let share = 100 * donors[part] / donors[.donors]
      let x = axis.place(at)
      let title =
        part == .used ? "used" : Measure.place(of: part.rawValue).map { Measure.all[$0].title } ?? ""
      pieces.append(
        Picture.rectangle(
          .series(index), x: x, y: y, width: axis.place(at + share) - x, height: height,
          words(
            "\(title) \(MeasureText.number(share, 1)) % of \(MeasureText.number(donors[.donors], 1)) a replicate"
          )))
      at += share
    }
    return pieces
  }

  private func numbers(_ dimension: Grouping.Dimension, _ first: Int) -> String {
    var lines = [["policy", dimension.name] + DonorGroupMeasure.allCases.map(\.rawValue)]
    for policy in report.policies.indices {
      for (place, group) in dimension.groups.enumerated() {
        let donors = report.result.donorGroups[policy][first + place]
        lines.append(
          [report.policies[policy].name, group] + DonorGroupMeasure.allCases.map { Picture.cell(donors[$0]) })
      }
    }
    return Picture.csv(lines)
  }
}
