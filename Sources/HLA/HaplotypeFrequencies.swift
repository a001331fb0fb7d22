public import TandemChance

/// How often haplotypes occur in populations.
///
///     let frequencies = HaplotypeFrequencies.shipped
///     let european = frequencies["EUR"]
///     let haplotype = european?.sample(&chance)
public struct HaplotypeFrequencies: Sendable {
  /// The populations, in the order of the file.
  public let populations: [Population]
  /// What was not quite right with the file but did not keep it from being used.
  public let warnings: [String]

  init(populations: [Population], warnings: [String]) {
    self.populations = populations
    self.warnings = warnings
  }

  /// The population of that name.
  public subscript(name: String) -> Population? { populations.first { $0.name == name } }

  /// One chromosome's alleles, in the order of the loci.
  public struct Haplotype: Hashable, Sendable {
    /// The alleles.
    public let alleles: [HLAName]
    /// How often it occurs, as a share of all chromosomes.
    public let frequency: Double
  }

  /// Part of a haplotype that is drawn by itself in the tail: a block of neighbouring loci.
  package struct Block: Sendable {
    /// The possible contents, their frequencies adding up to 1.
    package let entries: [Haplotype]
    /// Sums of the frequencies up to each entry, for drawing.
    let cumulative: [Double]

    init(_ entries: [Haplotype]) {
      self.entries = entries
      cumulative = HaplotypeFrequencies.sums(of: entries)
    }
  }

  static func sums(of haplotypes: [Haplotype]) -> [Double] {
    var sum = 0.0
    return haplotypes.map { haplotype in
      sum += haplotype.frequency
      return sum
    }
  }
}

extension HaplotypeFrequencies {
  /// The haplotypes of one population: a list, and a tail made of independent blocks for the mass that the
  /// list leaves.
  public struct Population: Sendable {
    /// Its name, such as `EUR`.
    public let name: String
    /// The loci, ascending.
    public let loci: [Locus]
    /// The listed haplotypes, commonest first.
    public let haplotypes: [Haplotype]
    /// The mass of the tail; 0 when there are no blocks.
    public let tailMass: Double
    /// The parts of the tail, independent of each other.
    package let blocks: [Block]
    private let cumulative: [Double]

    init(name: String, loci: [Locus], haplotypes: [Haplotype], tailMass: Double, blocks: [Block]) {
      self.name = name
      self.loci = loci
      self.haplotypes = haplotypes
      self.tailMass = tailMass
      self.blocks = blocks
      cumulative = HaplotypeFrequencies.sums(of: haplotypes)
    }

    /// The mass of the list alone.
    public var listedMass: Double { cumulative.last ?? 0 }

    /// All of the mass: 1 with a tail; below it when a plain list leaves out what is rare.
    public var totalMass: Double { listedMass + tailMass }

    /// The share of chromosomes on which at least one allele satisfies `condition`, exactly: the listed ones
    /// one by one, the tail by the independence of its blocks. Cost: one call for every allele of the list.
    public func share(where condition: (HLAName) -> Bool) -> Double {
      var share = 0.0
      for haplotype in haplotypes where haplotype.alleles.contains(where: condition) {
        share += haplotype.frequency
      }
      guard tailMass > 0 else { return share }
      var free = 1.0
      for block in blocks {
        var met = 0.0
        for entry in block.entries where entry.alleles.contains(where: condition) { met += entry.frequency }
        free *= max(0, 1 - met)
      }
      return share + tailMass * (1 - free)
    }

    /// The alleles of a locus with their frequencies, commonest first, equal ones by name.
    public func alleles(at locus: Locus) -> [Haplotype] {
      var sums: [HLAName: Double] = [:]
      for haplotype in haplotypes {
        for allele in haplotype.alleles where allele.locus == locus {
          sums[allele, default: 0] += haplotype.frequency
        }
      }
      for block in blocks {
        for entry in block.entries {
          for allele in entry.alleles where allele.locus == locus {
            sums[allele, default: 0] += tailMass * entry.frequency
          }
        }
      }
      let found = sums.map { Haplotype(alleles: [$0.key], frequency: $0.value) }
      return found.sorted { left, right in
        left.frequency != right.frequency
          ? left.frequency > right.frequency : left.alleles[0] < right.alleles[0]
      }
    }

    /// Draws one chromosome with the probability of its frequency; a list that does not add up to 1 is drawn
    /// from as if it did. The alleles stand in the order of the loci. Cost: a binary search, and one
    /// allocation when the tail is drawn.
    public func sample(_ chance: inout SplitMix) -> [HLAName] {
      let draw = chance.unit() * totalMass
      if draw < listedMass || blocks.isEmpty {
        guard !haplotypes.isEmpty else { return [] }
        return haplotypes[Population.place(of: draw, in: cumulative)].alleles
      }
      var alleles: [HLAName] = []
      alleles.reserveCapacity(loci.count)
      for block in blocks {
        let entry = Population.place(of: chance.unit() * (block.cumulative.last ?? 0), in: block.cumulative)
        alleles.append(contentsOf: block.entries[entry].alleles)
      }
      alleles.sort()
      return alleles
    }

    /// The first index whose sum is above `draw`, the last at most.
    private static func place(of draw: Double, in sums: [Double]) -> Int {
      var low = 0
      var high = sums.count - 1
      while low < high {
        let middle = (low + high) / 2
        if sums[middle] > draw { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }
}
