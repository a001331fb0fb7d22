import TandemHLA

/// The calculated PRA, worked out antibody by antibody: the same figure that `CalculatedPRA` gives for the
/// whole list, at a hundred nanoseconds for each antibody that is tried.
struct DonorExclusion: Sendable {
  /// Over the shipped frequencies.
  static let shipped = DonorExclusion()

  /// What antibodies may be directed against: antigens, families that serology never resolved, DR51 to DR53,
  /// and alleles.
  let targets: [Specificity]
  /// For each allele of the frequencies the targets that it shows, surely or possibly, as numbers.
  private let shownBy: [HLAName: [Int]]
  /// For each allele what somebody who meets it may raise antibodies against.
  private let raisedBy: [HLAName: (antigens: [Int], allele: Int?)]
  /// For each target the entries of the frequencies that show it.
  private let carriers: [[Int32]]
  private let frequency: [Double]
  /// For each entry its part: the list of a population or one block of its tail.
  private let part: [Int32]
  private let populations: [PopulationParts]

  private struct PopulationParts {
    let weight: Double
    let tailMass: Double
    let list: Int
    let blocks: Range<Int>
  }

  /// The antibodies taken so far.
  struct State {
    fileprivate var isHit: [Bool]
    fileprivate var met: [Double]
    /// The calculated PRA.
    fileprivate(set) var cpra = 0.0
  }

  /// Cost: a look at each allele for each target of its locus, some 30,000 in all.
  init(
    frequencies: HaplotypeFrequencies = .shipped, weights: PopulationTable = .shipped,
    table: AntigenTable = .shipped
  ) {
    let alleles = DonorExclusion.alleles(of: frequencies)
    targets = DonorExclusion.targets(alleles, table)
    var shownBy: [HLAName: [Int]] = [:]
    for allele in alleles { shownBy[allele] = DonorExclusion.shown(by: allele, targets, table) }
    self.shownBy = shownBy
    var numbers: [HLAName: Int] = [:]
    for (number, target) in targets.enumerated() { numbers[target.name] = number }
    var raisedBy: [HLAName: (antigens: [Int], allele: Int?)] = [:]
    for allele in alleles {
      raisedBy[allele] = (
        DonorExclusion.antigens(of: allele, table).compactMap { numbers[$0] }, numbers[allele]
      )
    }
    self.raisedBy = raisedBy
    var carriers = [[Int32]](repeating: [], count: targets.count)
    var frequency: [Double] = []
    var part: [Int32] = []
    var populations: [PopulationParts] = []
    var parts = 0
    for population in frequencies.populations {
      guard let weight = weights[population.name]?.weight else { continue }
      let first = parts
      for entries in [population.haplotypes] + population.blocks.map(\.entries) {
        for entry in entries {
          for target in Set(entry.alleles.flatMap { shownBy[$0] ?? [] }) {
            carriers[target].append(Int32(part.count))
          }
          frequency.append(entry.frequency)
          part.append(Int32(parts))
        }
        parts += 1
      }
      populations.append(
        PopulationParts(weight: weight, tailMass: population.tailMass, list: first, blocks: first + 1..<parts)
      )
    }
    self.carriers = carriers
    self.frequency = frequency
    self.part = part
    self.populations = populations
    partCount = parts
  }

  private let partCount: Int

  /// No antibodies.
  var none: State {
    State(
      isHit: [Bool](repeating: false, count: frequency.count), met: [Double](repeating: 0, count: partCount))
  }

  /// The numbers of the targets that an allele shows.
  func shown(by allele: HLAName) -> [Int] { shownBy[allele] ?? [] }

  /// The numbers of the antigens of an allele, the finest that serology tells and what comes with it, and the
  /// number of the allele itself.
  func raised(by allele: HLAName) -> (antigens: [Int], allele: Int?) { raisedBy[allele] ?? ([], nil) }

  /// The state with one more target. Cost: one step for each entry that carries it.
  func adding(_ target: Int, to state: State) -> State {
    var state = state
    for entry in carriers[target] where !state.isHit[Int(entry)] {
      state.isHit[Int(entry)] = true
      state.met[Int(part[Int(entry)])] += frequency[Int(entry)]
    }
    var sum = 0.0
    var weight = 0.0
    for population in populations {
      var free = 1.0
      for block in population.blocks { free *= max(0, 1 - state.met[block]) }
      let met = state.met[population.list] + population.tailMass * (1 - free)
      let clear = 1 - min(1, max(0, met))
      sum += population.weight * (1 - clear * clear)
      weight += population.weight
    }
    state.cpra = weight > 0 ? sum / weight : 0
    return state
  }

  private static func alleles(of frequencies: HaplotypeFrequencies) -> [HLAName] {
    var alleles: Set<HLAName> = []
    for population in frequencies.populations {
      for locus in population.loci { alleles.formUnion(population.alleles(at: locus).flatMap(\.alleles)) }
    }
    return alleles.sorted()
  }

  private static func targets(_ alleles: [HLAName], _ table: AntigenTable) -> [Specificity] {
    var names = Set(alleles)
    for allele in alleles { names.formUnion(antigens(of: allele, table)) }
    return names.compactMap { Specificity($0) }.sorted()
  }

  /// The antigen of an allele with DR51, DR52 or DR53 that comes with it; its family where serology never
  /// resolved it.
  private static func antigens(of allele: HLAName, _ table: AntigenTable) -> [HLAName] {
    switch table.alleles[allele]?.antigen {
    case .named(let antigen): [antigen] + [table.serology[antigen]?.companion].compactMap { $0 }
    case .blank: [allele.family].compactMap { $0 }
    case .null, nil: []
    }
  }

  private static func shown(by allele: HLAName, _ targets: [Specificity], _ table: AntigenTable) -> [Int] {
    guard let typing = try? Typing("\(allele.text)+\(allele.text)") else { return [] }
    return targets.indices.filter { index in
      let locus = targets[index].name.locus
      guard locus == allele.locus || (locus.mayBeAbsent && allele.locus == .drb1) else { return false }
      return table.presence(of: targets[index], in: typing).presence > .unknown
    }
  }
}
