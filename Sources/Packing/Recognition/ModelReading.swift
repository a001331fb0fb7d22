internal import TandemGLPK

/// A linear model on its way to a packing problem: what each row and column turned out to be.
struct ModelReading {
  /// What one row says, in whole numbers: the sum of amounts over chosen columns is at most `capacity`.
  struct Cap {
    var row: Int
    /// An amount is this many times the coefficient, rounded; 0 where all amounts are 1.
    var factor: Double
    var capacity: Int64
    /// A row that lets one column be chosen must be met by equality.
    var isDemanded = false

    /// All amounts are the same.
    var isUniform: Bool { factor == 0 }
  }

  let table: ModelTable
  let valueScale: Double
  let values: [Int64]
  /// Columns fixed at 0 are no options; columns fixed at 1 exclude the rest of their claimant.
  let isOption: [Bool]
  let isForced: [Bool]
  /// Rows that let at most one of their columns be chosen.
  var singles: [Cap] = []
  /// Rows that demand at least one of their columns and allow more.
  private var covers: [Cap] = []
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
    self.table = table.withoutNothings
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
    let worths = table.columns.map(\.objective)
    guard let factor = WholeNumbers.factor(of: worths[...]) else { throw .objectiveNotWhole }
    let scale = table.direction == .maximize ? factor : -factor
    values = worths.map { Int64(($0 * scale).rounded()) }
    valueScale = scale
  }

  // MARK: Rows

  mutating func readRows() throws(Obstacle) {
    var isBounded = [Bool](repeating: false, count: table.columns.count)
    for row in table.rows.indices { try read(row) }
    try settleCovers()
    for single in singles { for column in columns(of: single) { isBounded[Int(column)] = true } }
    for (index, column) in table.columns.enumerated()
    where column.limits.upper >= 2 && !isBounded[index] {
      throw .notBinary(index)
    }
  }

  /// The columns of a row, without a copy.
  func columns(of cap: Cap) -> ArraySlice<Int32> { table.entryColumns[table.entries(ofRow: cap.row)] }

  /// The amount of an entry of the row.
  @inline(__always)
  func amount(of entry: Int, in cap: Cap) -> Int64 {
    cap.isUniform ? 1 : Int64((table.entryValues[entry] * cap.factor).rounded())
  }

  private mutating func read(_ row: Int) throws(Obstacle) {
    let limits = table.rows[row]
    if limits == .free { return }
    let entries = table.entries(ofRow: row)
    guard var factor = WholeNumbers.factor(of: table.entryValues[entries]) else { throw .rowNotWhole(row) }
    var (smallest, greatest, sum) = (Double.infinity, -Double.infinity, 0.0)
    for entry in entries {
      let amount = (table.entryValues[entry] * factor).rounded()
      smallest = min(smallest, amount)
      greatest = max(greatest, amount)
      sum += amount
    }
    // Sums are whole, so limits may be tightened to whole numbers.
    let slack = 1e-9 * max(1, max(abs(smallest), abs(greatest)))
    var least = (limits.lower * factor - (entries.isEmpty ? 1e-9 : slack)).rounded(.up)
    var most = (limits.upper * factor + (entries.isEmpty ? 1e-9 : slack)).rounded(.down)
    if entries.isEmpty {
      if least > 0 || most < 0 { throw .impossibleRow(row) }
      return
    }
    if greatest < 0 {
      factor = -factor
      (least, most) = (-most, -least)
      (smallest, greatest, sum) = (-greatest, -smallest, -sum)
    }
    if smallest < 0 { return try readShare(row, factor, least, most) }
    if most < 0 || least > sum { throw .impossibleRow(row) }
    let isUniform = smallest == greatest
    if isUniform {
      // a (x + y + ...) <= b is x + y + ... <= b / a.
      least = (least / greatest).rounded(.up)
      most = (most / greatest).rounded(.down)
    } else if least > 0 {
      throw .weightedDemand(row)
    }
    var cap = Cap(row: row, factor: isUniform ? 0 : factor, capacity: Int64(clampedWhole: most))
    if isUniform && most == 1 {
      if least > 1 { throw .impossibleRow(row) }
      cap.isDemanded = least == 1
      singles.append(cap)
    } else if isUniform && least == 1 {
      covers.append(cap)
    } else {
      if most < .infinity { caps.append(cap) }
      if least > 0 {
        let members = Array(columns(of: cap))
        try addRule(row, on: members) { .number(of: $0, .atLeast, Int64(clampedWhole: least)) }
      }
    }
  }

  /// `at least one` is `exactly one` where a second one never pays: where columns are worth nothing or less,
  /// stand in no other demand, and all that is left are capacities, which leaving a column out only eases.
  /// Elsewhere it is a group rule.
  private mutating func settleCovers() throws(Obstacle) {
    var demands = [Int32](repeating: 0, count: table.columns.count)
    for cover in covers { for column in columns(of: cover) { demands[Int(column)] += 1 } }
    let hasNoShares = rules.allSatisfy { $0.numerator == 0 }
    for cover in covers {
      let members = columns(of: cover)
      let neverTwice = members.allSatisfy {
        values[Int($0)] <= 0 && demands[Int($0)] == 1 && groups[Int($0)] == 0
      }
      if hasNoShares && neverTwice {
        singles.append(Cap(row: cover.row, factor: 0, capacity: 1, isDemanded: true))
      } else {
        if table.rows[cover.row].upper < .infinity { caps.append(cover) }
        try addRule(cover.row, on: Array(members)) { .number(of: $0, .atLeast, 1) }
      }
    }
  }

  /// A share: members count p > 0 and all others -q < 0, so the group has q of every p + q.
  private mutating func readShare(
    _ row: Int, _ factor: Double, _ least: Double, _ most: Double
  ) throws(Obstacle) {
    let entries = table.entries(ofRow: row)
    let amounts = table.entryValues[entries].map { Int64(($0 * factor).rounded()) }
    let columns = table.entryColumns[entries]
    let plus = amounts.first { $0 > 0 }!
    let minus = amounts.first { $0 < 0 }!
    let optionCount = isOption.reduce(0) { $0 + ($1 ? 1 : 0) }
    let present = columns.reduce(0) { $0 + (isOption[Int($1)] ? 1 : 0) }
    guard present == optionCount, amounts.allSatisfy({ $0 == plus || $0 == minus }) else {
      throw .mixedSigns(row)
    }
    let members = amounts.indices.filter { amounts[$0] > 0 }.map { columns[entries.lowerBound + $0] }
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
    let demanded = singles.indices.filter { singles[$0].isDemanded }
    let open = singles.indices.filter { !singles[$0].isDemanded }
    // Only a claimant can be required, so the demanded rows come first.
    let chosen = DisjointRows.choose(
      among: demanded.isEmpty ? [open] : [demanded, open], columns: table.columns.count
    ) { columns(of: singles[$0]) }
    for index in chosen {
      for column in columns(of: singles[index]) { claimant[Int(column)] = Int32(claimantCount) }
      if singles[index].isDemanded { required.append(claimantCount) }
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
