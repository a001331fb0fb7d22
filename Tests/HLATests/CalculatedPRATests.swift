import TandemChance
import TandemFiles
import TandemHLA
import TestSupport
import Testing

@Suite("Calculated PRA")
struct CalculatedPRATests {
  func frequencies(_ rows: [(String, String, Double)]) throws -> HaplotypeFrequencies {
    let text = "population,haplotype,frequency\n" + rows.map { "\($0.0),\($0.1),\($0.2)\n" }.joined()
    return try Array(text.utf8).withUnsafeBytes { try HaplotypeFrequencies(csv: $0, path: "f.csv") }
  }

  func cpra(
    _ unacceptable: String, _ frequencies: HaplotypeFrequencies = .shipped,
    recipient: PopulationTable.BloodGroup? = nil
  ) throws -> CalculatedPRA {
    CalculatedPRA(
      unacceptable: try unacceptable.split(separator: ",").map { try Specificity(String($0)) },
      frequencies: frequencies, recipient: recipient)
  }

  @Test("one population by hand: half of the chromosomes carry A2, so three quarters of the donors do")
  func byHand() throws {
    let half = try frequencies([("X", "A*02:01~B*07:02", 0.5), ("X", "A*01:01~B*08:01", 0.5)])
    #expect(try cpra("A2", half).hla == 0.75)
    #expect(try cpra("A2,B7", half).hla == 0.75)
    #expect(try cpra("A2,B8", half).hla == 1)
    #expect(try cpra("A3", half).hla == 0)
    #expect(try cpra("Bw6", half).hla == 1)
    #expect(try cpra("A*02:06", half).hla == 0)
  }

  /// Counts genotype pair by genotype pair, with the rules of the crossmatch on each donor.
  func enumerated(_ unacceptable: [Specificity], _ population: HaplotypeFrequencies.Population) throws
    -> Double
  {
    var sum = 0.0
    for first in population.haplotypes {
      for second in population.haplotypes {
        let donor = try Typing(
          zip(first.alleles, second.alleles).map { "\($0)+\($1)" }.joined(separator: "^"))
        let isMet = unacceptable.contains {
          AntigenTable.shipped.presence(of: $0, in: donor).presence > .unknown
        }
        if isMet { sum += first.frequency * second.frequency }
      }
    }
    return sum
  }

  @Test("it is the share of genotype pairs that show an unacceptable antigen, counted one by one")
  func bruteForce() throws {
    let pool = try [
      "A2", "A9", "A24", "B7", "B15", "B62", "B*44:02", "B44", "Bw4", "Bw6", "Cw7", "C*12", "DR4", "DR17",
      "DR52",
      "DR53", "DQ3", "DQ7", "DQB1*06:02", "A*02:06", "B12",
    ].map { try Specificity($0) }
    let european = try #require(HaplotypeFrequencies.shipped["EUR"])
    withEvery(25) { chance in
      var rows: [(String, String, Double)] = []
      let scale = 0.5 / european.listedMass + chance.unit() * 0.4
      for _ in 0..<12 {
        let listed = european.haplotypes[chance.index(below: european.haplotypes.count)]
        let name = listed.alleles.map(\.text).joined(separator: "~")
        if !rows.contains(where: { $0.1 == name }) { rows.append(("X", name, listed.frequency * scale)) }
      }
      let frequencies = try frequencies(rows)
      let unacceptable = (0...chance.index(below: 3)).map { _ in pool[chance.index(below: pool.count)] }
      let result = CalculatedPRA(unacceptable: unacceptable, frequencies: frequencies)
      let population = frequencies.populations[0]
      let total = population.totalMass
      // The formula takes what the list leaves out as free: pairs with such a chromosome are added by hand.
      let met = population.share { allele in
        unacceptable.contains { specificity in
          guard let typing = try? Typing("\(allele)+\(allele)") else { return false }
          return AntigenTable.shipped.presence(of: specificity, in: typing).presence > .unknown
        }
      }
      let expected = try enumerated(unacceptable, population) + 2 * met * (1 - total)
      try hold(abs(result.hla - expected) < 1e-12, "\(unacceptable): \(result.hla), counted \(expected)")
      try hold(result.shares[0].hlaAtMost >= result.hla, "upper limit below the figure")
    }
  }

  @Test("the composed table gives what a large sample of donors shows")
  func sampled() throws {
    let unacceptable = try ["A2", "B44", "DR53"].map { try Specificity($0) }
    let result = CalculatedPRA(unacceptable: unacceptable)
    for population in HaplotypeFrequencies.shipped.populations {
      var chance = SplitMix(seed: 99)
      var met = 0
      let donors = 4000
      for _ in 0..<donors {
        let first = population.sample(&chance)
        let second = population.sample(&chance)
        let donor = try Typing(zip(first, second).map { "\($0)+\($1)" }.joined(separator: "^"))
        if unacceptable.contains(where: {
          AntigenTable.shipped.presence(of: $0, in: donor).presence > .unknown
        }) {
          met += 1
        }
      }
      let share = try #require(result.shares.first { $0.population == population.name }).hla
      let error = (share * (1 - share) / Double(donors)).squareRoot()
      #expect(abs(Double(met) / Double(donors) - share) < 4.5 * error, "\(population.name)")
    }
  }

