import TandemAllocation
import TandemClinic
import TandemFiles
import TandemPolicy

/// The donors in a plan's page: what each gives to whom, what is left, and who comes next.
struct PlanDonorSection {
  private let report: PlanReport
  private let most: Int

  init(_ report: PlanReport, most: Int) {
    self.report = report
    self.most = most
  }

  private var objective: AllocationPlan.Objective { report.plan.objective }

  var html: HTML {
    let served = Dictionary(grouping: report.plan.assignments, by: \.donor)
    let giving = report.plan.donors.filter { $0.served > 0 }
    let idle = report.plan.donors.filter { $0.served == 0 }
    return Tag.section(.id("plan"), .fixed("aria-labelledby", "plan-title")) {
      Tag.h2(.id("plan-title")) { "Who gets what" }
      if giving.isEmpty { Tag.p(.class("empty")) { "Nobody is served." } }
      if giving.count > most {
        Tag.p(.class("status")) {
          "This page holds the first \(Amount.text(Double(most))) of \(Amount.text(Double(giving.count))) donors; the "
          "plan's file and the CSV output hold all of them."
        }
      }
      for donor in giving.prefix(most) { card(donor, served[donor.donor] ?? []) }
      if !idle.isEmpty {
        Tag.p(.class("status")) {
          "Without a recipient: "
          for (index, donor) in idle.prefix(200).enumerated() {
            index > 0 ? ", " : ""
            Tag.bdi { donor.donor }
            donor.candidates.map { " (open to \(Amount.text(Double($0))))" } ?? ""
          }
          idle.count > 200 ? ", and \(idle.count - 200) more." : "."
        }
      }
    }
  }

  /// One donor: the islets as a bar, then the recipients.
  private func card(_ donor: AllocationPlan.DonorAccount, _ own: [AllocationPlan.Assignment]) -> HTML {
    Tag.div(.class("plan-donor")) {
      Tag.div(.class("plan-stock")) {
        Tag.h3 {
          "Donor "
          Tag.bdi { donor.donor }
        }
        StackedBar(own.map { Double($0.offer.islets) }, whole: donor.islets).html
        Tag.p(.class("sub")) {
          "\(Amount.text(donor.isletsUsed)) of \(Amount.text(donor.islets)) IEQ \(donor.isMeasured ? "counted" : "expected with the policy's confidence"), "
          "\(Amount.text(donor.islets - donor.isletsUsed)) left; \(Amount.cells(donor.cellsUsed)) of "
          "\(Amount.cells(donor.cells)) CD34+ cells."
        }
        if let worth = donor.worth {
          Tag.p(.class("sub")) {
            "Adds \(DecimalText.fixed(objective.amount(worth), 2)) \(objective.unit) beyond what its recipients could have elsewhere."
          }
        }
        if !donor.standbys.isEmpty {
          Tag.p(.class("sub")) {
            "Next for what is left: "
            for (index, standby) in donor.standbys.enumerated() {
              index > 0 ? ", " : ""
              Tag.bdi { standby.recipient }
              " (\(standby.level), \(standby.offer.score.text))"
            }
          }
        }
      }
      Tag.div(.class("inner-scroll")) { table(own) }
    }
  }

  private func table(_ own: [AllocationPlan.Assignment]) -> HTML {
    Tag.table(.class("inner")) {
      Tag.thead {
        Tag.tr {
          Tag.td()
          Tag.th(.fixed("scope", "col")) { "Recipient" }
          Tag.th(.fixed("scope", "col")) { "Protocol, dose" }
          for title in ["IEQ", "CD34+ 10^6/kg (floor, target)", "Probability", "Score", "Loss"] {
            Tag.th(.class("number"), .fixed("scope", "col")) { title }
          }
          Tag.th(.fixed("scope", "col")) { "If not, then" }
        }
      }
      Tag.tbody {
        for (index, assignment) in own.enumerated() {
          Tag.tr {
            Tag.td(.class("legend")) { StackedBar.swatch(index) }
            Tag.th(.fixed("scope", "row")) { recipient(assignment) }
            Tag.td { "\(assignment.transplant), \(assignment.level) IEQ/kg" }
            Tag.td(.class("number")) { Amount.text(assignment.isletIEQ.rounded()) }
            Tag.td(.class("number")) { cells(assignment) }
            Tag.td(.class("number")) { probability(assignment) }
            Tag.td(.class("number")) { assignment.score.total.text }
            Tag.td(.class("number")) { DecimalText.fixed(report.amount(assignment.loss.amount), 2) }
            Tag.td { standbys(assignment) }
          }
        }
      }
    }
  }

  private func recipient(_ assignment: AllocationPlan.Assignment) -> HTML {
    Tag.details {
      Tag.summary {
        Tag.bdi { assignment.recipient }
        if assignment.isFrozen {
          " "
          Tag.span(.fixed("class", "tag accent")) { "accepted" }
        }
        if !assignment.warnings.isEmpty {
          " "
          Tag.span(.fixed("class", "tag warn")) { Counted.text(assignment.warnings.count, "warning") }
        }
      }
      Tag.p(.class("sub")) {
        "Centre "
        Tag.bdi { assignment.centre ?? "unknown" }
        ". Points: "
        assignment.score.parts.filter { $0.points != .zero }
          .map { "\($0.attribute) \($0.points.text)" }.joined(separator: ", ")
        "."
      }
      Tag.ul(.class("reasons")) {
        for reason in assignment.warnings {
          Tag.li {
            Tag.span(.fixed("class", "tag warn")) {
              reason.verdict == .pass ? "look at" : reason.verdict.rawValue
            }
            Tag.div {
              Tag.span(.class("rule")) { reason.rule.name }
              reason.detail
            }
          }
        }
      }
    }
  }

  private func cells(_ assignment: AllocationPlan.Assignment) -> String {
    func millions(_ cells: Double) -> String { DecimalText.fixed(cells / 1e6, 1) }
    let limits = assignment.cd34Limits
    return "\(millions(assignment.cd34PerKg)) (\(millions(limits.floor)), \(millions(limits.target)))"
  }

  private func probability(_ assignment: AllocationPlan.Assignment) -> String {
    let held = assignment.heldShare.map { ", held \(Amount.probability($0))" } ?? ""
    return Amount.probability(assignment.probability) + held
  }

  @HTMLBuilder private func standbys(_ assignment: AllocationPlan.Assignment) -> HTML {
    if assignment.standbys.isEmpty { report.search == nil ? "nobody" : "not looked for" }
    for (index, standby) in assignment.standbys.enumerated() {
      index > 0 ? ", " : ""
      Tag.bdi { standby.recipient }
      " (\(standby.offer.score.text))"
    }
  }
}
