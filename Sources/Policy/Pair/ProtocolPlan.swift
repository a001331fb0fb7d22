public import TandemClinic
import TandemRegistry

/// What one protocol would do with one donor: worked out once for all recipients.
public struct ProtocolPlan: Sendable {
  /// The protocol with its conditioning limits and drugs.
  public let regimen: Regimen
  /// When what happens to the grafts.
  public let schedule: Schedule
  /// Whether the grafts last until they are wanted.
  public let timing: Assessment
  /// The islets at infusion, nil with the columns that would tell.
  public let islets: (supply: Supply?, missing: [String])
  /// The stem cells at infusion.
  public let stemCells: StemCellSupply
  /// The islets that are there with the policy's confidence, in IEQ; nil when nobody knows.
  public let isletsAvailable: Double?
  /// The CD34+ cells that are there with the policy's confidence.
  public let cd34Available: Double

  /// The protocol.
  public var transplant: TransplantProtocol { regimen.transplant }

  init(_ regimen: Regimen, for donor: Donor, laboratory: Place?, clinic: Clinic, confidence: Double) {
    self.regimen = regimen
    let transplant = regimen.transplant
    schedule = clinic.schedule(of: donor, under: transplant, laboratory: laboratory)
    timing = clinic.assessTiming(of: donor, under: transplant, laboratory: laboratory, .explain)
    islets = clinic.islets(of: donor, on: schedule)
    stemCells = clinic.stemCells(of: donor, under: transplant, on: schedule)
    isletsAvailable = islets.supply?.available(confidence: confidence)
    cd34Available = stemCells.cd34.available(confidence: confidence)
  }
}
