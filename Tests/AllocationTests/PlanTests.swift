import TandemChance
import TandemClinic
import TandemFiles
import TandemMatching
import TandemPacking
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemAllocation

@Suite("Plans for all donors at once")
struct PlanTests {
  @Test func `a large donor is shared by two light people`() throws {
    let solved = try Solved(.of(["D01"], ["R001", "R002"]), policy())
    // 665,000 IEQ at infusion; both at 7,500 IEQ/kg would need 802,500 of 780,000.
    #expect(solved.words.sorted() == ["D01>R001@7500", "D01>R002@5000"])
    #expect(solved.result.status == .optimal)
    let account = try #require(solved.plan.donors.first)
    #expect(account.islets == 820_000)
    #expect(account.served == 2)
    // What a day of culture costs comes on top.
    #expect(account.isletsUsed > 665_000 && account.isletsUsed < 710_000)
  }

  @Test func `all of it goes to one where the second share would not be enough`() throws {
    let solved = try Solved(.of(["D02"], ["R003", "R004"]), policy())
    #expect(solved.plan.assignments.count == 1)
    let best = solved.donors[0].offers.max { $0.score < $1.score }
    #expect(solved.plan.assignments.first?.offer.score == best?.score)
    // Each alone could be served, even at a higher level than the lowest.
    #expect(Set(solved.donors[0].offers.map(\.recipient)).count == 2)
  }

