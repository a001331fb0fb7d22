internal import TandemGLPK
internal import TandemSimplex

/// The restricted master: the linear program over some of the pool's bundles.
///
///     maximise  sum of value(b) x(b)
///     owner     sum over its bundles <= 1
///     claimant  sum over bundles that serve it <= 1   (= 1, with a dear stand-in, when it must be served)
///     coupling  sum of factors <= limit
///     cut       cuts from halves of rows
///
/// A row is made when the first bundle needs it, so the program stays as small as the bundles are few; every
/// solve starts from the last basis. Values are in the problem's units, not scaled, for the sake of tolerances.
final class Master {
  let layout: Layout
  let model = LinearProgram()
  let couplingLimit: [Double]
  private let isContested: [Bool]?
  var ownerRow: [Int32]
  var claimantRow: [Int32]
  var couplingRow: [Int32] = []
  var cuts: [BundleCut] = []
  var cutRow: [Int32] = []
  /// The cuts, where bundles are still made under them; they are then not listed bundle by bundle.
  var cutIndex: CutIndex?
  /// Rows that count, each with what a bundle adds to it, and the limits now in force.
  var counters: [(row: Int32, count: Counting, limits: Limits)] = []
  /// Limits on counts that are priced like couplings, behind them: by counter, and which end.
  var priced: [(counter: Int, isMost: Bool)] = []
  /// The bundle of each column, or -1 for a stand-in.
  private(set) var bundleOfColumn: [Int32] = []
  private var columnOfBundle: [Int: Int32] = [:]
  private var forbidden: [Bool] = []
  /// By coupling and by counter, the columns that stand in for what is in excess.
  private(set) var excessOfCoupling: [Int] = []
  var excessOfCounter: [[Int]] = []
  private(set) lazy var worthOfUse = layout.worthOfUse()
  private var standInOfOwner: [Int: Int] = [:]
  private var standInOfClaimant: [Int: Int] = [:]
  private var demandedClaimant: [Int: Bool] = [:]
  /// How many seconds a solve may take from now; nil for as long as it needs.
  var secondsLeft: () -> Double? = { nil }

  /// What a bundle of the pool adds to a count.
  typealias Counting = (Int, BundlePool) -> UInt8

  /// What the last solve found.
  struct Answer {
    /// The optimum of the restricted master, in the problem's units.
    var value: Double
    /// Bundles with their values above zero, in the order of columns.
    var fractions: [(bundle: Int, value: Double)]
    /// What stand-ins take: zero in a solution that keeps all requirements.
    var missing: Double
    /// The solve stopped where the optimum was certain to be below the cutoff: there are prices that prove it, and no
    /// fractions.
    var isCutOff = false
  }

  /// A master for the whole problem, or for a part of it: `required` then lists the claimants of the part
  /// that must be served, and `couplingLimit` what the rest has left of the couplings.
  ///
  /// `isContested`, where given, tells which claimants more than one owner could serve; the others need no
  /// row, since their owner's row says as much.
  init(
    _ layout: Layout, required: [Int]? = nil, couplingLimit: [Double]? = nil, isContested: [Bool]? = nil
  ) {
    self.isContested = isContested
    self.layout = layout
    self.couplingLimit = couplingLimit ?? layout.couplingLimit
    ownerRow = [Int32](repeating: -1, count: layout.ownerCount)
    claimantRow = [Int32](repeating: -1, count: layout.claimantCount)
    for limit in self.couplingLimit {
      couplingRow.append(Int32(model.addRow(.atMost(limit))))
    }
    for row in self.couplingLimit.indices {
      excessOfCoupling.append(columnCount)
      addStandIn(row: couplingRow[row], factor: -1, cost: layout.couplingPenalty / layout.scale)
    }
    for claimant in required ?? (0..<layout.claimantCount).filter({ layout.penalty[$0] > 0 }) {
      claimantRow[claimant] = Int32(model.addRow(.exactly(1)))
      addStandIn(row: claimantRow[claimant], factor: 1, cost: layout.penalty[claimant] / layout.scale)
    }
  }

  func addStandIn(row: Int32, factor: Double, cost: Double) {
    model.addColumns(objective: [-cost], starts: [0, 1], rows: [row], values: [factor])
    bundleOfColumn.append(-1)
    forbidden.append(false)
  }

  var rowCount: Int { model.rowCount }
  var columnCount: Int { bundleOfColumn.count }

  func holds(_ bundle: Int) -> Bool { columnOfBundle[bundle] != nil }

