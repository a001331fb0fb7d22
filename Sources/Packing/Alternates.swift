/// Other plans, and what choices cost.
///
/// All of this is done by solving again with one more restriction: an option taken away, an option made
/// certain, or the value capped from above. Costs one solve each, from the plan in hand.
extension PackingProblem {
  /// The problem in which `option` is certain: the other options of its claimant are gone and the claimant must
  /// be served.
  func forcing(_ option: Int) -> (problem: PackingProblem, forbidden: Set<Int>) {
    var forced = self
    let claimant = Int(options.claimant[option])
    if !forced.required.contains(claimant) { forced.required = (forced.required + [claimant]).sorted() }
    let rivals = (0..<options.count).filter { Int(options.claimant[$0]) == claimant && $0 != option }
    return (forced, Set(rivals))
  }
}

/// What it costs to decide one option by hand.
public struct DecisionCost: Sendable, Equatable {
  /// The option.
  public var option: Int
  /// Whether the option is in the plan at hand, so that it is forbidden here; otherwise it is forced.
  public var isForbidden: Bool
  /// The best plan with this decision; nil when there is none.
  public var plan: Plan?
  /// What is lost against the plan at hand; nil when nothing is feasible.
  public var cost: Int64?
  /// Whether the cost is proven, or the best that was found within the limits.
  public var isProven: Bool
}

/// The cost of forbidding an option that `plan` has, or of forcing one that it has not.
///
/// With ranked objectives the cost is counted in the last one; what the earlier ones lose is not in it.
public func cost(
  ofDeciding option: Int, against plan: Plan, in problem: PackingProblem,
  _ request: SolveRequest = SolveRequest()
) throws -> DecisionCost {
  let isForbidden = plan.options.contains(option)
  let solution: Solution
  if isForbidden {
    solution = try solve(problem, request, forbidden: [option], start: nil)
  } else {
    let (forced, rivals) = problem.forcing(option)
    solution = try solve(forced, request, forbidden: rivals, start: nil)
  }
  return DecisionCost(
    option: option, isForbidden: isForbidden, plan: solution.plan,
    cost: solution.plan.map { plan.value - $0.value },
    isProven: solution.status == .optimal || solution.status == .infeasible)
}

/// A list of plans in falling order of value.
public struct Alternates: Sendable, Equatable {
  /// The plans; no two choose the same options.
  public var plans: [Plan]
  /// Whether these are proven to be the best ones, in order, and, where fewer than asked for, all there are.
  public var isProven: Bool
}

/// The best `count` plans by the last objective, the best first.
///
/// Lawler's partition (1972): the plans other than the best one fall into parts, each of which agrees with it on
/// some options and differs on the next; the best of each part is a candidate, and the best candidate is split
/// again. Each part is one solve. Plans that only differ in that an option of value zero is added or left out
/// are different plans.
///
/// With `onlyOptima` the list ends with the last plan as good as the first.
public func alternates(
  _ problem: PackingProblem, count: Int, onlyOptima: Bool = false, _ request: SolveRequest = SolveRequest()
) throws -> Alternates {
  var found = Alternates(plans: [], isProven: true)
  var parts = PartQueue()
  let control = Control(request)
  func add(_ part: Part) throws {
    var part = part
    var left = request
    left.timeLimit = control.secondsLeft
    let solution = try part.solve(problem, left)
    if solution.status != .optimal && solution.status != .infeasible { found.isProven = false }
    guard let plan = solution.plan else { return }
    part.plan = plan
    parts.insert(part)
  }
  try add(Part(certain: [], forbidden: [], least: 0))
  while found.plans.count < count, let best = parts.popBest(), let plan = best.plan {
    if onlyOptima, let first = found.plans.first, plan.value < first.value { break }
    found.plans.append(plan)
    if found.plans.count == count { break }
    if !control.hasTime {
      found.isProven = false
      break
    }
    for part in best.split(problem) { try add(part) }
  }
  return found
}

/// A part of the set of plans: those that choose `certain`, none of `forbidden`, and `least` options in all.
private struct Part {
  var certain: [Int]
  var forbidden: Set<Int>
  var least: Int
  var plan: Plan?

  func solve(_ problem: PackingProblem, _ request: SolveRequest) throws -> Solution {
    var restricted = problem
    var out = forbidden
    for option in certain {
      let (next, rivals) = restricted.forcing(option)
      restricted = next
      out.formUnion(rivals)
    }
    if least > 0 {
      restricted.rules.append(
        GroupRule(group: 0, relation: .atLeast, denominator: 0, numerator: -1, count: Int64(least)))
    }
    return try TandemPacking.solve(restricted, request, forbidden: out, start: nil)
  }

  /// The rest of the part, without its own plan, in disjoint parts: for each option of the plan those that agree
  /// with it on the options before and lack this one, and last those that choose all of it and more.
  func split(_ problem: PackingProblem) -> [Part] {
    guard let plan else { return [] }
    let fixed = Set(certain)
    var parts: [Part] = []
    var agreed = certain
    for option in plan.options where !fixed.contains(option) {
      parts.append(Part(certain: agreed, forbidden: forbidden.union([option]), least: least))
      agreed.append(option)
    }
    parts.append(Part(certain: agreed, forbidden: forbidden, least: plan.options.count + 1))
    return parts
  }
}

/// Parts by the value of their best plan; equal values in the order of arrival.
private struct PartQueue {
  private var parts: [Part] = []

  mutating func insert(_ part: Part) { parts.append(part) }

  mutating func popBest() -> Part? {
    var top: Int?
    for index in parts.indices where top == nil || parts[index].plan!.value > parts[top!].plan!.value {
      top = index
    }
    return top.map { parts.remove(at: $0) }
  }
}
