import TandemPolicy

/// How much more than asked for an offer of one donor can be worth, before anybody in a block is looked at.
struct OfferBounds {
  /// By number of the weight and cell of the dose table: what an offer must be worth.
  let least: [Double]
  /// By protocols and by the row of a dose: the most that the points of a dose exceed what is asked for; minus infinity
  /// when no dose is open.
  private(set) var ofDose = [[Double]](repeating: [], count: 256)
  /// What the comparison of a pair can add, but for blood group, waiting time, journey and dose.
  let ofPair: Double
  /// By bucket: what everything between donor and recipient can add to a block's own bound; minus infinity when
  /// nothing is open.
  private(set) var ofBucket: [Double] = []

  init(_ screen: Screen, _ demand: Screen.Demand) {
    let pool = screen.pool
    let tables = screen.tables
    let columns = pool.columns
    // Sums of rounded numbers may differ in the last bits from the order in which a demand adds them.
    let slack = 1.0
    let traits = tables.traits.map(\.points).max() ?? 0
    let others = [tables.ages.max() ?? 0, tables.epitopes.max() ?? 0, tables.risk.max() ?? 0]
    ofPair = Double(traits) + Double(pool.mismatchScale.most) + others.reduce(slack) { $0 + Double($1) }
    let journey = Double(tables.centres.map(\.points).max() ?? 0)
    let later = Double(screen.waitingAllowance)
    least = columns.weights.flatMap { weightKg in
      screen.doses.cells.map { cell in
        let amounts = cell.amounts(weightKg)
        return demand.least(amounts.isletIEQ, amounts.cd34Cells)
      }
    }
    let byBit = OfferBounds.byProtocol(screen.doses, least)
    var ofBand = [[Double]](repeating: [], count: 256)
    ofBucket = columns.buckets.map { bucket in
      let protocols = screen.protocols(bucket)
      if protocols == 0 { return -.infinity }
      if ofDose[Int(protocols)].isEmpty {
        let doses = OfferBounds.best(byBit, protocols, count: screen.doses.keyCount)
        ofDose[Int(protocols)] = doses
        ofBand[Int(protocols)] = OfferBounds.bands(doses, columns.bandOfWeight)
      }
      if bucket.isOdd || pool.recipe.isOpaque || !tables.named.isEmpty { return .infinity }
      let most = ofBand[Int(protocols)][Int(bucket.band)]
      if most == -.infinity { return most }
      return most + ofPair + journey + later + Double(tables.bloodGroups[Int(bucket.bloodGroup)].points)
    }
  }

  /// The best of the weights of each band.
  private static func bands(_ doses: [Double], _ bandOfWeight: [UInt8]) -> [Double] {
    var most = [Double](repeating: -.infinity, count: 1 + Columns.bandCount)
    for key in doses.indices {
      let band = Int(bandOfWeight[key % bandOfWeight.count])
      most[band] = max(most[band], doses[key])
    }
    return most
  }

  /// The best of some protocols.
  private static func best(_ byBit: [UInt8: [Double]], _ protocols: UInt8, count: Int) -> [Double] {
    var best: [Double] = []
    for bit in (0..<8).map({ UInt8(1) << $0 }) where protocols & bit != 0 {
      guard let own = byBit[bit] else { continue }
      if best.isEmpty { best = own } else { for key in own.indices { best[key] = max(best[key], own[key]) } }
    }
    return best.isEmpty ? Array(repeating: -.infinity, count: count) : best
  }

  /// By the bit of a protocol and by the row of a dose, how far its points exceed what is asked for.
  private static func byProtocol(_ table: DoseTable, _ least: [Double]) -> [UInt8: [Double]] {
    var byBit: [UInt8: [Double]] = [:]
    for (place, cell) in table.cells.enumerated() where cell.bit != 0 {
      var own = byBit.removeValue(forKey: cell.bit) ?? Array(repeating: -.infinity, count: table.keyCount)
      for key in own.indices {
        let points = table.points[key * table.cells.count + place]
        if points == DoseTable.closed { continue }
        own[key] = max(own[key], Double(points) - least[key % table.weightCount * table.cells.count + place])
      }
      byBit[cell.bit] = own
    }
    return byBit
  }
}
