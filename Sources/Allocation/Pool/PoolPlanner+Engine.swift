import TandemPacking
import TandemParallel
import TandemPolicy

/// Where the packing engine works for a large pool.
extension PoolPlanner {
  // MARK: All donors at once

  /// In the first rounds only the prices matter.
  private static let roundsForPrices = 2
  private static let mostRounds = 8
  /// What the lists of the engine reach, in points, and their lengths.
  private static let reach = 4.0
  private static let longest = (first: 250, added: 40)

  /// Prices and plan from the packing engine over all lists, a pass that proves the bound and tells what the lists
  /// lack, and so on. The lists of the engine only grow: what is cut at prices of the moment would have to come
  /// back at the next.
  mutating func solveWhole(_ board: inout PriceBoard) throws {
    let donors = open
    let reach = Int64(PoolPlanner.reach * point)
    var finder = BundleFinder()
    var offers = donors.map { donor in
      lists[donor].near(board, reach: reach, most: PoolPlanner.longest.first, &finder)
    }
    for round in 0..<PoolPlanner.mostRounds {
      if !hasTime || isClose { return }
      for (place, donor) in donors.enumerated() {
        let known = Set(offers[place])
        let new = state.chosen[donor] + (round == 0 ? [] : nearest[donor].prefix(PoolPlanner.longest.added))
        offers[place] += Set(new).subtracting(known).sorted(by: Offer.precedes)
      }
      relax(&board, by: PoolPlanner.reach, beside: offers)
      let terms = PoolPart.Terms(
        donors: donors, offers: offers, beds: PoolState.whole(limits.beds),
        runs: PoolState.whole(limits.runs))
      var attempt = request
      attempt.gap = request.gap / 2
      attempt.timeLimit = secondsLeft
      let answer = try PoolPart(terms, stocks, blank, objective).solve(
        attempt, PoolPlanner.effort(round))
      effort.bundles += answer.bundles
      effort.nodes += answer.nodes
      take(answer, donors)
      tell(round < PoolPlanner.roundsForPrices ? "engine prices" : "engine plan")
      if !answer.isPriced || !hasTime || isClose { return }
      for (place, price) in answer.recipients { board.recipient[Int(place)] = price }
      for (place, price) in answer.beds { board.bed[place] = price }
      for (place, price) in answer.runs { board.run[place] = price }
      scan(board, reach: PoolPlanner.reach, isProof: true)
      tell("pass")
      if round >= PoolPlanner.roundsForPrices, hasTime, !isClose { try solveParts(board, round) }
    }
  }

  /// The last rounds may use all that the engine has.
  private static func effort(_ round: Int) -> PoolPart.Effort {
    round < roundsForPrices ? .prices : round < mostRounds / 2 ? .dives : .all
  }

  private mutating func take(_ answer: PoolPart.Answer, _ donors: [Int]) {
    guard let sets = answer.sets else { return }
    if answer.value <= donors.reduce(0, { $0 + state.value(of: $1) }) { return }
    for donor in donors { state.set(donor, to: []) }
    for (donor, set) in zip(donors, sets) { state.set(donor, to: set) }
  }

  // MARK: Part by part

  /// Parts that are solved at the same time.
  private static let wave = 8
  /// The donors of a part, where the engine had all of them before and where it had not.
  private static let partSize = (whole: 100, large: 300)
  /// What the lists of parts reach, in points, and how long they are.
  private static let partReach = (points: 1.5, most: 40)

  /// Betters the plan part by part: the donors of a part share what they hold and what is free anew. Parts of a
  /// wave have nothing in common; free people belong to the first part that wants them, free beds and runs are
  /// shared out evenly.
  mutating func solveParts(_ board: PriceBoard, _ round: Int) throws {
    let all = open
    let stocks = stocks
    // Donors who are alike compete; every other round mixes them otherwise.
    let ordered = all.sorted { one, two in
      let (left, right) = (stocks[one], stocks[two])
      let first = round % 2 == 0 ? left.laboratory : 0
      let second = round % 2 == 0 ? right.laboratory : 0
      return (first, left.isletCapacity, one) < (second, right.isletCapacity, two)
    }
    let size = all.count > PoolPlanner.mostWhole ? PoolPlanner.partSize.large : PoolPlanner.partSize.whole
    let count = (ordered.count + size - 1) / size
    let parts = (0..<count).map { index in
      Array(ordered[index * ordered.count / count..<(index + 1) * ordered.count / count])
    }
    for start in stride(from: 0, to: parts.count, by: PoolPlanner.wave) {
      if !hasTime || isClose { break }
      solve(Array(parts[start..<min(parts.count, start + PoolPlanner.wave)]), board)
    }
    tell("parts")
  }

  private mutating func solve(_ parts: [[Int]], _ board: PriceBoard) {
    let terms = terms(of: parts, board)
    let (stocks, blank, objective) = (stocks, blank, objective)
    let (seed, isCancelled, timeLimit) = (request.seed, request.isCancelled, secondsLeft)
    let gap = max(request.gap / 4, 0.0002)
    let answers = mappedInParallel(parts.count, threads: request.threads) { index in
      let attempt = SolveRequest(
        method: .core, gap: gap, timeLimit: timeLimit, seed: seed, isCancelled: isCancelled)
      return try? PoolPart(terms[index], stocks, blank, objective).solve(attempt, .dives)
    }
    for (donors, answer) in zip(parts, answers) {
      guard let answer else { continue }
      effort.bundles += answer.bundles
      effort.nodes += answer.nodes
      take(answer, donors)
    }
  }

  /// What each part of a wave may have.
  private func terms(of parts: [[Int]], _ board: PriceBoard) -> [PoolPart.Terms] {
    let (lists, state) = (lists, state)
    let reach = Int64(PoolPlanner.partReach.points * point)
    let near = mappedInParallel(parts.count, threads: request.threads) { index -> [[Offer]] in
      let own = Set(parts[index].map { Int32($0) })
      var finder = BundleFinder()
      return parts[index].map { donor in
        let near = lists[donor].near(board, reach: reach, most: PoolPlanner.partReach.most, &finder) {
          state.donorOf[Int($0)] < 0 || own.contains(state.donorOf[Int($0)])
        }
        return near + state.chosen[donor].filter { !near.contains($0) }
      }
    }
    var partOf: [Int32: Int] = [:]
    for (index, own) in near.enumerated() {
      for offer in own.joined() where state.donorOf[Int(offer.recipient)] < 0 {
        if partOf[offer.recipient] == nil { partOf[offer.recipient] = index }
      }
    }
    return parts.indices.map { index in
      func part(_ left: Int) -> Int {
        left >= PoolPart.unlimited ? left : (left + parts.count - 1 - index) / parts.count
      }
      var terms = PoolPart.Terms(
        donors: parts[index],
        offers: near[index].map { own in own.filter { partOf[$0.recipient].map { $0 == index } ?? true } },
        beds: state.beds.map(part), runs: state.runs.map(part))
      for donor in parts[index] where !state.chosen[donor].isEmpty {
        terms.runs[state.laboratory(of: donor)] += 1
        for offer in state.chosen[donor] { terms.beds[state.place(offer)] += 1 }
      }
      return terms
    }
  }
}
