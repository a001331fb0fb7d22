public import TandemChance
import TandemFiles
public import TandemHLA
public import TandemRegistry

/// Draws people whose every column is known or unknown at random, within the ranges of the files. They are
/// no realistic population; they are what readers, writers and rules must get right.
public struct RandomPeople {
  /// How often a value is unknown.
  public var unknown = 0.3
  /// The centres that recipients are listed at.
  public var centreIDs = ["C1", "C2", "C3"]

  /// People with some values unknown.
  public init() {}

  /// A recipient.
  public func recipient(_ id: String, _ chance: inout SplitMix) -> Recipient {
    var person = Recipient(id: id)
    person.abo = word(&chance)
    person.sex = word(&chance)
    person.ageYears = number(18...65, 1, &chance)
    person.weightKg = number(45...110, 1, &chance)
    person.heightCm = number(150...195, 0, &chance)
    person.centreID = known(&chance) { centreIDs[$0.index(below: centreIDs.count)] }
    person.listedOn = known(&chance) { Day(number: 18_000 + Int32($0.index(below: 2_500))) }
    person.status = word(&chance)
    person.typing = typing(&chance)
    person.diabetesOnsetAgeYears = number(1...18, 0, &chance)
    person.cPeptideNgMl = number(0...1, 2, &chance)
    person.insulinUnitsPerKgDay = number(0.2...1.2, 2, &chance)
    person.hba1cPercent = number(5...12, 1, &chance)
    person.severeHypos12m = number(0...6, 0, &chance)
    person.clarke = number(0...7, 0, &chance)
    person.hypoScore = number(0...2000, 0, &chance)
    person.labilityIndex = number(0...900, 0, &chance)
    person.gfr = number(40...130, 0, &chance)
    person.lvefPercent = number(30...70, 0, &chance)
    person.dlcoPercent = number(40...110, 0, &chance)
    person.fev1Percent = number(40...110, 0, &chance)
    person.bilirubinXULN = number(0.2...2, 2, &chance)
    person.altXULN = number(0.2...4, 2, &chance)
    person.ancPerUl = number(600...6000, 0, &chance)
    person.alcPerUl = number(300...3000, 0, &chance)
    person.hbGDl = number(7...16, 1, &chance)
    person.karnofsky = known(&chance) { Double(50 + 10 * $0.index(below: 6)) }
    person.comorbidities = known(&chance) { $0.flip(0.5) ? [] : ["renal", "arrhythmia"] }
    person.hiv = rare(&chance)
    person.hbv = rare(&chance)
    person.hcv = rare(&chance)
    person.tb = rare(&chance)
    person.pregnancy = person.sex == .male ? false : rare(&chance)
    person.cancer = rare(&chance)
    person.cmv = known(&chance) { $0.flip(0.4) }
    person.ebv = known(&chance) { $0.flip(0.98) }
    person.cpra = number(0...1, 3, &chance)
    person.groups = known(&chance) { $0.flip(0.5) ? [] : ["north"] }
    person.protocols = known(&chance) { $0.flip(0.2) ? [] : ["islets-first", "delayed"] }
    return person
  }

