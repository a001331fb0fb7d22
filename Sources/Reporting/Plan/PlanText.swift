import TandemAllocation
import TandemClinic
import TandemFiles
import TandemPacking
import TandemPolicy
public import TandemTerminal

/// A plan on a terminal, or through a pipe.
public struct PlanText: Sendable {
  private let report: PlanReport
  private let style: Style

  /// The text of `report` in a style.
  public init(_ report: PlanReport, style: Style) {
    self.report = report
    self.style = style
  }

  private var plan: AllocationPlan { report.plan }
  private var unit: String { plan.objective.unit }

  /// The whole text, with the first `limit` lines of each table.
  ///
  /// - width: columns of the terminal; nil for a pipe, where nothing is cut.
  public func text(limit: Int, width: Int?) -> String {
    let room = width ?? 100
    var out = style.bold("Plan for all donors at once") + "\n"
    out += "Policy \(report.provenance.policy): \(report.provenance.policyTitle)\n"
    for sentence in PlanWords(report).outcome { out += MatchText.paragraph(sentence, width: room) }
    if plan.proofs.isEmpty { return out + foot }
    if plan.assignments.isEmpty {
      out += "\n" + style.error("Nobody is served.") + "\n"
    } else {
      out += "\n" + table(assignments, plan.assignments.count, limit, width)
      out += MatchText.paragraph(
        "p: probability that the donor gives the dose and those before it; loss: what the plan loses when this "
          + "person falls out (\(PlanWords(report).lossKinds)); standby: who comes next; !: warnings.",
        width: room)
    }
    out += "\n" + style.bold("Donors") + ", in IEQ and cells before culture, freezing and selection\n"
    out += table(donors, plan.donors.count, limit, width)
    if !plan.limits.isEmpty || !plan.shares.isEmpty {
      out += "\n" + style.bold("What binds") + "\n"
      out += table(limits, plan.limits.count + plan.shares.count, limit, width)
      for sentence in PlanWords(report).bindings { out += MatchText.paragraph(sentence, width: room) }
    }
    if let sentence = PlanWords(report).scenarios {
      out += "\n" + style.bold("Scenarios") + "\n" + MatchText.paragraph(sentence, width: room)
    }
    if !plan.namesStandbys { out += "\n" + MatchText.paragraph(PlanWords.noStandbys, width: room) }
    out += leftOut(limit, width, room)
    out += "\n" + style.bold("Groups") + "\n" + table(groups, plan.groups.count, max(limit, 12), width)
    if let search = report.search { out += PlanSearchText(search, plan.objective).text(style, room) }
    return out + foot
  }

  private func table(_ table: (Int) -> TextTable, _ count: Int, _ limit: Int, _ width: Int?) -> String {
    let shown = min(count, limit)
    let rest = count - shown
    return table(shown).text(width: width, style: style)
      + (rest > 0 ? "... and \(Counted.text(rest, "more line")); --limit shows more.\n" : "")
  }

  private func assignments(_ count: Int) -> TextTable {
    var table = TextTable([
      .init("donor", shrinksTo: 8), .init("recipient", shrinksTo: 8),
      .init("centre", shrinksTo: 4, dispensable: 1),
      .init("protocol", shrinksTo: 8, dispensable: 3), .init("level"), .init("IEQ", .right),
      .init("CD34+\n10^6/kg", .right, dispensable: 2), .init("p", .right), .init("score", .right),
      .init("loss", .right), .init("standby", shrinksTo: 8), .init("held", .right, dispensable: 4),
      .init("!", .right),
    ])
    for assignment in plan.assignments.prefix(count) {
      table.append([
        .init(assignment.donor), .init(assignment.recipient + (assignment.isFrozen ? "*" : ""), .strong),
        .init(assignment.centre ?? "-"), .init(assignment.transplant), .init(assignment.level),
        .init(Amount.text(assignment.isletIEQ.rounded())),
        .init(
          DecimalText.fixed(assignment.cd34PerKg / 1e6, 1),
          assignment.cd34PerKg < assignment.cd34Limits.target * 0.999_999 ? .warning : .plain),
        .init(Amount.probability(assignment.probability)), .init(assignment.score.total.text),
        .init(DecimalText.fixed(report.amount(assignment.loss.amount), 2)),
        .init(assignment.standbys.first?.recipient ?? (plan.namesStandbys ? "nobody" : "-")),
        .init(assignment.heldShare.map { Amount.probability($0) } ?? "-"),
        .init(String(assignment.warnings.count), assignment.warnings.isEmpty ? .plain : .warning),
      ])
    }
    return table
  }

