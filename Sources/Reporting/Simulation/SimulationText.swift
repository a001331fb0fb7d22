import TandemFiles
import TandemSimulation
public import TandemTerminal

/// A simulation on a terminal, or through a pipe.
public struct SimulationText: Sendable {
  private let report: SimulationReport
  private let style: Style

  /// The text of `report` in a style.
  public init(_ report: SimulationReport, style: Style) {
    self.report = report
    self.style = style
  }

  /// Head, summary, measures, comparisons, groups, and what it rests on.
  ///
  /// - isFull: all measures and groups instead of the key ones.
  /// - width: columns of the terminal; nil for a pipe, where nothing is cut.
  public func text(isFull: Bool, width: Int?) -> String {
    var out = head(width: width ?? 100)
    out += "\n" + measures(isFull).text(width: width, style: style)
    for comparison in report.result.comparisons where isFull || report.sweep == nil {
      let name = report.policies[comparison.policy].name
      out += "\n" + style.bold("\(name) less \(report.reference), on the same replicates") + "\n"
      out += differences(comparison, isFull).text(width: width, style: style)
    }
    if !report.result.comparisons.isEmpty, isFull || report.sweep == nil {
      out += paragraph(
        "t, bootstrap: 95 % intervals of the mean difference; p: paired t test, adjusted for all comparisons "
          + "(Holm); d: difference in standard deviations. * sure at 5 %.", width)
    }
    if isFull { out += groups(width) }
    if let sensitivity = report.sensitivity { out += "\n" + table(sensitivity, width) }
    out += foot(width: width ?? 100)
    return out
  }

  private func paragraph(_ text: String, _ width: Int?) -> String {
    MatchText.paragraph(text, width: width ?? 100)
  }

  private func head(width: Int) -> String {
    let replicates = report.result.replicates
    var out = style.bold("Simulation \(report.scenario.name): \(report.scenario.title)") + "\n"
    out += paragraph(
      "\(MeasureText.number(Double(replicates), 0)) replicate\(replicates == 1 ? "" : "s") of "
        + "\(DecimalText.text(report.scenario[.years])) year\(report.scenario[.years] == 1 ? "" : "s") from \(report.start), \(report.people), seed "
        + "\(report.seed).", width)
    out += "\n"
    for sentence in SimulationSummary(report).sentences { out += paragraph(sentence, width) }
    return out
  }

  /// A name over a column: the way in which a policy is followed stands beneath it.
  private func heading(_ name: String) -> String {
    guard let place = name.firstRange(of: " (") else { return name }
    return name[..<place.lowerBound] + "\n" + name[place.lowerBound...].dropFirst()
  }

  private func shown(_ isFull: Bool) -> [Int] {
    Measure.all.indices.filter { isFull || Measure.all[$0].isKey }
  }

  private func measures(_ isFull: Bool) -> TextTable {
    var table = TextTable(
      [.init("mean of replicates (SD)", shrinksTo: 24)]
        + report.policies.enumerated().map {
          .init(heading($1.name), .right, dispensable: $0 == 0 ? nil : $0)
        })
    for place in shown(isFull) {
      let measure = Measure.all[place]
      let cells = report.policies.indices.map { policy -> TextTable.Cell in
        let moments = report.result.summaries[policy][place].moments
        let spread = moments.deviation.map { " (\(MeasureText.value($0, measure)))" } ?? ""
        return .init(MeasureText.mean(moments, measure) + (moments.count > 0 ? spread : ""))
      }
      table.append([.init(MeasureText.title(measure))] + cells)
    }
    return table
  }

