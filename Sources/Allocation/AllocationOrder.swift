/// What people have decided before a plan is made.
public struct AllocationOrder: Sendable, Hashable {
  /// A donor and a recipient, by their identifiers.
  public struct Pair: Sendable, Hashable {
    /// The donor's identifier.
    public var donor: String
    /// The recipient's identifier.
    public var recipient: String

    /// A pair.
    public init(donor: String, recipient: String) {
      self.donor = donor
      self.recipient = recipient
    }
  }

  /// An assignment that was accepted and must stand as it is.
  public struct Frozen: Sendable, Hashable {
    /// The pair.
    public var pair: Pair
    /// The protocol's name.
    public var transplant: String
    /// The dose level's name.
    public var level: String

    /// An accepted assignment.
    public init(pair: Pair, transplant: String, level: String) {
      self.pair = pair
      self.transplant = transplant
      self.level = level
    }
  }

  /// Pairs that must be in the plan.
  public var required: [Pair] = []
  /// Pairs that must not be in the plan.
  public var forbidden: [Pair] = []
  /// Accepted assignments.
  public var frozen: [Frozen] = []

  /// Nothing decided yet.
  public init() {}
}
