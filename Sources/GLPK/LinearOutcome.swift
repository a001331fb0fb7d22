/// Why a solve ended before it was through.
public enum StopReason: Sendable, Hashable {
  /// The time limit.
  case time
  /// The limit on simplex steps.
  case steps
  /// The caller: a raised flag, or a callback that said stop.
  case caller
  /// The objective is certain to be worse than the cutoff.
  case cutoff
  /// The wanted gap is reached.
  case gap
  /// The memory limit.
  case memory
}

/// How the simplex method goes about it.
public struct LinearOptions: Sendable {
  /// Which way the simplex method walks.
  public enum Method: Int32, Sendable {
    /// Primal when the last basis is still primal feasible, else dual.
    case automatic = 0
    /// The primal simplex method.
    case primal = 1
    /// The dual simplex method, with the primal one when it fails.
    case dual = 2
  }

  /// Which way the simplex method walks.
  public var method: Method = .automatic
  /// Simplify the model first. Forgets the last basis; good for a cold start on a large model.
  public var presolves = false
  /// The most simplex steps allowed.
  public var stepLimit: Int?
  /// The most seconds allowed.
  public var timeLimit: Double?
  /// Stop as soon as the optimum is certain to be worse than this (dual method only).
  public var cutoff: Double?
  /// Raised to stop; looked at every `stepsBetweenLooks` steps, and at the start only with `presolves`.
  public var stop: StopFlag?
  /// After how many steps the method begins again from the slacks, once (not with `presolves`): now and then it turns
  /// in circles. By default 1,000 and 5 for each row and column.
  public var stepsBeforeRestart: Int?
  /// How many steps go between two looks at the flag.
  public var stepsBetweenLooks = 5_000

  /// The defaults.
  public init() {}
}

/// A solution of a linear program.
public struct LinearSolution: Sendable {
  /// The objective.
  public let value: Double
  /// The value of each column.
  public let columns: [Double]
  /// How many simplex steps it took.
  public let steps: Int
}

/// What came of a linear program.
public enum LinearOutcome: Sendable {
  /// Solved; prices and reduced costs can be asked of the model.
  case optimal(LinearSolution)
  /// No point meets all rows and limits. The proof, when the last basis gives one, has a multiplier a row:
  /// the rows combined by it demand what the column limits cannot give.
  case infeasible(proof: [Double]?)
  /// The objective improves for ever. The ray, when the last basis shows one, is a direction a column.
  case unbounded(ray: [Double]?)
  /// Stopped early; the best feasible point when there is one.
  case stopped(StopReason, LinearSolution?)

  /// The solution of an optimal outcome.
  public var solution: LinearSolution? {
    if case .optimal(let solution) = self { return solution }
    return nil
  }
}
