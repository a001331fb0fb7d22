import TandemChance
import TandemHLA

extension BenchCase {
  /// The innermost steps on HLA, which no pool makes larger.
  static let hla: [BenchCase] = [
    BenchCase("hla.name", per: "name", "Reads an HLA name such as A*02:01.", grows: false) { _ in
      let texts = ["A*02:01", "HLA-DRB1*15:01:01:01", "B62", "DQB1*03:01P"].map { Array($0.utf8) }
      let names = try texts.map { try $0.withUnsafeBytes { try HLAName(bytes: $0) } }
      let units = 40_000
      return Workload(units: units) {
        var right = 0
        for index in 0..<units {
          let found = texts[index & 3].withUnsafeBytes { try? HLAName(bytes: $0) }
          if found == names[index & 3] { right += 1 }
        }
        return right == units ? nil : "\(units - right) names were read wrongly"
      }
    },
    BenchCase("hla.typing", per: "typing", "Reads a typing of twelve names.", grows: false) { setting in
      let texts = Genotypes(setting.seed, count: 4_000).texts.map { Array($0.utf8) }
      return Workload(units: texts.count) {
        let right = texts.count { text in
          guard let typing = text.withUnsafeBytes({ try? Typing(bytes: $0) }) else { return false }
          return typing.loci.count == 6
        }
        return right == texts.count ? nil : "\(texts.count - right) typings were read wrongly"
      }
    },
    BenchCase("hla.reduce", per: "name", "Reduces an allele to its antigen.", grows: false) { setting in
      let names = Genotypes(setting.seed, count: 200).typings.flatMap {
        $0.names(at: .b) + $0.names(at: .drb1)
      }
      let expected = names.map { Nomenclature.builtIn.antigen(of: $0)?.text ?? "" }
      return Workload(units: names.count) {
        let found = names.map { Nomenclature.builtIn.reduce($0, to: .antigen).text }
        let wrong = zip(found, expected).first { !$1.isEmpty && $0 != $1 }
        return wrong.map { "\($0.0) for \($0.1)" }
      }
    },
    BenchCase(
      "hla.mismatch", per: "pair", "Counts the mismatches of five loci, as matching in bulk does.",
      grows: false
    ) { setting in
      let typings = Genotypes(setting.seed, count: 1_000).typings
      let rows = typings.compactMap { Nomenclature.builtIn.proteinPairs($0, Nomenclature.commonLoci) }
      guard rows.count == typings.count else {
        throw WrongAnswer(name: "hla.mismatch", detail: "untyped loci")
      }
      let expected = Nomenclature.builtIn.mismatches(recipient: typings[1], donor: typings[0]).total
      return Workload(units: rows.count * 100) {
        var sum = 0
        var first = MismatchCounts.none
        for donor in 0..<100 {
          rows[donor].withUnsafeBufferPointer { given in
            for (index, row) in rows.enumerated() {
              let counts = row.withUnsafeBufferPointer {
                MismatchKernel.counts(recipient: $0, donor: given, homozygous: .twice)
              }
              if donor == 0 && index == 1 { first = counts }
              sum &+= counts.bidirectional
            }
          }
        }
        let isRight = sum > 0 && first.gvh == expected.gvh && first.hvg == expected.hvg
        return isRight ? nil : "\(first) where the full comparison has \(expected)"
      }
    },
    BenchCase(
      "hla.comparison", per: "pair", "Compares two people with labels, as an explanation does.", grows: false
    ) { setting in
      let typings = Genotypes(setting.seed, count: 200).typings
      return Workload(units: typings.count) {
        var wrong = 0
        for typing in typings
        where Nomenclature.builtIn.mismatches(recipient: typing, donor: typing).total != .none { wrong += 1 }
        return wrong == 0 ? nil : "\(wrong) people mismatch themselves"
      }
    },
    BenchCase(
      "hla.crossmatch", per: "pair", "Holds ten antibodies against a donor's typing.", grows: false
    ) { setting in
      let typings = Genotypes(setting.seed, count: 200).typings
      let antibodies = try ["A1", "A2", "A24", "B7", "B8", "B44", "DR4", "DR15", "DQ6", "DQ8"].map {
        Antibody(try Specificity($0), mfi: 5_000, c1q: nil, sampledOn: nil)
      }
      return Workload(units: typings.count) {
        var hits = 0
        for typing in typings { hits += VirtualCrossmatch(donor: typing, antibodies: antibodies).hits.count }
        let expected = typings.reduce(0) { total, typing in
          let antigens = Set(Nomenclature.commonLoci.flatMap { typing.names(at: $0) }.compactMap(antigen))
          return total + antibodies.count { antigens.contains($0.specificity.text) }
        }
        return hits >= expected && hits > 0 ? nil : "\(hits) hits, at least \(expected) are plain"
      }
    },
    BenchCase("hla.cpra", per: "list", "Works out the cPRA of a list of antigens.", grows: false) { _ in
      let lists = try ["A2", "A2,B7", "A1,A2,A3,B7,B8,B44,DR4,DR15"].map { list in
        try list.split(separator: ",").map { try Specificity(String($0)) }
      }
      return Workload(units: lists.count) {
        let values = lists.map { CalculatedPRA(unacceptable: $0).hla }
        let rises = values[0] < values[1] && values[1] < values[2] && values[0] > 0 && values[2] < 1
        return rises ? nil : "\(values) does not rise with the list"
      }
    },
  ]

  /// The antigen of an allele, as text.
  private static func antigen(of name: HLAName) -> String? { Nomenclature.builtIn.antigen(of: name)?.text }
}

/// Typings drawn from the shipped haplotype frequencies, DPB1 added.
private struct Genotypes {
  let texts: [String]

  init(_ seed: UInt64, count: Int) {
    var chance = SplitMix(seed: seed, key: 0xBE)
    let population = HaplotypeFrequencies.shipped.populations[0]
    texts = (0..<count).map { _ in
      let first = population.sample(&chance)
      let second = population.sample(&chance)
      return (first.indices.map { "\(first[$0].text)+\(second[$0].text)" } + ["DPB1*04:01+DPB1*02:01"])
        .joined(separator: "^")
    }
  }

  var typings: [Typing] { texts.compactMap { try? Typing($0) } }
}
