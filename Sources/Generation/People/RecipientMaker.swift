import TandemChance
import TandemFiles
import TandemHLA
import TandemRegistry

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A generated recipient with everything that is true of them, of which the files show a part.
struct MadeRecipient: Sendable {
  var person: Recipient
  var antibodies: [Antibody]
  /// Population, as an index of the profile's mix.
  let population: Int
  let genotype: Genotype
}

/// Makes recipients, each from their number alone.
struct RecipientMaker: Sendable {
  private let profile: Profile
  private let seed: UInt64
  private let map: CentreMap
  private let pool: GenePool
  private let laboratory: TypingLaboratory
  private let immunisation: Immunisation

  init(_ profile: Profile, seed: UInt64, _ map: CentreMap, _ pool: GenePool, _ exclusion: DonorExclusion) {
    self.profile = profile
    self.seed = seed
    self.map = map
    self.pool = pool
    laboratory = TypingLaboratory(profile.recipientTyping)
    immunisation = Immunisation(profile, pool, exclusion)
  }

  /// The recipient of a number, counted from 1.
  func recipient(_ number: Int) -> MadeRecipient {
    let streams = Streams(seed: seed, .recipient, number)
    var person = Recipient(id: CentreMap.id("R", number, 7))
    var genes = streams[.genes]
    let population = profile.recipientPopulations.index(rank: genes.unit())
    let name = profile.recipientPopulations.items[population]
    let genotype = genotype(population, name, &genes)
    person.abo = profile.abo[name]?.sample(&genes)
    addBody(&person, streams[.body])
    addListing(&person, population: name, streams[.listing])
    addHealth(&person, streams[.health])
    addComorbidities(&person, streams[.comorbidities])
    addConsents(&person, streams[.consents])
    var typing = streams[.typing]
    person.typing = laboratory.type(genotype, &typing)
    var immune = streams[.antibodies]
    let (found, cpra) = immunisation.antibodies(of: genotype, isFemale: person.sex == .female, &immune)
    person.cpra = cpra
    var antibodies = found
    var blanks = streams[.blanks]
    for blank in profile.recipients.missing where blanks.flip(blank.share) { blank.clear(&person) }
    // Without a result there are no antibodies to list either.
    if person.cpra == nil { antibodies = [] }
    return MadeRecipient(person: person, antibodies: antibodies, population: population, genotype: genotype)
  }

  private func genotype(_ population: Int, _ name: String, _ chance: inout SplitMix) -> Genotype {
    let (first, second) = pool.recipient(population: population, &chance)
    var genotype = Genotype(first: first, second: second, dpb1: drawDPB1(profile, name, &chance))
    laboratory.mutate(&genotype, &chance)
    return genotype
  }

  private func addBody(_ person: inout Recipient, _ stream: SplitMix) {
    var chance = stream
    let recipients = profile.recipients
    let sex: Sex = chance.flip(recipients.female) ? .female : .male
    let isChild = chance.flip(recipients.children)
    let ageRank = max(chance.unit(), 0x1p-54)
    let age = (isChild ? recipients.childAgeYears : recipients.ageYears).value(rank: ageRank)
    let ageYears = age.rounded(.down)
    let height = profile.body.heightCm(sex, ageYears: age, rank: chance.unit())
    let rank = chance.unit()
    let bmi =
      isChild
      ? profile.body.childBMI(ageYears: age, rank: rank, adult: recipients.bmi)
      : recipients.bmi.value(rank: rank) + recipients.bmiPerYearOfAge * (age - recipients.ageYears.mean)
    // Nobody has had diabetes for less than half a year; who would have been too young at onset gets an
    // onset anywhere in their life so far.
    let onsetZ = correlated(Normal.quantile(ageRank), recipients.onsetWithAge, &chance)
    let onset = recipients.onsetAgeYears.value(rank: Normal.cdf(onsetZ))
    let latest = max(0.5, ageYears - 0.5)
    let share = chance.unit()
    person.sex = sex
    person.ageYears = ageYears
    person.heightCm = rounded(height, to: 1)
    person.weightKg = rounded(min(max(bmi, 12), 78) * height * height / 10_000, to: 0.1)
    person.diabetesOnsetAgeYears = min(
      rounded(onset <= latest ? onset : 0.5 + share * (latest - 0.5), to: 0.1), ageYears)
  }

