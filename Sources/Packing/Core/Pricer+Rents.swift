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
    // By survivor, its value and its part of each capacity; the last of each claimant is marked.
    parts.removeAll(keepingCapacity: true)
    isLast.removeAll(keepingCapacity: true)
    for (position, i) in survivors.enumerated() {
      let slot = first + Int(i)
      parts.append(reduced[Int(i)])
      for k in 0..<dim {
        let capacity = layout.capacity[owner * dim + k]
        parts.append(capacity > 0 ? layout.weight[slot * dim + k] / capacity : 0)
      }
      isLast.append(
        position + 1 == survivors.count
          || layout.claimant[first + Int(survivors[position + 1])] != layout.claimant[slot])
    }
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
      value += chosenSurplus(at: at, &slope)
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
  private func chosenSurplus(at: [Double], _ slope: inout [Double]) -> Double {
    let dim = dimensions
    let stride = dim + 1
    var sum = 0.0
    parts.withUnsafeBufferPointer { parts in
      isLast.withUnsafeBufferPointer { isLast in
        at.withUnsafeBufferPointer { at in
          slope.withUnsafeMutableBufferPointer { slope in
            var bestSurplus = 0.0
            var best = -1
            var base = 0
            for position in 0..<isLast.count {
              var surplus = parts[base]
              if dim == 2 {
                surplus -= at[0] * parts[base &+ 1] + at[1] * parts[base &+ 2]
              } else {
                for k in 0..<dim { surplus -= at[k] * parts[base &+ 1 &+ k] }
              }
              if surplus > bestSurplus {
                bestSurplus = surplus
                best = base
              }
              base &+= stride
              if !isLast[position] { continue }
              sum += bestSurplus
              if best >= 0 { for k in 0..<dim { slope[k] -= parts[best &+ 1 &+ k] } }
              bestSurplus = 0
              best = -1
            }
          }
        }
      }
    }
    return sum
  }
}
