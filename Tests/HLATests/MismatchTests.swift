import TandemChance
import TandemHLA
import TestSupport
import Testing

@Suite("Mismatches")
struct MismatchTests {
  private let table = Nomenclature.builtIn

  private func compare(
    _ recipient: String, _ donor: String, _ loci: [Locus] = [.a], _ homozygous: HomozygousCount = .twice
  ) throws -> Mismatches {
    table.mismatches(
      recipient: try Typing(recipient), donor: try Typing(donor), loci: loci, homozygous: homozygous)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let recipient: String
    let donor: String
    let gvh: Int
    let hvg: Int
    let labels: [Mismatches.Label]
    let confidence: Mismatches.Confidence

    init(
      _ recipient: String, _ donor: String, gvh: Int, hvg: Int, _ labels: [Mismatches.Label],
      _ confidence: Mismatches.Confidence
    ) {
      self.recipient = recipient
      self.donor = donor
      self.gvh = gvh
      self.hvg = hvg
      self.labels = labels
      self.confidence = confidence
    }

    var testDescription: String { "\(recipient) against \(donor)" }
  }

  @Test(
    "hand-worked loci",
    arguments: [
      Case("A*01:01+A*02:01", "A*02:01+A*01:01", gvh: 0, hvg: 0, [.match, .match], .definite),
      Case("A*01:01+A*02:01", "A*01:01+A*03:01", gvh: 1, hvg: 1, [.match, .antigen], .mismatch),
      Case("A*01:01+A*02:01", "A*01:01+A*02:05", gvh: 1, hvg: 1, [.match, .allele], .mismatch),
      Case("A*01:01+A*02:01", "A*01:01+A*01:01", gvh: 1, hvg: 0, [.match, .antigen], .mismatch),
      Case("A*01:01+A*01:01", "A*01:01+A*02:01", gvh: 0, hvg: 1, [.match, .antigen], .mismatch),
      Case("A*01:01+A*01:01", "A*02:01+A*02:01", gvh: 2, hvg: 2, [.antigen, .antigen], .mismatch),
      Case("A*01:01+A*01:01", "A*02:01+A*03:01", gvh: 2, hvg: 2, [.antigen, .antigen], .mismatch),
      // A null allele takes its partner's value.
      Case("A*01:01+A*24:09N", "A*01:01+A*01:01", gvh: 0, hvg: 0, [.match, .match], .definite),
      Case("A*02:01+A*24:02", "A*02:01+A*24:09N", gvh: 1, hvg: 0, [.match, .antigen], .mismatch),
      Case("A*02:53N+A*24:09N", "A*01:01+A*02:01", gvh: 0, hvg: 2, [.antigen, .antigen], .mismatch),
      // The same P group.
      Case("A*02:01:01G+A*01:01", "A*02:01+A*01:01P", gvh: 0, hvg: 0, [.match, .match], .exact),
      Case("DQB1*02:01+DQB1*03:02", "DQB1*02:02+DQB1*03:02", gvh: 0, hvg: 0, [.match, .match], .definite),
      // Ambiguous, serological and half typings.
      Case("A*02:01/A*02:05+A*01:01", "A*02:01+A*01:01", gvh: 0, hvg: 0, [.potential, .match], .potential),
      Case("A*02:01/A*02:05+A*01:01", "A*02:06+A*01:01", gvh: 1, hvg: 1, [.allele, .match], .mismatch),
      Case("A*02:XX+A*01:01", "A*02:999+A*01:01", gvh: 0, hvg: 0, [.potential, .match], .potential),
      Case("A2+A1", "A*02:01+A*01:01", gvh: 0, hvg: 0, [.potential, .potential], .potential),
      Case("A2+A1", "A*03:01+A*01:01", gvh: 1, hvg: 1, [.antigen, .potential], .mismatch),
      Case("A9+A1", "A*24:02+A1", gvh: 0, hvg: 0, [.potential, .potential], .potential),
      Case("A23+A1", "A24+A1", gvh: 1, hvg: 1, [.antigen, .potential], .mismatch),
      Case("A*02:01", "A*02:01+A*03:01", gvh: 0, hvg: 0, [.match, .potential], .potential),
      Case("A*02:01+A*UUUU", "A*01:01+A*03:01", gvh: 1, hvg: 1, [.antigen, .potential], .mismatch),
      // Two copies cannot both be matched by the one that is open.
      Case("A*02:01+A*03:01", "A*02:01/A*03:01+A*11:01", gvh: 1, hvg: 1, [.potential, .antigen], .mismatch),
      Case(
        "A*01:01+A*02:01|A*01:02+A*02:05", "A*01:02+A*02:05", gvh: 0, hvg: 0, [.match, .match], .potential),
      // DPB1 first fields are no antigens.
      Case("DPB1*04:01+DPB1*02:01", "DPB1*04:01+DPB1*03:01", gvh: 1, hvg: 1, [.match, .allele], .mismatch),
    ])
  func handWorked(example: Case) throws {
    let locus = try #require(try Typing(example.recipient).loci.first)
    let result = try compare(example.recipient, example.donor, [locus])
    #expect(result.loci[0].counts == MismatchCounts(gvh: example.gvh, hvg: example.hvg))
    let labels = result.loci[0].positions.map(\.label.rawValue).sorted()
    #expect(labels == example.labels.map(\.rawValue).sorted())
    #expect(result.confidence == example.confidence)
    #expect(result.total.bidirectional == max(example.gvh, example.hvg))
  }

