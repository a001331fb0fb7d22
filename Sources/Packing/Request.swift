/// Which way a problem is solved.
public enum Method: String, Sendable, Equatable, CaseIterable {
  /// The whole problem as one integer program in GLPK. For moderate sizes, and as a referee.
  case exact
  /// Bundles, prices, cuts and branching, as the target's files describe.
  case core
  /// `core`, or `exact` where there is nothing to bundle.
  case auto
}

/// What is asked of `solve`.
public struct SolveRequest {
  /// The method.
  public var method: Method
  /// Stop when (bound - value) / |value| is no more than this.
  public var gap: Double
  /// Stop after this many seconds; nil for no limit.
  public var timeLimit: Double?
  /// How many threads may work; the answer does not depend on it.
  public var threads: Int
  /// Steers the draws of local search.
  public var seed: UInt64
  /// Asked from time to time whether to stop.
  public var isCancelled: @Sendable () -> Bool
  /// Told when bound, value or phase change.
  public var progress: ((Progress) -> Void)?
  /// Told what each step of the search gave, in words for those who tune it.
  public var remark: ((String) -> Void)?

  /// A request; the defaults ask for a proven optimum, however long it takes, on one thread.
  public init(
    method: Method = .auto, gap: Double = 0, timeLimit: Double? = nil, threads: Int = 1, seed: UInt64 = 0,
    isCancelled: @escaping @Sendable () -> Bool = { false }, progress: ((Progress) -> Void)? = nil,
    remark: ((String) -> Void)? = nil
  ) {
    self.method = method
    self.gap = gap
    self.timeLimit = timeLimit
    self.threads = threads
    self.seed = seed
    self.isCancelled = isCancelled
    self.progress = progress
    self.remark = remark
  }
}

/// What a running search is doing.
public enum Phase: String, Sendable, Equatable {
  /// Sorting the problem.
  case reading
  /// Subgradient steps.
  case prices
  /// Column generation.
  case columns
  /// Diving for a plan.
  case diving
  /// Local search.
  case neighbours
  /// Listing every bundle that fits in the gap, and branching over them.
  case closing
  /// GLPK alone.
  case compact
}

/// A moment of a running search.
public struct Progress: Sendable, Equatable {
  /// What is being done.
  public var phase: Phase
  /// Which objective is being driven, from 0; the last one is `options.value`.
  public var objective: Int
  /// No plan is worth more, as far as it is known.
  public var bound: Int64?
  /// What the best plan so far is worth.
  public var value: Int64?
  /// Seconds since the start.
  public var seconds: Double

  /// (bound - value) / |value|.
  public var gap: Double? {
    guard let bound, let value else { return nil }
    return relativeGap(bound: bound, value: value)
  }
}

/// The distance of bound and value relative to the value.
public func relativeGap(bound: Int64, value: Int64) -> Double {
  bound <= value ? 0 : (Double(bound) - Double(value)) / max(1, abs(Double(value)))
}
