public import TandemRegistry

/// A value of a donor on which data files may set limits. The raw values are the keys there.
public enum DonorValue: String, MeasuredValue {
  case ageYears = "age_years"
  case weightKg = "weight_kg"
  case heightCm = "height_cm"
  case bmi
  case hba1cPercent = "hba1c_percent"

  public func value(of donor: Donor) -> Double? {
    switch self {
    case .ageYears: donor.ageYears
    case .weightKg: donor.weightKg
    case .heightCm: donor.heightCm
    case .bmi: donor.bmi
    case .hba1cPercent: donor.hba1cPercent
    }
  }

  public func missing(in donor: Donor) -> [String] {
    if self == .bmi {
      return (donor.weightKg == nil ? ["weight_kg"] : []) + (donor.heightCm == nil ? ["height_cm"] : [])
    }
    return value(of: donor) == nil ? [rawValue] : []
  }

  public var label: String { description.label }
  public var unit: String { description.unit }
  public var range: ClosedRange<Double> { description.range }

  private var description: (label: String, unit: String, range: ClosedRange<Double>) {
    switch self {
    case .ageYears: ("donor age", "years", 0...120)
    case .weightKg: ("donor weight", "kg", 2...350)
    case .heightCm: ("donor height", "cm", 40...250)
    case .bmi: ("donor body mass index", "kg/m2", 5...100)
    case .hba1cPercent: ("donor HbA1c", "%", 3...20)
    }
  }
}

/// A fact about a donor that data files may ask for. The raw values are the keys there.
public enum DonorFact: String, KnownFact {
  case diabetes, sepsis, cancer, hiv, hbv, hcv, cmv, ebv
  /// Death after circulatory arrest, by the column `donor_type`.
  case dcd

  public func value(of donor: Donor) -> Bool? {
    switch self {
    case .diabetes: donor.diabetes
    case .sepsis: donor.sepsis
    case .cancer: donor.cancer
    case .hiv: donor.hiv
    case .hbv: donor.hbv
    case .hcv: donor.hcv
    case .cmv: donor.cmv
    case .ebv: donor.ebv
    case .dcd: donor.donorType.map { $0 == .dcd }
    }
  }

  public var label: String {
    switch self {
    case .diabetes: "diabetes of the donor"
    case .sepsis: "sepsis of the donor"
    case .cancer: "cancer of the donor"
    case .hiv: "HIV infection of the donor"
    case .hbv: "hepatitis B infection of the donor"
    case .hcv: "hepatitis C infection of the donor"
    case .cmv: "antibodies of the donor to CMV"
    case .ebv: "antibodies of the donor to EBV"
    case .dcd: "donation after circulatory death"
    }
  }

  public var column: String { self == .dcd ? "donor_type" : rawValue }
}
