import TandemChance
import TandemFiles
import TestSupport
import Testing

@Suite("JSON5")
struct JSON5Tests {
  @Test("comments, trailing commas, bare keys, both quotes and JSON5 numbers are read")
  func forms() throws {
    let node = try JSON5Node.read(
      """
      // a policy
      { name: 'it\\'s', /* two
        lines */ "limit": +.5, hex: 0xFF, list: [1, 2,], \u{A0}nothing: null, yes: true, }
      """, path: "p.json5")
    #expect(
      written(node).text(indented: false)
        == #"{"name":"it's","limit":0.5,"hex":255,"list":[1,2],"nothing":null,"yes":true}"#)
  }

  @Test(
    "what is wrong is named with line and column",
    arguments: [
      ("{ a: 1, a: 2 }", "1:9", "duplicate key"), ("{ a: }", "1:6", "cannot read JSON"),
      ("{\n  a 1 }", "2:5", "cannot read JSON"), ("[1, 2", "1:6", "JSON ends early"),
      ("{ a: 'x\n' }", "1:6", "cannot read JSON"), ("1 2", "1:3", "cannot read JSON"),
      ("/* never closed", "1:1", "cannot read JSON"), ("NaN", "1:1", "cannot read JSON"),
      ("1e999", "1:1", "cannot read JSON"),
    ])
  func faults(text: String, place: String, kind: String) {
    do {
      let node = try JSON5Node.read(text, path: "p")
      Issue.record("read as \(node.summary)")
    } catch {
      #expect(error.place == "p:" + place)
      #expect(error.kind == kind)
    }
  }

  @Test("nesting too deep is refused and does not exhaust the stack")
  func depth() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: Problem.self) { try JSON5Node.read(deep, path: "p") }
  }

  @Test("what we write reads back as the same document")
  func roundTrip() {
    withEvery(500) { chance in
      let document = randomDocument(&chance, depth: 3)
      for indented in [true, false] {
        let text = document.text(indented: indented)
        let node = try JSON5Node.read(text, path: "p")
        try hold(written(node) == document, text)
      }
    }
  }

  @Test("no mutated document makes the reader crash or hang")
  func fuzz() {
    let seedText = Array(
      #"{ name: "x\u00e9", list: [1, -2.5e3, { a: null }], /* c */ flag: true } // end"#.utf8)
    withEvery(40_000) { chance in
      var bytes = seedText
      for _ in 0...chance.index(below: 4) {
        let at = chance.index(below: bytes.count)
        switch chance.index(below: 3) {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: chance.next())
        case 1: bytes.remove(at: at)
        default: bytes.insert(bytes[chance.index(below: bytes.count)], at: at)
        }
      }
      _ = try? bytes.withUnsafeBytes { try JSON5Node.read($0, path: "p") }
    }
  }
}

@Suite("JSON writing")
struct JSONTextTests {
  @Test("control characters and line separators are escaped, so that a document may stand inside a page")
  func escapes() {
    #expect(JSON.string("a\"\\\n\u{1}\u{2028}").text() == #""a\"\\\n\u0001\u2028""#)
  }

  @Test("numbers are the shortest that read back; what is not finite is null")
  func numbers() {
    #expect(
      JSON.array([.number(1), .number(0.1), .number(1e21), .number(.infinity), -3]).text(indented: false)
        == "[1,0.1,1e+21,null,-3]")
  }

  @Test("keys keep their order")
  func order() {
    #expect(JSON.object([("z", 1), ("a", [])]).text() == "{\n  \"z\": 1,\n  \"a\": []\n}")
  }
}

@Suite("Data files")
struct DataFileTests {
  private func read(_ text: String, _ use: (DataObject) -> Void) throws -> [String] {
    let file = DataFile(path: "p.json5")
    let root = file.object(try JSON5Node.read(text, path: "p.json5"))
    use(root)
    root.finish()
    return file.problems.map { "\($0.line):\($0.column) \($0.kind)" }
  }

  @Test("all problems of a file are found in one pass")
  func onePass() throws {
    let found = try read("{ flor: 1,\n limit: 'x',\n share: 40 }") { root in
      _ = root.number("floor", unit: "IEQ", in: 0...10)
      _ = root.number("limit", unit: "IEQ", in: 0...10)
      _ = root.number("share", unit: "fraction", in: 0...1)
    }
    #expect(found == ["1:1 missing key", "2:9 wrong type", "3:9 out of range", "1:3 unknown key"])
  }

  @Test("a number without source or assumption is refused, and so is another unit")
  func origin() throws {
    let found = try read("{ a: { value: 1, unit: 'kg' }, b: { value: 1, unit: 'g', source: 's' } }") { root in
      _ = root.sourced("a", unit: "kg", in: 0...10)
      _ = root.sourced("b", unit: "kg", in: 0...10)
    }
    #expect(found == ["1:6 no source", "1:53 wrong unit"])
  }

  @Test("an assumption is labelled as one")
  func assumption() throws {
    var number: SourcedNumber?
    let found = try read("{ a: { value: 72, unit: 'h', assumption: 'common practice' } }") { root in
      number = root.sourced("a", unit: "h", in: 0...100)
    }
    #expect(found.isEmpty)
    #expect(number?.origin == "assumption: common practice")
  }
}

/// The node as a document to be written.
private func written(_ node: JSON5Node) -> JSON {
  switch node.content {
  case .null: .null
  case .bool(let value): .bool(value)
  case .number(let value): .number(value)
  case .string(let value): .string(value)
  case .array(let items): .array(items.map(written))
  case .object(let members): .object(members.map { ($0.key, written($0.value)) })
  }
}

private func randomDocument(_ chance: inout SplitMix, depth: Int) -> JSON {
  switch chance.index(below: depth > 0 ? 7 : 5) {
  case 0: .null
  case 1: .bool(chance.flip(0.5))
  case 2: .number((chance.unit() - 0.5) * 1e6)
  case 3: .integer(chance.index(below: 1000) - 500)
  case 4: .string(["", "é\"\\", "line\nend", "\u{2028}", "😀"][chance.index(below: 5)])
  case 5: .array((0..<chance.index(below: 4)).map { _ in randomDocument(&chance, depth: depth - 1) })
  default:
    .object(
      (0..<chance.index(below: 4)).map { index in ("k\(index)", randomDocument(&chance, depth: depth - 1)) })
  }
}
