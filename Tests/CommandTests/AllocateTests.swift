import TandemFiles
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `tandem allocate` and `tandem verify` on the example cohort, run as users run them.
struct AllocateTests {
  private static let cohort = dataFolder + "/example"

  /// Three donors of the example with all its recipients: enough for a plan, and quicker.
  private func fewDonors(_ folder: TemporaryFolder) throws -> String {
    let path = folder.path + "/few"
    _ = try run("/bin/mkdir", [path])
    for file in ["recipients.csv", "antibodies.csv", "centres.csv"] {
      _ = try run("/bin/cp", ["\(AllocateTests.cohort)/\(file)", path])
    }
    let lines = try TextFile.read(AllocateTests.cohort + "/donors.csv").split(separator: "\n")
    let kept = [lines[0]] + lines.filter { ["D01", "D03", "D11"].contains($0.prefix(3)) }
    try AtomicFile.write(kept.joined(separator: "\n") + "\n", to: path + "/donors.csv")
    return path
  }

  private func withoutSeconds(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { !$0.contains("\"seconds\"") }
  }

  @Test func `a plan is the same to the byte on one thread and on two, and both are written whole`() throws {
    let folder = try TemporaryFolder()
    let cohort = try fewDonors(folder)
    var texts: [[String]] = []
    for threads in ["1", "2"] {
      let files = [
        "--out", "plan.json", "--certificate", "prices.json", "--csv", "plan.csv", "--html", "plan.html",
      ]
      let run = try runTandem(
        ["allocate", cohort, "--threads", threads, "--scenarios", "50"] + files,
        folder: folder.path)
      #expect(run.code == 0, "\(run.errors)")
      #expect(try folder.permissions("plan.json") == 0o600)
      let written = try ["plan.json", "prices.json", "plan.csv", "plan.html"].map {
        try TextFile.read("\(folder.path)/\($0)")
      }
      texts.append([run.output, withoutSeconds(written[0]).joined(separator: "\n")] + written[1...])
    }
    #expect(texts[0] == texts[1])
  }

  @Test func `what it writes can be checked, and a change is refused with its place`() throws {
    let folder = try TemporaryFolder()
    let cohort = try fewDonors(folder)
    let plan = folder.path + "/plan.json"
    let prices = folder.path + "/prices.json"
    _ = try runTandem(["allocate", cohort, "--out", plan, "--certificate", prices])
    let check = try runTandem(["verify", cohort, plan, "--certificate", prices])
    #expect(check.code == 0, "\(check.output)")
    #expect(check.output.hasPrefix("All of it holds.\n"))
    #expect(check.output.contains("the prices prove it over all pairs"))
    let text = try TextFile.read(plan)
    let changed = try folder.write(
      "changed.json", text.replacing("\"recipient\":\"R001\"", with: "\"recipient\":\"R005\""))
    let refusal = try runTandem(["verify", cohort, changed, "--certificate", prices])
    #expect(refusal.code == 1)
    #expect(refusal.output.contains("for R005: crossmatch.hsc: "))
    let other = try folder.write("other.json", try TextFile.read(prices).replacing("1", with: "2"))
    let bound = try runTandem(["verify", cohort, plan, "--certificate", other])
    #expect(bound.code == 1)
    #expect(bound.output.contains("The certificate is not the one that the plan was written with."))
  }

  @Test func `a plan holds for its own cohort and policy alone`() throws {
    let folder = try TemporaryFolder()
    let cohort = try fewDonors(folder)
    let plan = folder.path + "/plan.json"
    _ = try runTandem(["allocate", cohort, "--out", plan])
    let other = try runTandem(["verify", cohort, plan, "--policy", "urgency-first"])
    #expect(other.code == 1)
    #expect(other.output.contains("The plan was made under another policy"))
  }

