/// What is known of the blocks of a problem, at the present prices of the links.
struct BlockState: Sendable {
  let blocks: Blocks
  /// Of the whole; those of links are whole units, which keeps what blocks are worth whole.
  private(set) var prices: Prices
  /// How often the blocks have been searched at these prices of the links.
  private(set) var round = 0
  /// By block, bundles to begin with.
  private(set) var known: [[[Int32]]]
  private var answers: [Answer?]
  private var plans: BlockPlans
  /// By block, the place of its plan that is chosen.
  private var chosen: [Int]

  /// A block as a problem of its own gave this, all in claimants, couplings and slots of the whole.
  struct Answer: Sendable {
    /// No choice of the block is worth more (scaled), what its owners pay for links taken off; and what prices prove.
    var bound: Double
    var priceBound: Double
    var claimantPrices: [(claimant: Int, price: Double)]
    var couplingPrices: [(row: Int, price: Double)]
    /// The best choice found, by owner of the block, and bundles to begin with next time.
    var choice: [[Int32]]
    var bundles: [[Int32]]
    var nodes: Int
  }

  /// Begins with the bundles `promising` of the pool.
  init(_ blocks: Blocks, _ layout: Layout, at prices: Prices, _ promising: [Int], _ pool: BundlePool) {
    self.blocks = blocks
    self.prices = prices
    let count = blocks.owners.count
    var blockOf = [Int](repeating: -1, count: layout.ownerCount)
    for (block, owners) in blocks.owners.enumerated() { for owner in owners { blockOf[owner] = block } }
    known = [[[Int32]]](repeating: [], count: count)
    for bundle in promising {
      known[blockOf[Int(pool.owner[bundle])]].append(Array(pool.slot[pool.slots(of: bundle)]))
    }
    answers = [Answer?](repeating: nil, count: count)
    plans = BlockPlans(
      blocks: count, limits: blocks.links.map { layout.couplingLimit[$0] }, penalty: layout.couplingPenalty)
    chosen = [Int](repeating: 0, count: count)
    charge(blocks.links.map { prices.coupling[$0] }, layout)
  }

  var linkPrices: [Double] { blocks.links.map { prices.coupling[$0] } }

  private mutating func charge(_ next: [Double], _ layout: Layout) {
    for (link, price) in zip(blocks.links, next) {
      prices.coupling[link] = (price / layout.scale).rounded() * layout.scale
    }
  }

  /// A block as a problem of its own: what links cost is taken off, and no link limits it.
  func part(_ block: Int, _ layout: Layout) -> LayoutPart {
    let owners = blocks.owners[block]
    var isUsed = [Bool](repeating: false, count: layout.couplingCount)
    for owner in owners {
      for slot in layout.slots(of: owner) {
        for position in layout.couplings(of: slot) { isUsed[Int(layout.couplingRow[position])] = true }
      }
    }
    for link in blocks.links { isUsed[link] = false }
    return layout.part(
      of: owners, leftBy: Assembly(layout),
      under: isUsed.indices.filter { isUsed[$0] }.map { ($0, layout.couplingLimit[$0]) },
      charging: blocks.links.map { (row: $0, price: prices.coupling[$0]) })
  }

  // MARK: Answers

  /// The blocks whose best plan is not within `gap` of their bound.
  func open(gap: Double) -> [Int] {
    answers.indices.filter { block in
      guard let answer = answers[block], let best = plans.best(of: block, at: linkPrices) else { return true }
      let worth = best.worth(at: linkPrices)
      return answer.bound - worth > gap * abs(worth)
    }
  }

  /// The best plan known of a block at these prices.
  func best(of block: Int) -> [[Int32]]? { plans.best(of: block, at: linkPrices)?.choice }

  /// Keeps what a search of a block gave, with the lowest bound that any has given at these prices.
  mutating func take(_ answer: Answer, of block: Int, _ layout: Layout) {
    known[block] = answer.bundles
    let place = add(answer.choice, to: block, layout)
    guard let before = answers[block] else {
      chosen[block] = place
      answers[block] = answer
      return
    }
    if answer.priceBound < before.priceBound { answers[block] = answer }
    answers[block]!.bound = min(answer.bound, before.bound)
  }

