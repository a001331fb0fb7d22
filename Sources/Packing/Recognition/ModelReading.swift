internal import TandemGLPK

/// A linear model on its way to a packing problem: what each row and column turned out to be.
struct ModelReading {
  /// What one row says, in whole numbers: the sum of `amounts` over chosen `columns` is at most `capacity`.
  struct Cap {
    var row: Int
    var columns: [Int32]
    var amounts: [Int64]
    var capacity: Int64
    /// All amounts are the same.
    var isUniform: Bool
  }

  let table: ModelTable
  let valueScale: Double
  let values: [Int64]
  /// Columns fixed at 0 are no options; columns fixed at 1 exclude the rest of their claimant.
  let isOption: [Bool]
  let isForced: [Bool]
  /// Rows that let at most one of their columns be chosen.
  var singles: [Cap] = []
  /// By row: the single must be met by equality.
  var isDemanded: Set<Int> = []
  /// The other rows with a capacity.
  var caps: [Cap] = []
  var rules: [GroupRule] = []
  var groups: [UInt64]

  /// By column; -1 while it has none.
  var claimant: [Int32]
  var claimantCount = 0
  var required: [Int] = []
  var owner: [Int32]
  var ownerCount = 0
  var resources: [(cap: Cap, owner: Int?)] = []

  init(_ table: ModelTable) throws(Obstacle) {
    if table.columns.isEmpty || table.rows.isEmpty { throw .empty }
    self.table = table
    let count = table.columns.count
    var isOption = [Bool](repeating: true, count: count)
    var isForced = [Bool](repeating: false, count: count)
    for (index, column) in table.columns.enumerated() {
      if column.kind != .integer { throw .fractionalColumn(index) }
      let limits = column.limits
      // Limits of whole numbers may be written with fractions.
      let lower = limits.lower.rounded(.up)
      let upper = limits.upper.rounded(.down)
      if lower < 0 || lower > 1 || upper < 0 || lower > upper { throw .notBinary(index) }
      isOption[index] = upper > 0
      isForced[index] = lower == 1
    }
    self.isOption = isOption
    self.isForced = isForced
    groups = Array(repeating: 0, count: count)
    claimant = Array(repeating: -1, count: count)
    owner = Array(repeating: -1, count: count)
    guard let whole = WholeNumbers(table.columns.map(\.objective)) else { throw .objectiveNotWhole }
    let sign: Int64 = table.direction == .maximize ? 1 : -1
    values = whole.numbers.map { sign * $0 }
    valueScale = Double(sign) * whole.factor
  }

  // MARK: Rows

  mutating func readRows() throws(Obstacle) {
    var isBounded = [Bool](repeating: false, count: table.columns.count)
    for row in table.rows.indices { try read(row) }
    for single in singles { for column in single.columns { isBounded[Int(column)] = true } }
    for (index, column) in table.columns.enumerated()
    where column.limits.upper >= 2 && !isBounded[index] {
      throw .notBinary(index)
    }
  }

