import TandemFiles
import TestSupport
import Testing

/// `tandem match` and `tandem explain` on the example cohort, run as users run them.
struct MatchTests {
  private static let cohort = dataFolder + "/example"

  private func match(_ arguments: String..., folder: String? = nil) throws -> Run {
    try runTandem(["match", MatchTests.cohort] + arguments, folder: folder)
  }

  @Test func `a run is the same to the byte on one thread and on two`() throws {
    let folder = try TemporaryFolder()
    var files: [[String]] = []
    for threads in ["1", "2"] {
      let outputs = ["--html", "run.html", "--csv", "run.csv", "--audit", "audit.json", "--json"]
      let run = try runTandem(
        ["match", MatchTests.cohort, "--donor", "D07", "--threads", threads] + outputs, folder: folder.path)
      #expect(run.code == 0)
      #expect(try folder.permissions("run.html") == 0o600)
      files.append(
        try [run.output]
          + ["run.html", "run.csv", "audit.json"].map { try TextFile.read("\(folder.path)/\($0)") })
    }
    #expect(files[0] == files[1])
  }

  @Test func `everybody is on the roster or in the audit list, and nobody in both`() throws {
    let run = try match("--donor", "D07", "--json")
    let people = run.output.split(separator: "\n").compactMap { line in
      line.firstRange(of: "\"recipient\":").map { line[$0.upperBound...].prefix { $0 != "," } }
    }
    #expect(people.count == 150)
    #expect(Set(people).count == 150)
  }

  @Test func `a donor for whom nobody is feasible gives the answer no`() throws {
    let run = try match("--donor", "D05")
    #expect(run.code == 1)
    #expect(run.output.contains("Nobody may be offered this donor.\n"))
    #expect(run.output.contains("Screened out: 150 recipients"))
  }

  @Test func `an unknown donor is bad data, with the one that was probably meant`() throws {
    let run = try match("--donor", "D0l", "--html", "run.html")
    #expect(run.code == 3)
    #expect(run.output == "")
    #expect(run.errors.contains("There is no donor \"D0l\" in"))
    #expect(run.errors.contains("Did you mean \"D01\"?"))
    let far = try match("--donor", "nobody")
    #expect(far.errors.contains("It has 12, such as \"D01\"."))
  }

  @Test func `what is set aside needs a reason and a name, and a rule that there is`() throws {
    #expect(try match("--donor", "D01", "--override", "status").code == 2)
    #expect(try match("--donor", "D01", "--override", "status", "--reason", "x").code == 2)
    #expect(try match("--donor", "D01", "--reason", "x").code == 2)
    #expect(try match("--donor", "D01", "--by", "x").code == 2)
    let unknown = try match("--donor", "D01", "--override", "statis", "--reason", "x", "--by", "y")
    #expect(unknown.code == 2)
    #expect(unknown.errors.contains("Did you mean status?"))
  }

  @Test func `people listed because of an override are marked, and the run says who decided`() throws {
    let plain = try match("--donor", "D03", "--json")
    let words = ["--override", "dose.islets", "--reason", "a second donor gives more", "--by", "Dr Rossi"]
    let run = try runTandem(["match", MatchTests.cohort, "--donor", "D03", "--json"] + words)
    #expect(!plain.output.contains("\"overrides\":[\"dose.islets\"]"))
    #expect(run.output.contains("\"overrides\":[\"dose.islets\"]"))
    #expect(run.output.contains("\"by\": \"Dr Rossi\""))
    #expect(id(run) != id(plain), "another run has another id")
  }

  @Test func `somebody added stands at the end with what the rules say`() throws {
    let run = try match("--donor", "D03", "--add", "R002", "--reason", "asked for by the centre", "--json")
    let last = try #require(run.output.split(separator: "\n").last { $0.contains("\"rank\":") })
    #expect(last.contains("\"recipient\":\"R002\""))
    #expect(last.contains("\"added_because\":\"asked for by the centre\""))
    #expect(last.contains("\"verdict\":\"fail\""), "the failing rules are shown")
    #expect(last.contains("\"crossmatch\":[{"), "and the crossmatch")
    #expect(try match("--donor", "D03", "--add", "R002").code == 2)
    #expect(try match("--donor", "D03", "--add", "R-none", "--reason", "x").code == 3)
  }

