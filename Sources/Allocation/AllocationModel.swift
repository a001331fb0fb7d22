import TandemClinic
public import TandemPacking
import TandemPolicy
import TandemRegistry

/// The packing problem behind a plan: which option is which offer, which resource is whose.
public struct AllocationModel: Sendable {
  /// A limit that several donors share.
  public enum Limit: Sendable, Hashable {
    /// The beds of a centre in a period.
    case bed(BedSlot)
    /// The isolation runs of a laboratory, by its place in the cohort.
    case runs(Int32)
  }

  /// What the plan is made for.
  public let setting: AllocationSetting
  /// The stock of each donor of the cohort.
  public let stocks: [DonorStock]
  /// The offers, donor by donor; offer `i` is option `i` of the problem.
  public let offers: [Offer]
  /// How many pairs of donor and recipient have at least one offer.
  public let pairs: Int
  /// The problem.
  public let packing: PackingProblem
  /// The shared limits, with the resources that they are in the problem.
  let limits: [(limit: Limit, resource: Int)]
  /// The recipients of the problem's first claimants, rising.
  let claimants: [Int32]
  /// Frozen, required or forbidden pairs that cannot be had, each in a sentence.
  public let faults: [String]
  /// Whether the offers are those of all pairs; otherwise they are those of a plan and its standbys.
  let coversAllPairs: Bool
  /// Where the offers are not those of all pairs, what was found of each recipient who is not served; nil when nobody
  /// looked.
  let standing: [Standing]?

  /// Builds the problem from the offers of all donors, in the order of the cohort.
  public init(_ setting: AllocationSetting, _ donors: [DonorOffers]) {
    self.init(setting, donors, coversAllPairs: true, nil)
  }

  /// A model of a plan and its standbys.
  init(_ setting: AllocationSetting, ofPlan donors: [DonorOffers], _ standing: [Standing]?) {
    self.init(setting, donors, coversAllPairs: false, standing)
  }

  private init(
    _ setting: AllocationSetting, _ donors: [DonorOffers], coversAllPairs: Bool, _ standing: [Standing]?
  ) {
    self.coversAllPairs = coversAllPairs
    self.standing = standing
    var builder = ModelBuilder(setting, donors)
    builder.addOffers()
    builder.addRuns()
    builder.addShares()
    self.setting = setting
    stocks = donors.map(\.stock)
    offers = builder.offers
    pairs = Set(offers.map { Pair(donor: $0.donor, recipient: $0.recipient) }).count
    packing = builder.packing
    limits = builder.limits
    claimants = builder.claimants
    faults = builder.faults
  }

  private struct Pair: Hashable {
    let donor: Int32
    let recipient: Int32
  }

  /// The offers that a plan of the problem chooses.
  func chosen(_ plan: Plan) -> [Offer] { plan.options.filter { $0 < offers.count }.map { offers[$0] } }

  /// What a shared limit allows.
  func capacity(_ limit: Limit) -> Int64 {
    let centres = setting.cohort.centres
    switch limit {
    case .bed(let slot): return Int64(centres[Int(slot.centre)].conditioningBeds ?? 0)
    case .runs(let laboratory): return Int64(centres[Int(laboratory)].isolationRuns ?? 0)
    }
  }
}

/// Puts the problem together.
private struct ModelBuilder {
  let setting: AllocationSetting
  let donors: [DonorOffers]
  var packing = PackingProblem(claimants: 0)
  var offers: [Offer] = []
  var limits: [(limit: AllocationModel.Limit, resource: Int)] = []
  var claimants: [Int32] = []
  var faults: [String] = []
  private var resource: [AllocationModel.Limit: Int] = [:]
  private var isletsOf: [Int] = []
  private var perDonor: [[Offer]] = []
  private var switches = 0

  private var objectives: [AllocationChoices.Objective] { setting.policy.allocation.objectives }

  init(_ setting: AllocationSetting, _ donors: [DonorOffers]) {
    self.setting = setting
    self.donors = donors
    let decided = Decided(setting)
    faults = decided.faults
    perDonor = donors.map { donor in
      let kept = donor.offers.filter { decided.allows($0) }
      return Offer.undominated(kept, setting.policy.allocation.objectives)
    }
    var served = Set<Int32>()
    for offer in perDonor.joined() { served.insert(offer.recipient) }
    for (recipient, names) in decided.demanded where !served.contains(recipient) {
      faults.append(
        "Donor \(names.donor) cannot be given to recipient \(names.recipient); tandem explain says why.")
    }
    faults.sort()
    claimants = served.sorted()
    packing = PackingProblem(claimants: claimants.count)
    packing.required = claimants.indices.filter { decided.demanded[claimants[$0]] != nil }
  }

  mutating func addOffers() {
    var claimant: [Int32: Int] = [:]
    for (index, recipient) in claimants.enumerated() { claimant[recipient] = index }
    let cohort = setting.cohort
    var earlier = [[Int64]](repeating: [], count: objectives.count - 1)
    for (donor, own) in zip(donors, perDonor) {
      let owner = packing.addOwner()
      let islets = packing.addResource(capacity: donor.stock.isletCapacity, owner: owner)
      let cells = packing.addResource(capacity: donor.stock.cellCapacity, owner: owner)
      isletsOf.append(islets)
      for offer in own {
        offers.append(offer)
        for (rank, objective) in objectives.dropLast().enumerated() {
          earlier[rank].append(offer.value(objective))
        }
        packing.options.add(
          claimant: claimant[offer.recipient]!, value: offer.value(objectives[objectives.count - 1]),
          groups: setting.groups[Int(offer.recipient)])
        packing.options.use(offer.islets, of: islets)
        packing.options.use(offer.cells, of: cells)
        if let bed = offer.bed, let beds = cohort.centres[Int(bed.centre)].conditioningBeds {
          packing.options.use(1, of: shared(.bed(bed), capacity: Int64(beds)))
        }
      }
    }
    packing.earlierObjectives = earlier
  }

