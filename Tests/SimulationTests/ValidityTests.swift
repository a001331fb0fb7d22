import Testing

@testable import TandemSimulation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The simulation against what can be worked out without it.
@Suite struct ValidityTests {
  /// A list without donors: people come at a rate, leave at a rate, nothing else.
  private static let queue = Made.scenario.with(.donorsPerYear, 0).with(.listed, 0).with(
    .recipientsPerYear, 120
  )
  .with(.years, 6).with(.deathsPerYear, 0.5).with(.ineligiblePerYear, 0.3).with(.leavingPerYear, 0.2)
  .with(.suspensionsPerYear, 0).with(.sensitisationsPerYear, 0)

  private static let queueTallies = tallies(queue, 6)

  private static func tallies(_ scenario: Scenario, _ count: Int) -> [Tally] {
    let source = Made.source(scenario)
    return (0..<count).map {
      Made.tally(source.world(replicate: $0), Made.balanced, scenario, source)
    }
  }

  @Test("A list without donors holds arrivals over exits, as an M/M/infinity queue does")
  func listSettles() {
    // Exits at 1 a year and 120 arrivals a year: the list begins empty, so that at time t it holds
    // 120 (1 - e^-t) on average, with the variance of a Poisson number.
    let tallies = ValidityTests.queueTallies
    var ends = Moments()
    var means = Moments()
    for tally in tallies {
      ends.add(Double(tally.activeAtEnd + tally.suspendedAtEnd))
      means.add(tally.listDays / tally.days)
    }
    let expectedEnd = 120 * (1 - exp(-6.0))
    // Five standard errors of a Poisson number.
    #expect(abs(ends.mean - expectedEnd) < 5 * (expectedEnd / 6).squareRoot())
    let expectedMean = 120 * (1 - (1 - exp(-6.0)) / 6)
    #expect(abs(means.mean - expectedMean) < 0.08 * expectedMean)
  }

  @Test("Exits divide in proportion to their rates")
  func exitsDivide() {
    let tallies = ValidityTests.queueTallies
    let deaths = Double(tallies.reduce(0) { $0 + $1.deathsOnList })
    let ineligible = Double(tallies.reduce(0) { $0 + $1.ineligible })
    let left = Double(tallies.reduce(0) { $0 + $1.left })
    let all = deaths + ineligible + left
    for (count, share) in [(deaths, 0.5), (ineligible, 0.3), (left, 0.2)] {
      #expect(abs(count / all - share) < 5 * (share * (1 - share) / all).squareRoot())
    }
  }

  @Test("Registrations and donors are Poisson numbers: mean and variance agree with the rate")
  func arrivalsArePoisson() {
    let scenario = Made.scenario.with(.listed, 0).with(.recipientsPerYear, 15).with(.donorsPerYear, 30)
      .with(.years, 1)
    let source = Made.source(scenario)
    var people = Moments()
    var donors = Moments()
    let count = 120
    for replicate in 0..<count {
      let world = source.world(replicate: replicate)
      people.add(Double(world.peopleCount))
      donors.add(Double(world.donorCount))
    }
    for (moments, rate) in [(people, 15.0), (donors, 30.0)] {
      #expect(abs(moments.mean - rate) < 4 * (rate / Double(count)).squareRoot())
      let variance = (moments.deviation ?? 0) * (moments.deviation ?? 0)
      // The variance of a sample of n Poisson numbers has a relative error near sqrt(2 / n).
      #expect(abs(variance / rate - 1) < 4 * (2 / Double(count)).squareRoot())
    }
  }

  @Test("People without donors survive as their rate of death says")
  func survivalIsKnown() {
    let scenario = Made.scenario.with(.donorsPerYear, 0).with(.recipientsPerYear, 0).with(.listed, 800)
      .with(.years, 3).with(.deathsPerYear, 0.1).with(.sensitisationsPerYear, 0)
    let tally = ValidityTests.tallies(scenario, 1)[0]
    let dead = Double(tally.deathsOnList + tally.deathsOffList)
    let expected = 800 * (1 - exp(-0.3))
    #expect(abs(dead - expected) < 5 * (expected * exp(-0.3)).squareRoot())
  }

  @Test("Suspension settles at its share of the list")
  func suspensionSettles() {
    let scenario = Made.scenario.with(.donorsPerYear, 0).with(.recipientsPerYear, 0).with(.listed, 800)
      .with(.years, 2).with(.sensitisationsPerYear, 0)
    let tally = ValidityTests.tallies(scenario, 1)[0]
    let share = Double(tally.suspendedAtEnd) / Double(tally.suspendedAtEnd + tally.activeAtEnd)
    let expected = 0.35 / 2.35
    #expect(abs(share - expected) < 5 * (expected * (1 - expected) / 640).squareRoot())
  }

  @Test("Years without donors and years without recipients are counted like any other")
  func emptyYears() {
    let noDonors = Made.small.with(.donorsPerYear, 0)
    let noPeople = Made.small.with(.listed, 0).with(.recipientsPerYear, 0)
    for scenario in [noDonors, noPeople] {
      let tally = ValidityTests.tallies(scenario, 1)[0]
      #expect(tally.faults == [])
      #expect(tally.transplants == 0)
    }
    let tally = ValidityTests.tallies(noPeople, 1)[0]
    #expect(tally.donors > 0)
    #expect(tally.donors == tally.lost.reduce(0, +))
  }
}
