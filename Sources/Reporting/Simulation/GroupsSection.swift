import TandemFiles
import TandemSimulation

/// Who is transplanted: the rate of each group under each policy.
struct GroupsSection {
  private let report: SimulationReport

  init(_ report: SimulationReport) { self.report = report }

  /// More policies than this would make dots that nobody can tell apart.
  private static let mostPolicies = 6
  /// Groups of fewer people on average say too little for a picture; the tables have them.
  private static let leastPeople = 1.0

  private var shown: Range<Int> { 0..<min(report.policies.count, GroupsSection.mostPolicies) }

  var html: HTML {
    Tag.section(.id("groups"), .fixed("aria-labelledby", "groups-title")) {
      Tag.h2(.id("groups-title")) { "Who is transplanted" }
      Tag.p(.class("explains")) {
        "Transplants per 100 patient-years on the list, by what people are as they enter it. The line through a dot "
          + "spans two standard errors to either side."
      }
      if shown.count > 1 { Picture.legend(shown.map { report.policies[$0].name }) }
      Tag.div(.class("panels")) { for panel in panels { panel } }
    }
  }

  private var panels: [HTML] {
    var first = 0
    return report.grouping.dimensions.compactMap { dimension in
      defer { first += dimension.groups.count }
      return panel(dimension, first)
    }
  }

  private func rate(_ policy: Int, _ group: Int) -> Moments {
    report.result.groups[policy][group][GroupMeasure.transplantRate.rawValue]
  }

  private func panel(_ dimension: Grouping.Dimension, _ first: Int) -> HTML? {
    let groups = dimension.groups.indices.filter { place in
      report.result.groups[0][first + place][GroupMeasure.people.rawValue].mean >= GroupsSection.leastPeople
    }
    guard groups.count > 1 else { return nil }
    let most =
      groups.flatMap { place in
        shown.map { rate($0, first + place).mean + 2 * (rate($0, first + place).standardError ?? 0) }
      }.max() ?? 1
    let axis = Axis(0, most, over: 128...500, marks: 4)
    let row = max(24.0, 9 * Double(shown.count) + 8)
    let top = 8.0
    let bottom = top + row * Double(groups.count)
    var pieces = Picture.uprights(axis, from: top, to: bottom, title: "transplants per 100 patient-years")
    for (line, place) in groups.enumerated() {
      let name = dimension.groups[place]
      let middle = top + row * (Double(line) + 0.5)
      let people = report.result.groups[0][first + place][GroupMeasure.people.rawValue].mean
      pieces.append(Picture.text(name, 118, middle + 4, anchor: Picture.end))
      for policy in shown {
        let moments = rate(policy, first + place)
        guard moments.count > 0 else { continue }
        let y = middle + (Double(policy) - Double(shown.count - 1) / 2) * 9
        let error = 2 * (moments.standardError ?? 0)
        pieces.append(
          Picture.line(
            .class("band"), axis.place(moments.mean - error), y, axis.place(moments.mean + error), y))
        pieces.append(
          Picture.dot(
            .series(policy), axis.place(moments.mean), y, 4.2,
            "\(report.policies[policy].name), \(name): \(MeasureText.number(moments.mean, 2)) per 100 "
              + "patient-years; \(MeasureText.number(people, 0)) people"))
      }
    }
    return Picture.panel(
      dimension.title, file: "groups-\(dimension.name).csv", numbers: numbers(dimension, first),
      scrolls: false,
      Picture.svg(
        width: 510, height: bottom + 38, label: "Transplants per 100 patient-years by \(dimension.title)", pieces
      ))
  }

  private func numbers(_ dimension: Grouping.Dimension, _ first: Int) -> String {
    var lines = [["policy", dimension.name] + GroupMeasure.allCases.map(\.name) + ["rate_standard_error"]]
    for policy in report.policies.indices {
      for (place, group) in dimension.groups.enumerated() {
        let moments = report.result.groups[policy][first + place]
        lines.append(
          [report.policies[policy].name, group]
            + moments.map { Picture.cell($0.count > 0 ? $0.mean : nil) }
            + [Picture.cell(rate(policy, first + place).standardError)])
      }
    }
    return Picture.csv(lines)
  }
}
