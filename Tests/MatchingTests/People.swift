import TandemChance
import TandemFiles
import TandemHLA
import TandemRegistry
import TestSupport

/// Cohorts of people who are fit for a graft but for a few data each, drawn or forgotten at random, so that
/// every rule keeps somebody off and nobody is off for everything.
struct NearlyFit {
  /// How often a datum of a recipient is drawn anew, and how often it is forgotten.
  var changed = 0.05
  var forgotten = 0.03
  let chanceOfAntibodies = 0.3

  func cohort(recipients: Int, donors: Int, _ chance: inout SplitMix) -> Cohort {
    var entries: [(recipient: Int, antibody: Antibody)] = []
    var people: [Recipient] = []
    for index in 0..<recipients {
      people.append(recipient("R\(index)", &chance))
      for antibody in antibodies(&chance) { entries.append((index, antibody)) }
    }
    return Cohort(
      donors: (0..<donors).map { donor("D\($0)", &chance) }, recipients: people, centres: NearlyFit.centres,
      antibodies: AntibodyRegister(recipientCount: recipients, entries: entries))
  }

  func antibodies(_ chance: inout SplitMix) -> [Antibody] {
    guard chance.flip(chanceOfAntibodies) else { return [] }
    return (0...chance.index(below: 3)).map { _ in
      Antibody(
        try! Specificity(NearlyFit.targets[chance.index(below: NearlyFit.targets.count)]),
        mfi: chance.flip(0.1) ? nil : Double(200 + chance.index(below: 9000)),
        c1q: chance.flip(0.5) ? nil : chance.flip(0.2))
    }
  }

  func recipient(_ id: String, _ chance: inout SplitMix) -> Recipient {
    var person = Recipient(id: id)
    var random = RandomPeople()
    random.unknown = 0.1
    random.centreIDs = ["T1", "T2", "T3", "nowhere"]
    let other = random.recipient(id, &chance)
    func pick<Value>(_ own: Value?, _ drawn: Value?) -> Value? {
      chance.flip(forgotten) ? nil : chance.flip(changed) ? drawn : own
    }
    person.abo = pick(ABO.allCases[chance.index(below: 4)], other.abo)
    person.sex = other.sex
    person.ageYears = pick(Double(18 + chance.index(below: 40)), other.ageYears)
    person.weightKg = pick(Double(400 + chance.index(below: 500)) / 10, other.weightKg)
    person.heightCm = pick(170, other.heightCm)
    person.centreID = other.centreID
    person.listedOn = other.listedOn
    person.status = pick(.active, other.status)
    person.typing = typing(&chance)
    person.diabetesOnsetAgeYears = pick(12, other.diabetesOnsetAgeYears)
    person.cPeptideNgMl = pick(0.05, other.cPeptideNgMl)
    person.insulinUnitsPerKgDay = pick(0.5, other.insulinUnitsPerKgDay)
    person.hba1cPercent = pick(7.4, other.hba1cPercent)
    person.severeHypos12m = pick(Double(1 + chance.index(below: 5)), other.severeHypos12m)
    person.clarke = pick(5, other.clarke)
    person.hypoScore = pick(1200, other.hypoScore)
    person.labilityIndex = pick(500, other.labilityIndex)
    person.gfr = pick(95, other.gfr)
    person.lvefPercent = pick(62, other.lvefPercent)
    person.dlcoPercent = pick(92, other.dlcoPercent)
    person.fev1Percent = pick(97, other.fev1Percent)
    person.bilirubinXULN = pick(0.6, other.bilirubinXULN)
    person.altXULN = pick(0.7, other.altXULN)
    person.ancPerUl = pick(4200, other.ancPerUl)
    person.alcPerUl = pick(1700, other.alcPerUl)
    person.hbGDl = pick(13.5, other.hbGDl)
    person.karnofsky = pick(90, other.karnofsky)
    person.comorbidities = pick(chance.flip(0.15) ? ["prior_islet_graft"] : [], other.comorbidities)
    person.hiv = pick(false, other.hiv)
    person.hbv = pick(false, other.hbv)
    person.hcv = pick(false, other.hcv)
    person.tb = pick(false, other.tb)
    person.pregnancy = pick(false, other.pregnancy)
    person.cancer = pick(false, other.cancer)
    person.cmv = pick(chance.flip(0.5), other.cmv)
    person.ebv = pick(chance.flip(0.8), other.ebv)
    person.cpra = pick(0, other.cpra)
    let protocols = NearlyFit.protocols.filter { _ in chance.flip(0.7) }
    person.protocols = pick(protocols, other.protocols)
    return person
  }

