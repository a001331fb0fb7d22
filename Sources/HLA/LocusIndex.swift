/// One locus prepared for comparing many typings by bits: the same counts as `Nomenclature.mismatches`, at a
/// hundredth of the cost where typings are ambiguous, serological or half.
///
///     let index = LocusIndex(.a, typings, .builtIn)
///     var comparer = LocusComparer(index, donor: donor)
///     comparer.mismatches(index.genotypes(of: recipient))
///
/// Proteins are numbered, and a copy is a set of numbers. How four copies compare depends only on how many
/// proteins lie in each combination of the four sets, and never on more of one combination than it has sets
/// (`LocusComparison`): sixteen small counts, under which the answer is kept.
public struct LocusIndex: Sendable {
  /// The locus.
  public let locus: Locus
  let nomenclature: Nomenclature
  private var numbers: [HLAName: Int] = [:]
  private var scopes: [Meaning.Scope] = []
  /// For each scope the scopes that can mean the same unlisted protein, a bit each.
  private var overlaps: [UInt64] = []
  private var allowedByScope: [Bits] = []
  /// What the names of the typings are, each worked out once.
  private var known: [HLAName: KnownName] = [:]
  /// The copies that have one of those names and no other.
  private var copies: [Copy] = []

  /// What one name stands for.
  private struct KnownName: Sendable {
    /// The place of the copy with this name, nil when something in it has no number.
    var copy: Int32?
    /// The number for `MismatchKernel`, nil when the name leaves something open.
    let protein: UInt32?
  }

  typealias Bits = SIMD4<UInt64>
  private static let capacity = 256
  private static let scopeCapacity = 64

  /// The possible genotypes of one typing at the locus.
  public struct Genotypes: Sendable {
    enum Content: Sendable {
      /// Nothing is known.
      case unknown
      /// The copies at two places of the index.
      case plain(Int32, Int32)
      /// Any of these pairs.
      case pairs([(Copy, Copy)])
      /// Something that the index does not hold; only the full comparison can tell.
      case outside
    }
    let content: Content
    let typing: Typing
  }

  /// What one copy can be.
  struct Copy: Sendable {
    /// The proteins that are listed.
    var listed = Bits()
    /// Those and the numbered ones that a scope allows.
    var allowed = Bits()
    /// The scopes of proteins that no list names, a bit each.
    var scopes: UInt64 = 0
    /// The scopes that overlap with those.
    var overlapping: UInt64 = 0
    var mayBeNull = false
    var mayLackGene = false
  }

  /// Numbers what `typings` and the nomenclature can mean at the locus. What finds no number is compared in
  /// full. Cost: some microseconds a name; a typing of known names then some hundred nanoseconds.
  public init(_ locus: Locus, _ typings: [Typing], _ nomenclature: Nomenclature) {
    self.locus = locus
    self.nomenclature = nomenclature
    add(.anything)
    for protein in nomenclature.proteins(at: locus) { add(protein) }
    var names: [(name: HLAName, meaning: Meaning)] = []
    for typing in typings {
      for place in typing.range(of: locus) {
        let name = HLAName(bits: typing.words[place] & ~HLAName.markMask)
        if known[name] != nil { continue }
        let meaning = nomenclature.meaning(of: name)
        known[name] = KnownName(protein: nomenclature.number(of: meaning))
        names.append((name, meaning))
        for protein in meaning.proteins { add(protein) }
        add(meaning.scope)
      }
    }
    relateScopes()
    for (name, meaning) in names {
      guard let copy = copy(LocusComparison.Copy(names: [name], meanings: [meaning])) else { continue }
      known[name]?.copy = Int32(copies.count)
      copies.append(copy)
    }
  }

  private mutating func add(_ protein: HLAName) {
    if numbers[protein] == nil, numbers.count < LocusIndex.capacity { numbers[protein] = numbers.count }
  }

  private mutating func add(_ scope: Meaning.Scope) {
    if scope == .listed || scope == .noGene || scopes.contains(scope) { return }
    if scopes.count < LocusIndex.scopeCapacity { scopes.append(scope) }
  }

