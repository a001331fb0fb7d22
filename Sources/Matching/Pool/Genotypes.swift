import TandemHLA

/// The different genotypes of the recipients at one locus, numbered: few, however many people there are, so
/// that a donor is compared with each genotype once and not with each person.
struct Genotypes: Sendable {
  /// The words of one locus, as a typing holds them. Two words, which most have, need no array.
  private enum Key: Hashable {
    case two(UInt64, UInt64)
    case any([UInt64])

    /// Two words are mixed into one before they are hashed: everybody is looked up at every locus.
    func hash(into hasher: inout Hasher) {
      switch self {
      case .two(let first, let second): hasher.combine(first &* 0x9E37_79B9_7F4A_7C15 ^ second)
      case .any(let words): hasher.combine(words)
      }
    }
  }

  /// The locus.
  let locus: Locus
  /// For each number a typing with that genotype, of this locus and of DRB1 where that tells about it.
  private(set) var typings: [Typing] = []
  /// The two proteins of genotypes that are plain, 0 and 0 for the others.
  private(set) var proteins: [SIMD2<UInt32>] = []
  /// The bits by which genotypes that are not plain are compared; nil until all are known that enter at first.
  private(set) var index: LocusIndex?
  /// In bits, once there is an index, the genotypes by their numbers.
  private(set) var prepared: [LocusIndex.Genotypes] = []
  private var numbers: [Key: UInt16] = [:]
  private let nomenclature: Nomenclature

  init(_ locus: Locus, _ nomenclature: Nomenclature) {
    self.locus = locus
    self.nomenclature = nomenclature
  }

  /// The number of a genotype, given now when it is new; nil when there are too many.
  mutating func number(of typing: Typing) -> UInt16? {
    let words = Genotypes.words(of: typing, at: locus)
    let key: Key =
      words.count == 2 ? .two(words[words.startIndex], words[words.startIndex + 1]) : .any(Array(words))
    if let number = numbers[key] { return number }
    guard typings.count < Int(UInt16.max) else { return nil }
    let number = UInt16(typings.count)
    numbers[key] = number
    let own = Typing(words: Array(words))
    typings.append(own)
    proteins.append(Genotypes.proteins(of: own, at: locus, nomenclature))
    if let index { prepared.append(index.genotypes(of: own)) }
    return number
  }

  /// Lays the genotypes known so far out in bits. What comes later and has no bits is compared in full.
  mutating func prepare() {
    let index = LocusIndex(locus, typings, nomenclature)
    prepared = typings.map { index.genotypes(of: $0) }
    self.index = index
  }

  /// Both proteins when the genotype is plain and neither is missing, else 0 and 0.
  static func proteins(of typing: Typing, at locus: Locus, _ nomenclature: Nomenclature) -> SIMD2<UInt32> {
    guard let pair = nomenclature.proteinPairs(typing, [locus]), pair[0] != 0, pair[1] != 0 else {
      return SIMD2(0, 0)
    }
    return SIMD2(pair[0], pair[1])
  }

  /// The part of a typing that a comparison at a locus depends on.
  static func words(of typing: Typing, at locus: Locus) -> ArraySlice<UInt64> {
    if !locus.mayBeAbsent { return typing.words[typing.range(of: locus)] }
    return typing.words[typing.range(of: .drb1)] + typing.words[typing.range(of: locus)]
  }
}
