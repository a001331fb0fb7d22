import TandemClinic
import TandemFiles
import TandemRegistry
public import TandemTerminal

/// A match run on a terminal, or through a pipe.
public struct MatchText: Sendable {
  private let report: MatchReport
  private let style: Style

  /// The text of `report` in a style.
  public init(_ report: MatchReport, style: Style) {
    self.report = report
    self.style = style
  }

  /// The head, the first `limit` of the roster, their score parts, and who was screened out.
  ///
  /// - width: columns of the terminal; nil for a pipe, where nothing is cut.
  public func text(limit: Int, width: Int?) -> String {
    let people = report.roster.first(limit)
    var out = head(width: width ?? 100)
    if people.isEmpty {
      out += "\n" + style.error("Nobody may be offered this donor.") + "\n"
    } else {
      out += "\n" + roster(people).text(width: width, style: style)
      if people.count < report.roster.count {
        out +=
          "... and \(Counted.text(report.roster.count - people.count, "more candidate")); --limit shows more.\n"
      }
      out += key(width: width ?? 100)
      out += "\n" + style.bold("Points by part of the score") + "\n"
      for table in parts(people, width: width) { out += table.text(width: width, style: style) }
    }
    return out + screenedOut(width: width ?? 100) + foot
  }

  // MARK: The head

  private func head(width: Int) -> String {
    let origin = report.provenance
    let kind = origin.isExpedited ? "Expedited match run" : "Match run"
    var out = style.bold("\(kind) for donor \(DisplayText.visible(report.donor.id))") + "\n"
    out += "Policy \(origin.policy): \(origin.policyTitle)\n"
    for group in report.donor.groups {
      let facts = group.facts.map { fact in
        "\(fact.label) \(fact.value.map { DisplayText.visible($0) } ?? "unknown")"
      }
      out += MatchText.paragraph("\(group.title): " + facts.joined(separator: "; ") + ".", width: width)
    }
    if origin.isExpedited {
      out += style.warning("Provisional: the run works with missing donor data.") + "\n"
      for missing in origin.missing { out += MatchText.paragraph("- " + missing.sentence, width: width) }
    }
    for override in origin.overrides {
      let text = "\(override.rule) set aside by \(override.by): \(override.reason) "
      out +=
        style.warning("Override: ")
        + DisplayText.visible(text + "(\(Counted.text(override.listed, "candidate")) listed because of it)")
        + "\n"
    }
    for addition in origin.additions {
      out += MatchText.paragraph("Added by hand: " + addition.sentence, width: width)
    }
    for note in report.donor.notes {
      out += MatchText.paragraph("Look at \(note.rule): \(note.detail)", width: width)
    }
    return out
  }

  /// Lines of `width`, the second and later ones indented.
  static func paragraph(_ text: String, width: Int) -> String {
    DisplayText.wrapped(DisplayText.visible(text), to: width - 2).joined(separator: "\n  ") + "\n"
  }

  // MARK: The roster

  private func roster(_ people: [MatchReport.Candidate]) -> TextTable {
    var table = TextTable([
      .init("#", .right), .init("candidate", shrinksTo: 14), .init("centre", shrinksTo: 4, dispensable: 1),
      .init("score", .right), .init("ABO"), .init("GvH", .right), .init("HvG", .right),
      .init("ag+al", .right, dispensable: 4), .init("cross-\nmatch", dispensable: 0), .init("IEQ/kg", .right),
      .init("p", .right), .init("CD34+\n10^6", .right), .init("protocol", shrinksTo: 7, dispensable: 2),
      .init("km", .right, dispensable: 5), .init("cold\nh", .right, dispensable: 3),
      .init("!", .right),
    ])
    for person in people { table.append(MatchText.row(person)) }
    return table
  }

