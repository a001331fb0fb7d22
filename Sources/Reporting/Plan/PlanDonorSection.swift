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
      if giving.isEmpty { Tag.p(.class("empty")) { "Nobody is served." } } else { legend }
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

  /// What the columns mean.
  private var legend: HTML {
    Tag.p(.class("status")) {
      "A donor's bar shows which part of the islets goes to whom. The bar of a dose shows what is given; its marks are "
      "the protocol's least and greatest level of islets, and floor and target of the CD34+ cells. Probability: that the donor gives this dose and "
      "those above it. Loss: what the plan loses when this person falls out, \(PlanWords(report).lossKinds). If not, "
      "then: who could come next on this donor, with the score."
    }
  }

  private static let columns: [StaticString] = [
    "Recipient", "Protocol", "Islets", "CD34+ cells", "Probability", "Score", "Loss", "If not, then",
  ]

  private func table(_ own: [AllocationPlan.Assignment]) -> HTML {
    Tag.table(.class("inner")) {
      Tag.thead {
        Tag.tr {
          Tag.td()
          for (index, title) in PlanDonorSection.columns.enumerated() {
            if (4...6).contains(index) {
              Tag.th(.class("number"), .fixed("scope", "col")) { title.description }
            } else {
              Tag.th(.fixed("scope", "col")) { title.description }
            }
          }
        }
      }
      Tag.tbody { for (index, assignment) in own.enumerated() { row(index, assignment) } }
    }
  }

  @HTMLBuilder private func row(_ index: Int, _ assignment: AllocationPlan.Assignment) -> HTML {
    figures(index, assignment)
    Tag.tr(.class("extra")) {
      Tag.td()
      Tag.td(.columns(PlanDonorSection.columns.count)) { points(assignment) }
    }
  }

  private func figures(_ index: Int, _ assignment: AllocationPlan.Assignment) -> HTML {
    func cell(_ column: Int, @HTMLBuilder _ content: () -> HTML) -> HTML {
      // On a narrow window rows become blocks, and each cell says what it is.
      let label = Attribute.fixed("data-label", PlanDonorSection.columns[column])
      return (4...6).contains(column)
        ? Tag.td(.class("number"), label) { Tag.div { content() } } : Tag.td(label) { Tag.div { content() } }
    }
    return Tag.tr {
      Tag.td(.class("legend")) { StackedBar.swatch(index) }
      Tag.th(.fixed("scope", "row")) { recipient(assignment) }
      cell(1) { assignment.transplant }
      cell(2) { islets(assignment) }
      cell(3) { cells(assignment) }
      cell(4) {
        Amount.probability(assignment.probability)
        if let held = assignment.heldShare { Tag.span(.class("note")) { "held \(Amount.probability(held))" } }
      }
      cell(5) { assignment.score.total.text }
      cell(6) { DecimalText.fixed(report.amount(assignment.loss.amount), 2) }
      cell(7) { standbys(assignment) }
    }
  }

  @HTMLBuilder private func recipient(_ assignment: AllocationPlan.Assignment) -> HTML {
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

  private func points(_ assignment: AllocationPlan.Assignment) -> HTML {
    Tag.details {
      Tag.summary { assignment.warnings.isEmpty ? "Points" : "Points and warnings" }
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

  @HTMLBuilder private func islets(_ assignment: AllocationPlan.Assignment) -> HTML {
    let limits = assignment.isletLimits
    "\(Amount.text(assignment.isletIEQPerKg.rounded())) IEQ/kg"
    DoseGauge(
      dose: assignment.isletIEQPerKg, marks: [limits.least, limits.greatest], isBelowTarget: false
    ).html
    Tag.span(.class("note")) {
      "\(Amount.text(assignment.isletIEQ.rounded())) IEQ; levels \(Amount.text(limits.least)) to "
      Amount.text(limits.greatest)
    }
  }

  @HTMLBuilder private func cells(_ assignment: AllocationPlan.Assignment) -> HTML {
    let limits = assignment.cd34Limits
    let isBelow = assignment.cd34PerKg < limits.target * 0.999_999
    "\(millions(assignment.cd34PerKg)) × 10⁶/kg"
    if isBelow {
      " "
      Tag.span(.fixed("class", "tag warn")) { "below target" }
    }
    DoseGauge(dose: assignment.cd34PerKg, marks: [limits.floor, limits.target], isBelowTarget: isBelow).html
    Tag.span(.class("note")) { "floor \(millions(limits.floor)), target \(millions(limits.target))" }
  }

  private func millions(_ cells: Double) -> String { DecimalText.fixed(cells / 1e6, 1) }

  @HTMLBuilder private func standbys(_ assignment: AllocationPlan.Assignment) -> HTML {
    if assignment.standbys.isEmpty { report.plan.namesStandbys ? "nobody" : "not looked for" }
    for standby in assignment.standbys {
      Tag.span(.class("next")) {
        Tag.bdi { standby.recipient }
        " (\(standby.offer.score.text))"
      }
    }
  }
}
