internal import TandemGLPK

/// What to split on, what each side costs, and how the linear program gets from one node to another.
extension PoolSearch {
  private struct Split {
    var decision: Decision
    /// How far from whole it is.
    var distance: Double
  }

  private enum SplitKind { case claimant, pair, slot }

  /// What is served in part, the nearest to a half first: claimants at all, claimants by owners, single slots.
  private func splits(_ answer: Master.Answer, _ kind: SplitKind) -> [Split] {
    var shares: [UInt64: Double] = [:]
    for (bundle, value) in answer.fractions {
      for position in pool.slots(of: bundle) {
        let slot = pool.slot[position]
        let claimant = UInt64(layout.claimant[Int(slot)])
        switch kind {
        case .claimant: shares[claimant, default: 0] += value
        case .pair: shares[claimant << 32 | UInt64(pool.owner[bundle]), default: 0] += value
        case .slot: shares[UInt64(slot), default: 0] += value
        }
      }
    }
    return shares.filter { $0.value > 1e-6 && $0.value < 1 - 1e-6 }
      .sorted {
        let one = abs($0.value - 0.5)
        let two = abs($1.value - 0.5)
        return one == two ? $0.key < $1.key : one < two
      }
      .map { key, share in
        let service =
          switch kind {
          case .claimant: Service(claimant: Int32(key))
          case .pair: Service(claimant: Int32(key >> 32), owner: Int32(key & 0xFFFF_FFFF))
          case .slot:
            Service(claimant: layout.claimant[Int(key)], owner: layout.owner[Int(key)], slot: Int32(key))
          }
        return Split(decision: .serving(service, true), distance: min(share, 1 - share))
      }
  }

  /// The counts that are broken, the nearest to a half first.
  private func countSplits(_ answer: Master.Answer) -> [Split] {
    var found: [Split] = []
    for counter in counters.indices {
      var sum = 0.0
      for (bundle, value) in answer.fractions { sum += value * Double(countsOfEntry[counter][bundle]) }
      let distance = abs(sum - sum.rounded())
      if distance > 1e-5 {
        found.append(Split(decision: .atMost(counter: counter, Int(sum.rounded(.down))), distance: distance))
      }
    }
    return found.enumerated().sorted {
      $0.element.distance == $1.element.distance
        ? $0.offset < $1.offset : $0.element.distance > $1.element.distance
    }.map(\.element)
  }

  func branch(_ node: Node, _ solved: Solved, _ goesOn: () -> Bool) throws -> (Node, Node)? {
    func open(_ splits: [Split], _ most: Int) -> [Decision] {
      let open = splits.map(\.decision).filter { split in
        !node.decisions.contains { $0 == split || $0 == split.opposite }
      }
      // Those that have gained before come first, then the nearest to a half.
      let known = open.filter { gains[$0] != nil }.sorted { gains[$0]! > gains[$1]! }
      let fresh = open.filter { gains[$0] == nil }
      let tried = known.prefix(max(1, most / 2)) + fresh.prefix(most - min(known.count, max(1, most / 2)))
      return Array(tried)
    }
    let pairs = splits(solved.answer, .pair)
    var candidates =
      open(countSplits(solved.answer), settings.countProbes)
      + open(splits(solved.answer, .claimant), settings.probes) + open(pairs, settings.probes)
    if candidates.isEmpty {
      if layout.couplingLimit.isEmpty, pairs.isEmpty {
        // The same people at different levels share an owner: the best of the bundles alone is as good.
        takeBestLevels(solved.answer)
        close(node.bound)
        return nil
      }
      candidates = open(splits(solved.answer, .slot), settings.probes)
    }
    guard var chosen = candidates.first else {
      // Everything is decided and the program is still not whole: rounding in the linear program.
      isUnresolved = true
      close(node.bound)
      return nil
    }
    let basis = master.basis()
    var sides = (Probe(bound: node.bound, value: .infinity), Probe(bound: node.bound, value: .infinity))
    var bestGain = -1.0
    for candidate in candidates where candidates.count > 1 && goesOn() {
      let yes = try probe(node.decisions + [candidate], from: basis)
      let no = try probe(node.decisions + [candidate.opposite], from: basis)
      // What is left to close is all that a side can gain.
      let most = max(layout.scale, node.bound - target)
      let gain =
        min(most, max(node.bound - yes.value, layout.scale / 4))
        * min(most, max(node.bound - no.value, layout.scale / 4))
      gains[candidate] = gain
      if gain > bestGain {
        bestGain = gain
        chosen = candidate
        sides = (yes, no)
      }
    }
    remark?(
      "  \(chosen) gain \(((node.bound - sides.0.value) / layout.scale).rounded()) \(((node.bound - sides.1.value) / layout.scale).rounded()) of \(((node.bound - target) / layout.scale).rounded())"
    )
    func child(_ decision: Decision, _ side: Probe) -> Node {
      Node(
        decisions: node.decisions + [decision], bound: min(node.bound, side.bound), estimate: side.value,
        basis: basis)
    }
    return (child(chosen, sides.0), child(chosen.opposite, sides.1))
  }

