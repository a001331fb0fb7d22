public import TandemFiles
public import TandemPacking
import TandemPolicy

/// A plan as it stands in a file, before anything in it is believed.
public struct PlanDocument: Sendable {
  /// One assignment as the file states it.
  public struct Entry: Sendable {
    /// The pair.
    public var pair: AllocationOrder.Pair
    /// The protocol's name.
    public var transplant: String
    /// The dose level's name.
    public var level: String
    /// Islets at infusion.
    public var isletIEQ: Double
    /// CD34+ cells at infusion.
    public var cd34Cells: Double
    /// The score.
    public var score: Double
    /// The score's parts.
    public var parts: [(name: String, points: Double)]
    /// Whether the loss was found by solving again.
    public var hasSolvedLoss: Bool
  }

  /// How the search ended.
  public var status: Status
  /// How the plan was found.
  public var method: Method
  /// How many bundles and nodes that took.
  public var effort: (bundles: Int, nodes: Int)
  /// The gap that was asked for.
  public var wantedGap: Double
  /// What was reached and proven, objective by objective.
  public var objectives: [(name: String, value: Double, bound: Double?, certifiedBound: Double?)]
  /// The value, the bound and the bound that the certificate proves.
  public var worth: (value: Double?, bound: Double?, certifiedBound: Double?)
  /// The policy as the user named it.
  public var policyFile: String
  /// What the plan says that it stands on.
  public var origin: (policyFingerprint: String, input: String, certificate: String?, version: String)
  /// The seed.
  public var seed: UInt64
  /// Whether the plan was made donor by donor over the packed pool.
  public var isOfPool = false
  /// Whether standbys and those left out were looked for.
  public var namesStandbys = true
  /// How many scenarios were drawn.
  public var scenarios: Int
  /// What was decided before.
  public var order: AllocationOrder
  /// The assignments.
  public var entries: [Entry]

  /// Reads a plan; every problem in it is reported at once.
  public init(_ node: JSON5Node, path: String) throws(Problems) {
    let file = DataFile(path: path)
    let root = file.object(node)
    let status = root.choice("status", of: Status.self)
    let method = root.choice("method", of: Method.self)
    let count: ClosedRange<Int64> = 0...(1 << 53)
    effort = (Int(root.whole("bundles", in: count) ?? 0), Int(root.whole("nodes", in: count) ?? 0))
    let all = -1e15...1e15
    isOfPool = root.keys.contains("stages")
    namesStandbys = root.flag("standbys_named") ?? true
    wantedGap = root.number("wanted_gap", unit: "", in: 0...1e15) ?? 0
    objectives = root.objects("objectives").map { entry in
      (
        entry.text("objective") ?? "", entry.number("value", unit: "", in: all) ?? 0,
        entry.known("bound")?.optionalNumber("bound", unit: "", in: all),
        entry.known("certified_bound")?.optionalNumber("certified_bound", unit: "", in: all)
      )
    }
    worth = (
      root.known("value")?.optionalNumber("value", unit: "", in: all),
      root.known("bound")?.optionalNumber("bound", unit: "", in: all),
      root.known("certified_bound")?.optionalNumber("certified_bound", unit: "", in: all)
    )
    policyFile = root.text("policy_file") ?? ""
    origin = (
      root.text("policy_fingerprint") ?? "", root.text("input_sha256") ?? "",
      root.known("certificate_sha256")?.optionalText("certificate_sha256"), root.text("version") ?? ""
    )
    seed = PlanDocument.seed(root)
    let drawn = root.known("scenarios")?.optionalObject("scenarios")
    scenarios = drawn.flatMap { $0.whole("count", in: 1...1_000_000) }.map { Int($0) } ?? 0
    order = AllocationOrder()
    if let decided = root.object("decided") {
      order.required = decided.objects("required").compactMap(AllocationOrder.Pair.init)
      order.forbidden = decided.objects("forbidden").compactMap(AllocationOrder.Pair.init)
      order.frozen = decided.objects("frozen").compactMap(AllocationOrder.Frozen.init)
    }
    entries = root.objects("assignments").compactMap(Entry.init)
    self.status = status ?? .limit
    self.method = method ?? .core
    try file.throwProblems()
  }

  /// A seed beyond what JSON numbers hold exactly stands as text.
  private static func seed(_ root: DataObject) -> UInt64 {
    guard let node = root.required("seed") else { return 0 }
    if case .string(let text) = node.content, let seed = UInt64(text) { return seed }
    if let seed = node.wholeNumber, seed >= 0 { return UInt64(seed) }
    root.report("seed", kind: "not a number", "a whole number")
    return 0
  }
}

extension Status: CaseIterable {
  public static var allCases: [Status] { [.optimal, .feasible, .infeasible, .limit] }
}

extension DataObject {
  /// The object itself where the key has a value, nil where it is null.
  fileprivate func known(_ key: String) -> DataObject? {
    guard let node = required(key) else { return nil }
    if case .null = node.content { return nil }
    return self
  }
}

extension AllocationOrder.Pair {
  /// The pair that an object of a file names.
  public init?(_ entry: DataObject) {
    guard let donor = entry.text("donor"), let recipient = entry.text("recipient") else { return nil }
    self.init(donor: donor, recipient: recipient)
  }
}

extension AllocationOrder.Frozen {
  /// The assignment that an object of a file names.
  public init?(_ entry: DataObject) {
    let pair = AllocationOrder.Pair(entry)
    guard let transplant = entry.text("protocol"), let level = entry.text("level"), let pair else {
      return nil
    }
    self.init(pair: pair, transplant: transplant, level: level)
  }
}

extension PlanDocument.Entry {
  fileprivate init?(_ entry: DataObject) {
    let frozen = AllocationOrder.Frozen(entry)
    let islets = entry.number("islet_ieq", unit: "IEQ", in: 0...1e12)
    let cells = entry.number("cd34", unit: "cells", in: 0...1e15)
    let score = entry.number("score", unit: "points", in: 0...1000)
    let parts = entry.object("parts")
    let kind = entry.object("loss").flatMap { $0.choice("kind", of: AllocationPlan.Loss.Kind.self) }
    guard let frozen, let islets, let cells, let score, let parts, let kind else { return nil }
    self.init(
      pair: frozen.pair, transplant: frozen.transplant, level: frozen.level, isletIEQ: islets,
      cd34Cells: cells, score: score,
      parts: parts.keys.map { ($0, parts.number($0, unit: "points", in: -1000...1000) ?? 0) },
      hasSolvedLoss: kind != .atMost)
  }
}
