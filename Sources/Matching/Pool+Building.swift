public import TandemClinic
import TandemHLA
import TandemParallel
public import TandemPolicy
public import TandemRegistry

extension Pool {
  /// Packs a cohort. Cost: one to two microseconds a recipient and thread, most of it for judging people by
  /// what no donor changes.
  public init(
    _ cohort: Cohort, under policy: Policy, overrides: Set<Rule> = [], isExpedited: Bool = false,
    threads: Int = 1
  ) {
    let gate = Gate(reviews: policy.reviews, overrides: overrides, isExpedited: isExpedited)
    self.init(cohort, policy, gate)
    pack(openPeople(threads: threads))
  }

  /// Somebody who could be open for some donor.
  private struct Open {
    var recipient: Int32
    var protocols: UInt32
    var points: Int32
  }

  private func openPeople(threads: Int) -> [Open] {
    precondition(policy.regimens.count <= 32, "a policy names at most 32 protocols")
    let block = 4096
    let count = cohort.recipients.count
    return Array(
      mappedInParallel((count + block - 1) / block, threads: threads) { number in
        (number * block..<min(count, (number + 1) * block)).compactMap(open)
      }.joined())
  }

  /// Judges a recipient by what no donor changes: first without reasons, and only where that leaves it open
  /// with them.
  private func open(_ index: Int) -> Open? {
    let person = cohort.recipients[index]
    guard isOpen({ policy.assess(person, $0) }) else { return nil }
    var protocols: UInt32 = 0
    for (place, regimen) in policy.regimens.enumerated()
    where isOpen({ policy.assess(person, for: regimen, $0) }) {
      protocols |= 1 << UInt32(place)
    }
    if protocols == 0 { return nil }
    var points = Points.zero
    for term in plan.recipientTerms {
      guard case .recipient(let measure) = term.attribute.measurement else { continue }
      points = points + term.points(measure(person).raw)
    }
    return Open(recipient: Int32(index), protocols: protocols, points: Int32(points.millionths))
  }

  /// Whether the gate lets pass what `assess` finds, asked as cheaply as it can be.
  func isOpen(_ assess: (Assessment.Depth) -> Assessment) -> Bool {
    let decision = assess(.decide)
    if decision.verdict == .pass { return true }
    if decision.verdict == .fail, gate.overrides.isEmpty { return false }
    return gate.depth == .decide ? gate.isOpen(decision) : gate.isOpen(assess(.faults))
  }

  private mutating func pack(_ people: [Open]) {
    let order = sorted(people)
    recipient = Column(order.map { people[$0].recipient })
    fixedPoints = Column(order.map { people[$0].points })
    isActive = Column(repeating: true, count: order.count)
    rowOfRecipient = Column(repeating: -1, count: cohort.recipients.count)
    for row in order.indices { rowOfRecipient[Int(recipient[row])] = Int32(row) }
    cutIntoBuckets(order.map { people[$0].protocols })
    facets = PoolPlan.Facet.allCases.map { plan.facets.contains($0) ? classes(of: $0) : .none }
    genotypes = plan.loci.map(genotypeColumn)
    packAntibodies()
  }

  /// Rows by blood group, open protocols, weight, and the order of the cohort. Weights become classes.
  private mutating func sorted(_ people: [Open]) -> [Int] {
    let keys = people.map { WeightKey(cohort.recipients[Int($0.recipient)]) }
    let distinct = Set(keys).sorted()
    var number: [WeightKey: UInt16] = [:]
    for (place, key) in distinct.enumerated() {
      number[key] = UInt16(min(place, Int(Classes.byHand)))
    }
    let weights = keys.map { number[$0]! }
    func group(_ index: Int) -> UInt64 {
      let person = people[index]
      let bloodGroup = Pool.bloodGroup(cohort.recipients[Int(person.recipient)].abo)
      return UInt64(bloodGroup) << 48 | UInt64(person.protocols) << 16 | UInt64(weights[index])
    }
    let groups = people.indices.map(group)
    let order = people.indices.sorted { (groups[$0], $0) < (groups[$1], $1) }
    var representatives = [Int32](repeating: -1, count: min(distinct.count, Int(Classes.byHand)))
    for index in order.reversed() where weights[index] != Classes.byHand {
      representatives[Int(weights[index])] = people[index].recipient
    }
    weight = Classes(order.map { weights[$0] }, representatives: representatives)
    return order
  }

