import TandemClinic
import TandemHLA
import TandemParallel
import TandemPolicy
import TandemRegistry

/// The rows of a pool, in columns, and the blocks that they stand in.
struct Columns: Sendable {
  /// What all rows of a block have in common.
  struct Bucket: Hashable, Sendable {
    /// 0 unknown, then O, A, B, AB.
    let bloodGroup: UInt8
    /// The protocols that are open to them.
    let protocols: UInt8
    /// The range of weights.
    let band: UInt8
    /// Whether something about them has no packed form, so that the explaining code judges each pair.
    let isOdd: Bool
  }

  // MARK: A number a row

  private(set) var recipient: [Int32] = []
  private(set) var base: [Int32] = []
  private(set) var listed: [UInt16] = []
  private(set) var weight: [UInt16] = []
  private(set) var centre: [UInt16] = []
  private(set) var traits: [UInt8] = []
  private(set) var antibodies: [UInt32] = []
  private(set) var age: [UInt16] = []
  private(set) var epitopes: [UInt16] = []
  private(set) var risk: [UInt16] = []
  /// So many numbers a row as loci are compared.
  private(set) var genotypes: [UInt16] = []

  // MARK: A number a block

  /// The bucket of each block, by its place in `buckets`.
  private(set) var bucket: [Int32] = []
  /// A bit for each row that somebody has.
  private(set) var taken: [UInt64] = []
  /// A bit for each row of somebody who may be listed.
  private(set) var active: [UInt64] = []
  /// The greatest points of recipient and waiting time on the reference day.
  private(set) var best: [Int32] = []

  // MARK: What the numbers stand for

  private(set) var buckets: [Bucket] = []
  private(set) var bandOfWeight: [UInt8]
  private(set) var genotypesAt: [Genotypes]
  private(set) var epitopeNumbers: TypingNumbers
  private(set) var riskNumbers: TypingNumbers
  private(set) var antibodyCodes: AntibodyCodes
  private(set) var mostListed: UInt16 = 0
  private var weightNumbers: ValueNumbers
  private var ageNumbers: ValueNumbers

  private let recipe: Recipe
  private let waiting: WaitingScale
  private let bands: WeightBands
  private var numberOfBucket: [Bucket: Int32] = [:]
  /// Blocks of each bucket that may have room.
  private var roomy: [[Int32]] = []
  /// The row of each recipient of the cohort, -1 for those without; empty in a part, where nobody is looked up.
  private var rowOf: [Int32]
  private var inactive: Set<Int> = []
  private(set) var rowCount = 0

  static let bandCount = WeightBands.count

  /// The weights by their numbers.
  var weights: [Double?] { weightNumbers.values }
  /// The ages by their numbers.
  var ages: [Double?] { ageNumbers.values }

  static func code(of group: ABO?) -> UInt8 {
    switch group {
    case nil: 0
    case .o: 1
    case .a: 2
    case .b: 3
    case .ab: 4
    }
  }

  static let bloodGroups: [ABO?] = [nil, .o, .a, .b, .ab]
}

// MARK: - Filling

extension Columns {
  /// Takes everybody who enters when the pool is made, so that within a bucket the higher scores come first.
  init(
    _ entrances: [Entrance], _ people: Numbered, _ recipe: Recipe, _ nomenclature: Nomenclature,
    _ waiting: WaitingScale, threads: Int
  ) {
    self.recipe = recipe
    self.waiting = waiting
    rowOf = [Int32](repeating: -1, count: entrances.count)
    weightNumbers = people.weights
    ageNumbers = people.ages
    antibodyCodes = people.codes
    genotypesAt = mappedInParallel(recipe.loci.count, threads: threads) {
      Genotypes(recipe.loci[$0], people.tables[$0], nomenclature)
    }
    epitopeNumbers = people.tables[recipe.loci.count]
    riskNumbers = people.tables[recipe.loci.count + 1]
    let weights = people.weights.values
    var counts = [Int](repeating: 0, count: weights.count)
    for number in people.weight where number != 0 && number != Numbered.none { counts[Int(number)] += 1 }
    let bands = WeightBands(weights.indices.dropFirst().map { (weights[$0] ?? 0, counts[$0]) })
    self.bands = bands
    bandOfWeight = weights.map { bands.band(of: $0) }
    place(people, entrances)
  }

