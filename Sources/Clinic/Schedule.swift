import TandemFiles
public import TandemRegistry

/// When what happens to the grafts of one donor under one protocol, in hours after cross-clamp.
///
/// The recipient's preparation begins `noticeHours` after cross-clamp, since before nobody knows the donor.
/// So the islets wait for it in culture: the longer the lead-in, the longer the culture.
public struct Schedule: Sendable, Hashable {
  /// The journey of the pancreas to the laboratory; nil when either place is unknown.
  public let journey: Transport.Journey?
  /// Cold ischaemia of the pancreas: recovery and journey; nil when the journey is unknown.
  public let coldIschaemiaHours: Double?
  /// Hours from cross-clamp at which the preparation lets the islets in.
  public let preparedAfterHours: Double
  /// The culture that results, in hours; nil for vitrified islets. With an unknown journey the longest.
  public let cultureHours: Double?
  /// Hours from cross-clamp to the infusion of islets, the journey to the recipient not counted; with an
  /// unknown journey to the laboratory as if it took no time.
  public let isletsAfterHours: Double
  /// Hours from cross-clamp to the infusion of stem cells.
  public let stemCellsAfterHours: Double
  /// Whether the stem cells are infused thawed. Where their state is unknown and the protocol takes either,
  /// they are reckoned as thawed, which is the smaller amount.
  public let isThawed: Bool

  /// The schedule of `donor` under `transplant`, with the laboratory at `laboratory`.
  public init(
    of donor: Donor, under transplant: TransplantProtocol, laboratory: Place?, transport: Transport
  ) {
    var journey: Transport.Journey?
    if let start = donor.place, let laboratory { journey = transport.journey(from: start, to: laboratory) }
    self.journey = journey
    let cold = journey.map { transport.recoveryHours.value + $0.hours }
    coldIschaemiaHours = cold
    let prepared = transport.noticeHours.value + transplant.leadInHours
    preparedAfterHours = prepared
    let isolated = (cold ?? 0) + transport.isolationHours.value
    switch transplant.isletForm {
    case .vitrified:
      cultureHours = nil
      isletsAfterHours = max(prepared, isolated)
    case .fresh(let least, _):
      let culture = max(least.value, prepared - isolated)
      cultureHours = culture
      isletsAfterHours = isolated + culture
    }
    stemCellsAfterHours = isletsAfterHours + (transplant.stemCellDay - transplant.isletDay) * 24
    isThawed =
      switch transplant.stemCells.form {
      case .fresh: false
      case .cryopreserved: true
      case .either:
        donor.hscForm != .fresh || stemCellsAfterHours > Schedule.freshLimit(transport)
      }
  }

  /// Hours after cross-clamp until which fresh stem cells keep, their preparation taking as long as an
  /// isolation does.
  static func freshLimit(_ transport: Transport) -> Double {
    transport.recoveryHours.value + transport.isolationHours.value + transport.freshStemCellHours.value
  }
}
