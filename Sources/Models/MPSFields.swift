internal import TandemFiles

/// The sections of an MPS file.
enum MPSSection {
  case none, name, rows, columns, rightHandSide, ranges, bounds, direction, end

  /// Nil for sections that are not known or not linear.
  init?(_ spelling: String) {
    switch spelling {
    case "NAME": self = .name
    case "ROWS": self = .rows
    case "COLUMNS": self = .columns
    case "RHS": self = .rightHandSide
    case "RANGES": self = .ranges
    case "BOUNDS": self = .bounds
    case "OBJSENSE": self = .direction
    case "ENDATA": self = .end
    default: return nil
    }
  }
}

/// The fields of one line of an MPS file, numbered 1 to 6 as its manuals number them: a kind, a name, and
/// two pairs of a name and a number. A field that is not there is empty.
struct MPSFields: ~Copyable {
  /// Where a field stands.
  struct Field {
    var start = 0
    var end = 0

    var isEmpty: Bool { start == end }
    var range: Range<Int> { start..<end }
  }

  private let fields: UnsafeMutablePointer<Field>
  /// Names of fixed fields without the blanks inside of them, one after the other.
  private let squeezed: UnsafeMutablePointer<UInt8>

  init() {
    fields = .allocate(capacity: 7)
    fields.initialize(repeating: Field(), count: 7)
    squeezed = .allocate(capacity: 48)
  }

  deinit {
    fields.deallocate()
    squeezed.deallocate()
  }

  subscript(number: Int) -> Field { fields[number] }

  // MARK: Free format

  /// Cuts a line at its blanks and numbers the fields as the section has them; a `$` in front of a field
  /// begins a comment. False when their count does not fit.
  ///
  /// The names of right-hand sides, ranges and bounds may be left out: the count of fields tells.
  @inline(__always)
  mutating func cut(_ text: ModelText, from begin: Int, to end: Int, _ section: MPSSection) -> Bool {
    let first = section == .rows || section == .bounds ? 1 : 2
    var next = first
    var at = begin
    fields[1] = Field()
    while true {
      while at < end, MPSFields.isBlank(text[at]) { at += 1 }
      if at == end || text[at] == ASCII.dollar { break }
      if next == 7 { return false }
      let start = at
      while at < end, !MPSFields.isBlank(text[at]) { at += 1 }
      fields[next] = Field(start: start, end: at)
      next += 1
    }
    let count = next - first
    while next < 7 {
      fields[next] = Field()
      next += 1
    }
    return section == .columns ? arrangeColumns(count, text) : arrange(count, section, text)
  }

  @inline(__always)
  private mutating func arrangeColumns(_ count: Int, _ text: ModelText) -> Bool {
    if count == 3 && text[fields[3].start] == ASCII.quote && isMarker(text) {
      fields[5] = fields[4]
      fields[4] = Field()
    }
    return count == 3 || count == 5
  }

  private mutating func arrange(_ count: Int, _ section: MPSSection, _ text: ModelText) -> Bool {
    switch section {
    case .rows: return count == 2
    case .rightHandSide, .ranges:
      if count % 2 == 0 { shift(from: 2) }
      return (2...5).contains(count)
    case .bounds:
      guard (2...4).contains(count) else { return false }
      let named = MPSBound(text, fields[1])?.takesValue == true ? 4 : 3
      if count < named { shift(from: 2) }
      return count >= named - 1
    default: return true
    }
  }

  private mutating func shift(from number: Int) {
    for place in stride(from: 6, to: number, by: -1) { fields[place] = fields[place - 1] }
    fields[number] = Field()
  }

  /// Whether the third field says that whole-numbered columns begin or end.
  func isMarker(_ text: ModelText) -> Bool { text.text(fields[3].range) == "'MARKER'" }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool { byte == ASCII.space || byte &- 9 < 5 }

  // MARK: Fixed format

  /// The columns of the six fields, counted from 0.
  private static let places = [0..<0, 1..<3, 4..<12, 14..<22, 24..<36, 39..<47, 49..<61]

  /// Takes the fields from their columns; a `$` in front of the third or fifth begins a comment. Returns a
  /// byte that stands between the fields, or -1.
  mutating func take(_ text: ModelText, from begin: Int, to end: Int) -> Int {
    var free = 0
    for number in 1...6 {
      let place = MPSFields.places[number]
      var start = min(end, begin + place.lowerBound)
      var stop = min(end, begin + place.upperBound)
      for gap in min(end, begin + free)..<start where text[gap] != ASCII.space { return gap }
      free = place.upperBound
      if number == 3 || number == 5, start < stop, text[start] == ASCII.dollar {
        for rest in number...6 { fields[rest] = Field() }
        return -1
      }
      while start < stop, text[start] == ASCII.space { start += 1 }
      while start < stop, text[stop - 1] == ASCII.space { stop -= 1 }
      fields[number] = start < stop ? Field(start: start, end: stop) : Field()
    }
    for gap in min(end, begin + free)..<min(end, begin + 72) where text[gap] != ASCII.space { return gap }
    return -1
  }

  /// The bytes of a name. Blanks inside of a fixed field do not count.
  @inline(__always)
  func name(_ number: Int, _ text: ModelText) -> UnsafeBufferPointer<UInt8> {
    let field = fields[number]
    let whole = UnsafeBufferPointer(start: text.base + field.start, count: field.end - field.start)
    return whole.count <= 8 && whole.contains(ASCII.space) ? squeezing(whole, number) : whole
  }

  private func squeezing(_ name: UnsafeBufferPointer<UInt8>, _ number: Int) -> UnsafeBufferPointer<UInt8> {
    var count = 0
    for byte in name where byte != ASCII.space {
      squeezed[8 * (number - 1) + count] = byte
      count += 1
    }
    return UnsafeBufferPointer(start: squeezed + 8 * (number - 1), count: count)
  }
}

/// The kinds of bounds.
enum MPSBound {
  case lower, upper, fixed, free, minusInfinity, plusInfinity, wholeLower, wholeUpper, binary

  init?(_ text: ModelText, _ field: MPSFields.Field) {
    guard field.end - field.start == 2 else { return nil }
    switch (UnicodeScalar(text[field.start]), UnicodeScalar(text[field.start + 1])) {
    case ("L", "O"): self = .lower
    case ("U", "P"): self = .upper
    case ("F", "X"): self = .fixed
    case ("F", "R"): self = .free
    case ("M", "I"): self = .minusInfinity
    case ("P", "L"): self = .plusInfinity
    case ("L", "I"): self = .wholeLower
    case ("U", "I"): self = .wholeUpper
    case ("B", "V"): self = .binary
    default: return nil
    }
  }

  /// Whether a number belongs to it.
  var takesValue: Bool {
    switch self {
    case .lower, .upper, .fixed, .wholeLower, .wholeUpper: true
    case .free, .minusInfinity, .plusInfinity, .binary: false
    }
  }

  /// Which limits it speaks of: 1 the lower, 2 the upper.
  var sides: UInt8 {
    switch self {
    case .lower, .minusInfinity, .wholeLower: 1
    case .upper, .plusInfinity, .wholeUpper: 2
    case .fixed, .free, .binary: 3
    }
  }
}
