import TandemChance
import TandemClinic
import TandemFiles
import TandemRegistry

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Attribute {
  /// The islets per kg that the recipient can expect: the dose of the level, or all there are when they are
  /// fewer, averaged over the donor's yield.
  static let isletDose = Attribute(
    "islet-dose", "islet dose to be expected", unit: "IEQ/kg", range: 0...100_000,
    .dose { plan, level, weightKg in
      guard let supply = plan.islets.supply else {
        let columns =
          plan.islets.missing.isEmpty
          ? ["donors.islet_ieq_mean", "donors.islet_ieq_sd"] : plan.islets.missing
        return .missing(columns + (weightKg == nil ? ["recipients.weight_kg"] : []))
      }
      guard let weightKg else { return .missing(["recipients.weight_kg"]) }
      return .known(supply.amount.mean(upTo: level.isletIEQPerKg.value * weightKg) / weightKg)
    })

  /// The CD34+ cells per kg that the recipient can expect, likewise.
  static let stemCellDose = Attribute(
    "stem-cell-dose", "CD34+ dose to be expected", unit: "cells/kg", range: 0...1e9,
    .dose { plan, level, weightKg in
      guard let weightKg else { return .missing(["recipients.weight_kg"]) }
      return .known(plan.stemCells.cd34.amount.mean(upTo: level.cd34PerKg.value * weightKg) / weightKg)
    })
}

extension Lognormal {
  /// The mean of the amount, where whatever exceeds `most` counts as `most`:
  /// m P(Z <= z - s) + most P(Z > z) with z = (ln most - mu) / s.
  func mean(upTo most: Double) -> Double {
    if logDeviation == 0 { return min(mean, most) }
    if most <= 0 { return 0 }
    let place = (log(most) - logMean) / logDeviation
    return mean * Normal.cdf(place - logDeviation) + most * Normal.upperTail(place)
  }
}
