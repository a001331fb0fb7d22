import TandemFiles
import TandemHLA

/// One column of a cohort file, declared once: reading, writing, checking and the dictionary follow from it.
struct Column<Row>: Sendable {
  /// The name in the header line.
  let name: String
  /// What a field may hold, in words: "number, 2 to 350".
  let form: String
  /// The unit; empty where there is none.
  let unit: String
  /// Whether every row must have a value.
  let required: Bool
  /// What an empty field means.
  let missing: String
  /// Reads a field that is not empty into the row, or says what is wrong with it. A warning leaves the value in place.
  let read: @Sendable (UnsafeRawBufferPointer, inout Row) -> Misfit?
  /// The field as text, nil when unknown.
  let write: @Sendable (Row) -> String?
}

/// What is wrong with one field.
struct Misfit: Error {
  var severity: Problem.Severity = .error
  let kind: String
  let expected: String
  /// Bytes from the field's front to the fault.
  var offset = 0
}

extension Column {
  /// The identifier of the row.
  static func id(
    _ name: String, _ path: @escaping @Sendable (Row) -> String,
    set: @escaping @Sendable (inout Row, String) -> Void
  )
    -> Column
  {
    Column(
      name: name, form: "text of at most 64 characters", unit: "", required: true, missing: "not allowed",
      read: { field, row in
        if field.count > 64 {
          return Misfit(kind: "too long", expected: "an identifier of at most 64 bytes")
        }
        if let at = field.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) {
          return Misfit(
            kind: "control character", expected: "an identifier of printable characters", offset: at)
        }
        set(&row, String(decoding: field, as: UTF8.self))
        return nil
      },
      write: { path($0) })
  }

  /// A text that refers to something else by its identifier.
  static func reference(
    _ name: String, to what: String, missing: String, _ get: @escaping @Sendable (Row) -> String?,
    set: @escaping @Sendable (inout Row, String) -> Void
  ) -> Column {
    Column(
      name: name, form: "identifier of \(what)", unit: "", required: false, missing: missing,
      read: { field, row in
        set(&row, String(decoding: field, as: UTF8.self))
        return nil
      },
      write: get)
  }

  /// A number within a range.
  static func number(
    _ name: String, _ unit: String, _ range: ClosedRange<Double>, whole: Bool = false,
    mistakes: [Mistake] = [],
    missing: String = unknown, _ get: @escaping @Sendable (Row) -> Double?,
    set: @escaping @Sendable (inout Row, Double) -> Void
  ) -> Column {
    let span = "\(DecimalText.text(range.lowerBound)) to \(DecimalText.text(range.upperBound))"
    let form = "\(whole ? "whole number" : "number"), \(span)"
    let expected = unit.isEmpty ? form : "\(form) \(unit)"
    return Column(
      name: name, form: form, unit: unit, required: false, missing: missing,
      read: { field, row in
        guard let value = DecimalText.double(field), !whole || isWhole(value) else {
          return Misfit(kind: "wrong type", expected: expected + advice(onText: field))
        }
        guard range.contains(value) else {
          let mistake = mistakes.first { $0.range.contains(value) }
          return Misfit(kind: "out of range", expected: expected + (mistake.map { "; \($0.advice)" } ?? ""))
        }
        set(&row, value)
        return nil
      },
      write: { get($0).map(DecimalText.text) })
  }

  /// yes or no.
  static func flag(
    _ name: String, missing: String = unknown, _ get: @escaping @Sendable (Row) -> Bool?,
    set: @escaping @Sendable (inout Row, Bool) -> Void
  ) -> Column {
    Column(
      name: name, form: "yes or no (also true, false, 1, 0, positive, negative)", unit: "", required: false,
      missing: missing,
      read: { field, row in
        guard let value = flagValue(field) else {
          return Misfit(
            kind: "unknown word", expected: "yes or no (also true, false, 1, 0, positive, negative)")
        }
        set(&row, value)
        return nil
      },
      write: { get($0).map { $0 ? "yes" : "no" } })
  }

  /// An HLA typing as a GL String.
  static func typing(
    _ name: String, _ get: @escaping @Sendable (Row) -> Typing,
    set: @escaping @Sendable (inout Row, Typing) -> Void
  ) -> Column {
    Column(
      name: name, form: "GL String, such as A*02:01+A*03:01^B*07:02+B*08:01", unit: "", required: false,
      missing: "not typed: every rule on HLA says *needs review*",
      read: { field, row in
        do throws(NotationError) {
          set(&row, try Typing(bytes: field))
          return nil
        } catch {
          return Misfit(
            kind: "unreadable typing",
            expected: "at character \(error.offset + 1) of the typing \(error.expected.rawValue)",
            offset: error.offset)
        }
      },
      write: { row in
        let typing = get(row)
        return typing.isEmpty ? nil : typing.text
      })
  }

  /// One of a few words, in any case.
  static func word<Word: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, required: Bool = false, also: [String: Word] = [:], missing: String = unknown,
    _ get: @escaping @Sendable (Row) -> Word?, set: @escaping @Sendable (inout Row, Word) -> Void
  ) -> Column {
    let words = Word.allCases.map(\.rawValue)
    let table = words.map { ($0, Array($0.utf8), Word(rawValue: $0)!) }
    let others = also.sorted { $0.key < $1.key }.map { ($0.key, Array($0.key.utf8), $0.value) }
    return Column(
      name: name, form: words.joined(separator: ", "), unit: "", required: required, missing: missing,
      read: { field, row in
        for entry in table where sameLetters(field, entry.1) {
          set(&row, entry.2)
          return nil
        }
        for entry in others where sameLetters(field, entry.1) {
          set(&row, entry.2)
          return nil
        }
        let text = String(decoding: field, as: UTF8.self)
        let near = Spelling.nearest(to: text, among: words).map { "; did you mean \($0)?" } ?? ""
        return Misfit(kind: "unknown word", expected: "one of \(words.joined(separator: ", "))\(near)")
      },
      write: { get($0)?.rawValue })
  }

  /// A calendar day.
  static func day(
    _ name: String, missing: String = unknown, _ get: @escaping @Sendable (Row) -> Day?,
    set: @escaping @Sendable (inout Row, Day) -> Void
  ) -> Column {
    let first = Day(year: 1970, month: 1, day: 1)!
    let last = Day(year: 2100, month: 12, day: 31)!
    return Column(
      name: name, form: "day, such as 2026-03-01", unit: "", required: false, missing: missing,
      read: { field, row in
        guard let day = Day(field) else {
          return Misfit(
            kind: "unreadable date", expected: "a day of the calendar as YYYY-MM-DD, such as 2026-03-01")
        }
        guard day >= first, day <= last else {
          return Misfit(kind: "out of range", expected: "a day from \(first) to \(last)")
        }
        set(&row, day)
        return nil
      },
      write: { get($0)?.description })
  }

  /// A point in time.
  static func instant(
    _ name: String, missing: String = unknown, _ get: @escaping @Sendable (Row) -> Instant?,
    set: @escaping @Sendable (inout Row, Instant) -> Void
  ) -> Column {
    Column(
      name: name, form: "time with zone, such as 2026-03-01T04:30Z", unit: "", required: false,
      missing: missing,
      read: { field, row in
        switch Instant.read(field) {
        case .instant(let instant):
          set(&row, instant)
          return nil
        case .withoutZone(let instant):
          set(&row, instant)
          return Misfit(
            severity: .warning, kind: "time without zone",
            expected: "a zone such as Z or +01:00; UTC is taken")
        case .unreadable:
          return Misfit(
            kind: "unreadable date",
            expected: "date, time and zone, such as 2026-03-01T04:30Z or ...T05:30+01:00")
        }
      },
      write: { get($0)?.description })
  }

  /// Words separated by semicolons; a hyphen or `none` is the list known to be empty.
  static func list(
    _ name: String, of what: String, missing: String, _ get: @escaping @Sendable (Row) -> [String]?,
    set: @escaping @Sendable (inout Row, [String]) -> Void
  ) -> Column {
    Column(
      name: name, form: "\(what), separated by semicolons; - for none", unit: "", required: false,
      missing: missing,
      read: { field, row in
        set(&row, listItems(field))
        return nil
      },
      write: { row in get(row).map { $0.isEmpty ? "-" : $0.joined(separator: ";") } })
  }
}

