import TandemHLA
import Testing

@Suite("Linked loci")
struct LinkedLociTests {
  @Test(
    "DRB3, DRB4, DRB5 and DQA1 follow DRB1 and DQB1",
    arguments: [
      ("DRB3", "DRB1*03:01", "DQB1*02:01", "DRB3*01:01"), ("DRB3", "DRB1*13:02", "DQB1*06:04", "DRB3*03:01"),
      ("DRB3", "DRB1*13:01", "DQB1*06:03", "DRB3*01:01"), ("DRB4", "DRB1*04:01", "DQB1*03:02", "DRB4*01:03"),
      ("DRB4", "DRB1*07:01", "DQB1*02:01", "DRB4*01:01"),
      ("DRB4", "DRB1*07:01", "DQB1*03:03", "DRB4*01:03:01:02N"),
      ("DRB5", "DRB1*15:02", "DQB1*06:01", "DRB5*01:02"),
      ("DRB4", "DRB1*03:01", "DQB1*02:01", nil), ("DRB3", "DRB1*01:01", "DQB1*05:01", nil),
      ("DRB5", "DRB1*08:01", "DQB1*04:02", nil), ("DQA1", "DRB1*03:01", "DQB1*02:01", "DQA1*05:01"),
      ("DQA1", "DRB1*04:01", "DQB1*03:01", "DQA1*03:03"), ("DQA1", "DRB1*12:02", "DQB1*03:01", "DQA1*06:01"),
      ("DQA1", "DRB1*11:01", "DQB1*02:01", nil),
    ] as [(String, String, String, String?)])
  func companions(locus: String, drb1: String, dqb1: String, expected: String?) throws {
    let found = LinkedLoci.shipped.allele(
      at: try #require(Locus(locus)), drb1: try HLAName(drb1), dqb1: try HLAName(dqb1))
    #expect(found?.text == expected)
  }

  @Test("every DRB1 allele of the frequencies has the gene that serology says comes with it, and no other")
  func serology() throws {
    for population in HaplotypeFrequencies.shipped.populations {
      for allele in population.alleles(at: .drb1).flatMap(\.alleles) {
        guard case .named(let antigen) = AlleleTable.shipped[allele]?.antigen else { continue }
        let companion = Serology.shipped[antigen]?.companion
        for locus in [Locus.drb3, .drb4, .drb5] {
          let found = LinkedLoci.shipped.allele(at: locus, drb1: allele, dqb1: nil)
          #expect((found != nil) == (companion?.locus == locus), "\(allele) \(locus)")
        }
      }
    }
  }

  @Test("every allele of the table is a known one")
  func known() throws {
    for population in HaplotypeFrequencies.shipped.populations {
      for haplotype in population.haplotypes {
        let drb1 = try #require(haplotype.alleles.first { $0.locus == .drb1 })
        let dqb1 = haplotype.alleles.first { $0.locus == .dqb1 }
        for locus in [Locus.drb3, .drb4, .drb5, .dqa1] {
          guard let allele = LinkedLoci.shipped.allele(at: locus, drb1: drb1, dqb1: dqb1) else { continue }
          #expect(AlleleTable.shipped.rows.contains { $0.allele == allele }, "\(allele)")
        }
      }
    }
  }
}
