public import TandemPolicy

/// The proof that no plan is worth more than a bound: what a place with each recipient, bed, isolation run and
/// share is worth.
///
/// With prices `u` of recipients, `b` of beds, `r` of runs, `s` of shares and `f` of what earlier objectives
/// reached, every plan is worth at most
///
///     sum of u + sum of b * beds + sum of r * runs - sum of f * reached
///       + sum over donors of max(0, best bundle at value - u - b + s * ... + f * ... - r),
///
/// because each price pays for a limit that every plan keeps. `PricedBound` works it out over all pairs in
/// whole numbers, whoever found the prices.
public struct PriceList: Sendable, Hashable {
  /// Prices are in units of 1 / `scale` of a millionth (or of a person, where people are counted).
  public var scale: Int64 = 1
  /// By the recipient's place in the cohort; those that are not listed have the price 0.
  public var recipients: [Int32: Int64] = [:]
  /// By centre and period.
  public var beds: [BedSlot: Int64] = [:]
  /// By the laboratory's place in the cohort.
  public var runs: [Int32: Int64] = [:]
  /// By the share's place in the policy.
  public var shares: [Int64]
  /// By the objective's rank: the price of what earlier objectives reached.
  public var floors: [Int64]

  /// All prices 0 for the objective of a rank.
  public init(shares: Int, rank: Int) {
    self.shares = Array(repeating: 0, count: shares)
    floors = Array(repeating: 0, count: rank)
  }
}

/// What one objective reached, how far it can go, and the prices that prove that.
public struct ObjectiveProof: Sendable, Hashable {
  /// The objective.
  public var objective: AllocationChoices.Objective
  /// What the plan is worth in it.
  public var value: Int64
  /// No plan that reaches what earlier objectives reached is worth more; nil when nothing is known.
  public var bound: Int64?
  /// What the prices prove; at least `bound`, which branching may have lowered further.
  public var certifiedBound: Int64?
  /// The prices; nil when the method has none.
  public var prices: PriceList?
}
