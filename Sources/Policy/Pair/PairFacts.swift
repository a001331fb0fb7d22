public import TandemClinic
public import TandemHLA
public import TandemRegistry

/// A donor and a recipient, with what comparing them gives, worked out when first asked for.
public final class PairFacts {
  /// The donor.
  public let donor: Donor
  /// The recipient.
  public let recipient: Recipient
  /// The recipient's antibodies.
  public let antibodies: [Antibody]
  /// Where the recipient is transplanted, nil when unknown.
  public let centre: Place?
  /// Where the islets are isolated, nil when unknown.
  public let laboratory: Place?
  /// Journeys.
  public let transport: Transport
  /// How HLA is compared.
  public let hla: HLAComparison
  /// What names mean.
  public let nomenclature: Nomenclature
  /// What the donor's typing says of each risk haplotype.
  let donorRisk: [Presence]

  init(
    donor: Donor, recipient: Recipient, antibodies: [Antibody], centre: Place?, laboratory: Place?,
    transport: Transport, hla: HLAComparison, nomenclature: Nomenclature, donorRisk: [Presence]
  ) {
    self.donor = donor
    self.recipient = recipient
    self.antibodies = antibodies
    self.centre = centre
    self.laboratory = laboratory
    self.transport = transport
    self.hla = hla
    self.nomenclature = nomenclature
    self.donorRisk = donorRisk
  }

  /// The mismatches at the policy's loci.
  public private(set) lazy var mismatches = nomenclature.mismatches(
    recipient: recipient.typing, donor: donor.typing, loci: hla.loci, homozygous: hla.homozygous)

  /// The mismatches at some loci, by the policy's way of counting unless another is asked for.
  public func mismatches(at loci: [Locus], counting: HomozygousCount? = nil) -> Mismatches {
    let counting = counting ?? hla.homozygous
    if loci == hla.loci, counting == hla.homozygous { return mismatches }
    return nomenclature.mismatches(
      recipient: recipient.typing, donor: donor.typing, loci: loci, homozygous: counting)
  }

  /// The antibodies against the donor's typing.
  public private(set) lazy var crossmatch = VirtualCrossmatch(donor: donor.typing, antibodies: antibodies)

  /// The T-cell epitopes of DPB1.
  public private(set) lazy var epitopes = EpitopeGroups.shipped.compare(
    recipient: recipient.typing, donor: donor.typing, nomenclature)

  /// The columns behind a comparison of HLA at some loci that cannot be made.
  public func missingTyping(at loci: [Locus]) -> [String] {
    var missing: [String] = []
    for (who, typing) in [("recipients", recipient.typing), ("donors", donor.typing)] {
      let open = loci.filter { !typing.has($0) }
      if !open.isEmpty { missing.append("\(who).hla (\(open.map(\.name).joined(separator: ", ")))") }
    }
    return missing
  }
}

/// How a policy compares HLA.
public struct HLAComparison: Sendable, Hashable {
  /// The loci of counts on rosters, and of attributes that name none of their own.
  public var loci: [Locus]
  /// How a mismatched homozygous locus counts.
  public var homozygous: HomozygousCount

  /// A, B, C, DRB1 and DQB1, homozygous loci counted twice.
  public init(loci: [Locus] = Nomenclature.commonLoci, homozygous: HomozygousCount = .twice) {
    self.loci = loci
    self.homozygous = homozygous
  }
}
