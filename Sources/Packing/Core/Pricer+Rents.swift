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
    readParts(owner, range.lowerBound)
    sharpenRents()
  }

  /// By survivor, its value and its part of each capacity; the last of each claimant is marked.
  mutating func readParts(_ owner: Int, _ first: Int) {
    let dim = dimensions
    let count = survivors.count
    for position in 0..<count {
      let slot = first + Int(survivors[position])
      let part = parts + position * (dim + 1)
      part[0] = reduced[Int(survivors[position])]
      for k in 0..<dim {
        let capacity = layout.capacity[owner * dim + k]
        part[1 + k] = capacity > 0 ? layout.weight[slot * dim + k] / capacity : 0
      }
      isLast[position] =
        position + 1 == count
        || layout.claimant[first + Int(survivors[position + 1])] != layout.claimant[slot]
    }
  }

  /// Subgradient steps (Polyak 1969) on the rents' bound over the surviving slots, whose parts have been read. The rents
  /// only sharpen later bounds; any rents give a valid one. Returns the least bound met.
  @discardableResult
  mutating func sharpenRents() -> Double {
    let dim = dimensions
    if survivors.isEmpty { return 0 }
    let at = rentRoom.held(2 * dim)
    let slope = at + dim
    for k in 0..<dim { at[k] = rent[place * dim + k] }
    var best = Double.infinity
    for _ in 0..<12 {
      var value = 0.0
      for k in 0..<dim {
        slope[k] = 1
        value += at[k]
      }
      value += chosenSurplus(at: at, slope)
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

  /// The surpluses at rents `at` of the best survivor of each claimant; what they take comes off `slope`.
  private func chosenSurplus(at: UnsafePointer<Double>, _ slope: UnsafeMutablePointer<Double>) -> Double {
    let dim = dimensions
    var sum = 0.0
    var bestSurplus = 0.0
    var best: UnsafeMutablePointer<Double>?
    var part = parts
    for position in 0..<survivors.count {
      var surplus = part[0]
      if dim == 2 {
        surplus -= at[0] * part[1] + at[1] * part[2]
      } else {
        for k in 0..<dim { surplus -= at[k] * part[1 &+ k] }
      }
      if surplus > bestSurplus {
        bestSurplus = surplus
        best = part
      }
      part += dim &+ 1
      if !isLast[position] { continue }
      sum += bestSurplus
      if let best { for k in 0..<dim { slope[k] -= best[1 &+ k] } }
      bestSurplus = 0
      best = nil
    }
    return sum
  }
}
