import TandemChance
import TandemHLA

/// Types people: writes down of a genotype what a laboratory of the profile would report.
struct TypingLaboratory: Sendable {
  private let profile: TypingProfile
  private let alleles: AlleleTable
  private let linked: LinkedLoci

  init(_ profile: TypingProfile, alleles: AlleleTable = .shipped, linked: LinkedLoci = .shipped) {
    self.profile = profile
    self.alleles = alleles
    self.linked = linked
  }

  /// Whether this person has a null allele; asked before anything depends on the genotype.
  func mutate(_ genotype: inout Genotype, _ chance: inout SplitMix) {
    if chance.flip(profile.nullAllele) { genotype.takeNullAllele(alleles) }
  }

  /// The typing. Draws the same number of random numbers whatever is typed.
  func type(_ genotype: Genotype, _ chance: inout SplitMix) -> Typing {
    let isAntigenLevel = chance.flip(profile.antigenLevel)
    let isAmbiguous = chance.flip(profile.ambiguous)
    let ambiguousLocus = [Locus.a, .b, .drb1][chance.index(below: 3)]
    let hasDRB345 = chance.flip(profile.drb345)
    let hasDQA1 = chance.flip(profile.dqa1)
    let hasDPB1 = chance.flip(profile.dpb1)
    var gl = GLWriter()
    for locus in [Locus.a, .b, .c, .drb1] {
      guard let (one, other) = genotype.alleles(at: locus) else { continue }
      if isAntigenLevel {
        gl.add([antigen(one), antigen(other)].compactMap { $0.map { [$0] } })
      } else if isAmbiguous, locus == ambiguousLocus {
        gl.add([alternatives(one), [other]])
      } else {
        gl.add([[one], [other]])
      }
    }
    if hasDRB345, !isAntigenLevel {
      for locus in [Locus.drb3, .drb4, .drb5] {
        let one = allele(at: locus, beside: genotype.first)
        let other = allele(at: locus, beside: genotype.second)
        // A gene that neither chromosome has is left out, as laboratories do.
        if one != nil || other != nil { gl.add([[one ?? .absent(locus)], [other ?? .absent(locus)]]) }
      }
    }
    if hasDQA1, !isAntigenLevel, let one = dqa1(genotype.first), let other = dqa1(genotype.second) {
      gl.add([[one], [other]])
    }
    if let (one, other) = genotype.alleles(at: .dqb1) {
      gl.add(
        isAntigenLevel ? [antigen(one), antigen(other)].compactMap { $0.map { [$0] } } : [[one], [other]])
    }
    if hasDPB1, !isAntigenLevel { gl.add([[genotype.dpb1.0], [genotype.dpb1.1]]) }
    return gl.typing
  }

  /// What serology sees of an allele: its antigen, the first field where it was never resolved, nothing of a
  /// null allele.
  private func antigen(_ allele: HLAName) -> HLAName? {
    switch alleles[allele]?.antigen {
    case .named(let antigen): antigen
    case .null: nil
    case .blank, nil: allele.family
    }
  }

  /// The allele and up to two others of its family with the same antigen, as a kit that does not tell them
  /// apart reports them.
  private func alternatives(_ allele: HLAName) -> [HLAName] {
    guard let row = alleles[allele], row.antigen != .null else { return [allele] }
    let others = alleles.family(of: allele).filter { $0.antigen == row.antigen && $0.allele != allele }
      .prefix(2)
    return ([allele] + others.map(\.allele)).sorted()
  }

  private func dqa1(_ haplotype: [HLAName]) -> HLAName? { allele(at: .dqa1, beside: haplotype) }

  private func allele(at locus: Locus, beside haplotype: [HLAName]) -> HLAName? {
    guard let drb1 = haplotype.first(where: { $0.locus == .drb1 }) else { return nil }
    return linked.allele(at: locus, drb1: drb1, dqb1: haplotype.first { $0.locus == .dqb1 })
  }
}

/// Puts a GL String together: loci joined by `^`, copies by `+`, alternatives by `/`.
private struct GLWriter {
  private var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(256) }

  mutating func add(_ copies: [[HLAName]]) {
    guard !copies.isEmpty else { return }
    if !bytes.isEmpty { bytes.append(UInt8(ascii: "^")) }
    for (index, copy) in copies.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "+")) }
      for (place, name) in copy.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: "/")) }
        name.append(to: &bytes)
      }
    }
  }

  var typing: Typing {
    bytes.withUnsafeBytes { bytes in
      do {
        return try Typing(bytes: bytes)
      } catch {
        preconditionFailure("a typing put together of known names is unreadable: \(error)")
      }
    }
  }
}
