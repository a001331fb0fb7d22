/// One person's HLA typing, evaluated and packed: a single small array, about eight bytes a name, so that a
/// million people are held at once.
///
///     let typing = try Typing("A*02:01+A*03:01^B*07:02+B*08:01")
///     typing.plain(at: .a)  // (A*02:01, A*03:01)
///
/// A locus has no, one or several possible **genotypes**; a genotype has a first and a second copy; a copy is
/// a set of possible names. A locus given once has a second copy that is unknown; a homozygous one is given
/// twice. Equal typings are equal values: copies that are not in phase stand in ascending order.
///
/// What is kept of phase is which of two copies of different loci stand together; alternatives of phased
/// genotypes are kept locus by locus.
public struct Typing: Hashable, Sendable {
  /// Names with marks in their low bits, loci ascending, within a locus genotype by genotype, first copies
  /// before second ones.
  package let words: [UInt64]

  package init(words: [UInt64]) { self.words = words }

  /// Nothing known.
  public init() { words = [] }

  /// The marks that a name bears inside a typing.
  package enum Mark {
    /// Belongs to the second copy.
    package static let second: UInt64 = 1
    /// Opens the next possible genotype of the locus.
    package static let nextGenotype: UInt64 = 2
    /// Its copy is in phase with the same copy of the other loci that bear this mark.
    package static let phased: UInt64 = 4
    /// Bw4 or Bw6, which are no copies of their own.
    package static let epitope: UInt64 = 8
  }

  /// One possible genotype of a locus.
  public struct Genotype: Hashable, Sendable {
    /// The names the first copy may have, ascending, at least one.
    public let first: [HLAName]
    /// Those of the second copy; empty when it is unknown.
    public let second: [HLAName]
    /// Whether first and second are the same chromosomes at other loci where this is true too.
    public let isPhased: Bool
  }
}

extension Typing {
  /// Whether nothing at all is known.
  public var isEmpty: Bool { words.isEmpty }

  /// How many names it holds, alternatives and all.
  public var nameCount: Int { words.count }

  /// The typed loci, ascending.
  public var loci: [Locus] {
    var loci: [Locus] = []
    for word in words where word & Mark.epitope == 0 {
      let locus = HLAName(bits: word).locus
      if loci.last != locus { loci.append(locus) }
    }
    return loci
  }

  /// Whether anything is known at `locus`.
  public func has(_ locus: Locus) -> Bool { !range(of: locus).isEmpty }

  /// The words of a locus, without Bw4 and Bw6. A linear look at no more than a few dozen words.
  package func range(of locus: Locus) -> Range<Int> {
    let key = UInt64(locus.rawValue)
    var start = 0
    while start < words.count, words[start] >> HLAName.locusShift < key { start += 1 }
    var stop = start
    while stop < words.count, words[stop] >> HLAName.locusShift == key, words[stop] & Mark.epitope == 0 {
      stop += 1
    }
    return start..<stop
  }

  /// The two names of a locus that is not ambiguous, without allocating: nil when it is absent or
  /// ambiguous; the second is nil when only one copy is known.
  public func plain(at locus: Locus) -> (first: HLAName, second: HLAName?)? {
    let range = range(of: locus)
    guard range.count == 1 || range.count == 2 else { return nil }
    let first = words[range.lowerBound]
    guard range.count == 2 else { return (HLAName(bits: first & ~HLAName.markMask), nil) }
    let second = words[range.lowerBound + 1]
    guard second & Mark.nextGenotype == 0, second & Mark.second != 0 else { return nil }
    return (HLAName(bits: first & ~HLAName.markMask), HLAName(bits: second & ~HLAName.markMask))
  }

  /// The possible genotypes of a locus: none when it is not typed, one when genotypes are not ambiguous.
  public func genotypes(at locus: Locus) -> [Genotype] {
    var genotypes: [Genotype] = []
    var first: [HLAName] = []
    var second: [HLAName] = []
    var isPhased = false
    for index in range(of: locus) {
      let word = words[index]
      if word & Mark.nextGenotype != 0 {
        genotypes.append(Genotype(first: first, second: second, isPhased: isPhased))
        first.removeAll()
        second.removeAll()
      }
      isPhased = word & Mark.phased != 0
      let name = HLAName(bits: word & ~HLAName.markMask)
      if word & Mark.second == 0 { first.append(name) } else { second.append(name) }
    }
    if !first.isEmpty { genotypes.append(Genotype(first: first, second: second, isPhased: isPhased)) }
    return genotypes
  }

  /// Every name that occurs at a locus, each once, ascending.
  public func names(at locus: Locus) -> [HLAName] {
    var names: [HLAName] = []
    for index in range(of: locus) { names.append(HLAName(bits: words[index] & ~HLAName.markMask)) }
    names.sort()
    var distinct: [HLAName] = []
    for name in names where distinct.last != name { distinct.append(name) }
    return distinct
  }

  /// Bw4 and Bw6 as far as the typing names them itself.
  public var epitopes: [HLAName] {
    var epitopes: [HLAName] = []
    for word in words where word & Mark.epitope != 0 {
      epitopes.append(HLAName(bits: word & ~HLAName.markMask))
    }
    return epitopes
  }
}

extension Typing: CustomStringConvertible {
  /// The typing as a GL String. A typing read from it is equal, but for phase across loci.
  public var text: String {
    var bytes: [UInt8] = []
    for (index, word) in words.enumerated() {
      let name = HLAName(bits: word & ~HLAName.markMask)
      if index > 0 { bytes.append(Typing.sign(between: words[index - 1], and: word)) }
      name.append(to: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  public var description: String { text }

  private static func sign(between left: UInt64, and right: UInt64) -> UInt8 {
    let isEpitope = right & Mark.epitope != 0
    if left >> HLAName.locusShift != right >> HLAName.locusShift { return UInt8(ascii: "^") }
    if isEpitope { return left & Mark.epitope == 0 ? UInt8(ascii: "^") : UInt8(ascii: "+") }
    if right & Mark.nextGenotype != 0 { return UInt8(ascii: "|") }
    return (left ^ right) & Mark.second != 0 ? UInt8(ascii: "+") : UInt8(ascii: "/")
  }
}
