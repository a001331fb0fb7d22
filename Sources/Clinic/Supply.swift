public import TandemChance
import TandemFiles

/// How much of a graft one donor gives at the time of infusion, with the steps that lead there.
public struct Supply: Sendable, Hashable {
  /// One loss on the way.
  public struct Step: Sendable, Hashable {
    /// What happens: "culture of 58.0 h".
    public let name: String
    /// The share that survives.
    public let factor: Double
    /// Where the share comes from.
    public let basis: Basis
  }

  /// Which graft it is: "islets" or "CD34+ cells".
  public let graft: String
  /// The unit of the amount: "IEQ" or "cells".
  public let unit: String
  /// The amount counted or expected before the steps.
  public let start: Lognormal
  /// Whether `start` was counted and is certain.
  public let isMeasured: Bool
  /// Where `start` comes from.
  public let basis: Basis
  /// The losses in their order.
  public let steps: [Step]
  /// The amount at infusion.
  public let amount: Lognormal

  init(_ graft: String, unit: String, start: Lognormal, isMeasured: Bool, basis: Basis, steps: [Step]) {
    self.graft = graft
    self.unit = unit
    self.start = start
    self.isMeasured = isMeasured
    self.basis = basis
    self.steps = steps
    amount = start.scaled(by: steps.reduce(1) { $0 * $1.factor })
  }

  /// The share of the start that reaches the recipient.
  public var survivingShare: Double { steps.reduce(1) { $0 * $1.factor } }

  /// The amount that is met with probability `confidence`, between 0 and 1.
  public func available(confidence: Double) -> Double { amount.quantile(1 - confidence) }

  /// The probability that the amount is at least `dosePerKg` for somebody of `weightKg`.
  public func probability(ofDosePerKg dosePerKg: Double, weightKg: Double) -> Double {
    amount.probability(atLeast: dosePerKg * weightKg)
  }

  /// What the count before the steps would have to be for `needed` to be left at infusion.
  public func countNeeded(for needed: Double) -> Double {
    let share = survivingShare
    return share > 0 ? needed / share : .infinity
  }

  /// The way from count to infusion in words, numbers included.
  public var words: String {
    func shown(_ amount: Double) -> String {
      unit == "IEQ" ? Amount.text(amount.rounded()) : Amount.cells(amount)
    }
    let opening =
      isMeasured
      ? "\(shown(start.mean)) \(unit) counted"
      : "\(shown(start.mean)) \(unit) expected (SD \(shown(start.standardDeviation)))"
    return steps.reduce(opening) { $0 + ", x \(DecimalText.fixed($1.factor, 3)) for \($1.name)" }
  }
}
