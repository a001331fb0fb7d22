/// Mismatches of one locus or of several, in both directions.
public struct MismatchCounts: Hashable, Sendable {
  /// Graft versus host: what the recipient has and the donor lacks.
  public var gvh: Int
  /// Host versus graft: what the donor has and the recipient lacks.
  public var hvg: Int
  /// The larger of the two at each locus, summed.
  public var bidirectional: Int

  /// Counts of one locus.
  public init(gvh: Int, hvg: Int) {
    self.gvh = gvh
    self.hvg = hvg
    bidirectional = max(gvh, hvg)
  }

  /// No mismatch.
  public static let none = MismatchCounts(gvh: 0, hvg: 0)

  /// Adds another locus.
  public static func += (total: inout MismatchCounts, locus: MismatchCounts) {
    total.gvh += locus.gvh
    total.hvg += locus.hvg
    total.bidirectional += locus.bidirectional
  }
}

/// How often a mismatched homozygous locus counts. Both conventions are in use; results name theirs.
public enum HomozygousCount: Int, CaseIterable, Hashable, Sendable {
  /// Once (convention of 2010).
  case once = 1
  /// Twice (convention of 2016).
  case twice = 2
}

/// The innermost comparison, on plain integers and without allocation, for matching in bulk.
///
/// A locus is two numbers, one a copy; equal numbers are equal proteins; 0 is no protein (both copies null,
/// or no gene). `Nomenclature.proteinPairs` makes them. Cost: about four nanoseconds a locus.
public enum MismatchKernel {
  /// The mismatches of one locus.
  @inlinable
  @inline(__always)
  public static func counts(
    recipient: (UInt32, UInt32), donor: (UInt32, UInt32), homozygous: HomozygousCount
  ) -> MismatchCounts {
    MismatchCounts(
      gvh: missing(recipient, in: donor, homozygous), hvg: missing(donor, in: recipient, homozygous))
  }

  /// How many proteins of one side the other lacks.
  @inlinable
  @inline(__always)
  static func missing(
    _ own: (UInt32, UInt32), in other: (UInt32, UInt32), _ homozygous: HomozygousCount
  ) -> Int {
    let first = own.0 != 0 && own.0 != other.0 && own.0 != other.1 ? 1 : 0
    let second = own.1 != 0 && own.1 != other.0 && own.1 != other.1 ? 1 : 0
    if homozygous == .once && own.0 == own.1 { return first }
    return first + second
  }

  /// The mismatches of rows of loci, two numbers each, in the same order on both sides.
  @inlinable
  public static func counts(
    recipient: UnsafeBufferPointer<UInt32>, donor: UnsafeBufferPointer<UInt32>, homozygous: HomozygousCount
  ) -> MismatchCounts {
    var total = MismatchCounts.none
    var index = 0
    while index + 1 < recipient.count {
      total += counts(
        recipient: (recipient[index], recipient[index + 1]), donor: (donor[index], donor[index + 1]),
        homozygous: homozygous)
      index += 2
    }
    return total
  }
}

extension Nomenclature {
  /// The proteins of some loci as numbers for `MismatchKernel`, two a locus; nil when a locus is missing,
  /// ambiguous, or outside what two numbers can say. Null alleles take their partner's value.
  public func proteinPairs(_ typing: Typing, _ loci: [Locus]) -> [UInt32]? {
    var pairs: [UInt32] = []
    pairs.reserveCapacity(2 * loci.count)
    for locus in loci {
      guard let (first, second) = typing.plain(at: locus), let second,
        let left = number(of: meaning(of: first)), let right = number(of: meaning(of: second))
      else { return nil }
      pairs.append(left == 0 && first.kind == .allele ? right : left)
      pairs.append(right == 0 && second.kind == .allele ? left : right)
    }
    return pairs
  }

  /// The number of the protein that a meaning leaves, 0 for none; nil when it leaves several.
  func number(of meaning: Meaning) -> UInt32? {
    if meaning.scope == .noGene || (meaning.proteins.isEmpty && meaning.mayBeNull && meaning.scope == .listed)
    {
      return 0
    }
    guard meaning.proteins.count == 1, meaning.scope == .listed, !meaning.mayBeNull else { return nil }
    return UInt32(truncatingIfNeeded: meaning.proteins[0].bits >> 35 & 0xFF_FFFF)
  }
}
