/// How a full distribution is made of a list of whole haplotypes and lists of blocks.
///
/// A listed haplotype has its own frequency. The mass that the list leaves is spread over all combinations
/// of one entry of every block, independently of each other, each entry in proportion to what its frequency
/// in the whole population leaves after the listed haplotypes. The total is 1, and a block's frequency in
/// the result is its own, but for the rare blocks that the file leaves out: their mass goes to the others
/// in the same proportion. That the blocks are independent in the tail is an assumption.
extension HaplotypeFrequencies {
  /// The rows of one population and one block name, as they were read.
  struct RawBlock {
    var loci: [Locus]
    var entries: [Haplotype]
    var line: Int
  }

  /// What kept a population from being put together.
  struct Misfit: Error {
    var line: Int
    var kind: String
    var value: String
    var expected: String
  }

  static func compose(_ name: String, _ blocks: [RawBlock]) throws(Misfit) -> Population {
    guard let whole = blocks.max(by: { $0.loci.count < $1.loci.count }) else {
      throw Misfit(line: 0, kind: "no rows", value: name, expected: "at least one haplotype")
    }
    let parts = blocks.filter { $0.loci != whole.loci }
    let listed = whole.entries.sorted { left, right in
      if left.frequency != right.frequency { return left.frequency > right.frequency }
      return left.alleles.lexicographicallyPrecedes(right.alleles)
    }
    let listedMass = sums(of: listed).last ?? 0
    if listedMass > 1 + tolerance {
      throw Misfit(
        line: whole.line, kind: "sum above 1", value: "\(name): \(listedMass)",
        expected: "frequencies of the haplotypes of a population that add up to 1 or less")
    }
    if parts.isEmpty {
      return Population(name: name, loci: whole.loci, haplotypes: listed, tailMass: 0, blocks: [])
    }
    let partLoci = parts.flatMap(\.loci).sorted()
    guard partLoci == whole.loci else {
      throw Misfit(
        line: parts[0].line, kind: "blocks do not fit", value: partLoci.map(\.name).joined(separator: "~"),
        expected: "blocks that together hold each of \(whole.loci.map(\.name).joined(separator: "~")) once")
    }
    var tail: [Block] = []
    for part in parts {
      if (sums(of: part.entries).last ?? 0) > 1 + tolerance {
        throw Misfit(
          line: part.line, kind: "sum above 1",
          value: "\(name) \(part.loci.map(\.name).joined(separator: "~"))",
          expected: "frequencies of a block that add up to 1 or less")
      }
      tail.append(Block(remainder(of: part, after: listed)))
    }
    return Population(
      name: name, loci: whole.loci, haplotypes: listed, tailMass: max(0, 1 - listedMass), blocks: tail)
  }

  /// What rounding to five places may add to a sum of a few hundred figures.
  static let tolerance = 0.005

  /// The entries of a block with what the listed haplotypes leave of them, scaled to add up to 1. Where they
  /// leave nothing at all, the block's own frequencies are used.
  private static func remainder(of block: RawBlock, after listed: [Haplotype]) -> [Haplotype] {
    var used: [[HLAName]: Double] = [:]
    for haplotype in listed {
      used[haplotype.alleles.filter { block.loci.contains($0.locus) }, default: 0] += haplotype.frequency
    }
    var left = block.entries.map { max(0, $0.frequency - (used[$0.alleles] ?? 0)) }
    if left.allSatisfy({ $0 == 0 }) { left = block.entries.map(\.frequency) }
    let sum = left.reduce(0, +)
    var entries: [Haplotype] = []
    for (entry, mass) in zip(block.entries, left) where mass > 0 {
      entries.append(Haplotype(alleles: entry.alleles, frequency: mass / sum))
    }
    return entries
  }
}
