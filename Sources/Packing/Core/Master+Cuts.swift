internal import TandemGLPK
internal import TandemSimplex

/// Cuts in the linear program: over a finite pool of bundles, or priced while bundles are still made.
extension Master {
  /// Adds a cut over the bundles that are columns now and those to come.
  func add(_ cut: BundleCut) {
    var columns = cut.excess.map { Int32($0.coupling) }
    var values = cut.excess.map(\.factor)
    for (column, bundle) in bundleOfColumn.enumerated() where bundle >= 0 {
      let factor = cut.factor(of: Int(bundle))
      if factor == 0 { continue }
      columns.append(Int32(column))
      values.append(factor)
    }
    cutRow.append(Int32(model.addRow(.atMost(cut.limit), columns: columns, values: values)))
    cuts.append(cut)
  }

  /// Adds cuts that bundles still to be made will know as well.
  func add(_ more: [HalfCut], _ pool: BundlePool) {
    let first = cuts.count
    let index = CutIndex((cutIndex?.cuts ?? []) + more, layout)
    var columns = [[Int32]](repeating: [], count: more.count)
    var values = [[Double]](repeating: [], count: more.count)
    for (column, bundle) in bundleOfColumn.enumerated() where bundle >= 0 {
      let owner = Int(pool.owner[Int(bundle)])
      for (cut, factor) in index.factors(pool.slot[pool.slots(of: Int(bundle))], of: owner, layout)
      where Int(cut) >= first {
        columns[Int(cut) - first].append(Int32(column))
        values[Int(cut) - first].append(Double(factor))
      }
    }
    let firstCoupling = layout.claimantCount + layout.ownerCount
    for (place, cut) in more.enumerated() {
      let row = BundleCut(limit: index.limits[first + place])
      // Excess counts as the bundles do, rounded down; its columns are the first of all.
      let excess = cut.rows.filter { Int($0) >= firstCoupling }.map { $0 - Int32(firstCoupling) }
      cutRow.append(
        Int32(
          model.addRow(
            .atMost(row.limit), columns: excess + columns[place],
            values: [Double](repeating: -1, count: excess.count) + values[place])))
      cuts.append(row)
    }
    cutIndex = index
  }

  /// Forgets those of the cuts without a price that the basis does not lean on, and returns the prices of the others.
  func forgetIdleCuts(_ prices: CutPrices) -> CutPrices {
    let standing = model.basis().rows
    let idle = prices.price.indices.filter { prices.price[$0] == 0 && standing[Int(cutRow[$0])] == .basic }
    if idle.isEmpty { return prices }
    _ = drop(cuts: idle)
    let isIdle = Set(idle)
    let kept = prices.index.cuts.indices.filter { !isIdle.contains($0) }
    let index = CutIndex(kept.map { prices.index.cuts[$0] }, layout)
    cutIndex = index
    return CutPrices(index: index, price: kept.map { prices.price[$0] })
  }

  /// The row of a cut.
  func row(ofCut index: Int) -> Int { Int(cutRow[index]) }

  /// Forgets cuts, by their indices in rising order, and returns the rows that are gone. Where they are basic, the
  /// basis that is left is one.
  func drop(cuts gone: [Int]) -> [Int] {
    let rows = gone.map { Int(cutRow[$0]) }
    model.removeRows(rows)
    let isGone = Set(gone)
    cuts = cuts.indices.filter { !isGone.contains($0) }.map { cuts[$0] }
    cutRow = cutRow.indices.filter { !isGone.contains($0) }.map { cutRow[$0] }
    // What stands behind a row that is gone moves up.
    let sorted = rows.sorted()
    func moved(_ row: Int32) -> Int32 {
      var low = 0
      var high = sorted.count
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < Int(row) { low = middle + 1 } else { high = middle }
      }
      return row < 0 ? row : row - Int32(low)
    }
    for place in ownerRow.indices { ownerRow[place] = moved(ownerRow[place]) }
    for place in claimantRow.indices { claimantRow[place] = moved(claimantRow[place]) }
    for place in couplingRow.indices { couplingRow[place] = moved(couplingRow[place]) }
    for place in cutRow.indices { cutRow[place] = moved(cutRow[place]) }
    for place in counters.indices { counters[place].row = moved(counters[place].row) }
    return rows
  }
}
