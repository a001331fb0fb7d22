import TandemAllocation
import TandemChance
import TandemMatching
import TandemPacking
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemSimulation

@Suite struct PlacementTests {
  /// People of a large country, of whom many suit a donor, made few enough for a debug build.
  private static let scenario = try! Scenario.read("national").with(.years, 0.4).with(.listed, 160)
    .with(.recipientsPerYear, 40).with(.donorsPerYear, 40)
  private let source = Made.source(PlacementTests.scenario)

  private static let ways = Placement.Method.allCases.flatMap { method in
    Placement.Batch.allCases.map { Placement(method, $0) }
  }

  @Test("A way is read as it is written, and nothing else is")
  func texts() {
    for way in PlacementTests.ways { #expect(Placement(way.text) == way) }
    #expect(Placement("match-run:donor") == .standard)
    for wrong in ["", "optimised:", "optimised:month", ":day", "match-run:day:week"] {
      #expect(Placement(wrong) == nil)
    }
  }

  @Test("Donors of a day or a week are decided on together at its end, each of them once")
  func batches() {
    withEvery(40) { chance in
      let end = 5 + chance.unit() * 60
      let times = (0..<chance.index(below: 60)).map { _ in chance.unit() * end }.sorted()
      for batch in Placement.Batch.allCases {
        let batches = Placement(.optimised, batch).batches(of: times, until: end)
        try hold(batches.flatMap { Array($0.donors) } == Array(times.indices), "each donor once, in order")
        for (time, donors) in batches {
          let own = times[donors]
          try hold(own.allSatisfy { $0 <= time } && time < end, "nobody is decided on before they come")
          guard let days = batch.days else {
            try hold(own.count == 1 && own.first == time, "alone at once")
            continue
          }
          try hold(own.allSatisfy { $0 > time - days - 1e-9 }, "nobody waits longer than the batch lasts")
        }
      }
    }
  }

  @Test("Everybody, every donor, every islet and every cell is accounted for", arguments: ways)
  func booksBalance(way: Placement) {
    let world = source.world(replicate: 1)
    let tally = Made.tally(world, Made.balanced, PlacementTests.scenario, source, by: way)
    #expect(tally.faults == [])
    #expect(tally.donors == world.donorCount)
    #expect(tally.transplants > 0)
  }

  @Test("Where no two donors come on one day, daily batches differ from single donors by hours alone")
  func smallBatches() {
    let scenario = PlacementTests.scenario.with(.donorsPerYear, 20)
    let source = Made.source(scenario)
    let world = source.world(replicate: 0)
    #expect(Set(world.donors.map { Int($0.time) }).count == world.donorCount)
    for method in Placement.Method.allCases {
      let alone = Made.tally(world, Made.balanced, scenario, source, by: Placement(method))
      let daily = Made.tally(world, Made.balanced, scenario, source, by: Placement(method, .day))
      #expect(alone.transplants > 0)
      #expect(alone.transplants == daily.transplants)
      #expect(alone.infusedIEQPerKg == daily.infusedIEQPerKg)
      // Nobody is transplanted before their donor came, nor a day later than that.
      let later = zip(alone.waits, daily.waits).map { $1 - $0 }
      #expect(later.allSatisfy { (0...1).contains($0) })
      #expect(later.contains { $0 > 0 })
    }
  }

  @Test("A batch of one donor is planned as the allocation of that donor to those who wait")
  func oneDonor() throws {
    let world = source.world(replicate: 0)
    let cohort = world.cohort
    let pool = WaitingPool(cohort, under: Made.balanced)
    let waiting = cohort.recipients.indices.filter { $0 % 3 != 0 }
    for person in waiting { pool.admit(person) }
    var planned = 0
    for arrival in world.donors {
      let room = BatchPlan.Room(
        freeBeds: cohort.centres.map { _ in 1 }, runsLeft: cohort.centres.map { _ in 1 })
      let plan = try BatchPlan([arrival.donor], pool, under: Made.balanced, room).candidates[0]

      // The same by another path: a cohort of those who wait, every pair judged by the code that explains, solved as
      // one integer program.
      let entries = waiting.enumerated().flatMap { place, person in
        world.people[person].antibodies.map { (recipient: place, antibody: $0) }
      }
      var alone = Cohort(
        donors: [arrival.donor], recipients: waiting.map { cohort.recipients[$0] },
        centres: cohort.centres,
        antibodies: AntibodyRegister(recipientCount: waiting.count, entries: entries))
      for place in alone.centres.indices {
        alone.centres[place].conditioningBeds = 1
        alone.centres[place].isolationRuns = 1
      }
      var policy = Made.balanced
      policy.allocation.bedPeriodDays = nil
      let setting = AllocationSetting(alone, policy)
      let model = AllocationModel(setting, [DonorOffers(explaining: 0, in: setting)])
      let best = try model.solve(SolveRequest(method: .exact)).chosen ?? []

      let own = plan.reduce(0) { $0 + $1.score.millionths }
      #expect(own == best.reduce(0) { $0 + $1.score.millionths })
      #expect(Set(plan.map(\.person)) == Set(best.map { waiting[Int($0.recipient)] }))
      #expect(plan.map(\.score) == plan.map(\.score).sorted(by: >))
      planned += plan.count
    }
    #expect(planned > world.donorCount / 4)
  }

  @Test("Donors who are planned together are worth no less than one after the other")
  func togetherIsBetter() throws {
    let world = source.world(replicate: 2)
    let cohort = world.cohort
    let donors = world.donors.prefix(6).map(\.donor)
    let room = BatchPlan.Room(
      freeBeds: cohort.centres.map { _ in 9 }, runsLeft: cohort.centres.map { _ in 9 })
    func worth(_ plan: BatchPlan) -> Int64 {
      plan.candidates.joined().reduce(0) { $0 + $1.score.millionths }
    }
    let all = WaitingPool(cohort, under: Made.balanced)
    for person in cohort.recipients.indices { all.admit(person) }
    let together = try BatchPlan(donors, all, under: Made.balanced, room)
    #expect(Set(together.candidates.joined().map(\.person)).count == together.candidates.joined().count)
    var apart: Int64 = 0
    for donor in donors {
      let plan = try BatchPlan([donor], all, under: Made.balanced, room)
      apart += worth(plan)
      for candidate in plan.candidates[0] { all.withdraw(candidate.person) }
    }
    #expect(worth(together) >= apart)
    #expect(apart > 0)
  }

  @Test("Without free beds and without isolations left nothing is planned")
  func noRoom() throws {
    let world = source.world(replicate: 0)
    let cohort = world.cohort
    let pool = WaitingPool(cohort, under: Made.balanced)
    for person in cohort.recipients.indices { pool.admit(person) }
    let donors = world.donors.map(\.donor)
    for (beds, runs) in [(0, 5), (5, 0)] {
      let room = BatchPlan.Room(
        freeBeds: cohort.centres.map { _ in beds }, runsLeft: cohort.centres.map { _ in runs })
      let plan = try BatchPlan(donors, pool, under: Made.balanced, room)
      #expect(plan.candidates.joined().isEmpty)
    }
  }
}
