import TandemChance
import TandemHLA

/// The alleles that somebody has, on both chromosomes and at full resolution, whatever of them is typed.
struct Genotype: Sendable {
  /// Alleles of A, B, C, DRB1 and DQB1 of one chromosome, ascending by locus.
  var first: [HLAName]
  /// Those of the other one.
  var second: [HLAName]
  /// DPB1 of both chromosomes.
  let dpb1: (HLAName, HLAName)

  /// Every allele that makes a protein and that antibodies are drawn against.
  var expressed: [HLAName] { (first + second).filter { !$0.isNull } }

  /// Replaces the first allele of A for which a null allele of its family is known by that one.
  mutating func takeNullAllele(_ alleles: AlleleTable) {
    for index in first.indices where first[index].locus == .a {
      if let null = alleles.family(of: first[index]).first(where: { $0.allele.isNull }) {
        first[index] = null.allele
        return
      }
    }
    for index in second.indices where second[index].locus == .a {
      if let null = alleles.family(of: second[index]).first(where: { $0.allele.isNull }) {
        second[index] = null.allele
        return
      }
    }
  }

  /// The alleles of both chromosomes at a locus.
  func alleles(at locus: Locus) -> (HLAName, HLAName)? {
    guard let one = first.first(where: { $0.locus == locus }),
      let other = second.first(where: { $0.locus == locus })
    else { return nil }
    return (one, other)
  }
}