  @Test("a homozygous mismatch counts once by the convention of 2010, twice by that of 2016")
  func conventions() throws {
    let pair = ("A*01:01+A*01:01", "A*02:01+A*03:01")
    #expect(try compare(pair.0, pair.1, [.a], .once).total == MismatchCounts(gvh: 1, hvg: 2))
    #expect(try compare(pair.0, pair.1, [.a], .twice).total == MismatchCounts(gvh: 2, hvg: 2))
    #expect(try compare(pair.1, pair.0, [.a], .once).total == MismatchCounts(gvh: 2, hvg: 1))
  }

  @Test("a locus that is missing on a side is unknown, and the rest is counted")
  func missingLocus() throws {
    let result = try compare("A*01:01+A*02:01^B*07:02+B*08:01", "A*01:01+A*03:01", [.a, .b, .c])
    #expect(result.unknownLoci == [.b, .c])
    #expect(result.loci[1].counts == nil)
    #expect(result.total == MismatchCounts(gvh: 1, hvg: 1))
    #expect(result.matched == 1)
    #expect(result.positionCount == 6)
    let open = try compare("A*01:01+A*02:01", "A*01:01+A*02:01", [.a, .b])
    #expect(open.confidence == .potential)
  }

  @Test("DRB3, DRB4 and DRB5 follow DRB1 where they are not typed")
  func absentGenes() throws {
    let without = "DRB1*01:01+DRB1*08:01"
    let one = "DRB1*01:01+DRB1*03:01^DRB3*01:01"
    #expect(try compare(without, without, [.drb3]).loci[0].counts == MismatchCounts.none)
    #expect(try compare(one, without, [.drb3]).loci[0].counts == MismatchCounts(gvh: 1, hvg: 0))
    #expect(try compare("DRB1*01:01+DRB1*03:01", without, [.drb3]).loci[0].counts == nil)
    #expect(try compare(one, "DRB1*03:01+DRB1*01:01^DRB3*01:01", [.drb3]).confidence == .definite)
  }

  @Test("the most that ambiguity leaves possible is told beside the best case")
  func atMost() throws {
    let locus = try compare("A*02:01/A*02:05+A*01:01", "A*02:01/A*02:06+A*01:01").loci[0]
    #expect(locus.counts == MismatchCounts.none)
    #expect(locus.atMost == MismatchCounts(gvh: 1, hvg: 1))
  }

  @Test("names outside the table and codes without one are told")
  func notes() throws {
    let notes = try compare("A*02:999+A*01:AB", "A*02:01+A*01:01").notes
    #expect(notes.count == 2)
    #expect(notes[0].contains("--mac FILE"))
    #expect(notes[1].contains("A*02:999 is outside the built-in table"))
  }

