import TandemFiles
import TestSupport
import Testing

/// `tandem solve`, run as users run it.
struct SolveTests {
  private static func model(_ name: String) -> String { "\(projectRoot)/Tests/Models/\(name)" }

  /// The value behind a key at the top of a JSON document.
  private static func field(_ key: String, in json: String) -> String? {
    for line in json.split(separator: "\n") where line.hasPrefix("  \"\(key)\": ") {
      let value = line.dropFirst("  \"\(key)\": ".count)
      return String(value.last == "," ? value.dropLast() : value)
    }
    return nil
  }

  @Test(arguments: [
    ("c515-1.lp", [], "336"), ("c515-2.mps", ["--maximize"], "327"), ("c515-3.mps", [], "-339"),
    ("c515-4.lp", [], "341"), ("c515-5.lp", [], "326"),
  ])
  func `classic generalised assignment comes out at its published optimum`(
    name: String, options: [String], optimum: String
  ) throws {
    for method in ["core", "exact"] {
      let run = try runTandem(
        ["solve", Self.model(name), "--gap", "0", "--method", method, "--json"] + options)
      #expect(run.code == 0)
      #expect(Self.field("status", in: run.output) == "\"optimal\"")
      #expect(Self.field("value", in: run.output) == optimum)
      #expect(Self.field("bound", in: run.output) == optimum)
      #expect(Self.field("gap", in: run.output) == "0")
      #expect(Self.field("method", in: run.output) == "\"\(method)\"")
    }
  }

  @Test func `the document has the keys that others rely on, and is the same from run to run`() throws {
    let words = ["solve", Self.model("c515-1.lp"), "--json"]
    func timeless(_ text: String) -> String {
      text.split(separator: "\n").filter { !$0.contains("\"seconds\"") }.joined(separator: "\n")
    }
    let first = try runTandem(words + ["--threads", "1"]).output
    let second = try runTandem(words + ["--threads", "2"]).output
    #expect(timeless(first) == timeless(second))
    for key in ["status", "value", "bound", "gap", "seconds", "method", "pairs", "bundles"] {
      #expect(Self.field(key, in: first) != nil, "\(key) is missing")
    }
    #expect(Self.field("pairs", in: first) == "75")
  }

