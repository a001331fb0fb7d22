public import TandemFiles
public import TandemHLA

/// A deceased donor of islets and blood stem cells.
///
/// Everything but the identifier may be unknown (`nil`).
public struct Donor: Sendable {
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
  /// How death was established.
  public var donorType: DonorType?
  /// Glycated haemoglobin in percent (NGSP).
  @Measure public var hba1cPercent: Double? = nil
  /// Diabetes of any type.
  public var diabetes: Bool?
  /// When cold preservation began, from which cold ischaemia counts.
  public var crossClampAt: Instant?
  /// Latitude of the donor hospital in degrees.
  @Measure public var latitude: Double? = nil
  /// Longitude of the donor hospital in degrees.
  @Measure public var longitude: Double? = nil
  /// HLA typing; empty when nothing is typed.
  public var typing = Typing()
  /// Expected islet yield in islet equivalents (IEQ), mean.
  @Measure public var isletIEQMean: Double? = nil
  /// Expected islet yield in IEQ, standard deviation.
  @Measure public var isletIEQSD: Double? = nil
  /// Islet count after isolation in IEQ.
  @Measure public var isletIEQMeasured: Double? = nil
  /// Islet viability in percent.
  @Measure public var viabilityPercent: Double? = nil
  /// Islet purity in percent.
  @Measure public var purityPercent: Double? = nil
  /// Expected CD34+ cells, mean.
  @Measure public var cd34CellsMean: Double? = nil
  /// Expected CD34+ cells, standard deviation.
  @Measure public var cd34CellsSD: Double? = nil
  /// CD34+ cells counted.
  @Measure public var cd34CellsMeasured: Double? = nil
  /// CD3+ cells counted or expected.
  @Measure public var cd3Cells: Double? = nil
  /// The state in which the blood stem cells are.
  public var hscForm: HSCForm?
  /// After this the donor can no longer be used.
  public var availableUntil: Instant?
  /// Antibodies to cytomegalovirus.
  public var cmv: Bool?
  /// Antibodies to Epstein-Barr virus.
  public var ebv: Bool?
  /// Hepatitis B infection.
  public var hbv: Bool?
  /// Hepatitis C infection.
  public var hcv: Bool?
  /// HIV infection.
  public var hiv: Bool?
  /// Cancer.
  public var cancer: Bool?
  /// Sepsis.
  public var sepsis: Bool?

  /// A donor of whom only the identifier is known.
  public init(id: String) { self.id = id }
}

extension Donor {
  /// Body mass index in kg/m2, when weight and height are known.
  public var bmi: Double? {
    guard let weightKg, let heightCm, heightCm > 0 else { return nil }
    return weightKg / (heightCm * heightCm / 10_000)
  }
}
