import TandemFiles
import TandemSimulation

/// Each policy against the reference: one picture of all key measures on one scale, and the table that a paper
/// would print.
struct DifferencesSection {
  private let report: SimulationReport

  init(_ report: SimulationReport) { self.report = report }

  private var places: [Int] { Measure.all.indices.filter { Measure.all[$0].isKey } }

  var html: HTML {
    Tag.section(.id("differences"), .fixed("aria-labelledby", "differences-title")) {
      Tag.h2(.id("differences-title")) { "What the policies change" }
      Tag.p(.class("explains")) {
        "Differences from \(report.reference) on the same replicates, in per cent of what \(report.reference) gives. "
          + "The line is the 95 % interval of the mean difference; filled dots are sure after adjustment for all "
          + "comparisons, green where the change is for the better and red where it is for the worse."
      }
      for comparison in report.result.comparisons { panel(comparison) }
    }
  }

  private func panel(_ comparison: SimulationResult.Comparison) -> HTML {
    let name = report.policies[comparison.policy].name
    return Tag.div {
      Picture.panel(
        "\(name) against \(report.reference)", file: "differences-\(comparison.policy).csv",
        numbers: numbers(comparison), forest(comparison, name))
      Tag.div(.class("wide-table")) { table(comparison) }
    }
  }

  /// The change in per cent with its interval; nil where there is nothing to compare with.
  private func relative(_ difference: PairedDifference, _ place: Int) -> (
    mean: Double, low: Double, high: Double
  )? {
    let base = report.result.summaries[0][place].moments.mean
    guard difference.count > 0, let interval = difference.tInterval, abs(base) > 1e-12 else { return nil }
    let factor = 100 / abs(base)
    return (difference.mean * factor, interval.lowerBound * factor, interval.upperBound * factor)
  }

  private func forest(_ comparison: SimulationResult.Comparison, _ name: String) -> HTML {
    let lines = places.compactMap { place in
      relative(comparison.differences[place], place).map { (place: place, change: $0) }
    }
    // Changes beyond 100 % are shown at the edge, so that the others can still be told apart.
    let reach = min(100, max(5, lines.flatMap { [abs($0.change.low), abs($0.change.high)] }.max() ?? 5))
    let axis = Axis(-reach, reach, over: 300...780, marks: 6)
    let row = 27.0
    let top = 12.0
    let bottom = top + row * Double(lines.count)
    var pieces = Picture.uprights(axis, from: top, to: bottom, title: "change in %", isSigned: true)
    pieces.append(Picture.line(.class("zero"), axis.place(0), top, axis.place(0), bottom))
    for (index, line) in lines.enumerated() {
      let y = top + row * (Double(index) + 0.5)
      let measure = Measure.all[line.place]
      let difference = comparison.differences[line.place]
      let isSure = (difference.adjusted ?? 1) < SimulationReport.level
      let tone = SimulationText.tone(difference, measure, isSure)
      let kinds: (line: Attribute, dot: Attribute) =
        !isSure
        ? (.class("unsure"), .class("dot-unsure"))
        : tone == .good
          ? (.class("sure-good"), .class("dot-good"))
          : tone == .bad ? (.class("sure-bad"), .class("dot-bad")) : (.class("sure"), .class("dot"))
      let words =
        "\(measure.title): \(MeasureText.signed(difference.mean, measure.digits)) \(measure.unit) "
        + "(\(MeasureText.interval(difference.tInterval, measure)))"
      pieces.append(Picture.text(measure.title, 288, y + 4, anchor: Picture.end))
      pieces.append(
        Picture.line(kinds.line, axis.place(line.change.low), y, axis.place(line.change.high), y))
      pieces.append(Picture.dot(kinds.dot, axis.place(line.change.mean), y, 5, words))
      pieces.append(
        Picture.text("\(MeasureText.signed(line.change.mean, 1)) %", 860, y + 4, anchor: Picture.end))
    }
    return Picture.svg(
      width: 870, height: bottom + 40, label: "Change of key measures under \(name), in per cent", pieces)
  }

  private func table(_ comparison: SimulationResult.Comparison) -> HTML {
    Tag.table(.class("figures")) {
      Tag.caption(.class("hidden-text")) { "Means, differences and intervals." }
      Tag.thead {
        Tag.tr {
          Tag.th(.fixed("scope", "col")) { "Measure" }
          for title in [
            report.reference, report.policies[comparison.policy].name, "Difference", "95 % (t)",
            "95 % (bootstrap)", "p, adjusted", "d",
          ] {
            Tag.th(.fixed("scope", "col"), .class("number")) { title }
          }
        }
      }
      Tag.tbody { for place in places { row(comparison, place) } }
    }
  }

  private func row(_ comparison: SimulationResult.Comparison, _ place: Int) -> HTML {
    let measure = Measure.all[place]
    let difference = comparison.differences[place]
    let isSure = (difference.adjusted ?? 1) < SimulationReport.level
    let tone = SimulationText.tone(difference, measure, isSure)
    let kind: Attribute =
      tone == .good ? .class("number good") : tone == .bad ? .class("number bad") : .class("number")
    return Tag.tr {
      Tag.th(.fixed("scope", "row")) {
        measure.title
        " "
        Tag.span(.class("sub")) { measure.unit }
      }
      Tag.td(.class("number")) { MeasureText.mean(report.result.summaries[0][place].moments, measure) }
      Tag.td(.class("number")) {
        MeasureText.mean(report.result.summaries[comparison.policy][place].moments, measure)
      }
      Tag.td(kind) { MeasureText.signed(difference.mean, measure.digits) + (isSure ? " *" : "") }
      Tag.td(.class("number")) { MeasureText.interval(difference.tInterval, measure) }
      Tag.td(.class("number")) { MeasureText.interval(difference.bootstrapInterval, measure) }
      Tag.td(.class("number")) { MeasureText.probability(difference.adjusted) }
      Tag.td(.class("number")) { difference.effectSize.map { MeasureText.signed($0, 2) } ?? "–" }
    }
  }

  private func numbers(_ comparison: SimulationResult.Comparison) -> String {
    let head = ["measure", "unit", "difference", "t_low", "t_high", "change_percent", "p_adjusted"]
    return Picture.csv(
      [head]
        + places.map { place in
          let difference = comparison.differences[place]
          return [
            Measure.all[place].name, Measure.all[place].unit, Picture.cell(difference.mean),
            Picture.cell(difference.tInterval?.lowerBound), Picture.cell(difference.tInterval?.upperBound),
            Picture.cell(relative(difference, place)?.mean), Picture.cell(difference.adjusted),
          ]
        })
  }
}
