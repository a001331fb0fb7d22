import TandemChance
import TandemClinic
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemMatching

/// What a pool promises besides agreeing: changes equal a new pool, threads and bounds change nothing.
struct PoolTests {
  private static let people = NearlyFit(changed: 0.02, forgotten: 0.01)

  private func policy(_ chance: inout SplitMix) -> Policy {
    chance.flip(0.5)
      ? RandomPolicy.shipped[chance.index(below: RandomPolicy.shipped.count)] : RandomPolicy.draw(&chance)
  }

  @Test("putting people in the place of others equals packing anew")
  func replacing() {
    withEvery(4) { chance in
      let policy = policy(&chance)
      var cohort = PoolTests.people.cohort(recipients: 150, donors: 4, &chance)
      var pool = Pool(cohort, under: policy)
      for _ in 0..<60 {
        let index = chance.index(below: 150)
        let person = PoolTests.people.recipient(cohort.recipients[index].id, &chance)
        let antibodies = PoolTests.people.antibodies(&chance)
        cohort.recipients[index] = person
        cohort.antibodies.replace(index, with: antibodies)
        pool.replace(index, with: person, antibodies: antibodies)
      }
      let anew = Pool(cohort, under: policy)
      try hold(pool.count == anew.count, "\(pool.count) rows, not \(anew.count)")
      for donor in cohort.donors {
        let context = MatchContext(donor: donor, in: cohort, under: policy)
        let found = Screen(context, over: pool)
        let expected = Screen(context, over: anew)
        try hold(
          found.candidates() == expected.candidates(), "\(policy.name), \(donor.id): candidates differ")
        try hold(found.offers() == expected.offers(), "\(policy.name), \(donor.id): offers differ")
      }
    }
  }

  @Test("a part of a pool finds its own people as the whole does, and nobody else")
  func parts() {
    withEvery(4) { chance in
      let policy = policy(&chance)
      let cohort = PoolTests.people.cohort(recipients: 300, donors: 4, &chance)
      var pool = Pool(cohort, under: policy)
      for index in 0..<300 where chance.flip(0.1) { pool.setActive(index, false) }
      let isKept = (0..<300).map { _ in chance.flip(0.3) }
      let part = pool.part { isKept[$0] }
      for donor in cohort.donors {
        let screen = Screen(MatchContext(donor: donor, in: cohort, under: policy), over: pool)
        let expected = screen.offers().filter { isKept[Int($0.recipientIndex)] }
        try hold(screen.over(part).offers() == expected, "\(policy.name), \(donor.id): offers differ")
        let best = screen.over(part).offers(.init(most: 5) { _, _ in 0 })
        let scores = expected.map(\.score).sorted(by: >).prefix(5)
        try hold(
          scores.allSatisfy { score in score <= .zero || best.contains { $0.score == score } },
          "\(policy.name), \(donor.id): some of the best are missing")
      }
    }
  }

  @Test("whoever is not active is not listed, and all others are")
  func activity() {
    withEvery(3) { chance in
      let policy = policy(&chance)
      let cohort = PoolTests.people.cohort(recipients: 150, donors: 3, &chance)
      var pool = Pool(cohort, under: policy)
      let before = cohort.donors.map {
        Screen(MatchContext(donor: $0, in: cohort, under: policy), over: pool).candidates()
      }
      let off = Set((0..<150).filter { _ in chance.flip(0.4) })
      for index in off { pool.setActive(index, false) }
      // A change of data does not make somebody active.
      for index in off.prefix(10) {
        pool.replace(index, with: cohort.recipients[index], antibodies: Array(cohort.antibodies.of(index)))
      }
      for (donor, all) in zip(cohort.donors, before) {
        let screen = Screen(MatchContext(donor: donor, in: cohort, under: policy), over: pool)
        let left = all.filter { !off.contains(Int($0.recipientIndex)) }
        try hold(screen.candidates() == left, "\(donor.id)")
      }
      for index in off { pool.setActive(index, true) }
      for (donor, all) in zip(cohort.donors, before) {
        let screen = Screen(MatchContext(donor: donor, in: cohort, under: policy), over: pool)
        try hold(screen.candidates() == all, "\(donor.id), all back")
        for one in all { try hold(screen.candidate(Int(one.recipientIndex)) == one, "alone") }
      }
    }
  }

