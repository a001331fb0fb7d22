import TandemChance

/// The mean difference of a group between two policies on the same replicates, of a count or an amount in a
/// replicate.
public struct GroupDifference: Sendable, Hashable {
  /// The policy less the reference.
  public let mean: Double
  /// The 95 % interval of the mean by Student's t, for this group alone; nil with fewer than two replicates.
  public let tInterval: ClosedRange<Double>?

  init?(_ moments: Moments, unit: Double) {
    guard moments.count > 0 else { return nil }
    let mean = moments.mean / unit
    self.mean = mean
    tInterval = moments.standardError.map { error in
      let reach = StudentT.quantile(confidence: 0.95, degrees: Double(moments.count - 1)) * error / unit
      return mean - reach...mean + reach
    }
  }
}

extension GroupMeasure {
  /// What is a count or an amount, by its name in files, with the unit in which files give it.
  static let counts: [String: (measure: GroupMeasure, unit: Double)] = [
    "people": (.people, 1), "patient_years": (.patientYears, 1), "transplants": (.transplants, 1),
    "deaths_on_list": (.deathsOnList, 1), "removals": (.removals, 1), "offers": (.offers, 1),
    "islets_given": (.isletIEQ, 1e6), "cd34_given": (.cd34Cells, 1e9),
    "independence_years": (.independentYears, 1), "qalys": (.qualityYears, 1), "chimerism": (.chimeric, 1),
    "gvhd": (.gvhd, 1),
  ]
}
