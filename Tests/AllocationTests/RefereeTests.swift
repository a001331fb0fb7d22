import TandemChance
import TandemClinic
import TandemPacking
import TandemPolicy
import TandemRegistry
import TestSupport
import Testing

@testable import TandemAllocation

/// Small problems made up offer by offer, solved by trying everything.
@Suite("Plans against the referee")
struct RefereeTests {
  /// A cohort of nameless people, and offers for them at random.
  static func problem(_ chance: inout SplitMix) -> (AllocationSetting, [DonorOffers]) {
    let people = 1 + chance.index(below: 5)
    let count = 1 + chance.index(below: 3)
    var centres = ["C1", "C2", "L1"].map { Centre(id: $0) }
    for index in 0..<2 where chance.flip(0.7) {
      centres[index].conditioningBeds = Double(chance.index(below: 3))
    }
    if chance.flip(0.6) { centres[2].isolationRuns = Double(chance.index(below: 3)) }
    let recipients = (0..<people).map { index in
      var person = Recipient(id: "R\(index)")
      person.centreID = chance.flip(0.8) ? "C\(1 + chance.index(below: 2))" : nil
      person.abo = chance.flip(0.5) ? .o : .a
      return person
    }
    let cohort = Cohort(
      donors: (0..<count).map { Donor(id: "D\($0)") }, recipients: recipients, centres: centres,
      antibodies: AntibodyRegister(recipientCount: people, entries: []))
    var shares: [AllocationChoices.Share] = []
    if chance.flip(0.4) {
      shares = [
        .init(
          name: "O", members: .bloodGroup(.o), atLeastThousandths: [300, 500, 700][chance.index(below: 3)],
          basis: .init(.policyChoice, "a test"))
      ]
    }
    let objectives: [AllocationChoices.Objective] =
      [[.score], [.transplants, .score], [.score, .transplants]][chance.index(below: 3)]
    let setting = AllocationSetting(
      cohort,
      policy {
        $0.shares = shares
        $0.objectives = objectives
      })
    let donors = (0..<count).map { donor -> DonorOffers in
      let stock = DonorStock(
        isletCapacity: Int64(20 + chance.index(below: 60)), cellCapacity: Int64(20 + chance.index(below: 60)),
        laboratory: chance.flip(0.6) ? 2 : -1)
      var offers: [Offer] = []
      for recipient in 0..<people where chance.flip(0.7) {
        for level in 0..<(1 + chance.index(below: 2)) {
          offers.append(
            Offer(
              donor: Int32(donor), recipient: Int32(recipient), regimen: 0, level: Int32(level),
              score: Points(millionths: Int64(1 + chance.index(below: 100))), benefit: 0,
              islets: min(Int64(5 + chance.index(below: 40)), stock.isletCapacity),
              cells: min(Int64(chance.index(below: 40)), stock.cellCapacity),
              bed: setting.centre[recipient] < 0
                ? nil : BedSlot(centre: setting.centre[recipient], period: Int32(chance.index(below: 2)))))
        }
      }
      return DonorOffers(donor: Int32(donor), stock: stock, offers: offers)
    }
    return (setting, donors)
  }

  /// The best values of the objectives over all choices that keep every limit; nil when there is none.
  static func bruteForce(_ setting: AllocationSetting, _ donors: [DonorOffers]) -> [Int64]? {
    let offers = donors.flatMap(\.offers)
    let centres = setting.cohort.centres
    var best: [Int64]?
    func keeps(_ chosen: [Offer]) -> Bool {
      for donor in donors {
        let own = chosen.filter { $0.donor == donor.donor }
        if own.reduce(0, { $0 + $1.islets }) > donor.stock.isletCapacity { return false }
        if own.reduce(0, { $0 + $1.cells }) > donor.stock.cellCapacity { return false }
      }
      for (slot, own) in Dictionary(grouping: chosen.filter { $0.bed != nil }, by: \.bed!) {
        if let beds = centres[Int(slot.centre)].conditioningBeds, Double(own.count) > beds { return false }
      }
      let running = Set(chosen.map(\.donor)).count { donors[Int($0)].stock.laboratory == 2 }
      if let runs = centres[2].isolationRuns, Double(running) > runs { return false }
      for share in setting.policy.allocation.shares {
        let members = chosen.count { setting.cohort.recipients[Int($0.recipient)].abo == .o }
        if members * 1000 < Int(share.atLeastThousandths) * chosen.count { return false }
      }
      return true
    }
    func go(_ recipient: Int, _ chosen: [Offer]) {
      if recipient == setting.cohort.recipients.count {
        guard keeps(chosen) else { return }
        let values = setting.policy.allocation.objectives.map { objective in
          chosen.reduce(0) { $0 + $1.value(objective) }
        }
        if best == nil || best!.lexicographicallyPrecedes(values) { best = values }
        return
      }
      go(recipient + 1, chosen)
      for offer in offers where Int(offer.recipient) == recipient { go(recipient + 1, chosen + [offer]) }
    }
    go(0, [])
    return best
  }

  @Test func `the plan is the best of all, and no bound lies below it`() {
    withEvery(250) { chance in
      let (setting, donors) = RefereeTests.problem(&chance)
      let best = RefereeTests.bruteForce(setting, donors)!
      let model = AllocationModel(setting, donors)
      for method in [Method.core, .exact] {
        let result = try model.solve(.init(method: method, gap: 0))
        try hold(result.status == .optimal, "\(method) ended \(result.status)")
        try hold(
          result.proofs.map(\.value) == best, "\(method) found \(result.proofs.map(\.value)), not \(best)")
        for proof in result.proofs {
          for bound in [proof.bound, proof.certifiedBound].compactMap({ $0 }) {
            try hold(bound >= proof.value, "\(method): the bound \(bound) lies below \(proof.value)")
          }
        }
        let isProven = method == .exact || result.proofs.allSatisfy { $0.prices != nil }
        try hold(isProven, "the core gave no prices")
      }
    }
  }

  @Test func `whatever the prices are, no plan is worth more than they prove`() {
    withEvery(1000) { chance in
      let (setting, donors) = RefereeTests.problem(&chance)
      let best = RefereeTests.bruteForce(setting, donors)!
      let model = AllocationModel(setting, donors)
      let rank = chance.index(below: best.count)
      var prices = PriceList(shares: setting.policy.allocation.shares.count, rank: rank)
      prices.scale = Int64(1 + chance.index(below: 4))
      for recipient in setting.cohort.recipients.indices where chance.flip(0.5) {
        prices.recipients[Int32(recipient)] = Int64(chance.index(below: 200))
      }
      for (limit, _) in model.limits {
        switch limit {
        case .bed(let slot): prices.beds[slot] = Int64(chance.index(below: 100))
        case .runs(let laboratory): prices.runs[laboratory] = Int64(chance.index(below: 100))
        }
      }
      for index in prices.shares.indices { prices.shares[index] = Int64(chance.index(below: 3)) }
      for index in prices.floors.indices { prices.floors[index] = Int64(chance.index(below: 50)) }
      try hold(prices.fault(setting, mustServe: []) == nil, "the prices are refused")
      let bound = model.bound(rank, prices, Array(best.prefix(rank)))!
      try hold(bound >= best[rank], "\(bound) is below \(best[rank])")
    }
  }
}
