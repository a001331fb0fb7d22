import TandemClinic
public import TandemPolicy

extension Screen {
  /// A protocol and dose level that is open to somebody.
  public struct Offer: Sendable, Hashable {
    /// The place of the recipient in the cohort.
    public let recipientIndex: Int32
    /// The protocol, by its place in the policy.
    public let option: UInt8
    /// Its dose level.
    public let level: UInt8
    /// The score.
    public let score: Points
    /// Islets in IEQ; 0 when the weight is unknown.
    public let isletIEQ: Double
    /// CD34+ cells; 0 when the weight is unknown.
    public let cd34Cells: Double
  }

  /// Which offers are wanted: those worth more than their price. All in millionths of a point; rates are not
  /// negative.
  public struct Demand: Sendable {
    /// The price of each recipient; none without.
    public var prices: Prices?
    /// The price of an IEQ.
    public var isletRate: Double
    /// The price of a CD34+ cell.
    public var cd34Rate: Double
    /// What score less all prices must exceed.
    public var above: Double

    /// A demand; without arguments for everything that is open.
    public init(
      prices: Prices? = nil, isletRate: Double = 0, cd34Rate: Double = 0, above: Double = -.infinity
    ) {
      self.prices = prices
      self.isletRate = isletRate
      self.cd34Rate = cd34Rate
      self.above = above
    }

    /// What an offer is worth to a recipient of that price.
    @inline(__always)
    func worth(_ score: Int64, _ price: Double, _ isletIEQ: Double, _ cd34Cells: Double) -> Double {
      Double(score) - price - isletRate * isletIEQ - cd34Rate * cd34Cells
    }
  }

  /// Every open protocol and dose level of everybody, ascending by recipient, protocol and level, as far as it is
  /// worth more than the demand asks for. On one thread: donors are what to share out.
  public func offers(_ demand: Demand = Demand()) -> [Offer] {
    var tally = Tally()
    return offers(demand, counting: &tally)
  }

  /// The same, telling how much was looked at.
  ///
  /// Bounds: what a bucket's doses can be worth at best, what a block's rows have without the donor, and the most
  /// that everything between donor and recipient can add. A block under the threshold is passed by.
  public func offers(_ demand: Demand, counting tally: inout Tally) -> [Offer] {
    precondition(demand.isletRate >= 0 && demand.cd34Rate >= 0, "rates are not negative")
    tally.rows += pool.count
    guard tables.isOpen else { return [] }
    let columns = pool.columns
    let bounds = OfferBounds(self, demand)
    var offers: [Offer] = []
    for block in columns.bucket.indices where columns.active[block] != 0 {
      let kind = Int(columns.bucket[block])
      let extra = bounds.ofBucket[kind]
      if extra == -.infinity { continue }
      let own = demand.prices.map { $0.best[block] } ?? Double(columns.best[block])
      if own + extra <= demand.above { continue }
      tally.rowsInOpenBlocks += columns.active[block].nonzeroBitCount
      var active = columns.active[block]
      while active != 0 {
        let row = block * 64 + active.trailingZeroBitCount
        active &= active - 1
        look(row, columns.buckets[kind], demand, bounds, &offers, &tally)
      }
    }
    offers.sort {
      ($0.recipientIndex, $0.option, $0.level) < ($1.recipientIndex, $1.option, $1.level)
    }
    return offers
  }

  @inline(__always)
  private func look(
    _ row: Int, _ bucket: Columns.Bucket, _ demand: Demand, _ bounds: OfferBounds, _ offers: inout [Offer],
    _ tally: inout Tally
  ) {
    let columns = pool.columns
    let index = columns.recipient[row]
    let price = demand.prices.map { $0.ofRow[row] } ?? 0
    if bucket.isOdd || (!tables.named.isEmpty && tables.named.contains(index)) {
      ask(index, price, demand, &offers)
      return
    }
    if !tables.othersAreOpen { return }
    let protocols = protocols(bucket)
    let key = doseKey(row)
    let dose = bounds.ofDose[Int(protocols)][key]
    if dose == -.infinity { return }
    if !pool.recipe.isOpaque {
      let points =
        columns.base[row] &+ waiting[Int(columns.listed[row])]
        &+ tables.centres[Int(columns.centre[row])].points
      let group = tables.bloodGroups[Int(bucket.bloodGroup)].points
      if Double(points) - price + Double(group) + dose + bounds.ofPair <= demand.above { return }
    }
    tally.rowsCompared += 1
    switch compare(row, bloodGroupPoints: tables.bloodGroups[Int(bucket.bloodGroup)].points) {
    case .closed: return
    case .ask: ask(index, price, demand, &offers)
    case .open(let points):
      if pool.recipe.isOpaque {
        ask(index, price, demand, &offers)
      } else {
        add(index, row, key, protocols, points, price, demand, &offers)
      }
    }
  }

  private func add(
    _ index: Int32, _ row: Int, _ key: Int, _ protocols: UInt8, _ points: Int32, _ price: Double,
    _ demand: Demand, _ offers: inout [Offer]
  ) {
    let weightKg = pool.columns.weights[Int(pool.columns.weight[row])]
    for (place, cell) in doses.cells.enumerated() where cell.bit & protocols != 0 {
      let dose = doses.points[key * doses.cells.count + place]
      if dose == DoseTable.closed { continue }
      let score = Int64(points) + Int64(dose)
      let isletIEQ = weightKg.map { cell.isletIEQPerKg * $0 } ?? 0
      let cd34Cells = weightKg.map { min(cell.cd34Available, cell.cd34PerKg * $0) } ?? 0
      guard demand.worth(score, price, isletIEQ, cd34Cells) > demand.above else { continue }
      offers.append(
        Offer(
          recipientIndex: index, option: cell.option, level: cell.level, score: Points(millionths: score),
          isletIEQ: isletIEQ, cd34Cells: cd34Cells))
    }
  }

  /// What the explaining code says of a pair.
  private func ask(_ index: Int32, _ price: Double, _ demand: Demand, _ offers: inout [Offer]) {
    let pair = context.pair(Int(index), .decide)
    for (option, protocolOption) in pair.options.enumerated() {
      for (place, level) in protocolOption.levels.enumerated() where level.isOpen {
        let isletIEQ = level.isletIEQ ?? 0
        let cd34Cells = level.cd34Cells ?? 0
        let score = level.score.total
        guard demand.worth(score.millionths, price, isletIEQ, cd34Cells) > demand.above else { continue }
        offers.append(
          Offer(
            recipientIndex: index, option: UInt8(option), level: UInt8(place), score: score,
            isletIEQ: isletIEQ,
            cd34Cells: cd34Cells))
      }
    }
  }
}