  /// A donor.
  public func donor(_ id: String, _ chance: inout SplitMix) -> Donor {
    var donor = Donor(id: id)
    donor.abo = word(&chance)
    donor.sex = word(&chance)
    donor.ageYears = number(15...70, 0, &chance)
    donor.weightKg = number(50...120, 1, &chance)
    donor.heightCm = number(150...195, 0, &chance)
    donor.donorType = word(&chance)
    donor.hba1cPercent = number(4.5...6.8, 1, &chance)
    donor.diabetes = rare(&chance)
    donor.crossClampAt = known(&chance) {
      Instant(seconds: 1_760_000_000 + 60 * Int64($0.index(below: 500_000)))
    }
    if let place = known(&chance, { (49 + 10 * $0.unit(), -8 + 10 * $0.unit()) }) {
      donor.latitude = rounded(place.0, 4)
      donor.longitude = rounded(place.1, 4)
    }
    donor.typing = typing(&chance)
    if let mean = number(100_000...700_000, 0, &chance) {
      donor.isletIEQMean = mean
      donor.isletIEQSD = rounded(mean * 0.4, 0)
    }
    donor.isletIEQMeasured = number(50_000...800_000, 0, &chance)
    donor.viabilityPercent = number(60...98, 0, &chance)
    donor.purityPercent = number(20...95, 0, &chance)
    if let mean = number(2e8...2e9, 0, &chance) {
      donor.cd34CellsMean = mean
      donor.cd34CellsSD = rounded(mean * 0.3, 0)
    }
    donor.cd34CellsMeasured = number(1e8...3e9, 0, &chance)
    donor.cd3Cells = number(1e8...2e10, 0, &chance)
    donor.hscForm = word(&chance)
    donor.availableUntil = donor.crossClampAt.map { $0.advanced(hours: 72) }
    donor.cmv = known(&chance) { $0.flip(0.4) }
    donor.ebv = known(&chance) { $0.flip(0.98) }
    donor.hbv = rare(&chance)
    donor.hcv = rare(&chance)
    donor.hiv = rare(&chance)
    donor.cancer = rare(&chance)
    donor.sepsis = rare(&chance)
    return donor
  }

  /// A few antibodies, possibly none.
  public func antibodies(_ chance: inout SplitMix) -> [Antibody] {
    let stock = [
      "A2", "A9", "B7", "B15", "Bw4", "DR4", "DQ7", "A*24:02", "DPB1*04:01", "DQA1*05:01~DQB1*02:01",
    ]
    guard chance.flip(0.4) else { return [] }
    return (0...chance.index(below: 4)).map { _ in
      let target = try! Specificity(stock[chance.index(below: stock.count)])
      return Antibody(
        target, mfi: number(200...20_000, 0, &chance), c1q: rare(&chance),
        sampledOn: known(&chance) { Day(number: 20_000 + Int32($0.index(below: 500))) })
    }
  }

  /// A cohort of so many people, with the centres they are listed at.
  public func cohort(recipients: Int, donors: Int, _ chance: inout SplitMix) -> Cohort {
    let people = (0..<recipients).map { recipient("R\($0)", &chance) }
    let givers = (0..<donors).map { donor("D\($0)", &chance) }
    var entries: [(recipient: Int, antibody: Antibody)] = []
    for index in people.indices {
      for antibody in antibodies(&chance) { entries.append((index, antibody)) }
    }
    let centres = centreIDs.enumerated().map { index, id in
      var centre = Centre(id: id)
      centre.kind = index == 0 ? .isolation : .transplant
      centre.latitude = 50 + Double(index)
      centre.longitude = -1 - Double(index)
      centre.conditioningBeds = Double(2 + index)
      return centre
    }
    return Cohort(
      donors: givers, recipients: people, centres: centres,
      antibodies: AntibodyRegister(recipientCount: recipients, entries: entries))
  }

  private func typing(_ chance: inout SplitMix) -> Typing {
    var look = RandomTyping()
    look.ambiguous = 0.1
    look.null = 0.02
    return chance.flip(unknown / 2) ? Typing() : try! Typing(look.text(&chance))
  }

  private func known<Value>(_ chance: inout SplitMix, _ draw: (inout SplitMix) -> Value) -> Value? {
    chance.flip(unknown) ? nil : draw(&chance)
  }

  private func rare(_ chance: inout SplitMix) -> Bool? { known(&chance) { $0.flip(0.05) } }

  private func word<Word: CaseIterable>(_ chance: inout SplitMix) -> Word? {
    known(&chance) { Array(Word.allCases)[$0.index(below: Word.allCases.count)] }
  }

  private func number(_ range: ClosedRange<Double>, _ places: Int, _ chance: inout SplitMix) -> Double? {
    known(&chance) { rounded(range.lowerBound + (range.upperBound - range.lowerBound) * $0.unit(), places) }
  }

  private func rounded(_ value: Double, _ places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}