  private func differences(_ comparison: SimulationResult.Comparison, _ isFull: Bool) -> TextTable {
    var table = TextTable([
      .init("difference", shrinksTo: 24), .init("mean", .right), .init(""), .init("t", .right),
      .init("bootstrap", .right, dispensable: 1), .init("p", .right), .init("d", .right, dispensable: 2),
    ])
    for place in shown(isFull) {
      let measure = Measure.all[place]
      let difference = comparison.differences[place]
      guard difference.count > 0 else { continue }
      let isSure = (difference.adjusted ?? 1) < SimulationReport.level
      let digits = measure.digits
      func interval(_ interval: ClosedRange<Double>?) -> TextTable.Cell {
        .init(
          interval.map {
            "\(MeasureText.signed($0.lowerBound, digits)) to \(MeasureText.signed($0.upperBound, digits))"
          } ?? "–")
      }
      table.append([
        .init(MeasureText.title(measure)),
        .init(MeasureText.signed(difference.mean, digits), SimulationText.tone(difference, measure, isSure)),
        .init(isSure ? "*" : ""), interval(difference.tInterval), interval(difference.bootstrapInterval),
        .init(MeasureText.probability(difference.adjusted)),
        .init(difference.effectSize.map { MeasureText.signed($0, 2) } ?? "–"),
      ])
    }
    return table
  }

  /// Good and bad only where the difference is sure and the measure has a better side.
  static func tone(_ difference: PairedDifference, _ measure: Measure, _ isSure: Bool) -> TextTable.Tone {
    guard isSure, difference.mean != 0, measure.sense != .neither else { return .plain }
    return (difference.mean > 0) == (measure.sense == .more) ? .good : .bad
  }

  private func groups(_ width: Int?) -> String {
    var out = ""
    var first = 0
    for dimension in report.grouping.dimensions {
      var table = TextTable(
        [.init(dimension.title.lowercased(), shrinksTo: 10), .init("people", .right)]
          + report.policies.enumerated().flatMap { index, policy -> [TextTable.Column] in
            [
              .init("\(heading(policy.name))\ntransplants", .right, dispensable: 2 * index + 1),
              .init("\(heading(policy.name))\ndeaths", .right, dispensable: 2 * index + 2),
            ]
          })
      for (place, group) in dimension.groups.enumerated() {
        let people = report.result.groups[0][first + place].people
        if people == 0 { continue }
        var cells: [TextTable.Cell] = [.init(group), .init(MeasureText.number(people, 1))]
        for policy in report.policies.indices {
          let line = report.result.groups[policy][first + place]
          cells.append(.init(MeasureText.number(line.transplantRate, 2)))
          cells.append(.init(MeasureText.number(line.deathRate, 2)))
        }
        table.append(cells)
      }
      first += dimension.groups.count
      out += "\n" + style.bold("\(dimension.title), per 100 patient-years on the list") + "\n"
      out += table.text(width: width, style: style)
    }
    return out
  }

  private func table(_ sensitivity: Sensitivity, _ width: Int?) -> String {
    let measure = Measure.all[sensitivity.measure]
    let subject =
      report.policies.count > 1
      ? "the difference of \(report.policies[1].name) from \(report.reference)"
      : "the result of \(report.reference)"
    var table = TextTable([
      .init("assumption or figure", shrinksTo: 24), .init("value", .right), .init("low", .right),
      .init("high", .right),
      .init("result\nat low", .right), .init("result\nat high", .right),
    ])
    for line in sensitivity.lines.prefix(15) where line.reach > 0 {
      table.append([
        .init(line.figure.title), .init(DecimalText.text(line.value)), .init(DecimalText.text(line.low)),
        .init(DecimalText.text(line.high)), .init(MeasureText.number(line.atLow.mean, measure.digits + 1)),
        .init(MeasureText.number(line.atHigh.mean, measure.digits + 1)),
      ])
    }
    return style.bold("Sensitivity of \(MeasureText.title(measure)): \(subject)") + "\n"
      + paragraph(
        "\(MeasureText.number(sensitivity.base.mean, measure.digits + 1)) with the scenario as it is; "
          + "\(sensitivity.replicates) replicates each.", width)
      + table.text(width: width, style: style)
  }

  private func foot(width: Int) -> String {
    let scenario = report.scenario
    return "\n" + (report.batchAssumption.map { paragraph("Assumption: \($0)", width) } ?? "")
      + paragraph(
        "\(scenario.assumedFigures) of the scenario's figures are assumptions, \(scenario.sourcedFigures) have a "
          + "source; the page and the JSON list them. Run \(report.fingerprint.prefix(12)), version "
          + "\(report.version).", width)
  }
}
