import TandemHLA

/// The different genotypes of the recipients at one locus, numbered: few, however many people there are, so
/// that a donor is compared with each genotype once and not with each person.
struct Genotypes: Sendable {
  /// The locus.
  let locus: Locus
  /// The genotypes by their numbers, with DRB1 where that tells about the locus.
  private(set) var numbers: TypingNumbers
  /// The two proteins of genotypes that are plain, 0 and 0 for the others.
  private(set) var proteins: [SIMD2<UInt32>] = []
  /// The bits by which genotypes that are not plain are compared.
  private(set) var index: LocusIndex
  /// The genotypes in bits, by their numbers.
  private(set) var prepared: [LocusIndex.Genotypes] = []

  /// Lays the genotypes known so far out in bits. What comes later and has no bits is compared in full.
  init(_ locus: Locus, _ numbers: TypingNumbers, _ nomenclature: Nomenclature) {
    self.locus = locus
    self.numbers = numbers
    let typings = numbers.map { $0 }
    index = LocusIndex(locus, typings, nomenclature)
    proteins = typings.map { index.proteins(of: $0) ?? SIMD2(0, 0) }
    prepared = typings.map { index.genotypes(of: $0) }
  }

  /// Numbers for what a comparison at a locus depends on.
  static func numbers(at locus: Locus) -> TypingNumbers {
    TypingNumbers(locus.mayBeAbsent ? [.drb1, locus] : [locus])
  }

  /// How many genotypes there are.
  var count: Int { numbers.count }

  /// The number of a genotype, given now when it is new; nil when there are too many.
  mutating func number(of typing: Typing) -> UInt16? {
    let known = numbers.count
    let number = numbers.number(of: typing)
    if numbers.count > known {
      let own = numbers.typing(known)
      proteins.append(index.proteins(of: own) ?? SIMD2(0, 0))
      prepared.append(index.genotypes(of: own))
    }
    return number
  }

  /// Both proteins of a donor when the genotype is plain and neither is missing, else 0 and 0.
  func proteins(of typing: Typing) -> SIMD2<UInt32> { index.proteins(of: typing) ?? SIMD2(0, 0) }
}
