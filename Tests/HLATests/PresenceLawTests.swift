import TandemChance
import TandemHLA
import TestSupport
import Testing

/// Laws that hold for every donor and every specificity.
@Suite("Presence of targets")
struct PresenceLawTests {
  static let targets = AntigenNumbering().specificities
  static let rows: [Locus: [AlleleTable.Row]] = Dictionary(grouping: AlleleTable.shipped.rows) {
    $0.allele.locus
  }

  /// A donor typed to alleles at every locus, DRB3, DRB4 and DRB5 included.
  static func alleles(_ chance: inout SplitMix) -> [Locus: [AlleleTable.Row]] {
    var donor: [Locus: [AlleleTable.Row]] = [:]
    for locus in Locus.allCases {
      guard let pool = rows[locus] else { continue }
      donor[locus] = (0..<2).map { _ in pool[chance.index(below: pool.count)] }
    }
    return donor
  }

  /// A less exact way to write an allele.
  static func coarser(_ row: AlleleTable.Row, _ chance: inout SplitMix) -> String {
    let name = row.allele
    guard let family = name.family, !name.isNull else { return name.text }
    switch chance.index(below: 6) {
    case 0: return HLAName(name.locus, [family.field(1)], kind: .family)?.text ?? name.text
    case 1: return row.pGroup?.text ?? name.text
    case 2:
      let others = rows[name.locus, default: []].map(\.allele)
      return "\(name)/\(others[chance.index(below: others.count)])"
    case 3:
      if case .named(let antigen) = row.antigen { return antigen.text }
      return row.antigen == .blank && name.locus == .c ? "Cw\(family.field(1))" : name.text
    case 4: return row.broad?.text ?? name.text
    default: return name.text
    }
  }

  static func typing(_ blocks: [(Locus, [String])]) throws -> Typing {
    try Typing(blocks.map { $0.1.joined(separator: "+") }.joined(separator: "^"))
  }

  @Test("a coarser typing, a missing copy or a missing locus never clears an antibody")
  func coarserNeverClears() {
    withEvery(30) { chance in
      let donor = Self.alleles(&chance)
      let loci = donor.keys.sorted()
      let exact = try Self.typing(loci.map { ($0, donor[$0, default: []].map(\.allele.text)) })
      var blocks: [(Locus, [String])] = []
      for locus in loci {
        if !locus.mayBeAbsent, chance.flip(0.1) { continue }
        var copies = donor[locus, default: []].map { Self.coarser($0, &chance) }
        if !locus.mayBeAbsent, chance.flip(0.1) { copies.removeLast() }
        blocks.append((locus, copies))
      }
      let coarse = try Self.typing(blocks)
      for target in Self.targets {
        let before = AntigenTable.shipped.presence(of: target, in: exact).presence
        let after = AntigenTable.shipped.presence(of: target, in: coarse).presence
        try hold(before <= .unknown || after > .absent, "\(target): \(exact) shows it, \(coarse) clears it")
      }
    }
  }

  @Test("who surely has an antigen surely has every antigen above it")
  func upward() {
    withEvery(20) { chance in
      let donor = Self.alleles(&chance)
      let typing = try Self.typing(
        donor.keys.sorted().map { ($0, donor[$0, default: []].map(\.allele.text)) })
      for entry in Serology.shipped.entries {
        guard let lower = Specificity(entry.antigen),
          AntigenTable.shipped.presence(of: lower, in: typing).presence == .certain
        else { continue }
        for upper in Serology.shipped.ancestors(of: entry.antigen).compactMap({ Specificity($0) }) {
          let presence = AntigenTable.shipped.presence(of: upper, in: typing).presence
          try hold(presence == .certain, "\(upper) above \(lower) on \(typing)")
        }
      }
    }
  }

  @Test("the order of the copies does not matter")
  func symmetric() {
    withEvery(20) { chance in
      let donor = Self.alleles(&chance)
      let loci = donor.keys.sorted()
      let one = try Self.typing(loci.map { ($0, donor[$0, default: []].map(\.allele.text)) })
      let other = try Self.typing(loci.map { ($0, donor[$0, default: []].reversed().map(\.allele.text)) })
      for target in Self.targets {
        let finding = AntigenTable.shipped.presence(of: target, in: one)
        try hold(finding == AntigenTable.shipped.presence(of: target, in: other), "\(target) on \(one)")
      }
    }
  }

  @Test("a finding that is not absent names the donor's names that meet it, or the loci that are missing")
  func explained() {
    withEvery(30) { chance in
      let donor = try AntigenMaskTests.donor(&chance)
      for target in Self.targets {
        let finding = AntigenTable.shipped.presence(of: target, in: donor)
        switch finding.presence {
        case .absent: try hold(finding.names.isEmpty, "\(target) on \(donor)")
        case .unknown: try hold(!finding.missing.isEmpty, "\(target) on \(donor)")
        case .possible, .certain: try hold(!finding.names.isEmpty, "\(target) on \(donor)")
        }
      }
    }
  }
}
