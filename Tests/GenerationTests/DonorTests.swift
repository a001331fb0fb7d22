import TandemFiles
import TandemHLA
import TandemRegistry
import Testing

@testable import TandemGeneration

@Suite("Generated donors against the stated figures")
struct DonorTests {
  private let people = Made.donors.map(\.person)
  private let profile = Made.profile

  @Test("populations, donor types and serologies come in their shares")
  func shares() {
    for (index, share) in [0.687, 0.147, 0.143, 0.023].enumerated() {
      expectShare(Made.donors.count { $0.population == index }, of: people.count, is: share)
    }
    expectShare(people.count { $0.donorType == .dcd }, of: people.count, is: 0.328)
    let cmv = people.compactMap(\.cmv)
    expectShare(cmv.count { $0 }, of: cmv.count, is: 0.607)
    let hcv = people.compactMap(\.hcv)
    expectShare(hcv.count { $0 }, of: hcv.count, is: 0.064)
  }

  @Test("counts of islets have the mean and standard deviation of Leiden, by donor type")
  func islets() {
    for (type, mean) in [(DonorType.dbd, 480_017.0), (.dcd, 395_515)] {
      let counts = people.filter { $0.donorType == type }.compactMap(\.isletIEQMeasured)
      expectMean(counts, is: mean, "\(type)")
      // The standard error of a standard deviation of a skew distribution is a few per cent here.
      #expect(abs(meanAndDeviation(counts).deviation / 157_000 - 1) < 0.2, "\(type)")
    }
  }

  @Test("what is expected of a donor varies by the part of the variance that is known beforehand")
  func expectations() {
    let dbd = people.filter { $0.donorType == .dbd }
    let means = dbd.compactMap(\.isletIEQMean)
    expectMean(means, is: 480_017)
    let between = meanAndDeviation(means).deviation
    #expect(abs(between * between / (157_000.0 * 157_000) - 0.279) < 0.06)
    let heavy = dbd.filter { $0.bmi ?? 0 > 35 }.compactMap(\.isletIEQMean)
    let light = dbd.filter { $0.bmi ?? 99 < 25 }.compactMap(\.isletIEQMean)
    #expect(meanAndDeviation(heavy).mean > meanAndDeviation(light).mean + 50_000)
  }

  @Test("counts scatter around each donor's own expectation by its own standard deviation")
  func calibration() {
    let deviations = people.compactMap { donor -> Double? in
      guard let count = donor.isletIEQMeasured, let mean = donor.isletIEQMean, let sd = donor.isletIEQSD
      else { return nil }
      return (count - mean) / sd
    }
    expectMean(deviations, is: 0, slack: 0.01)
    #expect(abs(meanAndDeviation(deviations).deviation - 1) < 0.12)
  }

  @Test("CD34+ cells have the mean and standard deviation worked out from publications")
  func stemCells() {
    let counts = people.compactMap(\.cd34CellsMeasured)
    expectMean(counts, is: 1.155e9)
    #expect(abs(meanAndDeviation(counts).deviation / 4.7e8 - 1) < 0.2)
  }

  @Test("age is 42 (SD 12.2) and body mass index 30.5 (SD 7.9), as published")
  func bodies() {
    let adults = people.filter { $0.ageYears! >= 18 }
    expectMean(people.compactMap(\.ageYears), is: 42 - 0.5, slack: 0.4)
    let bmis = adults.compactMap(\.bmi)
    expectMean(bmis, is: 30.5, slack: 0.3)
    #expect(abs(meanAndDeviation(bmis).deviation - 7.9) < 0.6)
  }

  @Test("every donor comes within the period, on the map, and can be used for a while")
  func windows() {
    let start = Instant(seconds: Int64(profile.referenceDay.number) * 86_400)
    for donor in people {
      let hours = donor.crossClampAt!.hours(since: start)
      #expect(hours >= 0 && hours < profile.donors.periodDays * 24, "\(donor.id)")
      if let until = donor.availableUntil {
        let window = until.hours(since: donor.crossClampAt!)
        #expect(donor.hscForm == .fresh ? (60...108).contains(window) : window == 270 * 24, "\(donor.id)")
      }
      if let latitude = donor.latitude {
        #expect(profile.map.latitudes.contains(latitude) && profile.map.longitudes.contains(donor.longitude!))
      }
    }
  }

  @Test("HbA1c tells diabetic donors from others, most of the time")
  func diabetes() {
    let known = people.filter { $0.hba1cPercent != nil }
    let healthy = known.filter { $0.diabetes == false }
    #expect(healthy.count { $0.hba1cPercent! <= 6.1 } * 20 > healthy.count * 18)
    #expect(known.filter { $0.diabetes == true }.count { $0.hba1cPercent! > 6.1 } > 0)
  }
}

@Suite("Centres of a generated cohort")
struct CentreTests {
  private let centres = Made.generator.centres(donors: 400)

  @Test("there are as many as the profile says, with beds and runs in proportion to the donors")
  func counts() {
    let transplant = centres.filter { $0.kind == .transplant }
    let isolation = centres.filter { $0.kind == .isolation }
    #expect(transplant.count == 30 && isolation.count == 12)
    #expect(abs(transplant.compactMap(\.conditioningBeds).reduce(0, +) - 400) <= 15)
    #expect(abs(isolation.compactMap(\.isolationRuns).reduce(0, +) - 440) <= 6)
    #expect(transplant.allSatisfy { $0.conditioningBeds! >= 1 && $0.isolationRuns == nil })
    #expect(transplant[0].conditioningBeds! > transplant[29].conditioningBeds!)
  }

  @Test("recipients belong to a centre that is there, the first one most often")
  func membership() {
    let ids = Set(centres.filter { $0.kind == .transplant }.map(\.id))
    #expect(Made.recipients.allSatisfy { ids.contains($0.person.centreID!) })
    let first = Made.recipients.count { $0.person.centreID == "T001" }
    #expect(first > 3 * Made.recipients.count { $0.person.centreID == "T030" })
  }
}
