public import TandemRegistry

/// A fact about a recipient that data files may ask for. The raw values are the keys there.
public enum RecipientFact: String, KnownFact {
  case hiv, hbv, hcv, tb, pregnancy, cancer, cmv, ebv
  /// A kidney graft that works, by the word `functioning_kidney_graft` among the comorbidities.
  case functioningKidneyGraft = "functioning_kidney_graft"

  public func value(of person: Recipient) -> Bool? {
    switch self {
    case .hiv: person.hiv
    case .hbv: person.hbv
    case .hcv: person.hcv
    case .tb: person.tb
    case .pregnancy: person.sex == .male ? false : person.pregnancy
    case .cancer: person.cancer
    case .cmv: person.cmv
    case .ebv: person.ebv
    case .functioningKidneyGraft: person.comorbidities?.contains(rawValue)
    }
  }

  public var label: String {
    switch self {
    case .hiv: "HIV infection"
    case .hbv: "hepatitis B infection"
    case .hcv: "hepatitis C infection"
    case .tb: "tuberculosis, active or untreated latent"
    case .pregnancy: "pregnancy"
    case .cancer: "cancer other than resected skin cancer"
    case .cmv: "antibodies to CMV"
    case .ebv: "antibodies to EBV"
    case .functioningKidneyGraft: "a working kidney graft"
    }
  }

  public var column: String { self == .functioningKidneyGraft ? "comorbidities" : rawValue }
}
