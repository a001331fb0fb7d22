internal import TandemFiles

/// A number without a sign at the front of some text.
struct ModelNumber {
  /// What it is worth; not a number when it is too large, or lacks digits.
  let value: Double
  /// Behind its last byte; where it began when there is no number.
  let end: Int

  /// The largest magnitude that is a number; what is not below it is infinite, as most solvers have it.
  static let infinity = 1e20

  /// Reads digits, a point, digits, and an exponent. Up to 15 digits and powers of ten up to 22 take a
  /// division or multiplication, which is exact then; the rest goes to the slow path.
  @inline(__always)
  init(_ text: UnsafePointer<UInt8>, from begin: Int, to limit: Int) {
    var at = begin
    var mantissa: UInt64 = 0
    while at < limit, text[at] &- 0x30 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(text[at] &- 0x30)
      at += 1
    }
    let isPlain = at == limit || (text[at] != 0x2E && text[at] | 0x20 != 0x65)
    if isPlain && at - begin <= 15 {
      value = at == begin ? .nan : Double(mantissa)
      end = at
      return
    }
    self = ModelNumber(slowly: text, from: begin, to: limit)
  }

  @inline(never)
  private init(slowly text: UnsafePointer<UInt8>, from begin: Int, to limit: Int) {
    var at = begin
    func skipDigits() -> Int {
      let first = at
      while at < limit, text[at] &- 0x30 < 10 { at += 1 }
      return at - first
    }
    var digits = skipDigits()
    if at < limit, text[at] == ASCII.dot {
      at += 1
      digits += skipDigits()
    }
    if digits == 0 {
      (value, end) = (.nan, begin)
      return
    }
    if at < limit, text[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < limit, text[at] == ASCII.plus || text[at] == ASCII.minus { at += 1 }
      if skipDigits() == 0 {
        (value, end) = (.nan, at)
        return
      }
    }
    value = DecimalText.double(UnsafeRawBufferPointer(start: text + begin, count: at - begin)) ?? .nan
    end = at
  }
}
