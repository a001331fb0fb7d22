/// A donor held against many recipients at one locus.
public struct LocusComparer: Sendable {
  private let index: LocusIndex
  private let donor: LocusIndex.Genotypes
  private let homozygous: HomozygousCount
  private var known: [UInt64: (best: MismatchCounts, atMost: MismatchCounts)] = [:]

  /// A donor at the locus of an index.
  public init(_ index: LocusIndex, donor: Typing, homozygous: HomozygousCount = .twice) {
    self.index = index
    self.homozygous = homozygous
    self.donor = index.genotypes(of: donor)
  }

  /// The mismatches with a recipient, in the best case and at most; nil when a side is not typed.
  public mutating func mismatches(
    _ recipient: LocusIndex.Genotypes
  ) -> (counts: MismatchCounts, atMost: MismatchCounts)? {
    switch (recipient.content, donor.content) {
    case (.unknown, _), (_, .unknown): return nil
    case (.plain, .plain), (.plain, .pairs), (.pairs, .plain), (.pairs, .pairs):
      var best: MismatchCounts?
      var most = MismatchCounts.none
      for own in 0..<index.pairCount(recipient.content) {
        let left = index.pair(recipient.content, own)
        for other in 0..<index.pairCount(donor.content) {
          let right = index.pair(donor.content, other)
          let found = counts(left.0, left.1, right.0, right.1)
          most.gvh = max(most.gvh, found.atMost.gvh)
          most.hvg = max(most.hvg, found.atMost.hvg)
          most.bidirectional = max(most.bidirectional, found.atMost.bidirectional)
          if best.map({ Nomenclature.isBetter(found.best, $0) }) ?? true { best = found.best }
        }
      }
      return best.map { ($0, most) }
    default:
      let found = index.nomenclature.mismatches(
        recipient: recipient.typing, donor: donor.typing, loci: [index.locus], homozygous: homozygous)
      guard let counts = found.loci[0].counts, let most = found.loci[0].atMost else { return nil }
      return (counts, most)
    }
  }

  private mutating func counts(
    _ a: LocusIndex.Copy, _ b: LocusIndex.Copy, _ c: LocusIndex.Copy, _ d: LocusIndex.Copy
  ) -> (best: MismatchCounts, atMost: MismatchCounts) {
    var pattern = LocusComparison.Pattern()
    let listed = a.listed | b.listed | c.listed | d.listed
    for combination in 1..<16 {
      var bits = listed
      bits &= combination & 1 != 0 ? a.allowed : ~a.allowed
      bits &= combination & 2 != 0 ? b.allowed : ~b.allowed
      bits &= combination & 4 != 0 ? c.allowed : ~c.allowed
      bits &= combination & 8 != 0 ? d.allowed : ~d.allowed
      pattern.add(bits.count, combination)
    }
    var scopes = a.scopes | b.scopes | c.scopes | d.scopes
    while scopes != 0 {
      let overlaps = index.overlaps(of: scopes.trailingZeroBitCount)
      scopes &= scopes - 1
      var combination = 0
      if a.scopes & overlaps != 0 { combination |= 1 }
      if b.scopes & overlaps != 0 { combination |= 2 }
      if c.scopes & overlaps != 0 { combination |= 4 }
      if d.scopes & overlaps != 0 { combination |= 8 }
      pattern.add(4, combination)
    }
    for (place, copy) in [a, b, c, d].enumerated() {
      if copy.mayBeNull { pattern.mayBeNull |= 1 << UInt64(place) }
      if copy.mayLackGene { pattern.mayLackGene |= 1 << UInt64(place) }
    }
    if let found = known[pattern.key] { return found }
    let found = LocusComparison(pattern).counts(homozygous)
    known[pattern.key] = found
    return found
  }
}

extension LocusComparison {
  /// How many proteins lie in each combination of the four copies, as far as it matters.
  struct Pattern {
    /// By combination, never more than it has copies.
    private(set) var seats: SIMD16<UInt8> = .zero
    /// The copies that may be null, and that may lack the gene, a bit each.
    var mayBeNull: UInt64 = 0
    var mayLackGene: UInt64 = 0

    mutating func add(_ count: Int, _ combination: Int) {
      seats[combination] = UInt8(min(combination.nonzeroBitCount, Int(seats[combination]) + count))
    }

    /// Three bits a combination and two flags a copy.
    var key: UInt64 {
      var key = mayBeNull | mayLackGene << 4
      for combination in 1..<16 { key |= UInt64(seats[combination]) << UInt64(5 + 3 * combination) }
      return key
    }
  }

  /// The choices that a pattern leaves.
  init(_ pattern: Pattern) {
    var next = 0
    for combination in 1..<16 {
      for _ in 0..<pattern.seats[combination] {
        add(next, combination)
        next += 1
      }
    }
    for place in 0..<4 {
      if pattern.mayBeNull >> UInt64(place) & 1 == 1 { add(LocusComparison.null, 1 << place) }
      if pattern.mayLackGene >> UInt64(place) & 1 == 1 { add(LocusComparison.nothing, 1 << place) }
    }
  }
}

extension SIMD4<UInt64> {
  fileprivate var count: Int {
    self[0].nonzeroBitCount + self[1].nonzeroBitCount + self[2].nonzeroBitCount + self[3].nonzeroBitCount
  }
}
