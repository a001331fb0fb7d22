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

@Suite("Pools too large to hold")
struct LargePoolTests {
  /// A problem with the one objective and without the shares that large pools are planned by.
  private static func problem(_ chance: inout SplitMix) -> (AllocationSetting, [DonorOffers])? {
    let (setting, donors) = RefereeTests.problem(&chance)
    return LargePool.obstacle(setting) == nil ? (setting, donors) : nil
  }

  @Test func `the bound holds for the best plan of all, and no plan is worth more than that`() {
    withEvery(20) { chance in
      guard let (setting, donors) = LargePoolTests.problem(&chance) else { return }
      let best = RefereeTests.bruteForce(setting, donors)![0]
      let result = LargePool(setting, judged: donors).solve(.init(gap: 0))
      let proof = result.proofs[0]
      try hold(proof.value <= best, "\(proof.value) is more than \(best)")
      try hold(proof.bound! >= best, "the bound \(proof.bound!) lies below \(best)")
      let model = AllocationModel(setting, donors)
      try hold(
        proof.bound == model.bound(0, proof.prices!, []),
        "the prices prove \(model.bound(0, proof.prices!, [])!)")
      try hold(proof.prices!.fault(setting, mustServe: []) == nil, "the prices are refused")
    }
  }

  @Test func `a donor's best set over all pairs is exact, wherever the edge is guessed`() {
    withEvery(500) { chance in
      guard let (setting, donors) = LargePoolTests.problem(&chance) else { return }
      let source = OfferSource(setting, donors)
      var board = PriceBoard(setting, periods: 2)
      for index in board.recipient.indices { board.recipient[index] = Int64(chance.index(below: 40)) }
      let priced = source.priced(board)
      let objective = setting.policy.allocation.objectives[0]
      for (donor, own) in donors.enumerated() {
        let items = own.offers.enumerated().map { tag, offer in
          BundleSearch.Item(
            recipient: offer.recipient, tag: Int32(tag), worth: board.worth(offer.score.millionths, offer),
            islets: offer.islets, cells: offer.cells)
        }
        let best = BundleSearch(items, islets: own.stock.isletCapacity, cells: own.stock.cellCapacity).best
        let measure = Filling.Measure(own.stock, part: [0, 0.5, 1][chance.index(below: 3)])
        var guess = Edge(measure, above: Double(chance.index(below: 120)) - 20)
        if chance.flip(0.5) {
          var asker = source.asker(of: donor)
          let some = asker.answer(guess, priced).found(board, objective)
          guess = Edge(
            Filling(some, own.stock, measure), best: Int64(chance.index(below: 200)),
            slack: Double(chance.index(below: 40)) - 20, leastShare: { _ in chance.flip(0.5) ? 0 : 0.3 })
        }
        let rent = Int64(chance.index(below: 2) * chance.index(below: 100))
        var finder = BundleFinder()
        var asker = source.asker(of: donor)
        let scan = DonorScan(
          &asker, .init(priced, unlisted: source.priced(Unlisted(board, []).board)), guess: { _ in guess },
          rent: rent,
          .init(isProof: true, slack: 5, most: 50), objective, &finder)
        try hold(
          best > rent ? scan.best == best : scan.best <= rent, "\(scan.best) is not \(best) over \(rent)")
        try hold(Set(scan.bundle).isSubset(of: scan.near), "the best set is not on the list")
        for person in Set(own.offers.map(\.recipient)) where board.recipient[Int(person)] > 0 {
          let price = board.recipient[Int(person)]
          let known = items.filter {
            $0.recipient == person || scan.near.contains(own.offers[Int($0.tag)])
          }
          let free = known.map { item in
            var item = item
            if item.recipient == person { item.worth += price }
            return item
          }
          let most = BundleSearch(free, islets: own.stock.isletCapacity, cells: own.stock.cellCapacity).best
          let bid = scan.bids.filter { $0.offer.recipient == person }.map(\.worth).max() ?? 0
          try hold(
            bid >= min(price, most - max(best, rent)),
            "\(bid) is bid for \(person), who would bring \(most) instead of \(best)")
        }
      }
    }
  }

