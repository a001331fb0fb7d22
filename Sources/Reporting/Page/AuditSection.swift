import TandemClinic

/// The audit list in a page: which rules kept how many off the roster, and each person with all reasons.
struct AuditSection {
  private let report: MatchReport
  private let limits: PageLimits

  init(_ report: MatchReport, limits: PageLimits) {
    self.report = report
    self.limits = limits
  }

  var html: HTML {
    let count = report.screenedOut.count
    return Tag.section(.class("audit"), .id("audit"), .fixed("aria-labelledby", "audit-title")) {
      Tag.h2(.id("audit-title")) { "Screened out" }
      if count == 0 {
        Tag.p(.class("lead")) { "Nobody was screened out." }
      } else {
        Tag.p(.class("lead")) {
          "\(Counted.text(count, "recipient")) may not be offered this donor. Each counts under every rule that "
          "kept them off in the protocol nearest to being open, not only the first."
        }
        rules
        list
      }
    }
  }

  private var rules: HTML {
    let lines = report.rules ?? []
    let most = lines.map { $0.fails + $0.reviews }.max() ?? 0
    return Tag.table(.class("audit-rules")) {
      Tag.caption(.class("hidden-text")) { "Rules by the number of people they kept off the roster." }
      Tag.thead {
        Tag.tr {
          Tag.th(.fixed("scope", "col")) { "Rule" }
          Tag.th(.fixed("scope", "col"), .class("number")) { "Fail" }
          Tag.th(.fixed("scope", "col"), .class("number")) { "Review" }
          Tag.td()
        }
      }
      Tag.tbody {
        for line in lines {
          Tag.tr {
            Tag.th(.fixed("scope", "row")) { Tag.code { line.rule.name } }
            Tag.td(.class("number")) { Amount.text(Double(line.fails)) }
            Tag.td(.class("number")) { Amount.text(Double(line.reviews)) }
            Tag.td {
              StackedBar(fails: Double(line.fails), reviews: Double(line.reviews), whole: Double(most)).html
            }
          }
        }
      }
    }
  }

  private var list: HTML {
    let count = report.screenedOut.count
    return Tag.details(.id("audit-people"), .flag("data-needs-script"), .flag("hidden")) {
      Tag.summary { "Each person with all reasons" }
      if count > limits.audited {
        Tag.p(.class("status")) {
          "This page holds the first \(Amount.text(Double(limits.audited))) of \(Amount.text(Double(count))); the "
          "audit file holds all of them."
        }
      }
      Tag.form(.class("controls"), .id("audit-controls")) {
        RosterSection.search("audit-search", "recipient")
        RosterSection.choice("Rule", "audit-rule")
      }
      Tag.p(.class("status"), .id("audit-status"), .fixed("role", "status"))
      Tag.div(.class("frame")) {
        Tag.ul(.class("audit-list"), .id("audit-list"))
        Tag.div(.class("more"), .id("audit-more"), .flag("hidden")) {
          Tag.button(.fixed("type", "button"), .class("plain-button"), .id("audit-show-more")) { "Show more" }
        }
      }
    }
  }
}
