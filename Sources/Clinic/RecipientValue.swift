public import TandemRegistry

/// A value of a recipient on which data files may set limits. The raw values are the keys there; all but the
/// derived ones are columns of `recipients.csv`.
public enum RecipientValue: String, MeasuredValue {
  case ageYears = "age_years"
  case weightKg = "weight_kg"
  case heightCm = "height_cm"
  case bmi
  case diabetesOnsetAgeYears = "diabetes_onset_age_years"
  case diabetesDurationYears = "diabetes_duration_years"
  case agePlusDurationYears = "age_plus_duration_years"
  case cPeptideNgMl = "c_peptide_ng_ml"
  case insulinUnitsPerKgDay = "insulin_units_per_kg_day"
  case hba1cPercent = "hba1c_percent"
  case severeHypos12m = "severe_hypos_12m"
  case clarke
  case hypoScore = "hypo_score"
  case labilityIndex = "lability_index"
  case gfr
  case lvefPercent = "lvef_percent"
  case dlcoPercent = "dlco_percent"
  case fev1Percent = "fev1_percent"
  case bilirubinXULN = "bilirubin_x_uln"
  case altXULN = "alt_x_uln"
  case ancPerUl = "anc_per_ul"
  case alcPerUl = "alc_per_ul"
  case hbGDl = "hb_g_dl"
  case karnofsky
  case cpra

  public func value(of person: Recipient) -> Double? {
    switch self {
    case .ageYears: return person.ageYears
    case .weightKg: return person.weightKg
    case .heightCm: return person.heightCm
    case .bmi: return person.bmi
    case .diabetesOnsetAgeYears: return person.diabetesOnsetAgeYears
    case .diabetesDurationYears:
      guard let age = person.ageYears, let onset = person.diabetesOnsetAgeYears else { return nil }
      return age - onset
    case .agePlusDurationYears:
      guard let age = person.ageYears, let onset = person.diabetesOnsetAgeYears else { return nil }
      return age + age - onset
    case .cPeptideNgMl: return person.cPeptideNgMl
    case .insulinUnitsPerKgDay: return person.insulinUnitsPerKgDay
    case .hba1cPercent: return person.hba1cPercent
    case .severeHypos12m: return person.severeHypos12m
    case .clarke: return person.clarke
    case .hypoScore: return person.hypoScore
    case .labilityIndex: return person.labilityIndex
    case .gfr: return person.gfr
    case .lvefPercent: return person.lvefPercent
    case .dlcoPercent: return person.dlcoPercent
    case .fev1Percent: return person.fev1Percent
    case .bilirubinXULN: return person.bilirubinXULN
    case .altXULN: return person.altXULN
    case .ancPerUl: return person.ancPerUl
    case .alcPerUl: return person.alcPerUl
    case .hbGDl: return person.hbGDl
    case .karnofsky: return person.karnofsky
    case .cpra: return person.cpra
    }
  }

  public func missing(in person: Recipient) -> [String] {
    switch self {
    case .bmi:
      return (person.weightKg == nil ? ["weight_kg"] : []) + (person.heightCm == nil ? ["height_cm"] : [])
    case .diabetesDurationYears, .agePlusDurationYears:
      return (person.ageYears == nil ? ["age_years"] : [])
        + (person.diabetesOnsetAgeYears == nil ? ["diabetes_onset_age_years"] : [])
    default:
      return value(of: person) == nil ? [rawValue] : []
    }
  }

  public var label: String { description.label }
  public var unit: String { description.unit }
  public var range: ClosedRange<Double> { description.range }

  private var description: (label: String, unit: String, range: ClosedRange<Double>) {
    switch self {
    case .ageYears: ("age", "years", 0...120)
    case .weightKg: ("weight", "kg", 2...350)
    case .heightCm: ("height", "cm", 40...250)
    case .bmi: ("body mass index", "kg/m2", 5...100)
    case .diabetesOnsetAgeYears: ("age at onset of diabetes", "years", 0...120)
    case .diabetesDurationYears: ("duration of diabetes", "years", 0...120)
    case .agePlusDurationYears: ("age plus duration of diabetes", "years", 0...240)
    case .cPeptideNgMl: ("stimulated C-peptide", "ng/mL", 0...20)
    case .insulinUnitsPerKgDay: ("insulin use", "units/kg/day", 0...5)
    case .hba1cPercent: ("HbA1c", "%", 3...20)
    case .severeHypos12m: ("number of severe hypos in 12 months", "events", 0...1000)
    case .clarke: ("Clarke score", "points", 0...7)
    case .hypoScore: ("HYPO score", "points", 0...20_000)
    case .labilityIndex: ("lability index", "mmol2/L2/h/week", 0...20_000)
    case .gfr: ("GFR", "mL/min/1.73 m2", 0...250)
    case .lvefPercent: ("left ventricular ejection fraction", "%", 5...95)
    case .dlcoPercent: ("DLCO", "% of predicted", 5...200)
    case .fev1Percent: ("FEV1", "% of predicted", 5...200)
    case .bilirubinXULN: ("bilirubin", "x ULN", 0...100)
    case .altXULN: ("ALT", "x ULN", 0...500)
    case .ancPerUl: ("neutrophil count", "cells/uL", 0...200_000)
    case .alcPerUl: ("lymphocyte count", "cells/uL", 0...500_000)
    case .hbGDl: ("haemoglobin", "g/dL", 0...25)
    case .karnofsky: ("Karnofsky score", "points", 0...100)
    case .cpra: ("cPRA", "fraction", 0...1)
    }
  }
}
