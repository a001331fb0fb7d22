import TandemChance
import TandemFiles
import TandemHLA
import TestSupport
import Testing

@Suite("Haplotype frequencies")
struct FrequencyTests {
  let shipped = HaplotypeFrequencies.shipped

  func read(_ text: String, path: String = "f.csv") throws -> HaplotypeFrequencies {
    try Array(text.utf8).withUnsafeBytes { try HaplotypeFrequencies(csv: $0, path: path) }
  }

  @Test("the shipped table has four populations of five loci, 80 listed haplotypes each and a tail up to 1")
  func populations() {
    #expect(shipped.populations.map(\.name).sorted() == ["AFA", "API", "EUR", "HIS"])
    for population in shipped.populations {
      #expect(population.loci == [.a, .b, .c, .drb1, .dqb1])
      #expect(population.haplotypes.count == 80)
      #expect(abs(population.totalMass - 1) < 1e-12)
      #expect(population.listedMass > 0.24 && population.listedMass < 0.48)
    }
    #expect(abs((shipped["EUR"]?.listedMass ?? 0) - 0.47147) < 1e-9)
    #expect(shipped.warnings.isEmpty)
  }

  @Test("the alleles of every locus add up to 1")
  func marginals() {
    for population in shipped.populations {
      for locus in population.loci {
        let sum = population.alleles(at: locus).reduce(0) { $0 + $1.frequency }
        #expect(abs(sum - 1) < 1e-9, "\(population.name) \(locus)")
      }
    }
  }

  /// The blocks of the shipped file as they are written there.
  func blocks(_ population: String, _ block: String) throws -> [(name: [HLAName], frequency: Double)] {
    let bytes = try #require(ShippedData.file("hla/frequencies.csv"))
    var rows = CSVCursor(bytes, path: "frequencies.csv")
    var found: [(name: [HLAName], frequency: Double)] = []
    while rows.next() {
      guard rows.text(0) == population, rows.text(1) == block else { continue }
      found.append(
        (try rows.text(2).split(separator: "~").map { try HLAName(String($0)) }, Double(rows.text(3)) ?? .nan)
      )
    }
    return found
  }

  @Test("a block's frequency in the composed table is its own, up to the share of the blocks left out")
  func blocksKeepTheirFrequency() throws {
    for population in shipped.populations {
      for block in ["A", "C~B", "DRB1~DQB1"] {
        let published = try blocks(population.name, block)
        let missing = 1 - published.reduce(0) { $0 + $1.frequency }
        for entry in published {
          let composed = share(of: entry.name, in: population)
          // The tail spreads the missing mass in proportion, so no block gains more than that, or loses more
          // than the rounding of the figures.
          #expect(composed >= entry.frequency - 0.0003, "\(population.name) \(entry.name)")
          #expect(composed <= entry.frequency + missing, "\(population.name) \(entry.name)")
          #expect(composed <= entry.frequency * 1.25 + 0.0002, "\(population.name) \(entry.name) \(composed)")
        }
      }
    }
  }

  /// The share of haplotypes that carry all of these names, by inclusion and exclusion over `share(where:)`.
  func share(of names: [HLAName], in population: HaplotypeFrequencies.Population) -> Double {
    let single = names.map { name in population.share { $0 == name } }
    if names.count == 1 { return single[0] }
    return single[0] + single[1] - population.share { names.contains($0) }
  }

  @Test("the tail adds little to a listed haplotype")
  func tailOverlap() {
    for population in shipped.populations {
      var most = 0.0
      for listed in population.haplotypes {
        // What the tail gives: the product over its three independent blocks.
        let tail = tailShare(of: listed.alleles, in: population)
        most = max(most, tail)
      }
      #expect(most < 0.0012, "\(population.name) \(most)")
    }
  }

  /// The probability of one combination in the tail, from marginals alone.
  func tailShare(of alleles: [HLAName], in population: HaplotypeFrequencies.Population) -> Double {
    func tail(_ names: [HLAName]) -> Double {
      var listed = 0.0
      for haplotype in population.haplotypes where names.allSatisfy(haplotype.alleles.contains) {
        listed += haplotype.frequency
      }
      return max(0, share(of: names, in: population) - listed) / population.tailMass
    }
    return population.tailMass * tail([alleles[0]]) * tail([alleles[1], alleles[2]])
      * tail([alleles[3], alleles[4]])
  }

