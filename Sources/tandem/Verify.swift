import TandemAllocation
import TandemArguments
import TandemFiles
import TandemPacking
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemTerminal

private let plan = Positional<String>(
  "PLAN", completes: .file(["json"]), help: "The plan, as tandem allocate --out writes it.")
private let certificate = Option<String?>(
  "certificate", value: "FILE", otherwise: "none", completes: .file(["json"]),
  help: "The prices, as tandem allocate --certificate writes them. Without them the bound is not checked.")
private let policy = Option<String?>(
  "policy", value: "FILE", otherwise: "the one that the plan names", completes: .file(["json5"]),
  help: "The policy, when its file has moved.")

/// `tandem verify DIR PLAN.json`
let verifyPlan: Command = Command(
  "verify", "Checks a plan and its bound from scratch, by code that the search does not use.",
  discussion: """
    Cohort and policy are read anew. Every rule is asked for every assigned pair, doses are added up against what \
    the donors have, beds, isolation runs and shares are counted, the scores are summed. With the certificate the \
    bound is worked out from its prices over all pairs, in whole numbers. What the search proved beyond the \
    certificate is told apart: nobody can check that without searching again. At last the plan is described anew, and \
    every figure in the file must be the same, but for those that say how long the search took and how much it \
    looked at.
    """,
  takes: [
    Shared.cohort, plan, Group("Input", [certificate, policy]), Shared.options(Shared.threads, Shared.json),
  ],
  examples: [
    Example(
      "tandem verify cohort plan.json --certificate prices.json", "Checks a plan and the proof of its bound.")
  ],
  exits: [
    .no: "The plan or the bound does not hold. Each reason is told.",
    .badData: "The cohort or the policy have errors, or a file cannot be read.",
  ]
) { arguments, console in
  let check = try PlanCheck(
    folder: arguments[Shared.cohort], plan: arguments[plan], certificate: arguments[certificate],
    policy: arguments[policy], threads: arguments.threadCount, console)
  console.print(arguments[Shared.json] ? check.json.text() : check.text(console.style))
  return check.faults.isEmpty ? .done : .no
}

/// What checking a plan found.
private struct PlanCheck {
  var faults: [String] = []
  private var document: PlanDocument?
  private var hasCertificate = false

  init(
    folder: String, plan path: String, certificate: String?, policy: String?, threads: Int,
    _ console: Console
  ) throws {
    let node = try JSON5Node.read(try MappedFile(path).text, path: path)
    let document: PlanDocument
    do throws(Problems) { document = try PlanDocument(node, path: path) } catch {
      faults = error.all.map(\.description)
      return
    }
    self.document = document
    let input = try MatchInput(
      folder: folder, policy: policy ?? document.policyFile, threads: threads, console)
    checkOrigin(document, input)
    let setting = AllocationSetting(input.cohort, input.policy, document.order)
    let isOfPool = document.isOfPool && LargePool.obstacle(setting) == nil
    let large = isOfPool ? LargeRun(setting, threads: threads, console) : nil
    let run = try large == nil ? AllocationRun(setting, threads: threads, console) : nil
    if let run { faults += run.model.faults }
    var proof: CertificateDocument?
    var proofSHA256 = document.origin.certificate
    if let certificate {
      let text = try MappedFile(certificate).text
      proofSHA256 = SHA256.hex(text)
      if proofSHA256 != document.origin.certificate {
        faults.append("The certificate is not the one that the plan was written with.")
      }
      do throws(Problems) {
        let node: JSON5Node
        do throws(Problem) { node = try JSON5Node.read(text, path: certificate) } catch {
          throw Problems(error)
        }
        proof = try CertificateDocument(node, path: certificate, setting)
        hasCertificate = true
      } catch {
        faults += error.all.map(\.description)
      }
    }
    let model: AllocationModel
    var donorWorths: [Int64]?
    if let large {
      let found = large.faults(in: document, proof, console)
      faults += found.faults
      donorWorths = found.donorWorths
      model = large.model(of: document, console)
    } else {
      let explained = try AllocationRun.explained(setting, threads: threads, console)
      faults += PlanVerifier(setting, explained).faults(in: document, proof)
      model = run!.model
    }
    guard faults.isEmpty,
      let described = document.described(model, proof, donorWorths: donorWorths, threads: threads)
    else { return }
    var plan = described
    let request = SolveRequest(
      method: document.method, gap: document.wantedGap, threads: threads, seed: document.seed,
      isCancelled: { Interruption.isRequested })
    if let run {
      try run.describe(
        &plan, request, scenarios: document.scenarios, solvesAgain: document.solvesAgain, console)
    } else {
      large!.describe(&plan, model, scenarios: document.scenarios, seed: document.seed, console)
    }
    try Interruption.check()
    let report = PlanReport(
      provenance: Provenance(of: input, seed: document.seed), policyFile: policy ?? document.policyFile,
      confidence: input.policy.confidence, order: document.order, wantedGap: document.wantedGap, plan: plan,
      certificateSHA256: proofSHA256, seconds: 0)
    var text = ""
    try PlanJSON(report).write { text += $0 }
    faults +=
      PlanComparison(
        node, path: path, with: try JSON5Node.read(text, path: path), isPriced: proof != nil
      ).faults
  }

