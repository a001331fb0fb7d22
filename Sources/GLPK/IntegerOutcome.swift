/// How an integer program is searched.
public struct IntegerOptions: Sendable {
  /// Which fractional column is split first.
  public enum Branching: Int32, Sendable {
    /// By the estimated loss of each side (Driebeek and Tomlin).
    case byLoss = 0
    /// By what splitting it brought so far.
    case byHistory = 1
    /// The one nearest to a half.
    case mostFractional = 2
  }

  /// Simplify the model first. Callbacks then see bound and value, but no columns, and can suggest nothing.
  public var presolves = false
  /// Gomory's mixed integer cuts.
  public var gomoryCuts = false
  /// Mixed integer rounding cuts.
  public var roundingCuts = false
  /// Mixed cover cuts. Only one search of the process uses them at a time; others wait.
  public var coverCuts = false
  /// The feasibility pump, for a first solution.
  public var feasibilityPump = false
  /// Simple rounding, for a first solution.
  public var rounding = false
  /// Which fractional column is split first.
  public var branching: Branching = .byLoss
  /// The most seconds allowed.
  public var timeLimit: Double?
  /// A linear program inside the search cannot be interrupted politely. With this set, one that is still
  /// running this many seconds after the start is left by force: the best solution so far is returned, and
  /// all models of the thread, this one included, are lost.
  public var hardTimeLimit: Double?
  /// Stop when (bound - value) / |value| is this small.
  public var relativeGap = 0.0
  /// Stop when the solver holds more than this on the thread.
  public var memoryMebibytes: Int?
  /// Raised to stop.
  public var stop: StopFlag?
  /// A known solution, a value a column; refused, and said so, when it is not feasible.
  public var start: [Double]?
  /// The most seconds between two reports of progress, as far as the solver gives occasion.
  public var secondsBetweenReports = 0.5

  /// The defaults: no presolve, no cuts.
  public init() {}

  /// All cuts that are safe and the presolver, as a model of unknown kind needs it. Clique cuts are not: GLPK 5.0
  /// writes beyond its memory where a clique has more members than the model has columns.
  public static var thorough: IntegerOptions {
    var options = IntegerOptions()
    options.presolves = true
    options.gomoryCuts = true
    options.roundingCuts = true
    options.coverCuts = true
    return options
  }
}

/// A moment of a running search.
public struct IntegerProgress: Sendable {
  /// The proven bound so far.
  public let bound: Double?
  /// The objective of the best solution so far.
  public let value: Double?
  /// Nodes looked at.
  public let nodes: Int
  /// Nodes still open.
  public let openNodes: Int
  /// The best solution, when it has just changed and the presolver is off.
  public let newSolution: [Double]?
}

/// A solution of an integer program. Whole-numbered columns are exactly whole.
public struct IntegerSolution: Sendable {
  /// The objective.
  public let value: Double
  /// The value of each column.
  public let columns: [Double]
}

/// What came of an integer program.
public struct IntegerOutcome: Sendable {
  /// How it ended.
  public enum Status: Sendable, Hashable {
    /// The solution is proven best (to the wanted gap of zero).
    case optimal
    /// A solution, not proven best.
    case feasible(StopReason)
    /// No solution exists.
    case infeasible
    /// The relaxation improves for ever.
    case unbounded
    /// Stopped before any solution was found.
    case limit(StopReason)
  }

  /// How it ended.
  public let status: Status
  /// The best solution.
  public let solution: IntegerSolution?
  /// What no solution can beat, as far as it was proven.
  public let bound: Double?
  /// Nodes looked at.
  public let nodes: Int
  /// Whether the start solution was refused as infeasible.
  public let startWasRefused: Bool

  /// The distance of bound and value relative to the value; nil while one is missing.
  public var relativeGap: Double? {
    guard let solution, let bound else { return nil }
    let distance = abs(bound - solution.value)
    return distance == 0 ? 0 : distance / max(abs(solution.value), 1e-10)
  }
}
