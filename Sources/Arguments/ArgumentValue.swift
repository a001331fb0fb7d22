/// A type whose values can stand on the command line.
///
/// Values are ordered so that an option may give a range.
public protocol ArgumentValue: Sendable, Comparable {
  /// What a value is called in messages, with its article: "a whole number".
  static var noun: String { get }
  /// The words that are allowed, in the order shown; empty when any text may be tried.
  static var choices: [String] { get }
  /// The value that `text` stands for, nil when it stands for none.
  static func read(_ text: String) -> Self?
  /// The text that reads back as this value.
  var argumentText: String { get }
}

extension ArgumentValue {
  public static var choices: [String] { [] }
}

extension String: ArgumentValue {
  public static var noun: String { "a text" }
  public static func read(_ text: String) -> String? { text }
  public var argumentText: String { self }
}

extension Int: ArgumentValue {
  public static var noun: String { "a whole number" }
  public static func read(_ text: String) -> Int? { Int(text) }
  public var argumentText: String { String(self) }
}

extension UInt64: ArgumentValue {
  public static var noun: String { "a whole number, 0 or more" }
  public static func read(_ text: String) -> UInt64? { UInt64(text) }
  public var argumentText: String { String(self) }
}

extension Double: ArgumentValue {
  public static var noun: String { "a number" }

  /// Decimal notation only: no hexadecimal, no infinity, no "nan".
  public static func read(_ text: String) -> Double? {
    let isDecimal = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    guard isDecimal, let value = Double(text), value.isFinite else { return nil }
    return value
  }

  public var argumentText: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// A value that is one of a few words, declared as an enumeration:
/// `enum Method: String, Choice { case auto, exact, core }`. Its order is the order of its cases.
public protocol Choice: ArgumentValue, CaseIterable, RawRepresentable where RawValue == String {}

extension Choice {
  public static var noun: String { "one of \(choices.joined(separator: ", "))" }
  public static var choices: [String] { allCases.map(\.rawValue) }
  public static func read(_ text: String) -> Self? { Self(rawValue: text) }
  public var argumentText: String { rawValue }

  public static func < (left: Self, right: Self) -> Bool {
    let words = choices
    return words.firstIndex(of: left.rawValue)! < words.firstIndex(of: right.rawValue)!
  }
}
