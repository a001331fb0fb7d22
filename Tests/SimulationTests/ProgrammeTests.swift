import TandemRegistry
import TestSupport
import Testing

@testable import TandemSimulation

@Suite struct ProgrammeTests {
  private let source = Made.source(Made.small)

  @Test("Everybody, every donor, every islet and every cell is accounted for", arguments: 0..<3)
  func booksBalance(replicate: Int) {
    let world = source.world(replicate: replicate)
    for policy in [Made.balanced, Made.waitingTime] {
      let tally = Made.tally(world, policy, Made.small, source)
      #expect(tally.faults == [])
      #expect(tally.donors == world.donorCount)
      #expect(tally.listedAtStart + tally.registrations == world.peopleCount)
      #expect(tally.groups[0...].reduce(0) { $0 + $1.people } >= world.peopleCount)
    }
  }

  @Test("Every dimension of groups that do not overlap counts everybody once")
  func groupsAreWhole() {
    let tally = Made.tally(source.world(replicate: 0), Made.balanced, Made.small, source)
    for (dimension, start) in zip(source.grouping.dimensions, source.grouping.starts) {
      let groups = tally.groups[start..<start + dimension.groups.count]
      #expect(groups.reduce(0) { $0 + $1.people } == tally.listedAtStart + tally.registrations)
      #expect(groups.reduce(0) { $0 + $1.transplants } == tally.transplants)
      #expect(groups.reduce(0) { $0 + $1.waits.count } == tally.transplants)
      #expect(groups.reduce(0) { $0 + $1.offers } == tally.offers)
      #expect(groups.reduce(0) { $0 + $1.removals } == tally.ineligible + tally.left)
      #expect(groups.reduce(0) { $0 + $1.mismatches } == tally.mismatches)
      #expect(groups.reduce(0) { $0 + $1.gvhd } == tally.gvhd)
      #expect(groups.reduce(0) { $0 + $1.journeys } == tally.distances.count)
      let quality = groups.reduce(0) { $0 + $1.qualityDays }
      #expect(abs(quality - tally.qualityDays) < 1e-6 * tally.qualityDays)
      let islets = groups.reduce(0) { $0 + $1.isletIEQ }
      let independent = groups.reduce(0) { $0 + $1.independentDays }
      #expect(islets > 0 || tally.transplants == 0)
      #expect(abs(independent - tally.independentDays) < 1e-6 * max(1, tally.independentDays))
      let days = groups.reduce(0) { $0 + $1.days }
      #expect(abs(days - tally.listDays) < 1e-6 * tally.listDays)
    }
  }

  @Test("The same donors and the same deaths meet every policy")
  func randomNumbersAreCommon() {
    // Without acceptance nobody is transplanted, and nothing that a policy does can change the list.
    let scenario = Made.small.with(.acceptance, 0).with(.deathsPerYear, 0.5)
    let world = source.world(replicate: 0)
    let one = Made.tally(world, Made.balanced, scenario, source)
    let other = Made.tally(world, Made.waitingTime, scenario, source)
    #expect(one.deathsOnList == other.deathsOnList)
    #expect(one.listDays == other.listDays)
    #expect(one.donors == other.donors)
    #expect(one.transplants == 0)
  }

  @Test("A world depends on its number, not on which was made before")
  func worldsStandAlone() {
    let fresh = Made.source(Made.small).world(replicate: 2)
    _ = source.world(replicate: 0)
    let again = source.world(replicate: 2)
    #expect(fresh.people.map(\.recipient.id) == again.people.map(\.recipient.id))
    #expect(fresh.people.map(\.deathClock) == again.people.map(\.deathClock))
    #expect(fresh.donors.map(\.time) == again.donors.map(\.time))
    #expect(source.world(replicate: 1).donors.map(\.time) != again.donors.map(\.time))
  }

  @Test("Who accepts everything declines nothing, and who declines everything is never transplanted")
  func acceptanceMatters() {
    let world = source.world(replicate: 0)
    let eager = Made.tally(world, Made.balanced, Made.small.with(.acceptance, 1), source)
    #expect(eager.declined == 0)
    #expect(eager.offers >= eager.transplants)
    let never = Made.tally(world, Made.balanced, Made.small.with(.acceptance, 0), source)
    #expect(never.offers == never.declined)
    #expect(never.transplants == 0)
    #expect(never.offers > 0)
    #expect(never.lost[Tally.Loss.declined.rawValue] > 0)
  }

  @Test("Without isolation runs, and without beds, nothing is transplanted and the reason is kept")
  func capacitiesHold() {
    let world = source.world(replicate: 0)
    let noRuns = Made.tally(world, Made.balanced, Made.small.with(.runsPerWeek, 0), source)
    #expect(noRuns.transplants == 0)
    #expect(noRuns.lost[Tally.Loss.noRun.rawValue] > 0)
    let noBeds = Made.tally(world, Made.balanced, Made.small.with(.bedsPerCentre, 0), source)
    #expect(noBeds.transplants == 0)
    #expect(noBeds.withoutBed > 0)
    #expect(noBeds.lost[Tally.Loss.noBed.rawValue] > 0)
  }
}
