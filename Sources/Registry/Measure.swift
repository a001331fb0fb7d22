/// A number that may be unknown, in eight bytes instead of an optional's sixteen: a million people have
/// forty million of them.
@propertyWrapper
public struct Measure: Sendable, Hashable {
  private var bits: UInt64

  /// The number, nil when unknown.
  public var wrappedValue: Double? {
    get { bits == Measure.unknown ? nil : Double(bitPattern: bits) }
    set { bits = newValue?.bitPattern ?? Measure.unknown }
  }

  /// A number or nothing.
  public init(wrappedValue: Double?) {
    bits = wrappedValue?.bitPattern ?? Measure.unknown
  }

  /// A quiet NaN that no calculation gives and no reader accepts.
  private static let unknown: UInt64 = 0x7FF8_DEAD_0000_0001
}
