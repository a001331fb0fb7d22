public import TandemFiles
public import TandemHLA

/// A person with type 1 diabetes who waits for islets and blood stem cells.
///
/// Everything but the identifier may be unknown (`nil`); what that means for a verdict is the verdict's
/// business. Identifiers are pseudonyms.
public struct Recipient: Sendable {
  /// The identifier.
  public var id: String
  /// Blood group.
  public var abo: ABO?
  /// Sex.
  public var sex: Sex?
  /// Age in years.
  @Measure public var ageYears: Double? = nil
  /// Weight in kilograms.
  @Measure public var weightKg: Double? = nil
  /// Height in centimetres.
  @Measure public var heightCm: Double? = nil
  /// The centre where the person is listed.
  public var centreID: String?
  /// The day of listing, from which waiting time counts.
  public var listedOn: Day?
  /// Where the person stands on the list.
  public var status: ListStatus?
  /// HLA typing; empty when nothing is typed.
  public var typing = Typing()
  /// Age at onset of diabetes in years.
  @Measure public var diabetesOnsetAgeYears: Double? = nil
  /// Stimulated C-peptide in ng/mL.
  @Measure public var cPeptideNgMl: Double? = nil
  /// Insulin use in units per kilogram and day.
  @Measure public var insulinUnitsPerKgDay: Double? = nil
  /// Glycated haemoglobin in percent (NGSP).
  @Measure public var hba1cPercent: Double? = nil
  /// Severe hypoglycaemic events in the last 12 months.
  @Measure public var severeHypos12m: Double? = nil
  /// Clarke score of hypoglycaemia awareness, 0 to 7.
  @Measure public var clarke: Double? = nil
  /// HYPO score (Ryan 2004).
  @Measure public var hypoScore: Double? = nil
  /// Glycaemic lability index.
  @Measure public var labilityIndex: Double? = nil
  /// Glomerular filtration rate in mL/min/1.73 m2.
  @Measure public var gfr: Double? = nil
  /// Left ventricular ejection fraction in percent.
  @Measure public var lvefPercent: Double? = nil
  /// Diffusing capacity for carbon monoxide, percent of predicted.
  @Measure public var dlcoPercent: Double? = nil
  /// Forced expiratory volume in one second, percent of predicted.
  @Measure public var fev1Percent: Double? = nil
  /// Bilirubin as a multiple of the upper limit of normal.
  @Measure public var bilirubinXULN: Double? = nil
  /// Alanine aminotransferase as a multiple of the upper limit of normal.
  @Measure public var altXULN: Double? = nil
  /// Neutrophils per microlitre.
  @Measure public var ancPerUl: Double? = nil
  /// Lymphocytes per microlitre.
  @Measure public var alcPerUl: Double? = nil
  /// Haemoglobin in g/dL.
  @Measure public var hbGDl: Double? = nil
  /// Karnofsky performance score, 0 to 100.
  @Measure public var karnofsky: Double? = nil
  /// Comorbidities by the words of the dictionary; nil when never recorded, empty when recorded as none.
  public var comorbidities: [String]?
  /// HIV infection.
  public var hiv: Bool?
  /// Hepatitis B infection.
  public var hbv: Bool?
  /// Hepatitis C infection.
  public var hcv: Bool?
  /// Tuberculosis, active or untreated latent.
  public var tb: Bool?
  /// Pregnancy.
  public var pregnancy: Bool?
  /// Cancer other than resected skin cancer.
  public var cancer: Bool?
  /// Antibodies to cytomegalovirus.
  public var cmv: Bool?
  /// Antibodies to Epstein-Barr virus.
  public var ebv: Bool?
  /// Calculated panel-reactive antibody, 0 to 1.
  @Measure public var cpra: Double? = nil
  /// Groups that a policy may favour or report on; nil when not recorded.
  public var groups: [String]?
  /// Protocols the person has consented to; nil when consent is not recorded.
  public var protocols: [String]?

  /// A person of whom only the identifier is known.
  public init(id: String) { self.id = id }
}

extension Recipient {
  /// Body mass index in kg/m2, when weight and height are known.
  public var bmi: Double? {
    guard let weightKg, let heightCm, heightCm > 0 else { return nil }
    return weightKg / (heightCm * heightCm / 10_000)
  }
}