  @Test func `what a donor was answered once proves its best set at any higher prices`() {
    withEvery(500) { chance in
      guard let (setting, donors) = LargePoolTests.problem(&chance) else { return }
      let source = OfferSource(setting, donors)
      let objective = setting.policy.allocation.objectives[0]
      var board = PriceBoard(setting, periods: 2)
      for index in board.recipient.indices { board.recipient[index] = Int64(chance.index(below: 20)) }
      let asked = source.priced(board)
      let steps = 1 + chance.index(below: 20)
      for index in board.recipient.indices { board.recipient[index] += Int64(chance.index(below: steps)) }
      for index in board.bed.indices.dropLast() { board.bed[index] += Int64(chance.index(below: steps)) }
      for (donor, own) in donors.enumerated() {
        var asker = source.asker(of: donor)
        var finder = BundleFinder()
        let guess = Edge(.init(own.stock, part: 1), above: Double(chance.index(below: 60)))
        let want = DonorScan.Want(
          isProof: chance.flip(0.5), slack: 5, most: 50, allowance: Int64(chance.index(below: 10)))
        let before = DonorScan(&asker, .init(asked), guess: { _ in guess }, rent: 0, want, objective, &finder)
        asker.rest()
        let later = DonorScan(
          &asker, .init(board, asked: asked, unlisted: nil), guess: { _ in guess }, known: before.answer,
          rent: 0,
          .init(isProof: true, slack: 5, most: 50), objective, &finder)
        let items = own.offers.enumerated().map { tag, offer in
          BundleSearch.Item(
            recipient: offer.recipient, tag: Int32(tag), worth: board.worth(offer.score.millionths, offer),
            islets: offer.islets, cells: offer.cells)
        }
        let best = BundleSearch(items, islets: own.stock.isletCapacity, cells: own.stock.cellCapacity).best
        try hold(later.best == max(0, best), "\(later.best) is not \(best)")
      }
    }
  }

