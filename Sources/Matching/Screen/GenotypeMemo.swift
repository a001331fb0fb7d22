import Synchronization
import TandemHLA

/// A genotype that is not plain, as far as a plain one meets it: what its copies say of a protein.
struct AmbiguousSide: Sendable {
  private let locus: Locus
  private let copies: [[Meaning]]

  /// Nil for several possible genotypes and for genes that may be absent, where more than this matters.
  init?(_ typing: Typing, at locus: Locus, _ nomenclature: Nomenclature) {
    let genotypes = typing.genotypes(at: locus)
    guard genotypes.count == 1, !locus.mayBeAbsent else { return nil }
    self.locus = locus
    copies = [genotypes[0].first, genotypes[0].second].map { $0.map { nomenclature.meaning(of: $0) } }
  }

  /// Two bits for each copy: whether it allows the protein, and whether it lists it. An unknown copy says the
  /// same of every protein.
  func look(at protein: UInt32, _ nomenclature: Nomenclature) -> UInt8 {
    let name = HLAName(protein: protein, at: locus)
    var look: UInt8 = 0
    for (place, meanings) in copies.enumerated() {
      let isListed = meanings.contains { $0.proteins.contains(name) }
      let isAllowed = isListed || meanings.contains { nomenclature.allows($0.scope, name) }
      look |= (isListed ? 3 : isAllowed ? 1 : 0) << UInt8(2 * place)
    }
    return look
  }
}

/// What comparing plain donors with the ambiguous genotypes of a pool gave, kept from donor to donor and from
/// thread to thread. Nothing depends on the order of asking.
final class GenotypeMemo: Sendable {
  /// What is kept.
  struct Cells {
    /// By protein, a look for each ambiguous genotype.
    private var looks: [UInt32: [UInt8]] = [:]
    /// By ambiguous genotype and key a place in `findings`, `unknown` where none is known yet.
    private var places: [UInt8] = []
    private var findings: [GenotypeComparison.Finding] = []
    private var numbers: [GenotypeComparison.Finding: UInt8] = [:]

    private static let unknown = UInt8.max

    /// The keys of two proteins for each ambiguous genotype.
    mutating func looks(
      at proteins: SIMD2<UInt32>, _ genotypes: Genotypes, _ nomenclature: Nomenclature
    ) -> [UInt16] {
      if places.isEmpty { places = [UInt8](repeating: Cells.unknown, count: genotypes.odd.count << 9) }
      let first = look(at: proteins.x, genotypes, nomenclature)
      let second = look(at: proteins.y, genotypes, nomenclature)
      let isEqual = proteins.x == proteins.y
      return first.indices.map { GenotypeMemo.key(first[$0], second[$0], isEqual) }
    }

    private mutating func look(
      at protein: UInt32, _ genotypes: Genotypes, _ nomenclature: Nomenclature
    ) -> [UInt8] {
      if let known = looks[protein] { return known }
      let found = genotypes.odd.map { $0.look(at: protein, nomenclature) }
      looks[protein] = found
      return found
    }

    /// The finding for an ambiguous genotype under its key, worked out when it is not known.
    mutating func finding(
      _ place: Int, _ keys: [UInt16], _ work: () -> GenotypeComparison.Finding
    ) -> GenotypeComparison.Finding {
      let cell = place << 9 | Int(keys[place])
      if places[cell] != Cells.unknown { return findings[Int(places[cell])] }
      let finding = work()
      if let number = numbers[finding] {
        places[cell] = number
      } else if findings.count < Int(Cells.unknown) {
        numbers[finding] = UInt8(findings.count)
        places[cell] = UInt8(findings.count)
        findings.append(finding)
      }
      return finding
    }
  }

  private let cells = Mutex(Cells())

  func withCells(_ work: (inout Cells) -> Void) { cells.withLock { work(&$0) } }

  /// Nine bits: two looks and whether the proteins are equal.
  static func key(_ first: UInt8, _ second: UInt8, _ isEqual: Bool) -> UInt16 {
    UInt16(first) | UInt16(second) << 4 | (isEqual ? 256 : 0)
  }
}
