import TandemFiles
import TestSupport
import Testing

/// What `tandem allocate` and `tandem verify` say of a plan whose certificate proves less than the search found.
struct ProofWordsTests {
  /// Three donors and thirteen recipients of the example under a share that binds: the prices leave a gap that
  /// the search closes.
  private func solved(_ folder: TemporaryFolder) throws -> (cohort: String, plan: Run) {
    let cohort = folder.path + "/c"
    _ = try run("/bin/mkdir", [cohort])
    let numbers = ["001", "002", "004", "007", "008", "017", "019", "030", "042", "047", "091", "126", "132"]
    let kept = Set(numbers.map { "R\($0)" } + ["D01", "D08", "D11"])
    for file in ["donors.csv", "recipients.csv", "antibodies.csv", "centres.csv"] {
      let lines = try TextFile.read("\(dataFolder)/example/\(file)").split(separator: "\n")
      let own = lines.dropFirst().filter { line in
        file == "centres.csv" || kept.contains(String(line.prefix { $0 != "," }))
      }
      try AtomicFile.write((lines.prefix(1) + own).joined(separator: "\n") + "\n", to: "\(cohort)/\(file)")
    }
    let section = """
      allocation: { shares: [{ name: "under 40", age_below: { value: 40, unit: "years", policy_choice: "a test" },
        at_least: { value: 0.4, unit: "fraction of transplants", policy_choice: "a test" } }] },
      """
    let standard = try TextFile.read(dataFolder + "/policies/balanced.json5")
    let policy = try folder.write(
      "policy.json5", standard.replacing("\n  tie_breaks:", with: "\n  \(section)\n  tie_breaks:"))
    let plan = try runTandem([
      "allocate", cohort, "--policy", policy, "--gap", "0", "--out", folder.path + "/plan.json",
      "--certificate", folder.path + "/prices.json",
    ])
    #expect(plan.code == 0, "\(plan.errors)")
    return (cohort, plan)
  }

  @Test func `what was proven by search and what by certificate is told apart, and so are prices of shares`()
    throws
  {
    let folder = try TemporaryFolder()
    let (cohort, plan) = try solved(folder)
    let words = plan.output.replacing("\n  ", with: " ")
    let document = try TextFile.read(folder.path + "/plan.json")
    func number(_ key: String) throws -> Double {
      let line = try #require(document.split(separator: "\n").first { $0.hasPrefix("  \"\(key)\": ") })
      return try #require(Double(line.dropFirst(key.count + 6).dropLast()))
    }
    let (value, certified) = (try number("value"), try number("certified_bound"))
    #expect(certified > value)
    let gap = try number("certified_gap")
    #expect(abs(gap - (certified - value) / value) < 1e-12)
    let percent = DecimalText.fixed(100 * gap, 3) + " %"
    #expect(words.contains("This is the best plan there is"))
    #expect(
      words.contains(
        "prove that no plan is worth more than \(DecimalText.fixed(certified, 2)) points, at most \(percent) more"
      ))
    #expect(words.contains("that part can only be checked by searching again."))
    #expect(plan.output.contains(/share\s+under 40\s+40\.0 % or more\s+50\.0 %\s+\d+\.\d\d points/))
    #expect(plan.output.contains(/beds\s+C5\s+1\s+1\s+\d+\.\d\d points/))
    #expect(words.contains(/To ask for one place less is worth at most \d+\.\d\d points\./))
    #expect(words.contains("The prices leave \(DecimalText.fixed(certified - value, 2)) points open"))

    let files = [cohort, folder.path + "/plan.json", "--certificate", folder.path + "/prices.json"]
    let check = try runTandem(["verify"] + files)
    #expect(check.code == 0, "\(check.output)")
    #expect(
      check.output.contains("So any other plan is at most \(percent) better. That much was checked here."))
    #expect(check.output.contains("That was not checked here; it can only be checked by searching again."))
    let json = try runTandem(["verify", "--json"] + files).output
    #expect(json.contains("\"bound_rests_on\": \"search\""))
    #expect(json.contains("\"checked_gap\": \(String(gap).prefix(10))"))
    let unproven = try runTandem(["verify", "--json"] + files.prefix(2)).output
    #expect(unproven.contains("\"bound_rests_on\": \"nothing_checked\""))
    #expect(unproven.contains("\"checked_gap\": null"))
  }
}
