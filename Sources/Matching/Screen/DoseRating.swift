import TandemChance
import TandemClinic
import TandemFiles
import TandemPolicy

/// The points that doses give, by weight. Protocols often offer the same doses of the same supply; these are
/// rated once.
struct DoseRating {
  /// What the known attributes of doses depend on besides the weight.
  private struct Key: Hashable {
    let term: Int
    let amount: Lognormal?
    let perKg: Double
  }

  private let terms: [ScoreTerm]
  private let weights: [Double?]
  private var known: [Key: [Int32]] = [:]

  private static let unknown = Int32.min

  init(_ terms: [ScoreTerm], _ weights: [Double?]) {
    self.terms = terms
    self.weights = weights
  }

  /// The points by the number of the weight, for those that are wanted.
  mutating func points(
    _ plan: ProtocolPlan, _ level: TransplantProtocol.Level, _ isWanted: (Int) -> Bool
  ) -> [Int32] {
    var points = [Int32](repeating: 0, count: weights.count)
    for place in terms.indices {
      // A copy of its own: one for each weight costs more than the points.
      let term = terms[place]
      guard case .dose(let measure) = term.attribute.measurement else { continue }
      let key = key(place, plan, level)
      var own =
        key.flatMap { known.removeValue(forKey: $0) }
        ?? [Int32](repeating: DoseRating.unknown, count: weights.count)
      for number in weights.indices where isWanted(number) {
        if own[number] == DoseRating.unknown {
          own[number] = term.millionths(measure(plan, level, weights[number]).raw)
        }
        points[number] &+= own[number]
      }
      if let key { known[key] = own }
    }
    return points
  }

  private func key(_ place: Int, _ plan: ProtocolPlan, _ level: TransplantProtocol.Level) -> Key? {
    switch terms[place].attribute.name {
    case "islet-dose":
      Key(term: place, amount: plan.islets.supply?.amount, perKg: level.isletIEQPerKg.value)
    case "stem-cell-dose":
      Key(term: place, amount: plan.stemCells.cd34.amount, perKg: level.cd34PerKg.value)
    default: nil
    }
  }
}
