import TandemPacking
import TandemParallel
import TandemPolicy

/// Where the packing engine works for a large pool.
extension PoolPlanner {
  /// What the parts of a round are like.
  struct Parts {
    /// What the lists of parts reach, in points, and how long they are.
    let reach: Double
    let longest: Int
    /// How far the engine goes.
    let effort: PoolPart.Effort
  }

  private mutating func take(_ answer: PoolPart.Answer, _ donors: [Int]) {
    guard let sets = answer.sets else { return }
    if answer.value <= donors.reduce(0, { $0 + state.value(of: $1) }) { return }
    for donor in donors { state.set(donor, to: []) }
    for (donor, set) in zip(donors, sets) { state.set(donor, to: set) }
  }

  /// Parts that are solved at the same time.
  private static let wave = 4
  /// The most donors of a part.
  private static let partSize = 1500

  /// Betters the plan part by part: the donors of a part share what they hold and what is free anew. Parts of a
  /// wave have nothing in common; free people belong to the first part that wants them, free beds and runs are
  /// shared out evenly.
  mutating func solveParts(_ board: PriceBoard, _ round: Int, _ kind: Parts) {
    let all = open
    let stocks = stocks
    // Donors who are alike compete; every other round mixes them otherwise.
    let ordered = all.sorted { one, two in
      let (left, right) = (stocks[one], stocks[two])
      let first = round % 2 == 0 ? left.laboratory : 0
      let second = round % 2 == 0 ? right.laboratory : 0
      return (first, left.isletCapacity, one) < (second, right.isletCapacity, two)
    }
    let count = (ordered.count + PoolPlanner.partSize - 1) / PoolPlanner.partSize
    let parts = (0..<count).map { index in
      Array(ordered[index * ordered.count / count..<(index + 1) * ordered.count / count])
    }
    for start in stride(from: 0, to: parts.count, by: PoolPlanner.wave) {
      if !hasTime || isClose { break }
      solve(Array(parts[start..<min(parts.count, start + PoolPlanner.wave)]), board, kind)
    }
    tell("parts")
  }

  private mutating func solve(_ parts: [[Int]], _ board: PriceBoard, _ kind: Parts) {
    let terms = terms(of: parts, board, kind)
    let (stocks, blank, objective) = (stocks, blank, objective)
    let (seed, isCancelled, timeLimit) = (request.seed, request.isCancelled, secondsLeft)
    let gap = request.gap / 4
    // A part alone may have all threads.
    let threads = max(1, request.threads / parts.count)
    let answers = mappedInParallel(parts.count, threads: request.threads) { index in
      let attempt = SolveRequest(
        method: .core, gap: gap, timeLimit: timeLimit, threads: threads, seed: seed, isCancelled: isCancelled)
      return try? PoolPart(terms[index], stocks, blank, objective).solve(attempt, kind.effort)
    }
    for (donors, answer) in zip(parts, answers) {
      guard let answer else { continue }
      effort.bundles += answer.bundles
      effort.nodes += answer.nodes
      take(answer, donors)
    }
  }

  /// What each part of a wave may have.
  private func terms(of parts: [[Int]], _ board: PriceBoard, _ kind: Parts) -> [PoolPart.Terms] {
    let (lists, state) = (lists, state)
    let reach = Int64(kind.reach * point)
    let near = mappedInParallel(parts.count, threads: request.threads) { index -> [[Offer]] in
      let own = Set(parts[index].map { Int32($0) })
      var finder = BundleFinder()
      return parts[index].map { donor in
        let near = lists[donor].near(board, reach: reach, most: kind.longest, &finder) {
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
