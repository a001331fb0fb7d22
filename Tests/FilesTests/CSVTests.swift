import TandemChance
import TandemFiles
import TestSupport
import Testing

/// Every field of every row, with the line each row begins on.
private func rows(_ text: String) -> (rows: [[String]], lines: [Int], problems: [Problem]) {
  let bytes = Array(text.utf8)
  return bytes.withUnsafeBytes { raw in
    var cursor = CSVCursor(raw, path: "t.csv")
    var rows: [[String]] = []
    var lines: [Int] = []
    while cursor.next() {
      rows.append((0..<cursor.count).map { cursor.text($0) })
      lines.append(cursor.line)
    }
    return (rows, lines, cursor.problems)
  }
}

@Suite("CSV")
struct CSVTests {
  @Test("fields, quotes, doubled quotes, both line ends, blank lines and a byte order mark")
  func forms() {
    let read = rows("\u{FEFF}a,b\r\n\r\n\"x,\"\"y\"\"\",\n\n1,\"two\nlines\"\nlast,row")
    #expect(read.rows == [["a", "b"], ["x,\"y\"", ""], ["1", "two\nlines"], ["last", "row"]])
    #expect(read.lines == [1, 3, 5, 7])
    #expect(read.problems.isEmpty)
  }

  @Test("an empty last field is a field")
  func emptyLast() {
    #expect(rows("a,\n,b\n,").rows == [["a", ""], ["", "b"], ["", ""]])
  }

  @Test("a quote that is never closed is reported where it opens")
  func unclosed() {
    let read = rows("a,b\n1,\"two\n3,4\n")
    #expect(read.problems.map(\.place) == ["t.csv:2:3"])
    #expect(read.problems.first?.kind == "quote not closed")
  }

  @Test("a quote in the middle of a field and text behind a quoted one are reported once a row")
  func stray() {
    let read = rows("a\"b\"c,d\n\"x\"y,z\n")
    #expect(read.problems.map(\.place) == ["t.csv:1:2", "t.csv:2:4"])
    #expect(read.rows == [["a\"b\"c", "d"], ["x", "z"]])
  }

  @Test("the place of a field counts lines inside quoted fields before it")
  func places() {
    let bytes = Array("a,b,c\n\"1\n2\",x,y\n".utf8)
    bytes.withUnsafeBytes { raw in
      var cursor = CSVCursor(raw, path: "")
      _ = cursor.next()
      _ = cursor.next()
      #expect(cursor.place(1) == (line: 3, column: 4))
      #expect(cursor.place(0) == (line: 2, column: 2))
    }
  }

  @Test("what is written reads back, whatever it is")
  func roundTrip() {
    withEvery(300) { chance in
      let table = randomTable(&chance)
      let text = table.map { CSVText.row($0) }.joined()
      let read = rows(text)
      try hold(read.rows == table, "wrote \(table), read \(read.rows)")
      try hold(read.problems.isEmpty, "\(read.problems)")
    }
  }

  @Test("reading in parts gives the same rows as reading at once")
  func parts() {
    withEvery(200) { chance in
      let text = randomTable(&chance).map { CSVText.row($0) }.joined()
      let whole = rows(text)
      let bytes = Array(text.utf8)
      for count in [1, 2, 3, 7] {
        var pieces: [[String]] = []
        var lines: [Int] = []
        bytes.withUnsafeBytes { raw in
          for part in CSVCursor(raw, path: "").parts(count) {
            var cursor = CSVCursor(raw, path: "", part: part)
            while cursor.next() {
              pieces.append((0..<cursor.count).map { cursor.text($0) })
              lines.append(cursor.line)
            }
          }
        }
        try hold(pieces == whole.rows && lines == whole.lines, "in \(count) parts: \(pieces) at \(lines)")
      }
    }
  }

  @Test("no bytes make the reader crash or hang")
  func fuzz() {
    let alphabet: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x61, 0xFF, 0x00, 0xEF, 0xBB, 0xBF, 0x20]
    withEvery(30_000) { chance in
      let bytes = (0..<chance.index(below: 40)).map { _ in alphabet[chance.index(below: alphabet.count)] }
      var consumed = 0
      bytes.withUnsafeBytes { raw in
        var cursor = CSVCursor(raw, path: "")
        while cursor.next() {
          for index in 0..<cursor.count {
            consumed += cursor.field(index).count
            _ = cursor.place(index)
          }
        }
      }
      try hold(consumed <= bytes.count, "fields hold more bytes than the file: \(bytes)")
    }
  }

  @Test(
    "a cell for a spreadsheet never begins a formula",
    arguments: ["=1+1", "+cmd", "-cmd|x", "@sum", "\tx", "=HYPERLINK(\"a\",\"b\")"])
  func injection(text: String) {
    #expect(CSVText.cell(text).drop { $0 == "\"" }.hasPrefix("'"))
  }

  @Test("a negative number stays a number in a spreadsheet")
  func negativeNumber() {
    #expect(CSVText.cell("-1.5") == "-1.5")
  }
}

/// A few rows of the same width whose fields hold everything that needs care. No row is a single empty
/// field, which is a blank line.
private func randomTable(_ chance: inout SplitMix) -> [[String]] {
  let pieces = ["a", "\"", ",", "\n", "\r\n", "", "é", "x y"]
  let width = 2 + chance.index(below: 3)
  return (0..<(1 + chance.index(below: 6))).map { _ in
    (0..<width).map { _ in
      (0..<chance.index(below: 4)).map { _ in pieces[chance.index(below: pieces.count)] }.joined()
    }
  }
}
