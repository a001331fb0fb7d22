import TandemFiles
public import TandemHLA
import TandemParallel
public import TandemRegistry

/// Makes synthetic cohorts from a profile and a seed.
///
///     let generator = CohortGenerator(try Profile.read("us-like"), seed: 1)
///     generator.recipient(17)
///
/// A person depends on the profile, the seed and their number alone: recipient 17 is the same in a cohort of
/// a hundred and of a million, on one thread and on many. Only the beds and runs of the centres depend on
/// how many donors there are.
public struct CohortGenerator: Sendable {
  /// The profile.
  public let profile: Profile
  /// Where chance begins.
  public let seed: UInt64
  /// The factors by which DR3 and DR4 haplotypes had to be favoured beyond the odds ratios to reach the
  /// profile's shares; near 1 when the odds ratios alone explain them.
  public var riskFactors: (dr3: Double, dr4: Double) {
    (pool.enrichment.dr3Factor, pool.enrichment.dr4Factor)
  }

  let map: CentreMap
  private let pool: GenePool
  private let recipients: RecipientMaker
  private let donors: DonorMaker

  /// Reads the shipped haplotype frequencies; cost about a tenth of a second.
  public init(_ profile: Profile, seed: UInt64) {
    self.profile = profile
    self.seed = seed
    map = CentreMap(profile.map, seed: seed)
    pool = GenePool(profile, .shipped)
    recipients = RecipientMaker(profile, seed: seed, map, pool, .shipped)
    donors = DonorMaker(profile, seed: seed, map, pool)
  }

  /// The recipient of a number, counted from 1, with their antibodies.
  public func recipient(_ number: Int) -> (person: Recipient, antibodies: [Antibody]) {
    let made = recipients.recipient(number)
    return (made.person, made.antibodies)
  }

  /// The donor of a number, counted from 1.
  public func donor(_ number: Int) -> Donor { donors.donor(number).person }

  /// The centres and laboratories, with beds and runs for that many donors.
  public func centres(donors count: Int) -> [Centre] { map.centres(donors: count) }

  func madeRecipient(_ number: Int) -> MadeRecipient { recipients.recipient(number) }

  func madeDonor(_ number: Int) -> MadeDonor { donors.donor(number) }

  /// How many people are made between two looks at `onProgress`, and held in memory.
  static let blockSize = 16_384
  private static let pieceSize = 512

  /// Makes a cohort and hands it to a writer, block by block. `onProgress` is told how many people were made
  /// since the last call and may throw to stop; the caller commits the writer.
  public func write(
    recipients recipientCount: Int, donors donorCount: Int, to writer: CohortWriter, threads: Int,
    onProgress: (Int) throws -> Void = { _ in }
  ) throws -> CohortSummary {
    var summary = CohortSummary(
      recipientPopulations: profile.recipientPopulations.items.count,
      donorPopulations: profile.donorPopulations.items.count)
    let centres = centres(donors: donorCount)
    summary.centres = centres.count
    try writer.append(centres: centres)
    try inBlocks(donorCount, threads: threads, donors.donor) { block in
      try writer.append(donors: block.map(\.person))
      for made in block { summary.count(made) }
      try onProgress(block.count)
    }
    try inBlocks(recipientCount, threads: threads, recipients.recipient) { block in
      try writer.append(recipients: block.map(\.person))
      for made in block {
        try writer.append(antibodies: made.antibodies, of: made.person.id)
        summary.count(made)
      }
      try onProgress(block.count)
    }
    return summary
  }

  /// Makes the people 1 ... `count` in parallel and hands them on in order.
  private func inBlocks<Made: Sendable>(
    _ count: Int, threads: Int, _ make: @Sendable (Int) -> Made, _ take: ([Made]) throws -> Void
  ) throws {
    for start in stride(from: 0, to: count, by: CohortGenerator.blockSize) {
      let end = min(count, start + CohortGenerator.blockSize)
      let pieces = (end - start + CohortGenerator.pieceSize - 1) / CohortGenerator.pieceSize
      let made = mappedInParallel(pieces, threads: threads) { piece in
        let first = start + piece * CohortGenerator.pieceSize
        return (first..<min(end, first + CohortGenerator.pieceSize)).map { make($0 + 1) }
      }
      try take(Array(made.joined()))
    }
  }
}
