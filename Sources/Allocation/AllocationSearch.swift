public import TandemPacking
import TandemPolicy

/// What a search for the best plan found.
public struct AllocationResult: Sendable {
  /// How the search ended.
  public var status: Status
  /// The offers of the plan, donor by donor; nil when there is no plan.
  public var chosen: [Offer]?
  /// For each objective of the policy what was reached and proven; fewer when the search was stopped early.
  public var proofs: [ObjectiveProof]
  /// The method that gave the answer.
  public var method: Method
  /// How many pairs had an offer.
  public var pairs: Int
  /// How many bundles were looked at.
  public var bundles: Int
  /// How many nodes were branched on.
  public var nodes: Int
  /// What each donor's best set is worth at the prices of the last proof, scaled as they are; nil where the offers
  /// of the model tell it.
  public var donorWorths: [Int64]?
}

extension AllocationModel {
  /// Looks for the best plan. Large problems go by short lists of offers, with the bound proven over all of them,
  /// unless the whole problem is asked for by the method `exact`.
  public func solve(_ request: SolveRequest) throws -> AllocationResult {
    if request.method != .exact, offers.count > AllocationModel.mostOffers, fitsLists {
      return try solveByLists(request)
    }
    return try solveWhole(request)
  }

  /// Looks for the best plan in the problem as a whole.
  func solveWhole(_ request: SolveRequest) throws -> AllocationResult {
    let solution = try TandemPacking.solve(packing, request)
    let objectives = setting.policy.allocation.objectives
    var chosen = solution.plan.map(self.chosen)
    if solution.status == .limit, let first = firstPlan() {
      // Where the search was stopped early, what fits without any search may be better, or all there is.
      if chosen.map({ precedes($0, first, objectives) }) ?? true { chosen = first }
    }
    var result = AllocationResult(
      status: solution.status, chosen: chosen, proofs: [], method: solution.method,
      pairs: pairs, bundles: solution.bundles, nodes: solution.nodes)
    guard let chosen else { return result }
    for (rank, objective) in objectives.enumerated() {
      let reached = result.proofs.map(\.value)
      var proof = ObjectiveProof(
        objective: objective, value: chosen.reduce(0) { $0 + $1.value(objective) })
      let isLast = rank == objectives.count - 1
      let certificates = solution.earlierCertificates + (isLast ? [solution.certificate] : [])
      if rank < certificates.count {
        certify(&proof, rank, certificates[rank], reached)
      } else if solution.method == .core {
        // Prices of nothing prove that each donor gives its best, at most.
        let prices = PriceList(shares: setting.policy.allocation.shares.count, rank: rank)
        (proof.prices, proof.certifiedBound) = (prices, bound(rank, prices, reached))
      }
      // The search for an earlier objective may prove more than its prices do, but does not keep it.
      proof.bound = proof.certifiedBound
      if isLast, certificates.count == objectives.count, let bound = solution.bound {
        proof.bound = min(bound, proof.certifiedBound ?? bound)
      }
      result.proofs.append(proof)
    }
    return result
  }

  /// Whether `other` is worth more, by the objectives in their order.
  private func precedes(_ chosen: [Offer], _ other: [Offer], _ objectives: [AllocationPlan.Objective]) -> Bool
  {
    func values(_ offers: [Offer]) -> [Int64] {
      objectives.map { objective in offers.reduce(0) { $0 + $1.value(objective) } }
    }
    return values(chosen).lexicographicallyPrecedes(values(other))
  }

  /// Adds the prices, and the bound that they prove over all offers.
  private func certify(
    _ proof: inout ObjectiveProof, _ rank: Int, _ certificate: Certificate?, _ reached: [Int64]
  ) {
    guard let certificate, let prices = prices(certificate, rank) else { return }
    proof.prices = prices
    proof.certifiedBound = bound(rank, prices, reached)
  }

  /// What prices prove over all offers of the model.
  func bound(_ rank: Int, _ prices: PriceList, _ reached: [Int64]) -> Int64? {
    var bound = PricedBound(setting, rank: rank, prices, reached: reached)
    for range in donorRanges {
      bound.add(offers[range], of: stocks[Int(offers[range.lowerBound].donor)])
    }
    return bound.bound
  }

  /// The offers of each donor that has any.
  var donorRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for index in offers.indices.dropFirst() where offers[index].donor != offers[start].donor {
      ranges.append(start..<index)
      start = index
    }
    if !offers.isEmpty { ranges.append(start..<offers.count) }
    return ranges
  }

  /// The prices at the first leaf of a certificate, by the names of the people and places.
  private func prices(_ certificate: Certificate, _ rank: Int) -> PriceList? {
    let leaves = certificate.nodes.lazy.compactMap { node -> Certificate.Leaf? in
      if case .leaf(let leaf) = node { leaf } else { nil }
    }
    guard let leaf = leaves.first else { return nil }
    let shares = setting.policy.allocation.shares
    var prices = PriceList(shares: shares.count, rank: rank)
    prices.scale = certificate.scale
    for price in leaf.claimants where price.index < claimants.count {
      prices.recipients[claimants[price.index]] = price.amount
    }
    var limitOf: [Int: Limit] = [:]
    for (limit, resource) in limits { limitOf[resource] = limit }
    for price in leaf.resources {
      switch limitOf[price.index] {
      case .bed(let slot)?: prices.beds[slot] = price.amount
      case .runs(let laboratory)?: prices.runs[laboratory] = price.amount
      case nil: break
      }
    }
    let ruled = shares.indices.filter { shares[$0].atLeastThousandths > 0 }
    for price in leaf.rules where ruled.indices.contains(price.index) {
      prices.shares[ruled[price.index]] = price.amount
    }
    for price in leaf.floors where price.index < rank { prices.floors[price.index] = price.amount }
    return prices
  }
}
