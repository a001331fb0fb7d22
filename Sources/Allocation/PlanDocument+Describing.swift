import TandemClinic
import TandemPolicy
import TandemRegistry

extension PlanDocument {
  /// Whether the plan's losses and price of shares were found by solving again.
  public var solvesAgain: Bool { entries.contains(where: \.hasSolvedLoss) }

  /// The plan described anew from the assignments that the file states; nil when one of them is no offer of the
  /// model, or a number of the file is out of range. `donorWorths` are needed where the model does not hold the
  /// offers of all pairs.
  public func described(
    _ model: AllocationModel, _ certificate: CertificateDocument?, donorWorths: [Int64]? = nil,
    threads: Int = 1
  ) -> AllocationPlan? {
    let regimens = model.setting.policy.regimens.map(\.transplant)
    var offers: [AllocationOrder.Frozen: Offer] = [:]
    for offer in model.offers {
      let transplant = regimens[Int(offer.regimen)]
      let names = AllocationOrder.Frozen(
        pair: AllocationOrder.Pair(
          donor: model.setting.cohort.donors[Int(offer.donor)].id,
          recipient: model.setting.cohort.recipients[Int(offer.recipient)].id),
        transplant: transplant.name, level: transplant.levels[Int(offer.level)].name)
      offers[names] = offer
    }
    var chosen: [Offer] = []
    for entry in entries {
      let names = AllocationOrder.Frozen(pair: entry.pair, transplant: entry.transplant, level: entry.level)
      guard let offer = offers[names] else { return nil }
      chosen.append(offer)
    }
    var proofs: [ObjectiveProof] = []
    for (rank, stated) in objectives.enumerated() {
      guard let objective = AllocationPlan.Objective(rawValue: stated.name) else { return nil }
      func whole(_ amount: Double) -> Int64? {
        Int64(exactly: (objective == .transplants ? amount : amount * 1_000_000).rounded())
      }
      guard let value = whole(stated.value) else { return nil }
      var proof = ObjectiveProof(objective: objective, value: value)
      proof.bound = stated.bound.flatMap(whole)
      proof.certifiedBound = stated.certifiedBound.flatMap(whole)
      if let certificate, certificate.proofs.indices.contains(rank) {
        proof.prices = certificate.proofs[rank].prices
      }
      proofs.append(proof)
    }
    let result = AllocationResult(
      status: status, chosen: chosen, proofs: proofs, method: method,
      pairs: model.coversAllPairs ? model.pairs : model.setting.cohort.pairCount,
      bundles: effort.bundles, nodes: effort.nodes, donorWorths: donorWorths)
    return PlanBuilder(model, result, threads: threads).plan()
  }
}
