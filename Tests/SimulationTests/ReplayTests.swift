import TandemFiles
import TandemHLA
import TandemRegistry
import TestSupport
import Testing

@testable import TandemSimulation

@Suite struct ReplayTests {
  private static let cohort = try! CohortReader().read("\(dataFolder)/example").usable()
  private static let start = Day("2026-01-01")!
  private static let scenario = Made.scenario.with(.years, 1)

  private func record(_ lines: String, of cohort: Cohort = ReplayTests.cohort) throws -> StatusRecord {
    let folder = try TemporaryFolder()
    let path = try folder.write("status.csv", "recipient_id,on,status\n" + lines)
    return try StatusRecord(try MappedFile(path), of: cohort)
  }

  private func source(
    _ record: StatusRecord?, of cohort: Cohort = ReplayTests.cohort,
    _ scenario: Scenario = ReplayTests.scenario
  ) throws -> WorldSource {
    try WorldSource(scenario, replaying: cohort, changes: record, from: ReplayTests.start, seed: 1)
  }

  @Test("Donors come when they came, and the same people are there in every replicate")
  func donorsAreDated() throws {
    let source = try source(nil)
    let world = source.world(replicate: 0)
    let dated = ReplayTests.cohort.donors.filter { $0.crossClampAt != nil }
    #expect(world.donors.map(\.donor.id).sorted() == dated.map(\.id).sorted())
    for arrival in world.donors {
      let day = try #require(arrival.donor.crossClampAt).day
      #expect(Int(arrival.time.rounded(.down)) == Int(day.number - ReplayTests.start.number))
    }
    let other = source.world(replicate: 1)
    #expect(other.people.map(\.recipient.id) == world.people.map(\.recipient.id))
    // What the files do not say is drawn anew.
    #expect(other.people.map(\.deathClock) != world.people.map(\.deathClock))
  }

  @Test("With a record people are suspended, leave and die on its days, and on no others")
  func recordHolds() throws {
    let active = ReplayTests.cohort.recipients.filter { $0.status == .active }.prefix(4).map(\.id)
    let record = try record(
      """
      \(active[0]),2026-02-01,suspended
      \(active[0]),2026-05-12,active
      \(active[1]),2026-03-01,died
      \(active[2]),2026-06-01,removed
      \(active[2]),2026-07-01,died
      \(active[3]),2025-12-01,suspended

      """)
    // Nobody accepts, so that nothing but the record changes the list.
    let scenario = ReplayTests.scenario.with(.acceptance, 0).with(.deathsPerYear, 5)
      .with(.leavingPerYear, 5).with(.suspensionsPerYear, 5)
    let source = try source(record, scenario)
    let world = source.world(replicate: 0)
    func person(_ id: String) throws -> Person { try #require(world.people.first { $0.recipient.id == id }) }
    #expect(try person(active[0]).changes.map(\.time) == [31, 131])
    #expect(try person(active[1]).changes.map(\.time) == [59])
    #expect(try person(active[2]).changes.map(\.time) == [151])
    #expect(try person(active[3]).isSuspendedAtFirst)
    let tally = Made.tally(world, Made.balanced, scenario, source)
    #expect(tally.deathsOnList == 1)
    #expect(tally.left == 1)
    #expect(tally.ineligible == 0)
    #expect(tally.deathsOffList + tally.deathsAfterTransplant == 0)
    #expect(tally.suspendedAtEnd == 1)
    #expect(tally.faults == [])
  }

  @Test("Antibodies count from the day of the sample that found them")
  func antibodiesAreDated() throws {
    var cohort = ReplayTests.cohort
    let place = try #require(cohort.recipients.indices.first { cohort.antibodies.of($0).count > 1 })
    var found = Array(cohort.antibodies.of(place))
    for index in found.indices { found[index].sampledOn = Day("2025-06-01") }
    found[0].sampledOn = Day("2026-04-01")
    cohort.antibodies.replace(place, with: found)
    let world = try source(try record("", of: cohort), of: cohort).world(replicate: 0)
    let person = try #require(
      world.people.first { $0.recipient.id == cohort.recipients[place].id })
    #expect(person.antibodies.count == found.count - 1)
    let change = try #require(person.changes.first)
    #expect(change.time == 90)
    guard case .sensitised(let later, let cpra) = change.change else {
      Issue.record("the change is one of antibodies")
      return
    }
    #expect(later.count == found.count)
    #expect((cpra ?? -1) >= 0)
  }

  @Test("Everything wrong with a record is told at once, with its place")
  func problems() throws {
    let id = ReplayTests.cohort.recipients[0].id
    do {
      _ = try record(
        "\(id),2026-13-01,suspended\nNOBODY,2026-04-01,active\n\(id),2026-01-15,dead\n,,removed\n")
      Issue.record("the record is read")
    } catch let problems as Problems {
      let found = problems.all.map { "\($0.line):\($0.column) \($0.kind)" }
      #expect(
        found == [
          "2:\(id.count + 2) unreadable date", "3:1 unknown recipient", "4:\(id.count + 13) unknown word",
          "5:1 missing value", "5:2 unreadable date",
        ])
    }
    #expect(throws: Problems.self) {
      let folder = try TemporaryFolder()
      _ = try StatusRecord(try MappedFile(try folder.write("status.csv", "")), of: ReplayTests.cohort)
    }
  }
}
