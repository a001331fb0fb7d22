import ReportSamples
import TandemReporting
import TandemTerminal
import Testing

struct TextTests {
  @Test func `control characters and marks of direction become visible`() {
    #expect(DisplayText.visible("a\u{1B}[31mb") == "a\\u{1B}[31mb")
    #expect(DisplayText.visible("\u{202E}evil") == "\\u{202E}evil")
    #expect(DisplayText.visible("R-\u{200F}1") == "R-\\u{200F}1")
    #expect(DisplayText.visible("two\nlines\tand") == "two lines and")
    #expect(DisplayText.visible("Söhne 漢") == "Söhne 漢")
  }

  @Test func `wide characters fill two columns, combining marks none`() {
    #expect(DisplayText.width("abc") == 3)
    #expect(DisplayText.width("漢字") == 4)
    #expect(DisplayText.width("e\u{301}") == 1)
    #expect(DisplayText.width("🙂") == 2)
  }

  @Test func `text is cut so that it fits, with an ellipsis`() {
    #expect(DisplayText.clipped("abcdef", to: 6) == "abcdef")
    #expect(DisplayText.clipped("abcdef", to: 4) == "abc…")
    #expect(DisplayText.clipped("漢字漢字", to: 4) == "漢…")
    #expect(DisplayText.clipped("abc", to: 1) == "…")
    #expect(DisplayText.clipped("abc", to: 0) == "")
  }

  @Test func `words are kept whole when a paragraph is broken`() {
    #expect(DisplayText.wrapped("one two three", to: 8) == ["one two", "three"])
    #expect(DisplayText.wrapped("incomprehensibilities a", to: 5) == ["incomprehensibilities", "a"])
    #expect(DisplayText.wrapped("", to: 5) == [])
  }

  @Test func `columns line up, headings above them`() {
    var table = TextTable([.init("#", .right), .init("name"), .init("long\nvalue", .right)])
    table.append(["9", "a", "1"])
    table.append(["10", "bcd", "22.5"])
    let lines = ["           long", " #  name  value", " 9  a         1", "10  bcd    22.5", ""]
    #expect(table.text(width: nil, style: .plain) == lines.joined(separator: "\n"))
  }

  @Test func `a table that is too wide moves together, then cuts, then leaves columns out`() {
    var table = TextTable([
      .init("id"), .init("note", shrinksTo: 5), .init("least", dispensable: 2), .init("last", dispensable: 1),
    ])
    table.append(["R-1", "a long note here", "11111", "2222"])
    let widths = [34, 31, 25, 14, 3]
    let texts = widths.map { table.text(width: $0, style: .plain) }
    #expect(texts[0] == "id   note              least  last\nR-1  a long note here  11111  2222\n")
    #expect(texts[1] == "id  note             least last\nR-1 a long note here 11111 2222\n")
    #expect(texts[2] == "id  note       least last\nR-1 a long no… 11111 2222\n")
    #expect(texts[3] == "id  note  last\nR-1 a lo… 2222\nLeft out for want of width: least.\n")
    #expect(texts[4].hasSuffix("Left out for want of width: least, last.\n"))
  }

  @Test func `a pipe gets everything uncut`() {
    var table = TextTable([.init("id", shrinksTo: 3)])
    let name = String(repeating: "W", count: 200)
    table.append([.init(name)])
    #expect(table.text(width: nil, style: .plain) == "id\n\(name)\n")
  }

  @Test func `colours do not move columns`() {
    var table = TextTable([.init("a"), .init("b")])
    table.append([.init("x", .bad), .init("y", .good)])
    let plain = table.text(width: nil, style: .plain)
    let coloured = table.text(width: nil, style: Style(isColoured: true))
    #expect(coloured.contains("\u{1B}[31mx\u{1B}[0m"))
    #expect(coloured.withoutMarks == plain)
  }

  @Test func `no line of a roster is wider than the terminal, whatever the names`() {
    for hostile in [false, true] {
      let report = SampleMatch.report(listed: 30, screenedOut: 20, hostile: hostile, expedited: hostile)
      for width in [80, 100] {
        let lines = MatchText(report, style: .plain).text(limit: 30, width: width).split(separator: "\n")
        let table = lines.drop { !$0.contains("cross-") }
        for line in table where !line.hasPrefix("Left out") && !line.hasPrefix("Run ") {
          #expect(DisplayText.width(String(line)) <= width, "\(width): \(line)")
        }
        #expect(
          !lines.contains { $0.unicodeScalars.contains("\u{1B}") || $0.unicodeScalars.contains("\u{202E}") })
      }
    }
  }

  @Test func `a run without candidates says so`() {
    let text = MatchText(SampleMatch.report(listed: 0, screenedOut: 3), style: .plain).text(
      limit: 20, width: 100)
    #expect(text.contains("Nobody may be offered this donor.\n"))
    #expect(text.contains("Screened out: 3 recipients"))
  }
}

extension String {
  fileprivate var withoutMarks: String {
    var out = ""
    var isMark = false
    for character in self {
      if character == "\u{1B}" { isMark = true }
      if !isMark { out.append(character) }
      if isMark, character == "m" { isMark = false }
    }
    return out
  }
}
