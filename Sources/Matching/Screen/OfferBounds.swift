import TandemPolicy

/// How far an offer of one donor can lie above the lines of a demand, before anybody in a block is looked at.
struct OfferBounds {
  /// By protocols and the row of a dose: the most that the points of a dose lie above a line; minus infinity
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
    let byBit = OfferBounds.byProtocol(screen.doses, columns.weights, demand.lines)
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

  /// By the bit of a protocol and by the row of a dose, how far its doses reach above a line.
  private static func byProtocol(
    _ table: DoseTable, _ weights: [Double?], _ lines: [Screen.Demand.Line]
  ) -> [UInt8: [Double]] {
    var byBit: [UInt8: [Double]] = [:]
    for (place, cell) in table.cells.enumerated() where cell.bit != 0 {
      var own = byBit.removeValue(forKey: cell.bit) ?? Array(repeating: -.infinity, count: table.keyCount)
      for number in weights.indices {
        let weightKg = weights[number] ?? 0
        let isletIEQ = cell.isletIEQPerKg * weightKg
        let cd34Cells = min(cell.cd34Available, cell.cd34PerKg * weightKg)
        for key in stride(from: number, to: table.keyCount, by: weights.count) {
          let points = table.points[key * table.cells.count + place]
          if points == DoseTable.closed { continue }
          for line in lines { own[key] = max(own[key], line.excess(Double(points), isletIEQ, cd34Cells)) }
        }
      }
      byBit[cell.bit] = own
    }
    return byBit
  }
}
