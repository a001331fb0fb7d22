import TestSupport
import Testing

/// `tandem simulate` and `tandem compare`, run as users run them, on programmes small enough for a debug build.
struct SimulateTests {
  private static let small = [
    "--years", "0.5", "--set", "size.listed=20", "--set", "size.recipients_per_year=20", "--set",
    "size.donors_per_year=16",
  ]

  private func simulate(_ arguments: [String], in folder: TemporaryFolder? = nil) throws -> Run {
    try runTandem(
      ["simulate", "--policy", "balanced", "--policy", "waiting-time"] + SimulateTests.small + arguments,
      folder: folder?.path)
  }

  @Test func `one thread, two threads, parts of a run and a run gone on with give the same bytes`() throws {
    let folder = try TemporaryFolder()
    let outputs = ["--replicates", "11", "--json"]
    let whole = try simulate(outputs + ["--threads", "1"], in: folder)
    #expect(whole.code == 0)
    let two = try simulate(outputs + ["--threads", "2", "--out", "two"], in: folder)
    #expect(two.output == whole.output)
    // Two parts, then the whole out of their folders.
    for part in ["1", "2"] {
      let run = try simulate(
        ["--replicates", "11", "--shard", "\(part)/2", "--out", "part\(part)"], in: folder)
      #expect(run.code == 0)
      #expect(run.output.contains("Part \(part)/2 of 3 blocks"))
    }
    let merged = try simulate(outputs + ["--merge", "part1", "--merge", "part2"], in: folder)
    #expect(merged.output == whole.output)
    #expect(merged.errors.contains("3 of 3 blocks were worked out before."))
    // A run made longer keeps its whole blocks.
    _ = try simulate(["--replicates", "6", "--out", "longer"], in: folder)
    let longer = try simulate(outputs + ["--out", "longer"], in: folder)
    #expect(longer.output == whole.output)
    #expect(longer.errors.contains("1 of 3 blocks were worked out before."))
    for file in ["results.json", "results.csv", "report.html"] {
      let one = try TextFile.read("\(folder.path)/two/\(file)")
      #expect(try one == TextFile.read("\(folder.path)/longer/\(file)"))
    }
  }