  @Test func `what the objective counts decides between one large dose and two small ones`() throws {
    let cohort = Cohort.of(["D01"], ["R001", "R002"]) { $0.donors[0].isletIEQMeasured = 600_000 }
    let two = try Solved(cohort, policy { $0.objectives = [.transplants] })
    #expect(two.plan.assignments.count == 2)
    let ranked = try Solved(cohort, policy { $0.objectives = [.transplants, .score] })
    #expect(
      ranked.plan.proofs.map(\.value) == [
        2, ranked.plan.assignments.reduce(0) { $0 + $1.score.total.millionths },
      ])
    #expect(ranked.plan.proofs.first?.bound == 2)
  }

  @Test func `a count takes the place of the expected yield`() throws {
    let counted = Cohort.of(["D03"], ["R010"]) { $0.donors[0].isletIEQMeasured = 500_000 }
    let stock = try Solved(counted, policy()).model.stocks[0]
    #expect(stock.isletCapacity == 500_000)
    #expect(stock.laboratory == -1)
    let expected = try Solved(.of(["D03"], ["R010"]), policy()).model.stocks[0]
    // The median of a lognormal with mean 260,000 and standard deviation 138,000.
    #expect(expected.isletCapacity == 229_655)
    #expect(expected.laboratory >= 0)
  }

  @Test func `a centre with one bed gets one recipient, and the bed has a price`() throws {
    let cohort = Cohort.of(["D01"], ["R001", "R002"]) { cohort in
      for index in cohort.recipients.indices { cohort.recipients[index].centreID = "C1" }
      cohort.centres[0].conditioningBeds = 1
    }
    let solved = try Solved(cohort, policy())
    #expect(solved.plan.assignments.count == 1)
    let limit = try #require(solved.plan.limits.first { $0.place == "C1" })
    #expect(limit.used == 1 && limit.capacity == 1)
    let two = try Solved(.of(["D01"], ["R001", "R002"]), policy())
    let gain = Double(two.plan.proofs[0].value - solved.plan.proofs[0].value)
    #expect(try #require(limit.price) >= gain - 1)
    var plan = solved.plan
    plan.addLeftOut(solved.model, threads: 1)
    #expect(plan.leftOut.map(\.reason) == ["donors_used"] || plan.leftOut.map(\.reason) == ["beds"])
  }

  @Test func `beds count anew in each period`() throws {
    let cohort = Cohort.of(["D01", "D11"], ["R001", "R002"]) { cohort in
      for index in cohort.recipients.indices { cohort.recipients[index].centreID = "C1" }
      cohort.centres[0].conditioningBeds = 1
      cohort.donors[1].crossClampAt = cohort.donors[0].crossClampAt?.advanced(hours: 40 * 24)
      cohort.donors[1].availableUntil = cohort.donors[1].crossClampAt?.advanced(hours: 270 * 24)
    }
    #expect(try Solved(cohort, policy()).plan.assignments.count == 1)
    let monthly = try Solved(cohort, policy { $0.bedPeriodDays = 30 })
    #expect(monthly.plan.assignments.count == 2)
    #expect(Set(monthly.plan.limits.map(\.period)).count == 2)
  }

  @Test func `a donor that two people share takes one isolation run, and a laboratory keeps to its runs`()
    throws
  {
    func cohort(runs: Double) -> Cohort {
      .of(["D01", "D11"], ["R001", "R002", "R019", "R008"]) { cohort in
        for index in cohort.donors.indices {
          cohort.donors[index].isletIEQMean = 820_000
          cohort.donors[index].isletIEQSD = 1000
          cohort.donors[index].isletIEQMeasured = nil
          cohort.donors[index].latitude = cohort.donors[0].latitude
          cohort.donors[index].longitude = cohort.donors[0].longitude
        }
        for index in cohort.centres.indices where cohort.centres[index].kind == .isolation {
          cohort.centres[index].isolationRuns = runs
        }
      }
    }
    let free = try Solved(cohort(runs: 2), policy())
    #expect(Set(free.plan.assignments.map(\.donor)).count == 2)
    #expect(free.plan.limits.allSatisfy { $0.kind != "isolation_run" })
    let one = try Solved(cohort(runs: 1), policy())
    #expect(Set(one.plan.assignments.map(\.donor)).count == 1)
    #expect(one.plan.assignments.count == 2)
    let limit = try #require(one.plan.limits.first { $0.kind == "isolation_run" })
    #expect(limit.used == 1 && limit.capacity == 1)
    #expect(try Solved(cohort(runs: 0), policy()).plan.assignments.isEmpty)
  }

  @Test func `a share is kept, and its price is what the best plan without it would have had`() throws {
    let share = AllocationChoices.Share(
      name: "group B", members: .bloodGroup(.b), atLeastThousandths: 500,
      basis: .init(.policyChoice, "a test"))
    let cohort = Cohort.of(["D01", "D11"], ["R001", "R019", "R002"]) { $0.recipients[2].abo = .b }
    let free = try Solved(cohort, policy())
    let fair = try Solved(cohort, policy { $0.shares = [share] })
    let members = fair.plan.assignments.count { $0.recipient == "R002" }
    #expect(2 * members >= fair.plan.assignments.count && members == 1)
    var plan = fair.plan
    try plan.addPriceOfShares(fair.model, fair.donors, .init(gap: 0))
    #expect(plan.withoutShares?.value == free.plan.proofs[0].value)
    #expect(free.plan.proofs[0].value > fair.plan.proofs[0].value)
    #expect(plan.shares.first?.members == 1)
  }

  @Test func `what was decided before stands, and what cannot stand is told`() throws {
    let cohort = Cohort.of(["D01"], ["R001", "R002", "R019"])
    var order = AllocationOrder()
    order.required = [.init(donor: "D01", recipient: "R002")]
    #expect(try Solved(cohort, policy(), order).words.contains { $0.hasPrefix("D01>R002") })
    order.required = []
    order.forbidden = [.init(donor: "D01", recipient: "R019")]
    #expect(try !Solved(cohort, policy(), order).words.contains { $0.hasPrefix("D01>R019") })
    order.forbidden = []
    order.frozen = [
      .init(pair: .init(donor: "D01", recipient: "R001"), transplant: "islets-first", level: "10000")
    ]
    let frozen = try Solved(cohort, policy(), order)
    #expect(frozen.words.contains("D01>R001@10000"))
    #expect(frozen.plan.assignments.first { $0.recipient == "R001" }?.isFrozen == true)
    order.frozen[0].level = "20000"
    order.required = [.init(donor: "D01", recipient: "nobody"), .init(donor: "D09", recipient: "R002")]
    let setting = AllocationSetting(cohort, policy(), order)
    let faults = AllocationModel(setting, [DonorOffers(explaining: 0, in: setting)]).faults
    #expect(faults.count == 3, "\(faults)")
  }

  @Test func `losing somebody costs what planning anew without the person says`() throws {
    let cohort = Cohort.of(["D01"], ["R001", "R002", "R019"])
    let solved = try Solved(cohort, policy())
    var plan = solved.plan
    try plan.addLosses(solved.model, solved.donors, .init(gap: 0))
    for assignment in plan.assignments {
      let rest = ["R001", "R002", "R019"].filter { $0 != assignment.recipient }
      let without = try Solved(.of(["D01"], rest), policy())
      #expect(assignment.loss.kind == .exact)
      #expect(assignment.loss.amount == plan.proofs[0].value - without.plan.proofs[0].value)
    }
    // The standby alone can never do better than planning anew.
    for (standby, anew) in zip(solved.plan.assignments, plan.assignments) {
      #expect(standby.loss.kind == .atMost)
      #expect(standby.loss.amount >= anew.loss.amount)
    }
  }

  @Test func `a promise is as probable as the yield that reaches to it`() throws {
    let cohort = Cohort.of(["D01"], ["R001", "R002"]) {
      $0.donors[0].isletIEQMeasured = nil; $0.donors[0].isletIEQMean = 800_000
    }
    let solved = try Solved(cohort, policy())
    let stock = solved.model.stocks[0]
    let needs = solved.plan.assignments.map { Double($0.offer.islets) }
    #expect(needs.count == 2)
    for (place, assignment) in solved.plan.assignments.enumerated() {
      let sum = needs.prefix(place + 1).reduce(0, +)
      let expected = try #require(stock.islets).probability(atLeast: sum)
      #expect(abs(assignment.isletProbability - expected) < 1e-4)
    }
    #expect(solved.plan.assignments[1].isletProbability < solved.plan.assignments[0].isletProbability)
  }

  @Test func `scenarios hold promises as often as their probability, whoever else is in the plan`() throws {
    let cohort = Cohort.of(["D01", "D08"], ["R001", "R002", "R126"]) { $0.donors[0].isletIEQMeasured = nil }
    let solved = try Solved(cohort, policy())
    var plan = solved.plan
    plan.addScenarios(4000, seed: 3, solved.model, threads: 2)
    for assignment in plan.assignments {
      let share = try #require(assignment.heldShare)
      // Four standard deviations of a share of 4,000.
      #expect(abs(share - assignment.probability) < 0.032, "\(assignment.recipient)")
    }
    let alone = try Solved(.of(["D08"], ["R126"]), policy())
    var small = alone.plan
    small.addScenarios(4000, seed: 3, alone.model, threads: 1)
    let both = plan.assignments.first { $0.recipient == "R126" }?.heldShare
    #expect(small.assignments.first?.heldShare == both)
    #expect(plan.scenarios?.promises == plan.assignments.count)
  }
}

