/// Finds violated subset-row cuts over three rows, claimants or owners (Jepsen, Petersen, Spoorendonk, Pisinger 2008).
///
/// With `w(i, j)` the weight of bundles that lie in both rows i and j, the left-hand side of the cut on {i, j, k} is
/// `w(i, j) + w(i, k) + w(j, k) - 2 w(i, j, k)`. Only triples with two positive pairs can be violated, so the
/// search goes from pairs to their neighbours. Costs about (pairs in bundles) times (neighbours of a
/// claimant).
func violatedSubsetRows(
  _ fractions: [(bundle: Int, value: Double)], _ pool: BundlePool, _ layout: Layout, known: Set<SubsetRow>,
  limit: Int
) -> [SubsetRow] {
  var place: [Int32: Int] = [:]
  var claimants: [Int32] = []
  var members: [[Int]] = []
  var weights: [Double] = []
  for (bundle, value) in fractions where value < 0.999 {
    var list: [Int] = []
    let ownerRow = Int32(layout.claimantCount) + pool.owner[bundle]
    for claimant in pool.slots(of: bundle).map({ layout.claimant[Int(pool.slot[$0])] }) + [ownerRow] {
      if place[claimant] == nil {
        place[claimant] = claimants.count
        claimants.append(claimant)
      }
      list.append(place[claimant]!)
    }
    members.append(list)
    weights.append(value)
  }
  let count = claimants.count
  if count < 3 || count > 3000 { return [] }
  var pair = [Float](repeating: 0, count: count * count)
  var serving = [[Int]](repeating: [], count: count)
  for (index, list) in members.enumerated() {
    for i in list {
      serving[i].append(index)
      for j in list where j != i { pair[i * count + j] += Float(weights[index]) }
    }
  }
  let neighbours = (0..<count).map { i in (0..<count).filter { pair[i * count + $0] > 0 } }
  var found: [(violation: Double, cut: SubsetRow)] = []
  for i in 0..<count {
    for j in neighbours[i] {
      // The middle of the path j - i - k; each triple is met once or twice, so order the ends.
      for k in neighbours[i] where k > j {
        let sum = Double(pair[i * count + j] + pair[i * count + k] + pair[j * count + k])
        if sum <= 1.02 { continue }
        if pair[j * count + k] > 0, i > j { continue }
        var triple = 0.0
        for index in serving[i] where members[index].contains(j) && members[index].contains(k) {
          triple += weights[index]
        }
        let violation = sum - 2 * triple - 1
        if violation < 0.02 { continue }
        let ordered = [claimants[i], claimants[j], claimants[k]].sorted()
        let cut = SubsetRow(first: ordered[0], second: ordered[1], third: ordered[2])
        if !known.contains(cut) { found.append((violation, cut)) }
      }
    }
  }
  found.sort {
    $0.violation == $1.violation
      ? ($0.cut.first, $0.cut.second, $0.cut.third) < ($1.cut.first, $1.cut.second, $1.cut.third)
      : $0.violation > $1.violation
  }
  // Spread the cuts: no claimant in more than a few of one round.
  var uses: [Int32: Int] = [:]
  var chosen: [SubsetRow] = []
  for (_, cut) in found {
    let most = max(uses[cut.first] ?? 0, uses[cut.second] ?? 0, uses[cut.third] ?? 0)
    if most >= 4 { continue }
    for claimant in [cut.first, cut.second, cut.third] { uses[claimant, default: 0] += 1 }
    chosen.append(cut)
    if chosen.count >= limit { break }
  }
  return chosen
}
