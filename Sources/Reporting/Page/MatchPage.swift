import TandemClinic
import TandemFiles

/// A match run as one self-contained page.
public struct MatchPage: Sendable {
  private let report: MatchReport
  private let limits: PageLimits

  /// The page of `report`.
  public init(_ report: MatchReport, limits: PageLimits = PageLimits()) {
    self.report = report
    self.limits = limits
  }

  /// The file's text.
  public var text: String {
    var data = MatchPageData(report, limits: limits)
    let (json, warned) = data.json()
    return WebPage(title: "Match run for \(report.donor.id)", style: .reportStyle, script: .matchScript) {
      Tag.a(.class("skip"), .href(to: "roster")) { "To the roster" }
      Tag.header {
        head(warned: warned)
        if report.provenance.isExpedited { provisional }
        if !report.provenance.overrides.isEmpty { overrides }
        if !report.provenance.additions.isEmpty { additions }
        donor
        if !report.donor.notes.isEmpty { notes }
      }
      Tag.main {
        RosterSection(report, limits: limits).html
        AuditSection(report, limits: limits).html
      }
      Tag.footer { provenance }
      HTML.island(id: "data", json)
    }.text
  }

  // MARK: The head

  private func head(warned: Int) -> HTML {
    let counts = [
      ("on the roster", report.roster.count), ("with warnings", warned),
      ("screened out", report.screenedOut.count),
    ]
    return Tag.div(.class("head")) {
      Tag.div {
        Tag.p(.class("eyebrow")) { report.provenance.isExpedited ? "Match run, expedited" : "Match run" }
        Tag.h1 { Tag.bdi { "Donor \(report.donor.id)" } }
        Tag.p(.class("lead")) { "Policy: \(report.provenance.policyTitle)" }
      }
      Tag.dl(.class("counts")) {
        for (label, number) in counts {
          Tag.div {
            Tag.dt { label }
            Tag.dd { Amount.text(Double(number)) }
          }
        }
      }
    }
  }

  private var provisional: HTML {
    Tag.div(.class("banner"), .fixed("role", "note")) {
      Tag.strong { "Provisional." }
      " This expedited run works with missing donor data."
      Tag.ul { for missing in report.provenance.missing { Tag.li { missing.sentence } } }
    }
  }

  private var overrides: HTML {
    Tag.div(.class("banner"), .fixed("role", "note")) {
      Tag.strong { "Rules set aside for this run" }
      Tag.ul {
        for override in report.provenance.overrides {
          Tag.li {
            Tag.code { override.rule }
            " by "
            Tag.bdi { override.by }
            ": "
            Tag.bdi { override.reason }
            " (\(Counted.text(override.listed, "candidate")) listed because of it)"
          }
        }
      }
    }
  }

  private var additions: HTML {
    Tag.div(.class("banner"), .fixed("role", "note")) {
      Tag.strong { "Added by hand" }
      Tag.ul { for addition in report.provenance.additions { Tag.li { Tag.bdi { addition.sentence } } } }
    }
  }

  private var donor: HTML {
    Tag.section(.class("donor"), .fixed("aria-label", "Donor")) {
      for group in report.donor.groups {
        Tag.div {
          Tag.h3 { group.title }
          Tag.dl {
            for fact in group.facts {
              Tag.dt { fact.label }
              Tag.dd {
                if let value = fact.value { value } else { Tag.span(.class("unknown")) { "unknown" } }
                if let note = fact.note { Tag.span(.class("note")) { note } }
              }
            }
          }
        }
      }
    }
  }

  /// What holds for everybody in this run.
  private var notes: HTML {
    Tag.section(.class("notes"), .fixed("aria-labelledby", "notes-title")) {
      Tag.h3(.id("notes-title")) { "To look at for this donor, whoever receives the grafts" }
      Tag.ul(.class("reasons")) {
        for reason in report.donor.notes {
          Tag.li {
            Tag.span(
              .fixed(
                "class",
                reason.verdict == .pass ? "tag accent" : reason.verdict == .fail ? "tag bad" : "tag warn")
            ) {
              reason.verdict == .pass ? "look at" : reason.verdict.rawValue
            }
            Tag.div {
              Tag.span(.class("rule")) { reason.rule.name }
              reason.detail
              if let basis = reason.basis { Tag.span(.class("basis")) { basis.label } }
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
      ("Run", origin.runID), ("Policy", origin.policy), ("Policy file", "sha256 \(origin.policySHA256)"),
      ("Policy with all it names", "sha256 \(origin.policyFingerprint)"),
      ("Input", "sha256 \(origin.inputSHA256)"), ("Seed", String(origin.seed)),
      ("Version", "Tandem \(origin.version)"),
    ]
    return Tag.section(.class("provenance"), .fixed("aria-labelledby", "provenance-title")) {
      Tag.h2(.id("provenance-title")) { "Where this run comes from" }
      Tag.dl {
        for (label, value) in lines {
          Tag.dt { label }
          Tag.dd { Tag.code { value } }
        }
      }
      Tag.p(.class("repeat")) {
        "The same cohort, policy, seed, overrides and version give the same run to the byte, and the same id. "
        "A run is never edited: when anything changes, a new one is made. This page holds data about people; "
        "it loads nothing from any network and sends nothing."
      }
    }
  }
}

/// A number with its noun.
enum Counted {
  /// `1 candidate`, `12,000 candidates`.
  static func text(_ count: Int, _ noun: String) -> String {
    "\(Amount.text(Double(count))) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension PageAsset {
  /// The style sheet of all pages.
  static let reportStyle = PageAsset(
    kind: .style, text: String(decoding: PackageResources.report_css, as: UTF8.self))
  /// The script of a match run's page.
  static let matchScript = PageAsset(
    kind: .script, text: String(decoding: PackageResources.match_js, as: UTF8.self))
}
