import TandemHLA
import TandemPolicy
import TandemRegistry

/// For one donor and one locus: the mismatches of each genotype, as lanes of one word that are added up over
/// loci.
///
/// From the lowest byte on: mismatches graft versus host, host versus graft, and in the worse direction, at
/// least and then at most; last how many loci cannot be compared. Eleven loci with two mismatches each fit.
final class GenotypeTable {
  /// What one locus adds.
  struct Lanes {
    let word: UInt64

    /// From here on stands how many loci cannot be compared.
    static let unknownShift: UInt64 = 48

    /// What a comparison gave; nothing known when a side is not typed, so that two mismatches are possible.
    init(_ found: (counts: MismatchCounts, atMost: MismatchCounts)?) {
      guard let found else {
        word = Lanes.packed(2, 2, 2) << 24 | 1 << Lanes.unknownShift
        return
      }
      let (least, most) = (found.counts, found.atMost)
      word =
        Lanes.packed(least.gvh, least.hvg, least.bidirectional)
        | Lanes.packed(most.gvh, most.hvg, most.bidirectional) << 24
    }

    init(_ counts: MismatchCounts) {
      let lanes = Lanes.packed(counts.gvh, counts.hvg, counts.bidirectional)
      word = lanes | lanes << 24
    }

    private static func packed(_ gvh: Int, _ hvg: Int, _ bidirectional: Int) -> UInt64 {
      UInt64(gvh) | UInt64(hvg) << 8 | UInt64(bidirectional) << 16
    }
  }

  private static let open = UInt64.max

  /// What the loop over rows needs.
  struct Lane {
    let numbers: UnsafeMutablePointer<UInt16>
    let words: UnsafeMutablePointer<UInt64>
  }

  private let column: Pool.GenotypeColumn
  private let homozygous: HomozygousCount
  private let donor: (UInt32, UInt32)?
  private let pool: Pool
  private var comparer: LocusComparer
  private let words: Column<UInt64>

  init(_ column: Pool.GenotypeColumn, _ homozygous: HomozygousCount, _ pool: Pool, _ context: MatchContext) {
    self.column = column
    self.homozygous = homozygous
    self.pool = pool
    let typing = context.donor.typing
    donor = context.nomenclature.proteinPairs(typing, [column.locus]).map { ($0[0], $0[1]) }
    comparer = LocusComparer(column.index, donor: typing, homozygous: homozygous)
    words = Column(repeating: GenotypeTable.open, count: column.classes.count)
  }

  var lane: Lane { Lane(numbers: column.classes.numbers.base, words: words.base) }

  @inline(__always)
  static func word(_ lane: Lane, row: Int, of table: @autoclosure () -> GenotypeTable) -> UInt64 {
    let number = lane.numbers[row]
    if number == Classes.byHand { return table().byHand(row) }
    let word = lane.words[Int(number)]
    return word == open ? table().fill(Int(number)) : word
  }

  @inline(never)
  private func fill(_ number: Int) -> UInt64 {
    let word: UInt64
    let own = column.proteins[number]
    if own.0 == Pool.GenotypeColumn.open {
      word = Lanes(comparer.mismatches(column.others[UInt16(number)]!)).word
    } else if let donor {
      word = Lanes(MismatchKernel.counts(recipient: own, donor: donor, homozygous: homozygous)).word
    } else {
      word = compared(Int(column.classes.representatives[number]))
    }
    words[number] = word
    return word
  }

  @inline(never)
  private func byHand(_ row: Int) -> UInt64 { compared(Int(pool.recipient[row])) }

  private func compared(_ recipient: Int) -> UInt64 {
    let typing = pool.cohort.recipients[recipient].typing
    return Lanes(comparer.mismatches(column.index.genotypes(of: typing))).word
  }
}
