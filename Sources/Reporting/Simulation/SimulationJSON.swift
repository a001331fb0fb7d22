public import TandemFiles
import TandemPolicy
import TandemSimulation

/// A simulation as one JSON document.
public struct SimulationJSON: Sendable {
  private let report: SimulationReport

  /// The document of `report`.
  public init(_ report: SimulationReport) { self.report = report }

  /// The whole.
  public var json: JSON {
    var members: [(key: String, value: JSON)] = [
      ("scenario", scenario), ("people", .string(report.people)),
      ("start", .string(report.start.description)),
      ("replicates", .integer(report.result.replicates)),
      ("seed", Int(exactly: report.seed).map { .integer($0) } ?? .string(String(report.seed))),
      ("version", .string(report.version)), ("fingerprint", .string(report.fingerprint)),
      ("pairs", .integer(report.result.pairs)), ("scored_pairs", .integer(report.result.scored)),
      ("reference", .string(report.reference)),
      ("summary", .strings(SimulationSummary(report).sentences)),
      ("policies", .array(report.policies.indices.map(policy))),
      ("comparisons", .array(report.result.comparisons.map(comparison))),
    ]
    if let sweep = report.sweep {
      members.append(
        (
          "sweep",
          .object([
            ("attribute", .string(sweep.attribute)), ("weights", .array(sweep.weights.map { .number($0) })),
          ])
        ))
    }
    if let sensitivity = report.sensitivity { members.append(("sensitivity", json(sensitivity))) }
    return .object(members)
  }

  private var scenario: JSON {
    let scenario = report.scenario
    let figures = Figure.allCases.map { figure -> (key: String, value: JSON) in
      let entry = scenario.entry(figure)
      return (
        figure.rawValue,
        .object([
          ("value", .number(entry.value)), ("unit", .string(figure.unit)),
          (entry.origin.isAssumption ? "assumption" : "source", .string(entry.origin.source)),
        ])
      )
    }
    return .object([
      ("name", .string(scenario.name)), ("title", .string(scenario.title)), ("path", .string(scenario.path)),
      ("sha256", .string(scenario.sha256)), ("figures", .object(figures)),
    ])
  }

  private func policy(_ place: Int) -> JSON {
    let line = report.policies[place]
    let summaries = report.result.summaries[place]
    let measures = Measure.all.indices.map { index -> (key: String, value: JSON) in
      let summary = summaries[index]
      return (
        Measure.all[index].name,
        .object([
          ("unit", .string(Measure.all[index].unit)), ("replicates", .integer(summary.moments.count)),
          ("mean", summary.moments.count > 0 ? .number(summary.moments.mean) : .null),
          ("sd", .number(summary.moments.deviation)), ("low", .number(summary.band?.lowerBound)),
          ("high", .number(summary.band?.upperBound)),
        ])
      )
    }
    return .object([
      ("name", .string(line.name)), ("title", .string(line.policy.title)),
      ("path", .string(line.policy.path)),
      ("sha256", .string(line.policy.sha256)), ("fingerprint", .string(line.policy.fingerprint)),
      ("placement", .string(line.placement.text)),
      (
        "effective_weights",
        line.weights.map { weights in
          .array(
            weights.lines.map {
              .object([
                ("attribute", .string($0.attribute)), ("weight", .number($0.weight)),
                ("effective_weight", .number($0.effective)),
              ])
            })
        } ?? .null
      ),
      ("measures", .object(measures)), ("groups", groups(place)),
    ])
  }

  private func groups(_ policy: Int) -> JSON {
    var first = 0
    return .object(
      report.grouping.dimensions.map { dimension -> (key: String, value: JSON) in
        defer { first += dimension.groups.count }
        return (
          dimension.name,
          .array(
            dimension.groups.enumerated().map { place, group in
              let values = GroupValue.all(report.result.groups[policy][first + place])
              return .object(
                [("group", .string(group))] + values.map { ($0.name, .number($0.value)) })
            })
        )
      })
  }

  private func comparison(_ comparison: SimulationResult.Comparison) -> JSON {
    let differences = Measure.all.indices.map { index -> (key: String, value: JSON) in
      let one = comparison.differences[index]
      return (
        Measure.all[index].name,
        .object([
          ("replicates", .integer(one.count)), ("difference", one.count > 0 ? .number(one.mean) : .null),
          ("t_interval", SimulationJSON.interval(one.tInterval)),
          ("bootstrap_interval", SimulationJSON.interval(one.bootstrapInterval)),
          ("p", .number(one.probability)), ("p_adjusted", .number(one.adjusted)),
          ("effect_size", .number(one.effectSize)),
        ])
      )
    }
    return .object([
      ("policy", .string(report.policies[comparison.policy].name)), ("reference", .string(report.reference)),
      ("differences", .object(differences)), ("groups", groups(comparison)),
    ])
  }

  /// The differences of groups, as far as they are counts and amounts.
  private func groups(_ comparison: SimulationResult.Comparison) -> JSON {
    var first = 0
    return .object(
      report.grouping.dimensions.map { dimension -> (key: String, value: JSON) in
        defer { first += dimension.groups.count }
        let lines = dimension.groups.enumerated().map { place, group in
          let values = GroupValue.all(report.result.groups[comparison.policy][first + place])
          let found = values.compactMap { value -> (key: String, value: JSON)? in
            comparison.difference(of: value.name, inGroup: first + place).map { one in
              (
                value.name,
                .object([
                  ("difference", .number(one.mean)), ("t_interval", SimulationJSON.interval(one.tInterval)),
                ])
              )
            }
          }
          return JSON.object([("group", .string(group))] + found)
        }
        return (dimension.name, .array(lines))
      })
  }

  private func json(_ sensitivity: Sensitivity) -> JSON {
    .object([
      ("measure", .string(Measure.all[sensitivity.measure].name)), ("base", .number(sensitivity.base.mean)),
      ("replicates", .integer(sensitivity.replicates)),
      (
        "figures",
        .array(
          sensitivity.lines.map { line in
            .object([
              ("figure", .string(line.figure.rawValue)), ("value", .number(line.value)),
              ("low", .number(line.low)), ("high", .number(line.high)), ("at_low", .number(line.atLow.mean)),
              ("at_high", .number(line.atHigh.mean)),
            ])
          })
      ),
    ])
  }

  private static func interval(_ interval: ClosedRange<Double>?) -> JSON {
    interval.map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null
  }
}
