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

  /// Which offers are wanted: those worth more than what they cost. All in millionths of a point.
  public struct Demand: Sendable {
    /// The price of each recipient; none without.
    public var prices: Prices?
    /// What score less the recipient's price must exceed, by the islets in IEQ and the CD34+ cells that an offer gives.
    public var least: @Sendable (_ isletIEQ: Double, _ cd34Cells: Double) -> Double
    /// Of about how many people offers are wanted: where there are more, `least` is raised alike for all until they are
    /// that few.
    public var most: Int

    /// A demand; without arguments for everything that is open.
    public init(
      prices: Prices? = nil, most: Int = .max,
      least: @escaping @Sendable (_ isletIEQ: Double, _ cd34Cells: Double) -> Double = { _, _ in -.infinity }
    ) {
      self.prices = prices
      self.most = most
      self.least = least
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
    var known = Comparisons()
    return best(demand, remembering: &known, counting: &tally).offers
  }

  /// How the donor compares with the genotypes that were met so far: what one question found out, the next need not.
  /// Takes four bytes a genotype of the pool.
  public struct Comparisons: Sendable {
    fileprivate var sums: MismatchSums?

    /// Nothing yet.
    public init() {}
  }

  /// The same with how far `least` was raised: all offers that are worth more than it is then are there.
  ///
  /// Bounds: what a bucket's doses can be worth at best, what a block's rows have without the donor, and the most
  /// that everything between donor and recipient can add. A block that cannot be worth enough is passed by.
  public func best(
    _ demand: Demand, remembering known: inout Comparisons, counting tally: inout Tally
  ) -> (offers: [Offer], raised: Double) {
    tally.rows += pool.count
    guard tables.isOpen else { return ([], 0) }
    let columns = pool.columns
    let bounds = OfferBounds(self, demand)
    var mismatches = known.sums.take() ?? mismatches
    defer { known.sums = mismatches }
    var best = BestOffers(most: demand.most)
    for (block, bound) in order(bounds, demand) {
      if bound <= best.raised { break }
      let kind = Int(columns.bucket[block])
      tally.rowsInOpenBlocks += columns.active[block].nonzeroBitCount
      var active = columns.active[block]
      if let own = demand.prices?.own {
        active &= Screen.rows(of: block, in: own, above: best.raised - bounds.ofBucket[kind])
      }
      while active != 0 {
        let row = block * 64 + active.trailingZeroBitCount
        active &= active - 1
        look(row, columns.buckets[kind], demand, bounds, &mismatches, &best, &tally)
      }
    }
    return (best.sorted(), best.raised)
  }

  /// A bit for each row of a block of whom more than `least` is known. Prices differ within a block: most rows of one
  /// that cannot be passed by are, at the cost of one comparison.
  @inline(__always)
  private static func rows(of block: Int, in own: [Double], above least: Double) -> UInt64 {
    own.withUnsafeBufferPointer { own in
      var rows: UInt64 = 0
      for bit in 0..<64 where own[block * 64 + bit] > least { rows |= 1 << UInt64(bit) }
      return rows
    }
  }

  /// The blocks that can be worth enough, each with its bound: the highest first where only the best are wanted, so that
  /// what they lie above rises soon.
  private func order(_ bounds: OfferBounds, _ demand: Demand) -> [(block: Int, bound: Double)] {
    let columns = pool.columns
    var order: [(block: Int, bound: Double)] = []
    for block in columns.bucket.indices where columns.active[block] != 0 {
      let extra = bounds.ofBucket[Int(columns.bucket[block])]
      if extra == -.infinity { continue }
      let bound = extra + (demand.prices.map { $0.best[block] } ?? Double(columns.best[block]))
      if bound > 0 { order.append((block, bound)) }
    }
    if demand.most < .max { order.sort { ($0.bound, $1.block) > ($1.bound, $0.block) } }
    return order
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
        add(index, row, key, protocols, points, price, bounds, &best)
      }
    }
  }

  private func add(
    _ index: Int32, _ row: Int, _ key: Int, _ protocols: UInt8, _ points: Int32, _ price: Double,
    _ bounds: OfferBounds, _ best: inout BestOffers
  ) {
    let weight = Int(pool.columns.weight[row])
    let weightKg = pool.columns.weights[weight]
    for (place, cell) in doses.cells.enumerated() where cell.bit & protocols != 0 {
      let dose = doses.points[key * doses.cells.count + place]
      if dose == DoseTable.closed { continue }
      let score = Int64(points) + Int64(dose)
      let excess = Double(score) - price - bounds.least[weight * doses.cells.count + place]
      if excess <= best.raised { continue }
      let (isletIEQ, cd34Cells) = cell.amounts(weightKg)
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
        let excess = Double(score.millionths) - price - demand.least(isletIEQ, cd34Cells)
        if excess <= best.raised { continue }
        best.add(
          Offer(
            recipientIndex: index, option: UInt8(option), level: UInt8(place), score: score,
            isletIEQ: isletIEQ, cd34Cells: cd34Cells), excess)
      }
    }
  }
}