  private mutating func place(_ people: Numbered, _ entrances: [Entrance]) {
    let (order, bucketOf) = sorted(people, entrances)
    let lists = antibodyCodes.arrange(order.map { people.antibodies[$0] })
    var starts = [Int](repeating: 0, count: buckets.count)
    for number in bucketOf { starts[Int(number)] += 1 }
    for number in buckets.indices { addBlocks((starts[number] + 63) / 64, to: Int32(number)) }
    var row = 0
    for (next, place) in order.enumerated() {
      if next > 0, bucketOf[place] != bucketOf[order[next - 1]] { row = (row + 63) / 64 * 64 }
      let entrance = entrances[Int(people.recipient[place])]
      put(
        Row(
          recipient: people.recipient[place], entrance: entrance, listed: people.listed[place],
          weight: people.weight[place], antibodies: lists[next], age: people.age[place],
          epitopes: recipe.epitopes.isEmpty ? 0 : people.typings[recipe.loci.count][place],
          risk: recipe.risk.isEmpty ? 0 : people.typings[recipe.loci.count + 1][place]),
        in: row)
      for locus in genotypesAt.indices {
        let number = people.typings[locus][place]
        genotypes[row * genotypesAt.count + locus] = number == Numbered.none ? 0 : number
      }
      row += 1
    }
  }

  /// Places in `people` by bucket, within a bucket by points on the reference day, then by place; and the bucket of
  /// each.
  private mutating func sorted(_ people: Numbered, _ entrances: [Entrance]) -> (order: [Int], bucket: [Int32])
  {
    let count = people.recipient.count
    let onReferenceDay = waiting.on(waiting.referenceDay)
    var isOdd = [Bool](repeating: recipe.isTooWide, count: count)
    for place in people.withoutCodes { isOdd[place] = true }
    for column in [people.listed, people.weight, people.age] + people.typings where !column.isEmpty {
      for place in 0..<count where column[place] == Numbered.none { isOdd[place] = true }
    }
    // All bits of a bucket but the last, which is seldom set.
    var numbers = [Int32](repeating: -1, count: 1 << 17)
    var bucketOf = [Int32](repeating: 0, count: count)
    var keys = [UInt64](repeating: 0, count: count)
    for place in 0..<count {
      let entrance = entrances[Int(people.recipient[place])]
      let weight = people.weight[place]
      let bucket = Bucket(
        bloodGroup: people.bloodGroup[place], protocols: entrance.protocols,
        band: weight == Numbered.none ? 0 : bandOfWeight[Int(weight)], isOdd: isOdd[place])
      let short =
        Int(bucket.bloodGroup) | Int(bucket.protocols) << 3 | Int(bucket.band) << 11
        | (isOdd[place] ? 1 << 16 : 0)
      if numbers[short] < 0 { numbers[short] = number(of: bucket) }
      bucketOf[place] = numbers[short]
      let listed = people.listed[place]
      let points = entrance.base &+ onReferenceDay[listed == Numbered.none ? 0 : listed]
      // The greater points first.
      keys[place] = UInt64(~(UInt32(bitPattern: points) ^ 0x8000_0000)) << 32 | UInt64(place)
    }
    var starts = [Int](repeating: 0, count: buckets.count + 1)
    for number in bucketOf { starts[Int(number) + 1] += 1 }
    for number in buckets.indices { starts[number + 1] += starts[number] }
    var next = starts
    var order = keys
    for place in 0..<count {
      let number = Int(bucketOf[place])
      order[next[number]] = keys[place]
      next[number] += 1
    }
    for number in buckets.indices { order[starts[number]..<starts[number + 1]].sort() }
    return (order.map { Int($0 & 0xFFFF_FFFF) }, bucketOf)
  }

  private mutating func number(of bucket: Bucket) -> Int32 {
    if let number = numberOfBucket[bucket] { return number }
    let number = Int32(buckets.count)
    numberOfBucket[bucket] = number
    buckets.append(bucket)
    roomy.append([])
    return number
  }

