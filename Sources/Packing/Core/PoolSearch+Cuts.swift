internal import TandemGLPK

/// Cuts that come to a search, and cuts that leave it.
extension PoolSearch {
  /// Takes the cuts that have no price out of the linear program, which they make slow; they are found again where they
  /// are broken. Those that a waiting node's basis leans on stay.
  func dropIdleCuts(_ solved: Solved) {
    let rows = master.basis().rows
    let idle = solved.cuts.indices.filter { index in
      let row = master.row(ofCut: index)
      func isBasic(_ rows: [Standing]) -> Bool { row >= rows.count || rows[row] == .basic }
      return solved.cuts[index] == 0 && isBasic(rows) && open.allSatisfy { isBasic($0.basis?.rows ?? []) }
    }
    if idle.count < settings.idleCuts { return }
    for index in idle.reversed() { knownCuts.remove(halfCuts.remove(at: index)) }
    let gone = master.drop(cuts: idle)
    for place in open.indices { open[place].basis = open[place].basis?.without(rows: gone) }
  }

  func add(_ cut: HalfCut) {
    knownCuts.insert(cut)
    halfCuts.append(cut)
    var row = BundleCut(limit: cut.limit(layout, master.couplingLimit))
    var touched: [Int32] = []
    func hit(_ entry: Int32, _ factor: Float) {
      if hits[Int(entry)] == 0 { touched.append(entry) }
      hits[Int(entry)] += factor
    }
    let firstCoupling = layout.claimantCount + layout.ownerCount
    for name in cut.rows {
      if Int(name) < layout.claimantCount {
        for entry in entriesOfClaimant[name] ?? [] { hit(entry, 1) }
      } else if Int(name) < firstCoupling {
        for entry in allOfOwner[name - Int32(layout.claimantCount)] ?? [] { hit(entry, 1) }
      } else {
        for (entry, factor) in uses(of: Int(name) - firstCoupling) { hit(entry, factor) }
        // Excess counts as the bundles do, rounded down.
        row.excess.append((Int(name) - firstCoupling, -1))
      }
    }
    for entry in touched.sorted() {
      let factor = (hits[Int(entry)] / 2).rounded(.down)
      hits[Int(entry)] = 0
      if factor == 0 || row.entries.last == entry { continue }
      row.entries.append(entry)
      row.factors.append(Double(factor))
    }
    master.add(row)
  }

  /// What the entries use of a coupling; found once.
  func uses(of coupling: Int) -> [(entry: Int32, factor: Float)] {
    if let known = usesOfCoupling[coupling] { return known }
    var found: [(entry: Int32, factor: Float)] = []
    for entry in 0..<pool.count {
      var sum: Float = 0
      for position in pool.slots(of: entry) {
        for place in layout.couplings(of: Int(pool.slot[position]))
        where layout.couplingRow[place] == coupling {
          sum += Float(layout.couplingFactor[place])
        }
      }
      if sum != 0 { found.append((Int32(entry), sum)) }
    }
    usesOfCoupling[coupling] = found
    return found
  }
}
