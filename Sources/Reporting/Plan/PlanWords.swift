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
    return sentences + [certificate(last)].compactMap { $0 }
  }

  private func bound(_ proof: ObjectiveProof) -> String {
    guard let bound = proof.bound else { return "Nothing is proven about better plans." }
    if bound <= proof.value {
      return "This is the best plan there is: it is proven that no plan is worth more."
    }
    let how = plan.status == .limit ? "The search was stopped. " : ""
    return
      "\(how)A better plan may exist, but none can be worth more than \(value(bound, proof.objective)): at most "
      + "\(PlanWords.percent(bound: bound, value: proof.value)) more."
  }

  /// What of the bound can be checked without trusting the search.
  private func certificate(_ proof: ObjectiveProof) -> String? {
    guard let bound = proof.bound else { return nil }
    guard report.certificateSHA256 != nil, let certified = proof.certifiedBound else {
      return "That is the word of the search alone: there are no prices by which it could be checked."
    }
    if certified <= bound {
      return
        "The prices in the certificate prove that by themselves: tandem verify checks them over all pairs."
    }
    return
      "Two proofs stand behind that. The prices in the certificate prove that no plan is worth more than "
      + "\(value(certified, proof.objective)), at most \(PlanWords.percent(bound: certified, value: proof.value)) "
      + "more; tandem verify checks them over all pairs. The rest was proven by the search, which went through "
      + "the cases that the prices leave open; that part can only be checked by searching again."
  }

  /// By how much a bound lies above a value.
  static func percent(bound: Int64, value: Int64) -> String {
    DecimalText.fixed(100 * relativeGap(bound: bound, value: value), 3) + " %"
  }

  /// How the losses were found.
  var lossKinds: String {
    switch plan.assignments.first?.loss.kind {
    case .exact?: "found by planning anew without the person"
    case .withinGap?: "found by planning anew without the person, within the gap"
    case .atMost?, nil: "at most this much, with the standby in the place and all else unchanged"
    }
  }

  /// Everything that donors share, with what one more of it is worth: the dearest first.
  var limits: [PlanLimit] {
    let beds = plan.limits.map { limit in
      PlanLimit(
        name: limit.kind == "bed" ? "beds" : "isolation runs", place: limit.place,
        period: plan.limits.contains { $0.period > 0 } && limit.kind == "bed" ? limit.period + 1 : nil,
        there: String(limit.capacity), used: String(limit.used),
        fill: limit.capacity > 0 ? Double(limit.used) / Double(limit.capacity) : 0, price: limit.price)
    }
    let shares = plan.shares.map { outcome in
      PlanLimit(
        name: "share", place: outcome.share.name, period: nil, there: "\(PlanWords.least(outcome)) or more",
        used: PlanWords.share(outcome),
        fill: Double(outcome.members) / Double(max(1, outcome.transplants)), price: price(of: outcome))
    }
    return (beds + shares).enumerated().sorted {
      ($1.element.price ?? 0, $0.offset) < ($0.element.price ?? 0, $1.offset)
    }.map(\.element)
  }

  /// What asking for one place less for a group is worth. Without any share the plan is worth no more than the bound
  /// found for that, whatever the prices say.
  private func price(of outcome: AllocationPlan.ShareOutcome) -> Double? {
    guard let price = outcome.price else { return nil }
    guard let bound = plan.withoutShares?.bound, let last = plan.proofs.last else { return price }
    return max(0, min(price, Double(bound - last.value)))
  }

  /// The share that a policy asks for.
  private static func least(_ outcome: AllocationPlan.ShareOutcome) -> String {
    DecimalText.fixed(Double(outcome.share.atLeastThousandths) / 10, 1) + " %"
  }

  /// The share that was reached.
  private static func share(_ outcome: AllocationPlan.ShareOutcome) -> String {
    DecimalText.fixed(100 * Double(outcome.members) / Double(max(1, outcome.transplants)), 1) + " %"
  }

  /// What one more of something is worth, in words.
  func worth(_ price: Double?) -> String {
    guard let price else { return "unknown" }
    return price > 0 ? "\(fixed(plan.objective.amount(price))) \(plan.objective.unit)" : "nothing"
  }

  /// What limits, donors and shares cost.
  var bindings: [String] {
    var sentences: [String] = []
    let full = plan.limits.filter { $0.used >= $0.capacity && ($0.price ?? 0) > 0 }
    if let first = full.max(by: { ($0.price ?? 0) < ($1.price ?? 0) }) {
      let thing = first.kind == "bed" ? "bed at \(first.place)" : "isolation run at \(first.place)"
      sentences.append("One more \(thing) is worth at most \(worth(first.price)).")
    }
    if !plan.limits.isEmpty, full.isEmpty, plan.limits.allSatisfy({ $0.price != nil }) {
      sentences.append("No bed and no isolation run has a price: none is short.")
    }
    if let best = plan.donors.max(by: { ($0.worth ?? 0) < ($1.worth ?? 0) }), let price = best.worth,
      price > 0
    {
      sentences.append(
        "One more donor like \(best.donor), whose grafts count most, is worth at most \(worth(price)).")
    }
    for outcome in plan.shares {
      var sentence =
        "Share \(outcome.share.name): \(outcome.members) of \(Counted.text(outcome.transplants, "transplant")), "
        + "\(PlanWords.share(outcome)); the policy asks for at least \(PlanWords.least(outcome)) "
        + "(\(outcome.share.basis.label))."
      if let price = price(of: outcome) {
        sentence += " To ask for one place less is worth \(price > 0 ? "at most " : "")\(worth(price))."
      }
      sentences.append(sentence)
    }
    if let slack, sentences.count > 0 {
      sentences.append(
        "These figures are read off the prices in the certificate. The prices leave \(slack) open, and up to so "
          + "much may come on top of each.")
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

  /// What is open between the plan and what the prices prove, when anything is.
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

  /// What stands in the way of people with offers, in words.
  private static let obstacles = [
    "donors_used": "the grafts of every open donor go to others",
    "beds": "the beds of the centre are taken",
    "isolation_runs": "no isolation run is left at the laboratory",
    "share": "a share of the policy stands in the way",
    "gap": "nothing but the plan's gap",
    "decided": "what was decided before leaves no donor",
  ]

  /// Which reason counts as somebody's main one.
  static let mainReason =
    "By the main reason of each: the rule in the way with most donors, the first by name of several; of those with an "
    + "open donor, what keeps its grafts from them."

  /// What stands in the place of standbys that nobody looked for.
  static let noStandbys =
    "The run was interrupted: no standbys were named, and nobody looked why the others were left out."

  /// A reason for being left out, in words.
  static func reason(_ reason: String) -> String { obstacles[reason] ?? RuleWords.text(reason) }

  /// The rule behind a reason; nil where it is not a rule.
  static func rule(_ reason: String) -> String? { obstacles[reason] == nil ? reason : nil }
}

/// A limit that donors share, or a share that the policy asks for, as a line of a table.
struct PlanLimit {
  var name: String
  var place: String
  /// The period of a bed, from 1, where there are several.
  var period: Int?
  var there: String
  var used: String
  /// How much of it is used, 1 for all.
  var fill: Double
  /// What one more, or one place less to be asked for, is worth at most; nil where no prices are known.
  var price: Double?
}