  /// Adds blocks without anybody to a bucket.
  private mutating func addBlocks(_ count: Int, to kind: Int32) {
    let rows = 64 * count
    roomy[Int(kind)] += (0..<count).map { Int32(bucket.count + $0) }
    bucket.append(contentsOf: repeatElement(kind, count: count))
    taken.append(contentsOf: repeatElement(0, count: count))
    active.append(contentsOf: repeatElement(0, count: count))
    best.append(contentsOf: repeatElement(.min, count: count))
    recipient.append(contentsOf: repeatElement(0, count: rows))
    base.append(contentsOf: repeatElement(0, count: rows))
    listed.append(contentsOf: repeatElement(0, count: rows))
    weight.append(contentsOf: repeatElement(0, count: rows))
    centre.append(contentsOf: repeatElement(0, count: rows))
    traits.append(contentsOf: repeatElement(0, count: rows))
    antibodies.append(contentsOf: repeatElement(0, count: rows))
    genotypes.append(contentsOf: repeatElement(0, count: rows * genotypesAt.count))
    if !recipe.age.isEmpty { age.append(contentsOf: repeatElement(0, count: rows)) }
    if !recipe.epitopes.isEmpty { epitopes.append(contentsOf: repeatElement(0, count: rows)) }
    if !recipe.risk.isEmpty { risk.append(contentsOf: repeatElement(0, count: rows)) }
  }

  /// One person's numbers, genotypes aside. `Numbered.none` stands where there is none.
  private struct Row {
    let recipient: Int32
    let entrance: Entrance
    let listed: UInt16
    let weight: UInt16
    let antibodies: UInt32
    let age: UInt16
    let epitopes: UInt16
    let risk: UInt16
  }

  private mutating func put(_ one: Row, in row: Int) {
    func orNothing(_ number: UInt16) -> UInt16 { number == Numbered.none ? 0 : number }
    let listedCode = orNothing(one.listed)
    recipient[row] = one.recipient
    base[row] = one.entrance.base
    listed[row] = listedCode
    mostListed = max(mostListed, listedCode)
    weight[row] = orNothing(one.weight)
    centre[row] = one.entrance.centre
    traits[row] = one.entrance.traits
    antibodies[row] = one.antibodies
    if !recipe.age.isEmpty { age[row] = orNothing(one.age) }
    if !recipe.epitopes.isEmpty { epitopes[row] = orNothing(one.epitopes) }
    if !recipe.risk.isEmpty { risk[row] = orNothing(one.risk) }
    let block = row / 64
    let bit = UInt64(1) << UInt64(row % 64)
    taken[block] |= bit
    if !inactive.contains(Int(one.recipient)) { active[block] |= bit }
    let points = one.entrance.base &+ waiting.points(listed: listedCode, on: waiting.referenceDay)
    best[block] = max(best[block], points)
    rowOf[Int(one.recipient)] = Int32(row)
    rowCount += 1
  }
}

// MARK: - Changes

extension Columns {
  /// Gives somebody a row.
  mutating func insert(_ index: Int, _ person: Recipient, _ antibodies: [Antibody], _ entrance: Entrance) {
    let weight = weightNumbers.number(of: person.weightKg) ?? Numbered.none
    while bandOfWeight.count < weightNumbers.values.count {
      bandOfWeight.append(bands.band(of: weightNumbers.values[bandOfWeight.count]))
    }
    let listed = waiting.code(of: person.listedOn) ?? Numbered.none
    let age = recipe.age.isEmpty ? 0 : ageNumbers.number(of: person.ageYears) ?? Numbered.none
    let list = recipe.grafts.isEmpty ? 0 : antibodyCodes.append(antibodies[...])
    let epitopes = recipe.epitopes.isEmpty ? 0 : epitopeNumbers.number(of: person.typing) ?? Numbered.none
    let risk = recipe.risk.isEmpty ? 0 : riskNumbers.number(of: person.typing) ?? Numbered.none
    var own: [UInt16] = []
    for place in genotypesAt.indices {
      own.append(genotypesAt[place].number(of: person.typing) ?? Numbered.none)
    }
    let isOdd =
      recipe.isTooWide || list == nil
      || ([weight, listed, age, epitopes, risk] + own).contains(Numbered.none)
    let kind = number(
      of: Bucket(
        bloodGroup: Columns.code(of: person.abo), protocols: entrance.protocols,
        band: weight == Numbered.none ? 0 : bandOfWeight[Int(weight)], isOdd: isOdd))
    let row = roomIn(kind)
    put(
      Row(
        recipient: Int32(index), entrance: entrance, listed: listed, weight: weight, antibodies: list ?? 0,
        age: age, epitopes: epitopes, risk: risk),
      in: row)
    for place in own.indices {
      genotypes[row * own.count + place] = own[place] == Numbered.none ? 0 : own[place]
    }
  }

