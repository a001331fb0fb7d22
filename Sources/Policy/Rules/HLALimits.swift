public import TandemClinic
public import TandemFiles
public import TandemHLA

/// Limits on HLA mismatches, each on one direction and a set of loci.
///
///     hla: [
///       { name: "gvh", direction: "gvh", loci: ["A", "B", "DRB1"], at_most: 3, unit: "mismatches", source: "..." },
///     ]
///
/// A typing that leaves open whether the limit holds needs review; one that is above it in the best case fails,
/// whatever else is missing.
public struct HLALimits: HardRule {
  public static let key = "hla"
  public static let summary = "limits on HLA mismatches by direction and loci"

  /// Which mismatches count.
  public enum Direction: String, Sendable, CaseIterable {
    /// What the recipient has and the donor lacks.
    case gvh
    /// What the donor has and the recipient lacks.
    case hvg
    /// The larger of both at each locus.
    case bidirectional
  }

  /// One limit.
  public struct Limit: Sendable {
    /// The rule's name, `hla.` in front.
    public let rule: Rule
    /// Which mismatches count.
    public let direction: Direction
    /// At which loci.
    public let loci: [Locus]
    /// The most that are allowed.
    public let atMost: Int
    /// Where the limit comes from.
    public let basis: Basis
  }

  /// The limits in the order of the policy.
  public let limits: [Limit]

  public init?(_ entry: DataObject) {
    let limits = entry.objects("limits").compactMap(Limit.init)
    if entry.items("limits").isEmpty { entry.report("limits", kind: "empty rule", "at least one limit") }
    if Set(limits.map(\.rule)).count != limits.count {
      entry.report("limits", kind: "duplicate name", "a name of its own for each limit")
    }
    if limits.isEmpty { return nil }
    self.limits = limits
  }

  public var names: [Rule] { limits.map(\.rule) }

  public var judgement: Judgement {
    .pair { facts, assessment in for limit in limits { limit.assess(facts, into: &assessment) } }
  }
}

extension HLALimits.Limit {
  init?(_ entry: DataObject) {
    let name = entry.text("name")
    let direction = entry.choice("direction", of: HLALimits.Direction.self)
    let loci = entry.loci("loci")
    let most = entry.number("at_most", unit: "mismatches", in: 0...22)
    if let most, most != most.rounded() {
      entry.report("at_most", kind: "not whole", "a whole number of mismatches")
    }
    entry.expectUnit("mismatches")
    let basis = entry.basis()
    if loci == nil { entry.report("loci", kind: "empty list", "at least one locus") }
    entry.finish()
    guard let name, let direction, let loci, let most, let basis else { return nil }
    rule = Rule("hla.\(name)")
    self.direction = direction
    self.loci = loci
    atMost = Int(most)
    self.basis = basis
  }

  /// The count in this limit's direction.
  public func count(_ counts: MismatchCounts) -> Int {
    switch direction {
    case .gvh: counts.gvh
    case .hvg: counts.hvg
    case .bidirectional: counts.bidirectional
    }
  }

  func assess(_ facts: PairFacts, into assessment: inout Assessment) {
    let found = facts.mismatches(at: loci)
    let least = found.loci.reduce(0) { $0 + ($1.counts.map(count) ?? 0) }
    // An untyped locus may hold two more.
    let most = found.loci.reduce(0) { $0 + ($1.atMost.map(count) ?? 2) }
    let verdict: Verdict = least > atMost ? .fail : most > atMost ? .review : .pass
    assessment.note(
      rule, verdict,
      {
        let names = loci.map(\.name).joined(separator: ", ")
        let range = least == most ? "\(least)" : "\(least) to \(most)"
        let words =
          direction == .bidirectional ? "in the worse direction" : "in the direction \(direction.rawValue)"
        let missing = facts.missingTyping(at: loci)
        let why =
          verdict == .review
          ? (missing.isEmpty
            ? " The typing is ambiguous." : " Not typed: \(missing.joined(separator: "; ")).") : ""
        return Reason(
          rule, verdict,
          "\(range) mismatches at \(names) \(words), counted at P groups; required are at most \(atMost).\(why)",
          basis: basis,
          missing: verdict == .review ? (missing.isEmpty ? ["recipients.hla", "donors.hla"] : missing) : [],
          remedy: verdict == .pass
            ? nil
            : verdict == .fail
              ? "a donor with at most \(atMost) mismatches at \(names) \(words)"
              : "HLA typed at P groups at \(names) on both sides")
      }())
  }
}
