#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Guesses of what the best plan is worth.
extension Core {
  /// Guesses that the best plan lies within a small gap below the bound, lists every bundle that fits in this gap, and
  /// searches the list. A search that ends finds the best plan, or proves that the guess was too high: then the guess
  /// becomes the bound, and the next one is lower. Lists grow fast with the gap, so a search for a better plan over a
  /// short list that is whole tells more than one over a long list cut short.
  ///
  /// Stops where a list would hold more than `limit` bundles; the next call goes on from there.
  mutating func guess(_ proof: RootProof, limit: Int) throws {
    control.enter(.closing)
    var last = guessed
    func next(_ times: Double, _ growth: Double) -> Double { exp2(log2(times) / max(1, growth)) }
    var reach = max(layout.scale, abs(proof.bound) * 0.00002, last.reach * next(3, last.growth))
    defer { guessed = last }
    // The least reach whose list is too long.
    var tooFar = Double.infinity
    while control.goesOn {
      // A guess that goes this far brings the bound as near to the plan as is asked for, so none need go further.
      let needed = proof.bound - valueToBeat - control.request.gap * abs(valueToBeat)
      if last.reach >= needed { break }
      if reach * 1.5 > needed { reach = needed }
      if reach >= tooFar {
        // One step back, as far as it is one.
        reach = (last.reach * tooFar).squareRoot()
        if reach < last.reach * 1.1 || last.reach == 0 { return }
      }
      crew.setNodeLimit(effort.closingListNodes)
      let list = Shortlist(
        layout, crew, at: proof.prices, reach: reach, limit: limit / 8, until: control.deadline
      )
      crew.setNodeLimit(pricingNodes)
      control.bundles = max(control.bundles, list.count)
      control.note("guess \(reach / proof.bound): list \(list.count) whole \(list.isWhole)")
      if list.count > limit || !list.isWhole {
        tooFar = reach
        continue
      }
      if list.bound > proof.bound { return }
      // How fast lists grow tells how far the next guess may go. A short list costs less to make than to search.
      let growth =
        last.count > 0 ? log2(Double(list.count) / Double(last.count)) / log2(reach / last.reach) : 1
      last = Guessed(reach: reach, count: list.count, growth: growth)
      let least = (isPoor(proof) ? effort.poorGuess : effort.leastGuess) * layout.ownerCount
      if list.count < least, reach < needed {
        reach *= min(2, next(1.5 * Double(least) / Double(max(1, list.count)), growth))
        continue
      }
      let guess = max(valueToBeat, (proof.bound - reach).rounded())
      let search = try branch(list, layout, toBeat: guess, nodeLimit: effort.guessingNodes) { [self] bound in
        prove(max(guess, bound))
      }
      prove(max(guess, search.bound))
      lowest = min(lowest, max(guess, search.bound))
      if !search.isComplete || canWait { return }
      reach *= max(1.1, next(3, growth))
    }
  }

  /// How far the last guess went, how many bundles that listed, and how fast lists grow: like this power of the reach.
  struct Guessed {
    var reach = 0.0
    var count = 0
    var growth = 1.0
  }
}
