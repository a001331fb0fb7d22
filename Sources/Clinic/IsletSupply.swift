import TandemChance
import TandemFiles
public import TandemRegistry

extension IsletYield {
  /// The islets of a donor at infusion: the measured count, else the donor's own mean and standard deviation,
  /// else this programme's; less the losses that are still to come.
  ///
  /// `cultureHours` is the culture that the protocol's timing asks for; nil stands for vitrified islets.
  /// Without a supply `missing` names the columns that would give one; both are empty for a donor outside
  /// everything that the programme has published.
  public func supply(
    of donor: Donor, cultureHours: Double?, coldIschaemiaHours: Double?, losses: Losses
  ) -> (supply: Supply?, missing: [String]) {
    if let count = donor.isletIEQMeasured {
      let steps = IsletYield.steps(from: .isolated, cultureHours, losses)
      return (
        Supply(
          "islets", unit: "IEQ", start: Lognormal(certain: count), isMeasured: true,
          basis: Basis(.source, "islet_ieq_measured of the donor"), steps: steps), []
      )
    }
    if let mean = donor.isletIEQMean, let spread = donor.isletIEQSD, mean > 0 {
      let steps = IsletYield.steps(from: .isolated, cultureHours, losses)
      return (
        Supply(
          "islets", unit: "IEQ", start: Lognormal(mean: mean, standardDeviation: spread), isMeasured: false,
          basis: Basis(.source, "islet_ieq_mean and islet_ieq_sd of the donor"), steps: steps), []
      )
    }
    let (stratum, missing) = stratum(of: donor, coldIschaemiaHours: coldIschaemiaHours)
    guard let stratum else { return (nil, missing) }
    let supply = Supply(
      "islets", unit: "IEQ", start: stratum.distribution, isMeasured: false,
      basis: Basis(stratum.basis.kind, "\(title); \(stratum.basis.text)"),
      steps: IsletYield.steps(from: stage, cultureHours, losses))
    return (supply, [])
  }

  private static func steps(from stage: Stage, _ cultureHours: Double?, _ losses: Losses) -> [Supply.Step] {
    if stage == .infused { return [] }
    var steps: [Supply.Step] = []
    if stage == .recovered {
      steps.append(
        .init(name: "purification", factor: 1 - losses.purification.value, basis: Basis(losses.purification)))
    }
    guard let cultureHours else {
      steps.append(
        .init(
          name: "vitrification and rewarming", factor: 1 - losses.vitrification.value,
          basis: Basis(losses.vitrification)))
      return steps
    }
    if cultureHours > 0 {
      let factor = losses.surviving(cultureHours: cultureHours)
      steps.append(
        .init(name: "culture of \(Amount.hours(cultureHours))", factor: factor, basis: Basis(losses.culture)))
    }
    return steps
  }
}