  @Test func `moved assumptions are gone on with, and shared out, like the run itself`() throws {
    let folder = try TemporaryFolder()
    let small =
      ["simulate", "--policy", "balanced", "--years", "0.1", "--set", "size.listed=4"]
      + ["--set", "size.recipients_per_year=0", "--set", "size.donors_per_year=20", "--replicates", "1"]
    let words = small + ["--sensitivity", "1", "--json"]
    let whole = try runTandem(words + ["--threads", "1"], folder: folder.path)
    #expect(whole.code == 0)
    #expect(whole.output.contains("\"sensitivity\": {"))
    for part in ["1", "2"] {
      let run = try runTandem(
        small + ["--sensitivity", "1", "--shard", "\(part)/2", "--out", "part\(part)"], folder: folder.path)
      #expect(run.code == 0)
      #expect(run.output.contains(" blocks of moved assumptions is in part\(part)"))
    }
    let merged = try runTandem(
      words + ["--merge", "part1", "--merge", "part2"], folder: folder.path)
    #expect(merged.output == whole.output)
    let all = merged.errors.split(separator: " ").first { $0.allSatisfy(\.isNumber) && $0 != "1" }
    let count = try #require(all)
    #expect(
      merged.errors.contains("\(count) of \(count) blocks of moved assumptions were worked out before."))
    // The same call goes on from the blocks of its own folder.
    let gone = try runTandem(words + ["--out", "part1"], folder: folder.path)
    #expect(gone.output == whole.output)
    #expect(gone.errors.contains("of \(count) blocks of moved assumptions were worked out before."))
  }

  /// The first run also writes into the folder that it makes.
  @Test func `a folder with another run is left alone`() throws {
    let folder = try TemporaryFolder()
    let first = try simulate(
      ["--replicates", "1", "--out", "run", "--csv", "run/table.csv"], in: folder)
    #expect(first.code == 0, "\(first.errors)")
    let other = try simulate(["--replicates", "1", "--out", "run", "--seed", "2"], in: folder)
    #expect(other.code == 3)
    #expect(other.errors.contains("another run"))
  }

  @Test func `years without donors and without people end in a report`() throws {
    for none in [
      ["size.donors_per_year=0"], ["size.listed=0", "size.recipients_per_year=0"],
      ["size.listed=0", "size.recipients_per_year=0", "size.donors_per_year=0"],
    ] {
      let settings = none.flatMap { ["--set", $0] }
      let run = try simulate(["--replicates", "2", "--html", "none.html"] + settings, in: TemporaryFolder())
      #expect(run.code == 0)
      let hasDonors = !none.contains("size.donors_per_year=0")
      #expect(run.output.contains(hasDonors ? "0.0 transplants a year" : "No donor comes."))
    }
  }

  @Test func `a moved weight and moved assumptions are reported`() throws {
    let folder = try TemporaryFolder()
    let sweep = try runTandem(
      [
        "simulate", "--policy", "balanced", "--sweep", "waiting-time=0:40:20", "--replicates", "2", "--html",
        "s.html",
      ]
        + SimulateTests.small, folder: folder.path)
    #expect(sweep.code == 0)
    #expect(sweep.output.contains("waiting-time 40"))
    #expect(try TextFile.read("\(folder.path)/s.html").contains("Utility against equity"))
    let unknown = try runTandem(
      ["simulate", "--policy", "balanced", "--sweep", "waiting-tim=0:40:20"] + SimulateTests.small)
    #expect(unknown.code == 2)
    #expect(unknown.errors.contains("Did you mean waiting-time?"))
  }

  @Test(arguments: [
    (["--set", "offers.acceptanse=0.5"], "Did you mean offers.acceptance?"),
    (["--set", "offers.acceptance=2"], "takes 0 to 1 probability"),
    (["--shard", "3/2", "--out", "x"], "--shard takes I/N"), (["--shard", "1/2"], "asks for the folder"),
    (["--sweep", "clarke=0:10:5"], "goes with one --policy"), (["--measure", "transplant"], "no measure"),
    (["--start", "2026-01-01"], "goes with a cohort"),
  ])
  func `wrong words are named`(_ words: [String], _ message: String) throws {
    let run = try simulate(words, in: TemporaryFolder())
    #expect(run.code == 2)
    #expect(run.errors.contains(message))
  }

  @Test func `a cohort's own donors and changes are replayed`() throws {
    let folder = try TemporaryFolder()
    _ = try run("/bin/cp", ["-r", dataFolder + "/example", folder.path + "/cohort"])
    let without = try runTandem(
      ["simulate", "cohort", "--policy", "balanced", "--years", "0.2", "--replicates", "2", "--json"],
      folder: folder.path)
    #expect(without.code == 0)
    #expect(without.output.contains("12 donors of the cohort's files"))
    _ = try folder.write("cohort/status.csv", "recipient_id,on,status\nR001,2026-01-20,died\n")
    let with = try runTandem(
      ["simulate", "cohort", "--policy", "balanced", "--years", "0.2", "--replicates", "2", "--json"],
      folder: folder.path)
    #expect(with.code == 0)
    #expect(with.output != without.output)
    _ = try folder.write("cohort/status.csv", "recipient_id,on,status\nR001,2026-13-20,gone\n")
    let wrong = try runTandem(
      ["simulate", "cohort", "--policy", "balanced"], folder: folder.path)
    #expect(wrong.code == 3)
    #expect(wrong.errors.contains("status.csv:2:6"))
    #expect(wrong.errors.contains("status.csv:2:17"))
  }

  @Test func `a comparison is the same on one thread and on two, and says why`() throws {
    let folder = try TemporaryFolder()
    let arguments = [
      "compare", dataFolder + "/example", "--policy", "balanced", "--policy", "waiting-time", "--html",
      "c.html",
      "--csv", "c.csv",
    ]
    let one = try runTandem(arguments + ["--threads", "1"], folder: folder.path)
    let page = try TextFile.read(folder.path + "/c.html")
    let two = try runTandem(arguments + ["--threads", "2"], folder: folder.path)
    #expect(one.code == 0)
    #expect(one.output == two.output)
    #expect(try page == TextFile.read(folder.path + "/c.html"))
    #expect(try TextFile.read(folder.path + "/c.csv").split(separator: "\r\n").count == 151)
    #expect(one.output.contains("First differences of waiting-time"))
    let single = try runTandem(["compare", dataFolder + "/example", "--policy", "balanced"])
    #expect(single.code == 2)
  }
}
