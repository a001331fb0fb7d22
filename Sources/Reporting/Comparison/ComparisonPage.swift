import TandemFiles
import TandemPolicy
import TandemRegistry
import TandemSimulation

/// A comparison of policies on one cohort as a self-contained page.
public struct ComparisonPage: Sendable {
  private let report: ComparisonReport

  /// The page of `report`.
  public init(_ report: ComparisonReport) { self.report = report }

  /// Ranks that a picture of two rosters shows.
  private static let mostRanks = 15

  /// The file's text.
  public var text: String {
    WebPage(title: "Policies compared", style: .simulationStyle, script: nil) {
      Tag.a(.class("skip"), .href(to: "words")) { "To the summary" }
      Tag.header {
        Tag.div(.class("head")) {
          Tag.div {
            Tag.p(.class("eyebrow")) { "Policies on one cohort" }
            Tag.h1 { report.names.joined(separator: " and ") }
            Tag.p(.class("lead")) {
              "\(Counted.text(report.comparison.cohort.recipients.count, "recipient")) and "
                + "\(Counted.text(report.comparison.cohort.donors.count, "donor")), each donor ranked under each policy."
            }
          }
        }
      }
      Tag.main {
        Tag.section(.id("words"), .fixed("aria-label", "Summary")) {
          Tag.div(.class("words")) { for sentence in report.sentences { Tag.p { sentence } } }
        }
        for pair in report.pairs { section(pair) }
      }
      Tag.footer { provenance }
    }.text
  }

  private func section(_ pair: ComparisonReport.Pair) -> HTML {
    Tag.section {
      Tag.h2 { "\(report.names[0]) and \(pair.name)" }
      Tag.div(.class("panels")) {
        flow(pair)
        if let difference = pair.differences.first { slope(pair, difference) }
      }
      if !pair.explanations.isEmpty {
        Tag.div(.class("panel")) {
          Tag.h3 { "First differences, in the order of donors" }
          for words in pair.explanations { Tag.p(.class("explains")) { words } }
        }
      }
      Tag.div(.class("wide-table")) { groups(pair) }
    }
  }

  // MARK: Who gains, who loses

  /// Bands from having a graft or none under the reference to the same under the other policy.
  private func flow(_ pair: ComparisonReport.Pair) -> HTML {
    let (both, lost, gained) = (Double(pair.both), Double(pair.lost.count), Double(pair.gained.count))
    let unit = 220 / max(1, both + lost + gained)
    let top = 34.0
    let (left, right) = (165.0, 345.0)
    // Those without a graft stand beneath a gap on either side.
    let leftNone = top + (both + lost) * unit + 16
    let rightNone = top + (both + gained) * unit + 16
    // `label` is how far along the band its words stand, since two of the bands cross.
    let bands: [(kind: Attribute, from: Double, to: Double, count: Double, words: String, label: Double)] = [
      (.class("band-same"), top, top, both, "in both", 0.5),
      (.class("band-loss"), top + both * unit, rightNone, lost, "lose", 0.16),
      (.class("band-gain"), leftNone, top + both * unit, gained, "gain", 0.84),
    ]
    var pieces: [HTML] = [
      Picture.text(report.names[0], left - 8, 16, .class("strong"), anchor: Picture.end),
      Picture.text(pair.name, right + 8, 16, .class("strong")),
    ]
    for band in bands where band.count > 0 {
      let height = band.count * unit
      let corners = [
        (x: left, y: band.from), (x: right, y: band.to), (x: right, y: band.to + height),
        (x: left, y: band.from + height),
      ]
      pieces.append(
        Tag.path(band.kind, .path(through: corners)) {
          Tag.title { "\(MeasureText.number(band.count, 0)) people \(band.words)" }
        })
      pieces.append(
        Picture.text(
          "\(MeasureText.number(band.count, 0)) \(band.words)", left + (right - left) * band.label,
          band.from + (band.to - band.from) * band.label + height / 2 + 4, .class("strong"),
          anchor: Picture.middle))
    }
    let ends: [(words: String, count: Double, x: Double, y: Double)] = [
      ("a graft", both + lost, left, top), ("none", gained, left, leftNone),
      ("a graft", both + gained, right, top), ("none", lost, right, rightNone),
    ]
    for end in ends where end.count > 0 {
      let isLeft = end.x == left
      pieces.append(
        Picture.rectangle(
          .class("plate-end"), x: isLeft ? end.x - 5 : end.x, y: end.y, width: 5, height: end.count * unit,
          "\(MeasureText.number(end.count, 0)) people: \(end.words)"))
      pieces.append(
        Picture.text(
          "\(end.words): \(MeasureText.number(end.count, 0))", isLeft ? end.x - 12 : end.x + 12,
          end.y + end.count * unit / 2 + 4, anchor: isLeft ? Picture.end : .fixed("text-anchor", "start")))
    }
    let people = report.comparison.cohort.recipients
    let numbers = Picture.csv(
      [["recipient", "change"]] + pair.gained.map { [people[$0].id, "gains"] }
        + pair.lost.map { [people[$0].id, "loses"] })
    return Picture.panel(
      "Who gains, who loses", file: "changes-\(pair.name).csv", numbers: numbers, scrolls: false,
      Picture.svg(
        width: 510, height: max(leftNone + gained * unit, rightNone + lost * unit) + 10,
        label: "People with a graft under both policies or one", pieces))
  }