  @Test(
    "offers are the open levels of the explaining code that are worth more than asked, whatever is passed by")
  func offers() {
    withEvery(6) { chance in
      let policy = policy(&chance)
      let cohort = PoolTests.people.cohort(recipients: 100, donors: 3, &chance)
      let overrides: Set<Rule> = chance.flip(0.3) ? ["crossmatch.hsc", "dose.islets"] : []
      let pool = Pool(cohort, under: policy, overrides: overrides)
      let prices = (0..<100).map { _ in chance.flip(0.5) ? 0 : Double(chance.index(below: 40_000_000)) }
      let packed = Prices(of: pool, prices)
      for donor in cohort.donors {
        let context = MatchContext(donor: donor, in: cohort, under: policy, overrides: overrides)
        let screen = Screen(context, over: pool)
        let pairs = cohort.recipients.indices.map { context.pair($0, .decide) }
        for _ in 0..<4 {
          let (islets, cells) = (40 * chance.unit(), 0.02 * chance.unit())
          let above = chance.flip(0.2) ? -.infinity : 70_000_000 * chance.unit()
          let demand = Screen.Demand(prices: chance.flip(0.7) ? packed : nil) { ieq, cd34 in
            above + (islets * ieq + cells * cd34 / 1_000_000).rounded()
          }
          var expected: [Screen.Offer] = []
          for pair in pairs {
            for (option, open) in pair.options.enumerated() {
              for (place, level) in open.levels.enumerated() where level.isOpen {
                let (ieq, cells) = (level.isletIEQ ?? 0, level.cd34Cells ?? 0)
                let price = demand.prices == nil ? 0 : prices[pair.recipientIndex]
                if Double(level.score.total.millionths) - price - demand.least(ieq, cells) <= 0 { continue }
                expected.append(
                  Screen.Offer(
                    recipientIndex: Int32(pair.recipientIndex), option: UInt8(option), level: UInt8(place),
                    score: level.score.total, isletIEQ: ieq, cd34Cells: cells))
              }
            }
          }
          let found = screen.offers(demand)
          try hold(
            found == expected, "\(policy.name), \(donor.id): \(found.count) offers, not \(expected.count)")
        }
      }
    }
  }

  @Test("the number of threads changes nothing")
  func threads() {
    withEvery(1) { chance in
      let policy = RandomPolicy.shipped[0]
      let cohort = PoolTests.people.cohort(recipients: 9000, donors: 2, &chance)
      let one = Pool(cohort, under: policy, threads: 1)
      let three = Pool(cohort, under: policy, threads: 3)
      for donor in cohort.donors {
        let context = MatchContext(donor: donor, in: cohort, under: policy)
        let runs = [(one, 1), (three, 3)].map { pool, threads in
          MatchRun(context, over: pool, threads: threads, version: "1")
        }
        try hold(runs[0].roster == runs[1].roster && runs[0].id == runs[1].id, "\(donor.id)")
        try hold(
          runs[0].roster.count + runs[0].screenedOut.count == 9000, "nobody is lost and nobody stands twice")
      }
    }
  }

  @Test("people who are alike fill their blocks: at most 48 bytes a row, and four for whoever has none")
  func size() {
    var chance = SplitMix(seed: 1)
    var cohort = NearlyFit(changed: 0, forgotten: 0).cohort(recipients: 1, donors: 0, &chance)
    cohort.recipients[0].protocols = NearlyFit.protocols
    cohort.recipients[0].weightKg = 65
    let fit = cohort.recipients[0]
    var unfit = fit
    unfit.status = .removed
    cohort.recipients = (0..<20_000).map { $0 % 2 == 0 ? fit : unfit }
    cohort.antibodies = AntibodyRegister(recipientCount: 20_000, entries: [])
    let pool = Pool(cohort, under: RandomPolicy.shipped[0])
    #expect(pool.count == 10_000)
    #expect(pool.bytes < 10_000 * 48 + 20_000 * 4)
  }
}
