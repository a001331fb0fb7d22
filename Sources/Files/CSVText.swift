/// Writing CSV: RFC 4180 quoting, and no cell that a spreadsheet would take for a formula.
public enum CSVText {
  /// `value` as a field for our own files: quoted where a comma, quote or line end asks for it.
  public static func field(_ value: String) -> String {
    let mustQuote = value.utf8.contains { byte in
      byte == Byte.comma || byte == Byte.quote || byte == Byte.lineFeed || byte == Byte.carriageReturn
    }
    if !mustQuote { return value }
    return "\"" + value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// `value` as a field for people who open the file in a spreadsheet: like `field`, and with a leading
  /// apostrophe where a cell would else begin a formula (OWASP, "CSV injection").
  public static func cell(_ value: String) -> String {
    guard let first = value.utf8.first else { return "" }
    let dangerous =
      first == UInt8(ascii: "=") || first == UInt8(ascii: "@") || first == Byte.plus || first == Byte.minus
      || first == Byte.tab || first == Byte.carriageReturn
    if dangerous, Double(value) == nil { return field("'" + value) }
    return field(value)
  }

  /// A line of fields with its line end.
  public static func row(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\n"
  }
}
