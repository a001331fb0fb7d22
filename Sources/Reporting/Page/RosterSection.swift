import TandemClinic

/// The roster in a page: legend, controls, the table's head, and the first rows for readers without scripts.
struct RosterSection {
  /// Rows that stand in the page itself, until the script takes over.
  private static let rowsWithoutScript = 50

  private let report: MatchReport
  private let limits: PageLimits
  private let columns: [RosterColumn]

  init(_ report: MatchReport, limits: PageLimits) {
    self.report = report
    self.limits = limits
    columns = RosterColumn.all(report.terms)
  }

  var html: HTML {
    Tag.section(.id("roster"), .fixed("aria-labelledby", "roster-title")) {
      Tag.h2(.id("roster-title")) { "Roster" }
      if report.roster.count == 0 {
        Tag.p(.class("empty")) { "Nobody may be offered this donor. The audit list says why." }
      } else {
        legend
        controls
        status
        Tag.div(.class("frame")) {
          table
          more
        }
      }
    }
  }

  private var legend: HTML {
    Tag.ul(.class("legend"), .ariaLabel("Parts of the score, with the most points that each can give")) {
      for (index, term) in report.terms.enumerated() where term.weight > 0 {
        Tag.li(.tooltip("\(term.meaning). \(term.curve)")) {
          StackedBar.swatch(index)
          "\(term.title) \(Amount.text(term.weight))"
        }
      }
    }
  }

  private var controls: HTML {
    Tag.form(.class("controls"), .id("controls"), .flag("data-needs-script"), .flag("hidden")) {
      RosterSection.search("search", "candidate or centre")
      RosterSection.choice("Centre", "filter-centre")
      RosterSection.choice("Blood group", "filter-abo")
      RosterSection.choice("Protocol", "filter-protocol")
      Tag.label {
        "Attention"
        Tag.select(.id("filter-attention")) {
          Tag.option(.value("")) { "all" }
          Tag.option(.value("none")) { "without warnings" }
          Tag.option(.value("some")) { "with warnings" }
          Tag.option(.value("marked")) { "rule set aside, or added" }
        }
      }
      Tag.label(.class("check")) {
        Tag.input(.fixed("type", "checkbox"), .id("with-parts"), .fixed("autocomplete", "off"))
        "Score parts as columns"
      }
      Tag.button(.fixed("type", "button"), .class("plain-button"), .id("clear")) { "Clear filters" }
    }
  }

  /// A field to search in.
  static func search(_ id: StaticString, _ example: StaticString) -> HTML {
    Tag.label {
      "Search"
      Tag.input(
        .fixed("type", "search"), .id(id), .fixed("placeholder", example), .fixed("autocomplete", "off"),
        .fixed("spellcheck", "false"))
    }
  }

  /// A choice among the values that occur, which the script fills in.
  static func choice(_ label: String, _ id: StaticString) -> HTML {
    Tag.label {
      label
      Tag.select(.id(id), .fixed("autocomplete", "off")) { Tag.option(.value("")) { "all" } }
    }
  }

  @HTMLBuilder private var status: HTML {
    let count = report.roster.count
    Tag.p(.class("status"), .id("status"), .fixed("role", "status")) {
      "\(Counted.text(count, "candidate")), in order of rank"
      if count > RosterSection.rowsWithoutScript {
        "; the first \(RosterSection.rowsWithoutScript) stand here"
      }
      "."
    }
    if count > limits.listed {
      Tag.p(.class("status")) {
        "This page holds the first \(Amount.text(Double(limits.listed))) of \(Amount.text(Double(count))); the CSV "
        "and JSON outputs hold all of them."
      }
    }
    Tag.noscript {
      Tag.p(.class("status")) { "Sorting, filtering and explanations need scripts, which are off here." }
    }
  }

  private var table: HTML {
    Tag.table(.class("roster"), .id("roster-table")) {
      Tag.caption(.class("hidden-text")) {
        "Candidates in order. Column headings sort; the button with a candidate's name opens the explanation."
      }
      Tag.thead { Tag.tr { for column in columns { column.heading } } }
      Tag.tbody(.id("rows")) {
        for person in report.roster.first(RosterSection.rowsWithoutScript) {
          Tag.tr(.class("row")) { for column in columns where !column.isPart { column.cell(person) } }
        }
      }
    }
  }

  @HTMLBuilder private var more: HTML {
    Tag.p(.class("empty"), .id("nobody"), .flag("hidden")) { "No candidate matches these filters." }
    Tag.div(.class("more"), .id("more"), .flag("hidden")) {
      Tag.button(.fixed("type", "button"), .class("plain-button"), .id("show-more")) { "Show more" }
      Tag.button(.fixed("type", "button"), .class("plain-button"), .id("show-all")) { "Show all" }
    }
  }
}
