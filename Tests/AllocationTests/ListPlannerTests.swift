import TandemChance
import TandemPacking
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemAllocation

@Suite("Plans by short lists")
struct ListPlannerTests {
  @Test func `what the sieve throws away no best bundle needs`() {
    withEvery(2000) { chance in
      let count = 4 + chance.index(below: 30)
      let stock = DonorStock(
        isletCapacity: Int64(30 + chance.index(below: 60)), cellCapacity: Int64(30 + chance.index(below: 60)),
        laboratory: -1)
      let entries = (0..<count).map { tag -> OfferSource.Found in
        let offer = Offer(
          donor: 0, recipient: Int32(chance.index(below: 12)), regimen: 0, level: Int32(tag), score: .zero,
          benefit: 0, islets: Int64(10 + chance.index(below: 30)), cells: Int64(chance.index(below: 40)),
          bed: nil)
        return OfferSource.Found(offer: offer, worth: Int64(chance.index(below: 50)) - 5)
      }
      func best(_ entries: [OfferSource.Found]) -> Int64 {
        BundleSearch(
          entries.enumerated().map { tag, entry in
            BundleSearch.Item(
              recipient: entry.offer.recipient, tag: Int32(tag), worth: entry.worth,
              islets: entry.offer.islets, cells: entry.offer.cells)
          }, islets: stock.isletCapacity, cells: stock.cellCapacity
        ).best
      }
      let people = OfferSieve.mostPeople(entries.map(\.offer), stock)
      let kept = OfferSieve.needed(entries, people: people)
      try hold(best(kept) == best(entries), "\(best(kept)) is not \(best(entries))")
      try hold(
        OfferSieve.needed(entries, people: people + 3).count >= kept.count, "more people, fewer offers")
    }
  }

  @Test func `by short lists the plan is as good as the gap says, and the bound holds for all offers`() {
    withEvery(200) { chance in
      let (setting, donors) = RefereeTests.problem(&chance)
      if setting.policy.allocation.objectives.count > 1 { return }
      let best = RefereeTests.bruteForce(setting, donors)!
      let model = AllocationModel(setting, donors)
      let result = try model.solveByLists(.init(gap: 0))
      let proof = result.proofs[0]
      try hold(proof.value <= best[0], "\(proof.value) is more than \(best)")
      try hold(proof.bound! >= best[0], "the bound \(proof.bound!) lies below \(best)")
      // The bound of prices may lie above the best plan; the plan itself is found on problems of this size.
      try hold(proof.value == best[0], "\(proof.value) is less than \(best)")
      try hold(
        (result.status == .optimal) == (proof.bound == proof.value), "\(result.status) at \(proof.bound!)")
    }
  }
}
