import TandemClinic
import TandemFiles
import TandemPolicy
import TandemRegistry

/// Which protocols and dose levels the grafts of one donor suffice for, by the recipient's weight and by
/// whether it would be a first infusion, with the points that the dose gives.
struct DoseTable: Sendable {
  /// A dose level of a protocol.
  struct Cell: Sendable {
    let option: UInt8
    let level: UInt8
    /// The protocol's bit.
    let bit: UInt8
    let isletIEQPerKg: Double
    let cd34PerKg: Double
    let cd34Available: Double

    /// What it gives to somebody of a weight; nothing where that is unknown.
    @inline(__always)
    func amounts(_ weightKg: Double?) -> (isletIEQ: Double, cd34Cells: Double) {
      guard let weightKg else { return (0, 0) }
      return (isletIEQPerKg * weightKg, min(cd34Available, cd34PerKg * weightKg))
    }
  }

  /// The cells in the order in which the first among equals is chosen.
  let cells: [Cell]
  /// How many different weights there are.
  let weightCount: Int
  /// How many rows of points there are: one a weight, and another where a later infusion makes a difference to any.
  let keyCount: Int
  /// Points by row and cell; `closed` where the cell is not open.
  let points: [Int32]

  /// The least that an open dose gives to anybody whose weight is known.
  private(set) var least = (isletIEQ: Double.infinity, cd34Cells: Double.infinity)

  static let closed = Int32.min

  init(_ context: MatchContext, _ recipe: Recipe, _ columns: Columns) {
    var cells: [Cell] = []
    for (option, plan) in context.plans.enumerated() {
      for (level, dose) in plan.transplant.levels.enumerated() {
        cells.append(
          Cell(
            option: UInt8(option), level: UInt8(level), bit: option < 8 ? 1 << UInt8(option) : 0,
            isletIEQPerKg: dose.isletIEQPerKg.value, cd34PerKg: dose.cd34PerKg.value,
            cd34Available: plan.cd34Available))
      }
    }
    self.cells = cells
    weightCount = columns.weights.count
    let count = columns.weights.count
    var points = [Int32](repeating: DoseTable.closed, count: 2 * count * cells.count)
    let release = context.policy.clinic.release
    let isAlike =
      release.leastIEQPerKg(for: .first)?.value == release.leastIEQPerKg(for: .later)?.value
    var rating = DoseRating(recipe.dose, columns.weights)
    let weights = columns.weights
    var place = 0
    for plan in context.plans {
      for level in plan.transplant.levels {
        let isFirst = LevelJudge.open(context, plan, level, weights, isLater: false)
        let isLater = isAlike ? isFirst : LevelJudge.open(context, plan, level, weights, isLater: true)
        let found = rating.points(plan, level) { isFirst[$0] || isLater[$0] }
        for number in 0..<count {
          if isFirst[number] { points[number * cells.count + place] = found[number] }
          if isLater[number] { points[(count + number) * cells.count + place] = found[number] }
        }
        place += 1
      }
    }
    let first = points[..<(count * cells.count)]
    let isSame = first == points[(count * cells.count)...]
    keyCount = isSame ? count : 2 * count
    self.points = isSame ? Array(first) : points
    for key in 0..<keyCount {
      guard let weightKg = columns.weights[key % count] else { continue }
      for (place, cell) in cells.enumerated() where self.points[key * cells.count + place] != DoseTable.closed
      {
        let amounts = cell.amounts(weightKg)
        least = (min(least.isletIEQ, amounts.isletIEQ), min(least.cd34Cells, amounts.cd34Cells))
      }
    }
  }

  /// The row of points of a weight by its number.
  @inline(__always)
  func key(_ weight: Int, isLater: Bool) -> Int {
    isLater && keyCount > weightCount ? weightCount + weight : weight
  }

  /// The bytes that the points take.
  var bytes: Int { 4 * points.count }

  /// For each row the greatest points among the cells of some protocols, `closed` when
  /// none is open.
  func best(_ protocols: UInt8) -> [Int32] {
    var best = [Int32](repeating: DoseTable.closed, count: keyCount)
    for (place, cell) in cells.enumerated() where cell.bit & protocols != 0 {
      for key in best.indices { best[key] = max(best[key], points[key * cells.count + place]) }
    }
    return best
  }

  /// The cell with the greatest points, the first among equals; nil when none is open.
  func choice(_ key: Int, _ protocols: UInt8) -> Int? {
    var choice: Int?
    var most = DoseTable.closed
    for (place, cell) in cells.enumerated() where cell.bit & protocols != 0 {
      let points = points[key * cells.count + place]
      if points > most {
        most = points
        choice = place
      }
    }
    return choice
  }
}
