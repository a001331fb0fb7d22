import TandemChance
import TandemFiles
import TandemHLA
import TandemRegistry

/// A generated donor with everything that is true of them, of which the files show a part.
struct MadeDonor: Sendable {
  var person: Donor
  /// Population, as an index of the profile's mix.
  let population: Int
  let genotype: Genotype
}

/// Makes donors, each from their number alone.
struct DonorMaker: Sendable {
  private let profile: Profile
  private let seed: UInt64
  private let map: CentreMap
  private let pool: GenePool
  private let laboratory: TypingLaboratory
  private let cd3: Lognormal

  init(_ profile: Profile, seed: UInt64, _ map: CentreMap, _ pool: GenePool) {
    self.profile = profile
    self.seed = seed
    self.map = map
    self.pool = pool
    laboratory = TypingLaboratory(profile.donorTyping)
    let cells = profile.donors.stemCells
    cd3 = Lognormal(mean: cells.cd3Mean, standardDeviation: cells.cd3SD)
  }

  /// The donor of a number, counted from 1.
  func donor(_ number: Int) -> MadeDonor {
    let streams = Streams(seed: seed, .donor, number)
    var person = Donor(id: CentreMap.id("D", number, 7))
    var genes = streams[.genes]
    let population = profile.donorPopulations.index(rank: genes.unit())
    let name = profile.donorPopulations.items[population]
    let (first, second) = pool.donor(population: population, &genes)
    var genotype = Genotype(first: first, second: second, dpb1: drawDPB1(profile, name, &genes))
    laboratory.mutate(&genotype, &genes)
    person.abo = profile.abo[name]?.sample(&genes)
    var typing = streams[.typing]
    person.typing = laboratory.type(genotype, &typing)
    let (ageZ, bmiZ) = addBody(&person, streams[.body])
    addHealth(&person, streams[.health])
    addIslets(&person, bmiZ: bmiZ, streams[.islets])
    addStemCells(&person, ageZ: ageZ, streams[.stemCells])
    addWindow(&person, streams[.place])
    var blanks = streams[.blanks]
    for blank in profile.donors.missing where blanks.flip(blank.share) { blank.clear(&person) }
    return MadeDonor(person: person, population: population, genotype: genotype)
  }

  /// Sex, age and size; gives where the donor stands among donors in age and body mass index, as standard
  /// normal numbers.
  private func addBody(_ person: inout Donor, _ stream: SplitMix) -> (ageZ: Double, bmiZ: Double) {
    var chance = stream
    let donors = profile.donors
    let sex: Sex = chance.flip(donors.female) ? .female : .male
    let ageRank = max(chance.unit(), 0x1p-54)
    let age = donors.ageYears.value(rank: ageRank)
    let height = profile.body.heightCm(sex, ageYears: age, rank: chance.unit())
    let bmiRank = max(chance.unit(), 0x1p-54)
    let bmi =
      age < Body.adultFrom
      ? profile.body.childBMI(ageYears: age, rank: bmiRank, adult: donors.bmi)
      : donors.bmi.value(rank: bmiRank)
    person.sex = sex
    person.ageYears = age.rounded(.down)
    person.heightCm = rounded(height, to: 1)
    person.weightKg = rounded(min(max(bmi, 12), 78) * height * height / 10_000, to: 0.1)
    return (Normal.quantile(ageRank), Normal.quantile(bmiRank))
  }

  private func addHealth(_ person: inout Donor, _ stream: SplitMix) {
    var chance = stream
    let donors = profile.donors
    person.donorType = chance.flip(donors.dcd) ? .dcd : .dbd
    let isDiabetic = chance.flip(donors.diabetes)
    person.diabetes = isDiabetic
    person.hba1cPercent = rounded(
      (isDiabetic ? donors.diabeticHba1cPercent : donors.hba1cPercent).sample(&chance), to: 0.1)
    for flag in donors.flags { flag.set(&person, chance.flip(flag.share)) }
  }

  /// What is expected of the pancreas, and for a part of the donors the count.
  private func addIslets(_ person: inout Donor, bmiZ: Double, _ stream: SplitMix) {
    var chance = stream
    let islets = profile.donors.islets
    let isDCD = person.donorType == .dcd
    let programme = Lognormal(
      mean: isDCD ? islets.dcdMean : islets.dbdMean, standardDeviation: isDCD ? islets.dcdSD : islets.dbdSD)
    let yield = expected(programme, explained: islets.explained, z: correlated(bmiZ, islets.bmi, &chance))
    person.isletIEQMean = rounded(yield.mean, to: 1000)
    person.isletIEQSD = rounded(yield.standardDeviation, to: 1000)
    let count = rounded(yield.sample(&chance), to: 1000)
    let viability = rounded(islets.viabilityPercent.sample(&chance), to: 1)
    let purity = rounded(islets.purityPercent.sample(&chance), to: 1)
    guard chance.flip(islets.measured) else { return }
    person.isletIEQMeasured = count
    person.viabilityPercent = viability
    person.purityPercent = purity
  }

  private func addStemCells(_ person: inout Donor, ageZ: Double, _ stream: SplitMix) {
    var chance = stream
    let cells = profile.donors.stemCells
    let programme = Lognormal(mean: cells.cd34Mean, standardDeviation: cells.cd34SD)
    let yield = expected(programme, explained: cells.explained, z: correlated(ageZ, cells.age, &chance))
    person.cd34CellsMean = rounded(yield.mean, to: 1e6)
    person.cd34CellsSD = rounded(yield.standardDeviation, to: 1e6)
    let count = rounded(yield.sample(&chance), to: 1e6)
    if chance.flip(cells.measured) { person.cd34CellsMeasured = count }
    person.cd3Cells = rounded(cd3.sample(&chance), to: 1e7)
    person.hscForm = chance.flip(profile.donors.cryopreserved) ? .cryopreserved : .fresh
  }

  /// What a programme expects of one donor, when a part of its variance is known beforehand and this donor
  /// stands at `z` in that part. Over all donors mean and variance are the programme's again: the means
  /// spread with the explained part, and each donor's own spread is in proportion to the mean.
  private func expected(_ programme: Lognormal, explained: Double, z: Double) -> Lognormal {
    let mean = programme.mean
    let variance = programme.standardDeviation * programme.standardDeviation
    let means = Lognormal(mean: mean, standardDeviation: (explained * variance).squareRoot())
    let own = means.quantile(Normal.cdf(z))
    let relative = ((1 - explained) * variance / (mean * mean + explained * variance)).squareRoot()
    return Lognormal(mean: own, standardDeviation: own * relative)
  }

  /// When and where, and until when the cells are of use.
  private func addWindow(_ person: inout Donor, _ stream: SplitMix) {
    var chance = stream
    let donors = profile.donors
    let start = Instant(seconds: Int64(profile.referenceDay.number) * 86_400)
    // To the minute, as a theatre writes it down.
    let minutes = (chance.unit() * donors.periodDays * 1440).rounded(.down)
    let clamp = start.advanced(hours: minutes / 60)
    let fresh = (donors.freshHours.sample(&chance) * 2).rounded() / 2
    let place = map.hospital(&chance)
    person.crossClampAt = clamp
    person.availableUntil = clamp.advanced(
      hours: person.hscForm == .cryopreserved ? donors.bankedDays * 24 : fresh)
    person.latitude = place.latitude
    person.longitude = place.longitude
  }
}
