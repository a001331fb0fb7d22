import TandemAllocation
import TandemClinic
import TandemFiles
import TandemPacking
import TandemPolicy

/// A plan as one self-contained page.
public struct PlanPage: Sendable {
  /// How many people and donors the page lists at most; the other outputs hold all of them.
  private static let most = 2000

  private let report: PlanReport
  private let words: PlanWords

  /// The page of `report`.
  public init(_ report: PlanReport) {
    self.report = report
    words = PlanWords(report)
  }

  private var plan: AllocationPlan { report.plan }

  /// The file's text.
  public var text: String {
    WebPage(title: "Plan for all donors", style: .reportStyle) {
      Tag.a(.class("skip"), .href(to: "plan")) { "To the plan" }
      Tag.header {
        head
        outcome
      }
      Tag.main {
        PlanDonorSection(report, most: PlanPage.most).html
        bindings
        scenarios
        groups
        leftOut
      }
      Tag.footer { provenance }
    }.text
  }

  // MARK: The head

  private var head: HTML {
    let served = plan.assignments.count
    let given = Set(plan.assignments.map(\.donor)).count
    let counts = [
      ("transplants", Amount.text(Double(served))),
      ("of \(Amount.text(Double(plan.donors.count))) donors", Amount.text(Double(given))),
      (plan.objective.unit, report.last.map { DecimalText.fixed(report.amount($0.value), 1) } ?? "–"),
    ]
    return Tag.div(.class("head")) {
      Tag.div {
        Tag.p(.class("eyebrow")) { "Allocation plan" }
        Tag.h1 { "All donors at once" }
        Tag.p(.class("lead")) { "Policy: \(report.provenance.policyTitle)" }
      }
      Tag.dl(.class("counts")) {
        for (label, number) in counts {
          Tag.div {
            Tag.dt { label }
            Tag.dd { number }
          }
        }
      }
    }
  }

  /// What was reached, and how much better any other plan could be.
  private var outcome: HTML {
    Tag.section(.class("notes"), .fixed("aria-label", "Outcome")) {
      for sentence in words.outcome { Tag.p { sentence } }
      if !report.order.frozen.isEmpty || !report.order.required.isEmpty || !report.order.forbidden.isEmpty {
        Tag.p {
          "Decided before: \(Counted.text(report.order.frozen.count, "assignment")) accepted, "
          "\(Counted.text(report.order.required.count, "pair")) required, "
          "\(Counted.text(report.order.forbidden.count, "pair")) forbidden."
        }
      }
    }
  }

  // MARK: What binds

  @HTMLBuilder private var bindings: HTML {
    if !plan.limits.isEmpty || !plan.shares.isEmpty {
      Tag.section(.fixed("aria-labelledby", "binds-title")) {
        Tag.h2(.id("binds-title")) { "What binds" }
        for sentence in words.bindings { Tag.p { sentence } }
        limits
      }
    }
  }

  private var limits: HTML {
    let limits = words.limits
    let hasPeriods = limits.contains { $0.period != nil }
    return Tag.table(.class("audit-rules")) {
      Tag.thead {
        Tag.tr {
          Tag.th(.fixed("scope", "col")) { "Limit" }
          for title in (hasPeriods ? ["Period"] : []) + ["There", "Used", "One more is worth"] {
            Tag.th(.class("number"), .fixed("scope", "col")) { title }
          }
          Tag.td()
        }
      }
      Tag.tbody {
        for limit in limits.prefix(PlanPage.most) {
          Tag.tr {
            Tag.th(.fixed("scope", "row")) {
              limit.name == "share" ? "Share " : limit.name == "beds" ? "Beds at " : "Isolation runs at "
              Tag.bdi { limit.place }
            }
            if hasPeriods { Tag.td(.class("number")) { limit.period.map { String($0) } ?? "" } }
            Tag.td(.class("number")) { limit.there }
            Tag.td(.class("number")) { limit.used }
            Tag.td(.class("number")) { words.worth(limit.price) }
            Tag.td { StackedBar([limit.fill], whole: 1).html }
          }
        }
      }
    }
  }

  @HTMLBuilder private var scenarios: HTML {
    if let sentence = words.scenarios {
      Tag.section(.fixed("aria-labelledby", "scenarios-title")) {
        Tag.h2(.id("scenarios-title")) { "If yields are not what is expected" }
        Tag.p { sentence }
      }
    }
  }

  // MARK: Who

