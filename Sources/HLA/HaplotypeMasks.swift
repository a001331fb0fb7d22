/// Calculated PRA for many recipients: the haplotypes of every population as masks, so that a set of
/// unacceptable specificities is tried on all of them by bits. It gives what `CalculatedPRA` gives for the
/// antigens alone; a property test holds the two together.
///
/// Cost: a few microseconds a recipient with the shipped frequencies.
public struct HaplotypeMasks: Sendable {
  private struct Entry {
    let mask: AntigenMask
    let frequency: Double
  }

  private struct Population {
    let weight: Double
    let listed: [Entry]
    let tailMass: Double
    let blocks: [[Entry]]
  }

  private let populations: [Population]
  /// The names of the populations, in the order of the shares.
  public let names: [String]

  /// Prepares a table of frequencies. Cost: each allele is compared with each specificity once.
  public init(
    _ frequencies: HaplotypeFrequencies = .shipped, numbering: AntigenNumbering,
    populations table: PopulationTable = .shipped
  ) {
    var known: [HLAName: AntigenMask] = [:]
    let loci = Set(frequencies.populations.flatMap(\.loci))
    func entry(_ haplotype: HaplotypeFrequencies.Haplotype) -> Entry {
      var mask = AntigenMask()
      for allele in haplotype.alleles {
        let own = known[allele] ?? HaplotypeMasks.mask(of: allele, numbering, loci)
        known[allele] = own
        mask = mask | own
      }
      return Entry(mask: mask, frequency: haplotype.frequency)
    }
    let weights = CalculatedPRA.weights(frequencies, table).byName
    populations = frequencies.populations.map { population in
      Population(
        weight: weights[population.name] ?? 0, listed: population.haplotypes.map(entry),
        tailMass: population.tailMass, blocks: population.blocks.map { $0.entries.map(entry) })
    }
    names = frequencies.populations.map(\.name)
  }

  /// Every specificity that an allele meets, surely or possibly, and for a DRB1 allele the DR51, DR52 or DR53
  /// that comes with it when the frequencies have no gene of their own for it.
  private static func mask(of allele: HLAName, _ numbering: AntigenNumbering, _ loci: Set<Locus>)
    -> AntigenMask
  {
    var mask = AntigenMask()
    let companions = allele.locus == .drb1 ? numbering.table.companions(of: allele) : []
    for (number, specificity) in numbering.specificities.enumerated() {
      let name = specificity.name
      let isCompanion = companions.contains(name) && !loci.contains(name.locus)
      if isCompanion || numbering.table.presence(of: name, on: allele) > .unknown { mask.insert(number) }
    }
    return mask
  }

  /// The share of donors of each population who show one of the specificities.
  public func shares(unacceptable: AntigenMask) -> [Double] {
    populations.map { HaplotypeMasks.share(of: unacceptable, in: $0) }
  }

  /// The same averaged by the weights of the populations.
  public func cpra(unacceptable: AntigenMask) -> Double {
    if unacceptable.isEmpty { return 0 }
    var sum = 0.0
    var mass = 0.0
    for population in populations where population.weight > 0 {
      sum += population.weight * HaplotypeMasks.share(of: unacceptable, in: population)
      mass += population.weight
    }
    return mass > 0 ? sum / mass : 0
  }

  private static func share(of unacceptable: AntigenMask, in population: Population) -> Double {
    var met = 0.0
    for entry in population.listed where entry.mask.meets(unacceptable) { met += entry.frequency }
    if population.tailMass > 0 {
      var free = 1.0
      for block in population.blocks {
        var inBlock = 0.0
        for entry in block where entry.mask.meets(unacceptable) { inBlock += entry.frequency }
        free *= max(0, 1 - inBlock)
      }
      met += population.tailMass * (1 - free)
    }
    let without = 1 - min(1, max(0, met))
    return 1 - without * without
  }
}
