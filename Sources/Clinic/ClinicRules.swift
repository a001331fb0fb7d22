public import TandemFiles
public import TandemRegistry

/// All tables of `Data/clinic`, read and checked.
public struct ClinicRules: Sendable {
  /// Published yields.
  public let yields: YieldModels
  /// Losses between count and infusion.
  public let losses: Losses
  /// The comorbidity index.
  public let comorbidityIndex: ComorbidityIndex
  /// Limits for conditioning, and conditions of drugs.
  public let conditioning: ConditioningRules
  /// Islet indications by name, in the order of the file.
  public let indications: [Criteria<Recipient>]
  /// Release criteria.
  public let release: ReleaseRules
  /// Donor windows by name, in the order of the file.
  public let donorWindows: [DonorWindow]
  /// Speeds and handling times.
  public let transport: Transport
  /// SHA-256 of each table by its name, for the record of a run.
  public let sha256: [String: String]

  /// The tables by their names.
  public static let tables = [
    "conditioning", "donor-windows", "hct-ci", "indications", "losses", "release-criteria", "transport",
    "yields",
  ]

  /// Reads the shipped tables. `replacing` gives the user's own file for some of them: table name to path.
  /// All problems of all tables are thrown together.
  public static func read(replacing: [String: String] = [:]) throws(Problems) -> ClinicRules {
    var problems: [Problem] = []
    for name in replacing.keys.sorted() where !tables.contains(name) {
      let hint = Spelling.nearest(to: name, among: tables).map { "; did you mean \"\($0)\"?" } ?? ""
      problems.append(
        Problem(
          kind: "unknown table", value: name, expected: "one of \(tables.joined(separator: ", "))\(hint)"))
    }
    var sha256: [String: String] = [:]
    func table<Content>(_ name: String, _ make: (DataObject) -> Content?) -> Content? {
      do throws(Problems) {
        let document = try DataDocument(replacing[name] ?? name, in: "clinic")
        sha256[name] = document.sha256
        return try content(of: document, make)
      } catch {
        problems += error.all
        return nil
      }
    }
    let yields = table("yields", YieldModels.init)
    let losses = table("losses", Losses.init)
    let index = table("hct-ci", ComorbidityIndex.init)
    let conditioning = table("conditioning", ConditioningRules.init)
    let indications = table("indications", Criteria<Recipient>.indications)
    let release = table("release-criteria", ReleaseRules.init)
    let windows = table("donor-windows", DonorWindow.windows)
    let transport = table("transport", Transport.init)
    if !problems.isEmpty { throw Problems(problems) }
    guard let yields, let losses, let index, let conditioning, let indications, let release, let windows,
      let transport
    else { throw Problems(problems) }
    return ClinicRules(
      yields: yields, losses: losses, comorbidityIndex: index, conditioning: conditioning,
      indications: indications, release: release, donorWindows: windows, transport: transport, sha256: sha256)
  }

  /// What `make` reads from a table; unknown keys and everything else that is wrong is thrown.
  static func content<Content>(of document: DataDocument, _ make: (DataObject) -> Content?) throws(Problems)
    -> Content
  {
    let file = DataFile(path: document.path)
    let root = file.object(document.root)
    let content = make(root)
    root.finish()
    try file.throwProblems()
    guard let content else { throw Problems(file.problems) }
    return content
  }
}

extension Criteria where Person == Recipient {
  /// The sets of `clinic/indications.json5`.
  static func indications(_ root: DataObject) -> [Criteria<Recipient>] {
    root.keys.compactMap { key in
      guard let entry = root.object(key) else { return nil }
      defer { entry.finish() }
      return Criteria(entry, name: key, prefix: "indication")
    }
  }
}

extension DonorWindow {
  /// The sets of `clinic/donor-windows.json5`.
  static func windows(_ root: DataObject) -> [DonorWindow] {
    root.keys.compactMap { key in root.object(key).flatMap { DonorWindow($0, name: key) } }
  }
}
