import TandemAllocation
import TandemClinic
import TandemFiles
import TandemPacking
import TandemPolicy

/// What a plan's figures mean, in sentences for people who do not optimise for a living.
struct PlanWords {
  private let report: PlanReport

  init(_ report: PlanReport) { self.report = report }

  private var plan: AllocationPlan { report.plan }

  private func value(_ value: Int64, _ objective: AllocationPlan.Objective) -> String {
    switch objective {
    case .transplants: Counted.text(Int(value), "transplant")
    case .score: "\(fixed(objective.amount(value))) points"
    case .benefit: "a utility of \(DecimalText.fixed(objective.amount(value), 3))"
    }
  }

  private func fixed(_ value: Double) -> String { DecimalText.fixed(value, 2) }

  /// What was reached, and how good that is at least.
  var outcome: [String] {
    guard let last = plan.proofs.last, !plan.proofs.isEmpty else {
      return [
        plan.status == .infeasible
          ? "No plan keeps everything that was decided and every share of the policy."
          : "The search was stopped before it had a plan."
      ]
    }
    let donors = Set(plan.assignments.map(\.donor)).count
    var sentences = [
      "\(Counted.text(plan.assignments.count, "transplant")) from \(Counted.text(donors, "donor")), worth "
        + "\(value(last.value, last.objective))."
    ]
    for proof in plan.proofs.dropLast() {
      let isBest = proof.bound == proof.value
      sentences.append(
        "First objective: \(value(proof.value, proof.objective))\(isBest ? ", the most that can be had" : "")."
      )
    }
    sentences.append(bound(last))
    return sentences
  }

  private func bound(_ proof: ObjectiveProof) -> String {
    guard let bound = proof.bound else { return "Nothing is proven about better plans." }
    if bound <= proof.value {
      return "This is the best plan there is: it is proven that no plan is worth more."
    }
    let gap = relativeGap(bound: bound, value: proof.value)
    let how = plan.status == .limit ? "The search was stopped. " : ""
    return
      "\(how)A better plan may exist, but none can be worth more than \(value(bound, proof.objective)): at most "
      + "\(DecimalText.fixed(100 * gap, 3)) % more."
  }

  /// How the losses were found.
  var lossKinds: String {
    switch plan.assignments.first?.loss.kind {
    case .exact?: "found by planning anew without the person"
    case .withinGap?: "found by planning anew without the person, within the gap"
    case .atMost?, nil: "at most this much, with the standby in the place and all else unchanged"
    }
  }

  /// What limits and shares cost.
  var bindings: [String] {
    var sentences: [String] = []
    let full = plan.limits.filter { $0.used >= $0.capacity && ($0.price ?? 0) > 0 }
    if let first = full.max(by: { ($0.price ?? 0) < ($1.price ?? 0) }), let price = first.price {
      let thing = first.kind == "bed" ? "bed at \(first.place)" : "isolation run at \(first.place)"
      sentences.append(
        "One more \(thing) would bring no more than \(fixed(plan.objective.amount(price))) \(plan.objective.unit)"
          + (slack.map { " beyond the \($0) that are open" } ?? "") + ".")
    }
    if !plan.limits.isEmpty, full.isEmpty, plan.limits.allSatisfy({ $0.price != nil }) {
      sentences.append("No bed and no isolation run has a price: none is short.")
    }
    for outcome in plan.shares {
      let share = outcome.transplants > 0 ? Double(outcome.members) / Double(outcome.transplants) : 0
      var sentence =
        "Share \(outcome.share.name): \(outcome.members) of \(Counted.text(outcome.transplants, "transplant")), "
        + "\(DecimalText.fixed(100 * share, 1)) %; the policy asks for at least "
        + "\(DecimalText.fixed(Double(outcome.share.atLeastThousandths) / 10, 1)) % (\(outcome.share.basis.label))."
      if let price = outcome.price, price > 0 {
        sentence +=
          " One place more for the group costs about \(fixed(plan.objective.amount(price))) \(plan.objective.unit)."
      }
      sentences.append(sentence)
    }
    if let without = plan.withoutShares, let last = plan.proofs.last {
      let cost = without.value - last.value
      sentences.append(
        cost <= 0
          ? "The shares cost nothing: the best plan found without them is worth no more."
          : "The price of fairness: without the shares the best plan found is worth "
            + "\(value(without.value, last.objective)), \(fixed(plan.objective.amount(cost))) \(plan.objective.unit) more."
      )
    }
    return sentences
  }

  /// What is open between value and bound, when anything is.
  private var slack: String? {
    guard let last = plan.proofs.last, let bound = last.certifiedBound, bound > last.value else { return nil }
    return "\(fixed(plan.objective.amount(bound - last.value))) \(plan.objective.unit)"
  }

  /// How the promises hold when yields vary.
  var scenarios: String? {
    guard let found = plan.scenarios else { return nil }
    func worth(_ value: Double) -> String { fixed(plan.objective.amount(value)) }
    return
      "In \(Amount.text(Double(found.count))) drawn yields (seed \(found.seed)) \(fixed(found.held)) of "
      + "\(found.promises) promised doses hold on average, worth \(worth(found.worth.mean)) \(plan.objective.unit), between "
      + "\(worth(found.worth.low)) and \(worth(found.worth.high)) in nine cases out of ten; with standbys "
      + "in the place of those who cannot be served (\(fixed(found.standbysServed)) of them) "
      + "\(worth(found.worthWithStandbys))."
  }

  /// A reason for being left out, in words.
  static func reason(_ reason: String) -> String {
    switch reason {
    case "donors_used": "the grafts of every open donor go to others"
    case "beds": "the beds of the centre are taken"
    case "isolation_runs": "no isolation run is left at the laboratory"
    case "share": "a share of the policy stands in the way"
    case "gap": "nothing but the plan's gap"
    case "no_donor": "no donor is open to the person"
    default: "rule \(reason)"
    }
  }
}
