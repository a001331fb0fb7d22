import TandemChance
import TandemHLA
import TestSupport
import Testing

@Suite("Antigen masks")
struct AntigenMaskTests {
  static let numbering = AntigenNumbering()
  static let names: [Locus: [HLAName]] = {
    var names: [Locus: [HLAName]] = [:]
    for row in AlleleTable.shipped.rows {
      names[row.allele.locus, default: []].append(row.allele)
      if let family = row.allele.family { names[row.allele.locus]?.append(family) }
      if let group = row.pGroup { names[row.allele.locus]?.append(group) }
    }
    for entry in Serology.shipped.entries { names[entry.antigen.locus, default: []].append(entry.antigen) }
    for text in ["A*02:99", "B*15:99", "B*77:01", "C*12:AB", "DPB1*900:01", "A*UUUU", "DRB4*NNNN", "Cw14"] {
      if let name = try? HLAName(text) { names[name.locus, default: []].append(name) }
    }
    return names
  }()

  /// A donor at every resolution, with gaps, ambiguities, homozygotes and nulls.
  static func donor(_ chance: inout SplitMix) throws -> Typing {
    var blocks: [String] = []
    for locus in Locus.allCases where chance.flip(0.8) {
      guard let pool = names[locus] else { continue }
      func copy(_ chance: inout SplitMix) -> String {
        let first = pool[chance.index(below: pool.count)]
        guard chance.flip(0.15), first.kind == .allele else { return first.text }
        let others = pool.filter { $0.kind == .allele && $0 != first }
        return "\(first)/\(others[chance.index(below: others.count)])"
      }
      var block = copy(&chance)
      if chance.flip(0.9) { block += "+" + copy(&chance) }
      if chance.flip(0.1) { block += "|" + copy(&chance) + "+" + copy(&chance) }
      blocks.append(block)
    }
    if chance.flip(0.1) { blocks.append(chance.flip(0.5) ? "Bw4" : "Bw4+Bw6") }
    return try Typing(blocks.joined(separator: "^"))
  }

  @Test("every antigen, P group and unresolved family has a number of its own, in a stable order")
  func numbers() throws {
    let all = Self.numbering.specificities
    #expect(all.count <= AntigenMask.capacity)
    #expect(all == all.sorted() && Set(all).count == all.count)
    for (number, specificity) in all.enumerated() {
      #expect(Self.numbering.number(of: specificity) == number)
    }
    for row in AlleleTable.shipped.rows where row.antigen != .null {
      #expect(Self.numbering.number(of: try #require(Specificity(row.allele))) != nil, "\(row.allele)")
    }
    let pair = try Specificity("DQA1*05:01~DQB1*02:01")
    #expect(Self.numbering.number(of: pair) == nil)
    #expect(
      Self.numbering.number(of: try Specificity("Cw12")) == Self.numbering.number(of: try Specificity("C*12"))
    )
    #expect(
      Self.numbering.number(of: try Specificity("DQB1*02:02"))
        == Self.numbering.number(of: try Specificity("DQB1*02:01")))
  }

  @Test("sets behave like sets of numbers")
  func sets() {
    withEvery(200) { chance in
      var left: Set<Int> = []
      var right: Set<Int> = []
      var leftMask = AntigenMask()
      var rightMask = AntigenMask()
      for _ in 0..<chance.index(below: 40) {
        let number = chance.index(below: AntigenMask.capacity)
        if chance.flip(0.5) {
          left.insert(number)
          leftMask.insert(number)
        } else {
          right.insert(number)
          rightMask.insert(number)
        }
      }
      func numbers(_ mask: AntigenMask) -> Set<Int> { Set((0..<AntigenMask.capacity).filter(mask.contains)) }
      try hold(numbers(leftMask & rightMask) == left.intersection(right), "and")
      try hold(numbers(leftMask | rightMask) == left.union(right), "or")
      try hold(numbers(leftMask - rightMask) == left.subtracting(right), "minus")
      try hold(leftMask.isEmpty == left.isEmpty, "empty")
      try hold(leftMask.meets(rightMask) == !left.isDisjoint(with: right), "meets")
    }
  }

  @Test("the masks of a donor say of every specificity what the explaining path says")
  func masksAgree() {
    var masks = DonorMasks(Self.numbering)
    withEvery(40) { chance in
      let donor = try Self.donor(&chance)
      let mask = masks.mask(of: donor)
      for (number, specificity) in Self.numbering.specificities.enumerated() {
        let expected = AntigenTable.shipped.presence(of: specificity, in: donor).presence
        let found: Presence =
          mask.certain.contains(number)
          ? .certain
          : mask.possible.contains(number) ? .possible : mask.unknown.contains(number) ? .unknown : .absent
        try hold(found == expected, "\(specificity) on \(donor): mask \(found), explained \(expected)")
      }
    }
  }

  @Test("the crossmatch by masks gives the verdict of the explaining one, or leaves it to that one")
  func verdictsAgree() {
    var masks = DonorMasks(Self.numbering)
    let pairs = ["DQA1*05:01~DQB1*02:01", "A*02:99"].compactMap { try? Specificity($0) }
    withEvery(200) { chance in
      let donor = try Self.donor(&chance)
      let mask = masks.mask(of: donor)
      var antibodies: [Antibody] = []
      for _ in 0..<chance.index(below: 6) {
        let all = Self.numbering.specificities
        let target =
          chance.flip(0.05) ? pairs[chance.index(below: pairs.count)] : all[chance.index(below: all.count)]
        antibodies.append(
          Antibody(
            target, mfi: chance.flip(0.1) ? nil : chance.unit() * 9000,
            c1q: chance.flip(0.2) ? chance.flip(0.5) : nil))
      }
      for limits in AntibodyLimits.shipped {
        let recipient = UnacceptableMask(antibodies, limits: limits, numbering: Self.numbering)
        let expected = VirtualCrossmatch(donor: donor, antibodies: antibodies).verdict(for: limits)
        if let verdict = mask.verdict(against: recipient) {
          try hold(verdict == expected, "\(donor) \(antibodies): mask \(verdict), explained \(expected)")
        } else {
          try hold(recipient.hasOthers, "no verdict without a reason")
        }
      }
    }
  }
}
