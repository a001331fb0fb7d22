import TandemHLA

/// The different genotypes of the recipients at one locus, numbered: few, however many people there are, so
/// that a donor is compared with each genotype once and not with each person.
struct Genotypes: Sendable {
  /// The words of one locus, as a typing holds them. Two words, which most have, need no array.
  private enum Key: Hashable {
    case two(UInt64, UInt64)
    case any([UInt64])
  }

  /// The locus.
  let locus: Locus
  /// For each number a typing with that genotype, of this locus and of DRB1 where that tells about it.
  private(set) var typings: [Typing] = []
  /// The two proteins of genotypes that are plain, 0 and 0 for the others.
  private(set) var proteins: [SIMD2<UInt32>] = []
  /// The genotypes that are not plain and can be compared by what they say of two proteins.
  private(set) var odd: [AmbiguousSide] = []
  /// What comparing them gave so far.
  private(set) var memo = GenotypeMemo()
  /// The place of each genotype in `odd`, -1 for the others.
  private var oddPlaces: [Int32] = []
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
    let pair = Genotypes.proteins(of: own, at: locus, nomenclature)
    proteins.append(pair)
    if pair.x == 0, let side = AmbiguousSide(own, at: locus, nomenclature) {
      oddPlaces.append(Int32(odd.count))
      odd.append(side)
      memo = GenotypeMemo()
    } else {
      oddPlaces.append(-1)
    }
    return number
  }

  /// The place of a genotype in `odd`, nil when it is not there.
  func oddPlace(_ number: Int) -> Int? { oddPlaces[number] < 0 ? nil : Int(oddPlaces[number]) }

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
