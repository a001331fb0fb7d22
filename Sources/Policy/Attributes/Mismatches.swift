import TandemHLA
import TandemRegistry

extension Attribute {
  /// What the recipient has and the donor lacks, at the policy's loci: what donor cells may attack.
  static let mismatchesGvH = Attribute(
    "mismatches-gvh", "number of mismatches graft versus host", unit: "mismatches", range: 0...22,
    .pair { mismatches($0, at: $0.hla.loci) { $0.gvh } })

  /// What the donor has and the recipient lacks, at the policy's loci: what the recipient may reject.
  static let mismatchesHvG = Attribute(
    "mismatches-hvg", "number of mismatches host versus graft", unit: "mismatches", range: 0...22,
    .pair { mismatches($0, at: $0.hla.loci) { $0.hvg } })

  /// Matched positions at DRB1.
  static let drMatch = matched(.drb1, "dr-match", "number of matched DRB1 positions")

  /// Matched positions at DQB1.
  static let dqMatch = matched(.dqb1, "dq-match", "number of matched DQB1 positions")

  /// Two less the mismatches in the worse direction, homozygous loci counted twice: the positions that match.
  private static func matched(_ locus: Locus, _ name: String, _ title: String) -> Attribute {
    Attribute(
      name, title, unit: "positions", range: 0...2,
      .pair { facts in
        var value = mismatches(facts, at: [locus], counting: .twice) { $0.bidirectional }
        value.raw = value.raw.map { 2 - $0 }
        return value
      })
  }

  private static func mismatches(
    _ facts: PairFacts, at loci: [Locus], counting: HomozygousCount? = nil, _ count: (MismatchCounts) -> Int
  ) -> Value {
    let found = facts.mismatches(at: loci, counting: counting)
    var (least, most) = (0, 0)
    for locus in found.loci {
      guard let counts = locus.counts, let limit = locus.atMost else {
        let missing = facts.missingTyping(at: loci)
        return .missing(missing.isEmpty ? ["recipients.hla", "donors.hla"] : missing)
      }
      least += count(counts)
      most += count(limit)
    }
    let names = loci.map(\.name).joined(separator: ", ")
    let note = most > least ? "The typing at \(names) is ambiguous; the best case is rated." : nil
    return .known(Double(least), note: note)
  }
}