@Suite("Offers")
struct OfferTests {
  @Test func `the packed pool gives the offers that the rules explain`() {
    let people = example.recipients.map(\.id)
    let setting = AllocationSetting(.of(["D01", "D04", "D06", "D11"], people), policy())
    let pool = Pool(setting.cohort, under: setting.policy, threads: 2)
    for donor in setting.cohort.donors.indices {
      let explained = DonorOffers(explaining: donor, in: setting)
      let found = DonorOffers(of: donor, in: setting, pool)
      #expect(found.offers == explained.offers)
      #expect(found.stock.isletCapacity == explained.stock.isletCapacity)
    }
  }

  @Test func `an offer takes what the dose is before losses, and never more than there is`() {
    let setting = AllocationSetting(.of(["D01"], ["R001"]), policy())
    let own = DonorOffers(explaining: 0, in: setting)
    #expect(!own.offers.isEmpty)
    for offer in own.offers {
      #expect(offer.islets > 0 && offer.islets <= own.stock.isletCapacity)
      #expect(offer.cells > 0 && offer.cells <= own.stock.cellCapacity)
    }
    // 5,000 IEQ/kg at 52 kg, and the 4.9 % that a day of culture costs.
    let least = own.offers.map(\.islets).min() ?? 0
    #expect(least >= 260_000 && least < 280_000)
  }
}
