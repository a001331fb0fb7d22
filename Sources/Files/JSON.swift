/// A JSON document to be written. Keys keep the order in which they are given, so that the same content
/// gives the same bytes.
public enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([(key: String, value: JSON)])

  /// A number, or null when it is unknown.
  public static func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }

  /// A text, or null when it is unknown.
  public static func string(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }

  /// A list of texts.
  public static func strings(_ values: [String]) -> JSON { .array(values.map { .string($0) }) }

  public static func == (left: JSON, right: JSON) -> Bool { left.text() == right.text() }

  /// The document, indented by two spaces, without a final line end. A number that is not finite, which
  /// JSON cannot say, becomes null.
  public func text(indented: Bool = true) -> String {
    var out = ""
    append(to: &out, indent: indented ? 0 : nil)
    return out
  }

  private func append(to out: inout String, indent: Int?) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .number(let value): out += value.isFinite ? DecimalText.text(value) : "null"
    case .string(let value): JSON.appendQuoted(value, to: &out)
    case .array(let values):
      JSON.appendItems(values, between: ("[", "]"), to: &out, indent: indent) { value, out, inner in
        value.append(to: &out, indent: inner)
      }
    case .object(let members):
      JSON.appendItems(members, between: ("{", "}"), to: &out, indent: indent) { member, out, inner in
        JSON.appendQuoted(member.key, to: &out)
        out += inner == nil ? ":" : ": "
        member.value.append(to: &out, indent: inner)
      }
    }
  }

  private static func appendItems<Item>(
    _ items: [Item], between marks: (String, String), to out: inout String, indent: Int?,
    _ append: (Item, inout String, Int?) -> Void
  ) {
    out += marks.0
    let inner = indent.map { $0 + 2 }
    for (index, item) in items.enumerated() {
      if index > 0 { out += "," }
      if let inner { out += "\n" + String(repeating: " ", count: inner) }
      append(item, &out, inner)
    }
    if let indent, !items.isEmpty { out += "\n" + String(repeating: " ", count: indent) }
    out += marks.1
  }

  private static func appendQuoted(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0x7F {
          let hex = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    out += "\""
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral values: JSON...) { self = .array(values) }
  public init(dictionaryLiteral members: (String, JSON)...) {
    self = .object(members.map { (key: $0.0, value: $0.1) })
  }
}
