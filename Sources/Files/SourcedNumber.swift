/// A number from a data file together with its unit and where it comes from.
public struct SourcedNumber: Sendable, Hashable {
  /// The number, in `unit`.
  public let value: Double
  /// The unit as the file writes it.
  public let unit: String
  /// The publication, label or registry behind it; for an assumption, the reasoning.
  public let source: String
  /// Whether nobody measured it: shown as *assumption* wherever the number is used.
  public let isAssumption: Bool

  /// A number with its origin.
  public init(_ value: Double, unit: String, source: String, isAssumption: Bool = false) {
    self.value = value
    self.unit = unit
    self.source = source
    self.isAssumption = isAssumption
  }

  /// `source`, with the label in front where it is one.
  public var origin: String { isAssumption ? "assumption: \(source)" : source }
}
