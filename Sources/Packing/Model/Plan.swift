/// A feasible choice of options.
public struct Plan: Sendable, Equatable {
  /// The chosen options in rising order.
  public var options: [Int]
  /// The sum of their values.
  public var value: Int64

  /// A plan with its value.
  public init(options: [Int], value: Int64) {
    self.options = options
    self.value = value
  }
}

/// How a search ended.
public enum Status: String, Sendable, Equatable {
  /// The plan is the best there is: value equals bound.
  case optimal
  /// The plan is within the gap that was asked for.
  case feasible
  /// No choice satisfies every requirement and rule.
  case infeasible
  /// The time limit or a cancellation came first; the plan, if any, is the best so far.
  case limit
}

/// A reason why a choice of options is not a plan.
public enum Violation: Sendable, Equatable, CustomStringConvertible {
  /// An option index is out of range or not in rising order.
  case badOption(Int)
  /// A claimant has two options.
  case servedTwice(claimant: Int)
  /// A required claimant has none.
  case notServed(claimant: Int)
  /// A resource is used beyond its capacity.
  case overused(resource: Int, used: Int64, capacity: Int64)
  /// A group rule does not hold.
  case ruleBroken(rule: Int)
  /// The stated value is not the sum of the options' values.
  case wrongValue(stated: Int64, actual: Int64)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .badOption(let option): "option \(option) does not exist or is out of order"
    case .servedTwice(let claimant): "claimant \(claimant) is served twice"
    case .notServed(let claimant): "claimant \(claimant) must be served and is not"
    case .overused(let resource, let used, let capacity):
      "resource \(resource) has \(capacity) and \(used) is used"
    case .ruleBroken(let rule): "group rule \(rule) does not hold"
    case .wrongValue(let stated, let actual): "the plan states \(stated) and is worth \(actual)"
    }
  }
}

extension PackingProblem {
  /// Everything that is wrong with `plan`; empty when it is feasible and its value is true.
  public func violations(of plan: Plan) -> [Violation] {
    var found: [Violation] = []
    var served = [Bool](repeating: false, count: claimantCount)
    var used = [Int64](repeating: 0, count: resources.count)
    var left = [Int64](repeating: 0, count: rules.count)
    var value: Int64 = 0
    var last = -1
    for option in plan.options {
      if option <= last || option >= options.count {
        found.append(.badOption(option))
        return found
      }
      last = option
      let claimant = Int(options.claimant[option])
      if served[claimant] { found.append(.servedTwice(claimant: claimant)) }
      served[claimant] = true
      for position in options.uses(of: option) {
        used[Int(options.useResource[position])] += options.useAmount[position]
      }
      for (index, rule) in rules.enumerated() {
        left[index] += rule.factor(groups: options.groups[option])
      }
      value += options.value[option]
    }
    for claimant in required where !served[claimant] { found.append(.notServed(claimant: claimant)) }
    for (index, resource) in resources.enumerated() where used[index] > resource.capacity {
      // A negative capacity that nothing uses cannot be met either.
      found.append(.overused(resource: index, used: used[index], capacity: resource.capacity))
    }
    for (index, rule) in rules.enumerated() {
      let holds = rule.relation == .atLeast ? left[index] >= rule.count : left[index] <= rule.count
      if !holds { found.append(.ruleBroken(rule: index)) }
    }
    if value != plan.value { found.append(.wrongValue(stated: plan.value, actual: value)) }
    return found
  }
}
