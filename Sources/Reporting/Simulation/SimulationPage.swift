import TandemFiles
import TandemPolicy
import TandemSimulation

/// A simulation as one self-contained page: words first, then pictures with the numbers behind them, then every
/// figure that went in.
public struct SimulationPage: Sendable {
  private let report: SimulationReport

  /// The page of `report`.
  public init(_ report: SimulationReport) { self.report = report }

  /// The file's text.
  public var text: String {
    WebPage(title: "Simulation \(report.scenario.name)", style: .simulationStyle, script: nil) {
      Tag.a(.class("skip"), .href(to: "words")) { "To the summary" }
      Tag.header { head }
      Tag.main {
        words
        if !report.result.comparisons.isEmpty, report.sweep == nil { DifferencesSection(report).html }
        if let sweep = report.sweep { FrontierSection(report, sweep).html }
        if let sensitivity = report.sensitivity { SensitivitySection(report, sensitivity).html }
        GroupsSection(report).html
        DonorsSection(report).html
        WeightsSection(report).html
        measures
        figures
      }
      Tag.footer { provenance }
    }.text
  }

  private var head: HTML {
    let counts = [
      ("replicates", MeasureText.number(Double(report.result.replicates), 0)),
      ("years each", DecimalText.text(report.scenario[.years])),
      (
        report.sweep != nil ? "weights" : report.policies.count == 1 ? "policy" : "policies",
        String(report.policies.count)
      ),
    ]
    return Tag.div(.class("head")) {
      Tag.div {
        Tag.p(.class("eyebrow")) { "Simulation" }
        Tag.h1 { report.scenario.title }
        Tag.p(.class("lead")) { lead }
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

  private var lead: String {
    if let sweep = report.sweep {
      return "\(report.policies[0].policy.name) with another weight of \(sweep.attribute); \(report.people)."
    }
    return report.policies.map(\.name).joined(separator: ", ") + "; " + report.people + "."
  }

  private var words: HTML {
    Tag.section(.id("words"), .fixed("aria-label", "Summary")) {
      Tag.div(.class("words")) { for sentence in SimulationSummary(report).sentences { Tag.p { sentence } } }
      Tag.div(.class("saves")) {
        Picture.save(table, as: "results.csv", "All results (CSV)")
        Tag.a(
          .class("save"), .file(SimulationJSON(report).json.text() + "\n", type: "application/json"),
          .download("results.json")
        ) { "All results (JSON)" }
      }
    }
  }

  private var table: String {
    var text = ""
    do {
      try SimulationCSV(report).write { text += $0 }
    } catch {
      preconditionFailure("writing to a text cannot fail: \(error)")
    }
    return text
  }

  /// Every measure under every policy.
  private var measures: HTML {
    Tag.section(.id("measures"), .fixed("aria-labelledby", "measures-title")) {
      Tag.h2(.id("measures-title")) { "All measures" }
      Tag.details {
        Tag.summary { "Means of the replicates, with the band in which 95 % of them lie" }
        Tag.div(.class("wide-table")) {
          Tag.table(.class("figures")) {
            Tag.thead {
              Tag.tr {
                Tag.th(.fixed("scope", "col")) { "Measure" }
                for policy in report.policies {
                  Tag.th(.fixed("scope", "col"), .class("number")) { policy.name }
                }
              }
            }
            Tag.tbody {
              for topic in Measure.Topic.allCases {
                Tag.tr(.class("topic")) {
                  Tag.th(.fixed("scope", "rowgroup"), .columns(report.policies.count + 1)) { topic.rawValue }
                }
                for place in Measure.all.indices where Measure.all[place].topic == topic { row(place) }
              }
            }
          }
        }
      }
    }
  }

  private func row(_ place: Int) -> HTML {
    let measure = Measure.all[place]
    return Tag.tr {
      Tag.th(.fixed("scope", "row")) {
        measure.title
        " "
        Tag.span(.class("sub")) { measure.unit }
      }
      for policy in report.policies.indices {
        let summary = report.result.summaries[policy][place]
        Tag.td(.class("number")) {
          MeasureText.mean(summary.moments, measure)
          " "
          Tag.span(.class("sub")) { MeasureText.interval(summary.band, measure) }
        }
      }
    }
  }

  /// Every figure of the scenario with its origin.
  private var figures: HTML {
    Tag.section(.id("figures"), .fixed("aria-labelledby", "figures-title")) {
      Tag.h2(.id("figures-title")) { "What it rests on" }
      Tag.p(.class("explains")) { report.scenario.purpose }
      Tag.p(.class("explains")) {
        "\(report.scenario.assumedFigures) figures are assumptions, \(report.scenario.sourcedFigures) have a source."
      }
      if let assumption = report.batchAssumption {
        Tag.p(.class("explains")) {
          Tag.span(.class("tag warn")) { "assumption" }
          " \(assumption)"
        }
      }
      Tag.details {
        Tag.summary { "The figures of the scenario" }
        Tag.div(.class("wide-table")) {
          Tag.table(.class("figures")) {
            Tag.thead {
              Tag.tr {
                Tag.th(.fixed("scope", "col")) { "Figure" }
                Tag.th(.fixed("scope", "col"), .class("number")) { "Value" }
                Tag.th(.fixed("scope", "col")) { "Unit" }
                Tag.th(.fixed("scope", "col")) { "Origin" }
              }
            }
            Tag.tbody { for figure in Figure.allCases { row(figure) } }
          }
        }
      }
    }
  }

  private func row(_ figure: Figure) -> HTML {
    let entry = report.scenario.entry(figure)
    let isChanged = entry.value != entry.origin.value
    return Tag.tr {
      Tag.th(.fixed("scope", "row")) { figure.title }
      Tag.td(.class("number")) { DecimalText.text(entry.value) }
      Tag.td { figure.unit }
      Tag.td(.class("origin")) {
        if isChanged {
          Tag.span(.class("tag accent")) { "set for this run" }
          " instead of \(DecimalText.text(entry.origin.value)): "
        }
        if entry.origin.isAssumption { Tag.span(.class("tag warn")) { "assumption" } }
        " \(entry.origin.source)"
      }
    }
  }

  private var provenance: HTML {
    let lines =
      [
        ("Run", report.fingerprint),
        ("Scenario", "\(report.scenario.path) sha256 \(report.scenario.sha256)"),
      ]
      + report.policies.map {
        (
          "Policy \($0.name)",
          "\($0.policy.path) sha256 \($0.policy.sha256) fingerprint \($0.policy.fingerprint)"
        )
      } + [
        ("First day", report.start.description), ("Seed", String(report.seed)),
        (
          "Pairs of donor and waiting person judged",
          "\(MeasureText.number(Double(report.result.pairs), 0)), of which "
            + "\(MeasureText.number(Double(report.result.scored), 0)) were on a roster"
        ),
        ("Version", "Tandem \(report.version)"),
      ]
    return Tag.section(.class("provenance"), .fixed("aria-labelledby", "provenance-title")) {
      Tag.h2(.id("provenance-title")) { "Where this comes from" }
      Tag.dl {
        for (label, value) in lines {
          Tag.dt { label }
          Tag.dd { Tag.code { value } }
        }
      }
      Tag.p(.class("repeat")) {
        "The same scenario, people, policies, seed and version give the same numbers to the last digit, in one run or "
        "in parts. A simulation says what follows from its assumptions, not what will happen. This page loads nothing "
        "from any network and sends nothing."
      }
    }
  }
}

/// What the weights of the policies are worth among the people of the simulation.
struct WeightsSection {
  private let report: SimulationReport

  init(_ report: SimulationReport) { self.report = report }

  private static let mostPolicies = 6

  var html: HTML {
    // A policy that is followed in several ways has its weights once.
    let policies = report.policies.indices.filter { place in
      !report.policies[..<place].contains {
        $0.policy.fingerprint == report.policies[place].policy.fingerprint
      }
    }.map { report.policies[$0] }
    let lines = policies.prefix(report.sweep == nil ? WeightsSection.mostPolicies : 0)
      .compactMap { line in line.weights.map { (policies.count > 1 ? line.name : line.policy.name, $0) } }
    guard !lines.isEmpty else { return .list([]) }
    return Tag.section(.id("weights"), .fixed("aria-labelledby", "weights-title")) {
      Tag.h2(.id("weights-title")) { "What the weights are worth" }
      Tag.p(.class("explains")) {
        "The weight of each attribute, and its effective weight: the weight times the standard deviation of its "
          + "rating among those who wait. What is the same for everybody moves nobody, whatever its weight."
      }
      Picture.legend(["weight", "effective weight"])
      Tag.div(.class("panels stacked")) { for (name, weights) in lines { panel(name, weights) } }
    }
  }

  private func panel(_ name: String, _ weights: EffectiveWeights) -> HTML {
    let lines = weights.lines.filter { $0.weight > 0 }
    let axis = Axis(0, lines.map(\.weight).max() ?? 1, over: 170...500, marks: 5)
    let row = 24.0
    let bottom = row * Double(lines.count) + 6
    var pieces = Picture.uprights(axis, from: 0, to: bottom, title: "points")
    for (index, line) in lines.enumerated() {
      let y = row * Double(index) + 6
      pieces.append(Picture.text(line.attribute, 160, y + 12, anchor: Picture.end))
      for (kind, value) in [(0, line.weight), (1, line.effective)] {
        pieces.append(
          Picture.rectangle(
            .series(kind), x: axis.place(0), y: y + Double(kind) * 8,
            width: axis.place(value) - axis.place(0),
            height: 7, "\(line.attribute): \(MeasureText.number(value, 2)) points"))
      }
    }
    let numbers = Picture.csv(
      [["attribute", "weight", "effective_weight", "missing_share"]]
        + weights.lines.map {
          [
            $0.attribute, DecimalText.text($0.weight), Picture.cell($0.effective),
            Picture.cell($0.missingShare),
          ]
        })
    return Picture.panel(
      name, file: "weights-\(name).csv", numbers: numbers, scrolls: false,
      Picture.svg(width: 510, height: bottom + 38, label: "Weights of \(name)", pieces))
  }
}

extension PageAsset {
  /// The style sheet of all pages with that of simulations.
  static let simulationStyle = PageAsset(
    kind: .style,
    text: reportStyle.text + String(decoding: PackageResources.simulation_css, as: UTF8.self))
}