  private mutating func read(_ row: Int) throws(Obstacle) {
    let limits = table.rows[row]
    if limits == .free { return }
    let entries = table.entries(ofRow: row)
    guard let whole = WholeNumbers(table.entryValues[entries]) else { throw .rowNotWhole(row) }
    var columns = Array(table.entryColumns[entries])
    var amounts = whole.numbers
    if amounts.contains(0) {
      columns = columns.indices.filter { amounts[$0] != 0 }.map { columns[$0] }
      amounts.removeAll { $0 == 0 }
    }
    // Sums are whole, so limits may be tightened to whole numbers.
    let slack = 1e-9 * max(1, amounts.reduce(0) { max($0, Double($1.magnitude)) })
    var least = (limits.lower * whole.factor - slack).rounded(.up)
    var most = (limits.upper * whole.factor + slack).rounded(.down)
    if amounts.isEmpty {
      if least > 0 || most < 0 { throw .impossibleRow(row) }
      return
    }
    if amounts.allSatisfy({ $0 < 0 }) {
      amounts = amounts.map { -$0 }
      (least, most) = (-most, -least)
    }
    guard amounts.allSatisfy({ $0 > 0 }) else {
      try readShare(row, columns, amounts, least, most)
      return
    }
    if most < 0 || least > amounts.reduce(0, { $0 + Double($1) }) { throw .impossibleRow(row) }
    let first = amounts[0]
    let isUniform = amounts.allSatisfy { $0 == first }
    if isUniform {
      // a (x + y + ...) <= b is x + y + ... <= b / a.
      least = (least / Double(first)).rounded(.up)
      most = (most / Double(first)).rounded(.down)
      amounts = Array(repeating: 1, count: amounts.count)
    } else if least > 0 {
      throw .weightedDemand(row)
    }
    let isSingle = isUniform && most == 1
    let cap = Cap(
      row: row, columns: columns, amounts: amounts, capacity: Int64(clampedWhole: most), isUniform: isUniform)
    if isSingle {
      singles.append(cap)
      if least == 1 {
        isDemanded.insert(row)
      } else if least > 1 {
        throw .impossibleRow(row)
      }
    } else {
      if most < .infinity { caps.append(cap) }
      if least > 0 { try addRule(row, on: columns) { .number(of: $0, .atLeast, Int64(clampedWhole: least)) } }
    }
  }

  /// A share: members count p > 0 and all others -q < 0, so the group has q of every p + q.
  private mutating func readShare(
    _ row: Int, _ columns: [Int32], _ amounts: [Int64], _ least: Double, _ most: Double
  ) throws(Obstacle) {
    let plus = amounts.first { $0 > 0 }!
    let minus = amounts.first { $0 < 0 }!
    let optionCount = isOption.reduce(0) { $0 + ($1 ? 1 : 0) }
    let present = columns.reduce(0) { $0 + (isOption[Int($1)] ? 1 : 0) }
    guard present == optionCount, amounts.allSatisfy({ $0 == plus || $0 == minus }) else {
      throw .mixedSigns(row)
    }
    let members = columns.indices.filter { amounts[$0] > 0 }.map { columns[$0] }
    func share(_ group: Int, _ relation: GroupRule.Relation, _ count: Double) -> GroupRule {
      GroupRule(
        group: group, relation: relation, denominator: plus - minus, numerator: -minus,
        count: Int64(clampedWhole: count))
    }
    if least > -.infinity { try addRule(row, on: members) { share($0, .atLeast, least) } }
    if most < .infinity { try addRule(row, on: members) { share($0, .atMost, most) } }
  }

  private mutating func addRule(
    _ row: Int, on members: [Int32], _ make: (Int) -> GroupRule
  ) throws(Obstacle) {
    let group = rules.count
    if group >= 64 { throw .tooManyRules(row) }
    rules.append(make(group))
    for column in members { groups[Int(column)] |= 1 << UInt64(group) }
  }

  // MARK: Claimants

  mutating func chooseClaimants() {
    let demanded = singles.indices.filter { isDemanded.contains(singles[$0].row) }
    let open = singles.indices.filter { !isDemanded.contains(singles[$0].row) }
    // Only a claimant can be required, so the demanded rows come first.
    let chosen = DisjointRows.choose(
      among: demanded.isEmpty ? [open] : [demanded, open], columns: table.columns.count
    ) { singles[$0].columns }
    for index in chosen {
      for column in singles[index].columns { claimant[Int(column)] = Int32(claimantCount) }
      if isDemanded.contains(singles[index].row) { required.append(claimantCount) }
      claimantCount += 1
    }
    let isChosen = Set(chosen)
    for index in singles.indices where !isChosen.contains(index) { caps.append(singles[index]) }
    for column in claimant.indices where claimant[column] < 0 && isOption[column] {
      claimant[column] = Int32(claimantCount)
      claimantCount += 1
    }
  }
}

extension Int64 {
  /// A whole double, clamped to what sums can hold exactly.
  init(clampedWhole value: Double) {
    self = Int64(Swift.min(Swift.max(value, -0x1p50), 0x1p50))
  }
}