  private mutating func checkOrigin(_ document: PlanDocument, _ input: MatchInput) {
    if document.origin.input != input.cohort.inputSHA256 {
      faults.append("The plan was made for other files: the cohort's digest is \(input.cohort.inputSHA256).")
    }
    if document.origin.policyFingerprint != input.policy.fingerprint {
      faults.append("The plan was made under another policy: its fingerprint is \(input.policy.fingerprint).")
    }
    if document.origin.version != Version.number {
      faults.append("The plan was made by version \(document.origin.version), and this is \(Version.number).")
    }
  }

  var json: JSON {
    .object([
      ("holds", .bool(faults.isEmpty)), ("value", .number(document?.worth.value)),
      ("bound", .number(document?.worth.bound)), ("certified_bound", .number(document?.worth.certifiedBound)),
      ("bound_checked", .bool(hasCertificate)),
      ("checked_gap", .number(hasCertificate ? document.flatMap { gap(to: $0.worth.certifiedBound) } : nil)),
      ("bound_rests_on", .string(document == nil ? nil : restsOn)), ("faults", .strings(faults)),
      ("version", .string(Version.number)),
    ])
  }

  /// What vouches for the bound that the plan states: its certificate, the search, or nothing that was looked at.
  private var restsOn: String? {
    guard let worth = document?.worth, let bound = worth.bound else { return nil }
    if !hasCertificate { return "nothing_checked" }
    return worth.certifiedBound.map { $0 <= bound } ?? false ? "certificate" : "search"
  }

  /// The distance of a bound from the value, relative to the value.
  private func gap(to bound: Double?) -> Double? {
    guard let value = document?.worth.value, let bound else { return nil }
    return abs(bound - value) / max(abs(value), 1e-10)
  }

  func text(_ style: Style) -> String {
    var lines = [faults.isEmpty ? style.good("All of it holds.") : style.error("It does not hold:")]
    lines += faults.map { "  \($0)" }
    guard faults.isEmpty, let document else { return lines.joined(separator: "\n") }
    lines.append("\(document.entries.count) assignments keep every rule, dose, bed and share.")
    let unit = document.objectives.last.flatMap { AllocationPlan.Objective(rawValue: $0.name)?.unit } ?? ""
    func amount(_ number: Double) -> String { "\(shortNumber(number)) \(unit)" }
    if let value = document.worth.value { lines.append("They are worth \(amount(value)).") }
    return (lines + boundWords(document, amount)).joined(separator: "\n")
  }

  /// What is proven about better plans, and by what.
  private func boundWords(_ document: PlanDocument, _ amount: (Double) -> String) -> [String] {
    let worth = document.worth
    guard hasCertificate, let certified = worth.certifiedBound else {
      return ["The bound was not checked, since no certificate was given."]
    }
    var lines = ["No plan is worth more than \(amount(certified)): the prices prove it over all pairs."]
    guard let value = worth.value, let bound = worth.bound else { return lines }
    func more(_ bound: Double) -> String {
      "at most \(DecimalText.fixed(100 * (gap(to: bound) ?? 0), 3)) % better"
    }
    if certified <= value {
      lines.append("So it is the best plan there is.")
    } else {
      lines.append("So any other plan is \(more(certified)). That much was checked here.")
    }
    if bound < certified {
      lines.append(
        (bound <= value
          ? "The plan says that it is the best there is" : "The plan says that any other is \(more(bound))")
          + ": the search went through the cases that the prices leave open.")
      lines.append("That was not checked here; it can only be checked by searching again.")
    }
    return lines
  }
}
