public import TandemRegistry

/// Somebody whom criteria can judge: a recipient or a donor, with the values and facts that files may name.
public protocol Subject: Sendable {
  /// The measured values that a limit may name.
  associatedtype Measured: MeasuredValue where Measured.Person == Self
  /// The facts that a rule may ask for.
  associatedtype Known: KnownFact where Known.Person == Self
  /// The cohort file that holds such people, which qualifies the names of missing columns: `donors`.
  static var table: String { get }
}

/// A value with a unit that a limit may be set on. Its raw value is the key in data files.
public protocol MeasuredValue: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  associatedtype Person
  /// What a sentence calls it.
  var label: String { get }
  /// Its unit.
  var unit: String { get }
  /// The values that can occur at all; a limit outside is a mistake.
  var range: ClosedRange<Double> { get }
  /// The value, nil when unknown.
  func value(of person: Person) -> Double?
  /// The columns that would have to be filled for the value to be known.
  func missing(in person: Person) -> [String]
}

/// Something that is so or not. Its raw value is the key in data files.
public protocol KnownFact: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  associatedtype Person
  /// What a sentence calls it.
  var label: String { get }
  /// The column that says so.
  var column: String { get }
  /// Whether it is so, nil when unknown.
  func value(of person: Person) -> Bool?
}

extension Recipient: Subject {
  public typealias Measured = RecipientValue
  public typealias Known = RecipientFact
  public static var table: String { "recipients" }
}

extension Donor: Subject {
  public typealias Measured = DonorValue
  public typealias Known = DonorFact
  public static var table: String { "donors" }
}
