import TandemAllocation
import TandemClinic
import TandemFiles
import TandemPacking
import TandemPolicy

/// A plan as one JSON document, written piece by piece.
public struct PlanJSON: Sendable {
  private let report: PlanReport

  /// The document of `report`.
  public init(_ report: PlanReport) { self.report = report }

  /// Writes the document.
  public func write(into sink: @escaping (String) throws -> Void) throws {
    let plan = report.plan
    let stream = JSONStream(into: sink)
    try stream.document {
      try head(stream)
      try stream.list("assignments") {
        for assignment in plan.assignments { try stream.element(json(assignment)) }
      }
      try stream.list("donors") { for donor in plan.donors { try stream.element(json(donor)) } }
      try stream.list("limits") { for limit in plan.limits { try stream.element(json(limit)) } }
      try stream.list("shares") { for share in plan.shares { try stream.element(json(share)) } }
      try stream.member(
        "without_shares",
        plan.withoutShares.map {
          .object([("value", amount($0.value)), ("bound", $0.bound.map(amount) ?? .null)])
        } ?? .null)
      try stream.list("groups") {
        for line in plan.groups {
          try stream.element(
            .object([
              ("kind", .string(line.kind)), ("name", .string(line.name)), ("listed", .integer(line.listed)),
              ("open", line.open.map { .integer($0) } ?? .null),
              ("transplanted", .integer(line.transplanted)),
            ]))
        }
      }
      try stream.member("standbys_named", .bool(plan.namesStandbys))
      try stream.list("left_out_counts") {
        for line in plan.leftOutCounts {
          try stream.element(.object([("reason", .string(line.reason)), ("count", .integer(line.count))]))
        }
      }
      if plan.leftOutReasons != nil || !plan.namesStandbys {
        // An empty list would say that nobody was.
        try stream.member("left_out", .null)
      } else {
        try stream.list("left_out") {
          for person in plan.leftOut {
            try stream.element(
              .object([
                ("recipient", .string(person.recipient)), ("reason", .string(person.reason)),
                ("detail", .string(person.detail)),
              ]))
          }
        }
      }
      try stream.member("scenarios", scenarios)
      if let search = report.search { try stream.member("stages", json(search.stages)) }
    }
  }

  private func amount(_ value: Int64) -> JSON { .number(report.amount(value)) }
  private func number(_ value: Double) -> JSON { .number(PlanReport.rounded(value)) }

  private func head(_ stream: JSONStream) throws {
    let (plan, origin) = (report.plan, report.provenance)
    try stream.member("status", .string(plan.status.rawValue))
    try stream.member("value", report.last.map { amount($0.value) } ?? .null)
    try stream.member("bound", report.last?.bound.map(amount) ?? .null)
    try stream.member("gap", .number(report.gap))
    try stream.member("certified_bound", report.last?.certifiedBound.map(amount) ?? .null)
    try stream.member("certified_gap", .number(report.certifiedGap))
    try stream.member("seconds", .number((report.seconds * 1000).rounded() / 1000))
    try stream.member("wanted_gap", .number(report.wantedGap))
    try stream.member("method", .string(plan.method.rawValue))
    try stream.member("pairs", .integer(plan.effort.pairs))
    try stream.member("bundles", .integer(plan.effort.bundles))
    try stream.member("nodes", .integer(plan.effort.nodes))
    try stream.member("policy", .string(origin.policy))
    try stream.member("policy_file", .string(report.policyFile))
    try stream.member("policy_sha256", .string(origin.policySHA256))
    try stream.member("policy_fingerprint", .string(origin.policyFingerprint))
    try stream.member("input_sha256", .string(origin.inputSHA256))
    try stream.member("certificate_sha256", .string(report.certificateSHA256))
    try stream.member("seed", origin.seedJSON)
    try stream.member("version", .string(origin.version))
    try stream.member("confidence", .number(report.confidence))
    try stream.member(
      "objectives",
      .array(
        plan.proofs.map { proof in
          .object([
            ("objective", .string(proof.objective.rawValue)), ("unit", .string(proof.objective.unit)),
            ("value", .number(proof.objective.amount(proof.value))),
            ("bound", .number(proof.bound.map { proof.objective.amount($0) })),
            ("certified_bound", .number(proof.certifiedBound.map { proof.objective.amount($0) })),
          ])
        }))
    try stream.member("decided", decided)
  }

  /// How the search over a large pool went on; `seconds` differ from run to run.
  private func json(_ stages: [LargePool.Stage]) -> JSON {
    .array(
      stages.map { stage in
        .object([
          ("stage", .string(stage.name)), ("seconds", .number((stage.seconds * 1000).rounded() / 1000)),
          ("value", stage.value.map(amount) ?? .null), ("bound", stage.bound.map(amount) ?? .null),
          ("gap", .number(stage.gap.map(PlanReport.rounded))), ("passes", .integer(stage.passes)),
          ("asked", .integer(stage.asked)), ("compared", .integer(stage.compared)),
          ("offers", .integer(stage.offers)),
        ])
      })
  }

