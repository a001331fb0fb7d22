import TandemChance
import TandemFiles
import TandemRegistry

/// Height and what a body of that height weighs, by sex and age.
struct Body: Sendable {
  /// Heights of adult women in centimetres.
  let femaleHeightCm: Spread
  /// Heights of adult men in centimetres.
  let maleHeightCm: Spread
  /// Medians of children by age, ascending.
  let growth: [GrowthPoint]

  /// The median child of an age.
  struct GrowthPoint: Sendable {
    let ageYears: Double
    let femaleCm: Double
    let maleCm: Double
    let bmi: Double
  }

  /// The age in years from which somebody is adult.
  static let adultFrom = 18.0

  init(_ object: DataObject?, _ figures: FigureReader) {
    let heights = object?.object("height_cm")
    femaleHeightCm = figures.spread(heights, "female", unit: "cm", in: 100...230)
    maleHeightCm = figures.spread(heights, "male", unit: "cm", in: 100...230)
    heights?.finish()
    let growing = object?.object("growth")
    figures.origin(growing, unit: "years, cm, kg/m2")
    growth = (growing?.items("points") ?? []).map { node in
      let point = figures.file.object(node)
      defer { point.finish() }
      return GrowthPoint(
        ageYears: point.number("age_years", unit: "years", in: 0...Body.adultFrom) ?? 0,
        femaleCm: point.number("female_cm", unit: "cm", in: 40...200) ?? 40,
        maleCm: point.number("male_cm", unit: "cm", in: 40...200) ?? 40,
        bmi: point.number("bmi", unit: "kg/m2", in: 10...40) ?? 10)
    }
    let ages = growth.map(\.ageYears)
    if growth.count < 2 || zip(ages, ages.dropFirst()).contains(where: { $0 >= $1 }) {
      growing?.report(
        "points", kind: "wrong order", "two or more points, each with a higher age than the one before")
    }
    growing?.finish()
    object?.finish()
  }

  /// Height in centimetres of somebody of this sex who is taller than the fraction `rank` of their age.
  func heightCm(_ sex: Sex, ageYears: Double, rank: Double) -> Double {
    let adult = sex == .female ? femaleHeightCm : maleHeightCm
    guard ageYears < Body.adultFrom else { return adult.value(rank: rank) }
    let median = growth(at: ageYears) { sex == .female ? $0.femaleCm : $0.maleCm }
    return median * adult.value(rank: rank) / adult.mean
  }

  /// Body mass index in kg/m2 of a child heavier than the fraction `rank` of their age, in a population whose
  /// adults are spread as `adult`.
  func childBMI(ageYears: Double, rank: Double, adult: Spread) -> Double {
    growth(at: ageYears) { $0.bmi } * adult.value(rank: rank) / adult.mean
  }

  /// Between two points a straight line, beyond them the nearest.
  private func growth(at age: Double, _ value: (GrowthPoint) -> Double) -> Double {
    guard let next = growth.firstIndex(where: { $0.ageYears >= age }) else {
      return value(growth[growth.count - 1])
    }
    if next == 0 { return value(growth[0]) }
    let (before, after) = (growth[next - 1], growth[next])
    let part = (age - before.ageYears) / (after.ageYears - before.ageYears)
    return value(before) + part * (value(after) - value(before))
  }
}
