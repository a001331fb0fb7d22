import Testing

@testable import TandemSimulation

/// Whether what comes out agrees with the rates that went in: they lie in the band between the 2.5th and the 97.5th
/// percentile of replicates, and the mean of replicates lies close to them.
@Suite struct CalibrationTests {
  /// Offers whose answer depends on nothing but the stated probability, and grafts whose fate does not depend on how
  /// many a person had, so that every stated rate can be read off the results.
  private static let scenario = try! Scenario.read("national").with(.years, 1).with(.listed, 60)
    .with(.recipientsPerYear, 40).with(.donorsPerYear, 20).with(.deathsPerYear, 0.2)
    .with(.ineligiblePerYear, 0.15).with(.leavingPerYear, 0.1).with(.sensitisationsPerYear, 0)
    .with(.acceptance, 0.6).with(.oddsPerRank, 1).with(.oddsPerDose, 1).with(.oddsPerMismatch, 1)
    .with(.oddsPerDistance, 1).with(.independentFirst, 0.4).with(.independentSecond, 0.4)
    .with(.independentThird, 0.4).with(.chimerism, 0.7).with(.gvhdLow, 0.3).with(.gvhdMiddle, 0.3)
    .with(.gvhdHigh, 0.3)

  private static let tallies: [Tally] = {
    let source = Made.source(scenario, seed: 5)
    return (0..<30).map { Made.tally(source.world(replicate: $0), Made.balanced, scenario, source) }
  }()

  private struct Rate: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let stated: Double
    let found: @Sendable (Tally) -> Double
  }

  private static func share(_ part: Int, of all: Int) -> Double {
    all > 0 ? Double(part) / Double(all) : .nan
  }

  private static let rates: [Rate] = [
    Rate(testDescription: "donors a year", stated: 20) { Double($0.donors) },
    Rate(testDescription: "registrations a year", stated: 40) { Double($0.registrations) },
    Rate(testDescription: "deaths a patient-year on the list", stated: 0.2) {
      Double($0.deathsOnList) / ($0.listDays / 365.25)
    },
    Rate(testDescription: "ineligible a patient-year on the list", stated: 0.15) {
      Double($0.ineligible) / ($0.listDays / 365.25)
    },
    Rate(testDescription: "leaving a patient-year on the list", stated: 0.1) {
      Double($0.left) / ($0.listDays / 365.25)
    },
    Rate(testDescription: "offers accepted", stated: 0.6) { 1 - share($0.declined, of: $0.offers) },
  ]

  @Test("A stated rate lies in the band of replicates, and their mean close to it", arguments: rates)
  private func rateIsMet(rate: Rate) {
    let values = CalibrationTests.tallies.map(rate.found).filter { !$0.isNaN }
    #expect(values.count == CalibrationTests.tallies.count)
    #expect(values.quantile(0.025) <= rate.stated && rate.stated <= values.quantile(0.975))
    var moments = Moments()
    for value in values { moments.add(value) }
    #expect(abs(moments.mean - rate.stated) < 4 * (moments.standardError ?? 0))
  }

  @Test("Independence, chimerism and GVHD come as often as their probabilities say")
  func outcomesAreMet() {
    let tallies = CalibrationTests.tallies
    // Those who are still prepared at the end, or died before, have no outcome yet.
    let chimeric = tallies.reduce(0) { $0 + $1.chimeric }
    let gvhd = tallies.reduce(0) { $0 + $1.gvhd }
    let independent = tallies.reduce(0) { $0 + $1.independents }
    let transplants = tallies.reduce(0) { $0 + $1.transplants }
    let prepared = tallies.reduce(0) { $0 + $1.preparingAtEnd }
    #expect(transplants > 150)
    let most = Double(transplants)
    let least = Double(transplants - prepared) - 0.03 * most
    for (count, probability) in [(chimeric, 0.7), (gvhd, 0.3), (independent, 0.4)] {
      let spread = 4 * (most * probability * (1 - probability)).squareRoot()
      #expect(Double(count) < most * probability + spread)
      #expect(Double(count) > least * probability - spread)
    }
  }
}
