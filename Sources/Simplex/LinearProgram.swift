/// A linear program that grows, changes and is solved again and again:
///
///     maximise  c x    with    row limits on A x,  column limits on x
///
/// The revised simplex method with limits on both sides, primal and dual, from a sparse basis that is kept from solve to
/// solve. Made for masters of column generation and the nodes of a branching search, of some thousand rows and short
/// columns. Where it meets numerical trouble, GLPK solves the program in its place.
///
/// Inside, what is driven to its least is -c x, and each row has a slack z with A x + z = 0. A variable goes by one
/// number: a column by its index, the slack of a row by `~row`.
public final class LinearProgram {
  var columns = Variables()
  var slacks = Variables()
  /// The matrix by columns.
  var columnLines = SparseLines()
  /// The greatest gain of a column: what is small is small beside it.
  var greatestGain = 0.0
  /// Whether costs are shifted by more than the tolerance, so that the objective bounds nothing.
  var isShifted = false
  /// The limits of variables that the primal method has widened.
  var trueLimits: [(variable: Int32, lower: Double, upper: Double)] = []

  var factors = Factors()
  var isFactored = false
  /// Who was basic when the basis was last factored; empty once rows have changed.
  var factoredHead: [Int32] = []

  // By place of the basis: who is basic, between which limits, and where.
  var head = Plain<Int32>()
  var basicLower = Plain<Double>()
  var basicUpper = Plain<Double>()
  var basicValue = Plain<Double>()

  // Scratch. A column as the basis sees it, and the places where it is not zero.
  var column = Plain<Double>()
  var columnPlaces = Plain<Int32>()
  var columnPlaceCount = 0
  /// A row of the inverse, and the places where it is not zero; that is also the pivot's row over the slacks.
  var row = Plain<Double>()
  var rowPlaces = Plain<Int32>()
  var rowPlaceCount = 0
  /// The pivot's row over the columns, and those that it touches.
  var across = Plain<Double>()
  var touched = Plain<Int32>()
  var isTouched = Plain<Bool>()
  var touchedCount = 0
  /// One more vector of the size of the basis.
  var edge = Plain<Double>()
  /// What the dual ratio test may choose from.
  var candidates = Plain<Int32>()
  var ratios = Plain<Double>()
  /// The matrix by rows, without columns that cannot move.
  var movable = Runs()

  /// What GLPK found, where it had to be asked.
  var rescued: (columns: [Double], prices: [Double])?

  /// An empty program.
  public init() {}

  /// How many rows it has.
  public var rowCount: Int { slacks.count }
  /// How many columns it has.
  public var columnCount: Int { columns.count }
}
