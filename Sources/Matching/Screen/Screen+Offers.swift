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

  /// Which offers are wanted: those worth more than their price, by one line or another. All in millionths of a
  /// point.
  public struct Demand: Sendable {
    /// What an offer costs by what it takes of the donor. Rates are not negative.
    public struct Line: Sendable, Hashable {
      /// The price of an IEQ.
      public var isletRate: Double
      /// The price of a CD34+ cell.
      public var cd34Rate: Double
      /// What score less all prices must exceed.
      public var above: Double

      /// A line; without arguments one that everything is above.
      public init(isletRate: Double = 0, cd34Rate: Double = 0, above: Double = -.infinity) {
        self.isletRate = isletRate
        self.cd34Rate = cd34Rate
        self.above = above
      }

      /// How much of some points is above the line.
      @inline(__always)
      func excess(_ points: Double, _ isletIEQ: Double, _ cd34Cells: Double) -> Double {
        points - isletRate * isletIEQ - cd34Rate * cd34Cells - above
      }
    }

    /// The price of each recipient; none without.
    public var prices: Prices?
    /// An offer above any of them is wanted.
    public var lines: [Line]
    /// About how many offers are wanted: where there are more, all lines are raised alike until they are that few.
    public var most: Int

    /// A demand; without arguments for everything that is open.
    public init(prices: Prices? = nil, lines: [Line] = [Line()], most: Int = .max) {
      self.prices = prices
      self.lines = lines
      self.most = most
    }

    /// How far an offer to a recipient of that price lies above a line.
    @inline(__always)
    func excess(_ score: Int64, _ price: Double, _ isletIEQ: Double, _ cd34Cells: Double) -> Double {
      var most = -Double.infinity
      for line in lines { most = max(most, line.excess(Double(score) - price, isletIEQ, cd34Cells)) }
      return most
    }
  }

  /// Every open protocol and dose level of everybody, ascending by recipient, protocol and level, as far as it is
  /// wanted. On one thread: donors are what to share out.
  public func offers(_ demand: Demand = Demand()) -> [Offer] {
    var tally = Tally()
    return offers(demand, counting: &tally)
  }

  /// The same, telling how much was looked at.
  public func offers(_ demand: Demand, counting tally: inout Tally) -> [Offer] {
    best(demand, counting: &tally).offers
  }

  /// The same with how far the lines were raised: all offers that lie more than that above a line are there.
  ///
  /// Bounds: what a bucket's doses can be worth at best, what a block's rows have without the donor, and the most
  /// that everything between donor and recipient can add. A block that reaches no line is passed by.
  public func best(_ demand: Demand, counting tally: inout Tally) -> (offers: [Offer], raised: Double) {
    precondition(
      demand.lines.allSatisfy { $0.isletRate >= 0 && $0.cd34Rate >= 0 }, "rates are not negative")
    tally.rows += pool.count
    guard tables.isOpen else { return ([], 0) }
    let columns = pool.columns
    let bounds = OfferBounds(self, demand)
    var mismatches = mismatches
    var best = BestOffers(most: demand.most)
    for block in columns.bucket.indices where columns.active[block] != 0 {
      let kind = Int(columns.bucket[block])
      let extra = bounds.ofBucket[kind]
      if extra == -.infinity { continue }
      let own = demand.prices.map { $0.best[block] } ?? Double(columns.best[block])
      if own + extra <= best.raised { continue }
      tally.rowsInOpenBlocks += columns.active[block].nonzeroBitCount
      var active = columns.active[block]
      while active != 0 {
        let row = block * 64 + active.trailingZeroBitCount
        active &= active - 1
        look(row, columns.buckets[kind], demand, bounds, &mismatches, &best, &tally)
      }
    }
    return (best.sorted(), best.raised)
  }

  @inline(__always)
  private func look(
    _ row: Int, _ bucket: Columns.Bucket, _ demand: Demand, _ bounds: OfferBounds,
    _ mismatches: inout MismatchSums, _ best: inout BestOffers, _ tally: inout Tally
  ) {
    let columns = pool.columns
    let index = columns.recipient[row]
    let price = demand.prices.map { $0.ofRow[row] } ?? 0
    if bucket.isOdd || (!tables.named.isEmpty && tables.named.contains(index)) {
      ask(index, price, demand, &best)
      return
    }
    if !tables.othersAreOpen { return }
    let protocols = protocols(bucket)
    let key = doseKey(row)
    let dose = bounds.ofDose[Int(protocols)][key]
    if dose == -.infinity { return }
    if !pool.recipe.isOpaque {
      let points =
        columns.base[row] &+ waiting[columns.listed[row]]
        &+ tables.centres[Int(columns.centre[row])].points
      let group = tables.bloodGroups[Int(bucket.bloodGroup)].points
      if Double(points) - price + Double(group) + dose + bounds.ofPair <= best.raised { return }
    }
    tally.rowsCompared += 1
    let bloodGroupPoints = tables.bloodGroups[Int(bucket.bloodGroup)].points
    switch compare(row, bloodGroupPoints: bloodGroupPoints, { mismatches.find($0, columns) }) {
    case .closed: return
    case .ask: ask(index, price, demand, &best)
    case .open(let points):
      if pool.recipe.isOpaque {
        ask(index, price, demand, &best)
      } else {
        add(index, row, key, protocols, points, price, demand, &best)
      }
    }
  }

  private func add(
    _ index: Int32, _ row: Int, _ key: Int, _ protocols: UInt8, _ points: Int32, _ price: Double,
    _ demand: Demand, _ best: inout BestOffers
  ) {
    let weightKg = pool.columns.weights[Int(pool.columns.weight[row])]
    for (place, cell) in doses.cells.enumerated() where cell.bit & protocols != 0 {
      let dose = doses.points[key * doses.cells.count + place]
      if dose == DoseTable.closed { continue }
      let score = Int64(points) + Int64(dose)
      let isletIEQ = weightKg.map { cell.isletIEQPerKg * $0 } ?? 0
      let cd34Cells = weightKg.map { min(cell.cd34Available, cell.cd34PerKg * $0) } ?? 0
      let excess = demand.excess(score, price, isletIEQ, cd34Cells)
      if excess <= best.raised { continue }
      best.add(
        Offer(
          recipientIndex: index, option: cell.option, level: cell.level, score: Points(millionths: score),
          isletIEQ: isletIEQ, cd34Cells: cd34Cells), excess)
    }
  }

  /// What the explaining code says of a pair.
  private func ask(_ index: Int32, _ price: Double, _ demand: Demand, _ best: inout BestOffers) {
    let pair = context.pair(Int(index), .decide)
    for (option, protocolOption) in pair.options.enumerated() {
      for (place, level) in protocolOption.levels.enumerated() where level.isOpen {
        let isletIEQ = level.isletIEQ ?? 0
        let cd34Cells = level.cd34Cells ?? 0
        let score = level.score.total
        let excess = demand.excess(score.millionths, price, isletIEQ, cd34Cells)
        if excess <= best.raised { continue }
        best.add(
          Offer(
            recipientIndex: index, option: UInt8(option), level: UInt8(place), score: score,
            isletIEQ: isletIEQ, cd34Cells: cd34Cells), excess)
      }
    }
  }
}
