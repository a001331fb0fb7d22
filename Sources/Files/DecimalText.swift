#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers as people write them in files: `12`, `-0.5`, `4.2e8`. No hexadecimal, no `inf`, no `nan`.
public enum DecimalText {
  /// The number that the bytes spell, rounded correctly, or nil when they spell none.
  ///
  /// Up to 15 digits and powers of ten up to 22 the product is exact (Clinger, "How to read floating point
  /// numbers accurately", PLDI 1990) and takes a few nanoseconds; the rest goes to the C library.
  public static func double(_ text: UnsafeRawBufferPointer) -> Double? {
    var at = 0
    let end = text.count
    var negative = false
    if at < end, text[at] == Byte.minus || text[at] == Byte.plus {
      negative = text[at] == Byte.minus
      at += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var scale = 0
    while at < end, let digit = digit(text[at]) {
      take(digit)
      at += 1
    }
    if at < end, text[at] == Byte.dot {
      at += 1
      while at < end, let digit = digit(text[at]) {
        take(digit)
        scale -= 1
        at += 1
      }
    }
    guard digits > 0 else { return nil }
    if at < end, text[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      var exponentNegative = false
      if at < end, text[at] == Byte.minus || text[at] == Byte.plus {
        exponentNegative = text[at] == Byte.minus
        at += 1
      }
      guard at < end else { return nil }
      var exponent = 0
      while at < end, let digit = digit(text[at]) {
        if exponent < 10_000 { exponent = exponent * 10 + Int(digit) }
        at += 1
      }
      scale += exponentNegative ? -exponent : exponent
    }
    guard at == end else { return nil }
    if significant <= 15, abs(scale) <= 22 {
      let magnitude = scale < 0 ? Double(mantissa) / powers[-scale] : Double(mantissa) * powers[scale]
      return negative ? -magnitude : magnitude
    }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
    return value

    func take(_ digit: UInt64) {
      digits += 1
      if significant > 0 || digit > 0 { significant += 1 }
      if significant <= 15 { mantissa = mantissa * 10 + digit }
    }
  }

  /// The whole number that the bytes spell, or nil when they spell none or it does not fit.
  public static func integer(_ text: UnsafeRawBufferPointer) -> Int? {
    var at = 0
    var negative = false
    if !text.isEmpty, text[0] == Byte.minus || text[0] == Byte.plus {
      negative = text[0] == Byte.minus
      at = 1
    }
    guard at < text.count, text.count - at <= 18 else { return nil }
    var value = 0
    while at < text.count {
      guard let digit = digit(text[at]) else { return nil }
      value = value * 10 + Int(digit)
      at += 1
    }
    return negative ? -value : value
  }

  /// The shortest text that reads back as `value`, without `.0` on whole numbers.
  public static func text(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 0x1p53 { return String(Int64(value)) }
    return value.description
  }

  /// `value` with exactly `places` digits behind the point (at most 9), halves away from zero.
  public static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return text(value) }
    let scale = Int64(powers[places])
    let scaled = Int64((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    if places == 0 { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    return sign + String(scaled / scale) + "." + String(repeating: "0", count: places - fraction.count)
      + fraction
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    byte >= Byte.zero && byte <= Byte.nine ? UInt64(byte - Byte.zero) : nil
  }

  /// A list of constants needs no making when it is first asked for, and no asking whether it is made.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19,
    1e20, 1e21, 1e22,
  ]
}