  /// Adds bundles that are not yet columns.
  func add(_ bundles: [Int], _ pool: BundlePool) {
    var objective: [Double] = []
    var starts: [Int32] = [0]
    var rows: [Int32] = []
    var values: [Double] = []
    for bundle in bundles where columnOfBundle[bundle] == nil {
      columnOfBundle[bundle] = Int32(bundleOfColumn.count)
      bundleOfColumn.append(Int32(bundle))
      forbidden.append(false)
      objective.append(pool.value[bundle] / layout.scale)
      let owner = Int(pool.owner[bundle])
      if ownerRow[owner] < 0 { ownerRow[owner] = Int32(model.addRow(.atMost(1))) }
      rows.append(ownerRow[owner])
      values.append(1)
      var used: [(row: Int32, factor: Double)] = []
      for position in pool.slots(of: bundle) {
        let slot = Int(pool.slot[position])
        let claimant = Int(layout.claimant[slot])
        if claimantRow[claimant] < 0, isContested?[claimant] ?? true {
          claimantRow[claimant] = Int32(model.addRow(.atMost(1)))
        }
        if claimantRow[claimant] >= 0 {
          rows.append(claimantRow[claimant])
          values.append(1)
        }
        for coupling in layout.couplings(of: slot) {
          let row = couplingRow[Int(layout.couplingRow[coupling])]
          if let place = used.firstIndex(where: { $0.row == row }) {
            used[place].factor += layout.couplingFactor[coupling]
          } else {
            used.append((row, layout.couplingFactor[coupling]))
          }
        }
      }
      for (row, factor) in used where factor != 0 {
        rows.append(row)
        values.append(factor)
      }
      for (index, cut) in cuts.enumerated() {
        let factor = cut.factor(of: bundle)
        if factor == 0 { continue }
        rows.append(cutRow[index])
        values.append(factor)
      }
      for (cut, factor) in cutIndex?.factors(pool.slot[pool.slots(of: bundle)], of: owner, layout) ?? [] {
        rows.append(cutRow[Int(cut)])
        values.append(Double(factor))
      }
      for counter in counters {
        let count = counter.count(bundle, pool)
        if count == 0 { continue }
        rows.append(counter.row)
        values.append(Double(count))
      }
      starts.append(Int32(rows.count))
    }
    if objective.isEmpty { return }
    model.addColumns(
      objective: objective, starts: starts, rows: rows, values: values)
  }

  func isForbidden(_ bundle: Int) -> Bool {
    guard let column = columnOfBundle[bundle] else { return false }
    return forbidden[Int(column)]
  }

  /// Forbids or allows again the bundle in the linear program.
  func forbid(_ bundle: Int, _ isForbidden: Bool) {
    guard let column = columnOfBundle[bundle] else { return }
    model.setColumnLimits(Int(column), isForbidden ? .exactly(0) : .nonNegative)
    forbidden[Int(column)] = isForbidden
  }

  /// Puts the bundle into every solution, or lets it go again.
  func fix(_ bundle: Int, _ isFixed: Bool) {
    guard let column = columnOfBundle[bundle] else { return }
    model.setColumnLimits(Int(column), isFixed ? .exactly(1) : .nonNegative)
    forbidden[Int(column)] = false
  }

  /// Demands a bundle of the owner, or lets it go without. A dear stand-in keeps the program feasible, so
  /// that a demand which cannot be met shows in the bound.
  func demand(_ owner: Int, _ isDemanded: Bool) {
    guard ownerRow[owner] >= 0 else { return }
    if standInOfOwner[owner] == nil {
      standInOfOwner[owner] = columnCount
      addStandIn(row: ownerRow[owner], factor: 1, cost: layout.demandPenalty / layout.scale)
    }
    model.setRowLimits(Int(ownerRow[owner]), isDemanded ? .exactly(1) : .atMost(1))
    model.setColumnLimits(standInOfOwner[owner]!, isDemanded ? .nonNegative : .exactly(0))
  }

  /// Solves from the last basis, as far as the optimum may reach `cutoff` (in the problem's units); nil when the time
  /// is up.
  func solve(cutoff: Double? = nil) throws -> Answer? {
    var options = LinearProgram.Options()
    options.timeLimit = secondsLeft()
    options.cutoff = cutoff
    let value: Double
    switch try model.solve(options) {
    case .optimal(let optimum): value = optimum
    case .stopped(.cutoff): return Answer(value: cutoff ?? 0, fractions: [], missing: 0, isCutOff: true)
    default: return nil
    }
    let columns = model.columnValues()
    var fractions: [(bundle: Int, value: Double)] = []
    var missing = 0.0
    for (column, bundle) in bundleOfColumn.enumerated() where columns[column] > 1e-7 {
      if bundle < 0 {
        missing += columns[column]
      } else {
        fractions.append((Int(bundle), columns[column]))
      }
    }
    return Answer(value: value, fractions: fractions, missing: missing)
  }

