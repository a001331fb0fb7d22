/// Calculated panel-reactive antibody: the share of donors that show at least one unacceptable antigen.
///
/// For a population with haplotype frequencies f it is 1 - (1 - sum of f over the haplotypes that carry an
/// unacceptable antigen)^2, since a donor has two haplotypes drawn independently. The populations are
/// averaged by their weights. With blood groups, those donors count too whose group bars the recipient:
/// cPRA + (1 - cPRA) x their share (Gragert et al., "ABO-adjusted cPRA", Am J Transplant 2022).
public struct CalculatedPRA: Sendable {
  /// The answer for one population.
  public struct Share: Hashable, Sendable {
    /// The population.
    public let population: String
    /// Its weight in the average; nil when it does not take part in it.
    public let weight: Double?
    /// Donors barred by their antigens.
    public let hla: Double
    /// Donors barred by antigens or blood group; nil when that was not asked for or is not known.
    public let withBloodGroup: Double?
    /// Upper limit of `hla`: as if every chromosome that the table leaves out carried an unacceptable antigen.
    public let hlaAtMost: Double
  }

  /// A specificity that could not be counted.
  public struct NotCounted: Hashable, Sendable {
    /// The specificity.
    public let specificity: Specificity
    /// Why, as a sentence without its full stop.
    public let reason: String
  }

  /// Per population, in the order of the frequency table.
  public let shares: [Share]
  /// The weighted average, by antigens alone.
  public let hla: Double
  /// The weighted average with blood groups.
  public let withBloodGroup: Double?
  /// What was left out, so that the true figure may be higher.
  public let notCounted: [NotCounted]
  /// What was taken for granted, sentences without their full stops.
  public let assumptions: [String]

  /// Works it out. Cost: one look at every distinct allele, then a pass over the haplotypes.
  public init(
    unacceptable: [Specificity], frequencies: HaplotypeFrequencies = .shipped,
    populations: PopulationTable = .shipped, recipient bloodGroup: PopulationTable.BloodGroup? = nil,
    table: AntigenTable = .shipped
  ) {
    var judge = CarrierJudge(unacceptable, frequencies, table)
    var shares: [Share] = []
    let weights = CalculatedPRA.weights(frequencies, populations)
    for population in frequencies.populations {
      let met = population.share { judge.isUnacceptable($0) }
      let hla = CalculatedPRA.eitherOfTwo(met)
      let bar = bloodGroup.flatMap { populations[population.name]?.incompatibleShare(for: $0) }
      shares.append(
        Share(
          population: population.name, weight: weights.byName[population.name], hla: hla,
          withBloodGroup: bar.map { hla + (1 - hla) * $0 },
          hlaAtMost: CalculatedPRA.eitherOfTwo(met + max(0, 1 - population.totalMass))))
    }
    self.shares = shares
    hla = CalculatedPRA.average(shares) { $0.hla } ?? 0
    withBloodGroup = bloodGroup == nil ? nil : CalculatedPRA.average(shares) { $0.withBloodGroup }
    notCounted = judge.notCounted
    assumptions = judge.assumptions + weights.assumptions
  }

  /// The share of donors with at least one of two haplotypes of a kind that has the frequency `share`.
  private static func eitherOfTwo(_ share: Double) -> Double {
    let free = 1 - min(1, max(0, share))
    return 1 - free * free
  }

  private static func average(_ shares: [Share], _ value: (Share) -> Double?) -> Double? {
    var sum = 0.0
    var mass = 0.0
    for share in shares {
      guard let weight = share.weight else { continue }
      guard let value = value(share) else { return nil }
      sum += weight * value
      mass += weight
    }
    return mass > 0 ? sum / mass : nil
  }

  static func weights(
    _ frequencies: HaplotypeFrequencies, _ populations: PopulationTable
  ) -> (byName: [String: Double], assumptions: [String]) {
    var byName: [String: Double] = [:]
    let names = frequencies.populations.map(\.name)
    for name in names { byName[name] = populations[name]?.weight }
    if byName.isEmpty {
      for name in names { byName[name] = 1 / Double(names.count) }
      let note = "no weights are known for \(names.joined(separator: ", ")); each counts the same"
      return (byName, names.count > 1 ? [note] : [])
    }
    let without = names.filter { byName[$0] == nil }
    let note = "no weight is known for \(without.joined(separator: ", ")); left out of the average"
    return (byName, without.isEmpty ? [] : [note])
  }
}

/// Tells for every allele of a frequency table whether one of the specificities meets it.
private struct CarrierJudge {
  private let table: AntigenTable
  private var targets: [HLAName] = []
  private var inferred: [Locus] = []
  private var known: [HLAName: Bool] = [:]
  private(set) var notCounted: [CalculatedPRA.NotCounted] = []
  private(set) var assumptions: [String] = []

  init(_ unacceptable: [Specificity], _ frequencies: HaplotypeFrequencies, _ table: AntigenTable) {
    self.table = table
    let loci = Set(frequencies.populations.flatMap(\.loci))
    let alleles = CarrierJudge.alleles(of: frequencies)
    for specificity in Set(unacceptable).sorted() {
      let locus = specificity.name.locus
      if specificity.alpha != nil {
        leaveOut(
          specificity, "it needs both chains on one molecule, which haplotypes of single genes do not tell")
      } else if locus.mayBeAbsent, !loci.contains(locus), loci.contains(.drb1),
        specificity.name.kind == .antigen
      {
        inferred.append(locus)
        assumptions.append("\(specificity.text) is counted by the DRB1 alleles it goes with")
      } else if !specificity.loci.contains(where: { loci.contains($0) }) {
        leaveOut(specificity, "the frequencies have no \(locus.name)")
      } else {
        let presences = alleles.map { table.presence(of: specificity.name, on: $0) }
        if !presences.contains(where: { $0 > .unknown }) {
          leaveOut(specificity, "no haplotype of the frequencies carries it")
        } else if presences.contains(.possible) {
          assumptions.append("alleles that may carry \(specificity.text) are counted as carrying it")
        }
        targets.append(specificity.name)
      }
    }
  }

  private mutating func leaveOut(_ specificity: Specificity, _ reason: String) {
    notCounted.append(CalculatedPRA.NotCounted(specificity: specificity, reason: reason))
  }

  private static func alleles(of frequencies: HaplotypeFrequencies) -> [HLAName] {
    var alleles: Set<HLAName> = []
    for population in frequencies.populations {
      for locus in population.loci { alleles.formUnion(population.alleles(at: locus).flatMap(\.alleles)) }
    }
    return alleles.sorted()
  }

  mutating func isUnacceptable(_ allele: HLAName) -> Bool {
    if let answer = known[allele] { return answer }
    var answer = targets.contains { table.presence(of: $0, on: allele) > .unknown }
    if allele.locus == .drb1, !inferred.isEmpty, !answer {
      answer = table.companions(of: allele).contains { inferred.contains($0.locus) }
    }
    known[allele] = answer
    return answer
  }
}