  func donor(_ id: String, _ chance: inout SplitMix) -> Donor {
    var donor = Donor(id: id)
    var random = RandomPeople()
    random.unknown = 0.1
    let other = random.donor(id, &chance)
    func pick<Value>(_ own: Value?, _ drawn: Value?) -> Value? {
      chance.flip(forgotten) ? nil : chance.flip(changed) ? drawn : own
    }
    donor.abo = pick(ABO.allCases[[0, 0, 0, 1, 2, 3][chance.index(below: 6)]], other.abo)
    donor.sex = .male
    donor.ageYears = pick(44, other.ageYears)
    donor.weightKg = pick(95, other.weightKg)
    donor.heightCm = pick(182, other.heightCm)
    donor.donorType = pick(.dbd, other.donorType)
    donor.hba1cPercent = pick(5.4, other.hba1cPercent)
    donor.diabetes = pick(false, other.diabetes)
    donor.crossClampAt = pick(
      Instant(seconds: 1_772_323_200 + 3600 * Int64(chance.index(below: 20_000))), other.crossClampAt)
    donor.availableUntil = donor.crossClampAt?.advanced(hours: 120)
    donor.latitude = pick(52.16, other.latitude)
    donor.longitude = pick(4.49, other.longitude)
    donor.typing = typing(&chance)
    donor.isletIEQMeasured = pick(Double(300_000 + chance.index(below: 500_000)), other.isletIEQMeasured)
    donor.isletIEQMean = other.isletIEQMean
    donor.isletIEQSD = other.isletIEQSD
    donor.viabilityPercent = pick(92, other.viabilityPercent)
    donor.purityPercent = pick(60, other.purityPercent)
    donor.cd34CellsMeasured = pick(1.2e9, other.cd34CellsMeasured)
    donor.cd3Cells = pick(1.2e10, other.cd3Cells)
    donor.hscForm = pick(.fresh, other.hscForm)
    donor.cmv = pick(chance.flip(0.5), other.cmv)
    donor.ebv = pick(chance.flip(0.5), other.ebv)
    donor.hbv = pick(false, other.hbv)
    donor.hcv = pick(false, other.hcv)
    donor.hiv = pick(false, other.hiv)
    donor.cancer = pick(false, other.cancer)
    donor.sepsis = pick(false, other.sepsis)
    return donor
  }

  /// Typings of every kind: plain, null, ambiguous, by antigens, half, without loci, none at all.
  private func typing(_ chance: inout SplitMix) -> Typing {
    if chance.flip(0.25) { return NearlyFit.typings[chance.index(below: NearlyFit.typings.count)] }
    var look = RandomTyping()
    look.ambiguous = chance.flip(0.2) ? 0.3 : 0
    look.null = 0.02
    if chance.flip(0.3) { look.loci = [.a, .b, .c, .drb1, .drb3, .dqa1, .dqb1, .dpb1] }
    return try! Typing(look.text(&chance))
  }

  private static let typings = [
    "", "A*02:01+A*03:01^B*15:01+B*07:02^DRB1*04:01+DRB1*13:01^DQB1*03:02+DQB1*06:03",
    "A*01:01+A*01:01^B*08:01+B*08:01^C*07:01+C*07:01^DRB1*03:01+DRB1*03:01^DQB1*02:01+DQB1*02:01",
    "A2+A24^B7+B44^DR4+DR15", "A*01+A*02^B*08:01^DRB1*03:01+DRB1*15:01",
    "A*01:01+A*02:01^B*07:02+B*08:01^C*07:01+C*07:02^DRB1*03:01+DRB1*15:01^DQA1*05:01+DQA1*01:02^DQB1*02:01+DQB1*06:02^DPB1*04:01+DPB1*02:01",
    "A*01:01+A*24:02^B*08:01+B*44:02^C*05:01+C*07:01^DRB1*03:01+DRB1*04:01^DQA1*05:01+DQA1*03:01^DQB1*02:01+DQB1*03:02^DPB1*04:01+DPB1*02:01",
    "A*01:01+A*02:01|A*01:02+A*02:05^B*08:01+B*07:02^DRB1*04:01/DRB1*04:04+DRB1*15:01^DQB1*03:02+DQB1*06:02",
  ].map { $0.isEmpty ? Typing() : try! Typing($0) }

  private static let targets = [
    "A2", "A9", "A24", "B7", "B15", "B44", "Bw4", "Bw6", "DR4", "DR17", "DR52", "DQ2", "A*01:02", "A*24:02",
    "DPB1*04:01", "DQA1*05:01~DQB1*02:01",
  ]

  static let protocols = [
    "mdr-101-pattern", "islets-first", "delayed", "simultaneous", "both-banked", "stanford-derived",
  ]

  static let centres: [Centre] = ["L1", "T1", "T2", "T3"].enumerated().map { index, id in
    var centre = Centre(id: id)
    centre.kind = index == 0 ? .isolation : .transplant
    if index < 3 {
      centre.latitude = 52.37 + 1.7 * Double(index)
      centre.longitude = 4.9 - 2.1 * Double(index)
    }
    return centre
  }
}
