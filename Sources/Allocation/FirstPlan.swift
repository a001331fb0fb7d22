import TandemPacking
import TandemPolicy
import TandemRegistry

extension AllocationModel {
  /// A plan without any search: demanded recipients first, then offer by offer from the most valuable down, each
  /// taken when it still fits. Nil when it breaks a share, or when a demanded recipient does not fit.
  func firstPlan() -> [Offer]? {
    let objectives = setting.policy.allocation.objectives
    let demanded = Set(packing.required.filter { $0 < claimants.count }.map { claimants[$0] })
    func precedes(_ first: Int, _ second: Int) -> Bool {
      let (one, two) = (offers[first], offers[second])
      if demanded.contains(one.recipient) != demanded.contains(two.recipient) {
        return demanded.contains(one.recipient)
      }
      for objective in objectives where one.value(objective) != two.value(objective) {
        return one.value(objective) > two.value(objective)
      }
      return (one.islets, first) < (two.islets, second)
    }
    var left = stocks.map { (islets: $0.isletCapacity, cells: $0.cellCapacity) }
    var used: [Limit: Int64] = [:]
    var active: Set<Int32> = []
    var served: Set<Int32> = []
    var chosen: [Offer] = []
    func hasRoom(_ limit: Limit) -> Bool {
      guard isLimited(limit) else { return true }
      return used[limit, default: 0] < capacity(limit)
    }
    for index in offers.indices.sorted(by: precedes) {
      let offer = offers[index]
      let donor = Int(offer.donor)
      let laboratory = stocks[donor].laboratory
      let isNew = laboratory >= 0 && !active.contains(offer.donor)
      guard !served.contains(offer.recipient), offer.islets <= left[donor].islets,
        offer.cells <= left[donor].cells, offer.bed.map({ hasRoom(.bed($0)) }) ?? true,
        !isNew || hasRoom(.runs(laboratory))
      else { continue }
      served.insert(offer.recipient)
      left[donor].islets -= offer.islets
      left[donor].cells -= offer.cells
      if let bed = offer.bed { used[.bed(bed), default: 0] += 1 }
      if isNew { used[.runs(laboratory), default: 0] += 1 }
      active.insert(offer.donor)
      chosen.append(offer)
    }
    if !demanded.isSubset(of: served) { return nil }
    for (bit, share) in setting.policy.allocation.shares.enumerated() {
      let members = chosen.count { (setting.groups[Int($0.recipient)] >> UInt64(bit)) & 1 == 1 }
      if 1000 * Int64(members) < share.atLeastThousandths * Int64(chosen.count) {
        return demanded.isEmpty ? [] : nil
      }
    }
    return chosen
  }

  /// Whether the cohort sets the limit at all.
  private func isLimited(_ limit: Limit) -> Bool {
    let centres = setting.cohort.centres
    switch limit {
    case .bed(let slot): return centres[Int(slot.centre)].conditioningBeds != nil
    case .runs(let laboratory): return centres[Int(laboratory)].isolationRuns != nil
    }
  }
}
