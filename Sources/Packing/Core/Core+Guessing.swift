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
    defer { guessed = last }
    // A guess that goes this far brings the bound as near to the plan as is asked for, so none need go further. What is
    // proven is a whole number, so the last unit counts.
    var needed: Double {
      let near = valueToBeat + control.request.gap * abs(valueToBeat)
      return proof.bound - (near / layout.scale).rounded(.down) * layout.scale
    }
    var least: Int { isPoor(proof) ? effort.poorGuess : effort.leastGuess }
    while let list = nextList(proof, &last, least: least, most: limit, needed: needed) {
      if try !search(list, reaching: last.reach, proof, nodeLimit: effort.guessingNodes) || canWait { return }
    }
  }

  /// Looks for a better plan by many dives over one list, longer than what a search to its end would go through.
  mutating func diveOverList(_ proof: RootProof, limit: Int) throws {
    control.enter(.diving)
    var last = Guessed()
    guard
      let list = nextList(
        proof, &last, least: effort.divingList, most: limit, needed: proof.bound - valueToBeat)
    else { return }
    _ = try search(list, reaching: last.reach, proof, nodeLimit: 1, dives: effort.listDives)
  }

  /// The list that goes so much further than the last one that it holds three times as many bundles, at least `least`
  /// for each owner and no more than `limit` altogether, but no further than is `needed`; nil where there is none.
  private func nextList(
    _ proof: RootProof, _ last: inout Guessed, least: Int, most limit: Int, needed: Double
  ) -> Shortlist? {
    func growing(_ times: Double) -> Double { exp2(log2(times) / max(1, last.growth)) }
    var reach = max(layout.scale, abs(proof.bound) * 0.00002, last.reach * max(1.1, growing(3)))
    while control.goesOn, last.reach < needed {
      if reach * 1.5 > needed { reach = needed }
      if reach >= last.tooFar {
        // One step back, as far as it is one.
        reach = (last.reach * last.tooFar).squareRoot()
        if reach < last.reach * 1.1 || last.reach == 0 { return nil }
      }
      crew.setNodeLimit(effort.closingListNodes)
      let list = Shortlist(
        layout, crew, at: proof.prices, reach: reach, limit: limit / 8, until: control.deadline
      )
      crew.setNodeLimit(pricingNodes)
      control.bundles = max(control.bundles, list.count)
      control.note("guess \(reach / proof.bound): list \(list.count) whole \(list.isWhole)")
      if list.count > limit || !list.isWhole {
        last.tooFar = reach
        continue
      }
      if list.bound > proof.bound { return nil }
      // How fast lists grow tells how far the next guess may go. A short list costs less to make than to search.
      if last.count > 0 {
        last.growth = log2(Double(list.count) / Double(last.count)) / log2(reach / last.reach)
      }
      last.reach = reach
      last.count = list.count
      let wanted = least * layout.ownerCount
      if list.count >= wanted || reach >= needed { return list }
      reach *= min(2, growing(1.5 * Double(wanted) / Double(max(1, list.count))))
    }
    return nil
  }

  /// Searches a list that holds every bundle within `reach` of the bound; true when that went to its end.
  private mutating func search(
    _ list: Shortlist, reaching reach: Double, _ proof: RootProof, nodeLimit: Int, dives: Int = 0
  ) throws -> Bool {
    let guess = max(valueToBeat, (proof.bound - reach).rounded())
    let search = try branch(list, layout, toBeat: guess, nodeLimit: nodeLimit, dives: dives) { [self] bound in
      prove(max(guess, bound))
    }
    prove(max(guess, search.bound))
    lowest = min(lowest, max(guess, search.bound))
    return search.isComplete
  }

  /// How far the last guess went, how many bundles that listed, how fast lists grow (like this power of the reach), and
  /// from which reach on they are too long.
  struct Guessed {
    var reach = 0.0
    var count = 0
    var growth = 1.0
    var tooFar = Double.infinity
  }
}
