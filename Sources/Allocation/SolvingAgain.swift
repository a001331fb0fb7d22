public import TandemPacking
import TandemPolicy

extension AllocationOrder {
  /// The same without what was decided for a recipient.
  func without(_ recipient: String) -> AllocationOrder {
    var order = self
    order.required.removeAll { $0.recipient == recipient }
    order.frozen.removeAll { $0.pair.recipient == recipient }
    return order
  }
}

extension DonorOffers {
  /// The same without a recipient.
  func without(_ recipient: Int32) -> DonorOffers {
    DonorOffers(donor: donor, stock: stock, offers: offers.filter { $0.recipient != recipient })
  }
}

extension AllocationPlan {
  /// The most offers times assignments for which every loss is found by solving again.
  private static let mostWork = 400_000

  /// Finds what losing each assignment costs by solving the whole problem again without the recipient, where the
  /// problem is small enough; otherwise the losses stay what the best standby leaves.
  public mutating func addLosses(
    _ model: AllocationModel, _ donors: [DonorOffers], _ request: SolveRequest
  ) throws {
    guard model.offers.count * assignments.count <= AllocationPlan.mostWork, let last = proofs.last else {
      return
    }
    let before = assignments
    for (index, assignment) in assignments.enumerated() {
      if request.isCancelled() {
        // Either all losses are found this way or none.
        assignments = before
        return
      }
      let setting = AllocationSetting(
        model.setting.cohort, model.setting.policy, model.setting.order.without(assignment.recipient))
      let rest = AllocationModel(setting, donors.map { $0.without(assignment.offer.recipient) })
      let found = try rest.solve(request)
      guard let proof = found.proofs.last, found.proofs.count == proofs.count else { continue }
      let isExact = found.status == .optimal && status == .optimal
      assignments[index].loss = Loss(
        amount: last.value - proof.value, kind: isExact ? .exact : .withinGap)
    }
  }

  /// Finds what the best plan without the policy's shares is worth.
  public mutating func addPriceOfShares(
    _ model: AllocationModel, _ donors: [DonorOffers], _ request: SolveRequest
  ) throws {
    var policy = model.setting.policy
    if policy.allocation.shares.isEmpty { return }
    policy.allocation.shares = []
    let free = AllocationModel(
      AllocationSetting(model.setting.cohort, policy, model.setting.order), donors)
    let found = try free.solve(request)
    guard let proof = found.proofs.last, found.proofs.count == policy.allocation.objectives.count else {
      return
    }
    withoutShares = (proof.value, proof.bound)
  }
}
