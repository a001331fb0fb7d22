/// Reads one name from bytes, by its grammar, up to the first byte that cannot belong to it.
///
/// Understood: the WHO forms; `HLA-` in front; any case; `Cw*07:02`; two digits a field without colons
/// (`A*0201`, `DRB10301`); no star where that leaves one reading (`A02:01`, `A0201`); antigens, with
/// `w` where the workshops put it. One pass, no allocation.
struct NameReader {
  let bytes: UnsafeRawBufferPointer
  let end: Int
  var at: Int

  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer, at start: Int) {
    self.bytes = bytes
    end = bytes.count
    at = start
  }

  /// The byte `ahead` of here in capitals, 0 behind the end. Digits and signs of names are unchanged but for
  /// those that no name has.
  @inline(__always)
  private func capital(_ ahead: Int = 0) -> UInt8 {
    guard at + ahead < end else { return 0 }
    let byte = bytes[at + ahead]
    return byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte
  }

  @inline(__always)
  private func digit(_ ahead: Int = 0) -> Bool {
    at + ahead < end && bytes[at + ahead] &- 48 < 10
  }

  @inline(__always)
  private var letter: Bool {
    let byte = capital()
    return byte >= 65 && byte <= 90
  }

  /// Whether the next byte is `byte`.
  @inline(__always)
  func stands(at byte: UInt8) -> Bool { at < end && bytes[at] == byte }

  private func failure(_ expected: NotationError.Expected, at place: Int? = nil) -> NotationError {
    NotationError(at: place ?? at, expected)
  }

  /// Reads the name that begins here and stops behind it.
  @inline(__always)
  mutating func read() throws(NotationError) -> HLAName {
    if capital() == UInt8(ascii: "H"), capital(1) == UInt8(ascii: "L"), capital(2) == UInt8(ascii: "A"),
      capital(3) == UInt8(ascii: "-")
    {
      at += 4
    }
    switch capital() {
    case UInt8(ascii: "A"): return try readClassI(.a, .a)
    case UInt8(ascii: "B"): return try readClassI(.b, .b)
    case UInt8(ascii: "C"): return try readClassI(.c, .cw)
    case UInt8(ascii: "D"): return try readClassII()
    case 0: throw failure(.name)
    default: throw failure(.locus)
    }
  }

  @inline(__always)
  private mutating func readClassI(
    _ locus: Locus, _ system: HLAName.System
  ) throws(NotationError) -> HLAName {
    at += 1
    if capital() == UInt8(ascii: "*") {
      at += 1
      return try readFields(locus)
    }
    return try readBareClassI(locus, system)
  }

  private mutating func readBareClassI(
    _ locus: Locus, _ system: HLAName.System
  ) throws(NotationError) -> HLAName {
    let hasW = capital() == UInt8(ascii: "W")
    if hasW { at += 1 }
    if hasW, locus == .c, capital() == UInt8(ascii: "*") {
      at += 1
      return try readFields(locus)
    }
    guard digit() else { throw failure(.locus, at: at - 1) }
    let start = at
    while digit() { at += 1 }
    let count = at - start
    let isColon = capital() == UInt8(ascii: ":")
    let number = value(start, count)
    at = start
    if isColon, !hasW || locus == .c { return try readFields(locus) }
    if let antigen = Antigens.named(hasW && locus == .b ? .bw : system, number, digits: count) {
      at += count
      return antigen
    }
    if count >= 4, !hasW || locus == .c { return try readFields(locus) }
    throw failure(bytes[start] == 48 ? .starOrAntigen : .antigen)
  }

  private mutating func readClassII() throws(NotationError) -> HLAName {
    let start = at
    let (second, third) = (capital(1), capital(2))
    guard second == UInt8(ascii: "R") || second == UInt8(ascii: "Q") || second == UInt8(ascii: "P") else {
      throw failure(.locus)
    }
    if third == UInt8(ascii: "A") || third == UInt8(ascii: "B") {
      guard let locus = NameReader.classII(second, third, capital(3)) else { throw failure(.locus) }
      at += 4
      if capital() == UInt8(ascii: "*") { at += 1 }
      return try readFields(locus)
    }
    at += third == UInt8(ascii: "W") ? 3 : 2
    guard digit() else { throw failure(.locus, at: start) }
    let first = at
    while digit() { at += 1 }
    let system: HLAName.System =
      second == UInt8(ascii: "R") ? .dr : second == UInt8(ascii: "Q") ? .dq : .dp
    guard let antigen = Antigens.named(system, value(first, at - first), digits: at - first) else {
      throw failure(.antigen, at: first)
    }
    return antigen
  }

  @inline(__always)
  private static func classII(_ second: UInt8, _ third: UInt8, _ number: UInt8) -> Locus? {
    switch (second, third, number) {
    case (UInt8(ascii: "R"), UInt8(ascii: "B"), UInt8(ascii: "1")): .drb1
    case (UInt8(ascii: "R"), UInt8(ascii: "B"), UInt8(ascii: "3")): .drb3
    case (UInt8(ascii: "R"), UInt8(ascii: "B"), UInt8(ascii: "4")): .drb4
    case (UInt8(ascii: "R"), UInt8(ascii: "B"), UInt8(ascii: "5")): .drb5
    case (UInt8(ascii: "Q"), UInt8(ascii: "A"), UInt8(ascii: "1")): .dqa1
    case (UInt8(ascii: "Q"), UInt8(ascii: "B"), UInt8(ascii: "1")): .dqb1
    case (UInt8(ascii: "P"), UInt8(ascii: "A"), UInt8(ascii: "1")): .dpa1
    case (UInt8(ascii: "P"), UInt8(ascii: "B"), UInt8(ascii: "1")): .dpb1
    default: nil
    }
  }

  /// Everything behind the star.
  @inline(__always)
  mutating func readFields(_ locus: Locus) throws(NotationError) -> HLAName {
    if !digit() { return try readWord(locus) }
    let start = at
    let first = try readNumber()
    if capital() != UInt8(ascii: ":") { return try readCompact(locus, from: start) }
    var bits = UInt64(locus.rawValue) << HLAName.locusShift | (try inRange(first, from: start)) << 47
    var shift: UInt64 = 47
    while capital() == UInt8(ascii: ":") {
      at += 1
      if !digit() {
        guard shift == 47 else { throw failure(letter ? .codeLength : .fieldOfDigits) }
        return try readCode(bits)
      }
      guard shift > 11 else { throw failure(.fourFields) }
      shift -= 12
      let fieldStart = at
      bits |= try inRange(try readNumber(), from: fieldStart) << shift
    }
    return letter ? try readSuffix(bits, fields: Int(47 - shift) / 12 + 1) : HLAName(bits: bits)
  }

  /// A run of digits; eight are the longest that an old name has.
  @inline(__always)
  private mutating func readNumber() throws(NotationError) -> UInt64 {
    let start = at
    var number: UInt64 = 0
    while digit() {
      number = number &* 10 &+ UInt64(bytes[at] &- 48)
      at += 1
      if at - start > 8 { throw failure(.fieldRange, at: start) }
    }
    return number
  }

  @inline(__always)
  private func inRange(_ number: UInt64, from start: Int) throws(NotationError) -> UInt64 {
    guard number >= 1, number <= 4095, at - start <= 4 else { throw failure(.fieldRange, at: start) }
    return number
  }

  /// The words that stand for a name: `NNNN`, no such gene on this chromosome, and `UUUU`, not typed.
  private mutating func readWord(_ locus: Locus) throws(NotationError) -> HLAName {
    let mark = capital()
    guard mark == UInt8(ascii: "N") || mark == UInt8(ascii: "U") else { throw failure(.field) }
    for ahead in 1..<4 where capital(ahead) != mark { throw failure(.field) }
    at += 4
    return mark == UInt8(ascii: "N") ? .absent(locus) : .untyped(locus)
  }

  /// The letters of a multiple-allele code or XX, behind the colon.
  private mutating func readCode(_ head: UInt64) throws(NotationError) -> HLAName {
    let start = at
    var letters: UInt64 = 0
    while letter {
      if at - start == 7 { throw failure(.codeLength, at: start) }
      letters = letters * 27 + UInt64(capital() - 64)
      at += 1
    }
    let count = at - start
    guard count > 0 else { throw failure(.field) }
    guard count > 1 else { throw failure(.codeLength, at: start) }
    if count == 2, letters == 24 * 27 + 24 {
      return HLAName(bits: head | UInt64(HLAName.Kind.family.rawValue) << HLAName.kindShift)
    }
    for _ in count..<7 { letters *= 27 }
    return HLAName(
      bits: head | letters << HLAName.lettersShift
        | UInt64(HLAName.Kind.code.rawValue) << HLAName.kindShift)
  }

  private mutating func readSuffix(_ head: UInt64, fields: Int) throws(NotationError) -> HLAName {
    let mark = capital()
    let kind: HLAName.Kind
    switch mark {
    case UInt8(ascii: "P"):
      guard fields == 2 else { throw failure(.groupFields) }
      kind = .pGroup
    case UInt8(ascii: "G"):
      guard fields == 2 || fields == 3 else { throw failure(.groupFields) }
      kind = .gGroup
    default:
      guard let index = HLAName.Suffix.letters.firstIndex(of: mark) else { throw failure(.suffix) }
      guard fields >= 2 else { throw failure(.fieldsBeforeSuffix) }
      at += 1
      return HLAName(bits: head | UInt64(index) << HLAName.suffixShift)
    }
    at += 1
    return HLAName(bits: head | UInt64(kind.rawValue) << HLAName.kindShift)
  }

  /// A run of digits without colons that began at `start` and ends here: one field, or two digits each.
  private mutating func readCompact(_ locus: Locus, from start: Int) throws(NotationError) -> HLAName {
    let count = at - start
    var bits = UInt64(locus.rawValue) << HLAName.locusShift
    // DPB1 families number more than a hundred and are written with three digits and more.
    if count <= 2 || (count == 3 && locus == .dpb1) {
      bits |= UInt64(value(start, count)) << 47
      guard value(start, count) > 0 else { throw failure(.fieldRange, at: start) }
      if !letter { return HLAName(bits: bits) }
      let next = capital(1)
      guard next >= 65, next <= 90 else { throw failure(.fieldsBeforeSuffix) }
      return try readCode(bits)
    }
    guard count % 2 == 0, count <= 8 else { throw failure(.pairsOfDigits, at: start) }
    for index in 0..<count / 2 {
      let field = value(start + 2 * index, 2)
      guard field > 0 else { throw failure(.fieldRange, at: start + 2 * index) }
      bits |= UInt64(field) << UInt64(47 - 12 * index)
    }
    return letter ? try readSuffix(bits, fields: count / 2) : HLAName(bits: bits)
  }

  private func value(_ start: Int, _ count: Int) -> Int {
    var value = 0
    for index in start..<start + min(count, 9) { value = value * 10 + Int(bytes[index] &- 48) }
    return value
  }
}

extension HLAName {
  /// Reads a name that takes up all of `bytes`.
  public init(bytes: UnsafeRawBufferPointer) throws(NotationError) {
    var reader = NameReader(bytes, at: 0)
    let name = try reader.read()
    guard reader.at == bytes.count else { throw NotationError(at: reader.at, .endOfName) }
    self = name
  }

  /// Reads a name, in any of the forms `NameReader` lists.
  public init(_ text: String) throws(NotationError) {
    self = try text.readingBytes { bytes throws(NotationError) in try HLAName(bytes: bytes) }
  }
}

extension String {
  /// Runs `read` on the bytes of the text.
  func readingBytes<Value>(
    _ read: (UnsafeRawBufferPointer) throws(NotationError) -> Value
  ) throws(NotationError) -> Value {
    var text = self
    var result: Result<Value, NotationError>?
    text.withUTF8 { buffer in
      do throws(NotationError) {
        result = .success(try read(UnsafeRawBufferPointer(buffer)))
      } catch {
        result = .failure(error)
      }
    }
    return try result!.get()
  }
}