  @Test("the populations are averaged by their weights")
  func weighted() throws {
    let result = try cpra("A2,B7")
    let weights = ["EUR": 0.687, "AFA": 0.147, "HIS": 0.143, "API": 0.023]
    let expected = result.shares.reduce(0) { $0 + (weights[$1.population] ?? 0) * $1.hla }
    #expect(abs(result.hla - expected) < 1e-12)
    #expect(result.shares.map { $0.weight ?? 0 }.reduce(0, +) == 1)
    #expect(result.hla > 0.5 && result.hla < 0.75)
  }

  @Test(
    "a population without a weight is left out of the average, and populations without any count the same")
  func noWeights() throws {
    let mixed = try frequencies([("CAU", "A*02:01", 0.5), ("CAU", "A*01:01", 0.5), ("Mars", "A*02:01", 1)])
    #expect(abs(try cpra("A2", mixed).hla - 0.75) < 1e-12)
    #expect(try cpra("A2", mixed).assumptions.contains { $0.contains("Mars") })
    let unknown = try frequencies([("Venus", "A*01:01", 1), ("Mars", "A*02:01", 1)])
    #expect(try cpra("A2", unknown).hla == 0.5)
    #expect(try cpra("A2", unknown).assumptions.contains { $0.contains("each counts the same") })
  }

  @Test("a broad antigen counts like its splits together, an allele less than its antigen")
  func monotone() throws {
    #expect(try cpra("A9").hla == (try cpra("A23,A24,A2403").hla))
    #expect(try cpra("B44").hla == (try cpra("B*44:02,B*44:03,B*44:05").hla))
    #expect(try cpra("B*44:02").hla < (try cpra("B44").hla))
    #expect(try cpra("Cw12").hla == (try cpra("C*12").hla))
    #expect(try cpra("Bw4,Bw6").hla > 0.99)
    #expect(try cpra("").hla == 0)
    #expect(try cpra("A2").shares.allSatisfy { $0.hla < $0.hlaAtMost + 1e-12 })
  }

  @Test("with a blood group, donors whose group bars the recipient count too")
  func bloodGroups() throws {
    let table = PopulationTable.shipped
    let european = try #require(table["CAU"])
    #expect(european.name == "EUR")
    #expect(abs(european.incompatibleShare(for: .o) - 0.55) < 1e-12)
    #expect(abs(european.incompatibleShare(for: .a) - 0.15) < 1e-12)
    #expect(european.incompatibleShare(for: .ab) == 0)
    let plain = try cpra("A2")
    #expect(plain.withBloodGroup == nil)
    for group in PopulationTable.BloodGroup.allCases {
      let result = try cpra("A2", recipient: group)
      #expect(result.hla == plain.hla)
      for share in result.shares {
        let bar = try #require(table[share.population]).incompatibleShare(for: group)
        #expect(abs((share.withBloodGroup ?? -1) - (share.hla + (1 - share.hla) * bar)) < 1e-12)
      }
    }
    #expect(try cpra("A2", recipient: .ab).withBloodGroup == plain.hla)
  }

  @Test("what the frequencies cannot judge is named and not counted")
  func notCounted() throws {
    let result = try cpra("A2,DPB1*04:01,DQA1*05,DQA1*05:01~DQB1*02:01,A*02:99,A43,DR52")
    #expect(
      result.notCounted.map { "\($0.specificity): \($0.reason)" } == [
        "A43: no haplotype of the frequencies carries it",
        "DQA1*05: the frequencies have no DQA1",
        "DQA1*05:01~DQB1*02:01: it needs both chains on one molecule, which haplotypes of single genes do not tell",
        "DPB1*04:01: the frequencies have no DPB1",
      ])
    #expect(result.assumptions.contains("DR52 is counted by the DRB1 alleles it goes with"))
    #expect(result.assumptions.contains("alleles that may carry A*02:99 are counted as carrying it"))
    #expect(result.hla > (try cpra("A2").hla))
  }

  @Test("populations whose percentages do not add up are refused")
  func populationErrors() {
    let header =
      "population,also_called,cpra_weight,abo_o_percent,abo_a_percent,abo_b_percent,abo_ab_percent\n"
    let text = header + "X,,0.5,40,40,10,20\nX,,0.5,45,40,11,4\n,,0.5,45,40,11,4\nY,,2,45,40,11,4\n"
    let found = problems(in: text) { try PopulationTable(csv: $0, path: "p.csv") }
    #expect(
      found.map { "\($0.line):\($0.column) \($0.kind)" } == [
        "2:8 wrong sum", "4:1 wrong name", "5:4 missing value", "5:4 out of range",
      ], "\(found)")
  }

  @Test("by masks it is the same figure")
  func byMasks() throws {
    let numbering = AntigenNumbering()
    let masks = HaplotypeMasks(numbering: numbering)
    #expect(masks.names == HaplotypeFrequencies.shipped.populations.map(\.name))
    withEvery(20) { chance in
      var unacceptable: [Specificity] = []
      var mask = AntigenMask()
      for _ in 0...chance.index(below: 8) {
        let number = chance.index(below: numbering.specificities.count)
        let specificity = numbering.specificities[number]
        unacceptable.append(specificity)
        mask.insert(number)
      }
      let explained = CalculatedPRA(unacceptable: unacceptable)
      try hold(abs(masks.cpra(unacceptable: mask) - explained.hla) < 1e-12, "\(unacceptable)")
      for (fast, share) in zip(masks.shares(unacceptable: mask), explained.shares) {
        try hold(abs(fast - share.hla) < 1e-12, "\(share.population): \(unacceptable)")
      }
    }
  }
}
