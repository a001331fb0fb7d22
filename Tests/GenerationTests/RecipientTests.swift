import TandemFiles
import TandemHLA
import TandemRegistry
import TestSupport
import Testing

@testable import TandemGeneration

@Suite("Generated recipients against the stated figures")
struct RecipientTests {
  private let made = Made.recipients
  private let people = Made.recipients.map(\.person)
  private let profile = Made.profile
  private var adults: [Recipient] { people.filter { $0.ageYears! >= 18 } }

  @Test("populations come in the proportions of the donors of the United States")
  func populations() {
    for (index, share) in [0.687, 0.147, 0.143, 0.023].enumerated() {
      expectShare(
        made.count { $0.population == index }, of: made.count, is: share,
        profile.recipientPopulationNames[index])
    }
  }

  @Test("blood groups come in the proportions of each population")
  func bloodGroups() throws {
    for (index, name) in profile.recipientPopulationNames.enumerated() {
      let group = made.filter { $0.population == index && $0.person.abo != nil }
      let weights = try #require(profile.abo[name])
      for (abo, share) in zip(weights.items, weights.shares) {
        expectShare(group.count { $0.person.abo == abo }, of: group.count, is: share, "\(name) \(abo)")
      }
    }
  }

  @Test("66 % are female, 39 % have met CMV, 98 % EBV, 82 % had a severe hypoglycaemic event")
  func shares() {
    expectShare(people.count { $0.sex == .female }, of: people.count, is: 0.66)
    func known<Value>(_ path: KeyPath<Recipient, Value?>, _ share: Double, _ isCounted: (Value) -> Bool) {
      let values = people.compactMap { $0[keyPath: path] }
      expectShare(values.count(where: isCounted), of: values.count, is: share, "\(path)")
    }
    known(\.cmv, 0.39) { $0 }
    known(\.ebv, 0.98) { $0 }
    known(\.severeHypos12m, 0.82) { $0 > 0 }
  }

  @Test("age is 40 (SD 9.5), onset at 14 (SD 9.0), duration 27 (SD 10.4) years, as published")
  func ages() {
    // Ages are written in whole years, half a year below; cuts at 18 years and at the age now take a part of
    // the spread of onset and duration.
    let ages = adults.compactMap(\.ageYears)
    expectMean(ages, is: 40 - 0.5, slack: 0.3, "age")
    #expect(abs(meanAndDeviation(ages).deviation - 9.5) < 0.5)
    let onsets = adults.compactMap(\.diabetesOnsetAgeYears)
    expectMean(onsets, is: 14, slack: 0.6, "onset")
    #expect(abs(meanAndDeviation(onsets).deviation - 9.0) < 1.2)
    let durations = adults.compactMap { person in person.diabetesOnsetAgeYears.map { person.ageYears! - $0 } }
    expectMean(durations, is: 27, slack: 1.0, "duration")
    #expect(abs(meanAndDeviation(durations).deviation - 10.4) < 1.0)
  }

  @Test("onset never lies behind the age, nor listing before the onset")
  func order() {
    for person in people {
      guard let onset = person.diabetesOnsetAgeYears else { continue }
      #expect(onset <= person.ageYears!, "\(person.id)")
      guard let listed = person.listedOn else { continue }
      let waited = Double(profile.referenceDay.number - listed.number) / 365.25
      #expect(waited >= 0 && waited <= person.ageYears! - onset + 0.01, "\(person.id)")
    }
  }

  @Test("body mass index has the published median, weights the published median within 2 kg")
  func bodies() {
    let bmis = adults.compactMap(\.bmi).sorted()
    #expect(abs(bmis[bmis.count / 2] - 23.1) < 0.3)
    let weights = adults.compactMap(\.weightKg).sorted()
    #expect(abs(weights[weights.count / 2] - 65) < 2)
    #expect(weights[0] > 30 && weights[weights.count - 1] < 150)
    let men = adults.filter { $0.sex == .male }.compactMap(\.heightCm)
    expectMean(men, is: 175.3, slack: 0.1)
    let women = adults.filter { $0.sex == .female }.compactMap(\.heightCm)
    expectMean(women, is: 161.3, slack: 0.1)
  }