  private static func row(_ person: MatchReport.Candidate) -> [TextTable.Cell] {
    let level = person.chosenLevel
    let mark = person.addedReason != nil ? "+" : person.marks.isEmpty ? "" : "*"
    let kinds = person.mismatches.map { "\($0.positions("antigen"))+\($0.positions("allele"))" }
    let crossmatch = person.crossmatches.map { String($0.verdict.prefix(3)) }.joined(separator: "/")
    let isClear = person.crossmatches.allSatisfy { $0.verdict == "negative" }
    return [
      .init("\(person.rank)\(mark)"), .init(person.recipient, .strong), .init(person.centre ?? "-"),
      .init(DecimalText.fixed(person.score, 1)), .init(person.abo?.rawValue ?? "-"),
      .init(person.mismatches.map { String($0.gvh) } ?? "-"),
      .init(person.mismatches.map { String($0.hvg) } ?? "-"), .init(kinds ?? "-"),
      .init(crossmatch, isClear ? .plain : .warning),
      .init(level.map { Amount.text($0.isletIEQPerKg) } ?? "-"),
      .init(level?.isletProbability.map { Amount.probability($0) } ?? "-"),
      .init(level?.cd34PerKg.map { DecimalText.fixed($0 / 1e6, 1) } ?? "-"),
      .init(person.chosenProtocol?.name ?? "-"),
      .init(person.distanceKm.map { DecimalText.fixed($0, 0) } ?? "-"),
      .init(person.coldIschaemiaHours.map { DecimalText.fixed($0, 1) } ?? "-"),
      .init(String(person.warnings.count), person.warnings.isEmpty ? .plain : .warning),
    ]
  }

  private func key(width: Int) -> String {
    MatchText.paragraph(
      "GvH, HvG: mismatches by direction; ag+al: positions that differ in antigen, and in allele alone; crossmatch: "
        + "islets/stem cells; p: probability of the islet dose; CD34+: million cells per kg; !: warnings. * listed because a rule was set "
        + "aside, + added by hand. tandem explain says why, for any pair.", width: width)
  }

  /// A column for each part that has a weight; folded into several tables where the width asks for it.
  private func parts(_ people: [MatchReport.Candidate], width: Int?) -> [TextTable] {
    let places = report.terms.indices.filter { report.terms[$0].weight > 0 }
    let perTable = width == nil ? max(1, places.count) : 8
    return stride(from: 0, to: places.count, by: perTable).map { start in
      parts(people, Array(places[start..<min(start + perTable, places.count)]))
    }
  }

  private func parts(_ people: [MatchReport.Candidate], _ places: [Int]) -> TextTable {
    let terms = places.map { place in
      let term = report.terms[place]
      let title = term.title.split(separator: " ").joined(separator: "\n") + "\n/\(Amount.text(term.weight))"
      return TextTable.Column(title, .right, dispensable: place)
    }
    var table = TextTable(
      [.init("#", .right), .init("candidate", shrinksTo: 14), .init("score\n/100", .right)] + terms)
    for person in people {
      var cells: [TextTable.Cell] = [.init(String(person.rank)), .init(person.recipient)]
      cells.append(.init(DecimalText.fixed(person.score, 2), .strong))
      for part in places.map({ person.parts[$0] }) {
        cells.append(.init(DecimalText.fixed(part.points, 1), part.value == nil ? .warning : .plain))
      }
      table.append(cells)
    }
    return table
  }

  // MARK: The foot

  private func screenedOut(width: Int) -> String {
    guard report.screenedOut.count > 0 else { return "\nNobody was screened out.\n" }
    let title = "\n" + style.bold("Screened out: \(Counted.text(report.screenedOut.count, "recipient"))")
    guard let rules = report.rules else { return title + "; --audit FILE says why.\n" }
    var out = title + ", by each rule of the nearest protocol\n"
    var table = TextTable([.init("rule", shrinksTo: 20), .init("fail", .right), .init("review", .right)])
    for line in rules.prefix(12) {
      table.append([
        .init(line.rule.name), .init(Amount.text(Double(line.fails))),
        .init(Amount.text(Double(line.reviews))),
      ])
    }
    out += table.text(width: width, style: style)
    if rules.count > 12 { out += "... and \(Counted.text(rules.count - 12, "more rule")).\n" }
    return out
  }

  private var foot: String {
    let origin = report.provenance
    return
      "\nRun \(origin.runID), policy \(origin.policySHA256.prefix(12)), input \(origin.inputSHA256.prefix(12)), "
      + "lottery seed \(origin.seed), version \(origin.version).\n"
  }
}
