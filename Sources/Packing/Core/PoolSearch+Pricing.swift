/// The linear program of a node, where the columns are priced by a look at the whole pool.
extension PoolSearch {
  struct Solved {
    var answer: Master.Answer
    var prices: Prices
    var cuts: [Double]
    /// Exact, scaled.
    var bound: Double
  }

  /// Column generation where the columns are the pool. Once a bound below `least` is proven, there may be no fractions:
  /// nobody asks for them.
  func solveByInspection(least: Double, _ goesOn: () -> Bool) throws -> Solved? {
    // Two fifths of the time in linear programs go to those that end below.
    var cutoff: Double? = least / layout.scale - 0.01
    while goesOn() {
      guard let answer = try master.solve(cutoff: cutoff) else { return nil }
      let dual = master.prices()
      let exact = inspect(dual)
      let solved = Solved(answer: answer, prices: dual.prices, cuts: dual.cuts, bound: exact)
      if exact < least { return solved }
      var fresh: [(gain: Double, entry: Int)] = []
      for owner in owners {
        var list: [(gain: Double, entry: Int)] = []
        let level = dual.owners[Int(owner)] + 1
        for entry in entriesOfOwner[owner]! where forbidden[Int(entry)] == 0 && reduced[Int(entry)] > level {
          if !master.holds(Int(entry)) { list.append((reduced[Int(entry)] - level, Int(entry))) }
        }
        if list.count > 3 {
          list.sort { $0.gain == $1.gain ? $0.entry < $1.entry : $0.gain > $1.gain }
          list.removeLast(list.count - 3)
        }
        fresh += list
      }
      if fresh.isEmpty, !answer.isCutOff { return solved }
      // Cut off, but not by what the prices prove once they are rounded.
      if fresh.isEmpty { cutoff = nil }
      master.add(fresh.map(\.entry), pool)
    }
    return nil
  }

  /// What the prices are worth before any owner chooses.
  func constantPart(_ charges: Master.Charges) -> Double {
    let prices = charges.prices
    var sum = 0.0
    for price in prices.claimant { sum += price }
    for (row, price) in prices.coupling.enumerated() { sum += price * master.couplingLimit[row] }
    for (index, price) in charges.cuts.enumerated() { sum += price * master.cuts[index].limit }
    for (index, price) in charges.counters.enumerated() { sum += price * charges.counterLimits[index] }
    return sum
  }

  /// Fills `reduced` for all entries and returns the bound that the prices prove over the pool.
  func inspect(_ charges: Master.Charges) -> Double {
    let prices = charges.prices
    var sum = constantPart(charges)
    let folded = layout.folded(prices)
    for entry in 0..<pool.count { reduced[entry] = pool.reduced(entry, layout, at: folded) }
    for (index, price) in charges.cuts.enumerated() where price > 0 {
      let cut = master.cuts[index]
      for place in cut.entries.indices { reduced[Int(cut.entries[place])] -= price * cut.factors[place] }
    }
    for (index, price) in charges.counters.enumerated() where price != 0 {
      let counts = countsOfEntry[counterOfRow[index]]
      for entry in 0..<pool.count where counts[entry] > 0 { reduced[entry] -= price * Double(counts[entry]) }
    }
    for owner in owners {
      var top = demanded[owner, default: 0] > 0 ? -Double.infinity : 0
      for entry in entriesOfOwner[owner]! where forbidden[Int(entry)] == 0 {
        top = max(top, reduced[Int(entry)])
      }
      sum += top
    }
    return sum
  }
}
