import TandemRegistry

/// What came out of a profile's shares in one generated cohort. Counts only, so that the order in which
/// people are counted does not matter.
public struct CohortSummary: Sendable, Hashable {
  /// Recipients.
  public internal(set) var recipients = 0
  /// Women and girls among them.
  public internal(set) var women = 0
  /// Recipients under 18.
  public internal(set) var children = 0
  /// Recipients by population, in the order of the profile.
  public internal(set) var recipientPopulations: [Int]
  /// Recipients' haplotypes with DR3.
  public internal(set) var dr3Haplotypes = 0
  /// Recipients' haplotypes with DR4.
  public internal(set) var dr4Haplotypes = 0
  /// Recipients with DR3.
  public internal(set) var dr3Carriers = 0
  /// Recipients with DR4.
  public internal(set) var dr4Carriers = 0
  /// Recipients with antibodies.
  public internal(set) var sensitised = 0
  /// Recipients whose calculated PRA is 0.85 or more.
  public internal(set) var highlySensitised = 0
  /// Antibodies.
  public internal(set) var antibodies = 0
  /// Donors.
  public internal(set) var donors = 0
  /// Donors after circulatory death.
  public internal(set) var dcd = 0
  /// Donors with an islet count.
  public internal(set) var counted = 0
  /// Donors by population, in the order of the profile.
  public internal(set) var donorPopulations: [Int]
  /// Centres and laboratories.
  public internal(set) var centres = 0

  init(recipientPopulations: Int, donorPopulations: Int) {
    self.recipientPopulations = [Int](repeating: 0, count: recipientPopulations)
    self.donorPopulations = [Int](repeating: 0, count: donorPopulations)
  }

  mutating func count(_ made: MadeRecipient) {
    recipients += 1
    if made.person.sex == .female { women += 1 }
    if (made.person.ageYears ?? 99) < Body.adultFrom { children += 1 }
    recipientPopulations[made.population] += 1
    let classes = [RiskClass(made.genotype.first), RiskClass(made.genotype.second)]
    dr3Haplotypes += classes.count { $0 == .dr3 }
    dr4Haplotypes += classes.count { $0 == .dr4 }
    if classes.contains(.dr3) { dr3Carriers += 1 }
    if classes.contains(.dr4) { dr4Carriers += 1 }
    if !made.antibodies.isEmpty { sensitised += 1 }
    if made.person.cpra ?? 0 >= 0.85 { highlySensitised += 1 }
    antibodies += made.antibodies.count
  }

  mutating func count(_ made: MadeDonor) {
    donors += 1
    if made.person.donorType == .dcd { dcd += 1 }
    if made.person.isletIEQMeasured != nil { counted += 1 }
    donorPopulations[made.population] += 1
  }
}