  private mutating func shared(_ limit: AllocationModel.Limit, capacity: Int64) -> Int {
    if let known = resource[limit] { return known }
    let index = packing.addResource(capacity: capacity)
    resource[limit] = index
    limits.append((limit, index))
    return index
  }

  /// A donor uses one isolation run however many people share the islets, so the run cannot be a use of the
  /// offers. Where a laboratory has fewer runs than donors, each of its donors gets a switch: a claimant who must
  /// be served either by *closed*, which takes all the donor's islets, or by *open*, which takes a run.
  mutating func addRuns() {
    var byLaboratory: [Int32: [Int]] = [:]
    for (index, donor) in donors.enumerated() where donor.stock.laboratory >= 0 && !perDonor[index].isEmpty {
      byLaboratory[donor.stock.laboratory, default: []].append(index)
    }
    for laboratory in byLaboratory.keys.sorted() {
      let own = byLaboratory[laboratory]!
      guard let runs = setting.cohort.centres[Int(laboratory)].isolationRuns, Double(own.count) > runs else {
        continue
      }
      let resource = shared(.runs(laboratory), capacity: Int64(runs))
      for index in own {
        let claimant = packing.claimantCount
        packing.claimantCount += 1
        packing.required.append(claimant)
        packing.options.add(
          claimant: claimant, value: 0, uses: [(isletsOf[index], donors[index].stock.isletCapacity)])
        packing.options.add(claimant: claimant, value: 0, uses: [(resource, 1)])
        for rank in packing.earlierObjectives.indices { packing.earlierObjectives[rank] += [0, 0] }
        switches += 1
      }
    }
  }

  /// `at least n of every 1000 transplants`; the switches are chosen options too and are taken out again.
  mutating func addShares() {
    for (group, share) in setting.policy.allocation.shares.enumerated() where share.atLeastThousandths > 0 {
      var rule = GroupRule.share(of: group, .atLeast, share.atLeastThousandths, outOf: 1000)
      rule.count = -share.atLeastThousandths * Int64(switches)
      packing.rules.append(rule)
    }
  }
}

/// What was decided before, by places in the cohort.
private struct Decided {
  /// Recipients who must be served.
  private(set) var demanded: [Int32: AllocationOrder.Pair] = [:]
  private(set) var faults: [String] = []
  private var donorFor: [Int32: Int32] = [:]
  private var forbidden: Set<[Int32]> = []
  private var frozen: [Int32: (regimen: Int32, level: Int32)] = [:]

  init(_ setting: AllocationSetting) {
    var donors: [String: Int32] = [:]
    for (index, donor) in setting.cohort.donors.enumerated() { donors[donor.id] = Int32(index) }
    var recipients: [String: Int32] = [:]
    let order = setting.order
    let named = Set((order.required + order.forbidden + order.frozen.map(\.pair)).map(\.recipient))
    for (index, recipient) in setting.cohort.recipients.enumerated() where named.contains(recipient.id) {
      recipients[recipient.id] = Int32(index)
    }
    func places(_ pair: AllocationOrder.Pair) -> (donor: Int32, recipient: Int32)? {
      guard let donor = donors[pair.donor], let recipient = recipients[pair.recipient] else {
        faults.append(
          "There is no pair of donor \(pair.donor) and recipient \(pair.recipient) in the cohort.")
        return nil
      }
      return (donor, recipient)
    }
    for pair in order.forbidden {
      if let place = places(pair) { forbidden.insert([place.donor, place.recipient]) }
    }
    for pair in order.required + order.frozen.map(\.pair) {
      guard let place = places(pair) else { continue }
      if let other = donorFor[place.recipient], other != place.donor {
        faults.append("Recipient \(pair.recipient) is to have two donors.")
      }
      donorFor[place.recipient] = place.donor
      demanded[place.recipient] = pair
    }
    for accepted in order.frozen {
      guard let place = places(accepted.pair) else { continue }
      let regimens = setting.policy.regimens.map(\.transplant)
      guard let regimen = regimens.firstIndex(where: { $0.name == accepted.transplant }),
        let level = regimens[regimen].levels.firstIndex(where: { $0.name == accepted.level })
      else {
        faults.append(
          "The policy has no protocol \(accepted.transplant) with a level \(accepted.level), which recipient "
            + "\(accepted.pair.recipient) accepted.")
        continue
      }
      frozen[place.recipient] = (Int32(regimen), Int32(level))
    }
  }

  func allows(_ offer: Offer) -> Bool {
    if let donor = donorFor[offer.recipient], donor != offer.donor { return false }
    if let accepted = frozen[offer.recipient],
      accepted.regimen != offer.regimen || accepted.level != offer.level
    {
      return false
    }
    return forbidden.isEmpty || !forbidden.contains([offer.donor, offer.recipient])
  }
}
