public import TandemClinic
public import TandemFiles
public import TandemRegistry

/// Something about a recipient, or about a recipient with a donor, that a score may rate.
///
/// One file in `Attributes`, one line in `Attribute.all`, one test.
public struct Attribute: Sendable {
  /// What a measurement gives.
  public struct Value: Sendable, Hashable {
    /// The raw value; nil when it cannot be told.
    public var raw: Double?
    /// The columns without which it cannot be told, with their file: `recipients.clarke`.
    public var missing: [String]
    /// What was taken for granted, as a sentence; nil when nothing was.
    public var note: String?

    /// A known value.
    public static func known(_ raw: Double, note: String? = nil) -> Value {
      Value(raw: raw, missing: [], note: note)
    }
    /// A value that cannot be told for want of some columns.
    public static func missing(_ columns: [String]) -> Value { Value(raw: nil, missing: columns) }
    /// `raw`, or the column that would give it.
    public static func known(_ raw: Double?, else column: String) -> Value {
      raw.map { known($0) } ?? missing([column])
    }

    init(raw: Double?, missing: [String], note: String? = nil) {
      self.raw = raw
      self.missing = missing
      self.note = note
    }
  }

  /// How the value is found, by all that it depends on; what depends on less can be worked out earlier.
  public enum Measurement: Sendable {
    /// On the recipient alone.
    case recipient(@Sendable (Recipient) -> Value)
    /// On the recipient and the day of the run, nil when that is unknown.
    case dated(@Sendable (Recipient, Day?) -> Value)
    /// On the places of donor hospital and recipient's centre, nil when unknown.
    case journey(@Sendable (_ donor: Place?, _ centre: Place?) -> Value)
    /// On donor and recipient.
    case pair(@Sendable (PairFacts) -> Value)
    /// On donor, recipient's weight in kg, protocol and dose level.
    case dose(@Sendable (ProtocolPlan, TransplantProtocol.Level, _ weightKg: Double?) -> Value)
  }

  /// The name in policies.
  public let name: String
  /// What a sentence calls it.
  public let title: String
  /// The unit of the raw value.
  public let unit: String
  /// The raw values that can occur at all.
  public let range: ClosedRange<Double>
  /// How the value is found.
  public let measurement: Measurement
  /// Reads the attribute's own settings, when it has any, from the key `settings` of its term.
  let settings: (@Sendable (DataObject) -> Measurement?)?
  /// Whether nothing can be measured without settings.
  let needsSettings: Bool

  init(
    _ name: String, _ title: String, unit: String, range: ClosedRange<Double>, _ measurement: Measurement,
    needsSettings: Bool = false, settings: (@Sendable (DataObject) -> Measurement?)? = nil
  ) {
    self.name = name
    self.title = title
    self.unit = unit
    self.range = range
    self.measurement = measurement
    self.settings = settings
    self.needsSettings = needsSettings
  }

  /// The same attribute with the measurement that its settings ask for.
  func measured(by measurement: Measurement) -> Attribute {
    Attribute(
      name, title, unit: unit, range: range, measurement, needsSettings: needsSettings, settings: settings)
  }
}
