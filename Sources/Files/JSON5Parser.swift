/// The recursive descent behind `JSON5Node.read`.
struct JSON5Parser {
  private let bytes: UnsafeRawBufferPointer
  private let path: String
  private var at = 0
  private var line = 1
  private var lineStart = 0
  private var depth = 0
  private static let deepest = 200

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    self.path = path
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { at = 3 }
  }

  mutating func document() throws(Problem) -> JSON5Node {
    let node = try value()
    try skipSpace()
    guard at == bytes.count else {
      throw unexpected("the end of the document, since its one value is complete")
    }
    return node
  }

  private mutating func value() throws(Problem) -> JSON5Node {
    try skipSpace()
    let (line, column) = (line, at - lineStart + 1)
    let content = try content()
    return JSON5Node(content: content, line: line, column: column)
  }

  private mutating func content() throws(Problem) -> JSON5Node.Content {
    guard let byte = peek else { throw unexpected("a value") }
    switch byte {
    case UInt8(ascii: "{"): return .object(try members())
    case UInt8(ascii: "["): return .array(try items())
    case Byte.quote, UInt8(ascii: "'"): return .string(try quoted())
    default: return try word()
    }
  }

  private mutating func members() throws(Problem) -> [JSON5Node.Member] {
    try enter()
    var members: [JSON5Node.Member] = []
    var seen: Set<String> = []
    while true {
      try skipSpace()
      if take(UInt8(ascii: "}")) { break }
      let (line, column) = (line, at - lineStart + 1)
      let key = peek == Byte.quote || peek == UInt8(ascii: "'") ? try quoted() : try bareKey()
      guard seen.insert(key).inserted else {
        throw Problem(
          kind: "duplicate key", file: path, line: line, column: column, value: key,
          expected: "each key once in an object")
      }
      try skipSpace()
      guard take(Byte.colon) else { throw unexpected("a colon after the key \"\(key)\"") }
      members.append(.init(key: key, line: line, column: column, value: try value()))
      try skipSpace()
      if take(Byte.comma) { continue }
      if take(UInt8(ascii: "}")) { break }
      throw unexpected("a comma or } after the value of \"\(key)\"")
    }
    depth -= 1
    return members
  }

  private mutating func items() throws(Problem) -> [JSON5Node] {
    try enter()
    var items: [JSON5Node] = []
    while true {
      try skipSpace()
      if take(UInt8(ascii: "]")) { break }
      items.append(try value())
      try skipSpace()
      if take(Byte.comma) { continue }
      if take(UInt8(ascii: "]")) { break }
      throw unexpected("a comma or ] after an item")
    }
    depth -= 1
    return items
  }

  private mutating func enter() throws(Problem) {
    depth += 1
    guard depth <= JSON5Parser.deepest else {
      throw unexpected("at most \(JSON5Parser.deepest) levels of nesting")
    }
    at += 1
  }

  private mutating func bareKey() throws(Problem) -> String {
    let start = at
    while let byte = peek, isWordByte(byte) { at += 1 }
    guard at > start, !isDigit(bytes[start]) else { throw unexpected("a key or }") }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func word() throws(Problem) -> JSON5Node.Content {
    let start = at
    while let byte = peek, isWordByte(byte) || byte == Byte.dot || byte == Byte.plus || byte == Byte.minus {
      at += 1
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    switch text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default: break
    }
    if let number = number(UnsafeRawBufferPointer(rebasing: bytes[start..<at])) { return .number(number) }
    at = start
    throw unexpected("a value: an object, a list, a text in quotes, a finite number, true, false or null")
  }

  private func number(_ text: UnsafeRawBufferPointer) -> Double? {
    if let value = DecimalText.double(text) { return value }
    let spelled = String(decoding: text, as: UTF8.self)
    let negative = spelled.hasPrefix("-")
    let digits = spelled.drop { $0 == "-" || $0 == "+" }
    guard digits.hasPrefix("0x") || digits.hasPrefix("0X"), let value = UInt32(digits.dropFirst(2), radix: 16)
    else {
      return nil
    }
    return negative ? -Double(value) : Double(value)
  }

  private mutating func quoted() throws(Problem) -> String {
    let quote = bytes[at]
    let start = (at, line, lineStart)
    at += 1
    var content: [UInt8] = []
    while true {
      guard let byte = peek, byte != Byte.lineFeed else {
        (at, line, lineStart) = start
        throw unexpected("a closing quote on the same line")
      }
      at += 1
      if byte == quote { break }
      if byte == UInt8(ascii: "\\") { try escape(into: &content) } else { content.append(byte) }
    }
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func escape(into content: inout [UInt8]) throws(Problem) {
    guard let byte = peek else { throw unexpected("a character after the backslash") }
    at += 1
    switch byte {
    case UInt8(ascii: "n"): content.append(Byte.lineFeed)
    case UInt8(ascii: "t"): content.append(Byte.tab)
    case UInt8(ascii: "r"): content.append(Byte.carriageReturn)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "v"): content.append(0x0B)
    case UInt8(ascii: "0"): content.append(0)
    case UInt8(ascii: "x"): try append(scalar: hexDigits(2), to: &content)
    case UInt8(ascii: "u"):
      var code = try hexDigits(4)
      if (0xD800..<0xDC00).contains(code), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
        bytes[at + 1] == UInt8(ascii: "u")
      {
        at += 2
        let low = try hexDigits(4)
        guard (0xDC00..<0xE000).contains(low) else { throw unexpected("the second half of a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      try append(scalar: code, to: &content)
    case Byte.carriageReturn:
      if peek == Byte.lineFeed { newLine() }
    case Byte.lineFeed:
      at -= 1
      newLine()
    default: content.append(byte)
    }
  }

  private func append(scalar code: UInt32, to content: inout [UInt8]) throws(Problem) {
    guard let scalar = Unicode.Scalar(code) else { throw unexpected("an escape that names a character") }
    content.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func hexDigits(_ count: Int) throws(Problem) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<count {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("\(count) hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      at += 1
    }
    return code
  }

  private mutating func skipSpace() throws(Problem) {
    while let byte = peek {
      if byte == Byte.lineFeed {
        newLine()
      } else if byte == Byte.space || byte == Byte.tab || byte == Byte.carriageReturn {
        at += 1
      } else if byte == 0xC2, at + 1 < bytes.count, bytes[at + 1] == 0xA0 {
        at += 2
      } else if byte == Byte.slash {
        try skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(Problem) {
    let start = (at, line, lineStart)
    at += 1
    if take(Byte.slash) {
      while let byte = peek, byte != Byte.lineFeed { at += 1 }
      return
    }
    guard take(Byte.asterisk) else {
      at -= 1
      throw unexpected("// or /* to begin a comment")
    }
    while let byte = peek {
      if byte == Byte.lineFeed {
        newLine()
        continue
      }
      at += 1
      if byte == Byte.asterisk, take(Byte.slash) { return }
    }
    (at, line, lineStart) = start
    throw unexpected("a comment that is closed with */")
  }

  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    at += 1
    return true
  }

  private mutating func newLine() {
    at += 1
    line += 1
    lineStart = at
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= Byte.zero && byte <= Byte.nine }

  private func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
  }

  private func unexpected(_ expected: String) -> Problem {
    let value = at < bytes.count ? String(decoding: bytes[at..<min(at + 20, bytes.count)], as: UTF8.self) : ""
    let shown = value.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    return Problem(
      kind: at < bytes.count ? "cannot read JSON" : "JSON ends early", file: path, line: line,
      column: at - lineStart + 1, value: shown, expected: expected)
  }
}