  @Test("counts agree with trying every choice of alleles and comparing sets")
  func referee() {
    withEvery(400) { chance in
      var look = RandomTyping()
      look.loci = [.a]
      look.ambiguous = chance.flip(0.5) ? 0.5 : 0
      look.null = 0.15
      let own = chance.flip(0.3) ? look.text(&chance) + "|" + look.text(&chance) : look.text(&chance)
      let (recipient, donor) = (try Typing(own), try Typing(look.text(&chance)))
      for homozygous in HomozygousCount.allCases {
        let locus = table.mismatches(recipient: recipient, donor: donor, loci: [.a], homozygous: homozygous)
          .loci[0]
        let all = Referee.allCounts(recipient, donor, .a, homozygous.rawValue)
        let fewest = all.map(\.bidirectional).min()
        try hold(
          locus.counts?.bidirectional == fewest,
          "\(recipient) against \(donor): \(String(describing: locus.counts))")
        try hold(locus.atMost?.gvh == all.map(\.gvh).max(), "\(recipient) against \(donor): most GvH")
        try hold(locus.atMost?.hvg == all.map(\.hvg).max(), "\(recipient) against \(donor): most HvG")
        try hold(all.contains { $0 == locus.counts }, "\(recipient) against \(donor): not attainable")
      }
    }
  }

  @Test("genotypes without number are condensed, and nothing possible is lost")
  func manyGenotypes() throws {
    let alternatives = (1...300).map { "A*02:\($0)+A*03:\($0)" }.joined(separator: "|")
    let locus = try compare(alternatives, "A*02:07+A*03:07").loci[0]
    #expect(locus.counts == MismatchCounts.none)
    #expect(locus.atMost == MismatchCounts(gvh: 2, hvg: 2))
    #expect(locus.confidence == .potential)
  }

  @Test("the fast kernel agrees with the full comparison")
  func kernel() {
    withEvery(300) { chance in
      var look = RandomTyping()
      look.null = 0.1
      let (recipient, donor) = (try Typing(look.text(&chance)), try Typing(look.text(&chance)))
      guard let own = table.proteinPairs(recipient, look.loci),
        let others = table.proteinPairs(donor, look.loci)
      else { throw Broken("no numbers for \(recipient) and \(donor)") }
      for homozygous in HomozygousCount.allCases {
        let fast = own.withUnsafeBufferPointer { left in
          others.withUnsafeBufferPointer {
            MismatchKernel.counts(recipient: left, donor: $0, homozygous: homozygous)
          }
        }
        let full = table.mismatches(
          recipient: recipient, donor: donor, loci: look.loci, homozygous: homozygous
        ).total
        try hold(fast == full, "\(recipient) against \(donor): \(fast), not \(full)")
      }
    }
  }
}

/// Counts by trying everything, with sets of names and no table: for names that are their own P group.
private enum Referee {
  static func allCounts(_ recipient: Typing, _ donor: Typing, _ locus: Locus, _ homozygous: Int)
    -> [MismatchCounts]
  {
    var all: [MismatchCounts] = []
    for own in pairs(recipient, locus) {
      for others in pairs(donor, locus) {
        all.append(
          MismatchCounts(gvh: lacking(own, others, homozygous), hvg: lacking(others, own, homozygous)))
      }
    }
    return all
  }

  private static func pairs(_ typing: Typing, _ locus: Locus) -> [[String]] {
    typing.genotypes(at: locus).flatMap { genotype in
      genotype.first.flatMap { first in
        genotype.second.map { second in
          if first.isNull && second.isNull { return [] }
          return [first.isNull ? second.text : first.text, second.isNull ? first.text : second.text]
        }
      }
    }
  }

  private static func lacking(_ own: [String], _ others: [String], _ homozygous: Int) -> Int {
    let count = own.count { !others.contains($0) }
    return homozygous == 1 && Set(own).count == 1 ? min(1, count) : count
  }
}
