import TandemParallel
import TandemPolicy

extension Screen {
  /// Everybody who may be offered the grafts, ascending by the place in the cohort.
  public func candidates(threads: Int = 1) -> [Candidate] {
    var tally = Tally()
    return candidates(threads: threads, counting: &tally)
  }

  /// The same, telling how much was looked at.
  public func candidates(threads: Int = 1, counting tally: inout Tally) -> [Candidate] {
    let found = unordered(threads: threads, counting: &tally)
    return Screen.sorted(found, among: pool.recipientCount)
  }

  /// Ascending by the place in the cohort, in two passes over buckets: first by the lower half of the digits,
  /// then, keeping that order, by the upper half.
  private static func sorted(_ candidates: [Candidate], among people: Int) -> [Candidate] {
    guard candidates.count > 1 else { return candidates }
    var shift = 1
    while people >> (2 * shift) > 0 { shift += 1 }
    let mask = 1 << shift - 1
    var all = candidates
    for pass in 0..<2 {
      var starts = [Int](repeating: 0, count: mask + 2)
      for one in all { starts[Int(one.recipientIndex) >> (pass * shift) & mask + 1] += 1 }
      for digit in 1...mask + 1 { starts[digit] += starts[digit - 1] }
      var next = all
      for one in all {
        let digit = Int(one.recipientIndex) >> (pass * shift) & mask
        next[starts[digit]] = one
        starts[digit] += 1
      }
      all = next
    }
    return all
  }

  /// Somebody, when listed.
  public func candidate(_ recipientIndex: Int) -> Candidate? {
    guard tables.isOpen, let row = pool.columns.row(of: recipientIndex), pool.isActive(recipientIndex) else {
      return nil
    }
    let protocols = protocols(pool.columns.buckets[Int(pool.columns.bucket[row / 64])])
    if protocols == 0 { return nil }
    var mismatches = mismatches
    var tally = Tally()
    return candidate(in: row, protocols, doses.best(protocols), &tally) { row in
      mismatches.find(row, pool.columns)
    }
  }

  /// The candidates block by block. The order of the blocks does not depend on the threads.
  func unordered(threads: Int, counting tally: inout Tally) -> [Candidate] {
    tally.rows += pool.count
    guard tables.isOpen else { return [] }
    let blocks = openBlocks()
    let chunk = 64
    var all = mismatches
    all.complete()
    let mismatches = all
    let found = mappedInParallel((blocks.numbers.count + chunk - 1) / chunk, threads: threads) { number in
      var candidates: [Candidate] = []
      var tally = Tally()
      for place in number * chunk..<min(blocks.numbers.count, (number + 1) * chunk) {
        look(Int(blocks.numbers[place]), blocks.best, mismatches, &candidates, &tally)
      }
      return (candidates, tally)
    }
    var candidates: [Candidate] = []
    candidates.reserveCapacity(found.reduce(0) { $0 + $1.0.count })
    for (own, part) in found {
      candidates += own
      tally += part
    }
    return candidates
  }

  /// The blocks whose bucket has an open protocol that the donor's grafts suffice for, with the best points of
  /// the dose by protocols.
  private func openBlocks() -> (numbers: [Int32], best: [[Int32]]) {
    let columns = pool.columns
    var best = [[Int32]](repeating: [], count: 256)
    var bands = [[Bool]](repeating: [], count: 256)
    let isOpen = columns.buckets.map { bucket in
      let protocols = Int(protocols(bucket))
      if protocols == 0 { return false }
      if best[protocols].isEmpty {
        best[protocols] = doses.best(UInt8(protocols))
        bands[protocols] = openBands(best[protocols])
      }
      return bucket.isOdd || pool.recipe.isOpaque || bands[protocols][Int(bucket.band)]
    }
    let numbers = columns.bucket.indices.filter { isOpen[Int(columns.bucket[$0])] && columns.active[$0] != 0 }
    return (numbers.map { Int32($0) }, best)
  }

  /// The ranges of weight in which some dose is open.
  private func openBands(_ best: [Int32]) -> [Bool] {
    var isOpen = [Bool](repeating: false, count: 1 + Columns.bandCount)
    let bands = pool.columns.bandOfWeight
    for key in best.indices where best[key] != DoseTable.closed {
      isOpen[Int(bands[key % bands.count])] = true
    }
    return isOpen
  }

  private func look(
    _ block: Int, _ best: [[Int32]], _ mismatches: MismatchSums, _ candidates: inout [Candidate],
    _ tally: inout Tally
  ) {
    let protocols = protocols(pool.columns.buckets[Int(pool.columns.bucket[block])])
    let best = best[Int(protocols)]
    var active = pool.columns.active[block]
    tally.rowsInOpenBlocks += active.nonzeroBitCount
    while active != 0 {
      let row = block * 64 + active.trailingZeroBitCount
      active &= active - 1
      let one = candidate(in: row, protocols, best, &tally) { mismatches.known($0, pool.columns) }
      if let one { candidates.append(one) }
    }
  }

  /// Judges one row.
  @inline(__always)
  private func candidate(
    in row: Int, _ protocols: UInt8, _ best: [Int32], _ tally: inout Tally,
    _ mismatches: (Int) -> MismatchSums.Sum
  ) -> Candidate? {
    let columns = pool.columns
    let index = columns.recipient[row]
    let bucket = columns.buckets[Int(columns.bucket[row / 64])]
    if bucket.isOdd { return ask(index) }
    let key = doseKey(row)
    if best[key] == DoseTable.closed { return nil }
    if !tables.named.isEmpty, tables.named.contains(index) { return ask(index) }
    if !tables.othersAreOpen { return nil }
    tally.rowsCompared += 1
    switch compare(row, bloodGroupPoints: tables.bloodGroups[Int(bucket.bloodGroup)].points, mismatches) {
    case .closed: return nil
    case .ask: return ask(index)
    case .open(let points):
      if pool.recipe.isOpaque { return ask(index) }
      guard let cell = doses.choice(key, protocols) else { return nil }
      return Candidate(
        recipientIndex: index, option: doses.cells[cell].option, level: doses.cells[cell].level,
        score: Points(millionths: Int64(points) + Int64(best[key])))
    }
  }

  /// The place of a row in the table of doses.
  @inline(__always)
  func doseKey(_ row: Int) -> Int {
    let weight = Int(pool.columns.weight[row])
    return doses.key(weight, isLater: pool.columns.traits[row] / 9 % 2 == 1)
  }
}
