import TandemChance
import TandemHLA

/// What a haplotype means for type 1 diabetes.
enum RiskClass: Int, CaseIterable, Sendable {
  /// DRB1*03.
  case dr3
  /// DRB1*04.
  case dr4
  /// DRB1*15:01-DQB1*06:02, which protects.
  case protective
  case other

  init(_ haplotype: [HLAName]) {
    let drb1 = haplotype.first { $0.locus == .drb1 }
    switch drb1?.field(1) {
    case 3: self = .dr3
    case 4: self = .dr4
    case 15
    where drb1?.field(2) == 1
      && haplotype.contains { $0.locus == .dqb1 && $0.field(1) == 6 && $0.field(2) == 2 }:
      self = .protective
    default: self = .other
    }
  }
}

/// Which two classes of haplotypes a recipient has, when the wanted shares of DR3 and DR4 among all
/// recipients' haplotypes are given.
///
/// The genotypes of a population in equilibrium are weighted by the odds ratios of the disease: DR3/DR4,
/// DR3/DR3 and DR4/DR4 as published; one risk haplotype with a neutral one by the square root of its
/// homozygote's; every genotype with DR15-DQ6.2 by its own ratio in addition. On top come two factors, one
/// for each DR3 and one for each DR4 haplotype, the same in all populations, which are fitted so that the mix
/// of populations has the wanted shares exactly. A factor of 1 says that the odds ratios alone explain the
/// share.
struct RiskEnrichment: Sendable {
  /// The factor for each DR3 haplotype.
  let dr3Factor: Double
  /// The factor for each DR4 haplotype.
  let dr4Factor: Double
  /// Per population the probabilities of the ordered pairs of classes.
  private let pairs: [Weights<Int>]

  private static let count = RiskClass.allCases.count

  /// Fits the factors. `classes` holds, for each population of the mix, the share of each class among its
  /// haplotypes; `mix` the shares of the populations among recipients.
  init(_ risk: RiskProfile, classes: [[Double]], mix: [Double]) {
    let odds = RiskEnrichment.odds(risk)
    var factors = [Double](repeating: 1, count: RiskEnrichment.count)
    // Each step moves the odds of a class by what they lack; the fit is monotone in each factor and settles
    // to the last digits well within these rounds.
    for _ in 0..<500 {
      let found = RiskEnrichment.shares(classes, mix, odds, factors)
      for (index, wanted) in [(RiskClass.dr3.rawValue, risk.dr3), (RiskClass.dr4.rawValue, risk.dr4)]
      where found[index] > 0 && found[index] < 1 {
        factors[index] *= (wanted / (1 - wanted)) / (found[index] / (1 - found[index]))
      }
    }
    dr3Factor = factors[RiskClass.dr3.rawValue]
    dr4Factor = factors[RiskClass.dr4.rawValue]
    pairs = classes.map { shares in
      let weights = RiskEnrichment.genotypes(shares, odds, factors)
      return Weights(Array(weights.indices), weights)
    }
  }

  /// The classes of the two haplotypes of a recipient from the population at an index of the mix.
  func sample(population: Int, _ chance: inout SplitMix) -> (RiskClass, RiskClass) {
    let pair = pairs[population].sample(&chance)
    return (
      RiskClass(rawValue: pair / RiskEnrichment.count)!, RiskClass(rawValue: pair % RiskEnrichment.count)!
    )
  }

  /// The odds of each ordered pair of classes against two neutral haplotypes.
  private static func odds(_ risk: RiskProfile) -> [Double] {
    var odds = [Double](repeating: 1, count: count * count)
    for first in RiskClass.allCases {
      for second in RiskClass.allCases {
        var ratio =
          switch (first, second) {
          case (.dr3, .dr4), (.dr4, .dr3): risk.oddsDR3DR4
          case (.dr3, .dr3): risk.oddsDR3DR3
          case (.dr4, .dr4): risk.oddsDR4DR4
          case (.dr3, _), (_, .dr3): risk.oddsDR3DR3.squareRoot()
          case (.dr4, _), (_, .dr4): risk.oddsDR4DR4.squareRoot()
          default: 1.0
          }
        if first == .protective || second == .protective { ratio *= risk.oddsDR15DQ6 }
        odds[first.rawValue * count + second.rawValue] = ratio
      }
    }
    return odds
  }

  /// Weights of the ordered pairs in one population, not scaled.
  private static func genotypes(_ shares: [Double], _ odds: [Double], _ factors: [Double]) -> [Double] {
    odds.indices.map { pair in
      let (first, second) = (pair / count, pair % count)
      return shares[first] * shares[second] * odds[pair] * factors[first] * factors[second]
    }
  }

  /// The share of each class among the haplotypes of all recipients.
  private static func shares(_ classes: [[Double]], _ mix: [Double], _ odds: [Double], _ factors: [Double])
    -> [Double]
  {
    var result = [Double](repeating: 0, count: count)
    for (shares, weight) in zip(classes, mix) {
      let genotypes = genotypes(shares, odds, factors)
      let total = genotypes.reduce(0, +)
      guard total > 0 else { continue }
      for (pair, value) in genotypes.enumerated() {
        result[pair / count] += weight * value / total / 2
        result[pair % count] += weight * value / total / 2
      }
    }
    return result
  }
}
