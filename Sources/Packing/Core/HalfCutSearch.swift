/// Finds violated cuts from halves (Caprara and Fischetti 1996).
///
/// With every row taken modulo two, a sum of rows whose limit is odd is violated by half of what its slack and the
/// weight of its odd columns leave of one. So columns are eliminated as linear equations over {0, 1} are solved, the
/// heaviest first, and every row met on the way is looked at (Andreello, Caprara, Fischetti 2007; Koster, Zymolka,
/// Kutschka 2009). Costs rows times columns times words of a row.
struct HalfCutSearch {
  private let layout: Layout
  private let couplingLimit: [Double]
  /// By coupling, whether it counts people: others have factors whose parity means nothing.
  private let isCount: [Bool]

  init(_ layout: Layout, couplingLimit: [Double]) {
    self.layout = layout
    self.couplingLimit = couplingLimit
    var isCount = couplingLimit.map { abs($0) < 1e6 && $0 == $0.rounded() }
    for position in layout.couplingRow.indices where abs(layout.couplingFactor[position]) > 1000 {
      isCount[Int(layout.couplingRow[position])] = false
    }
    self.isCount = isCount
  }

  /// Rows over {0, 1}: which columns they hold, which rows they are the sum of, whether the limit is odd.
  private struct Table {
    var names: [Int32] = []
    var words = 0
    var columnWords = 0
    var bits: [UInt64] = []
    var slack: [Double] = []
    var isOdd: [Bool] = []

    func has(_ row: Int, _ column: Int) -> Bool {
      bits[row * words + column >> 6] >> UInt64(column & 63) & 1 == 1
    }

    mutating func add(_ from: Int, to row: Int) {
      for word in 0..<words { bits[row * words + word] ^= bits[from * words + word] }
      slack[row] += slack[from]
      isOdd[row] = isOdd[row] != isOdd[from]
    }
  }

  /// Up to `limit` cuts that the fractions break and that are not known, the most violated first.
  func violated(
    _ fractions: [(bundle: Int, value: Double)], _ pool: BundlePool, known: Set<HalfCut>, limit: Int
  ) -> [HalfCut] {
    var found: [HalfCut: Double] = [:]
    for turn in 0..<4 {
      var table = self.table(fractions, pool)
      eliminate(&table, fractions, turn: turn, &found)
    }
    var best = found.filter { !known.contains($0.key) }.map { (cut: $0.key, violation: $0.value) }
    best.sort {
      $0.violation == $1.violation
        ? $0.cut.rows.lexicographicallyPrecedes($1.cut.rows) : $0.violation > $1.violation
    }
    // Spread the cuts: no row in more than a few of one round.
    var uses: [Int32: Int] = [:]
    var chosen: [HalfCut] = []
    for (cut, _) in best where cut.rows.allSatisfy({ uses[$0, default: 0] < 4 }) {
      for row in cut.rows { uses[row, default: 0] += 1 }
      chosen.append(cut)
      if chosen.count >= limit { break }
    }
    return chosen
  }

  private func table(_ fractions: [(bundle: Int, value: Double)], _ pool: BundlePool) -> Table {
    var factors: [Int32: [(column: Int, factor: Double)]] = [:]
    let firstCoupling = layout.claimantCount + layout.ownerCount
    for (column, (bundle, _)) in fractions.enumerated() {
      factors[Int32(layout.claimantCount) + pool.owner[bundle], default: []].append((column, 1))
      for position in pool.slots(of: bundle) {
        let slot = Int(pool.slot[position])
        factors[layout.claimant[slot], default: []].append((column, 1))
        for coupling in layout.couplings(of: slot) where isCount[Int(layout.couplingRow[coupling])] {
          let row = Int32(firstCoupling) + layout.couplingRow[coupling]
          let factor = layout.couplingFactor[coupling]
          if let last = factors[row]?.last, last.column == column {
            factors[row]![factors[row]!.count - 1].factor += factor
          } else {
            factors[row, default: []].append((column, factor))
          }
        }
      }
    }
    var table = Table()
    var rows: [(name: Int32, slack: Double, isOdd: Bool)] = []
    for name in factors.keys.sorted() {
      let right = Int(name) < firstCoupling ? 1 : couplingLimit[Int(name) - firstCoupling]
      let slack = right - factors[name]!.reduce(0) { $0 + $1.factor * fractions[$1.column].value }
      if slack > 0.9 { continue }
      rows.append((name, max(0, slack), Int(right) & 1 == 1))
    }
    table.names = rows.map(\.name)
    table.columnWords = (fractions.count + 63) / 64
    table.words = table.columnWords + (rows.count + 63) / 64
    table.bits = [UInt64](repeating: 0, count: rows.count * table.words)
    for (row, (name, slack, isOdd)) in rows.enumerated() {
      table.slack.append(slack)
      table.isOdd.append(isOdd)
      for (column, factor) in factors[name]! where Int(factor) & 1 == 1 {
        table.bits[row * table.words + column >> 6] |= 1 << UInt64(column & 63)
      }
      table.bits[row * table.words + table.columnWords + row >> 6] |= 1 << UInt64(row & 63)
    }
    return table
  }

  private func eliminate(
    _ table: inout Table, _ fractions: [(bundle: Int, value: Double)], turn: Int,
    _ found: inout [HalfCut: Double]
  ) {
    // Each turn looks at the columns in a somewhat different order.
    let order = fractions.indices.sorted { one, two in
      let (a, b) = (weight(one), weight(two))
      return a == b ? one < two : a > b
    }
    func weight(_ column: Int) -> Double {
      let value = min(fractions[column].value, 1)
      if value > 0.999 || turn == 0 { return value }
      let mix = UInt64(column &+ 1) &* 0x9E37_79B9_7F4A_7C15 &* UInt64(turn * 2 + 1)
      return value * (0.5 + Double(mix >> 40) / Double(1 << 24))
    }
    var isPivot = [Bool](repeating: false, count: table.names.count)
    for row in table.names.indices { note(row, table, fractions, &found) }
    for column in order {
      var pivot = -1
      for row in table.names.indices where !isPivot[row] && table.has(row, column) {
        if pivot < 0 || table.slack[row] < table.slack[pivot] { pivot = row }
      }
      if pivot < 0 { continue }
      isPivot[pivot] = true
      for row in table.names.indices where row != pivot && !isPivot[row] && table.has(row, column) {
        table.add(pivot, to: row)
        note(row, table, fractions, &found)
      }
    }
  }

  /// Keeps the row when it gives a violated cut.
  private func note(
    _ row: Int, _ table: Table, _ fractions: [(bundle: Int, value: Double)], _ found: inout [HalfCut: Double]
  ) {
    if !table.isOdd[row] { return }
    var weight = table.slack[row]
    if weight > 0.96 { return }
    for word in 0..<table.columnWords {
      var left = table.bits[row * table.words + word]
      while left != 0 {
        weight += fractions[word << 6 + left.trailingZeroBitCount].value
        left &= left - 1
        if weight > 0.96 { return }
      }
    }
    var rows: [Int32] = []
    for index in table.names.indices
    where table.bits[row * table.words + table.columnWords + index >> 6] >> UInt64(index & 63) & 1 == 1 {
      rows.append(table.names[index])
    }
    if rows.count > HalfCutSearch.mostRows { return }
    found[HalfCut(rows: rows)] = (1 - weight) / 2
  }

  /// Cuts of more rows than this make the linear program slow.
  private static let mostRows = 30
}