  /// Demands that the claimant is served, or lets it go again. A claimant without a row gets one.
  func demandClaimant(_ claimant: Int, _ isDemanded: Bool, _ pool: BundlePool) {
    if claimantRow[claimant] < 0 {
      var columns: [Int32] = []
      for (column, bundle) in bundleOfColumn.enumerated() where bundle >= 0 {
        let serves = pool.slots(of: Int(bundle)).contains { layout.claimant[Int(pool.slot[$0])] == claimant }
        if serves { columns.append(Int32(column)) }
      }
      claimantRow[claimant] = Int32(
        model.addRow(.atMost(1), columns: columns, values: [Double](repeating: 1, count: columns.count)))
    }
    if standInOfClaimant[claimant] == nil {
      standInOfClaimant[claimant] = columnCount
      addStandIn(row: claimantRow[claimant], factor: 1, cost: layout.demandPenalty / layout.scale)
    }
    demandedClaimant[claimant] = isDemanded
    let isRequired = layout.penalty[claimant] > 0
    model.setRowLimits(Int(claimantRow[claimant]), isDemanded || isRequired ? .exactly(1) : .atMost(1))
    model.setColumnLimits(standInOfClaimant[claimant]!, isDemanded ? .nonNegative : .exactly(0))
  }

  /// The basis that the last solve left.
  func basis() -> Basis { model.basis() }

  /// Starts the next solve from a basis; rows and columns that have come since then stand aside.
  func restore(_ basis: Basis) {
    model.setBasis(basis.extended(rows: model.rowCount, columns: model.columnCount))
  }

  /// Takes at most `steps` simplex steps towards the optimum; false when there is none. Prices can be asked
  /// for even when the steps did not suffice: after dual steps they still prove a bound.
  func approach(steps: Int) throws -> Bool {
    var options = LinearProgram.Options()
    options.stepLimit = steps
    if case .infeasible = try model.solve(options) { return false }
    return true
  }

  /// What the last solve charges, in scaled whole numbers.
  struct Charges {
    var prices: Prices
    /// By cut.
    var cuts: [Double]
    /// By counter: above zero where its most is what binds, below zero where its least is.
    var counters: [Double]
    /// By counter, the limit that its price belongs to.
    var counterLimits: [Double]
    /// By owner; not rounded.
    var owners: [Double]
  }

  /// The prices of the last solve.
  func prices() -> Charges {
    let dual = model.rowPrices()
    var prices = Prices(
      claimant: [Double](repeating: 0, count: layout.claimantCount),
      coupling: [Double](repeating: 0, count: layout.couplingCount))
    for claimant in 0..<layout.claimantCount where claimantRow[claimant] >= 0 {
      let price = (dual[Int(claimantRow[claimant])] * layout.scale).rounded()
      let isFree = layout.penalty[claimant] > 0 || demandedClaimant[claimant] == true
      prices.claimant[claimant] = isFree ? price : max(0, price)
    }
    for row in 0..<layout.couplingCount {
      prices.coupling[row] = max(0, (dual[Int(couplingRow[row])] * layout.scale).rounded())
    }
    for (counter, isMost) in priced {
      let price = counter < 0 ? 0 : (dual[Int(counters[counter].row)] * layout.scale).rounded()
      prices.coupling.append(max(0, isMost ? price : -price))
    }
    let cutPrices = cutRow.map { max(0, (dual[Int($0)] * layout.scale).rounded()) }
    prices.cuts = cutIndex.map { CutPrices(index: $0, price: cutPrices) }
    var owners = [Double](repeating: 0, count: layout.ownerCount)
    for owner in 0..<layout.ownerCount where ownerRow[owner] >= 0 {
      owners[owner] = dual[Int(ownerRow[owner])] * layout.scale
    }
    var charges = Charges(prices: prices, cuts: cutPrices, counters: [], counterLimits: [], owners: owners)
    for counter in counters {
      let price = (dual[Int(counter.row)] * layout.scale).rounded()
      let limit = price > 0 ? counter.limits.upper : counter.limits.lower
      charges.counters.append(limit.isFinite ? price : 0)
      charges.counterLimits.append(limit.isFinite ? limit : 0)
    }
    return charges
  }
}
