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

  func branch(
    _ node: Node, _ bound: Double, _ solved: Solved, _ goesOn: () -> Bool
  ) throws -> (Node, Node)? {
    func isOpen(_ split: Split) -> Bool {
      !node.decisions.contains { $0 == split.decision || $0 == split.decision.opposite }
    }
    let pairs = splits(solved.answer, .pair)
    var candidates = Array(pairs.filter(isOpen).prefix(settings.strongCandidates))
    candidates =
      Array(splits(solved.answer, .claimant).filter(isOpen).prefix(settings.strongCandidates)) + candidates
    candidates =
      Array(countSplits(solved.answer).filter(isOpen).prefix(settings.strongCandidates)) + candidates
    if candidates.isEmpty {
      if layout.couplingLimit.isEmpty, pairs.isEmpty {
        // The same people at different levels share an owner: the best of the bundles alone is as good.
        takeBestLevels(solved.answer)
        close(node, bound, solved)
        return nil
      }
      candidates = splits(solved.answer, .slot).filter(isOpen)
    }
    guard var chosen = candidates.first?.decision else {
      // Everything is decided and the program is still not whole: rounding in the linear program.
      isUnresolved = true
      close(node, bound, solved)
      return nil
    }
    var bounds = (bound, bound)
    if settings.strongCandidates > 1 {
      var bestScore = -1.0
      for candidate in candidates.prefix(settings.probes) {
        if !goesOn() { break }
        let yes = try probe(node.decisions, candidate.decision)
        let no = try probe(node.decisions, candidate.decision.opposite)
        let score = max(bound - yes, layout.scale / 4) * max(bound - no, layout.scale / 4)
        if score > bestScore {
          bestScore = score
          chosen = candidate.decision
          bounds = (min(bound, yes), min(bound, no))
        }
      }
    }
    return (
      Node(decisions: node.decisions + [chosen], bound: bounds.0),
      Node(decisions: node.decisions + [chosen.opposite], bound: bounds.1)
    )
  }

  /// The exact bound of a child at the prices of a few dual simplex steps.
  private func probe(_ decisions: [Decision], _ extra: Decision) throws -> Double {
    try apply(decisions + [extra])
    guard try master.approach(steps: 25) else { return -.infinity }
    let dual = try master.prices()
    return inspect(dual)
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
  func apply(_ decisions: [Decision]) throws {
    var common = 0
    while common < applied.count, common < decisions.count, applied[common] == decisions[common] {
      common += 1
    }
    for decision in applied[common...].reversed() { try change(decision, by: -1) }
    for decision in decisions[common...] { try change(decision, by: 1) }
    applied = decisions
    try limitCounters()
  }

  private func change(_ decision: Decision, by step: Int16) throws {
    switch decision {
    case .serving(let service, let isServed): try change(service, isServed, by: step)
    case .atLeast(let counter, _), .atMost(let counter, _): touched.insert(counter)
    }
  }

  /// Sets the limits of the counters whose decisions have changed.
  private func limitCounters() throws {
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
        rowOfCounter[counter] = try master.addCounter(countsOfEntry[counter])
        counterOfRow.append(counter)
      }
      try master.limitCounter(rowOfCounter[counter], from: least, to: most)
    }
    touched.removeAll()
  }

  private func change(_ service: Service, _ isServed: Bool, by step: Int16) throws {
    func count(_ entry: Int32) throws {
      forbidden[Int(entry)] += step
      if forbidden[Int(entry)] == (step > 0 ? 1 : 0) { try master.forbid(Int(entry), step > 0) }
    }
    let holding = entriesOfClaimant[service.claimant] ?? []
    if service.owner < 0 {
      if isServed {
        demandedClaimants[service.claimant, default: 0] += Int(step)
        try master.demandClaimant(Int(service.claimant), demandedClaimants[service.claimant]! > 0, pool)
      } else {
        for entry in holding { try count(entry) }
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
      for entry in holding where pool.owner[Int(entry)] != service.owner { try count(entry) }
      for entry in allOfOwner[service.owner]! where !agrees(entry) { try count(entry) }
      demanded[service.owner, default: 0] += Int(step)
      try master.demand(Int(service.owner), demanded[service.owner]! > 0)
    } else {
      for entry in holding where agrees(entry) { try count(entry) }
    }
  }
}

extension PoolSearch.Decision {
  /// The other side of the split.
  var opposite: PoolSearch.Decision {
    switch self {
    case .serving(let service, let isServed): .serving(service, !isServed)
    case .atLeast(let counter, let count): .atMost(counter: counter, count - 1)
    case .atMost(let counter, let count): .atLeast(counter: counter, count + 1)
    }
  }
}
