import TandemClinic
import TandemFiles
import TandemRegistry

/// A column of the roster in a page. The script knows it by its name.
struct RosterColumn {
  private let name: String
  private let title: String
  private let spoken: String
  /// Whether numbers stand to the right, and how soon the column gives way on a narrow screen: `p3` first.
  private let style: StaticString
  /// Whether it shows a part of the score; those columns wait until they are asked for.
  let isPart: Bool

  private init(
    _ name: String, _ title: String, _ spoken: String, _ style: StaticString, isPart: Bool = false
  ) {
    self.name = name
    self.title = title
    self.spoken = spoken
    self.style = style
    self.isPart = isPart
  }

  /// The columns for a score with these parts.
  static func all(_ terms: [MatchReport.Term]) -> [RosterColumn] {
    let parts = terms.enumerated().map { index, term in
      RosterColumn(
        "part\(index)", term.title, "\(term.title), points of \(Amount.text(term.weight))", "number",
        isPart: true)
    }
    let front = [
      RosterColumn("rank", "#", "Rank", "number rank"), RosterColumn("id", "Candidate", "Candidate", "name"),
      RosterColumn("centre", "Centre", "Centre", "cut p2"),
      RosterColumn("score", "Score", "Score of 100", "score"),
    ]
    return front + parts + [
      RosterColumn("abo", "ABO", "Blood group", "abo"),
      RosterColumn("gvh", "GvH", "Mismatches graft versus host", "number p1"),
      RosterColumn("hvg", "HvG", "Mismatches host versus graft", "number p1"),
      RosterColumn("xm", "Crossmatch", "Crossmatch for islets and for stem cells", "p2"),
      RosterColumn("ieq", "IEQ/kg", "Islet equivalents per kg and their probability", "number p1"),
      RosterColumn("cd34", "CD34+/kg, 10⁶", "Million CD34+ cells per kg", "number p2"),
      RosterColumn("protocol", "Protocol", "Protocol", "cut p3"),
      RosterColumn("km", "km", "Distance in km", "number p3"),
      RosterColumn("cold", "Cold, h", "Cold ischaemia in hours", "number p3"),
      RosterColumn("warnings", "Look at", "Warnings", "number"),
    ]
  }

  /// The heading, with the button that sorts.
  var heading: HTML {
    var attributes: [Attribute] = [
      .fixed("scope", "col"), .fixed("class", style), .data("data-column", name), .tooltip(spoken),
    ]
    if isPart { attributes.append(.flag("hidden")) }
    let button = Tag.button(.fixed("type", "button"), .ariaLabel("\(spoken), sort")) { title }
    return .element(.th, attributes, [button])
  }

  /// The cell as it stands without a script.
  func cell(_ person: MatchReport.Candidate) -> HTML {
    switch name {
    case "id":
      Tag.th(.fixed("scope", "row"), .fixed("class", style)) { Tag.bdi(.class("who")) { person.recipient } }
    case "score":
      Tag.td(.fixed("class", style)) {
        Tag.strong { DecimalText.fixed(person.score, 1) }
        StackedBar(person.parts.map(\.points), whole: 100).html
      }
    default: Tag.td(.fixed("class", style)) { text(person) ?? "–" }
    }
  }

  private func text(_ person: MatchReport.Candidate) -> String? {
    switch name {
    case "rank": String(person.rank)
    case "centre": person.centre
    case "abo": person.abo?.rawValue
    case "gvh": person.mismatches.map { String($0.gvh) }
    case "hvg": person.mismatches.map { String($0.hvg) }
    case "xm": person.crossmatches.map(\.verdict).joined(separator: ", ")
    case "ieq": person.chosenLevel.map { Amount.text($0.isletIEQPerKg) }
    case "cd34": (person.chosenLevel?.cd34PerKg).map { DecimalText.fixed($0 / 1e6, 1) }
    case "protocol": person.chosenProtocol?.name
    case "km": person.distanceKm.map { Amount.text($0.rounded()) }
    case "cold": person.coldIschaemiaHours.map { DecimalText.fixed($0, 1) }
    case "warnings": String(person.warnings.count)
    default: nil
    }
  }
}