  private func donors(_ count: Int) -> TextTable {
    var table = TextTable([
      .init("donor", shrinksTo: 8), .init("open\nto", .right), .init("serves", .right), .init("IEQ", .right),
      .init("used", .right), .init("left", .right), .init("CD34+", .right), .init("left", .right),
      .init("worth", .right), .init("next for what is left", shrinksTo: 10, dispensable: 1),
    ])
    for donor in plan.donors.prefix(count) {
      let next = donor.standbys.map { "\($0.recipient) (\($0.level))" }.joined(separator: ", ")
      table.append([
        .init(donor.donor, .strong), .init(donor.candidates.map { String($0) } ?? ""),
        .init(String(donor.served)),
        .init(Amount.text(donor.islets)), .init(Amount.text(donor.isletsUsed)),
        .init(Amount.text(donor.islets - donor.isletsUsed)), .init(Amount.cells(donor.cells)),
        .init(Amount.cells(donor.cells - donor.cellsUsed)),
        .init(donor.worth.map { DecimalText.fixed(plan.objective.amount($0), 2) } ?? "-"),
        .init(next.isEmpty ? "-" : next),
      ])
    }
    return table
  }

  private func limits(_ count: Int) -> TextTable {
    let words = PlanWords(report)
    let limits = words.limits
    let hasPeriods = limits.contains { $0.period != nil }
    var table = TextTable(
      [.init("limit"), .init("place", shrinksTo: 8)]
        + (hasPeriods ? [.init("period", .right, dispensable: 1)] : [])
        + [.init("there", .right), .init("used", .right), .init("one more is worth", .right)])
    for limit in limits.prefix(count) {
      table.append(
        [.init(limit.name), .init(limit.place)]
          + (hasPeriods ? [.init(limit.period.map { String($0) } ?? "-")] : [])
          + [
            .init(limit.there), .init(limit.used, limit.price ?? 0 > 0 ? .warning : .plain),
            .init(words.worth(limit.price)),
          ])
    }
    return table
  }

  private func leftOut(_ limit: Int, _ width: Int?, _ room: Int) -> String {
    let count = plan.leftOutCounts.reduce(0) { $0 + $1.count }
    if count == 0 { return "" }
    var out =
      "\n" + style.bold("Left out: \(Counted.text(count, "recipient"))") + "\n"
      + MatchText.paragraph(PlanWords.mainReason, width: room)
    var table = TextTable([
      .init("people", .right), .init("reason", shrinksTo: 20), .init("rule", dispensable: 1),
    ])
    for line in plan.leftOutCounts.prefix(max(limit, 12)) {
      table.append([
        .init(Amount.text(Double(line.count))), .init(PlanWords.reason(line.reason)),
        .init(PlanWords.rule(line.reason) ?? "-"),
      ])
    }
    out += table.text(width: width, style: style)
    if plan.leftOutCounts.count > max(limit, 12) {
      out += "... and \(Counted.text(plan.leftOutCounts.count - max(limit, 12), "more reason")).\n"
    }
    return out
  }

  private func groups(_ count: Int) -> TextTable {
    var table = TextTable([
      .init("by"), .init("group", shrinksTo: 12), .init("listed", .right), .init("with offers", .right),
      .init("transplanted", .right), .init("share", .right),
    ])
    let all = max(1, plan.assignments.count)
    for line in plan.groups.prefix(count) {
      table.append([
        .init(line.kind), .init(line.name), .init(Amount.text(Double(line.listed))),
        .init(line.open.map { Amount.text(Double($0)) } ?? ""), .init(Amount.text(Double(line.transplanted))),
        .init(DecimalText.fixed(100 * Double(line.transplanted) / Double(all), 1) + " %"),
      ])
    }
    return table
  }

  private var foot: String {
    let origin = report.provenance
    return "\nPolicy \(origin.policySHA256.prefix(12)), input \(origin.inputSHA256.prefix(12)), "
      + "seed \(origin.seed), version \(origin.version).\n"
  }
}
