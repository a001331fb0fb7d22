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
  }

  /// The cells in the order in which the first among equals is chosen.
  let cells: [Cell]
  /// How many different weights there are.
  let weightCount: Int
  /// Points by (later infusion, weight, cell); `closed` where the cell is not open.
  let points: [Int32]

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
    var points = [Int32](repeating: DoseTable.closed, count: 2 * columns.weights.count * cells.count)
    for (place, cell) in cells.enumerated() {
      let plan = context.plans[Int(cell.option)]
      let level = plan.transplant.levels[Int(cell.level)]
      var judge = LevelJudge(context, plan, level)
      for (number, weightKg) in columns.weights.enumerated() {
        let isFirst = judge.isOpen(weightKg, isLater: false)
        let isLater = judge.isOpen(weightKg, isLater: true)
        if !isFirst && !isLater { continue }
        var found: Int32 = 0
        for term in recipe.dose {
          guard case .dose(let measure) = term.attribute.measurement else { continue }
          found &+= [term].millionths(measure(plan, level, weightKg).raw)
        }
        if isFirst { points[number * cells.count + place] = found }
        if isLater { points[(columns.weights.count + number) * cells.count + place] = found }
      }
    }
    self.points = points
  }

  /// For each (later infusion, weight) the greatest points among the cells of some protocols, `closed` when
  /// none is open.
  func best(_ protocols: UInt8) -> [Int32] {
    var best = [Int32](repeating: DoseTable.closed, count: 2 * weightCount)
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

/// Judges the doses of one level by the code that also explains.
///
/// What needs review there is missing whatever the weight is, once it is known, so that the reasons of a review
/// are asked for once and not for each weight.
private struct LevelJudge {
  private let context: MatchContext
  private let plan: ProtocolPlan
  private let level: TransplantProtocol.Level
  private let isOverridden: Bool
  private var isReviewOpen: [Bool?] = [nil, nil]

  init(_ context: MatchContext, _ plan: ProtocolPlan, _ level: TransplantProtocol.Level) {
    self.context = context
    self.plan = plan
    self.level = level
    isOverridden = context.gate.overrides.contains {
      $0.name.hasPrefix("dose.") || $0.name.hasPrefix("release.")
    }
  }

  mutating func isOpen(_ weightKg: Double?, isLater: Bool) -> Bool {
    var person = Recipient(id: "")
    person.weightKg = weightKg
    if isLater { person.comorbidities = ["prior_islet_graft"] }
    var quick = Assessment(.decide)
    context.assess(level, plan, person, into: &quick)
    switch quick.verdict {
    case .pass: return true
    case .fail where !isOverridden: return false
    case .review where weightKg != nil && !isOverridden:
      if let known = isReviewOpen[isLater ? 1 : 0] { return known }
      let answer = ask(person)
      isReviewOpen[isLater ? 1 : 0] = answer
      return answer
    default: return ask(person)
    }
  }

  private func ask(_ person: Recipient) -> Bool {
    var full = Assessment(context.gate.depth)
    context.assess(level, plan, person, into: &full)
    return context.gate.isOpen(full)
  }
}