  @Test("children are few, in a group of their own, and lighter")
  func children() {
    let children = people.filter { $0.ageYears! < 18 }
    expectShare(children.count, of: people.count, is: 0.015)
    for person in people { #expect((person.groups ?? []).contains("child") == (person.ageYears! < 18)) }
    let (weight, _) = meanAndDeviation(children.compactMap(\.weightKg))
    #expect((30...60).contains(weight))
  }

  @Test("scores of hypoglycaemia rise and fall together and have their published means")
  func scores() {
    let scores = people.compactMap(\.hypoScore)
    expectMean(scores, is: 1234, slack: 20)
    let bad = people.filter { ($0.clarke ?? 0) >= 6 }.compactMap(\.hypoScore)
    let good = people.filter { ($0.clarke ?? 9) <= 2 }.compactMap(\.hypoScore)
    #expect(meanAndDeviation(bad).mean > 2 * meanAndDeviation(good).mean)
  }

  @Test("pregnancy is for women of 18 to 45 years")
  func pregnancy() {
    #expect(people.contains { $0.pregnancy == true })
    for person in people where person.pregnancy == true {
      #expect(person.sex == .female && (18...45).contains(person.ageYears!))
    }
  }

  @Test("comorbidities have their shares at the mean age, and grow with age where they should")
  func comorbidities() {
    let known = people.filter { $0.comorbidities != nil }
    for comorbidity in profile.recipients.comorbidities where comorbidity.perDecade == 1 {
      expectShare(
        known.count { $0.comorbidities!.contains(comorbidity.word) }, of: known.count, is: comorbidity.share,
        comorbidity.word)
    }
    func share(_ ages: Range<Double>) -> Double {
      let group = known.filter { ages.contains($0.ageYears!) }
      return Double(group.count { $0.comorbidities!.contains("hypertension") }) / Double(group.count)
    }
    #expect(share(50..<80) > share(18..<30) * 1.5)
  }

  @Test("fields are empty as often as stated")
  func missing() throws {
    let folder = try TemporaryFolder()
    let writer = try CohortWriter(folder.path, threads: 2)
    try writer.append(recipients: people)
    try writer.commit()
    let lines = try TextFile.read("\(folder.path)/recipients.csv").split(separator: "\n")
    let columns = lines[0].split(separator: ",")
    var empty = [Int](repeating: 0, count: columns.count)
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      for (index, field) in fields.enumerated() where field.isEmpty { empty[index] += 1 }
    }
    let stated = Dictionary(uniqueKeysWithValues: profile.recipients.missing.map { ($0.name, $0.share) })
    for (column, count) in zip(columns, empty) {
      expectShare(count, of: people.count, is: stated[String(column)] ?? 0, "\(column)")
    }
  }

  @Test("typings are ambiguous, antigen-level and partly typed as often as stated")
  func typings() {
    let typings = people.map(\.typing).filter { !$0.isEmpty }
    let stated = profile.recipientTyping
    let antigenLevel = typings.count { $0.names(at: .a).allSatisfy { $0.kind == .antigen } }
    expectShare(antigenLevel, of: typings.count, is: stated.antigenLevel, "antigen level")
    expectShare(
      typings.count { $0.has(.dpb1) }, of: typings.count, is: stated.dpb1 * (1 - stated.antigenLevel), "DPB1")
    let ambiguous = typings.count { typing in
      [Locus.a, .b, .drb1].contains { typing.names(at: $0).count > 2 }
    }
    #expect(ambiguous > 0 && ambiguous <= Int(Double(typings.count) * stated.ambiguous * 1.3))
    // DR53 comes with DR4, DR7 and DR9 and with no other.
    for typing in typings
    where typing.has(.drb4) && !typing.names(at: .drb1).contains(where: { $0.kind == .antigen }) {
      #expect(typing.names(at: .drb1).contains { [4, 7, 9].contains($0.field(1)) }, "\(typing)")
    }
  }
}