  /// The first ranks of one donor under both policies, joined by lines.
  private func slope(_ pair: ComparisonReport.Pair, _ difference: PolicyComparison.Difference) -> HTML {
    let place = (report.names.firstIndex(of: pair.name) ?? 1)
    let left = report.comparison.walks[0].rosters[difference.donor]
    let right = report.comparison.walks[place].rosters[difference.donor]
    let people = report.comparison.cohort.recipients
    var pieces: [HTML] = [
      Picture.text(report.names[0], 150, 14, .class("strong"), anchor: Picture.end),
      Picture.text(pair.name, 360, 14, .class("strong")),
    ]
    func height(_ rank: Int) -> Double { 34 + 19 * Double(rank) }
    let shown = ComparisonPage.mostRanks
    for (rank, entry) in left.prefix(shown).enumerated() {
      let after = right.firstIndex { $0.recipient == entry.recipient }
      let end = after.map { min($0, shown) } ?? shown
      let kind: Attribute =
        after.map { $0 < rank } == true
        ? .class("slope gain")
        : after.map { $0 == rank } == true ? .class("slope same") : .class("slope loss")
      pieces.append(Picture.line(kind, 160, height(rank), 350, height(end)))
      pieces.append(
        Picture.text(
          "\(people[entry.recipient].id)  \(rank + 1)", 150, height(rank) + 4, anchor: Picture.end))
    }
    for (rank, entry) in right.prefix(shown).enumerated() {
      let before = left.firstIndex { $0.recipient == entry.recipient }
      if before ?? shown >= shown {
        pieces.append(Picture.line(.class("slope gain"), 160, height(shown), 350, height(rank)))
      }
      pieces.append(Picture.text("\(rank + 1)  \(people[entry.recipient].id)", 360, height(rank) + 4))
    }
    pieces.append(
      Picture.text("further down or off", 150, height(shown) + 4, .class("quiet"), anchor: Picture.end))
    pieces.append(Picture.text("further down or off", 360, height(shown) + 4, .class("quiet")))
    let donor = report.comparison.cohort.donors[difference.donor].id
    let numbers = Picture.csv(
      [["recipient", "rank \(report.names[0])", "rank \(pair.name)"]]
        + left.enumerated().map { rank, entry in
          let after = right.firstIndex { $0.recipient == entry.recipient }
          return [people[entry.recipient].id, String(rank + 1), after.map { String($0 + 1) } ?? ""]
        })
    return Picture.panel(
      "The first ranks for donor \(donor)", file: "ranks-\(donor).csv", numbers: numbers, scrolls: false,
      Picture.svg(
        width: 510, height: height(shown) + 14, label: "Ranks of one donor under two policies", pieces))
  }

  private func groups(_ pair: ComparisonReport.Pair) -> HTML {
    Tag.table(.class("figures")) {
      Tag.caption(.class("hidden-text")) { "Grafts by group under both policies." }
      Tag.thead {
        Tag.tr {
          Tag.th(.fixed("scope", "col")) { "Group" }
          for title in ["People", report.names[0], pair.name, "Change"] {
            Tag.th(.fixed("scope", "col"), .class("number")) { title }
          }
        }
      }
      Tag.tbody {
        for (title, changes) in pair.groups {
          Tag.tr(.class("topic")) { Tag.th(.fixed("scope", "rowgroup"), .columns(5)) { title } }
          for change in changes {
            Tag.tr {
              Tag.th(.fixed("scope", "row")) { change.name }
              Tag.td(.class("number")) { count(change.people) }
              Tag.td(.class("number")) { count(change.reference) }
              Tag.td(.class("number")) { count(change.other) }
              Tag.td(
                change.other > change.reference
                  ? .class("number good")
                  : change.other < change.reference ? .class("number bad") : .class("number")
              ) { MeasureText.signed(Double(change.other - change.reference), 0) }
            }
          }
        }
      }
    }
  }

  private func count(_ count: Int) -> String { MeasureText.number(Double(count), 0) }

  private var provenance: HTML {
    let lines =
      [("Input", "sha256 \(report.comparison.cohort.inputSHA256)")]
      + zip(report.names, report.policies).map { ("Policy \($0)", "\($1.path) sha256 \($1.sha256)") }
      + [("Version", "Tandem \(report.version)")]
    return Tag.section(.class("provenance"), .fixed("aria-labelledby", "provenance-title")) {
      Tag.h2(.id("provenance-title")) { "Where this comes from" }
      Tag.dl {
        for (label, value) in lines {
          Tag.dt { label }
          Tag.dd { Tag.code { value } }
        }
      }
      Tag.p(.class("repeat")) {
        "The same cohort, policies and version give the same comparison. Each donor goes to the first on its roster "
        "who has no graft yet; nobody declines, and time stands still. tandem simulate lets it run. This page holds "
        "data about people; it loads nothing from any network and sends nothing."
      }
    }
  }
}
