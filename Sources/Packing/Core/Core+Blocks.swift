internal import TandemParallel

/// Problems that fall apart into blocks once a few couplings are priced.
extension Core {
  /// Solves every block as a problem of its own, at prices of the links: column generation where a column is a plan of
  /// a whole block (Dantzig and Wolfe 1960). What the bounds of the blocks come to together bounds the whole, and is
  /// lower than what prices prove, since no block has fractions left. Their plans are combined, and a block or two
  /// choose anew among what the others leave of the links; then the links get better prices, and so on.
  ///
  /// The prices that the blocks find become the proof where they prove more.
  mutating func solveBlocks(_ blocks: Blocks, _ proof: inout RootProof) throws {
    control.enter(.closing)
    var prices = proof.prices
    var known = bundles(of: blocks, at: prices)
    var plans = BlockPlans(
      blocks: blocks.owners.count, limits: blocks.links.map { layout.couplingLimit[$0] },
      penalty: layout.couplingPenalty)
    var turn = 0
    for round in 0..<effort.blockRounds where control.goesOn {
      // Whole units keep what blocks are worth whole.
      for link in blocks.links {
        prices.coupling[link] = (prices.coupling[link] / layout.scale).rounded() * layout.scale
      }
      let parts = parts(blocks, prices)
      let answers = try solved(parts, known, prices, effort.ofBlock(round))
      let root = joined(parts, answers, prices, blocks)
      var bound = root.bound
      for (block, answer) in answers.enumerated() {
        bound += answer.bound - answer.root.bound
        known[block] = answer.bundles
        plans.add(entry(answer.choice, blocks, block), to: block)
        control.nodes += answer.nodes
      }
      prove(min(root.bound, bound))
      if root.bound < proof.bound { proof = root }
      var together = combined(blocks, plans)
      offer(together)
      control.note(
        "blocks: \(answers.count) at \(blocks.links.map { prices.coupling[$0] / layout.scale }): prices "
          + "\(root.bound / layout.scale), bound \(bound / layout.scale), value \(together.worth / layout.scale), "
          + "left \(blocks.links.map { layout.couplingLimit[$0] - together.used[$0] })")
      let turns = min(effort.blockTurns, blocks.owners.count)
      for left in stride(from: turns, to: 0, by: -1) where control.goesOn {
        let owners = blocks.owners[turn % blocks.owners.count]
        try improve(owners, of: &together, blocks.links, root.prices, sharing: left)
        turn += 1
      }
      for whole in [together, together.relieved(layout) ?? together] where whole.value > plan.value {
        plan = whole
      }
      offer()
      control.note(
        "improved: value \(plan.value / layout.scale), left "
          + "\(blocks.links.map { layout.couplingLimit[$0] - plan.used[$0] })")
      if blocks.links.isEmpty { return }
      guard let next = try linkPrices(blocks, plans, root.prices), control.goesOn else { return }
      prices = root.prices
      for (link, price) in zip(blocks.links, next) { prices.coupling[link] = price }
    }
  }

  /// A block as a problem of its own gave this.
  private struct BlockAnswer: Sendable {
    /// No choice of the block is worth more (scaled), what its owners pay for links taken off.
    var bound: Double
    var root: RootProof
    /// The best choice found, by owner of the block, and bundles to begin with next time, in slots of the whole.
    var choice: [[Int32]]
    var bundles: [[Int32]]
    var nodes: Int
  }

  /// The bundles that are best at the prices, by block.
  private func bundles(of blocks: Blocks, at prices: Prices) -> [[[Int32]]] {
    var blockOf = [Int](repeating: -1, count: layout.ownerCount)
    for (block, owners) in blocks.owners.enumerated() { for owner in owners { blockOf[owner] = block } }
    var known = [[[Int32]]](repeating: [], count: blocks.owners.count)
    for bundle in promising(prices, layout) {
      known[blockOf[Int(pool.owner[bundle])]].append(Array(pool.slot[pool.slots(of: bundle)]))
    }
    return known
  }

  /// The blocks as problems of their own, at these prices of the links.
  private func parts(_ blocks: Blocks, _ prices: Prices) -> [LayoutPart] {
    let charges = blocks.links.map { (row: $0, price: prices.coupling[$0]) }
    var isLink = [Bool](repeating: false, count: layout.couplingCount)
    for link in blocks.links { isLink[link] = true }
    let nothing = Assembly(layout)
    return blocks.owners.map { owners in
      var isUsed = [Bool](repeating: false, count: layout.couplingCount)
      for owner in owners {
        for slot in layout.slots(of: owner) {
          for position in layout.couplings(of: slot) { isUsed[Int(layout.couplingRow[position])] = true }
        }
      }
      let limits = isUsed.indices.filter { isUsed[$0] && !isLink[$0] }.map { ($0, layout.couplingLimit[$0]) }
      return layout.part(of: owners, leftBy: nothing, under: limits, charging: charges)
    }
  }

