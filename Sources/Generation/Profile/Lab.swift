import TandemChance
import TandemFiles
import TandemRegistry

/// A laboratory value or score of recipients: how it is spread and what it goes with.
struct Lab: Sendable {
  /// Where the value goes.
  let field: Field
  /// How it is spread over people of mean duration of diabetes.
  let spread: Spread
  /// Its correlation with the hidden severity of a person's problem.
  let severity: Double
  /// The change with a year of diabetes more.
  let perYear: Double
  /// What is added for women.
  let female: Double
  /// The precision with which it is reported.
  let step: Double

  /// A column of `recipients.csv` that holds a number drawn from a spread, with the unit and the range that
  /// a file may hold.
  struct Field: Sendable {
    let name: String
    let unit: String
    let range: ClosedRange<Double>
    let set: @Sendable (inout Recipient, Double) -> Void
  }

  /// The columns, in the order of the file.
  static let fields: [Field] = [
    Field(name: "insulin_units_per_kg_day", unit: "units/kg/day", range: 0...5) {
      $0.insulinUnitsPerKgDay = $1
    },
    Field(name: "hba1c_percent", unit: "%", range: 3...20) { $0.hba1cPercent = $1 },
    Field(name: "hypo_score", unit: "points", range: 0...20_000) { $0.hypoScore = $1 },
    Field(name: "lability_index", unit: "mmol2/L2/h/week", range: 0...20_000) { $0.labilityIndex = $1 },
    Field(name: "gfr", unit: "mL/min/1.73 m2", range: 0...250) { $0.gfr = $1 },
    Field(name: "lvef_percent", unit: "%", range: 5...95) { $0.lvefPercent = $1 },
    Field(name: "dlco_percent", unit: "% of predicted", range: 5...200) { $0.dlcoPercent = $1 },
    Field(name: "fev1_percent", unit: "% of predicted", range: 5...200) { $0.fev1Percent = $1 },
    Field(name: "bilirubin_x_uln", unit: "times the upper limit of normal", range: 0...100) {
      $0.bilirubinXULN = $1
    },
    Field(name: "alt_x_uln", unit: "times the upper limit of normal", range: 0...500) { $0.altXULN = $1 },
    Field(name: "anc_per_ul", unit: "cells/uL", range: 50...200_000) { $0.ancPerUl = $1 },
    Field(name: "alc_per_ul", unit: "cells/uL", range: 20...500_000) { $0.alcPerUl = $1 },
    Field(name: "hb_g_dl", unit: "g/dL", range: 2...25) { $0.hbGDl = $1 },
  ]

  init(_ entry: DataObject?, _ field: Field, _ figures: FigureReader) {
    self.field = field
    let width = field.range.upperBound - field.range.lowerBound
    spread = figures.spread(entry, unit: field.unit, in: field.range)
    severity = entry?.number("severity", unit: "correlation", in: -1...1) ?? 0
    perYear = entry?.number("per_year", unit: "\(field.unit) a year", in: -width...width) ?? 0
    female = entry?.number("female", unit: field.unit, in: -width...width) ?? 0
    step = entry?.number("step", unit: field.unit, in: 1e-6...width) ?? 1
    entry?.finish()
  }

  /// A draw for a person of that hidden severity, sex, and years of diabetes more than the mean.
  func sample(severity hidden: Double, isFemale: Bool, yearsMore: Double, _ chance: inout SplitMix) -> Double
  {
    let z = correlated(hidden, severity, &chance)
    let value = spread.value(rank: Normal.cdf(z)) + perYear * yearsMore + (isFemale ? female : 0)
    let cut = min(max(value, spread.range.lowerBound), spread.range.upperBound)
    return rounded(cut, to: step)
  }
}

/// A standard normal number that has the given correlation with another one.
func correlated(_ other: Double, _ correlation: Double, _ chance: inout SplitMix) -> Double {
  correlation * other + (1 - correlation * correlation).squareRoot() * chance.normal()
}

/// `value` rounded to a multiple of `step`, without the binary noise that would print as sixteen digits.
func rounded(_ value: Double, to step: Double) -> Double {
  if step >= 1 { return (value / step).rounded() * step }
  let perUnit = (1 / step).rounded()
  return (value * perUnit).rounded() / perUnit
}