  private var groups: HTML {
    let all = Double(max(1, plan.assignments.count))
    return Tag.section(.fixed("aria-labelledby", "groups-title")) {
      Tag.h2(.id("groups-title")) { "Groups" }
      Tag.table(.class("audit-rules")) {
        Tag.thead {
          Tag.tr {
            for title in ["By", "Group"] { Tag.th(.fixed("scope", "col")) { title } }
            for title in ["Listed", "With offers", "Transplanted"] {
              Tag.th(.class("number"), .fixed("scope", "col")) { title }
            }
            Tag.td()
          }
        }
        Tag.tbody {
          for line in plan.groups.prefix(PlanPage.most) {
            Tag.tr {
              Tag.td { line.kind }
              Tag.th(.fixed("scope", "row")) { Tag.bdi { line.name } }
              Tag.td(.class("number")) { Amount.text(Double(line.listed)) }
              Tag.td(.class("number")) { line.open.map { Amount.text(Double($0)) } ?? "" }
              Tag.td(.class("number")) { Amount.text(Double(line.transplanted)) }
              Tag.td { StackedBar([Double(line.transplanted)], whole: all).html }
            }
          }
        }
      }
    }
  }

  private var leftOut: HTML {
    let count = plan.leftOutCounts.reduce(0) { $0 + $1.count }
    let most = Double(plan.leftOutCounts.first?.count ?? 1)
    return Tag.section(.class("audit"), .fixed("aria-labelledby", "left-title")) {
      Tag.h2(.id("left-title")) {
        plan.namesStandbys ? "Left out: \(Counted.text(count, "recipient"))" : "Left out"
      }
      Tag.p(.class("status")) { plan.namesStandbys ? PlanWords.mainReason : PlanWords.noStandbys }
      Tag.table(.class("audit-rules")) {
        Tag.thead {
          Tag.tr {
            Tag.th(.fixed("scope", "col")) { "Reason" }
            Tag.th(.class("number"), .fixed("scope", "col")) { "People" }
            Tag.td()
          }
        }
        Tag.tbody {
          for line in plan.leftOutCounts {
            Tag.tr {
              Tag.th(.fixed("scope", "row")) {
                PlanWords.reason(line.reason)
                if let rule = PlanWords.rule(line.reason) {
                  " "
                  Tag.code(.class("sub")) { rule }
                }
              }
              Tag.td(.class("number")) { Amount.text(Double(line.count)) }
              Tag.td { StackedBar(fails: Double(line.count), reviews: 0, whole: most).html }
            }
          }
        }
      }
      if !plan.leftOut.isEmpty {
        Tag.details {
          Tag.summary { "Each person" }
          if plan.leftOut.count > PlanPage.most {
            Tag.p(.class("status")) {
              "The first \(Amount.text(Double(PlanPage.most))) of \(Amount.text(Double(plan.leftOut.count))); the plan's "
              "file holds all of them."
            }
          }
          Tag.div(.class("frame")) {
            Tag.ul(.class("audit-list")) {
              for person in plan.leftOut.prefix(PlanPage.most) {
                Tag.li {
                  Tag.bdi { person.recipient }
                  " "
                  person.detail
                }
              }
            }
          }
        }
      }
    }
  }

  // MARK: The foot

  private var provenance: HTML {
    let origin = report.provenance
    let lines = [
      ("Policy", origin.policy), ("Policy file", "sha256 \(origin.policySHA256)"),
      ("Policy with all it names", "sha256 \(origin.policyFingerprint)"),
      ("Input", "sha256 \(origin.inputSHA256)"),
      ("Certificate", report.certificateSHA256.map { "sha256 \($0)" } ?? "none"),
      ("Method", plan.method.rawValue), ("Confidence in doses", Amount.probability(report.confidence)),
      ("Seed", String(origin.seed)), ("Version", "Tandem \(origin.version)"),
    ]
    return Tag.section(.class("provenance"), .fixed("aria-labelledby", "provenance-title")) {
      Tag.h2(.id("provenance-title")) { "Where this plan comes from" }
      Tag.dl {
        for (label, value) in lines {
          Tag.dt { label }
          Tag.dd { Tag.code { value } }
        }
      }
      Tag.p(.class("repeat")) {
        "The same cohort, policy, seed and version give the same plan. tandem verify checks it, and the bound, by "
        "code that the search does not use. This page holds data about people; it loads nothing from any network "
        "and sends nothing."
      }
    }
  }
}