  /// A free row in a block of a bucket, a new block when all are full.
  private mutating func roomIn(_ kind: Int32) -> Int {
    while let block = roomy[Int(kind)].last {
      let free = ~taken[Int(block)]
      if free != 0 { return Int(block) * 64 + free.trailingZeroBitCount }
      roomy[Int(kind)].removeLast()
    }
    addBlocks(1, to: kind)
    return bucket.count * 64 - 64
  }

  func isActive(_ index: Int) -> Bool { !inactive.contains(index) }

  /// The rows of some of those who may be listed, closer together but in the same order within each bucket. What the
  /// numbers stand for stays, so that tables of a donor fit both.
  func part(_ isKept: (Int) -> Bool) -> Columns {
    var part = self
    part.empty()
    for block in bucket.indices {
      var rows = active[block]
      while rows != 0 {
        let row = block * 64 + rows.trailingZeroBitCount
        rows &= rows - 1
        if isKept(Int(recipient[row])) { part.append(row, of: self, to: bucket[block]) }
      }
    }
    return part
  }

  private mutating func empty() {
    (recipient, base, listed, weight, centre, traits) = ([], [], [], [], [], [])
    (antibodies, age, epitopes, risk, genotypes) = ([], [], [], [], [])
    (bucket, taken, active, best) = ([], [], [], [])
    for kind in roomy.indices { roomy[kind] = [] }
    rowOf = []
    rowCount = 0
  }

  private mutating func append(_ row: Int, of whole: Columns, to kind: Int32) {
    let own = roomIn(kind)
    recipient[own] = whole.recipient[row]
    base[own] = whole.base[row]
    listed[own] = whole.listed[row]
    weight[own] = whole.weight[row]
    centre[own] = whole.centre[row]
    traits[own] = whole.traits[row]
    antibodies[own] = whole.antibodies[row]
    if !recipe.age.isEmpty { age[own] = whole.age[row] }
    if !recipe.epitopes.isEmpty { epitopes[own] = whole.epitopes[row] }
    if !recipe.risk.isEmpty { risk[own] = whole.risk[row] }
    let loci = genotypesAt.count
    for locus in 0..<loci { genotypes[own * loci + locus] = whole.genotypes[row * loci + locus] }
    let bit = UInt64(1) << UInt64(own % 64)
    taken[own / 64] |= bit
    active[own / 64] |= bit
    best[own / 64] = max(
      best[own / 64], base[own] &+ waiting.points(listed: listed[own], on: waiting.referenceDay))
    rowCount += 1
  }

  /// The row of a recipient, nil for somebody without.
  func row(of index: Int) -> Int? { rowOf[index] < 0 ? nil : Int(rowOf[index]) }

  mutating func setActive(_ index: Int, _ isActive: Bool) {
    if isActive { inactive.remove(index) } else { inactive.insert(index) }
    guard let row = row(of: index) else { return }
    let bit = UInt64(1) << UInt64(row % 64)
    if isActive { active[row / 64] |= bit } else { active[row / 64] &= ~bit }
  }

  /// Takes the row of somebody back. The block's bound stays as it is: too high, never too low.
  mutating func remove(_ index: Int) {
    guard let row = row(of: index) else { return }
    let block = row / 64
    let bit = UInt64(1) << UInt64(row % 64)
    let wasFull = taken[block] == .max
    taken[block] &= ~bit
    active[block] &= ~bit
    if taken[block] == 0 { best[block] = .min }
    if wasFull { roomy[Int(bucket[block])].append(Int32(block)) }
    rowOf[index] = -1
    rowCount -= 1
  }

  var bytes: Int {
    let rows =
      4 * (recipient.count + base.count + antibodies.count)
      + 2 * (listed.count + weight.count + centre.count + genotypes.count + age.count + epitopes.count)
      + 2 * risk.count + traits.count
    let blocks = bucket.count * (4 + 8 + 8 + 4)
    let tables = genotypesAt.reduce(0) { $0 + $1.count * 80 } + 2 * antibodyCodes.lists.count
    return rows + blocks + tables + 4 * rowOf.count
  }
}
