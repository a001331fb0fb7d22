/// The first node by itself, and what it leaves for others.
extension PoolSearch {
  /// Solves the first node alone, with some of its cuts, and returns the entries that a better choice could hold.
  func survivors(rounds: Int, goesOn: () -> Bool) throws -> [Int] {
    for round in 0...rounds {
      guard let solved = try solveByInspection(least: target, goesOn) else { break }
      bound = min(bound, solved.bound)
      if bound < target { return [] }
      fixByReducedCost(solved)
      keepBeginning(solved)
      if round == rounds { break }
      let cuts = cutSearch.violated(solved.answer.fractions, pool, known: knownCuts, limit: 60)
      if cuts.isEmpty { break }
      for cut in cuts { add(cut) }
    }
    return owners.flatMap { entriesOfOwner[$0]! }.map(Int.init).sorted()
  }

  /// What a search over a longer list may start with: the cuts that have a price at the first node, and the bundles
  /// of its linear program.
  struct Beginning {
    var cuts: [HalfCut] = []
    var bundles: [[Int32]] = []
  }

  func keepBeginning(_ solved: Solved) {
    beginning.cuts = halfCuts.indices.filter { solved.cuts[$0] > 0 }.map { halfCuts[$0] }
    beginning.bundles = (0..<pool.count).filter { master.holds($0) && forbidden[$0] == 0 }
      .map { Array(pool.slot[pool.slots(of: $0)]) }
  }
}