  @Test("draws follow the frequencies")
  func sampling() throws {
    let population = try #require(shipped["EUR"])
    var chance = SplitMix(seed: 20_261)
    let draws = 100_000
    var alleles: [HLAName: Int] = [:]
    var commonest = 0
    var misordered = 0
    for _ in 0..<draws {
      let haplotype = population.sample(&chance)
      if !haplotype.elementsEqual(population.loci, by: { $0.locus == $1 }) { misordered += 1 }
      if haplotype == population.haplotypes[0].alleles { commonest += 1 }
      for allele in haplotype { alleles[allele, default: 0] += 1 }
    }
    // Five standard errors of a binomial share.
    func isClose(_ count: Int, _ share: Double) -> Bool {
      abs(Double(count) / Double(draws) - share) <= 5 * (share * (1 - share) / Double(draws)).squareRoot()
        + 1e-9
    }
    #expect(misordered == 0)
    for locus in population.loci {
      for entry in population.alleles(at: locus) {
        #expect(isClose(alleles[entry.alleles[0], default: 0], entry.frequency), "\(entry)")
      }
    }
    #expect(isClose(commonest, population.haplotypes[0].frequency + 0.00012))
  }

  @Test("the same seed draws the same haplotypes")
  func determinism() throws {
    let population = try #require(shipped["HIS"])
    var first = SplitMix(seed: 5)
    var second = SplitMix(seed: 5)
    for _ in 0..<1000 { #expect(population.sample(&first) == population.sample(&second)) }
  }

  @Test("files of three and of two columns are read")
  func otherForms() throws {
    let three = try read(
      "frequency,population,haplotype\n0.5,X,A*01:01~B*08:01\n0.25,X,B*07:02~A*02:01\n1,Y,A*02:01~B*08:01\n")
    #expect(three.populations.map(\.name) == ["X", "Y"])
    #expect(
      three["X"]?.haplotypes.map { $0.alleles.map(\.text) } == [
        ["A*01:01", "B*08:01"], ["A*02:01", "B*07:02"],
      ])
    #expect(three["X"]?.totalMass == 0.75)
    #expect(three.warnings.count == 1)
    let two = try read("hap,freq\nA*01:01,1\n", path: "data/finland.csv")
    #expect(two.populations.map(\.name) == ["finland"])
  }

  @Test("what is wrong with a file is told with line and column")
  func errors() {
    let text = """
      population,haplotype,frequency
      X,A*01:01~B*08:01,0.7
      X,A*01:01~B*07:02,0.7
      X,A*01:01~B*7x,0.1
      X,A*01:01~A*02:01,0.1
      X,A*02:01~B*44:02,-0.1
      X,A*02:01~B*44:03,
      ,A*02:01~B*44:04,0.1
      X,A*01:01~B*08:01,0.1
      X,A*02:01,0.1
      X,A*03:01~B*07:02
      """
    let found = problems(in: text) { try HaplotypeFrequencies(csv: $0, path: "f.csv") }
    #expect(
      found.map { "\($0.place) \($0.kind)" } == [
        "f.csv:2 sum above 1", "f.csv:4:14 unreadable haplotype", "f.csv:5:11 unreadable haplotype",
        "f.csv:6:19 out of range", "f.csv:7:19 missing value", "f.csv:8:1 missing value",
        "f.csv:9:3 duplicate haplotype", "f.csv:10:3 wrong loci", "f.csv:11 wrong number of fields",
      ], "\(found.map(\.description).joined(separator: "\n"))")
  }

  @Test("blocks that do not make up the whole haplotype are refused")
  func misfits() {
    let text = "population,block,name,frequency\nX,A~B,A*01:01~B*08:01,0.5\nX,A,A*01:01,0.5\n"
    #expect(
      problems(in: text) { try HaplotypeFrequencies(csv: $0, path: "f") }.map(\.kind) == ["blocks do not fit"]
    )
    let wrong = "population,block,name,frequency\nX,A~B,A*01:01~C*08:01,0.5\n"
    #expect(
      problems(in: wrong) { try HaplotypeFrequencies(csv: $0, path: "f") }.map(\.kind) == ["wrong loci"])
    #expect(problems(in: "") { try HaplotypeFrequencies(csv: $0, path: "f") }.map(\.kind) == ["empty file"])
    #expect(
      problems(in: "hap,freq\n") { try HaplotypeFrequencies(csv: $0, path: "f") }.map(\.kind) == ["no rows"])
  }
}
