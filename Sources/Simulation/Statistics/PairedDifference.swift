import TandemChance

/// The difference of one measure between two policies on the same replicates.
public struct PairedDifference: Sendable, Hashable {
  /// Replicates in which both policies have a value.
  public let count: Int
  /// The mean difference, the policy less the reference.
  public let mean: Double
  /// The 95 % interval of the mean by Student's t; nil with fewer than two replicates.
  public let tInterval: ClosedRange<Double>?
  /// The 95 % interval by the percentile bootstrap over replicates; nil with fewer than two.
  public let bootstrapInterval: ClosedRange<Double>?
  /// The probability of a difference as large if there were none, by the paired t test.
  public let probability: Double?
  /// The same adjusted for all policies compared and all key measures, or all others (Holm).
  public var adjusted: Double?
  /// The mean difference in standard deviations of the differences (Cohen's d for pairs).
  public let effectSize: Double?

  /// How often the bootstrap draws.
  static let resamples = 2000
  private static let confidence = 0.95

  /// From the differences of replicates; those that are not a number do not count.
  init(_ differences: [Double], seed: UInt64) {
    let values = differences.filter { !$0.isNaN }
    var moments = Moments()
    for value in values { moments.add(value) }
    count = moments.count
    mean = moments.mean
    guard let error = moments.standardError, let deviation = moments.deviation else {
      (tInterval, bootstrapInterval, probability, effectSize) = (nil, nil, nil, nil)
      return
    }
    let degrees = Double(count - 1)
    let reach = StudentT.quantile(confidence: PairedDifference.confidence, degrees: degrees) * error
    tInterval = mean - reach...mean + reach
    if error > 0 {
      probability = StudentT.twoSidedTail(mean / error, degrees: degrees)
      effectSize = mean / deviation
    } else {
      // The same difference in every replicate: none at all, or a sure one.
      probability = mean == 0 ? 1 : 0
      effectSize = mean == 0 ? 0 : nil
    }
    bootstrapInterval = PairedDifference.bootstrap(values, seed: seed)
  }

  /// Means of samples drawn with replacement; between their 2.5th and 97.5th percentile (Efron and Tibshirani,
  /// An Introduction to the Bootstrap, 1993, section 13.3).
  private static func bootstrap(_ values: [Double], seed: UInt64) -> ClosedRange<Double> {
    var means: [Double] = []
    means.reserveCapacity(resamples)
    for resample in 0..<resamples {
      var chance = SplitMix(seed: seed, key: 0xB007, UInt64(resample))
      var sum = 0.0
      for _ in values.indices { sum += values[chance.index(below: values.count)] }
      means.append(sum / Double(values.count))
    }
    return means.quantile(0.025)...means.quantile(0.975)
  }
}

/// Significance of many tests at once.
enum Holm {
  /// The adjusted probabilities: the probability that any true hypothesis is rejected stays below the level at
  /// which they are read (Holm, Scandinavian Journal of Statistics 6 (1979) 65-70).
  static func adjusted(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted {
      probabilities[$0] != probabilities[$1] ? probabilities[$0] < probabilities[$1] : $0 < $1
    }
    var result = probabilities
    var least = 0.0
    for (place, index) in order.enumerated() {
      least = max(least, min(1, probabilities[index] * Double(probabilities.count - place)))
      result[index] = least
    }
    return result
  }
}
