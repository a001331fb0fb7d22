import TandemFiles

/// Numbers as sentences show them.
enum Amount {
  /// At most three digits behind the point, thousands apart by commas: `412,000`, `30.042`.
  static func text(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return DecimalText.text(value) }
    let scaled = Int64((abs(value) * 1000).rounded())
    var whole = String(scaled / 1000)
    var at = whole.count - 3
    while at > 0 {
      whole.insert(",", at: whole.index(whole.startIndex, offsetBy: at))
      at -= 3
    }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    if scaled % 1000 == 0 { return sign + whole }
    var fraction = String(scaled % 1000 + 1000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return sign + whole + "." + fraction
  }

  /// With its unit; a fraction speaks for itself.
  static func text(_ value: Double, _ unit: String) -> String {
    unit == "fraction" ? text(value) : "\(text(value)) \(unit)"
  }

  /// Hours to a tenth.
  static func hours(_ value: Double) -> String { DecimalText.fixed(value, 1) + " h" }

  /// Cells in millions a kilogram and the like: `5.2e6`.
  static func cells(_ value: Double) -> String {
    guard value.isFinite, value >= 1e5 else { return text(value) }
    var exponent = 0
    var mantissa = value
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    let shown = DecimalText.fixed(mantissa, 2)
    return (shown == "10.00" ? "1.00e\(exponent + 1)" : "\(shown)e\(exponent)")
  }

  /// A probability to two digits.
  static func probability(_ value: Double) -> String { DecimalText.fixed(value, 2) }
}