  /// Begins another round at the same prices.
  mutating func searchFurther() { round += 1 }

  /// What the blocks prove together; nil while one has not answered.
  func bound(_ layout: Layout) -> Double? { sum(layout) { $0.bound } }

  /// The prices of all blocks together, and what they prove; nil while one has not answered.
  func root(_ layout: Layout) -> Core.RootProof? {
    guard let bound = sum(layout, { $0.priceBound }) else { return nil }
    // Whoever is in no block has no option, and no price.
    var root = Core.RootProof(prices: .nothing(layout), bound: bound)
    for link in blocks.links { root.prices.coupling[link] = prices.coupling[link] }
    for answer in answers {
      for (claimant, price) in answer!.claimantPrices { root.prices.claimant[claimant] = price }
      for (row, price) in answer!.couplingPrices { root.prices.coupling[row] = price }
    }
    return root
  }

  private func sum(_ layout: Layout, _ bound: (Answer) -> Double) -> Double? {
    var sum = 0.0
    for link in blocks.links { sum += prices.coupling[link] * layout.couplingLimit[link] }
    for answer in answers {
      guard let answer else { return nil }
      sum += bound(answer)
    }
    return sum
  }

  // MARK: Plans

  /// Keeps a plan of a block and chooses it.
  mutating func choose(_ choice: [[Int32]], of block: Int, _ layout: Layout) {
    chosen[block] = add(choice, to: block, layout)
  }

  /// Keeps a plan of a block, and returns its place.
  private mutating func add(_ choice: [[Int32]], to block: Int, _ layout: Layout) -> Int {
    var whole = Assembly(layout)
    for (owner, slots) in zip(blocks.owners[block], choice) { whole.set(owner, to: slots, layout) }
    return plans.add(
      BlockPlans.Entry(choice: choice, value: whole.worth, use: blocks.links.map { whole.used[$0] }),
      to: block)
  }

  /// Chooses anew among the plans known, one of each block; false where a later round leaves the choice as it was.
  mutating func choose() -> Bool {
    let before = chosen
    chosen = plans.choice(from: before)
    return chosen != before || round == 0
  }

  /// The plans chosen together; they may go beyond the links.
  func together(_ layout: Layout) -> Assembly {
    var together = Assembly(layout)
    for (block, place) in chosen.enumerated() {
      for (owner, slots) in zip(blocks.owners[block], plans.plans[block][place].choice) {
        together.set(owner, to: slots, layout)
      }
    }
    return together
  }

  /// What it costs that the plans chosen do not share the links as they are; without end where what has no price is
  /// exceeded.
  func missed(_ together: Assembly, _ layout: Layout) -> Double {
    var sum = 0.0
    for link in blocks.links {
      let left = layout.couplingLimit[link] - together.used[link]
      sum += left < 0 && prices.coupling[link] == 0 ? .infinity : abs(left) * prices.coupling[link]
    }
    return sum
  }

  /// The blocks, those first whose plan chosen is nearest to their bound.
  func nearestToBound() -> [Int] {
    let losses = answers.indices.map { block in
      answers[block]!.bound - plans.plans[block][chosen[block]].worth(at: linkPrices)
    }
    return losses.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }
  }

  // MARK: Links

  /// Moves the prices of the links to where the plans known would share them best, and forgets what was proven at the
  /// old ones; false where they stay as they are.
  mutating func moveLinkPrices(from root: Prices, _ layout: Layout) throws -> Bool {
    let center = linkPrices
    let value = plans.plans.reduce(0) { $0 + abs($1[0].value) }
    let step = center.indices.map { link in
      let use = plans.plans.reduce(0) { $0 + abs($1[0].use[link]) }
      return max(0.03 * center[link], 0.000_1 * value / max(1, use), layout.scale)
    }
    guard let next = try plans.prices(near: center, step: step, scale: layout.scale) else { return false }
    if zip(next, center).allSatisfy({ abs($0 - $1) < 0.5 * layout.scale }) { return false }
    prices = root
    charge(next, layout)
    answers = answers.map { _ in nil }
    round = 0
    return true
  }
}
