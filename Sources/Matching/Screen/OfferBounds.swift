import TandemPolicy

/// What an offer of one donor can be worth at most, before anybody in a block is looked at.
struct OfferBounds {
  /// By protocols and (later infusion, weight): the best points of a dose less its price; minus infinity when
  /// no dose is open.
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
    ofPair = Double(traits) + Double(screen.mismatches.most) + others.reduce(slack) { $0 + Double($1) }
    let journey = Double(tables.centres.map(\.points).max() ?? 0)
    let later = OfferBounds.allowance(screen)
    var ofBand = [[Double]](repeating: [], count: 256)
    ofBucket = columns.buckets.map { bucket in
      let protocols = screen.protocols(bucket)
      if protocols == 0 { return -.infinity }
      if ofDose[Int(protocols)].isEmpty {
        let doses = OfferBounds.doses(screen.doses, protocols, columns.weights, demand)
        ofDose[Int(protocols)] = doses
        ofBand[Int(protocols)] = OfferBounds.bands(doses, columns.bandOfWeight)
      }
      if bucket.isOdd || pool.recipe.isOpaque || !tables.named.isEmpty { return .infinity }
      let most = ofBand[Int(protocols)][Int(bucket.band)]
      if most == -.infinity { return most }
      return most + ofPair + journey + later + Double(tables.bloodGroups[Int(bucket.bloodGroup)].points)
    }
  }

  /// How much more the days waited may give on the day of the run than on the reference day.
  private static func allowance(_ screen: Screen) -> Double {
    let scale = screen.pool.waitingScale
    let reference = scale.table(on: scale.referenceDay, upTo: screen.pool.columns.mostListed)
    var most = 0.0
    for (now, then) in zip(screen.waiting, reference) { most = max(most, Double(now) - Double(then)) }
    return most
  }

  /// The best of the weights of each band.
  private static func bands(_ doses: [Double], _ bandOfWeight: [UInt8]) -> [Double] {
    var most = [Double](repeating: -.infinity, count: 1 + Columns.bandCount)
    for later in 0..<2 {
      for (number, band) in bandOfWeight.enumerated() {
        most[Int(band)] = max(most[Int(band)], doses[later * bandOfWeight.count + number])
      }
    }
    return most
  }

  private static func doses(
    _ table: DoseTable, _ protocols: UInt8, _ weights: [Double?], _ demand: Screen.Demand
  ) -> [Double] {
    (0..<2 * table.weightCount).map { key in
      let weightKg = weights[key % table.weightCount] ?? 0
      var most = -Double.infinity
      for (place, cell) in table.cells.enumerated() where cell.bit & protocols != 0 {
        let points = table.points[key * table.cells.count + place]
        if points == DoseTable.closed { continue }
        let islets = demand.isletRate * (cell.isletIEQPerKg * weightKg)
        let cells = demand.cd34Rate * min(cell.cd34Available, cell.cd34PerKg * weightKg)
        most = max(most, Double(points) - islets - cells)
      }
      return most
    }
  }
}
