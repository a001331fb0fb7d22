import TandemClinic
import TandemFiles
import TandemHLA
import TandemPolicy
import TandemRegistry

/// The rows of a pool, in columns, and the blocks that they stand in.
struct Columns: Sendable {
  /// What is found of a person without a look at anybody else, and what of the person is packed: everything else
  /// stays where it is, since a million people fit in no cache.
  struct Entrance: Sendable {
    let index: Int
    let bloodGroup: UInt8
    let protocols: UInt8
    let traits: UInt8
    let base: Int32
    let listedOn: Day?
    let weightKg: Double?
    let ageYears: Double?
    let centreID: String?
    let typing: Typing
    let antibodies: ArraySlice<Antibody>

    init(
      _ index: Int, _ person: Recipient, _ antibodies: ArraySlice<Antibody>, _ protocols: UInt8,
      _ recipe: Recipe
    ) {
      self.index = index
      self.protocols = protocols
      self.antibodies = antibodies
      bloodGroup = Columns.code(of: person.abo)
      traits = UInt8(
        Traits(person, hasAntibodies: !antibodies.isEmpty, isLater: Infusion(nextFor: person) == .later)
          .number)
      listedOn = person.listedOn
      weightKg = person.weightKg
      ageYears = person.ageYears
      centreID = person.centreID
      typing = person.typing
      var base: Int32 = 0
      for term in recipe.ofRecipient {
        guard case .recipient(let measure) = term.attribute.measurement else { continue }
        base &+= term.millionths(measure(person).raw)
      }
      self.base = base
    }
  }

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

    /// One number instead of four: it is looked up for everybody.
    func hash(into hasher: inout Hasher) {
      hasher.combine(
        UInt32(bloodGroup) | UInt32(protocols) << 8 | UInt32(band) << 16 | (isOdd ? 1 << 24 : 0))
    }
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
  private(set) var weights: [Double?] = [nil]
  private(set) var bandOfWeight: [UInt8] = [0]
  private(set) var ages: [Double?] = [nil]
  private(set) var genotypesAt: [Genotypes]
  private(set) var epitopeGenotypes: Genotypes
  private(set) var riskGenotypes = Numbering<[UInt64]>()
  private(set) var antibodyCodes: AntibodyCodes
  private(set) var centreIDs: [String]
  private(set) var mostListed: UInt16 = 0

  private let recipe: Recipe
  private let waiting: WaitingScale
  private var numberOfBucket: [Bucket: Int32] = [:]
  /// Blocks of each bucket that may have room.
  private var roomy: [[Int32]] = []
  private var numberOfWeight: [UInt64: UInt16] = [:]
  private var numberOfAge: [UInt64: UInt16] = [:]
  private var numberOfCentre: [String: UInt16] = [:]
  private var bandEnds: [Double] = []
  /// The genotypes of the person that is put in, locus by locus.
  private var genotypeNumbers: [UInt16] = []
  /// The row of each recipient of the cohort, -1 for those without.
  private var rowOf: [Int32]
  private var inactive: Set<Int> = []
  private(set) var rowCount = 0

  static let bandCount = 16

  init(_ recipe: Recipe, _ nomenclature: Nomenclature, _ cohort: Cohort, _ waiting: WaitingScale) {
    self.recipe = recipe
    self.waiting = waiting
    genotypesAt = recipe.loci.map { Genotypes($0, nomenclature) }
    epitopeGenotypes = Genotypes(.dpb1, nomenclature)
    antibodyCodes = AntibodyCodes(recipe.grafts)
    rowOf = [Int32](repeating: -1, count: cohort.recipients.count)
    centreIDs = [""]
    for centre in cohort.centres where numberOfCentre[centre.id] == nil && centreIDs.count < Int(UInt16.max) {
      numberOfCentre[centre.id] = UInt16(centreIDs.count)
      centreIDs.append(centre.id)
    }
  }

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
  mutating func fill(_ entrances: [Entrance]) {
    setBands(entrances.compactMap(\.weightKg))
    let count = entrances.count
    recipient.reserveCapacity(count)
    var keys = [Int32](repeating: 0, count: count)
    var bucketOf = [Int32](repeating: 0, count: count)
    let onReferenceDay = waiting.on(waiting.referenceDay)
    for place in entrances.indices {
      keys[place] = entrances[place].base &+ onReferenceDay[waiting.code(of: entrances[place].listedOn) ?? 0]
      bucketOf[place] = number(
        of: Bucket(
          bloodGroup: entrances[place].bloodGroup, protocols: entrances[place].protocols,
          band: weightNumber(entrances[place].weightKg).map { bandOfWeight[Int($0)] } ?? 0, isOdd: false))
    }
    let order = (0..<count).sorted { left, right in
      if bucketOf[left] != bucketOf[right] { return bucketOf[left] < bucketOf[right] }
      if keys[left] != keys[right] { return keys[left] > keys[right] }
      return left < right
    }
    for place in order { insert(entrances[place]) }
    for place in genotypesAt.indices { genotypesAt[place].prepare() }
  }

  /// Ranges of weight that hold about the same number of people each.
  private mutating func setBands(_ weights: [Double]) {
    let sorted = weights.sorted()
    guard !sorted.isEmpty else { return }
    bandEnds = (1..<Columns.bandCount).map { sorted[$0 * sorted.count / Columns.bandCount] }
  }

  private mutating func number(of bucket: Bucket) -> Int32 {
    if let number = numberOfBucket[bucket] { return number }
    let number = Int32(buckets.count)
    numberOfBucket[bucket] = number
    buckets.append(bucket)
    roomy.append([])
    return number
  }

