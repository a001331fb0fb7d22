import TandemChance
import TandemFiles
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@Suite("Reading a policy")
struct PolicyReadingTests {
  /// The line of `balanced` on which a text stands first.
  private func line(of text: String) throws -> Int {
    let all = policyText("balanced")
    let start = try #require(all.firstRange(of: text)?.lowerBound)
    return all[..<start].count { $0 == "\n" } + 1
  }

  private func expect(
    _ kind: String, value: String, at anchor: String, replacing old: String, with new: String,
    hint: String = "",
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let found = problems(replacing: [(old, new)])
    let problem = try #require(
      found.first { $0.kind == kind && $0.value == value },
      "no \(kind): \(value) among \(found.map(\.description))", sourceLocation: location)
    #expect(try problem.line == line(of: anchor), sourceLocation: location)
    #expect(problem.column > 0, sourceLocation: location)
    #expect(problem.file == "test.json5", sourceLocation: location)
    #expect(problem.expected.contains(hint), "\(problem.expected)", sourceLocation: location)
  }

  @Test("an unknown key is an error with line, column and the nearest key")
  func unknownKeys() throws {
    try expect(
      "unknown key", value: "dose_confidense", at: "dose_confidence", replacing: "dose_confidence:",
      with: "dose_confidense:", hint: "dose_confidence")
    try expect(
      "unknown key", value: "crosmatch", at: "crossmatch:", replacing: "crossmatch:", with: "crosmatch:",
      hint: "did you mean \"crossmatch\"")
    try expect(
      "unknown key", value: "wieght", at: "weight: { value: 10", replacing: "weight: { value: 10",
      with: "wieght: { value: 10", hint: "weight")
    try expect(
      "unknown key", value: "bass", at: "base: 25", replacing: "base: 25", with: "bass: 25", hint: "base")
  }

  @Test("an unknown name is an error with the nearest one")
  func unknownNames() throws {
    try expect(
      "unknown attribute", value: "clark", at: "\"clarke\"", replacing: "attribute: \"clarke\"",
      with: "attribute: \"clark\"", hint: "did you mean \"clarke\"")
    try expect(
      "unknown indication", value: "cti", at: "indication:", replacing: "indication: \"cit\"",
      with: "indication: \"cti\"", hint: "did you mean \"cit\"")
    try expect(
      "unknown shape", value: "exponental", at: "\"exponential\"", replacing: "shape: \"exponential\"",
      with: "shape: \"exponental\"", hint: "did you mean \"exponential\"")
    try expect(
      "unknown tie-break", value: "wating-time", at: "tie_breaks", replacing: "by: \"waiting-time\"",
      with: "by: \"wating-time\"", hint: "did you mean \"waiting-time\"")
    let protocols = problems(replacing: [("\"islets-first\"", "\"islet-first\"")])
    #expect(
      protocols.contains {
        $0.kind == "unknown protocol" && $0.expected.contains("did you mean \"islets-first\"")
      })
    let rules = problems(replacing: [("screen_out: [\"status\"", "screen_out: [\"crosmatch.hsc\"")])
    #expect(
      rules.contains { $0.kind == "unknown rule" && $0.expected.contains("did you mean \"crossmatch.hsc\"") })
  }

  @Test("weights that do not sum to 100 are an error that names their sum")
  func weights() throws {
    let found = problems(replacing: [("weight: { value: 10,", "weight: { value: 10.5,")])
    #expect(found.map(\.kind) == ["wrong sum"])
    #expect(found.first?.expected.contains("100.5") == true)
  }

  @Test("decimal weights add up as on paper")
  func decimals() throws {
    let found = problems(replacing: [
      ("weight: { value: 10,", "weight: { value: 9.9,"), ("weight: { value: 8,", "weight: { value: 8.1,"),
    ])
    #expect(found.isEmpty)
  }

  @Test("a curve that leaves 0 to 1 within the attribute's range is an error that says where")
  func escapes() throws {
    try expect(
      "rating out of range", value: "linear", at: "[1047, 1]", replacing: "[[0, 0], [1047, 1]]",
      with: "[[0, 0], [1047, 1.2]]", hint: "at 1047 it is 1.2")
    try expect(
      "rating out of range", value: "pieces", at: "shape: \"pieces\"", replacing: "height: 0.875",
      with: "height: 1.875", hint: "km")
    // Beyond 7 points there is no Clarke score, and at 7 the rating is 0.92.
    #expect(problems(replacing: [("[7, 1]]", "[9, 1.2]]")]).isEmpty)
  }

  @Test("a number without unit or origin is an error")
  func origins() throws {
    try expect(
      "wrong unit", value: "weeks", at: "[1826.25, 1]]", replacing: "[1826.25, 1]], unit: \"days\"",
      with: "[1826.25, 1]], unit: \"weeks\"", hint: "days")
    #expect(
      problems(replacing: [("unit: \"points\", policy_choice: \"urgency, 30 in all\"", "unit: \"points\"")])
        .map(\.kind) == ["no source"])
    #expect(
      problems(replacing: [("dose_confidence: { value: 0.5", "dose_confidence: { value: 50")]).map(\.kind)
        == ["out of range"])
  }

  @Test("tie-breaks end in the identifier or in a lottery with a seed")
  func tieBreaks() throws {
    #expect(problems(replacing: [(", { by: \"id\" }", "")]).map(\.kind) == ["wrong order"])
    #expect(problems(replacing: [("{ by: \"id\" }", "{ by: \"lottery\" }")]).map(\.kind) == ["missing key"])
    #expect(problems(replacing: [("{ by: \"id\" }", "{ by: \"lottery\", seed: 7 }")]).isEmpty)
    #expect(
      problems(replacing: [("{ by: \"waiting-time\", first: \"larger\" }", "{ by: \"id\" }")]).map(\.kind)
        == ["wrong order"])
  }

  @Test("all problems come at once, in the order of the file")
  func allAtOnce() {
    let found = problems(replacing: [
      ("indication: \"cit\"", "indication: \"x\""), ("weight: { value: 10,", "weight: { value: 11,"),
      ("attribute: \"cmv-match\"", "attribute: \"cmv\""), ("standard: \"list\"", "standard: \"hide\""),
    ])
    #expect(found.map(\.line) == found.map(\.line).sorted())
    #expect(
      Set(found.map(\.kind)).isSuperset(of: ["unknown indication", "unknown attribute", "unknown word"]))
  }

  @Test("an attribute twice, a rule that is empty and a contradiction are errors")
  func contradictions() {
    #expect(
      problems(replacing: [("attribute: \"lability\"", "attribute: \"clarke\"")]).contains {
        $0.kind == "duplicate attribute"
      })
    #expect(
      problems(replacing: [("  rules: {", "  rules: { recipient: { title: \"x\" },")]).contains {
        $0.kind == "empty rule"
      })
    #expect(
      problems(replacing: [("allowed: [\"active\"]", "allowed: [\"activ\"]")]).contains {
        $0.kind == "unknown word" && $0.expected.contains("did you mean \"active\"")
      })
    let both =
      "pairs: { forbidden: [{ donor: \"D\", recipient: \"R\", reason: \"a\" }], directed: [{ donor: \"D\", recipient: \"R\", reason: \"b\" }] },"
    #expect(problems(replacing: [("  rules: {", "  rules: { \(both)")]).map(\.kind) == ["contradiction"])
  }

  @Test("a programme's own clinical table and protocol count from the policy's folder")
  func ownFiles() throws {
    let folder = try TemporaryFolder()
    let bytes = try #require(ShippedData.file("clinic/indications.json5"))
    try folder.write(
      "mine.json5", String(decoding: bytes, as: UTF8.self).replacing("at_least: 80", with: "at_least: 70"))
    let text = policyText("balanced").replacing(
      "indication: \"cit\"", with: "tables: { indications: \"./mine.json5\" }, indication: \"cit\"")
    try folder.write("policy.json5", text)
    let own = try Policy.read(folder.path + "/policy.json5", rules: tables)
    #expect(assess({ $1.gfr = 75 }).isListed == false)
    #expect(assess({ $1.gfr = 75 }, under: own).isListed)
    #expect(own.fingerprint != shipped("balanced").fingerprint)
    try folder.write(
      "policy.json5",
      policyText("balanced").replacing(
        "indication: \"cit\"", with: "tables: { indication: \"mine.json5\" }, indication: \"cit\""))
    #expect(throws: Problems.self) { try Policy.read(folder.path + "/policy.json5", rules: tables) }
  }

  @Test("damaged policies give problems and never crash")
  func damaged() {
    let bytes = Array(policyText("balanced").utf8)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "1e999", "-1", "null", "true", "\u{0}", "value", "[[0, 0]]", "//",
    ].map { Array($0.utf8) }
    withEvery(120) { chance in
      var damaged = bytes
      for _ in 0...chance.index(below: 4) {
        let at = chance.index(below: damaged.count)
        switch chance.index(below: 3) {
        case 0: damaged.remove(at: at)
        case 1: damaged.insert(contentsOf: pieces[chance.index(below: pieces.count)], at: at)
        default: damaged[at] = UInt8(chance.index(below: 256))
        }
      }
      do {
        let policy = try policy(text: String(decoding: damaged, as: UTF8.self))
        try sound(policy)
      } catch let error as Problems {
        try hold(!error.all.isEmpty, "a policy was refused without a problem")
        try hold(error.all.allSatisfy { !$0.expected.isEmpty }, "a problem does not say what was expected")
      }
    }
  }

  @Test("values exchanged for others of every kind give problems and never crash")
  func exchanged() {
    let values = ["null", "true", "-5", "1e308", "0", "{}", "[]", "\"\"", "\"x\"", "[[1, 2], [1, 2]]", "[1]"]
    let text = policyText("balanced")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    withEvery(150) { chance in
      var changed = lines
      let at = chance.index(below: changed.count)
      guard let colon = changed[at].lastIndex(of: ":") else { return }
      let rest = changed[at][changed[at].index(after: colon)...]
      let end = rest.firstIndex { $0 == "," || $0 == "}" } ?? rest.endIndex
      changed[at].replaceSubrange(
        rest.startIndex..<end, with: " " + values[chance.index(below: values.count)])
      do { try sound(try policy(text: changed.joined(separator: "\n"))) } catch let error
        as Problems
      {
        try hold(!error.all.isEmpty, "a policy was refused without a problem")
      }
    }
  }

  /// What every policy that reads keeps.
  private func sound(_ policy: Policy) throws {
    let sum = policy.terms.reduce(0) { $0 + Points(weight: $1.weight, rating: 1).millionths }
    try hold(sum == 100_000_000, "the weights sum to \(sum) millionths")
    for term in policy.terms {
      try hold(term.curve.escape(in: term.attribute.range) == nil, "\(term.attribute.name) leaves 0 to 1")
    }
    try hold(!policy.regimens.isEmpty, "no protocol")
    _ = assess(under: policy)
  }
}