  @Test func `a model that is no packing problem goes to the general solver, and the answer says why`() throws
  {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "whole.lp",
      "Maximize\n value: 3 x + 2 y\nSubject To\n a: x + y <= 4.5\n b: x + 3 y <= 6\nBounds\n x <= 3\nGeneral\n x y\nEnd\n"
    )
    let out = folder.path + "/whole.txt"
    let run = try runTandem(["solve", path, "--json", "--out", out])
    #expect(run.code == 0)
    // x = 3 leaves y <= 1 by both rows.
    #expect(Self.field("value", in: run.output) == "11")
    #expect(Self.field("method", in: run.output) == "\"glpk\"")
    #expect(
      Self.field("because", in: run.output)?.contains("column x may be something else than 0 and 1") == true)
    #expect(try TextFile.read(out) == "# status optimal value 11.0 bound 11.0 gap 0.0\nx 3\ny 1\n")
    let core = try runTandem(["solve", path, "--method", "core"])
    #expect(core.code == 3)
    #expect(core.errors.contains("is not a packing problem"))
  }

  @Test func `the written solution names the columns and the certificate the prices`() throws {
    let folder = try TemporaryFolder()
    let out = folder.path + "/best.txt"
    let certificate = folder.path + "/prices.txt"
    let run = try runTandem([
      "solve", Self.model("c515-1.lp"), "--gap", "0", "--out", out, "--certificate", certificate,
    ])
    #expect(run.code == 0)
    let lines = try TextFile.read(out).split(separator: "\n")
    #expect(lines.first == "# status optimal value 336.0 bound 336.0 gap 0.0")
    #expect(lines.count == 16)
    #expect(Set(lines.dropFirst().compactMap { $0.split(separator: "_").last }).count == 15)
    #expect(try TextFile.read(certificate).hasPrefix("packing-certificate 1\n"))
  }

  @Test func `the trace goes forward in time, never back in value or bound, and ends with the answer`() throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path + "/trace.csv"
    let run = try runTandem(["solve", Self.model("c515-1.lp"), "--gap", "0", "--trace", path])
    #expect(run.code == 0)
    var lines = try TextFile.read(path).split(separator: "\n").map(String.init)
    #expect(lines.removeFirst() == "seconds,value,bound")
    let rows = lines.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    }
    for (earlier, later) in zip(rows, rows.dropFirst()) {
      #expect(earlier[0]! <= later[0]!)
      if let before = earlier[1] { #expect(later[1]! >= before) }
      if let before = earlier[2] { #expect(later[2]! <= before) }
    }
    #expect(rows.last?[1] == 336 && rows.last?[2] == 336)
  }

  @Test func `models without a solution or without an end are told apart, with exit code 1`() throws {
    let folder = try TemporaryFolder()
    let impossible = try folder.write(
      "impossible.lp", "Maximize\n v: x\nSubject To\n a: x + y <= 1\n b: x >= 2\nEnd\n")
    let endless = try folder.write("endless.lp", "Maximize\n v: x\nSubject To\n a: x - y <= 1\nEnd\n")
    let unserved = try folder.write(
      "unserved.lp",
      "Maximize\n v: 3 x + 2 y\nSubject To\n a: x + y = 1\n b: 5 x + 7 y <= 4\nBinary\n x y\nEnd\n")
    for (path, status) in [(impossible, "infeasible"), (endless, "unbounded"), (unserved, "infeasible")] {
      let run = try runTandem(["solve", path, "--json"])
      #expect(run.code == 1)
      #expect(Self.field("status", in: run.output) == "\"\(status)\"")
      #expect(Self.field("value", in: run.output) == "null")
    }
  }

  @Test func `a file that cannot be read is told with its line, and nothing is printed`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("wrong.lp", "Maximize\n v: 3 x\nSubject To\n a: x + + <= 4\nEnd\n")
    for (words, told) in [
      ([path], ":4:9: "), ([folder.path + "/none.mps"], "none.mps"), (["model.txt"], ".lp or .mps"),
    ] {
      let run = try runTandem(["solve"] + words)
      #expect(run.code == 3)
      #expect(run.output == "")
      #expect(run.errors.contains(told))
    }
  }

  @Test func `limits that contradict each other are told by name`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "crossed.lp", "Maximize\n v: x + y\nSubject To\n a: x + y <= 1\nBounds\n 5 <= x <= 3\nEnd\n")
    let run = try runTandem(["solve", path])
    #expect(run.code == 1)
    #expect(run.output.contains("infeasible") && run.output.contains("column x has its lower limit above"))
  }

  @Test(arguments: [
    ("Maximize\n v: x\nBounds\n x <= 3.5\nGeneral\n x\nEnd\n", "optimal", "3"),
    ("Maximize\n v: x\nBounds\n 3.2 <= x <= 3.5\nGeneral\n x\nEnd\n", "infeasible", "null"),
    ("Minimize\n v: 7\nEnd\n", "optimal", "7"),
    ("Maximize\n v: x\nSubject To\n a: 0 x <= -1\nEnd\n", "infeasible", "null"),
  ])
  func `whole columns with fractional limits, and models with next to nothing in them`(
    text: String, status: String, value: String
  ) throws {
    let folder = try TemporaryFolder()
    let run = try runTandem(["solve", try folder.write("small.lp", text), "--json"])
    #expect(Self.field("status", in: run.output) == "\"\(status)\"")
    #expect(Self.field("value", in: run.output) == value)
  }

  @Test func `a file that cannot be written is told before the search`() throws {
    let folder = try TemporaryFolder()
    for option in ["--out", "--certificate", "--trace"] {
      let run = try runTandem(["solve", Self.model("c515-1.lp"), option, folder.path + "/none/file"])
      #expect(run.code == 3)
      #expect(run.output == "")
      #expect(run.errors.contains("cannot write"))
    }
    #expect(try folder.contents() == [])
  }

  @Test func `a direction inside an MPS file counts, and an option overrules it`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "directed.mps",
      "NAME d\nOBJSENSE\n MAX\nROWS\n N v\n L a\nCOLUMNS\n x v 3 a 1\nRHS\n b v -5 a 4\nENDATA\n")
    #expect(Self.field("value", in: try runTandem(["solve", path, "--json"]).output) == "17")
    #expect(Self.field("value", in: try runTandem(["solve", path, "--json", "--minimize"]).output) == "5")
  }

  @Test func `what only the solver's own reader takes is read by it, and said when asked`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "extra.mps",
      "NAME e\nROWS\n N v\n L a\nCOLUMNS\n x v -3 a 1 more than fits\nRHS\n b a 4\nENDATA\n")
    let quiet = try runTandem(["solve", path, "--json"])
    #expect(Self.field("value", in: quiet.output) == "-12" && quiet.errors == "")
    #expect(try runTandem(["solve", path, "--verbose"]).errors.contains("by the solver's own reader"))
  }

  @Test func `a model without its end is solved, with a warning`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("cut.lp", "Maximize\n v: x\nSubject To\n a: x <= 4\n")
    let run = try runTandem(["solve", path, "--json"])
    #expect(run.code == 0)
    #expect(run.errors.contains("cut.lp:5:1: warning: end missing"))
  }

  @Test func `two directions at once are wrong use`() throws {
    let run = try runTandem(["solve", Self.model("c515-1.lp"), "--maximize", "--minimize"])
    #expect(run.code == 2)
  }

  @Test func `a time limit of nothing ends with exit code 4 and an honest bound`() throws {
    let run = try runTandem([
      "solve", Self.model("knapsacks-4x30.lp"), "--time-limit", "0.05", "--gap", "0", "--json",
    ])
    #expect(run.code == 4)
    #expect(Self.field("status", in: run.output) == "\"limit\"")
    if let bound = Self.field("bound", in: run.output).flatMap(Double.init) { #expect(bound >= 1341) }
    if let value = Self.field("value", in: run.output).flatMap(Double.init) { #expect(value <= 1341) }
  }

  @Test func `what a run wrote can be checked, and a change in either file is found`() throws {
    let folder = try TemporaryFolder()
    let out = folder.path + "/best.txt"
    let certificate = folder.path + "/prices.txt"
    let model = Self.model("c515-1.lp")
    let written = try runTandem([
      "solve", model, "--gap", "0", "--out", out, "--certificate", certificate, "--json",
    ])
    let proven = try #require(Self.field("certified_bound", in: written.output))
    #expect(try #require(Int(proven)) >= 336)
    let good = try runTandem(["solve", model, "--verify", certificate, "--solution", out, "--json"])
    #expect(good.code == 0)
    #expect(Self.field("holds", in: good.output) == "true")
    #expect(Self.field("value", in: good.output) == "336")
    #expect(Self.field("bound", in: good.output) == proven)

    let boast = try folder.write(
      "boast.txt",
      TextFile.read(certificate).split(separator: "\n").map { $0.hasPrefix("bound ") ? "bound 335" : $0 }
        .joined(separator: "\n") + "\n")
    let refused = try runTandem(["solve", model, "--verify", boast])
    #expect(refused.code == 1)
    #expect(refused.output.contains("proves \(proven) only"))

    let lines = try TextFile.read(out).split(separator: "\n")
    let short = try folder.write("short.txt", lines.dropLast().joined(separator: "\n"))
    let unserved = try runTandem(["solve", model, "--solution", short])
    #expect(unserved.code == 1)
    #expect(unserved.output.contains("row job"))
    let stranger = try folder.write("stranger.txt", "a1_j1 1\nnobody 1\n")
    let unknown = try runTandem(["solve", model, "--solution", stranger])
    #expect(unknown.code == 3)
    #expect(unknown.errors.contains("stranger.txt:2: "))
  }
}
