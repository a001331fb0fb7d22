public import TandemGLPK

/// A packing problem that was found in a linear model, and the way back.
public struct RecognizedPacking: Sendable {
  /// The problem; maximised whatever the model's direction.
  public let problem: PackingProblem
  /// The model's column behind each option.
  public let columnOfOption: [Int]
  /// How many columns the model has.
  public let columnCount: Int
  /// A value of the problem is this many times the model's objective; negative for a minimised model.
  public let valueScale: Double
  /// What the model adds to its objective.
  public let objectiveConstant: Double

  /// The model's objective at a value (or bound) of the problem.
  public func objective(at value: Int64) -> Double {
    Double(value) / valueScale + objectiveConstant
  }

  /// The model's columns under a plan: 1 where an option is chosen.
  public func columns(of plan: Plan) -> [Double] {
    var columns = [Double](repeating: 0, count: columnCount)
    for option in plan.options { columns[columnOfOption[option]] = 1 }
    return columns
  }
}

/// Why a linear model is not taken for a packing problem. Rows and columns are those of the model.
public enum Obstacle: Error, Equatable, Sendable {
  /// The model has no columns or no rows.
  case empty
  /// A column that may be fractional.
  case fractionalColumn(Int)
  /// A whole-numbered column that may be something else than 0 or 1.
  case notBinary(Int)
  /// The objective cannot be multiplied to whole numbers.
  case objectiveNotWhole
  /// A row cannot be multiplied to whole numbers.
  case rowNotWhole(Int)
  /// A row whose coefficients differ in sign, and that is not a share of a group.
  case mixedSigns(Int)
  /// A row that demands a sum of unequal coefficients.
  case weightedDemand(Int)
  /// More group rules than a problem may have.
  case tooManyRules(Int)
  /// A row that nothing can meet.
  case impossibleRow(Int)
  /// A column fixed at 1 beside another one of the same claimant.
  case clashingColumn(Int)
  /// Numbers too large to be summed exactly.
  case fault(ProblemFault)
}

extension PackingProblem {
  /// Takes a linear model for a packing problem, or says why it is not one.
  ///
  /// - Rows `sum of binaries <= 1` that do not overlap are claimants; `= 1` makes them required, and so does
  ///   `>= 1` where choosing a second one never pays.
  /// - Rows `sum of a x <= b` with a >= 0 are resources. Rows that do not overlap and reach the most columns
  ///   become owners; a row within one owner is a further resource of it; all others belong to nobody.
  /// - Rows that demand a number of options, or a share of all options, are group rules.
  ///
  /// Minimising is maximising the negative. Cost: a few passes over the matrix.
  public static func recognize(_ table: ModelTable) throws(Obstacle) -> RecognizedPacking {
    var reading = try ModelReading(table)
    try reading.readRows()
    reading.chooseClaimants()
    reading.chooseOwners()
    let recognized = try reading.assemble()
    do throws(ProblemFault) {
      try recognized.problem.validate()
    } catch {
      throw .fault(error)
    }
    return recognized
  }
}
