/// Whether a centre accepts an offer: a logistic model in rank, dose, mismatches and distance.
///
/// At rank 1, 5,000 IEQ/kg, no mismatches and no distance the probability is the scenario's `acceptance`; each
/// unit more multiplies the odds.
struct AcceptanceModel: Sendable {
  private let odds: Double
  private let perRank: Double
  private let perDose: Double
  private let perMismatch: Double
  private let perDistance: Double

  /// The dose of the first offer of which the scenario speaks, the least of a first infusion.
  private static let referenceIEQPerKg = 5000.0

  init(_ scenario: Scenario) {
    let probability = scenario[.acceptance]
    odds = probability / (1 - probability)
    perRank = scenario[.oddsPerRank]
    perDose = scenario[.oddsPerDose]
    perMismatch = scenario[.oddsPerMismatch]
    perDistance = scenario[.oddsPerDistance]
  }

  /// The probability of a yes. What is not known counts as the reference.
  func probability(rank: Int, isletIEQPerKg: Double, mismatches: Int?, distanceKm: Double?) -> Double {
    let product =
      odds * power(perRank, Double(rank - 1))
      * power(perDose, (isletIEQPerKg - AcceptanceModel.referenceIEQPerKg) / 1000)
      * power(perMismatch, Double(mismatches ?? 0)) * power(perDistance, (distanceKm ?? 0) / 100)
    return product.isFinite ? product / (1 + product) : 1
  }
}