  @Test
  func `who was added, why, and against which rules stands at the head of the text, however short the list`()
    throws
  {
    let words = ["--donor", "D01", "--add", "R006", "--reason", "asked for by the centre", "--limit", "1"]
    let text = try runTandem(["match", MatchTests.cohort] + words).output
    let head = text.replacing("\n  ", with: " ")
    #expect(
      head.contains(
        "Added by hand: R006 at the end: asked for by the centre (crossmatch: islets positive, stem cells positive). "
          + "Fails indication.cpra, crossmatch.hsc, crossmatch.islets."))
  }

  @Test func `an expedited run names who could be removed by what is missing`() throws {
    let folder = try TemporaryFolder()
    for file in ["recipients", "antibodies", "centres"] {
      _ = try folder.write("\(file).csv", TextFile.read("\(MatchTests.cohort)/\(file).csv"))
    }
    let donors = try TextFile.read("\(MatchTests.cohort)/donors.csv")
    _ = try folder.write("donors.csv", donors.replacing("D01,O,", with: "D01,,"))
    let plain = try runTandem(["match", folder.path, "--donor", "D01"])
    #expect(plain.code == 1, "without the blood group nobody is offered the grafts")
    let run = try runTandem(["match", folder.path, "--donor", "D01", "--expedited", "--json"])
    #expect(run.code == 0)
    let ids = run.output.split(separator: "\n").compactMap { line -> String? in
      guard line.contains("\"rank\":"), let key = line.firstRange(of: "\"recipient\":\"") else { return nil }
      return String(line[key.upperBound...].prefix { $0 != "\"" })
    }
    #expect(ids.count > 8)
    let missing = try #require(run.output.firstRange(of: "\"missing_data\": "))
    let end = try #require(run.output.firstRange(of: "\"overrides\""))
    let listed = String(run.output[missing.upperBound..<end.lowerBound].filter { !$0.isWhitespace })
    let names = ids.map { "\"\($0)\"" }.joined(separator: ",")
    #expect(listed.contains("\"rule\":\"islets.abo\",\"data\":[\"donors.abo\"],\"candidates\":[\(names)]"))
    let sentence =
      "islets.abo needs donors.abo; it could remove \(ids.count) of the roster: \(ids[0]), \(ids[1]), "
    #expect(run.output.contains(sentence))
    #expect(run.output.contains(" and \(ids.count - 8) more candidates."))
  }

  @Test func `an explanation tells verdict, rules, parts and what would have to change`() throws {
    let pair = ["explain", MatchTests.cohort, "--donor", "D05", "--recipient", "R001"]
    let text = try runTandem(pair)
    #expect(text.code == 0)
    for part in [
      "May not be offered the graft", "What would have to change:", "Score ", "Doses", "Rules for this pair",
    ] {
      #expect(text.output.contains(part), "\(part)")
    }
    let json = try runTandem(pair + ["--json"]).output
    for key in [
      "\"listed\": false", "\"changes\": [", "\"parts\": {", "\"reasons\": [", "\"input_sha256\": ",
    ] {
      #expect(json.contains(key), "\(key)")
    }
    #expect(try runTandem(["explain", MatchTests.cohort, "--donor", "D05", "--recipient", "R1"]).code == 3)
  }

  @Test func `a name that would break a page is harmless from file to page`() throws {
    let folder = try TemporaryFolder()
    for name in ["donors.csv", "recipients.csv", "antibodies.csv", "centres.csv"] {
      let text = try TextFile.read("\(MatchTests.cohort)/\(name)")
      try folder.write(name, text.replacing("D01", with: "<script>alert(1)</script>"))
    }
    let run = try runTandem(
      ["match", ".", "--donor", "<script>alert(1)</script>", "--html", "run.html"], folder: folder.path)
    #expect(run.code == 0)
    let page = try TextFile.read("\(folder.path)/run.html")
    #expect(page.contains("&lt;script&gt;alert(1)"))
    #expect(!page.contains("<script>alert"))
  }

  private func id(_ run: Run) -> Substring? {
    run.output.split(separator: "\n").first { $0.contains("\"run_id\"") }
  }
}
