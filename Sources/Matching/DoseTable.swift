import TandemClinic
import TandemFiles
import TandemPolicy
import TandemRegistry

/// For one donor: which dose levels are open to each weight, and what they are worth.
///
/// Whether a level is open depends on a few comparisons alone: islets, stem cells, release limits. The gate is
/// asked once for each outcome of these, and each weight costs the comparisons. The points of a level are
/// worked out once a weight.
final class DoseTable {
  /// A dose level of a protocol, in the order in which equals are preferred. Plain numbers, so that copying one
  /// costs nothing.
  struct Slot {
    let option: UInt8
    let level: UInt8
    let isletIEQPerKg: Double
    let isletsAvailable: Double
    let cd34PerKg: Double
    let cd34FloorPerKg: Double
    let cd34Available: Double
  }

  let slots: [Slot]
  /// The points of each slot for a weight, and whether the gate lets somebody pass. Closures, because a protocol
  /// is a large value and copying one for every weight costs more than the arithmetic.
  private let score: [(Double?) -> Int32]
  private let isOpen: [(Recipient) -> Bool]
  private let pool: Pool
  private let context: MatchContext
  private let release: ReleaseCriteria
  /// By slot, kind of infusion and outcome of the comparisons: 0 unknown, 1 closed, 2 open.
  private var verdicts: [UInt8]
  /// By class and slot: points in millionths, or `FacetTable.closed`.
  private let points: Column<Int32>
  private let isFilled: Column<Bool>
  /// For each set of open protocols met, the best slot of each class.
  private var bests: [UInt32: Column<Best>] = [:]

  /// The best slot, with its points or `FacetTable.closed`.
  struct Best {
    let points: Int32
    let slot: Int32
  }

  private static let unfilled = Best(points: 0, slot: -1)
  private static let outcomes = 32

  init(_ pool: Pool, _ context: MatchContext) {
    self.pool = pool
    self.context = context
    release = context.policy.clinic.release
    slots = context.plans.enumerated().flatMap { option, plan in
      plan.transplant.levels.enumerated().map { place, level in
        Slot(
          option: UInt8(option), level: UInt8(place), isletIEQPerKg: level.isletIEQPerKg.value,
          isletsAvailable: plan.isletsAvailable ?? -1, cd34PerKg: level.cd34PerKg.value,
          cd34FloorPerKg: plan.transplant.stemCells.cd34Floor.value, cd34Available: plan.cd34Available)
      }
    }
    score = context.plans.flatMap { plan in
      plan.transplant.levels.map { level in
        { weightKg in
          var total = Points.zero
          for term in pool.plan.doseTerms {
            total = total + term.points(context.dose(term.attribute, plan, level, weightKg).raw)
          }
          return Int32(total.millionths)
        }
      }
    }
    isOpen = context.plans.flatMap { plan in
      plan.transplant.levels.map { level in
        { person in
          pool.isOpen { depth in
            var assessment = Assessment(depth)
            context.assess(level, plan, person, into: &assessment)
            return assessment
          }
        }
      }
    }
    verdicts = [UInt8](repeating: 0, count: slots.count * 2 * DoseTable.outcomes)
    points = Column(repeating: FacetTable.closed, count: pool.weight.count * slots.count)
    isFilled = Column(repeating: false, count: pool.weight.count)
  }

  /// The best slots of each class among those of open protocols; some still to be filled.
  func bests(_ protocols: UInt32) -> UnsafeMutablePointer<Best> {
    if let found = bests[protocols] { return found.base }
    let made = Column(repeating: DoseTable.unfilled, count: pool.weight.count)
    bests[protocols] = made
    return made.base
  }

  /// The best slot of a row among those of open protocols, the first among equals.
  @inline(__always)
  static func best(
    _ bests: UnsafeMutablePointer<Best>, _ numbers: UnsafeMutablePointer<UInt16>, row: Int,
    _ protocols: UInt32, of table: @autoclosure () -> DoseTable
  ) -> Best {
    let number = numbers[row]
    if number == Classes.byHand { return table().bestByHand(row, protocols) }
    let found = bests[Int(number)]
    return found.slot < 0 ? table().fill(Int(number), protocols, bests) : found
  }

