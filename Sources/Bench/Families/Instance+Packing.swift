public import TandemPacking

extension Instance {
  /// The instance as a packing problem: recipients are claimants, donors own islets and stem cells, beds
  /// belong to nobody, shares are group rules. Options keep their order.
  public var packingProblem: PackingProblem {
    var problem = PackingProblem(claimants: recipientCount)
    var islets: [Int] = []
    var cells: [Int] = []
    for donor in isletYield.indices {
      let owner = problem.addOwner()
      islets.append(problem.addResource(capacity: isletYield[donor], owner: owner))
      cells.append(problem.addResource(capacity: cd34Yield[donor], owner: owner))
    }
    let rooms = beds.map { problem.addResource(capacity: $0) }
    problem.options.reserve(options: options.count, uses: 3 * options.count)
    for option in options {
      let recipient = Int(option.recipient)
      let donor = Int(option.donor)
      problem.options.add(claimant: recipient, value: option.value, groups: groups[recipient])
      problem.options.use(option.islets, of: islets[donor])
      problem.options.use(option.cd34, of: cells[donor])
      if !rooms.isEmpty { problem.options.use(1, of: rooms[centre[recipient]]) }
    }
    problem.rules = shares.map { .share(of: $0.group, .atLeast, $0.numerator, outOf: $0.denominator) }
    return problem
  }
}
