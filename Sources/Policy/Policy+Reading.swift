public import TandemClinic
public import TandemFiles
import TandemHLA

extension Policy {
  /// The policy of a shipped name, or of the user's own file by its path, with everything that it names.
  /// `rules` are the clinical tables; the shipped ones are read when none are given.
  public static func read(_ nameOrPath: String = standard, rules: ClinicRules? = nil) throws(Problems)
    -> Policy
  {
    try read(try DataDocument(nameOrPath, in: "policies"), rules: rules)
  }

  /// The policy in a document; every problem in it is reported at once.
  public static func read(_ document: DataDocument, rules: ClinicRules? = nil) throws(Problems) -> Policy {
    let file = DataFile(path: document.path)
    let root = file.object(document.root)
    let own = PolicyReading.ownTables(root, path: document.path)
    let tables: ClinicRules
    if let rules, own.isEmpty { tables = rules } else { tables = try ClinicRules.read(replacing: own) }
    let reading = PolicyReading(root, tables, path: document.path)
    let policy = reading.policy(sha256: document.sha256)
    // A protocol file of the user's own may have problems of its own.
    var problems: [Problem] = []
    for problem in file.problems + reading.others where !problems.contains(problem) {
      problems.append(problem)
    }
    guard problems.allSatisfy({ $0.severity == .warning }), var policy else { throw Problems(problems) }
    policy.warnings = problems.sorted()
    return policy
  }
}

/// Reads one policy file.
final class PolicyReading {
  /// Problems of files that the policy names.
  private(set) var others: [Problem] = []
  private let root: DataObject
  private let tables: ClinicRules
  private let path: String

  init(_ root: DataObject, _ tables: ClinicRules, path: String) {
    self.root = root
    self.tables = tables
    self.path = path
  }

  func policy(sha256: String) -> Policy? {
    let name = root.text("name")
    let title = root.text("title")
    let purpose = root.text("purpose")
    let clinic = clinic()
    let regimens = clinic.map(regimens) ?? []
    let confidence = root.amount("dose_confidence", unit: "probability", in: 0.01...0.999)
    let hla = comparison()
    let rules = hardRules()
    let terms = root.terms("score")
    let tieBreaks = root.tieBreaks("tie_breaks")
    let reviews = reviews(clinic, rules)
    let allocation = root.optionalObject("allocation").map(AllocationChoices.init) ?? AllocationChoices()
    if allocation.objectives.contains(.benefit),
      !terms.contains(where: { $0.attribute.name == "predicted-benefit" })
    {
      root.report(
        "allocation", kind: "no benefit",
        "a term \"predicted-benefit\" in the score, since the objective names it")
    }
    root.finish()
    guard let name, let title, let purpose, let clinic, !regimens.isEmpty, let confidence, let tieBreaks
    else {
      return nil
    }
    return Policy(
      name: name, title: title, purpose: purpose, clinic: clinic, regimens: regimens,
      confidence: confidence.value, confidenceBasis: confidence.basis, hla: hla, rules: rules,
      judgements: rules.map(\.judgement),
      reviews: reviews,
      terms: terms, tieBreaks: tieBreaks, allocation: allocation, path: path, sha256: sha256,
      fingerprint: fingerprint(sha256, regimens), warnings: [])
  }

  /// A listing like that of `sha256sum`, digested in turn.
  private func fingerprint(_ sha256: String, _ regimens: [Regimen]) -> String {
    var listing = "\(sha256)  policy\n"
    for regimen in regimens {
      listing += "\(regimen.transplant.sha256)  protocol \(regimen.transplant.name)\n"
    }
    for (name, digest) in tables.sha256.sorted(by: { $0.key < $1.key }) {
      listing += "\(digest)  clinic \(name)\n"
    }
    return SHA256.hex(listing)
  }

