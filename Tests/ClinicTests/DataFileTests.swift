import TandemChance
import TandemClinic
import TandemFiles
import TestSupport
import Testing

@Suite("Clinical data files")
struct DataFileTests {
  private func text(_ table: String) throws -> String {
    String(decoding: try #require(ShippedData.file("clinic/\(table).json5")), as: UTF8.self)
  }

  /// What reading the rules with one table changed reports.
  private func problems(_ table: String, replacing old: String, by new: String) throws -> [Problem] {
    let text = try text(table)
    #expect(text.contains(old), "\(table) does not contain \(old)")
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/\(table).json5"
    try AtomicFile.write(text.replacing(old, with: new, maxReplacements: 1), to: path)
    do {
      _ = try ClinicRules.read(replacing: [table: path])
      return []
    } catch {
      return error.all
    }
  }

  @Test("Every shipped table is read without a problem and is recorded by its hash")
  func shippedTables() throws {
    let rules = try ClinicRules.read()
    #expect(rules.sha256.keys.sorted() == ClinicRules.tables)
    #expect(DataDocument.names(in: "clinic") == ClinicRules.tables)
    #expect(rules.comorbidityIndex.items.count == 17)
    #expect(rules.indications.map(\.name) == ["cit", "uk", "australia", "japan"])
    #expect(rules.yields.islets.map(\.name) == ["uk", "edinburgh", "leiden", "citr"])
  }

  @Test("A user's own table takes the place of a shipped one")
  func ownTable() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/losses.json5"
    try AtomicFile.write(
      try text("losses").replacing("value: 0.117", with: "value: 0.2"), to: path)
    let rules = try ClinicRules.read(replacing: ["losses": path])
    #expect(abs(rules.losses.surviving(cultureHours: 60) - 0.8) < 1e-12)
    #expect(abs(rules.losses.surviving(cultureHours: 120) - 0.64) < 1e-12)
    #expect(rules.losses.surviving(cultureHours: 0) == 1)
    let unknown = #expect(throws: Problems.self) { try ClinicRules.read(replacing: ["loses": path]) }
    #expect(try #require(unknown).description.contains("did you mean \"losses\"?"))
  }

  @Test(
    "What is wrong in a table is reported with kind and line",
    arguments: [
      ("losses", "islet_culture:", "islet_cultur:", "unknown key"),
      ("losses", "value: 0.117, unit: \"fraction\"", "value: 11.7, unit: \"fraction\"", "out of range"),
      ("losses", "value: 0.117, unit: \"fraction\"", "value: 11.7, unit: \"%\"", "wrong unit"),
      ("yields", "value: 264658", "value: 264.658", "out of range"),
      ("yields", "donor_type: \"DBD\"", "donor_type: \"BDB\"", "unknown word"),
      ("yields", "stage: \"infused\"", "stage: \"eaten\"", "unknown word"),
      ("indications", "gfr: {", "grf: {", "unknown key"),
      ("indications", "at_least: 18, at_most: 65", "at_least: 65, at_most: 18", "empty range"),
      ("indications", "at_least: 18, at_most: 65, unit", "unit", "no bound"),
      ("indications", "below: 40", "below: 40, at_most: 39", "two bounds"),
      ("indications", "unit: \"ng/mL\"", "unit: \"nmol/L\"", "wrong unit"),
      ("indications", "otherwise: \"review\"", "otherwise: \"maybe\"", "unknown word"),
      ("indications", "must_be: true", "must_be: \"yes\"", "wrong type"),
      ("hct-ci", "points: 2", "points: 20", "out of range"),
      ("hct-ci", "points: 2", "points: 1.5", "not a whole number"),
      ("hct-ci", "item: \"renal\"", "item: \"cardiac\"", "duplicate name"),
      ("hct-ci", "facts: [\"cancer\"]", "facts: [\"canser\"]", "unknown word"),
      ("conditioning", "hct_ci: { at_most: 2", "hct_ci: { at_least: 2", "lower bound"),
      ("conditioning", "lvef_percent: { at_least: 50", "lvef_percent: { at_least: 0.5", "out of range"),
      ("donor-windows", "bone_warm_hours:", "bone_warm_hour:", "missing key"),
      ("release-criteria", "value: 5000, unit: \"IEQ/kg\"", "value: 5000, unit: \"IEQ\"", "wrong unit"),
      ("transport", "value: 20100", "value: 200", "wrong order"),
      ("transport", "value: 65, unit", "value: 0, unit", "out of range"),
      ("transport", "modes: [", "modes: [[", "cannot read JSON"),
      (
        "indications", "source: \"CIT-07 protocol, eligibility (NCT00434811)\" },\n      bmi",
        " },\n      bmi", "no source"
      ),
    ])
  func faults(table: String, old: String, new: String, kind: String) throws {
    let found = try problems(table, replacing: old, by: new)
    let problem = try #require(found.first { $0.kind == kind }, "\(found)")
    #expect(problem.file.hasSuffix("\(table).json5"))
    #expect(problem.line > 0 && problem.column > 0)
  }

  @Test("Problems of several tables come together")
  func together() throws {
    let folder = try TemporaryFolder()
    var replacing: [String: String] = [:]
    for table in ["losses", "transport"] {
      replacing[table] = "\(folder.path)/\(table).json5"
      try AtomicFile.write("{}", to: "\(folder.path)/\(table).json5")
    }
    do {
      _ = try ClinicRules.read(replacing: replacing)
      Issue.record("two empty tables were read")
    } catch {
      #expect(Set(error.all.map(\.file)).count == 2)
    }
  }

  @Test("Every number that ships says where it comes from, and says so as a source or an assumption")
  func origins() throws {
    let folders = ["clinic/", "protocols/"]
    for name in ShippedData.names where name.hasSuffix(".json5") && folders.contains(where: name.hasPrefix) {
      let document = try DataDocument(try #require(ShippedData.file(name)), path: name)
      var numbers = 0
      var orphans: [String] = []
      visit(document.root) { members in
        let isNumber = members.contains { if case .number = $0.value.content { true } else { false } }
        guard isNumber else { return }
        numbers += 1
        if !members.contains(where: { ["source", "assumption", "policy_choice"].contains($0.key) }) {
          orphans.append("line \(members[0].line)")
        }
      }
      #expect(numbers > 0, "\(name)")
      #expect(orphans.isEmpty, "\(name): \(orphans)")
    }
  }

  private func visit(_ node: JSON5Node, _ body: ([JSON5Node.Member]) -> Void) {
    switch node.content {
    case .object(let members):
      body(members)
      for member in members { visit(member.value, body) }
    case .array(let items): for item in items { visit(item, body) }
    default: break
    }
  }
}