  @Test func `an accepted plan can be frozen, and what cannot be kept is told`() throws {
    let folder = try TemporaryFolder()
    let cohort = try fewDonors(folder)
    let plan = folder.path + "/plan.json"
    let first = try runTandem(["allocate", cohort, "--out", plan, "--json"])
    let again = try runTandem(["allocate", cohort, "--freeze", plan, "--json"])
    #expect(again.code == 0, "\(again.errors)")
    func value(_ run: Run) -> Substring? {
      run.output.split(separator: "\n").first { $0.hasPrefix("  \"value\"") }
    }
    #expect(value(first) == value(again))
    let clash = try runTandem(
      ["allocate", cohort, "--freeze", plan, "--require", "D11:R126"])
    #expect(clash.code == 1)
    #expect(clash.errors.contains("Recipient R126 is to have two donors."))
    let crowded = try runTandem(["allocate", cohort, "--freeze", plan, "--require", "D11:R019"])
    #expect(crowded.code == 1)
    #expect(
      crowded.output.contains("No plan keeps everything that was decided and every share of the policy."))
    #expect(try runTandem(["allocate", cohort, "--require", "D11"]).code == 2)
  }

  @Test func `the way of large pools gives the same bytes on any threads, and a plan that can be checked`()
    throws
  {
    let folder = try TemporaryFolder()
    let (plan, prices) = (folder.path + "/plan.json", folder.path + "/prices.json")
    let others = folder.path + "/others.csv"
    var texts: [[String]] = []
    for threads in ["1", "2"] {
      let run = try runTandem([
        "allocate", AllocateTests.cohort, "--method", "pool", "--gap", "0.01", "--threads", threads, "--out",
        plan, "--certificate", prices, "--left-out", others,
      ])
      #expect(run.code == 0, "\(run.errors)")
      #expect(run.output.contains("donor by donor over the packed pool"))
      #expect(run.output.contains("were passed by on bounds"))
      texts.append([
        try TextFile.read(plan).replacing(/"seconds":\s*[0-9.]+/, with: ""), try TextFile.read(prices),
        try TextFile.read(others),
      ])
    }
    #expect(texts[0] == texts[1])
    let check = try runTandem(["verify", AllocateTests.cohort, plan, "--certificate", prices])
    #expect(check.code == 0, "\(check.output)")
    let refusal = try runTandem([
      "allocate", AllocateTests.cohort, "--method", "pool", "--forbid", "D01:R001",
    ])
    #expect(refusal.code == 2)
    #expect(refusal.errors.contains("pairs were decided before"))
  }

  @Test func `everybody who is left out has a line with the main reason, however the plan was made`() throws {
    let folder = try TemporaryFolder()
    for method in ["core", "pool"] {
      let file = folder.path + "/\(method).csv"
      let run = try runTandem([
        "allocate", AllocateTests.cohort, "--method", method, "--left-out", file, "--json",
      ])
      #expect(run.code == 0, "\(run.errors)")
      let lines = try TextFile.read(file).split(separator: "\r\n")
      #expect(lines.first == "recipient,reason,words,detail")
      let served = run.output.matches(of: /"loss":/).count
      #expect(lines.count - 1 == 150 - served)
      #expect(
        lines.contains { $0.hasPrefix("R005,indication.cpra,indication for islets: sensitisation (cPRA),") })
      #expect(lines.contains { $0.contains(",donors_used,the grafts of every open donor go to others,") })
    }
  }

  @Test func `outputs that cannot be written are all told before the work`() throws {
    let folder = try TemporaryFolder()
    let run = try runTandem(
      [
        "allocate", "no-such-cohort", "--out", "none/plan.json", "--html", "none/plan.html", "--csv",
        "plan.csv", "--left-out", "plan.csv",
      ], folder: folder.path)
    #expect(run.code == 3)
    let lines = run.errors.split(separator: "\n").map { $0.prefix { $0 != ":" } }
    #expect(lines == ["none/plan.html", "none/plan.json", "plan.csv"])
    #expect(try folder.contents() == [])
  }

  @Test
  func `Ctrl-C ends the search over a pool with the best plan so far, which holds, and exit code 4`() throws {
    let folder = try TemporaryFolder()
    let cohort = folder.path + "/c"
    _ = try runTandem(["generate", "--recipients", "500", "--donors", "12", "--seed", "3", "--out", cohort])
    let plan = folder.path + "/plan.json"
    let stopped = try run(
      builtProgram("tandem"),
      ["allocate", cohort, "--gap", "0", "--method", "pool", "--threads", "1", "--out", plan],
      errors: .terminal(columns: 100), reactions: [Run.Reaction(to: ", gap", send: SIGINT)])
    #expect(stopped.code == 4, "\(stopped.errors)")
    #expect(stopped.output.contains("The search was stopped."))
    let written = try TextFile.read(plan)
    #expect(written.contains("\"standbys_named\": false"))
    #expect(written.contains("\"status\": \"limit\"") && written.contains(/"certified_bound": [0-9]/))
    let check = try runTandem(["verify", cohort, plan])
    #expect(check.code == 0, "\(check.output)")
  }

  @Test func `a limit that comes too early ends with exit code 4 and an honest bound`() throws {
    let folder = try TemporaryFolder()
    let cohort = try fewDonors(folder)
    let plan = folder.path + "/plan.json"
    let prices = folder.path + "/prices.json"
    let run = try runTandem([
      "allocate", cohort, "--gap", "0", "--time-limit", "0", "--out", plan, "--certificate",
      prices,
    ])
    #expect(run.code == 4)
    #expect(run.output.contains("The search was stopped."))
    #expect(run.output.contains(" transplants from "))
    let check = try runTandem(["verify", cohort, plan, "--certificate", prices])
    #expect(check.code == 0, "\(check.output)")
  }
}
