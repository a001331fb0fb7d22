import TandemFiles
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The models that `tandem allocate --write-model` writes, read and solved by programs that are not part of this
/// project: each of them must find the value of our plan, from the LP file and from the MPS file.
@Suite(
  .enabled(if: PeerSolver.areNeeded, "CBC and glpsol are not installed; Scripts/setup --peers installs them.")
)
struct PeerModelTests {
  /// A problem, by what it has beyond doses and beds.
  enum Kind: String, CaseIterable {
    case example
    case generated
    case shares = "shares and beds by period"
    case ranked = "transplants first, then score"
    case benefit = "benefit, then score, with a share"
    case decided = "decided before"
    case impossible = "nothing possible"

    /// The section `allocation` of the policy.
    var allocation: String? {
      func share(_ name: String, _ group: String, _ least: Double) -> String {
        "{ name: \"\(name)\", \(group), at_least: { value: \(least), unit: \"fraction of transplants\", "
          + "policy_choice: \"a test\" } }"
      }
      let young = "age_below: { value: 40, unit: \"years\", policy_choice: \"a test\" }"
      return switch self {
      case .example, .generated, .decided, .impossible: nil
      case .shares:
        "bed_period: { value: 30, unit: \"days\", policy_choice: \"a test\" }, shares: ["
          + share("A", "blood_group: \"A\"", 0.4) + ", " + share("under 40", young, 0.3) + "]"
      case .ranked: "objective: [\"transplants\", \"score\"]"
      case .benefit:
        "objective: [\"predicted-benefit\", \"score\"], shares: [" + share("under 40", young, 0.35) + "]"
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func `other solvers read the written model and find the value of our plan`(_ kind: Kind) throws {
    let folder = try TemporaryFolder()
    let isExample = [.example, .decided, .impossible].contains(kind)
    let seeds = isExample ? [0] : kind == .generated || kind == .shares ? [1, 4] : [2]
    for seed in seeds {
      var cohort = dataFolder + "/example"
      if !isExample {
        cohort = "\(folder.path)/\(seed)"
        let size = ["--recipients", "50", "--donors", "6", "--seed", "\(seed)"]
        _ = try runTandem(["generate", "--out", cohort] + size)
      }
      var options = ["--gap", "0", "--json"]
      if let section = kind.allocation {
        let standard = try TextFile.read(dataFolder + "/policies/balanced.json5")
        #expect(standard.contains("\n  tie_breaks:"))
        let text = standard.replacing(
          "\n  tie_breaks:", with: "\n  allocation: { \(section) },\n  tie_breaks:")
        options += ["--policy", try folder.write("policy.json5", text)]
      }
      // D11 and D08 compete for the one bed of C5 when both are to go there.
      if kind == .decided {
        options += ["--require", "D11:R019", "--forbid", "D08:R126", "--forbid", "D01:R001"]
      }
      if kind == .impossible { options += ["--require", "D11:R126", "--require", "D08:R132"] }
      // One of the two is enough where the plan takes longest.
      for format in kind == .decided ? ["mps"] : ["lp", "mps"] {
        let model = "\(folder.path)/model.\(format)"
        let plan = try runTandem(["allocate", cohort, "--write-model", model] + options)
        let own = try value(of: plan)
        #expect((own == nil) == (kind == .impossible), "\(kind): \(plan.errors) \(plan.output.prefix(200))")
        for peer in PeerSolver.allCases {
          let found = try peer.optimum(of: model, in: folder)
          #expect(found == own, "\(peer) and \(format), seed \(seed)")
        }
        // Each of them reads one of the two formats: both take a second to start.
        let other: PythonSolver = format == "lp" ? .highs : .scip
        if other.isInstalled {
          #expect(try other.optimum(of: model) == own, "\(other) and \(format), seed \(seed)")
        }
      }
    }
  }

  /// The value of a plan in the whole numbers of the model; nil when there is no plan.
  private func value(of run: Run) throws -> Int64? {
    let answer = try JSON5Node.read(run.output, path: "plan")
    guard case .object(let members) = answer.content else { throw Broken("no document: \(run.errors)") }
    switch members.first(where: { $0.key == "value" })?.value.content {
    case .number(let value): return Int64((value * 1_000_000).rounded())
    case .null: return nil
    default: throw Broken("no value")
    }
  }
}

/// Programs that are not part of this project, as Debian has them.
enum PeerSolver: String, CaseIterable {
  case cbc
  case glpsol

  private var path: String? {
    ["/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + rawValue }.first { TextFile.exists($0) }
  }

  /// Whether both are there. Where TANDEM_PEERS is `required` a test that cannot find them shall fail.
  static var areNeeded: Bool {
    allCases.allSatisfy { $0.path != nil } || getenv("TANDEM_PEERS").map { String(cString: $0) } == "required"
  }

  /// The optimum of a model, as the file says which way to look; nil when nothing is feasible. A model that is
  /// minimised has the values negated.
  func optimum(of model: String, in folder: TemporaryFolder) throws -> Int64? {
    let isLP = model.hasSuffix(".lp")
    let program = try #require(path, "\(rawValue) is not installed; Scripts/setup --peers installs it.")
    let answer = folder.path + "/answer.txt"
    let found: Double
    switch self {
    case .cbc:
      let options = ["-ratioGap", "0", "-allowableGap", "0.5", "-solve", "-solution", answer]
      _ = try run(program, [model] + options, timeLimit: 100)
      // `Optimal - objective value 531752307.00000000`, which is negative where the file minimises. What a file
      // maximises comes out with either sign, as the version has it.
      let line = try TextFile.read(answer).split(separator: "\n").first ?? ""
      if line.contains("nfeasible") { return nil }
      try #require(line.hasPrefix("Optimal"), "\(line)")
      found = try #require(line.split(separator: " ").last.flatMap { Double($0) }, "\(line)")
    case .glpsol:
      let ended = try run(
        program, [isLP ? "--lp" : "--freemps", model, "--cuts", "-o", answer], timeLimit: 100)
      if ended.output.contains("NO PRIMAL FEASIBLE") || ended.output.contains("NO INTEGER FEASIBLE") {
        return nil
      }
      let lines = try TextFile.read(answer).split(separator: "\n")
      try #require(lines.contains { $0.hasPrefix("Status:") && $0.hasSuffix("INTEGER OPTIMAL") })
      // `Objective:  obj = 531752307 (MAXimum)`
      let line = lines.first { $0.hasPrefix("Objective:") } ?? ""
      let words = line.split(separator: " ")
      found = try #require(words.firstIndex(of: "=").flatMap { Double(words[$0 + 1]) }, "\(line)")
    }
    if isLP { return Int64(abs(found).rounded()) }
    return Int64(-found.rounded())
  }
}

/// Solvers from PyPI, in the virtual environment that `Scripts/setup --peers` makes where PyPI can be reached.
enum PythonSolver: String {
  case highs
  case scip

  /// Prints the optimum, or `infeasible`.
  private var script: String {
    switch self {
    case .highs:
      """
      import highspy, sys
      solver = highspy.Highs()
      for name, value in [("output_flag", False), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)]:
          solver.setOptionValue(name, value)
      solver.readModel(sys.argv[1])
      solver.run()
      status = solver.getModelStatus()
      if status == highspy.HighsModelStatus.kOptimal:
          print(solver.getInfo().objective_function_value)
      elif status == highspy.HighsModelStatus.kInfeasible:
          print("infeasible")
      """
    case .scip:
      """
      import pyscipopt, sys
      solver = pyscipopt.Model()
      solver.hideOutput()
      solver.readProblem(sys.argv[1])
      solver.optimize()
      status = solver.getStatus()
      print(solver.getObjVal() if status == "optimal" else status)
      """
    }
  }

  private var python: String {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    let cache = variable("XDG_CACHE_HOME") ?? (variable("HOME") ?? "") + "/.cache"
    return cache + "/tandem-peers/bin/python"
  }

  /// Whether it can be asked.
  var isInstalled: Bool {
    guard TextFile.exists(python) else { return false }
    let module = self == .highs ? "highspy" : "pyscipopt"
    return (try? run(python, ["-c", "import \(module)"], timeLimit: 60).code) == 0
  }

  /// The optimum of a model; nil when nothing is feasible. A model that is minimised has the values negated.
  func optimum(of model: String) throws -> Int64? {
    let answer = try run(python, ["-c", script, model], timeLimit: 100)
    let last = answer.output.split(separator: "\n").last.map(String.init) ?? ""
    if last == "infeasible" { return nil }
    let found = try #require(Double(last), "\(self): \(answer.output) \(answer.errors)")
    return Int64((model.hasSuffix(".lp") ? found : -found).rounded())
  }
}
