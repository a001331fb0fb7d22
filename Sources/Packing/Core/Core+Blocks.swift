internal import TandemParallel

/// Problems that fall apart into blocks once a few couplings are priced.
extension Core {
  /// Solves every block as a problem of its own, at prices of the links: column generation where a column is a plan of
  /// a whole block (Dantzig and Wolfe 1960). What the bounds of the blocks come to together bounds the whole, and is
  /// lower than what prices prove, since no block has fractions left. Their plans are combined, and a few blocks choose
  /// anew among what the others leave of the links.
  ///
  /// Then blocks that are not closed are searched further at the same prices; where all are closed, or their plans are
  /// far from sharing the links, these get better prices, and more is asked of blocks. The prices that the blocks find
  /// become the proof where they prove more.
  mutating func solveBlocks(_ blocks: Blocks, _ proof: inout RootProof) throws {
    control.enter(.closing)
    var state = BlockState(blocks, layout, at: proof.prices, promising(proof.prices, layout), pool)
    // How near a block's plan comes to its bound before it is left alone: links cost the rest.
    var gap = control.request.gap * 0.5
    for _ in 0..<effort.blockRounds where control.goesOn {
      let open = state.open(gap: gap)
      let found = try solved(open, state, gap: gap)
      for (block, answer) in zip(open, found) {
        guard let answer else { continue }
        control.nodes += answer.nodes
        state.take(answer, of: block, layout)
      }
      // Where time was too short for some of them, nothing can be said of the whole.
      guard let root = state.root(layout), let bound = state.bound(layout) else { return }
      prove(min(root.bound, bound))
      if root.bound < proof.bound { proof = root }
      let isNew = state.choose()
      var together = state.together(layout)
      offer(together)
      let missed = state.missed(together, layout)
      control.note(
        "blocks: \(open.count) of \(blocks.owners.count) at \(state.linkPrices.map { $0 / layout.scale }): prices "
          + "\(root.bound / layout.scale), bound \(bound / layout.scale), value \(together.worth / layout.scale), "
          + "links miss \(missed / layout.scale)")
      if isNew { try shareLinks(of: &together, root.prices, &state, gap: gap) }
      for whole in [together, together.relieved(layout) ?? together] where whole.value > plan.value {
        plan = whole
      }
      offer()
      control.note("improved: value \(plan.value / layout.scale)")
      if !control.goesOn { return }
      let isClosed = state.open(gap: gap).isEmpty
      if isClosed { gap *= 0.5 }
      if try (isClosed || missed > effort.linkSlack * bound)
        && state.moveLinkPrices(from: root.prices, layout)
      {
        continue
      }
      if state.open(gap: gap).isEmpty { return }
      state.searchFurther()
    }
  }

  /// Solves blocks side by side, each from the best plan known of it; each goes the same way whatever the others do. Nil
  /// for one that came too late to begin.
  private func solved(_ open: [Int], _ state: BlockState, gap: Double) throws -> [BlockState.Answer?] {
    let (problem, layout) = (problem, layout)
    let (seed, isCancelled) = (control.request.seed, control.request.isCancelled)
    let deadline = control.deadline
    let effort = effort.ofBlock(round: state.round)
    let answers = mappedInParallel(open.count, threads: control.request.threads) { index in
      Result { () throws -> BlockState.Answer? in
        let block = open[index]
        var request = SolveRequest(gap: gap, seed: seed, isCancelled: isCancelled)
        request.timeLimit = deadline.map { max(0, ContinuousClock.now.duration(to: $0) / .seconds(1)) }
        if request.timeLimit == 0 || isCancelled() { return nil }
        let part = state.part(block, layout)
        var core = Core(problem, part.layout, control: Control(request))
        core.effort = effort
        for bundle in state.known[block] { core.pool.add(bundle.map { part.place[$0]! }, part.layout) }
        if let start = state.best(of: block) {
          for (place, bundle) in start.enumerated() {
            core.plan.set(place, to: bundle.map { part.place[$0]! }, part.layout)
          }
          core.offer()
        }
        let root = try core.run(from: part.prices(state.prices, layout))
        func whole(_ slots: some Sequence<Int32>) -> [Int32] { slots.map { part.slots[Int($0)] } }
        return BlockState.Answer(
          bound: core.control.bound.map { Double($0) * part.layout.scale } ?? root.bound,
          priceBound: root.bound,
          claimantPrices: part.claimantPrices(root.prices, layout),
          couplingPrices: part.rows.enumerated().map { ($1, root.prices.coupling[$0]) },
          choice: core.plan.slots.map { whole($0) },
          bundles: core.promising(root.prices, part.layout).map {
            whole(core.pool.slot[core.pool.slots(of: $0)])
          },
          nodes: core.control.nodes)
      }
    }
    return try answers.map { try $0.get() }
  }

  /// Lets a few blocks choose anew under the links as they are, those first that are nearest to their bound: their
  /// searches ended early. What is left of the links, or what is too much, is for all of them in turn: one alone would
  /// lose much by it, and what one cannot use is for the next.
  private mutating func shareLinks(
    of together: inout Assembly, _ prices: Prices, _ state: inout BlockState, gap: Double
  ) throws {
    let turns = state.blocks.links.isEmpty ? 0 : min(effort.blockTurns, state.blocks.owners.count)
    for (turn, block) in state.nearestToBound().prefix(turns).enumerated() where control.goesOn {
      let owners = state.blocks.owners[block]
      var rest = together
      for owner in owners { rest.set(owner, to: [], layout) }
      let worth = max(layout.scale, together.worth - rest.worth)
      let limits = layout.couplingLimit.indices.map { row in
        let left = layout.couplingLimit[row] - together.used[row]
        let others = state.blocks.links.contains(row) ? left * (1 - 1 / Double(turns - turn)) : 0
        return (row, layout.couplingLimit[row] - rest.used[row] - others)
      }
      let isBetter = try choose(
        owners, of: &together, layout.part(of: owners, leftBy: rest, under: limits), leftBy: rest,
        gap: gap * 0.2 * max(1, together.worth / worth), effort.ofBlock(round: state.round),
        from: prices, state.known[block])
      if isBetter {
        offer(together)
        state.choose(owners.map { together.slots[$0] }, of: block, layout)
      }
    }
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

  /// Prices of claimants of the part, in claimants of the whole.
  func claimantPrices(_ own: Prices, _ layout: Layout) -> [(claimant: Int, price: Double)] {
    var isKnown = [Bool](repeating: false, count: self.layout.claimantCount)
    var found: [(claimant: Int, price: Double)] = []
    for (place, slot) in slots.enumerated() {
      let claimant = Int(self.layout.claimant[place])
      if isKnown[claimant] { continue }
      isKnown[claimant] = true
      found.append((Int(layout.claimant[Int(slot)]), own.claimant[claimant]))
    }
    return found
  }
}

extension Core.Effort {
  /// How far to go in a block: without what takes long, since many blocks have to share the time. What is still open
  /// after a round is searched twice as far in the next.
  fileprivate func ofBlock(round: Int) -> Core.Effort {
    var less = self
    less.closingRounds = 0
    less.partRounds = 0
    less.closingNodes = 20
    less.guessingNodes = 20 << round
    less.guessingLimit = 60_000 << round
    less.closingLimit = 60_000 << round
    less.closingListNodes = 1_000_000
    less.compactLimit = 0
    less.leastBlocks = 0
    return less
  }
}
