/// The proof that no plan is worth more than `bound`: prices, and where prices alone do not suffice, a tree
/// of cases with prices for each.
///
/// At a leaf, with claimant prices `u`, row prices `l >= 0` and cuts, every plan that belongs to the leaf's
/// case is worth at most
///
///     sum of u  +  sum of l * right-hand side  +  sum of cut price * right-hand side
///       + sum over owners of the best bundle at value - u - l * use - cut prices,
///
/// because each price pays for a constraint that every plan keeps. A cut on a set `S` of claimants says:
/// the bundles that hold two or three members of `S` number at most `(|S| - 1) / 2` (a subset-row cut: Jepsen,
/// Petersen, Spoorendonk, Pisinger 2008), which is true of every plan since each claimant is served once.
/// A branch splits a case in two: the claimant is served by this owner, or it is not.
public struct Certificate: Sendable, Equatable {
  /// Prices and bounds at the leaves are in units of 1 / `scale`.
  public var scale: Int64
  /// No plan is worth more than this.
  public var bound: Int64
  /// The tree, the root first.
  public var nodes: [Node]

  /// A case, either split in two or priced.
  public enum Node: Sendable, Equatable {
    /// The claimant is served by an option of `owner` (`yes`), or is not (`no`); nodes by index.
    case owner(claimant: Int, owner: Int, yes: Int, no: Int)
    /// The option is chosen (`yes`) or not (`no`).
    case option(Int, yes: Int, no: Int)
    /// Prices that prove the bound for this case.
    case leaf(Leaf)
  }

  /// A price on one constraint of the problem, named by index.
  public struct Price: Sendable, Equatable {
    /// The claimant, resource, rule or earlier objective.
    public var index: Int
    /// The price, scaled.
    public var amount: Int64
  }

  /// A price on a subset-row cut over three claimants.
  public struct Cut: Sendable, Equatable {
    /// The claimants in rising order.
    public var claimants: [Int]
    /// The price, scaled, not negative.
    public var amount: Int64
  }

  /// The prices of one case; what is not listed has the price 0.
  public struct Leaf: Sendable, Equatable {
    /// Prices of claimants; below 0 only where the claimant must be served.
    public var claimants: [Price] = []
    /// Prices of resources over all options that use them.
    public var resources: [Price] = []
    /// Prices of group rules.
    public var rules: [Price] = []
    /// Prices of the floors on earlier objectives.
    public var floors: [Price] = []
    /// Cuts with their prices.
    public var cuts: [Cut] = []

    /// A leaf without prices.
    public init() {}
  }

  /// A certificate.
  public init(scale: Int64, bound: Int64, nodes: [Node]) {
    self.scale = scale
    self.bound = bound
    self.nodes = nodes
  }
}

/// A floor that ranked objectives put on the search: the values sum to at least `atLeast`.
public struct ObjectiveFloor: Sendable, Equatable {
  /// One value for each option.
  public var values: [Int64]
  /// What their sum over the plan must reach.
  public var atLeast: Int64

  /// A floor.
  public init(values: [Int64], atLeast: Int64) {
    self.values = values
    self.atLeast = atLeast
  }
}
