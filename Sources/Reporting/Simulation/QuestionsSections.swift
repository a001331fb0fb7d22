import TandemFiles
import TandemSimulation

/// The frontier of a moved weight: what the list as a whole gains against how evenly access is spread.
struct FrontierSection {
  private let report: SimulationReport
  private let sweep: WeightSweep

  init(_ report: SimulationReport, _ sweep: WeightSweep) {
    self.report = report
    self.sweep = sweep
  }

  /// What is gained, on the upright scale.
  private static let utilities = ["transplants_per_year", "independence_years_per_year"]
  private static let equity = "access_gini"

  var html: HTML {
    Tag.section(.id("frontier"), .fixed("aria-labelledby", "frontier-title")) {
      Tag.h2(.id("frontier-title")) { "Utility against equity" }
      Tag.p(.class("explains")) {
        "The weight of \(sweep.attribute) is moved from \(DecimalText.text(sweep.weights[0])) to "
          + "\(DecimalText.text(sweep.weights[sweep.weights.count - 1])), the other weights in proportion. Up is "
          + "more, left is more even: the better policies stand above and to the left. The lines are 95 % intervals of the "
          + "difference from the first weight on the same replicates."
      }
      Tag.div(.class("panels")) { for utility in FrontierSection.utilities { panel(utility) } }
    }
  }

  private func panel(_ name: String) -> HTML {
    guard let up = Measure.place(of: name), let across = Measure.place(of: FrontierSection.equity) else {
      return .list([])
    }
    let points = report.policies.indices.map { policy in
      (x: report.result.summaries[policy][across].moments, y: report.result.summaries[policy][up].moments)
    }
    return Picture.panel(
      "\(Measure.all[up].title), \(Measure.all[up].unit)", file: "frontier-\(name).csv",
      numbers: numbers(points), scrolls: false, scatter(points, up, across))
  }

  private func scatter(_ points: [(x: Moments, y: Moments)], _ up: Int, _ across: Int) -> HTML {
    let intervals = report.policies.indices.map { policy in
      (x: interval(policy, across), y: interval(policy, up))
    }
    let (left, right) = FrontierSection.ends(points.map(\.x), intervals.compactMap(\.x))
    let (low, high) = FrontierSection.ends(points.map(\.y), intervals.compactMap(\.y))
    let x = Axis(left, right, over: 56...490, marks: 5)
    let y = Axis(low, high, over: 0...270, marks: 5)
    func height(_ value: Double) -> Double { 284 - y.place(value) }
    var pieces = Picture.uprights(x, from: 14, to: 292, title: Measure.all[across].title)
    for mark in y.marks {
      pieces.append(Picture.line(.class("grid"), 56, height(mark), 490, height(mark)))
      pieces.append(Picture.text(y.text(mark), 48, height(mark) + 4, .class("quiet"), anchor: Picture.end))
    }
    let trail = points.map { (x: x.place($0.x.mean), y: height($0.y.mean)) }
    pieces.append(Tag.path(.class("trail"), .path(through: trail)))
    for (index, interval) in intervals.enumerated() {
      let (px, py) = trail[index]
      if let reach = interval.x {
        pieces.append(
          Picture.line(.class("reach"), x.place(reach.lowerBound), py, x.place(reach.upperBound), py))
      }
      if let reach = interval.y {
        pieces.append(
          Picture.line(.class("reach"), px, height(reach.lowerBound), px, height(reach.upperBound)))
      }
    }
    for (index, point) in points.enumerated() {
      let (px, py) = trail[index]
      pieces.append(
        Picture.dot(
          .class("dot halo"), px, py, 5.5,
          "\(report.policies[index].name): \(MeasureText.mean(point.y, Measure.all[up])) \(Measure.all[up].unit), "
            + "\(MeasureText.mean(point.x, Measure.all[across]))"))
      // Not more names than there is room for; the first and the last weight always.
      if points.count <= 12 || index % 5 == 0 || index == points.count - 1 {
        pieces.append(Picture.text(DecimalText.text(sweep.weights[index]), px + 9, py - 7, .class("strong")))
      }
    }
    return Picture.svg(width: 510, height: 332, label: "Utility against equity as a weight is moved", pieces)
  }

