/// Whether a centre accepts an offer: a logistic model in the number of the offer, dose, mismatches and
/// distance.
///
/// At the first offer of a donor, 5,000 IEQ/kg, no mismatches and no distance the probability is the scenario's `acceptance`; each
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

  /// What an offer is judged by besides its mismatches. A distance that is not known counts as none.
  struct Terms {
    /// How many offers of the donor there were, this one included.
    let number: Int
    let isletIEQPerKg: Double
    let distanceKm: Double?
  }

  /// The probability of a yes.
  func probability(_ offer: Terms, mismatches: Int) -> Double {
    let product =
      odds * power(perRank, Double(offer.number - 1))
      * power(perDose, (offer.isletIEQPerKg - AcceptanceModel.referenceIEQPerKg) / 1000)
      * power(perMismatch, Double(mismatches)) * power(perDistance, (offer.distanceKm ?? 0) / 100)
    return product.isFinite ? product / (1 + product) : 1
  }

  /// Whether a number between 0 and 1 falls below the probability. HLA is compared only where its outcome, from
  /// 0 to `most` mismatches, can change the answer, since comparing costs more than all the rest of an offer.
  func accepts(_ offer: Terms, draw: Double, mismatches: () -> Int, most: Int) -> Bool {
    let one = probability(offer, mismatches: 0)
    let other = probability(offer, mismatches: most)
    if draw < min(one, other) { return true }
    if draw >= max(one, other) { return false }
    return draw < probability(offer, mismatches: mismatches())
  }
}