  @inline(never)
  private func bestByHand(_ row: Int, _ protocols: UInt32) -> Best {
    best(of: byHand(Int(pool.recipient[row])), protocols)
  }

  @inline(never)
  private func fill(_ number: Int, _ protocols: UInt32, _ bests: UnsafeMutablePointer<Best>) -> Best {
    if !isFilled[number] { fill(number) }
    let start = number * slots.count
    let found = best(of: points.buffer[start..<start + slots.count], protocols)
    bests[number] = found
    return found
  }

  private func best(of values: some Sequence<Int32>, _ protocols: UInt32) -> Best {
    var best = Best(points: FacetTable.closed, slot: 0)
    for (index, value) in values.enumerated()
    where protocols >> UInt32(slots[index].option) & 1 == 1 && value > best.points {
      best = Best(points: value, slot: Int32(index))
    }
    return best
  }

  /// The points of every slot for a row, or `FacetTable.closed`.
  func values(row: Int) -> [Int32] {
    let number = Int(pool.weight.numbers[row])
    if number == Int(Classes.byHand) { return byHand(Int(pool.recipient[row])) }
    if !isFilled[number] { fill(number) }
    return Array(points.buffer[number * slots.count..<(number + 1) * slots.count])
  }

  /// For each class what its best slot is worth at the rates of a demand; minus infinity where all is closed.
  func ceilings(_ protocols: UInt32, _ demand: Screen.Demand) -> [Double] {
    (0..<pool.weight.count).map { number in
      if !isFilled[number] { fill(number) }
      let weightKg = pool.cohort.recipients[Int(pool.weight.representatives[number])].weightKg ?? 0
      var most = -Double.infinity
      for (index, slot) in slots.enumerated() where protocols >> UInt32(slot.option) & 1 == 1 {
        let value = points[number * slots.count + index]
        if value == FacetTable.closed { continue }
        let cells = min(slot.cd34Available, slot.cd34PerKg * weightKg)
        let cost = demand.isletRate * slot.isletIEQPerKg * weightKg + demand.cd34Rate * cells
        most = max(most, Double(value) - cost)
      }
      // A rounding more than the sum below it may have.
      return most + 1e-3
    }
  }

  @inline(never)
  private func fill(_ number: Int) {
    let start = number * slots.count
    let values = byHand(Int(pool.weight.representatives[number]))
    for index in values.indices { points[start + index] = values[index] }
    isFilled[number] = true
  }

  /// The points of every slot for one recipient.
  func byHand(_ recipient: Int) -> [Int32] {
    let person = context.cohort.recipients[recipient]
    let isLater = Infusion(nextFor: person) == .later
    let weightKg = person.weightKg
    return slots.indices.map { index in
      guard let weightKg else { return isOpen[index](person) ? score[index](nil) : FacetTable.closed }
      let outcome = outcome(slots[index], weightKg, isLater)
      let key = (index * 2 + (isLater ? 1 : 0)) * DoseTable.outcomes + outcome
      if verdicts[key] == 0 { verdicts[key] = isOpen[index](person) ? 2 : 1 }
      return verdicts[key] == 2 ? score[index](weightKg) : FacetTable.closed
    }
  }

  /// The comparisons that `Clinic` makes with a weight, a bit each, in its own terms.
  private func outcome(_ slot: Slot, _ weightKg: Double, _ isLater: Bool) -> Int {
    let ieq = slot.isletIEQPerKg * weightKg
    var outcome = 0
    if slot.isletsAvailable >= ieq { outcome |= 1 }
    if slot.cd34Available >= slot.cd34FloorPerKg * weightKg { outcome |= 2 }
    if let least = release.leastIEQPerKg(for: isLater ? .later : .first), ieq >= least.value * weightKg {
      outcome |= 4
    }
    if let least = release.totalIEQ, ieq >= least.value { outcome |= 8 }
    if let most = release.tissueMl, let purity = context.donor.purityPercent,
      context.policy.clinic.rules.release.tissueMl(ieq: ieq, purityPercent: purity) <= most.value
    {
      outcome |= 16
    }
    return outcome
  }
}