  /// What a few dual simplex steps say of a child.
  private struct Probe {
    /// Its exact bound at their prices.
    var bound: Double
    /// Where the linear program over the columns stands, scaled.
    var value: Double
  }

  /// Steps towards a child from its parent's basis: from any other they would not be dual steps, and say nothing.
  private func probe(_ decisions: [Decision], from basis: Basis) throws -> Probe {
    apply(decisions)
    master.restore(basis)
    guard try master.approach(steps: 25) else { return Probe(bound: -.infinity, value: -.infinity) }
    let dual = master.prices()
    return Probe(bound: inspect(dual), value: constantPart(dual) + dual.owners.reduce(0, +))
  }

  private func takeBestLevels(_ answer: Master.Answer) {
    var top: [Int32: Int] = [:]
    for (bundle, _) in answer.fractions {
      let owner = pool.owner[bundle]
      if let other = top[owner], pool.value[other] >= pool.value[bundle] { continue }
      top[owner] = bundle
    }
    take(Master.Answer(value: 0, fractions: top.values.sorted().map { (bundle: $0, value: 1) }, missing: 0))
  }

  /// Brings the linear program from the decisions in force to `decisions`.
  func apply(_ decisions: [Decision]) {
    var common = 0
    while common < applied.count, common < decisions.count, applied[common] == decisions[common] {
      common += 1
    }
    for decision in applied[common...].reversed() { change(decision, by: -1) }
    for decision in decisions[common...] { change(decision, by: 1) }
    applied = decisions
    limitCounters()
  }

  private func change(_ decision: Decision, by step: Int16) {
    switch decision {
    case .serving(let service, let isServed): change(service, isServed, by: step)
    case .atLeast(let counter, _), .atMost(let counter, _): touched.insert(counter)
    case .taking(let entry): take(entry, by: step)
    case .leaving(let entry): count(entry, by: step)
    }
  }

  private func count(_ entry: Int32, by step: Int16) {
    forbidden[Int(entry)] += step
    if forbidden[Int(entry)] == (step > 0 ? 1 : 0) { master.forbid(Int(entry), step > 0) }
  }

  /// Forbids, or allows again, whatever stands against the entry, and demands a bundle of its owner.
  private func take(_ entry: Int32, by step: Int16) {
    let owner = pool.owner[Int(entry)]
    for other in allOfOwner[owner]! where other != entry { count(other, by: step) }
    for position in pool.slots(of: Int(entry)) {
      for other in entriesOfClaimant[layout.claimant[Int(pool.slot[position])]]!
      where pool.owner[Int(other)] != owner {
        count(other, by: step)
      }
    }
    demanded[owner, default: 0] += Int(step)
    master.demand(Int(owner), demanded[owner]! > 0)
  }

  /// Sets the limits of the counters whose decisions have changed.
  private func limitCounters() {
    for counter in touched.sorted() {
      var least = -Double.infinity
      var most = Double.infinity
      for decision in applied {
        switch decision {
        case .atLeast(counter, let count): least = max(least, Double(count))
        case .atMost(counter, let count): most = min(most, Double(count))
        default: break
        }
      }
      if rowOfCounter[counter] < 0 {
        let counts = countsOfEntry[counter]
        rowOfCounter[counter] = master.addCounter(pool) { entry, _ in counts[entry] }
        counterOfRow.append(counter)
      }
      master.limitCounter(rowOfCounter[counter], from: least, to: most)
    }
    touched.removeAll()
  }

  private func change(_ service: Service, _ isServed: Bool, by step: Int16) {
    func count(_ entry: Int32) { self.count(entry, by: step) }
    let holding = entriesOfClaimant[service.claimant] ?? []
    if service.owner < 0 {
      if isServed {
        demandedClaimants[service.claimant, default: 0] += Int(step)
        master.demandClaimant(Int(service.claimant), demandedClaimants[service.claimant]! > 0, pool)
      } else {
        for entry in holding { count(entry) }
      }
      return
    }
    func agrees(_ entry: Int32) -> Bool {
      if pool.owner[Int(entry)] != service.owner { return false }
      return pool.slots(of: Int(entry)).contains {
        service.slot < 0
          ? layout.claimant[Int(pool.slot[$0])] == service.claimant : pool.slot[$0] == service.slot
      }
    }
    if isServed {
      for entry in holding where pool.owner[Int(entry)] != service.owner { count(entry) }
      for entry in allOfOwner[service.owner]! where !agrees(entry) { count(entry) }
      demanded[service.owner, default: 0] += Int(step)
      master.demand(Int(service.owner), demanded[service.owner]! > 0)
    } else {
      for entry in holding where agrees(entry) { count(entry) }
    }
  }
}
