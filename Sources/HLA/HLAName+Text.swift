/// Printing: the WHO form, without the prefix `HLA-`.
extension HLAName: CustomStringConvertible {
  /// The canonical text, such as `A*02:01:01G`, `B*15:XX`, `Cw10`.
  public var text: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  public var description: String { text }

  /// Appends the canonical text.
  public func append(to bytes: inout [UInt8]) {
    if let system {
      bytes.append(contentsOf: system.prefix.utf8)
      HLAName.append(number, atLeast: 1, to: &bytes)
      return
    }
    bytes.append(contentsOf: locus.name.utf8)
    bytes.append(UInt8(ascii: "*"))
    if kind == .absent || kind == .untyped {
      bytes.append(contentsOf: (kind == .absent ? "NNNN" : "UUUU").utf8)
      return
    }
    HLAName.append(field(1), atLeast: 2, to: &bytes)
    switch kind {
    case .family: bytes.append(contentsOf: ":XX".utf8)
    case .code:
      bytes.append(UInt8(ascii: ":"))
      bytes.append(contentsOf: codeLetters)
    default:
      for index in 2...4 where field(index) != 0 {
        bytes.append(UInt8(ascii: ":"))
        HLAName.append(field(index), atLeast: 2, to: &bytes)
      }
      if suffix != .none { bytes.append(Suffix.letters[Int(suffix.rawValue)]) }
      if kind == .pGroup { bytes.append(UInt8(ascii: "P")) }
      if kind == .gGroup { bytes.append(UInt8(ascii: "G")) }
    }
  }

  /// The letters of a multiple-allele code, else nothing.
  public var code: String? {
    kind == .code ? String(decoding: codeLetters, as: UTF8.self) : nil
  }

  private var codeLetters: [UInt8] {
    var rest = bits >> HLAName.lettersShift & HLAName.lettersMask
    var letters: [UInt8] = []
    while rest > 0 {
      if rest % 27 > 0 { letters.append(UInt8(rest % 27) + 64) }
      rest /= 27
    }
    return letters.reversed()
  }

  private static func append(_ number: Int, atLeast width: Int, to bytes: inout [UInt8]) {
    if number >= 1000 { bytes.append(UInt8(48 + number / 1000)) }
    if number >= 100 { bytes.append(UInt8(48 + number / 100 % 10)) }
    if number >= 10 || width == 2 { bytes.append(UInt8(48 + number / 10 % 10)) }
    bytes.append(UInt8(48 + number % 10))
  }
}
