public import TandemGLPK

extension LinearProgram {
  /// How far a solve may go.
  public struct Options {
    /// The most steps.
    public var stepLimit: Int?
    /// The most seconds.
    public var timeLimit: Double?
    /// Stop as soon as the optimum is certain to be below this.
    public var cutoff: Double?

    /// No limits.
    public init() {}
  }

  /// What came of a solve.
  public enum Outcome {
    /// The greatest value of the objective.
    case optimal(Double)
    /// No point keeps all limits.
    case infeasible
    /// The objective grows for ever.
    case unbounded
    /// Stopped early.
    case stopped(StopReason)
  }

  struct Budget {
    var steps = 0
    let most: Int
    let deadline: ContinuousClock.Instant?

    func ending() -> Ending? {
      if steps >= most { return .outOfSteps }
      if steps & 31 == 31, let deadline, ContinuousClock.now >= deadline { return .outOfTime }
      return nil
    }
  }

  /// Solves from the last basis. The dual method goes first where values are off their limits, on costs shifted as far as
  /// it needs; the primal one does the rest.
  public func solve(_ options: Options = Options()) throws(ModelError) -> Outcome {
    rescued = nil
    columns.settle()
    slacks.settle()
    if isFactored, !factors.isWorn {
      for place in 0..<rowCount { readLimits(place) }
    } else {
      refactor()
    }
    unshift()
    findValues()
    findReduced()
    let patience = 2000 + 5 * (rowCount + columnCount)
    var budget = Budget(
      most: min(options.stepLimit ?? .max, patience),
      deadline: options.timeLimit.map { .now + .seconds(max(0, min($0, 1e6))) })
    // Each walk leaves little for the next one to mend.
    for walk in 0..<20 {
      let isPrimalFeasible = isPrimalFeasible
      if isPrimalFeasible, isDualFeasible { return .optimal(-objective()) }
      if walk == 0 { findMovable() }
      let ending: Ending
      if isPrimalFeasible {
        ending = walkPrimal(&budget)
      } else {
        shiftCosts()
        ending = walkDual(&budget, cutoff: options.cutoff)
      }
      switch ending {
      case .done:
        unshift()
        findReduced()
      case .cutOff: return .stopped(.cutoff)
      case .infeasible: return .infeasible
      case .unbounded: return .unbounded
      case .outOfTime: return .stopped(.time)
      case .outOfSteps where budget.steps >= options.stepLimit ?? .max: return .stopped(.steps)
      case .outOfSteps, .trouble: return try rescue(options)
      }
    }
    return try rescue(options)
  }

  /// The value of each column after the last solve.
  public func columnValues() -> [Double] {
    if let rescued { return rescued.columns }
    var values = (0..<columnCount).map { columns.value($0) }
    for place in 0..<rowCount where head[place] >= 0 { values[Int(head[place])] = basicValue[place] }
    return values
  }

  /// By how much the optimum changes when the limit of a row moves a unit.
  public func rowPrices() -> [Double] {
    if let rescued { return rescued.prices }
    findMultipliers(atTrueCosts: true)
    return (0..<rowCount).map { -edge[$0] }
  }

  /// GLPK's answer, where this method is in trouble.
  func rescue(_ options: Options) throws(ModelError) -> Outcome {
    let model = try LinearModel(.maximize)
    for row in 0..<rowCount { _ = try model.addRow(Limits(from: -slacks.upper[row], to: -slacks.lower[row])) }
    for one in 0..<columnCount {
      let entries = columnLines.entries(of: one)
      _ = try model.addColumn(
        objective: -columns.cost[one], limits: Limits(from: columns.lower[one], to: columns.upper[one]),
        rows: entries.map { columnLines.index[$0] }, values: entries.map { columnLines.value[$0] })
    }
    var plain = LinearOptions()
    plain.timeLimit = options.timeLimit
    switch try model.solve(plain) {
    case .optimal(let solution):
      setBasis(try model.basis())
      rescued = (solution.columns, try model.rowPrices())
      return .optimal(solution.value)
    case .infeasible: return .infeasible
    case .unbounded: return .unbounded
    case .stopped(let reason, _): return .stopped(reason)
    }
  }
}