  @Test func `those in nobody's list get the highest bid for a price, unless theirs is lower`() throws {
    let setting = AllocationSetting(example, policy())
    let judged = example.donors.indices.map { DonorOffers(explaining: $0, in: setting) }
    let offers = try #require(judged.first { $0.offers.count > 2 }).offers
    var board = PriceBoard(setting, periods: 1)
    let (first, second) = (offers[0], try #require(offers.first { $0.recipient != offers[0].recipient }))
    board.recipient[Int(first.recipient)] = 30
    board.recipient[Int(second.recipient)] = 5
    var unlisted = Unlisted(board, [])
    #expect(!unlisted.isEmpty)
    #expect(unlisted.board.recipient[Int(first.recipient)] == 0)
    unlisted.take([.init(offer: first, worth: 8), .init(offer: second, worth: 9)], near: [], 1)
    unlisted.take([.init(offer: first, worth: 12)], near: [], 1)
    #expect(Set(unlisted.wanted(1).flatMap(\.offers)) == [first, second])
    var floor = PriceBoard(setting, periods: 1)
    var other = board
    unlisted.lower(&board, noLowerThan: floor)
    #expect(board.recipient[Int(first.recipient)] == 12)
    #expect(board.recipient[Int(second.recipient)] == 5)
    floor.recipient[Int(first.recipient)] = 20
    unlisted.lower(&other, noLowerThan: floor)
    #expect(other.recipient[Int(first.recipient)] == 20)
  }

  @Test func `on a real cohort the packed pool gives what judging pair by pair gives, on any threads`() throws
  {
    let setting = AllocationSetting(example, policy())
    let pool = Pool(example, under: setting.policy)
    let judged = example.donors.indices.map { DonorOffers(explaining: $0, in: setting) }
    let one = LargePool(setting, pool).solve(.init(gap: 0.0001, threads: 1))
    let two = LargePool(setting, pool).solve(.init(gap: 0.0001, threads: 2))
    let other = LargePool(setting, judged: judged).solve(.init(gap: 0.0001, threads: 2))
    #expect(one.chosen == two.chosen && one.proofs == two.proofs)
    #expect(one.chosen == other.chosen && one.proofs == other.proofs)

    let model = AllocationModel(setting, judged)
    let proof = try #require(one.proofs.first)
    #expect(proof.bound == model.bound(0, try #require(proof.prices), []))
    let exact = try model.solve(.init(gap: 0))
    #expect(exact.status == .optimal)
    let best = try #require(exact.proofs.first).value
    #expect(proof.value <= best && best <= proof.bound!)
    #expect(Double(best - proof.value) <= 0.01 * Double(best), "\(proof.value) of \(best)")
  }

  @Test func `a plan from a large pool is described and verified without the offers of other pairs`() throws {
    let setting = AllocationSetting(example, policy())
    let large = LargePool(setting, Pool(example, under: setting.policy))
    let result = large.solve(.init(gap: 0.001, threads: 2))
    let described = large.model(of: result.chosen!, threads: 2)
    var plan = PlanBuilder(described, result).plan()
    plan.addLeftOut(described, threads: 2)
    #expect(plan.assignments.count == result.chosen!.count)
    #expect(plan.donors.allSatisfy { $0.candidates == nil })
    let whole = AllocationModel(
      setting, example.donors.indices.map { DonorOffers(explaining: $0, in: setting) })
    let account = Account(whole, result.chosen!)
    #expect(account.left.allSatisfy { $0.islets >= 0 && $0.cells >= 0 })
    #expect(account.served.count == result.chosen!.count)
    var held = PlanBuilder(whole, result).plan()
    held.addLeftOut(whole, threads: 2)
    #expect(plan.assignments.map(\.standbys) == held.assignments.map(\.standbys))
    #expect(plan.donors.map(\.standbys) == held.donors.map(\.standbys))
    #expect(plan.assignments.contains { !$0.standbys.isEmpty })
    #expect(plan.groups == held.groups)
    for (reason, other) in zip(plan.leftOutCounts, held.leftOutCounts) { #expect(reason == other) }
    #expect(plan.leftOutCounts.count == held.leftOutCounts.count && plan.leftOutCounts.count > 3)
  }

  @Test func `a plan that is described in a hurry says that nobody looked for standbys`() throws {
    let setting = AllocationSetting(example, policy())
    let large = LargePool(setting, Pool(example, under: setting.policy))
    let result = large.solve(.init(gap: 0.001))
    let model = large.model(of: result.chosen!, threads: 1, isCancelled: { true })
    var plan = PlanBuilder(model, result).plan()
    plan.addLeftOut(model, threads: 1)
    #expect(!plan.namesStandbys && plan.leftOutCounts.isEmpty)
    #expect(plan.groups.allSatisfy { $0.open == nil })
    let text = try planText(plan, setting, "", wantedGap: 0)
    #expect(text.contains("\"left_out\": null") && text.contains("\"standbys_named\": false"))
    let document = try PlanDocument(JSON5Node.read(text, path: ""), path: "")
    #expect(!document.namesStandbys)
  }

  @Test func `the rule that keeps most donors off is the one that explaining every pair finds`() {
    let setting = AllocationSetting(example, policy())
    let donors = example.donors.indices.map { DonorOffers(explaining: $0, in: setting) }
    let served = Set(donors.flatMap(\.offers).map(\.recipient))
    let others = example.recipients.indices.map { Int32($0) }.filter { !served.contains($0) }
    let contexts = example.donors.map { MatchContext(donor: $0, in: example, under: setting.policy) }
    for (recipient, bar) in zip(others, Bar.main(of: others, in: setting, threads: 2)) {
      var counts: [Rule: Int] = [:]
      for context in contexts {
        for rule in Set(context.pair(Int(recipient), .faults).blocking.map(\.rule)) {
          counts[rule, default: 0] += 1
        }
      }
      // What the donor fails by says nothing of a recipient.
      counts = counts.filter { !$0.key.name.hasPrefix("donor") && !$0.key.name.hasPrefix("timing.") }
      #expect(bar?.asked == contexts.count)
      #expect(bar.map { counts[$0.rule] == $0.donors && $0.donors == counts.values.max() } ?? counts.isEmpty)
    }
    #expect(others.count > 20)
  }

  @Test
  func `those who would come next, and what stands in the way of others, are as where all pairs are held`() {
    var named = 0
    var reasons: [String: Int] = [:]
    withEvery(300) { chance in
      let (setting, donors) = RefereeTests.problem(&chance)
      guard LargePool.obstacle(setting) == nil else { return }
      // Any plan will do: what fits, taken by chance.
      let whole = AllocationModel(setting, donors)
      var chosen: [Offer] = []
      for offer in whole.offers.shuffled(using: &chance) where chance.flip(0.5) {
        let next = chosen + [offer]
        let account = Account(whole, next)
        let fits = account.left.allSatisfy { $0.islets >= 0 && $0.cells >= 0 }
        let holds = account.used.allSatisfy { $0.value <= whole.capacity($0.key) }
        if fits, holds, account.served.count == next.count { chosen = next }
      }
      let pool = LargePool(setting, judged: donors).model(of: chosen, threads: 2)
      let (one, other) = (
        StandbyList(whole, Account(whole, chosen)), StandbyList(pool, Account(pool, chosen))
      )
      let standing = LeftOutReasons(
        setting, pool.standing!, served: Set(chosen.map(\.recipient)), threads: 1)
      for person in LeftOutList(whole, chosen, threads: 1).people {
        let index = setting.cohort.recipients.firstIndex { $0.id == person.recipient }!
        try hold(
          standing[index] == person.reason,
          "\(person.recipient): \(standing[index] ?? "served"), not \(person.reason)")
        reasons[person.reason, default: 0] += 1
      }
      for offer in chosen {
        let next = one.replacements(of: offer)
        named += next.count
        try hold(
          other.replacements(of: offer) == next, "for \(offer): \(other.replacements(of: offer)), not \(next)"
        )
      }
      for donor in donors.map(\.donor) {
        let next = one.additions(to: donor)
        named += next.count
        try hold(
          other.additions(to: donor) == next, "of \(donor): \(other.additions(to: donor)), not \(next)")
      }
    }
    #expect(named > 100)
    for reason in ["donors_used", "beds", "isolation_runs", "gap"] {
      #expect(reasons[reason] ?? 0 > 0, "\(reason)")
    }
  }

  @Test func `stopped at once, the search says so and states no bound that it has not proven`() throws {
    let setting = AllocationSetting(example, policy())
    let large = LargePool(setting, Pool(example, under: setting.policy))
    let result = large.solve(.init(gap: 0, isCancelled: { true }))
    #expect(result.status == .limit)
    #expect(result.proofs[0].bound == nil && result.proofs[0].prices == nil)
  }

  @Test func `cohorts beyond sixty million pairs are large, and what the pool cannot do is told`() {
    var cohort = example
    cohort.recipients = Array(repeating: example.recipients[0], count: 60_001)
    cohort.donors = Array(repeating: example.donors[0], count: 1000)
    #expect(LargePool.isLarge(cohort))
    #expect(!LargePool.isLarge(example))
    #expect(LargePool.obstacle(AllocationSetting(example, policy())) == nil)
    #expect(
      LargePool.obstacle(AllocationSetting(example, policy { $0.objectives = [.transplants, .score] }))
        == "the policy ranks its objectives")
    var order = AllocationOrder()
    order.forbidden = [.init(donor: "D01", recipient: "R001")]
    #expect(LargePool.obstacle(AllocationSetting(example, policy(), order)) == "pairs were decided before")
  }
}