  private mutating func relateScopes() {
    allowedByScope = scopes.map { _ in Bits() }
    for (protein, number) in numbers {
      let antigens = nomenclature.antigens(of: protein)
      for place in scopes.indices where nomenclature.allows(scopes[place], protein, with: antigens) {
        allowedByScope[place].insert(number)
      }
    }
    overlaps = scopes.map { one in
      var bits: UInt64 = 0
      for (place, other) in scopes.enumerated() where LocusComparison.overlap(one, other, nomenclature) {
        bits |= 1 << UInt64(place)
      }
      return bits
    }
  }

  /// What a typing says of the locus.
  public func genotypes(of typing: Typing) -> Genotypes {
    if let (first, second) = typing.plain(at: locus), let second,
      let left = known[first]?.copy, let right = known[second]?.copy
    {
      return Genotypes(content: .plain(left, right), typing: typing)
    }
    guard let pairs = nomenclature.copies(locus, typing) else {
      return Genotypes(content: .unknown, typing: typing)
    }
    var prepared: [(Copy, Copy)] = []
    for pair in pairs {
      guard let first = copy(pair.0), let second = copy(pair.1) else {
        return Genotypes(content: .outside, typing: typing)
      }
      prepared.append((first, second))
    }
    return Genotypes(content: .pairs(prepared), typing: typing)
  }

  /// The two proteins of a typing at the locus for `MismatchKernel`; nil when it leaves something open, or when
  /// one is missing. The same as of `Nomenclature.proteinPairs`.
  public func proteins(of typing: Typing) -> SIMD2<UInt32>? {
    guard let (first, second) = typing.plain(at: locus), let second,
      let left = protein(of: first), let right = protein(of: second)
    else { return nil }
    let own = left == 0 && first.kind == .allele ? right : left
    let other = right == 0 && second.kind == .allele ? left : right
    return own == 0 || other == 0 ? nil : SIMD2(own, other)
  }

  private func protein(of name: HLAName) -> UInt32? {
    if let name = known[name] { return name.protein }
    return nomenclature.number(of: nomenclature.meaning(of: name))
  }

  /// A copy in bits; nil when something in it has no number.
  private func copy(_ copy: LocusComparison.Copy) -> Copy? {
    var bits = Copy()
    for meaning in copy.meanings {
      for protein in meaning.proteins {
        guard let number = numbers[protein] else { return nil }
        bits.listed.insert(number)
      }
      if meaning.mayBeNull { bits.mayBeNull = true }
      switch meaning.scope {
      case .listed: break
      case .noGene: bits.mayLackGene = true
      default:
        guard let place = scopes.firstIndex(of: meaning.scope) else { return nil }
        bits.scopes |= 1 << UInt64(place)
        bits.overlapping |= overlaps[place]
        bits.allowed |= allowedByScope[place]
      }
    }
    bits.allowed |= bits.listed
    return bits
  }

  /// The scopes that overlap with the one at a place.
  func overlaps(of place: Int) -> UInt64 { overlaps[place] }

  /// How many pairs of copies are possible.
  func pairCount(_ content: Genotypes.Content) -> Int {
    switch content {
    case .plain: 1
    case .pairs(let pairs): pairs.count
    case .unknown, .outside: 0
    }
  }

  /// One of these pairs.
  func pair(_ content: Genotypes.Content, _ number: Int) -> (Copy, Copy) {
    switch content {
    case .plain(let first, let second): (copies[Int(first)], copies[Int(second)])
    case .pairs(let pairs): pairs[number]
    case .unknown, .outside: (Copy(), Copy())
    }
  }
}

extension SIMD4<UInt64> {
  fileprivate mutating func insert(_ number: Int) { self[number >> 6] |= 1 << UInt64(number & 63) }
}

extension Nomenclature {
  /// The proteins of a locus that the table holds, ascending, each once.
  fileprivate func proteins(at locus: Locus) -> [HLAName] {
    let found = alleles.indices.filter { place in
      let allele = HLAName(bits: alleles[place])
      return allele.locus == locus && !allele.isNull
    }
    return Set(found.map { protein(at: $0) }).sorted()
  }
}