  private mutating func weightNumber(_ weightKg: Double?) -> UInt16? {
    guard let weightKg else { return 0 }
    if let number = numberOfWeight[weightKg.bitPattern] { return number }
    guard weights.count < Int(UInt16.max) else { return nil }
    let number = UInt16(weights.count)
    numberOfWeight[weightKg.bitPattern] = number
    weights.append(weightKg)
    bandOfWeight.append(UInt8(1 + bandEnds.count { $0 < weightKg }))
    return number
  }

  private mutating func ageNumber(_ years: Double?) -> UInt16? {
    guard let years else { return 0 }
    if let number = numberOfAge[years.bitPattern] { return number }
    guard ages.count < Int(UInt16.max) else { return nil }
    let number = UInt16(ages.count)
    numberOfAge[years.bitPattern] = number
    ages.append(years)
    return number
  }

  private func centreNumber(_ id: String?) -> UInt16 { id.flatMap { numberOfCentre[$0] } ?? 0 }

  /// Gives somebody a row.
  mutating func insert(_ entrance: Entrance) {
    let weightNumber = weightNumber(entrance.weightKg)
    let listedCode = waiting.code(of: entrance.listedOn)
    var ageNumber: UInt16? = 0
    if !recipe.age.isEmpty { ageNumber = self.ageNumber(entrance.ageYears) }
    let antibodyPlace = recipe.grafts.isEmpty ? 0 : antibodyCodes.append(entrance.antibodies)
    var epitopeNumber: UInt16? = 0
    if !recipe.epitopes.isEmpty { epitopeNumber = epitopeGenotypes.number(of: entrance.typing) }
    var riskNumber: UInt16? = 0
    if !recipe.risk.isEmpty { riskNumber = riskGenotypes.number(of: Columns.riskWords(of: entrance.typing)) }
    genotypeNumbers.removeAll(keepingCapacity: true)
    for place in genotypesAt.indices {
      if let number = genotypesAt[place].number(of: entrance.typing) { genotypeNumbers.append(number) }
    }
    let isOdd =
      recipe.isTooWide || weightNumber == nil || listedCode == nil || ageNumber == nil || antibodyPlace == nil
      || epitopeNumber == nil || riskNumber == nil || genotypeNumbers.count < genotypesAt.count
    let kind = number(
      of: Bucket(
        bloodGroup: entrance.bloodGroup, protocols: entrance.protocols,
        band: weightNumber.map { bandOfWeight[Int($0)] } ?? 0, isOdd: isOdd))
    let row = roomIn(kind)
    recipient[row] = Int32(entrance.index)
    base[row] = entrance.base
    listed[row] = listedCode ?? 0
    mostListed = max(mostListed, listedCode ?? 0)
    weight[row] = weightNumber ?? 0
    centre[row] = centreNumber(entrance.centreID)
    traits[row] = entrance.traits
    antibodies[row] = antibodyPlace ?? 0
    if !recipe.age.isEmpty { age[row] = ageNumber ?? 0 }
    if !recipe.epitopes.isEmpty { epitopes[row] = epitopeNumber ?? 0 }
    if !recipe.risk.isEmpty { risk[row] = riskNumber ?? 0 }
    if !isOdd {
      for place in genotypeNumbers.indices {
        genotypes[row * genotypesAt.count + place] = genotypeNumbers[place]
      }
    }
    let block = row / 64
    let bit = UInt64(1) << UInt64(row % 64)
    taken[block] |= bit
    if !inactive.contains(entrance.index) { active[block] |= bit }
    let points = entrance.base &+ waiting.points(listed: listedCode ?? 0, on: waiting.referenceDay)
    best[block] = max(best[block], points)
    rowOf[entrance.index] = Int32(row)
    rowCount += 1
  }

  /// What of a typing the risk haplotypes depend on.
  static func riskWords(of typing: Typing) -> [UInt64] {
    var words: [UInt64] = []
    for locus in [Locus.drb1, .dqa1, .dqb1] { words += typing.words[typing.range(of: locus)] }
    return words
  }

  /// A free row in a block of a bucket, a new block when all are full.
  private mutating func roomIn(_ kind: Int32) -> Int {
    while let block = roomy[Int(kind)].last {
      let free = ~taken[Int(block)]
      if free != 0 { return Int(block) * 64 + free.trailingZeroBitCount }
      roomy[Int(kind)].removeLast()
    }
    let block = bucket.count
    roomy[Int(kind)].append(Int32(block))
    bucket.append(kind)
    taken.append(0)
    active.append(0)
    best.append(.min)
    recipient.append(contentsOf: repeatElement(0, count: 64))
    base.append(contentsOf: repeatElement(0, count: 64))
    listed.append(contentsOf: repeatElement(0, count: 64))
    weight.append(contentsOf: repeatElement(0, count: 64))
    centre.append(contentsOf: repeatElement(0, count: 64))
    traits.append(contentsOf: repeatElement(0, count: 64))
    antibodies.append(contentsOf: repeatElement(0, count: 64))
    genotypes.append(contentsOf: repeatElement(0, count: 64 * genotypesAt.count))
    if !recipe.age.isEmpty { age.append(contentsOf: repeatElement(0, count: 64)) }
    if !recipe.epitopes.isEmpty { epitopes.append(contentsOf: repeatElement(0, count: 64)) }
    if !recipe.risk.isEmpty { risk.append(contentsOf: repeatElement(0, count: 64)) }
    return block * 64
  }
}

// MARK: - Changes

extension Columns {
  func isActive(_ index: Int) -> Bool { !inactive.contains(index) }

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
    let tables = genotypesAt.reduce(0) { $0 + $1.typings.count * 80 } + 2 * antibodyCodes.lists.count
    return rows + blocks + tables + 4 * rowOf.count
  }
}
