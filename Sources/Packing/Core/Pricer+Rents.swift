/// Rents: what an owner's resources are charged, so that few slots are worth a look.
extension Pricer {
  /// A first guess: the resources carry equal parts of the rate at which the best slots fill the owner.
  mutating func guessRents(_ owner: Int, _ range: Range<Int>) {
    let dim = dimensions
    survivors.removeAll(keepingCapacity: true)
    order.removeAll(keepingCapacity: true)
    for i in 0..<range.count where reduced[i] > 0 {
      survivors.append(Int32(i))
      var share = 0.0
      for k in 0..<dim {
        let capacity = layout.capacity[owner * dim + k]
        if capacity > 0 { share += layout.weight[(range.lowerBound + i) * dim + k] / capacity / Double(dim) }
      }
      surplus[i] = share
    }
    order.append(contentsOf: survivors)
    order.sort {
      let one = reduced[Int($0)] * surplus[Int($1)]
      let two = reduced[Int($1)] * surplus[Int($0)]
      return one == two ? $0 < $1 : one > two
    }
    var room = 1.0
    var rate = 0.0
    for i in order {
      rate = reduced[Int(i)] / max(surplus[Int(i)], 1e-12)
      room -= surplus[Int(i)]
      if room <= 0 { break }
    }
    if room > 0 { rate = 0 }
    for k in 0..<dim { rent[place * dim + k] = rate / Double(dim) }
    cutoff = 0
    sharpenRents(owner, range.lowerBound)
  }

  /// Subgradient steps (Polyak 1969) on the rents' bound over the surviving slots. The rents only sharpen
  /// later bounds; any rents give a valid one. Returns the least bound met.
  @discardableResult
  mutating func sharpenRents(_ owner: Int, _ first: Int) -> Double {
    let dim = dimensions
    if survivors.isEmpty { return 0 }
    var at = [Double](repeating: 0, count: dim)
    var slope = [Double](repeating: 0, count: dim)
    for k in 0..<dim { at[k] = rent[place * dim + k] }
    var best = Double.infinity
    for _ in 0..<12 {
      var value = 0.0
      for k in 0..<dim {
        slope[k] = 1
        value += at[k]
      }
      var position = 0
      while position < survivors.count {
        // The best slot of one claimant.
        let claimant = layout.claimant[first + Int(survivors[position])]
        var bestSurplus = 0.0
        var bestSlot = -1
        while position < survivors.count, layout.claimant[first + Int(survivors[position])] == claimant {
          let i = Int(survivors[position])
          var s = reduced[i]
          for k in 0..<dim {
            let capacity = layout.capacity[owner * dim + k]
            if capacity > 0 { s -= at[k] * layout.weight[(first + i) * dim + k] / capacity }
          }
          if s > bestSurplus {
            bestSurplus = s
            bestSlot = first + i
          }
          position += 1
        }
        value += bestSurplus
        if bestSlot >= 0 {
          for k in 0..<dim {
            let capacity = layout.capacity[owner * dim + k]
            if capacity > 0 { slope[k] -= layout.weight[bestSlot * dim + k] / capacity }
          }
        }
      }
      if value < best {
        best = value
        for k in 0..<dim { rent[place * dim + k] = at[k] }
      }
      var norm = 0.0
      for k in 0..<dim where at[k] > 0 || slope[k] < 0 { norm += slope[k] * slope[k] }
      if norm < 1e-9 || value <= cutoff { return best }
      let step = 0.8 * (value - cutoff) / norm
      for k in 0..<dim { at[k] = max(0, at[k] - step * slope[k]) }
    }
    return best
  }
}
