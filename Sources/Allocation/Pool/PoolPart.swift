import TandemPacking
import TandemPolicy

/// A part of a pool's problem: some donors with short lists, who share what is free or theirs. The packing engine
/// gives the best sets.
struct PoolPart {
  /// What the donors of a part may have.
  struct Terms {
    /// The donors, by their places in the cohort, and what each may choose from.
    var donors: [Int]
    var offers: [[Offer]]
    /// Beds and runs by the places of a price board; very many where there is no limit.
    var beds: [Int]
    var runs: [Int]
  }

  /// What came of it.
  struct Answer: Sendable {
    /// A set for each donor of the part; nil when there is no plan.
    var sets: [[Offer]]?
    /// What the sets are worth.
    var value: Int64 = 0
    var bundles = 0
    var nodes = 0
  }

  private let terms: Terms
  private let stocks: [DonorStock]
  private let board: PriceBoard
  private let objective: AllocationPlan.Objective
  private var problem = PackingProblem(claimants: 0)
  /// The option of the problem for each offer, by place in the part and in the donor's list.
  private var origin: [(donor: Int, place: Int)] = []
  private var people: [Int32] = []
  private var bed: [Int: Int] = [:]
  private var islets: [Int] = []

  /// From so many on there is no limit.
  static let unlimited = 1_000_000_000

  init(_ terms: Terms, _ stocks: [DonorStock], _ board: PriceBoard, _ objective: AllocationPlan.Objective) {
    self.terms = terms
    self.stocks = stocks
    self.board = board
    self.objective = objective
    people = Set(terms.offers.joined().map(\.recipient)).sorted()
    problem = PackingProblem(claimants: people.count)
    addOffers()
    addRuns()
  }

  private mutating func addOffers() {
    var claimant: [Int32: Int] = [:]
    for (index, recipient) in people.enumerated() { claimant[recipient] = index }
    for (index, donor) in terms.donors.enumerated() {
      let owner = problem.addOwner()
      let room = problem.addResource(capacity: stocks[donor].isletCapacity, owner: owner)
      let cells = problem.addResource(capacity: stocks[donor].cellCapacity, owner: owner)
      islets.append(room)
      for (place, offer) in terms.offers[index].enumerated() {
        origin.append((index, place))
        problem.options.add(claimant: claimant[offer.recipient]!, value: offer.value(objective))
        problem.options.use(offer.islets, of: room)
        problem.options.use(offer.cells, of: cells)
        let bed = board.place(of: offer.bed)
        if terms.beds[bed] < PoolPart.unlimited { problem.options.use(1, of: resource(ofBed: bed)) }
      }
    }
  }

  private mutating func resource(ofBed place: Int) -> Int {
    if let known = bed[place] { return known }
    let resource = problem.addResource(capacity: Int64(max(0, terms.beds[place])))
    bed[place] = resource
    return resource
  }

  /// Where a laboratory has fewer runs than donors, each of its donors gets a switch, as in `AllocationModel`.
  private mutating func addRuns() {
    var byRun: [Int: [Int]] = [:]
    for (index, donor) in terms.donors.enumerated() where !terms.offers[index].isEmpty {
      byRun[board.place(of: stocks[donor].laboratory), default: []].append(index)
    }
    for run in byRun.keys.sorted() where byRun[run]!.count > terms.runs[run] {
      let resource = problem.addResource(capacity: Int64(max(0, terms.runs[run])))
      for index in byRun[run]! {
        let claimant = problem.claimantCount
        problem.claimantCount += 1
        problem.required.append(claimant)
        problem.options.add(
          claimant: claimant, value: 0, uses: [(islets[index], stocks[terms.donors[index]].isletCapacity)])
        problem.options.add(claimant: claimant, value: 0, uses: [(resource, 1)])
      }
    }
  }

  /// How far the engine may go.
  enum Effort: Sendable {
    /// To a plan by its dives.
    case dives
    /// To the end, but for its last resort, one large integer program, which knows no end.
    case all

    fileprivate var over: Set<Phase> {
      switch self {
      case .dives: [.closing, .compact]
      case .all: [.compact]
      }
    }
  }

  /// Solves the part.
  func solve(_ request: SolveRequest, _ effort: Effort) throws -> Answer {
    var answer = Answer()
    if origin.isEmpty { return answer }
    let isOver = Flag()
    var request = request
    request.method = .core
    let isCancelled = request.isCancelled
    request.isCancelled = { isOver.isRaised || isCancelled() }
    request.progress = { if effort.over.contains($0.phase) { isOver.raise() } }
    request.remark = nil
    let solution = try TandemPacking.solve(problem, request)
    answer.bundles = solution.bundles
    answer.nodes = solution.nodes
    if let plan = solution.plan {
      var sets = [[Offer]](repeating: [], count: terms.donors.count)
      for option in plan.options where option < origin.count {
        let (donor, place) = origin[option]
        sets[donor].append(terms.offers[donor][place])
      }
      answer.sets = sets
      answer.value = plan.value
    }
    return answer
  }
}

/// Raised once by the thread that solves, and read by the same one.
private final class Flag: @unchecked Sendable {
  private(set) var isRaised = false

  func raise() { isRaised = true }
}
