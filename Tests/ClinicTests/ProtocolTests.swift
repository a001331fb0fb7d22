import TandemClinic
import TandemFiles
import TestSupport
import Testing

/// The text of a shipped protocol with one place changed.
func protocolText(_ name: String, replacing old: String = "", by new: String = "") -> String {
  let bytes = ShippedData.file("protocols/\(name).json5")
  let text = bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
  precondition(old.isEmpty || text.contains(old), "\(name) does not contain \(old)")
  return old.isEmpty ? text : text.replacing(old, with: new, maxReplacements: 1)
}

extension DataDocument {
  /// A document from text, as if read from `test.json5`.
  init(text: String, path: String = "test.json5") throws {
    let bytes = Array(text.utf8)
    self = try bytes.withUnsafeBytes { try DataDocument($0, path: path) }
  }
}

@Suite("Protocols")
struct ProtocolTests {
  @Test("The six that ship are read, bear their file's name and find their rules")
  func shippedOnes() throws {
    let names = TransplantProtocol.shippedNames
    #expect(
      names == [
        "both-banked", "delayed", "islets-first", "mdr-101-pattern", "simultaneous", "stanford-derived",
      ])
    for name in names {
      let transplant = try TransplantProtocol.read(name)
      #expect(transplant.name == name)
      #expect(transplant.oneDonor, "the tandem rule")
      #expect(transplant.isletDay == 0)
      #expect(transplant.stemCells.cd34Floor.value == 3e6)
      #expect(transplant.sha256.count == 64)
      _ = try clinic().regimen(transplant)
    }
  }

  @Test(
    "Lead-in before the islets in hours",
    arguments: [
      ("simultaneous", 48.0), ("islets-first", 0), ("delayed", 0), ("stanford-derived", 240),
      ("both-banked", 288),
    ])
  func leadIn(name: String, hours: Double) {
    #expect(shipped(name).leadInHours == hours)
  }

  @Test("A user's own file is read by its path; a name that does not ship is answered with a suggestion")
  func ownFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/mine.json5"
    try AtomicFile.write(
      protocolText("delayed", replacing: "name: \"delayed\"", by: "name: \"mine\""), to: path)
    #expect(try TransplantProtocol.read(path).name == "mine")
    let problems = #expect(throws: Problems.self) { try TransplantProtocol.read("islet-first") }
    #expect(try #require(problems).description.contains("did you mean \"islets-first\"?"))
    #expect(throws: Problems.self) { try TransplantProtocol.read(folder.path + "/none.json5") }
  }

  @Test("A protocol that names unknown limits or drugs is reported")
  func unknownRules() throws {
    let text = protocolText("stanford-derived", replacing: "[\"baricitinib\"]", by: "[\"baricitinb\"]")
    let transplant = try TransplantProtocol.read(DataDocument(text: text))
    let problems = #expect(throws: Problems.self) { try clinic().regimen(transplant) }
    #expect(try #require(problems).description.contains("did you mean \"baricitinib\"?"))
  }

  @Test(
    "What is wrong is reported with its kind at its line",
    arguments: [
      ("one_donor: true", "one_doner: true", "unknown key", "one_doner"),
      ("unit: \"IEQ/kg\", source", "unit: \"IEQ\", source", "wrong unit", "IEQ"),
      ("value: 5000, unit", "value: 5000000, unit", "out of range", "5000000"),
      ("value: 5000, unit", "value: \"5000\", unit", "wrong type", "5000"),
      ("form: \"fresh\"", "form: \"raw\"", "unknown word", "raw"),
      ("form: \"either\"", "form: \"any\"", "unknown word", "any"),
      ("kind: \"islets\"", "kind: \"treatment\"", "wrong sequence", ""),
      ("value: 24, unit: \"h\"", "value: 96, unit: \"h\"", "empty range", ""),
      ("value: 3e6", "value: 9e6", "empty range", ""),
      ("value: 4e6", "value: 2e6", "out of range", ""),
      ("value: 7500", "value: 4500", "wrong order", ""),
      ("name: \"7500\"", "name: \"5000\"", "duplicate name", ""),
      ("rule: \"compatible\"", "rule: \"similar\"", "unknown word", "similar"),
      ("  one_donor: true,\n", "", "missing key", "one_donor"),
      ("levels: [", "levels: [7, ", "wrong type", "7"),
      (", assumption: \"midway between the levels beside it\"", "", "no source", ""),
    ])
  func faults(old: String, new: String, kind: String, value: String) throws {
    let text = protocolText("simultaneous", replacing: old, by: new)
    let problems = #expect(throws: Problems.self) { try TransplantProtocol.read(DataDocument(text: text)) }
    let found = try #require(problems).all.filter { $0.kind == kind }
    let problem = try #require(found.first, "\(String(describing: problems))")
    #expect(problem.file == "test.json5")
    #expect(problem.line > 0 && problem.column > 0)
    if !value.isEmpty, kind != "missing key" {
      #expect(problem.value == value)
      let line = text.split(separator: "\n", omittingEmptySubsequences: false)[problem.line - 1]
      #expect(line.utf8.dropFirst(problem.column - 1).starts(with: value.utf8) || line.contains(value))
    }
  }

  @Test("All that is wrong is reported in one pass")
  func onePass() throws {
    let text = protocolText("simultaneous", replacing: "one_donor: true", by: "one_doner: true")
      .replacing("value: 5000,", with: "value: -1,").replacing("form: \"fresh\"", with: "form: \"raw\"")
    let problems = #expect(throws: Problems.self) { try TransplantProtocol.read(DataDocument(text: text)) }
    let kinds = Set(try #require(problems).all.map(\.kind))
    #expect(kinds.isSuperset(of: ["unknown key", "missing key", "out of range", "unknown word"]))
  }
}