  /// Where a policy's mean lies with 95 % confidence if that of the first weight is taken as it is: what differs
  /// between replicates for all policies alike is left out, since it moves no policy against another.
  private func interval(_ policy: Int, _ measure: Int) -> ClosedRange<Double>? {
    guard policy > 0, let interval = report.result.comparisons[policy - 1].differences[measure].tInterval
    else {
      return nil
    }
    let first = report.result.summaries[0][measure].moments.mean
    return first + interval.lowerBound...first + interval.upperBound
  }

  private static func ends(_ moments: [Moments], _ intervals: [ClosedRange<Double>]) -> (Double, Double) {
    let means = moments.map(\.mean)
    let low = (means + intervals.map(\.lowerBound)).min() ?? 0
    let high = (means + intervals.map(\.upperBound)).max() ?? 1
    return low < high ? (low, high) : (low - 0.5, high + 0.5)
  }

  private func numbers(_ points: [(x: Moments, y: Moments)]) -> String {
    Picture.csv(
      [["weight", "utility", "utility_se", "gini", "gini_se"]]
        + points.enumerated().map { index, point in
          [
            DecimalText.text(sweep.weights[index]), Picture.cell(point.y.mean),
            Picture.cell(point.y.standardError),
            Picture.cell(point.x.mean), Picture.cell(point.x.standardError),
          ]
        })
  }
}

/// How the result hangs on single assumptions: a tornado picture.
struct SensitivitySection {
  private let report: SimulationReport
  private let sensitivity: Sensitivity

  init(_ report: SimulationReport, _ sensitivity: Sensitivity) {
    self.report = report
    self.sensitivity = sensitivity
  }

  private static let mostLines = 18

  private var measure: Measure { Measure.all[sensitivity.measure] }
  private var digits: Int { measure.digits + 1 }

  var html: HTML {
    let subject =
      report.policies.count > 1
      ? "the difference of \(report.policies[1].name) from \(report.reference)"
      : "the result of \(report.reference)"
    return Tag.section(.id("sensitivity"), .fixed("aria-labelledby", "sensitivity-title")) {
      Tag.h2(.id("sensitivity-title")) { "How much hangs on single assumptions" }
      Tag.p(.class("explains")) {
        "\(measure.title), \(measure.unit): \(subject). Each figure is moved alone to its lowest and its highest "
          + "value, with \(sensitivity.replicates) replicates each; the line in the middle is the scenario as it is."
      }
      Picture.legend(["figure at its lowest", "figure at its highest"])
      Picture.panel(
        "The figures that matter most", file: "sensitivity.csv", numbers: numbers, tornado)
    }
  }

  private var tornado: HTML {
    let lines = sensitivity.lines.filter { $0.reach > 0 }.prefix(SensitivitySection.mostLines)
    let base = sensitivity.base.mean
    let values = lines.flatMap { [$0.atLow.mean, $0.atHigh.mean] } + [base]
    let axis = Axis(values.min() ?? 0, values.max() ?? 1, over: 330...850, marks: 6)
    let row = 25.0
    let bottom = row * Double(lines.count) + 8
    var pieces = Picture.uprights(
      axis, from: 0, to: bottom, title: "\(measure.title), \(measure.unit)",
      isSigned: report.policies.count > 1)
    for (index, line) in lines.enumerated() {
      let y = row * Double(index) + 8
      pieces.append(Picture.text(line.figure.title, 320, y + 13, anchor: Picture.end))
      for (kind, moments, value) in [(0, line.atLow, line.low), (1, line.atHigh, line.high)] {
        let ends = [axis.place(base), axis.place(moments.mean)].sorted()
        pieces.append(
          Picture.rectangle(
            .series(kind), x: ends[0], y: y + Double(kind) * 8, width: max(1, ends[1] - ends[0]), height: 8,
            "\(line.figure.title) \(DecimalText.text(value)) \(line.figure.unit): "
              + MeasureText.number(moments.mean, digits)))
      }
    }
    pieces.append(Picture.line(.class("zero"), axis.place(base), 0, axis.place(base), bottom))
    return Picture.svg(width: 870, height: bottom + 38, label: "Sensitivity to single figures", pieces)
  }

  private var numbers: String {
    Picture.csv(
      [["figure", "value", "low", "high", "result_at_low", "result_at_high"]]
        + sensitivity.lines.map { line in
          [line.figure.rawValue]
            + [line.value, line.low, line.high, line.atLow.mean, line.atHigh.mean].map(Picture.cell)
        })
  }
}
