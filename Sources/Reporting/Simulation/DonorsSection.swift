import TandemFiles
import TandemSimulation

/// What became of the donors under each policy, and what the weights of the policies are worth.
struct DonorsSection {
  private let report: SimulationReport

  init(_ report: SimulationReport) { self.report = report }

  private static let losses = [
    "lost_ruled_out", "lost_too_late", "lost_nobody", "lost_no_bed", "lost_declined", "lost_no_run",
    "lost_too_few",
  ]

  private func mean(_ policy: Int, _ name: String) -> Double {
    Measure.place(of: name).map { report.result.summaries[policy][$0].moments.mean } ?? 0
  }

  /// Donors a year by what became of them, the used ones first.
  private func parts(_ policy: Int) -> [(title: String, count: Double)] {
    let lost = DonorsSection.losses.map { name in
      let title = Measure.place(of: name).map { Measure.all[$0].title } ?? name
      return (title: title, count: mean(policy, name))
    }
    let all = mean(policy, "donors_per_year")
    return [(title: "used", count: all - lost.reduce(0) { $0 + $1.count })] + lost
  }

  var html: HTML {
    let names = parts(0).map(\.title)
    return Tag.section(.id("donors"), .fixed("aria-labelledby", "donors-title")) {
      Tag.h2(.id("donors-title")) { "What became of the donors" }
      Picture.legend(names)
      Picture.panel("Donors a year", file: "donors.csv", numbers: numbers, bars)
    }
  }

  private var bars: HTML {
    // Names stand above their bars, where there is room for any.
    let row = 44.0
    let bottom = row * Double(report.policies.count) + 6
    let most = report.policies.indices.map { mean($0, "donors_per_year") }.max() ?? 1
    let axis = Axis(0, max(most, 1e-9), over: 8...860, marks: 6, padded: false)
    var pieces = Picture.uprights(axis, from: 0, to: bottom, title: "donors a year")
    for policy in report.policies.indices {
      let y = row * Double(policy) + 22
      pieces.append(Picture.text(report.policies[policy].name, 8, y - 6))
      var at = 0.0
      for (index, part) in parts(policy).enumerated() where part.count > 0 {
        let x = axis.place(at)
        pieces.append(
          Picture.rectangle(
            .series(index), x: x, y: y, width: axis.place(at + part.count) - x, height: 18,
            "\(report.policies[policy].name), \(part.title): \(MeasureText.number(part.count, 1)) a year"))
        at += part.count
      }
    }
    return Picture.svg(width: 870, height: bottom + 38, label: "Donors a year by what became of them", pieces)
  }

  private var numbers: String {
    Picture.csv(
      [["policy", "what", "donors_per_year"]]
        + report.policies.indices.flatMap { policy in
          parts(policy).map { [report.policies[policy].name, $0.title, Picture.cell($0.count)] }
        })
  }
}
