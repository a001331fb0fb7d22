import ReportSamples
import TandemFiles
import TandemReporting
import Testing

struct StreamTests {
  @Test func `a cell that a spreadsheet would run is made harmless`() throws {
    var text = ""
    let table = try CSVTable(["name", "value"]) { text += $0 }
    try table.append(["=1+1", "-5"])
    try table.append(["@SUM(A1)", "a,b\"c"])
    #expect(text == "name,value\r\n'=1+1,-5\r\n'@SUM(A1),\"a,b\"\"c\"\r\n")
  }

  @Test func `a streamed document is the same as a whole one`() throws {
    var text = ""
    let stream = JSONStream { text += $0 }
    try stream.document {
      try stream.member("a", .object([("b", 1)]))
      try stream.list("people") {
        try stream.element(["x", .null])
        try stream.element(.object([("y", true)]))
      }
      try stream.list("nobody") {}
    }
    #expect(
      text == """
        {
          "a": {
            "b": 1
          },
          "people": [
            ["x",null],
            {"y":true}
          ],
          "nobody": []
        }

        """)
  }

  @Test func `an empty document is a document`() throws {
    var text = ""
    try JSONStream { text += $0 }.document {}
    #expect(text == "{}\n")
  }

  @Test func `hostile names go through JSON unchanged`() throws {
    let report = SampleMatch.report(listed: 20, screenedOut: 20, hostile: true)
    var text = ""
    try MatchJSON(report).write { text += $0 }
    let root = try JSON5Node.read(text, path: "run.json")
    let names = root.members["roster"]?.items.compactMap { $0.members["recipient"]?.summary }
    #expect(names?.starts(with: SampleMatch.hostileNames) == true)
    let audit = root.members["screened_out"]?.items.compactMap { $0.members["recipient"]?.summary }
    #expect(audit?.starts(with: SampleMatch.hostileNames) == true)
  }

  @Test func `a run has the keys that others rely on`() throws {
    var text = ""
    try MatchJSON(SampleMatch.report(listed: 3, screenedOut: 4)).write { text += $0 }
    let root = try JSON5Node.read(text, path: "run.json").members
    #expect(root["donor"]?.summary == "D-2031")
    #expect(root["policy"]?.summary == "balanced")
    let first = try #require(root["roster"]?.items.first).members
    let keys = [
      "rank", "recipient", "score", "parts", "mismatches", "protocol", "islet_ieq_per_kg", "cd34_per_kg",
      "warnings",
    ]
    for key in keys { #expect(first[key] != nil, "\(key)") }
    let parts = try #require(first["parts"]).members.values.compactMap { node -> Double? in
      if case .number(let value) = node.content { value } else { nil }
    }
    guard case .number(let score)? = first["score"]?.content else {
      Issue.record("no score")
      return
    }
    #expect(abs(parts.reduce(0, +) - score) < 1e-9, "the parts sum to the score")
    let reason = try #require(root["screened_out"]?.items.first?.members["reasons"]?.items.first).members
    #expect(Set(["rule", "verdict", "detail"]).isSubset(of: Set(reason.keys)))
  }

  @Test func `the audit list alone holds nobody of the roster`() throws {
    var text = ""
    try MatchJSON(SampleMatch.report(listed: 3, screenedOut: 4)).writeAudit { text += $0 }
    let root = try JSON5Node.read(text, path: "audit.json").members
    #expect(root["roster"] == nil)
    #expect(root["screened_out"]?.items.count == 4)
  }

  @Test func `a roster for spreadsheets has a column for each part and no formula`() throws {
    var text = ""
    let report = SampleMatch.report(listed: 20, screenedOut: 0, hostile: true)
    try MatchCSV(report).write { text += $0 }
    let header = text.prefix { $0 != "\r\n" }.split(separator: ",")
    for term in report.terms { #expect(header.contains("points_\(term.name)")) }
    let cells = text.split { $0 == "," || $0 == "\r\n" }
    for cell in cells where Double(cell) == nil {
      #expect(!["=", "@", "+", "-"].contains(cell.prefix(1)), "\(cell)")
    }
  }
}

extension JSON5Node {
  fileprivate var members: [String: JSON5Node] {
    guard case .object(let members) = content else { return [:] }
    return Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
  }

  fileprivate var items: [JSON5Node] {
    if case .array(let items) = content { items } else { [] }
  }
}