  private func clinic() -> Clinic? {
    var choices = ClinicChoices()
    if let entry = root.object("clinic") {
      let rules = tables
      func choose(_ key: String, _ names: [String], _ kind: String) -> String? {
        entry.name(key, among: names, kind: kind)
      }
      choices.indication =
        choose("indication", rules.indications.map(\.name), "indication") ?? choices.indication
      choices.donorWindow =
        choose("donor_window", rules.donorWindows.map(\.criteria.name), "donor window") ?? choices.donorWindow
      choices.release =
        choose("release", rules.release.sets.map(\.name), "release criteria") ?? choices.release
      choices.isletYield =
        choose("islet_yield", rules.yields.islets.map(\.name), "islet yield") ?? choices.isletYield
      choices.stemCellYield =
        choose("stem_cell_yield", rules.yields.stemCells.map(\.name), "stem cell yield")
        ?? choices.stemCellYield
      if entry.keys.contains("conditioning_limits") {
        choices.conditioningLimits = choose(
          "conditioning_limits", rules.conditioning.limits.map(\.criteria.name), "conditioning limits")
      }
      _ = entry.optional("tables")
      if entry.optional("release_stage") != nil {
        choices.releaseStage = entry.choice("release_stage", of: ReleaseStage.self) ?? .planned
      }
      _ = entry.basis()
      entry.finish()
    }
    do throws(Problems) {
      return try Clinic(tables, choices: choices)
    } catch {
      others += error.all
      return nil
    }
  }

  private func regimens(_ clinic: Clinic) -> [Regimen] {
    var regimens: [Regimen] = []
    let names = root.texts("protocols")
    if names.isEmpty { root.report("protocols", kind: "empty list", "at least one protocol") }
    for name in names {
      do throws(Problems) {
        let isPath = PolicyReading.isPath(name)
        if !isPath, !root.check(name, "protocols", TransplantProtocol.shippedNames, "protocol") { continue }
        let found = try clinic.regimen(.read(isPath ? PolicyReading.beside(path, name) : name))
        if regimens.contains(where: { $0.transplant.name == found.transplant.name }) {
          root.report("protocols", kind: "duplicate name", "each protocol once")
        } else {
          regimens.append(found)
        }
      } catch {
        others += error.all
      }
    }
    return regimens
  }

  /// The programme's own clinical tables, `clinic: { tables: { indications: "mine.json5" } }`: name to path.
  static func ownTables(_ root: DataObject, path: String) -> [String: String] {
    guard let entry = root.optionalObject("clinic")?.optionalObject("tables") else { return [:] }
    var tables: [String: String] = [:]
    for key in entry.keys {
      guard let name = entry.text(key), entry.check(key, key, ClinicRules.tables, "table") else { continue }
      tables[key] = isPath(name) ? beside(path, name) : name
    }
    return tables
  }

  private static func isPath(_ name: String) -> Bool { name.contains("/") || name.hasSuffix(".json5") }

  /// A path in a policy counts from the policy's own folder.
  private static func beside(_ path: String, _ name: String) -> String {
    guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
    return path[...slash] + name
  }

  private func comparison() -> HLAComparison {
    var comparison = HLAComparison()
    guard let entry = root.optionalObject("hla_comparison") else { return comparison }
    if let loci = entry.loci("loci") { comparison.loci = loci }
    if let count = entry.optionalNumber("homozygous_counts", unit: "", in: 1...2) {
      if let found = HomozygousCount(rawValue: Int(count)), Double(found.rawValue) == count {
        comparison.homozygous = found
      } else {
        entry.report("homozygous_counts", kind: "not whole", "1 or 2")
      }
    }
    _ = entry.basis()
    entry.finish()
    return comparison
  }

  private func hardRules() -> [any HardRule] {
    guard let entries = root.object("rules") else { return [] }
    defer { entries.finish() }
    return HardRules.all.compactMap { kind in
      guard let entry = entries.optionalObject(kind.key) else { return nil }
      defer { entry.finish() }
      return kind.init(entry)
    }
  }

  private func reviews(_ clinic: Clinic?, _ rules: [any HardRule]) -> ReviewTreatment {
    var reviews = ReviewTreatment()
    guard let entry = root.object("on_review") else { return reviews }
    if let standard = entry.choice("standard", of: ReviewTreatment.Outcome.self) {
      reviews.standard = standard
    }
    let known = RuleNames.all.map(\.name) + rules.flatMap(\.names).map(\.name)
    for outcome in ReviewTreatment.Outcome.allCases {
      for pattern in entry.texts(outcome.rawValue) {
        if known.contains(where: { ReviewTreatment.fits(pattern, $0) }) {
          reviews.exceptions.append((pattern, outcome))
        } else {
          _ = entry.check(pattern, outcome.rawValue, known.sorted(), "rule")
        }
      }
    }
    _ = entry.basis()
    entry.finish()
    return reviews
  }
}
