import TandemFiles
import TandemPolicy
import TandemRegistry
import TandemSimulation
public import TandemTerminal

/// A comparison of policies on a terminal, or through a pipe.
public struct ComparisonText: Sendable {
  private let report: ComparisonReport
  private let style: Style

  /// The text of `report` in a style.
  public init(_ report: ComparisonReport, style: Style) {
    self.report = report
    self.style = style
  }

  /// Summary, groups, people and the first differences.
  ///
  /// - width: columns of the terminal; nil for a pipe, where nothing is cut.
  public func text(width: Int?) -> String {
    let names = report.names.joined(separator: ", ")
    var out = style.bold("Policies compared on \(DisplayText.visible(report.folder)): \(names)") + "\n\n"
    for sentence in report.sentences { out += MatchText.paragraph(sentence, width: width ?? 100) }
    for pair in report.pairs {
      out += "\n" + style.bold("Grafts by group: \(report.names[0]) and \(pair.name)") + "\n"
      out += groups(pair).text(width: width, style: style)
      out += movers("Towards the front of rosters under \(pair.name)", pair.towardsFront, width)
      out += movers("Towards the back of rosters under \(pair.name)", pair.towardsBack, width)
      if !pair.explanations.isEmpty {
        out += "\n" + style.bold("First differences of \(pair.name), in the order of donors") + "\n"
        for words in pair.explanations { out += MatchText.paragraph(words, width: width ?? 100) }
      }
    }
    return out
      + "\nPlaces are shares of a roster: 0 is the first, 1 the last, averaged over the rosters that people are on.\n"
  }

  private func groups(_ pair: ComparisonReport.Pair) -> TextTable {
    var table = TextTable([
      .init("group"), .init("people", .right), .init(report.names[0], .right), .init(pair.name, .right),
      .init("change", .right),
    ])
    for (title, changes) in pair.groups {
      for change in changes {
        let difference = change.other - change.reference
        table.append([
          .init("\(title.lowercased()) \(change.name)"), .init(String(change.people)),
          .init(String(change.reference)),
          .init(String(change.other)),
          .init(
            MeasureText.signed(Double(difference), 0), difference > 0 ? .good : difference < 0 ? .bad : .plain
          ),
        ])
      }
    }
    return table
  }

  private func movers(_ title: String, _ movers: [ComparisonReport.Mover], _ width: Int?) -> String {
    guard !movers.isEmpty else { return "" }
    var table = TextTable([
      .init("recipient", shrinksTo: 14), .init("rosters", .right), .init("place\nbefore", .right),
      .init("place\nafter", .right), .init("change", .right),
    ])
    for mover in movers {
      table.append([
        .init(report.comparison.cohort.recipients[mover.recipient].id, .strong),
        .init(String(mover.other.rosters)),
        .init(MeasureText.number(mover.reference.meanPlace, 2)),
        .init(MeasureText.number(mover.other.meanPlace, 2)), .init(MeasureText.signed(mover.change ?? 0, 2)),
      ])
    }
    return "\n" + style.bold(title) + "\n" + table.text(width: width, style: style)
  }
}