  private func addListing(_ person: inout Recipient, population: String, _ stream: SplitMix) {
    var chance = stream
    let centre = map.transplantCentre(&chance)
    person.centreID = map.id(of: centre)
    let duration = max(0, (person.ageYears ?? 0) - (person.diabetesOnsetAgeYears ?? 0))
    let waited = min(profile.recipients.waitingYears.sample(&chance), duration)
    person.listedOn = Day(number: profile.referenceDay.number - Int32((waited * 365.25).rounded()))
    person.status = profile.recipients.status.sample(&chance)
    let isChild = (person.ageYears ?? 99) < Body.adultFrom
    person.groups = [population, map.region(of: centre)] + (isChild ? ["child"] : [])
  }

  private func addHealth(_ person: inout Recipient, _ stream: SplitMix) {
    var chance = stream
    let recipients = profile.recipients
    let severity = chance.normal()
    let isFemale = person.sex == .female
    let duration = (person.ageYears ?? 0) - (person.diabetesOnsetAgeYears ?? 0)
    let yearsMore = duration - recipients.meanDurationYears
    for lab in recipients.labs {
      lab.field.set(
        &person, lab.sample(severity: severity, isFemale: isFemale, yearsMore: yearsMore, &chance))
    }
    let detected = recipients.cPeptideNgMl.sample(&chance)
    person.cPeptideNgMl = chance.flip(recipients.cPeptideUndetectable) ? 0 : rounded(detected, to: 0.01)
    person.severeHypos12m = events(
      recipients.hypos, rank: Normal.cdf(correlated(severity, recipients.hypos.severity, &chance)))
    let clarke = Normal.cdf(correlated(severity, recipients.clarkeSeverity, &chance))
    person.clarke = recipients.clarke.items[recipients.clarke.index(rank: clarke)]
    person.karnofsky = recipients.karnofsky.sample(&chance)
    for flag in recipients.flags { flag.set(&person, chance.flip(flag.share)) }
    let isPregnant = chance.flip(recipients.pregnancy)
    let couldBe = isFemale && (18...45).contains(person.ageYears ?? 0)
    person.pregnancy = isPregnant && couldBe
  }

  /// How many severe events somebody has who has more than the fraction `rank` of people: none, or one and
  /// more with a geometric tail.
  private func events(_ hypos: RecipientProfile.Hypos, rank: Double) -> Double {
    let none = 1 - hypos.any
    guard rank >= none, hypos.any > 0 else { return 0 }
    let within = min((rank - none) / hypos.any, 1 - 1e-9)
    guard hypos.meanOfThose > 1 else { return 1 }
    // Beyond the first each further event comes with probability 1 - 1/mean.
    let further = (log(1 - within) / log(1 - 1 / hypos.meanOfThose)).rounded(.down)
    return min(1 + further, 365)
  }

  private func addComorbidities(_ person: inout Recipient, _ stream: SplitMix) {
    var chance = stream
    let decades = ((person.ageYears ?? 0) - profile.recipients.ageYears.mean) / 10
    var found: [String] = []
    for comorbidity in profile.recipients.comorbidities {
      let odds = comorbidity.share / max(1e-12, 1 - comorbidity.share) * pow(comorbidity.perDecade, decades)
      if chance.flip(odds / (1 + odds)) { found.append(comorbidity.word) }
    }
    person.comorbidities = found
  }

  private func addConsents(_ person: inout Recipient, _ stream: SplitMix) {
    var chance = stream
    person.protocols = profile.recipients.consents.compactMap { chance.flip($0.share) ? $0.name : nil }
  }
}

/// DPB1 of both chromosomes, independent of each other and of the other loci.
func drawDPB1(_ profile: Profile, _ population: String, _ chance: inout SplitMix) -> (HLAName, HLAName) {
  guard let alleles = profile.dpb1[population] else {
    preconditionFailure("no DPB1 alleles for \(population)")
  }
  return (alleles.sample(&chance), alleles.sample(&chance))
}
