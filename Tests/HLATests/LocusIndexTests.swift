import TandemChance
import TandemHLA
import TestSupport
import Testing

@Suite("A locus prepared for many comparisons")
struct LocusIndexTests {
  @Test("counts as the full comparison does, whatever the typings leave open")
  func agreement() {
    let nomenclature = Nomenclature.builtIn
    var open = 0
    withEvery(4) { chance in
      var typings: [Typing] = []
      for _ in 0..<12 { typings.append(try Typing(AnyTyping.text(&chance))) }
      for locus in Locus.allCases {
        let index = LocusIndex(locus, Array(typings.prefix(8)), nomenclature)
        for homozygous in HomozygousCount.allCases {
          for donor in typings {
            var comparer = LocusComparer(index, donor: donor, homozygous: homozygous)
            for recipient in typings {
              let expected = nomenclature.mismatches(
                recipient: recipient, donor: donor, loci: [locus], homozygous: homozygous
              ).loci[0]
              let found = comparer.mismatches(index.genotypes(of: recipient))
              try hold(
                found?.counts == expected.counts && found?.atMost == expected.atMost,
                "\(locus), recipient \(recipient.text), donor \(donor.text): \(String(describing: found)) for \(expected)"
              )
              if let found, found.counts != found.atMost { open += 1 }
            }
          }
        }
      }
    }
    #expect(open > 1_000, "too few typings were ambiguous")
  }
}

/// Typings with everything that leaves something open, from few names, so that two are often alike.
private enum AnyTyping {
  private static let stock: [Locus: [String]] = [
    .a: [
      "A*02:01", "A*02:05", "A*24:02", "A*24:09N", "A*02", "A2", "A9", "A24", "A*01:01/A*02:01", "A*02:99",
    ],
    .b: [
      "B*07:02", "B*15:01", "B*15:02", "B*15", "B62", "B15", "B*44:02/B*44:03", "B*07:02P", "B*40:01:01G",
    ],
    .c: ["C*07:01", "C*07:02", "C*04:01", "C*04:09N", "Cw7", "C*12", "C*07:01/C*04:01"],
    .drb1: ["DRB1*04:01", "DRB1*04:04", "DRB1*15:01", "DRB1*03:01", "DR4", "DR2", "DRB1*04", "DRB1*08:01"],
    .drb4: ["DRB4*01:01", "DRB4*01:03", "DRB4*NNNN", "DRB4*01:03:01:02N", "DR53"],
    .dqb1: ["DQB1*03:02", "DQB1*06:02", "DQB1*02:01", "DQ8", "DQ3", "DQB1*03"],
    .dpb1: ["DPB1*04:01", "DPB1*02:01", "DPB1*09:01", "DPB1*04:01/DPB1*02:01"],
  ]

  static func text(_ chance: inout SplitMix) -> String {
    var loci: [String] = []
    for locus in Locus.allCases {
      guard let names = stock[locus], chance.flip(0.85) else { continue }
      func genotype() -> String {
        let first = names[chance.index(below: names.count)]
        return chance.flip(0.1) ? first : "\(first)+\(names[chance.index(below: names.count)])"
      }
      loci.append(chance.flip(0.15) ? "\(genotype())|\(genotype())" : genotype())
    }
    return loci.joined(separator: "^")
  }
}
