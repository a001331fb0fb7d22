import TandemFiles
import TandemSimulation

/// Who is transplanted: the rate of each group under each policy.
struct GroupsSection {
  private let report: SimulationReport

  init(_ report: SimulationReport) { self.report = report }

  /// More policies than this would make dots that nobody can tell apart.
  private static let mostPolicies = 6

  private var shown: Range<Int> { 0..<min(report.policies.count, GroupsSection.mostPolicies) }

  var html: HTML {
    Tag.section(.id("groups"), .fixed("aria-labelledby", "groups-title")) {
      Tag.h2(.id("groups-title")) { "Who is transplanted" }
      Tag.p(.class("explains")) {
        "Transplants per 100 patient-years on the list, by what people are as they enter it. The line through a dot "
          + "spans two standard errors to either side."
      }
      if shown.count > 1 { Picture.legend(shown.map { report.policies[$0].name }) }
      Tag.div(.class("panels stacked")) { for panel in panels { panel } }
    }
  }

  private var panels: [HTML] {
    var first = 0
    return report.grouping.dimensions.compactMap { dimension in
      defer { first += dimension.groups.count }
      return panel(dimension, first)
    }
  }

  private func panel(_ dimension: Grouping.Dimension, _ first: Int) -> HTML? {
    let groups = dimension.groups.indices.filter { place in
      shown.contains { report.result.groups[$0][first + place].transplantRate != nil }
    }
    guard groups.count > 1 else { return nil }
    let most =
      groups.flatMap { place in
        shown.map { policy in
          let line = report.result.groups[policy][first + place]
          return (line.transplantRate ?? 0) + 2 * (line.transplantRateError ?? 0)
        }
      }.max() ?? 1
    let axis = Axis(0, most, over: 128...500, marks: 4)
    let row = max(24.0, 9 * Double(shown.count) + 8)
    let top = 8.0
    let bottom = top + row * Double(groups.count)
    var pieces = Picture.uprights(axis, from: top, to: bottom, title: "transplants per 100 patient-years")
    for (line, place) in groups.enumerated() {
      let name = dimension.groups[place]
      let middle = top + row * (Double(line) + 0.5)
      let people = report.result.groups[0][first + place].people
      pieces.append(Picture.text(name, 118, middle + 4, anchor: Picture.end))
      for policy in shown {
        let line = report.result.groups[policy][first + place]
        guard let rate = line.transplantRate else { continue }
        let y = middle + (Double(policy) - Double(shown.count - 1) / 2) * 9
        let error = 2 * (line.transplantRateError ?? 0)
        pieces.append(
          Picture.line(.class("band"), axis.place(rate - error), y, axis.place(rate + error), y))
        pieces.append(
          Picture.dot(
            .series(policy), axis.place(rate), y, 4.2,
            "\(report.policies[policy].name), \(name): \(MeasureText.number(rate, 2)) per 100 "
              + "patient-years; \(MeasureText.number(people, 0)) people"))
      }
    }
    return Picture.panel(
      dimension.title, file: "groups-\(dimension.name).csv", numbers: numbers(dimension, first),
      scrolls: false,
      Picture.svg(
        width: 510, height: bottom + 38, label: "Transplants per 100 patient-years by \(dimension.title)",
        pieces
      ))
  }

  private func numbers(_ dimension: Grouping.Dimension, _ first: Int) -> String {
    var lines: [[String]] = []
    for policy in report.policies.indices {
      for (place, group) in dimension.groups.enumerated() {
        let values = GroupValue.all(report.result.groups[policy][first + place])
        if lines.isEmpty { lines.append(["policy", dimension.name] + values.map(\.name)) }
        lines.append([report.policies[policy].name, group] + values.map { Picture.cell($0.value) })
      }
    }
    return Picture.csv(lines)
  }
}
