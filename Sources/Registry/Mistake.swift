import TandemFiles

/// A range of numbers that people write when they mistake the unit, and what to tell them.
struct Mistake {
  let range: Range<Double>
  let advice: String
}

/// Weight and height that no body has together, most often because the two are exchanged.
func bodyFault(_ weightKg: Double?, _ heightCm: Double?, ageYears: Double?) -> Contradiction? {
  guard let weightKg, let heightCm, (ageYears ?? 18) >= 18 else { return nil }
  let bmi = weightKg / (heightCm * heightCm / 10_000)
  if (10...80).contains(bmi) { return nil }
  return Contradiction(
    "weight_kg",
    "a weight and height that fit together (body mass index 10 to 80 kg/m2, here \(DecimalText.fixed(bmi, 1))); are they exchanged?"
  )
}

extension [Mistake] {
  static let weight = [Mistake(range: 2000..<400_000, advice: "this looks like grams; divide by 1000")]
  static let height = [
    Mistake(range: 0.4..<2.6, advice: "this looks like metres; multiply by 100"),
    Mistake(range: 400..<2600, advice: "this looks like millimetres; divide by 10"),
  ]
  static let hba1c = [
    Mistake(range: 0.03..<0.21, advice: "this looks like a fraction; multiply by 100"),
    Mistake(
      range: 20.000001..<200,
      advice: "this looks like mmol/mol (IFCC); percent is 0.0915 times that, plus 2.15"),
  ]
  static let fraction = [
    Mistake(range: 0.000001..<1.500001, advice: "this looks like a fraction; multiply by 100")
  ]
  static let thousands = [
    Mistake(range: 0.05..<50, advice: "this looks like thousands per microlitre (10^9/L); multiply by 1000")
  ]
  static let thousandsOfIslets = [
    Mistake(range: 50..<1000, advice: "this looks like thousands of IEQ; multiply by 1000")
  ]
  static let millionsOfCells = [
    Mistake(range: 10..<100_000, advice: "this looks like millions of cells; multiply by 1000000")
  ]
}