  /// The blood group as a number; the last is for those of whom it is not known.
  static func bloodGroup(_ abo: ABO?) -> Int {
    abo.flatMap { ABO.allCases.firstIndex(of: $0) } ?? ABO.allCases.count
  }

  private mutating func cutIntoBuckets(_ protocols: [UInt32]) {
    var start = 0
    func group(_ row: Int) -> (Int, UInt32) {
      (Pool.bloodGroup(cohort.recipients[Int(recipient[row])].abo), protocols[row])
    }
    while start < recipient.count {
      let first = group(start)
      var end = start + 1
      while end < recipient.count, group(end) == first { end += 1 }
      buckets.append(Bucket(rows: start..<end, bloodGroup: first.0, protocols: first.1))
      start = end
    }
  }

  private func classes(of facet: PoolPlan.Facet) -> Classes {
    switch facet {
    case .bloodGroup: classes { Pool.bloodGroup($0.abo) }
    case .serology: classes { [$0.cmv, $0.ebv] }
    case .centre: classes(\.centreID)
    case .listing: classes(\.listedOn)
    case .age: classes(\.ageYears)
    case .epitopes: classes { self.words(of: $0.typing, at: [.dpb1]) }
    case .risk: classes { self.words(of: $0.typing, at: [.drb1, .dqa1, .dqb1]) }
    }
  }

  private func words(of typing: Typing, at loci: [Locus]) -> [UInt64] {
    loci.flatMap { typing.words[typing.range(of: $0)] }
  }

  private func classes<Key: Hashable>(_ key: (Recipient) -> Key) -> Classes {
    var maker = ClassMaker<Key>(rows: recipient.count)
    for index in recipient.buffer { maker.add(key(cohort.recipients[Int(index)]), recipient: index) }
    return maker.classes
  }

  /// A locus that some people lack goes by the whole typing: whether it can be there follows from DRB1.
  private func genotypeColumn(_ locus: Locus) -> GenotypeColumn {
    let classes =
      locus.mayBeAbsent
      ? classes { self.words(of: $0.typing, at: [.drb1, .drb3, .drb4, .drb5]) }
      : classes { GenotypeKey($0.typing.words, $0.typing.range(of: locus)) }
    let typings = classes.representatives.map { cohort.recipients[Int($0)].typing }
    let index = LocusIndex(locus, typings + cohort.donors.map(\.typing), .builtIn)
    var others: [UInt16: LocusIndex.Genotypes] = [:]
    var proteins: [(UInt32, UInt32)] = []
    for (number, typing) in typings.enumerated() {
      if let pair = Nomenclature.builtIn.proteinPairs(typing, [locus]) {
        proteins.append((pair[0], pair[1]))
      } else {
        proteins.append((GenotypeColumn.open, GenotypeColumn.open))
        others[UInt16(number)] = index.genotypes(of: typing)
      }
    }
    return GenotypeColumn(locus: locus, index: index, classes: classes, proteins: proteins, others: others)
  }

  private mutating func packAntibodies() {
    guard let grafts = plan.crossmatch?.grafts else { return }
    let profiles = recipient.buffer.map { index -> Int32 in
      let found = cohort.antibodies.of(Int(index))
      if found.isEmpty {
        return cohort.recipients[Int(index)].cpra == 0 ? Pool.noAntibodies : Pool.unknownAntibodies
      }
      antibodies.append(
        grafts.map { UnacceptableMask(found, limits: $0, numbering: numbering) })
      return Int32(antibodies.count - 1)
    }
    antibodyProfile = Column(profiles)
  }
}

/// Weight and kind of infusion, on which doses depend. Unknown weights come last.
struct WeightKey: Hashable, Comparable {
  let weightKg: Double?
  let isLater: Bool

  init(_ person: Recipient) {
    weightKg = person.weightKg
    isLater = Infusion(nextFor: person) == .later
  }

  static func < (left: WeightKey, right: WeightKey) -> Bool {
    let one = left.weightKg ?? .infinity
    let other = right.weightKg ?? .infinity
    return one == other ? !left.isLater && right.isLater : one < other
  }
}