  private var decided: JSON {
    func pair(_ pair: AllocationOrder.Pair) -> [(key: String, value: JSON)] {
      [("donor", .string(pair.donor)), ("recipient", .string(pair.recipient))]
    }
    return .object([
      ("required", .array(report.order.required.map { .object(pair($0)) })),
      ("forbidden", .array(report.order.forbidden.map { .object(pair($0)) })),
      (
        "frozen",
        .array(
          report.order.frozen.map {
            .object(pair($0.pair) + [("protocol", .string($0.transplant)), ("level", .string($0.level))])
          })
      ),
    ])
  }

  private func json(_ assignment: AllocationPlan.Assignment) -> JSON {
    .object([
      ("donor", .string(assignment.donor)), ("recipient", .string(assignment.recipient)),
      ("protocol", .string(assignment.transplant)), ("level", .string(assignment.level)),
      ("islet_ieq", number(assignment.isletIEQ)), ("cd34", number(assignment.cd34Cells)),
      ("score", .number(assignment.score.total.value)),
      (
        "parts",
        .object(assignment.score.parts.map { ($0.attribute, .number($0.points.value)) })
      ),
      ("centre", .string(assignment.centre)), ("islet_ieq_per_kg", number(assignment.isletIEQPerKg)),
      ("islet_least_per_kg", number(assignment.isletLimits.least)),
      ("islet_greatest_per_kg", number(assignment.isletLimits.greatest)),
      ("cd34_per_kg", number(assignment.cd34PerKg)),
      ("cd34_floor_per_kg", number(assignment.cd34Limits.floor)),
      ("cd34_target_per_kg", number(assignment.cd34Limits.target)),
      ("probability", number(assignment.probability)),
      ("islet_probability", number(assignment.isletProbability)),
      ("cd34_probability", number(assignment.cd34Probability)), ("frozen", .bool(assignment.isFrozen)),
      ("held", assignment.heldShare.map(number) ?? .null),
      (
        "loss",
        .object([
          ("amount", amount(assignment.loss.amount)), ("kind", .string(assignment.loss.kind.rawValue)),
        ])
      ),
      ("standbys", .array(assignment.standbys.map(json))),
      ("warnings", .array(assignment.warnings.map { CandidateJSON.reason($0) })),
    ])
  }

  private func json(_ standby: AllocationPlan.Standby) -> JSON {
    .object([
      ("recipient", .string(standby.recipient)), ("protocol", .string(standby.transplant)),
      ("level", .string(standby.level)), ("score", .number(standby.offer.score.value)),
    ])
  }

  private func json(_ donor: AllocationPlan.DonorAccount) -> JSON {
    .object([
      ("donor", .string(donor.donor)), ("laboratory", .string(donor.laboratory)),
      ("candidates", donor.candidates.map { .integer($0) } ?? .null), ("served", .integer(donor.served)),
      ("islets_measured", .bool(donor.isMeasured)), ("islet_ieq", number(donor.islets)),
      ("islet_ieq_used", number(donor.isletsUsed)),
      ("islet_ieq_left", number(donor.islets - donor.isletsUsed)),
      ("cd34", number(donor.cells)), ("cd34_used", number(donor.cellsUsed)),
      ("cd34_left", number(donor.cells - donor.cellsUsed)),
      ("worth", donor.worth.map { number(report.plan.objective.amount($0)) } ?? .null),
      ("standbys", .array(donor.standbys.map(json))),
    ])
  }

  private func json(_ limit: AllocationPlan.SharedLimit) -> JSON {
    .object([
      ("kind", .string(limit.kind)), ("place", .string(limit.place)), ("period", .integer(limit.period)),
      ("capacity", .integer(Int(limit.capacity))), ("used", .integer(Int(limit.used))),
      ("price", limit.price.map { number(report.plan.objective.amount($0)) } ?? .null),
    ])
  }

  private func json(_ outcome: AllocationPlan.ShareOutcome) -> JSON {
    .object([
      ("name", .string(outcome.share.name)),
      ("at_least", .number(Double(outcome.share.atLeastThousandths) / 1000)),
      ("basis", .string(outcome.share.basis.label)), ("members", .integer(outcome.members)),
      ("transplants", .integer(outcome.transplants)),
      ("price", outcome.price.map { number(report.plan.objective.amount($0)) } ?? .null),
    ])
  }

  private var scenarios: JSON {
    guard let found = report.plan.scenarios else { return .null }
    func worth(_ value: Double) -> JSON { number(report.plan.objective.amount(value)) }
    return .object([
      ("count", .integer(found.count)), ("promises", .integer(found.promises)), ("held", number(found.held)),
      ("value_mean", worth(found.worth.mean)), ("value_low", worth(found.worth.low)),
      ("value_high", worth(found.worth.high)), ("value_with_standbys", worth(found.worthWithStandbys)),
      ("standbys_served", number(found.standbysServed)),
    ])
  }
}