  /// Solves the blocks side by side; each goes the same way whatever the others do.
  private func solved(_ parts: [LayoutPart], _ known: [[[Int32]]], _ prices: Prices, _ effort: Effort) throws
    -> [BlockAnswer]
  {
    let problem = problem
    let layout = layout
    let (gap, seed, isCancelled) = (
      control.request.gap * 0.5, control.request.seed, control.request.isCancelled
    )
    let deadline = control.deadline
    let answers = mappedInParallel(parts.count, threads: control.request.threads) { block in
      Result { () throws -> BlockAnswer in
        let part = parts[block]
        var request = SolveRequest(gap: gap, seed: seed, isCancelled: isCancelled)
        request.timeLimit = deadline.map { max(0.001, ContinuousClock.now.duration(to: $0) / .seconds(1)) }
        var core = Core(problem, part.layout, control: Control(request))
        core.effort = effort
        for bundle in known[block] { core.pool.add(bundle.map { part.place[$0]! }, part.layout) }
        let root = try core.run(from: part.prices(prices, layout))
        func whole(_ slots: some Sequence<Int32>) -> [Int32] { slots.map { part.slots[Int($0)] } }
        return BlockAnswer(
          bound: core.control.bound.map { Double($0) * part.layout.scale } ?? root.bound, root: root,
          choice: core.plan.slots.map { whole($0) },
          bundles: core.promising(root.prices, part.layout).map {
            whole(core.pool.slot[core.pool.slots(of: $0)])
          },
          nodes: core.control.nodes)
      }
    }
    return try answers.map { try $0.get() }
  }

  /// The prices of all blocks together, and what they prove.
  private func joined(
    _ parts: [LayoutPart], _ answers: [BlockAnswer], _ prices: Prices, _ blocks: Blocks
  ) -> RootProof {
    // Whoever is in no block has no option, and no price.
    var root = RootProof(
      prices: Prices(
        claimant: [Double](repeating: 0, count: layout.claimantCount),
        coupling: [Double](repeating: 0, count: layout.couplingCount)), bound: 0)
    for link in blocks.links {
      root.prices.coupling[link] = prices.coupling[link]
      root.bound += prices.coupling[link] * layout.couplingLimit[link]
    }
    for (part, answer) in zip(parts, answers) {
      root.bound += answer.root.bound
      for (place, slot) in part.slots.enumerated() {
        root.prices.claimant[Int(layout.claimant[Int(slot)])] =
          answer.root.prices.claimant[Int(part.layout.claimant[place])]
      }
      for (place, row) in part.rows.enumerated() {
        root.prices.coupling[row] = answer.root.prices.coupling[place]
      }
    }
    return root
  }

  private func entry(_ choice: [[Int32]], _ blocks: Blocks, _ block: Int) -> BlockPlans.Entry {
    var whole = Assembly(layout)
    for (owner, slots) in zip(blocks.owners[block], choice) { whole.set(owner, to: slots, layout) }
    return BlockPlans.Entry(choice: choice, value: whole.worth, use: blocks.links.map { whole.used[$0] })
  }

  /// A good choice among the plans known, one of each block; it may go beyond the links.
  private func combined(_ blocks: Blocks, _ plans: BlockPlans) -> Assembly {
    var together = Assembly(layout)
    for (block, place) in plans.choice(from: plans.plans.map { $0.count - 1 }).enumerated() {
      for (owner, slots) in zip(blocks.owners[block], plans.plans[block][place].choice) {
        together.set(owner, to: slots, layout)
      }
    }
    return together
  }

  /// Lets a block choose anew under the links as they are. What is left of them, or what is too much, is for `sharing`
  /// blocks in turn: one alone would lose much by it.
  private mutating func improve(
    _ owners: [Int], of together: inout Assembly, _ links: [Int], _ prices: Prices, sharing: Int
  ) throws {
    var rest = together
    for owner in owners { rest.set(owner, to: [], layout) }
    let part = max(layout.scale, together.worth - rest.worth)
    let gap = control.request.gap * 0.1 * max(1, together.worth / part)
    let limits = layout.couplingLimit.indices.map { row in
      let left = layout.couplingLimit[row] - together.used[row]
      let others = links.contains(row) ? left * (1 - 1 / Double(sharing)) : 0
      return (row, layout.couplingLimit[row] - rest.used[row] - others)
    }
    let own = layout.part(of: owners, leftBy: rest, under: limits)
    if try choose(owners, of: &together, own, leftBy: rest, gap: gap, effort.ofBlock(0), from: prices) {
      offer(together)
    }
  }

  /// The next prices of the links; nil where they stay as they are.
  private func linkPrices(
    _ blocks: Blocks, _ plans: BlockPlans, _ prices: Prices
  ) throws -> [Double]? {
    let center = blocks.links.map { prices.coupling[$0] }
    var step: [Double] = []
    for link in blocks.links.indices {
      let use = plans.plans.reduce(0) { $0 + abs($1[0].use[link]) }
      let value = plans.plans.reduce(0) { $0 + abs($1[0].value) }
      step.append(max(0.03 * center[link], 0.000_1 * value / max(1, use), layout.scale))
    }
    guard let next = try plans.prices(near: center, step: step, scale: layout.scale) else { return nil }
    let isNear = zip(next, center).allSatisfy { abs($0 - $1) < 0.5 * layout.scale }
    return isNear ? nil : next
  }
}

extension LayoutPart {
  /// Prices of the whole, as far as they concern the part.
  func prices(_ whole: Prices, _ layout: Layout) -> Prices {
    var claimant = [Double](repeating: 0, count: self.layout.claimantCount)
    for (place, slot) in slots.enumerated() {
      claimant[Int(self.layout.claimant[place])] = whole.claimant[Int(layout.claimant[Int(slot)])]
    }
    return Prices(claimant: claimant, coupling: rows.map { whole.coupling[$0] })
  }
}

extension Core.Effort {
  /// How far to go in a block: without what takes long, since many blocks have to share the time, and the
  /// first time without guesses, so that all of them have a plan soon.
  fileprivate func ofBlock(_ round: Int) -> Core.Effort {
    var less = self
    less.closingRounds = 0
    less.partRounds = 0
    less.closingNodes = 20
    less.guessingNodes = 20
    less.guessingLimit = round == 0 ? 0 : 60_000
    less.closingLimit = 60_000
    less.closingListNodes = 1_000_000
    less.compactLimit = 0
    less.leastBlocks = 0
    return less
  }
}
