/// What is wrong with a problem as it was given.
public enum ProblemFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// An option names a claimant that does not exist.
  case noSuchClaimant(option: Int, claimant: Int)
  /// An option names a resource that does not exist.
  case noSuchResource(option: Int, resource: Int)
  /// An option names a resource twice.
  case resourceNamedTwice(option: Int, resource: Int)
  /// An option uses less than nothing.
  case negativeUse(option: Int, amount: Int64)
  /// A resource belongs to an owner that does not exist.
  case noSuchOwner(resource: Int, owner: Int)
  /// A required claimant does not exist, or the list is not in rising order.
  case badRequirement(claimant: Int)
  /// A group is not in 0 ... 63.
  case noSuchGroup(rule: Int, group: Int)
  /// An earlier objective does not have one value for each option.
  case objectiveLength(rank: Int, found: Int, expected: Int)
  /// A number is so large that sums could leave the exact range.
  case tooLarge(String)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .noSuchClaimant(let option, let claimant):
      "option \(option) serves claimant \(claimant), which does not exist"
    case .noSuchResource(let option, let resource):
      "option \(option) uses resource \(resource), which does not exist"
    case .resourceNamedTwice(let option, let resource):
      "option \(option) uses resource \(resource) twice; add the two amounts together"
    case .negativeUse(let option, let amount):
      "option \(option) uses \(amount) of a resource; an amount must not be negative"
    case .noSuchOwner(let resource, let owner):
      "resource \(resource) belongs to owner \(owner), which does not exist"
    case .badRequirement(let claimant):
      "required claimant \(claimant) does not exist or is out of order"
    case .noSuchGroup(let rule, let group):
      "rule \(rule) is about group \(group); groups are 0 to 63"
    case .objectiveLength(let rank, let found, let expected):
      "objective \(rank) has \(found) values for \(expected) options"
    case .tooLarge(let what):
      "\(what) is too large: sums must stay below 2^50 to be exact"
    }
  }
}

extension PackingProblem {
  /// Sums of values and of uses stay below this, so that 64-bit integers and doubles hold them exactly,
  /// also when prices refine them.
  static let exactLimit: Int64 = 1 << 50

  /// Throws the first fault found. Costs one pass over the options.
  public func validate() throws(ProblemFault) {
    for (index, resource) in resources.enumerated() {
      if let owner = resource.owner, owner < 0 || owner >= ownerCount {
        throw .noSuchOwner(resource: index, owner: owner)
      }
      if resource.capacity.magnitude > PackingProblem.exactLimit.magnitude {
        throw .tooLarge("the capacity of resource \(index)")
      }
    }
    var last = -1
    for claimant in required {
      if claimant <= last || claimant >= claimantCount { throw .badRequirement(claimant: claimant) }
      last = claimant
    }
    for (index, rule) in rules.enumerated() {
      if rule.group < 0 || rule.group > 63 { throw .noSuchGroup(rule: index, group: rule.group) }
      let limit: UInt64 = 1 << 20
      if rule.numerator.magnitude > limit || rule.denominator.magnitude > limit
        || rule.count.magnitude > PackingProblem.exactLimit.magnitude
      {
        throw .tooLarge("a number of rule \(index)")
      }
    }
    try validateOptions()
    for (rank, values) in earlierObjectives.enumerated() {
      if values.count != options.count {
        throw .objectiveLength(rank: rank, found: values.count, expected: options.count)
      }
      try requireSmall(values, "objective \(rank)")
    }
    try requireSmall(options.value, "the objective")
  }

  private func validateOptions() throws(ProblemFault) {
    var seenBy = [Int](repeating: -1, count: resources.count)
    for option in 0..<options.count {
      let claimant = Int(options.claimant[option])
      if claimant >= claimantCount { throw .noSuchClaimant(option: option, claimant: claimant) }
      for position in options.uses(of: option) {
        let resource = Int(options.useResource[position])
        if resource >= resources.count { throw .noSuchResource(option: option, resource: resource) }
        if seenBy[resource] == option { throw .resourceNamedTwice(option: option, resource: resource) }
        seenBy[resource] = option
        let amount = options.useAmount[position]
        if amount < 0 { throw .negativeUse(option: option, amount: amount) }
        if amount > PackingProblem.exactLimit { throw .tooLarge("a use of option \(option)") }
      }
    }
  }

  /// The sum over claimants of the greatest magnitude among their options bounds every plan's value.
  private func requireSmall(_ values: [Int64], _ name: String) throws(ProblemFault) {
    var greatest = [UInt64](repeating: 0, count: claimantCount)
    for option in 0..<values.count {
      let claimant = Int(options.claimant[option])
      greatest[claimant] = max(greatest[claimant], values[option].magnitude)
    }
    var sum: UInt64 = 0
    for magnitude in greatest {
      let (next, overflow) = sum.addingReportingOverflow(magnitude)
      if overflow || next > PackingProblem.exactLimit.magnitude { throw .tooLarge("the total of \(name)") }
      sum = next
    }
  }
}