/// What an empty field means where nothing else is said.
let unknown = "unknown"

/// Whether a number has no fraction. Rounding is a call into the C library where the processor is not known to do it.
private func isWhole(_ value: Double) -> Bool {
  abs(value) < 0x1p53 ? Double(Int64(value)) == value : true
}

private func advice(onText field: UnsafeRawBufferPointer) -> String {
  if field.contains(Byte.comma) { return "; write the decimal point as a dot" }
  return ""
}

private func flagValue(_ field: UnsafeRawBufferPointer) -> Bool? {
  switch field.count {
  case 1:
    switch field[0] {
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "1"), Byte.plus: return true
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "0"), Byte.minus: return false
    default: return nil
    }
  case 2: return sameLetters(field, no) ? false : nil
  case 3 where sameLetters(field, yes): return true
  default:
    switch String(decoding: field, as: UTF8.self).lowercased() {
    case "yes", "true", "positive", "pos": return true
    case "false", "negative", "neg": return false
    default: return nil
    }
  }
}

private let no = Array("no".utf8)
private let yes = Array("yes".utf8)

/// Whether the field spells the word, whatever the case of its letters.
private func sameLetters(_ field: UnsafeRawBufferPointer, _ word: [UInt8]) -> Bool {
  guard field.count == word.count else { return false }
  for index in 0..<word.count where field[index] | 0x20 != word[index] | 0x20 { return false }
  return true
}

private func listItems(_ field: UnsafeRawBufferPointer) -> [String] {
  // The bytes are fetched once: in another module their getters are calls.
  let (semicolon, space) = (Byte.semicolon, Byte.space)
  if field.count == 1, field[0] == Byte.minus { return [] }
  var items: [String] = []
  var count = 1
  for byte in field where byte == semicolon { count += 1 }
  items.reserveCapacity(count)
  var start = 0
  while start <= field.count {
    var at = start
    while at < field.count, field[at] != semicolon { at += 1 }
    var (first, last) = (start, at)
    while first < last, field[first] == space { first += 1 }
    while last > first, field[last - 1] == space { last -= 1 }
    if last > first { items.append(String(decoding: field[first..<last], as: UTF8.self)) }
    start = at + 1
  }
  return items == ["-"] || items == ["none"] ? [] : items
}
