/// Who gets what: choose options so that each claimant has at most one, every resource holds, every rule
/// on groups holds, and the sum of the values is greatest.
///
/// A resource belongs to an *owner* (a donor owns islets and stem cells) or to nobody (a centre's beds: a
/// *side* resource). The options of one owner that fit its resources together form a *bundle*; the engine
/// works on bundles. An option may also use resources of several owners: then those shared resources are
/// treated like side resources as well, which is exact and only weakens the first bound.
///
/// Everything is an integer, so that "optimal" and "feasible" are exact statements.
///
/// ```swift
/// var problem = PackingProblem(claimants: 2)
/// let donor = problem.addOwner()
/// let islets = problem.addResource(capacity: 900_000, owner: donor)
/// problem.options.add(claimant: 0, value: 70, uses: [(islets, 500_000)])
/// problem.options.add(claimant: 1, value: 50, uses: [(islets, 400_000)])
/// let plan = try solve(problem)
/// ```
public struct PackingProblem: Sendable, Equatable {
  /// Something that options use up.
  public struct Resource: Sendable, Equatable {
    /// What all chosen options together may use.
    public var capacity: Int64
    /// The owner, or nil for a side resource.
    public var owner: Int?
  }

  /// How many claimants there are; each gets at most one option.
  public var claimantCount: Int
  /// The claimants that must be served, in rising order.
  public var required: [Int] = []
  /// How many owners there are.
  public private(set) var ownerCount = 0
  /// The resources, of owners and of nobody.
  public private(set) var resources: [Resource] = []
  /// What may be chosen. `options.value` is the objective (the last one where objectives are ranked).
  public var options = OptionTable()
  /// Shares and limits of groups.
  public var rules: [GroupRule] = []
  /// Objectives that come before `options.value`, the most important first; one value for each option.
  /// Each is brought to its best and held there before the next is looked at.
  public var earlierObjectives: [[Int64]] = []

  /// A problem with `claimants` claimants and nothing else.
  public init(claimants: Int) {
    claimantCount = claimants
  }

  /// Adds an owner and returns its index.
  public mutating func addOwner() -> Int {
    ownerCount += 1
    return ownerCount - 1
  }

  /// Adds a resource, of an owner or of nobody, and returns its index.
  public mutating func addResource(capacity: Int64, owner: Int? = nil) -> Int {
    resources.append(Resource(capacity: capacity, owner: owner))
    return resources.count - 1
  }

  /// Changes what may be used of a resource.
  public mutating func setCapacity(of resource: Int, to capacity: Int64) {
    resources[resource].capacity = capacity
  }
}

/// A rule on how many chosen options belong to a group:
/// `denominator * (chosen in group) - numerator * (all chosen)` is at least, or at most, `count`.
public struct GroupRule: Sendable, Equatable {
  /// The direction of the rule.
  public enum Relation: Sendable, Equatable { case atLeast, atMost }

  /// The group, 0 to 63: the bit in `OptionTable.groups`.
  public var group: Int
  /// The direction.
  public var relation: Relation
  /// The factor of the chosen options in the group.
  public var denominator: Int64
  /// The factor of all chosen options.
  public var numerator: Int64
  /// The right-hand side.
  public var count: Int64

  /// At least (or at most) `numerator` of every `denominator` chosen options belong to `group`.
  public static func share(
    of group: Int, _ relation: Relation, _ numerator: Int64, outOf denominator: Int64
  ) -> GroupRule {
    GroupRule(
      group: group, relation: relation, denominator: denominator, numerator: numerator, count: 0)
  }

  /// At least (or at most) `count` chosen options belong to `group`.
  public static func number(of group: Int, _ relation: Relation, _ count: Int64) -> GroupRule {
    GroupRule(group: group, relation: relation, denominator: 1, numerator: 0, count: count)
  }

  /// The factor of one option with these groups on the left-hand side.
  func factor(groups: UInt64) -> Int64 {
    (groups >> UInt64(group)) & 1 == 1 ? denominator - numerator : -numerator
  }
}
