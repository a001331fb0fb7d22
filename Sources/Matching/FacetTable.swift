import TandemClinic
import TandemPolicy

/// For one donor: what each class of a facet is worth in points, or that it is closed.
///
/// Filled when first asked for, by the explaining code on the representative of the class. Cost: a microsecond
/// or two a class, a load afterwards.
final class FacetTable {
  /// What stands for a class that is closed; no sum of points comes near it.
  static let closed = Int32.min
  private static let open = Int32.min + 1

  /// What the loop over rows needs.
  struct Lane {
    let numbers: UnsafeMutablePointer<UInt16>
    let values: UnsafeMutablePointer<Int32>
  }

  private let classes: Classes
  private let context: MatchContext
  private let pool: Pool
  private let rules: [any HardRule]
  private let terms: [ScoreTerm]
  private let judgesDelivery: Bool
  private let values: Column<Int32>

  init(_ facet: PoolPlan.Facet, _ pool: Pool, _ context: MatchContext) {
    classes = pool.facets[facet.rawValue]
    self.context = context
    self.pool = pool
    rules = pool.plan.facetRules[facet.rawValue]
    terms = pool.plan.facetTerms[facet.rawValue]
    judgesDelivery = facet == .centre
    values = Column(repeating: FacetTable.open, count: classes.count)
  }

  var lane: Lane { Lane(numbers: classes.numbers.base, values: values.base) }

  /// The points of a row, or `closed`.
  @inline(__always)
  static func value(_ lane: Lane, row: Int, of table: @autoclosure () -> FacetTable) -> Int32 {
    let number = lane.numbers[row]
    if number == Classes.byHand { return table().byHand(row) }
    let value = lane.values[Int(number)]
    return value == open ? table().fill(Int(number)) : value
  }

  /// No row has more. All classes are asked where they are few; else the weights bound it.
  var most: Int32 {
    guard classes.count <= 4096, !classes.hasByHand else {
      return Int32(terms.reduce(0) { $0 + max(0, $1.weight) } * 1_000_000)
    }
    for number in 0..<values.count where values[number] == FacetTable.open { _ = fill(number) }
    return max(0, values.buffer.max() ?? 0)
  }

  @inline(never)
  private func fill(_ number: Int) -> Int32 {
    let value = answer(Int(classes.representatives[number]))
    values[number] = value
    return value
  }

  @inline(never)
  private func byHand(_ row: Int) -> Int32 { answer(Int(pool.recipient[row])) }

  private func answer(_ recipient: Int) -> Int32 {
    let facts = context.facts(recipient)
    for rule in rules where !pool.isOpen(rule, facts) { return FacetTable.closed }
    if judgesDelivery {
      let isOpen = pool.isOpen { depth in
        var assessment = Assessment(depth)
        context.policy.clinic.assessDelivery(from: facts.laboratory, to: facts.centre, into: &assessment)
        return assessment
      }
      if !isOpen { return FacetTable.closed }
    }
    var points = Points.zero
    for term in terms { points = points + term.points(context.value(term.attribute, facts)?.raw) }
    return Int32(points.millionths)
  }
}

extension Pool {
  /// Whether the gate lets a pair pass by one rule.
  func isOpen(_ rule: any HardRule, _ facts: PairFacts) -> Bool {
    guard case .pair(let judge) = rule.judgement else { return true }
    return isOpen { depth in
      var assessment = Assessment(depth)
      judge(facts, &assessment)
      return assessment
    }
  }
}
