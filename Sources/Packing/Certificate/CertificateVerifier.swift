/// Checks a certificate by one pass over all options for each leaf, in 128-bit integers. Shares no code with
/// the search: it knows the problem, the certificate, and its own knapsack (`BoundKnapsack`).
public struct CertificateVerifier {
  /// Why a certificate does not prove its bound.
  public enum Refusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The scale is not positive, a price is out of range or has the wrong sign, or an index does not exist.
    case malformed(node: Int, String)
    /// A node is missing, or is reached twice.
    case notATree(node: Int)
    /// The prices of a leaf prove no more than `proven`, which is above the bound.
    case boundNotProven(node: Int, proven: Int64, stated: Int64)

    /// A sentence for people.
    public var description: String {
      switch self {
      case .malformed(let node, let what): "node \(node) of the certificate: \(what)"
      case .notATree(let node): "node \(node) of the certificate is missing or is used twice"
      case .boundNotProven(let node, let proven, let stated):
        "node \(node) proves \(proven) only, which is above the stated bound \(stated)"
      }
    }
  }

  private let problem: PackingProblem
  private let floors: [ObjectiveFloor]
  private let certificate: Certificate
  private let owners: [[Int32]]
  private let required: [Bool]

  /// Prepares to check `certificate` for `problem`, where earlier objectives are held at `floors`.
  public init(_ problem: PackingProblem, _ certificate: Certificate, floors: [ObjectiveFloor] = []) {
    self.problem = problem
    self.certificate = certificate
    self.floors = floors
    var required = [Bool](repeating: false, count: problem.claimantCount)
    for claimant in problem.required { required[claimant] = true }
    self.required = required
    owners = CertificateVerifier.optionsByOwner(problem)
  }

  /// Each option is counted with the owner of the first owned resource it uses; those that use none are
  /// counted by claimant. Any such split gives a valid bound; this is the one that certificates are made for.
  private static func optionsByOwner(_ problem: PackingProblem) -> [[Int32]] {
    var lists = [[Int32]](repeating: [], count: problem.ownerCount)
    var free = [[Int32]](repeating: [], count: problem.claimantCount)
    for option in 0..<problem.options.count {
      // An option that alone exceeds a capacity is in no plan.
      let fits = problem.options.uses(of: option).allSatisfy {
        problem.options.useAmount[$0] <= problem.resources[Int(problem.options.useResource[$0])].capacity
      }
      if !fits { continue }
      let owned = problem.options.uses(of: option).lazy.compactMap {
        problem.resources[Int(problem.options.useResource[$0])].owner
      }.first
      if let owned {
        lists[owned].append(Int32(option))
      } else {
        free[Int(problem.options.claimant[option])].append(Int32(option))
      }
    }
    return lists + free.filter { !$0.isEmpty }
  }

  /// Throws the first reason why the bound does not follow; returns when it does.
  public func check() throws(Refusal) {
    if certificate.scale <= 0 || certificate.scale > 1 << 24 {
      throw .malformed(node: 0, "the scale \(certificate.scale) is out of range")
    }
    var met = [Bool](repeating: false, count: certificate.nodes.count)
    var state = [UInt8](repeating: 0, count: problem.options.count)
    try check(node: 0, &met, &state)
    if let unused = met.firstIndex(of: false) { throw .notATree(node: unused) }
  }

  /// `excluded[option]` counts how many cases on the path rule the option out.
  private func check(node: Int, _ met: inout [Bool], _ excluded: inout [UInt8]) throws(Refusal) {
    guard certificate.nodes.indices.contains(node), !met[node] else { throw .notATree(node: node) }
    met[node] = true
    switch certificate.nodes[node] {
    case .leaf(let leaf):
      let proven = try bound(of: leaf, node: node, excluded)
      if proven > Int128(certificate.bound) {
        throw .boundNotProven(node: node, proven: Int64(clamping: proven), stated: certificate.bound)
      }
    case .owner(let claimant, let owner, let yes, let no):
      guard owner >= 0, owner < owners.count, claimant >= 0, claimant < problem.claimantCount else {
        throw .malformed(node: node, "claimant \(claimant) or owner \(owner) does not exist")
      }
      let inside = Set(owners[owner].filter { Int(problem.options.claimant[Int($0)]) == claimant })
      let outside = (0..<problem.options.count).filter {
        Int(problem.options.claimant[$0]) == claimant && !inside.contains(Int32($0))
      }
      try check(node: yes, &met, &excluded, without: outside)
      try check(node: no, &met, &excluded, without: inside.map { Int($0) })
    case .option(let option, let yes, let no):
      guard option >= 0, option < problem.options.count else {
        throw .malformed(node: node, "option \(option) does not exist")
      }
      let rivals = (0..<problem.options.count).filter {
        problem.options.claimant[$0] == problem.options.claimant[option] && $0 != option
      }
      try check(node: yes, &met, &excluded, without: rivals)
      try check(node: no, &met, &excluded, without: [option])
    }
  }

  private func check(
    node: Int, _ met: inout [Bool], _ excluded: inout [UInt8], without: [Int]
  ) throws(Refusal) {
    for option in without {
      guard excluded[option] < 255 else { throw .malformed(node: node, "the tree is too deep") }
      excluded[option] += 1
    }
    defer { for option in without { excluded[option] -= 1 } }
    try check(node: node, &met, &excluded)
  }

  // MARK: One leaf

  private func bound(
    of leaf: Certificate.Leaf, node: Int, _ excluded: [UInt8]
  ) throws(Refusal) -> Int128 {
    var total: Int128 = 0
    let claimantPrice = try spread(leaf.claimants, over: problem.claimantCount, node, mayBeNegative: required)
    for price in leaf.claimants { total += Int128(price.amount) }
    let resourcePrice = try spread(leaf.resources, over: problem.resources.count, node)
    for price in leaf.resources {
      total += Int128(price.amount) * Int128(problem.resources[price.index].capacity)
    }
    let rulePrice = try spread(leaf.rules, over: problem.rules.count, node)
    for price in leaf.rules {
      let rule = problem.rules[price.index]
      total += Int128(price.amount) * Int128(rule.relation == .atLeast ? -rule.count : rule.count)
    }
    let floorPrice = try spread(leaf.floors, over: floors.count, node)
    for price in leaf.floors { total -= Int128(price.amount) * Int128(floors[price.index].atLeast) }
    var cutsOf = [Int: [Int]]()
    for (index, cut) in leaf.cuts.enumerated() {
      let members = cut.claimants
      guard members.count == 3, members[0] >= 0, members[0] < members[1], members[1] < members[2],
        members[2] < problem.claimantCount, cut.amount >= 0, cut.amount <= 1 << 60
      else {
        throw .malformed(node: node, "cut \(index) is not three claimants in rising order with a price")
      }
      total += Int128(cut.amount)
      for member in members { cutsOf[member, default: []].append(index) }
    }

    let table = problem.options
    var knapsack = BoundKnapsack(cutPrices: leaf.cuts.map { Int128($0.amount) })
    for (owner, options) in owners.enumerated() {
      knapsack.start()
      for option in options where excluded[Int(option)] == 0 {
        let index = Int(option)
        let claimant = Int(table.claimant[index])
        var worth = Int128(table.value[index]) * Int128(certificate.scale) - Int128(claimantPrice[claimant])
        for position in table.uses(of: index) {
          worth -= Int128(resourcePrice[Int(table.useResource[position])]) * Int128(table.useAmount[position])
        }
        for rule in leaf.rules {
          let factor = problem.rules[rule.index].factor(groups: table.groups[index])
          let turned = problem.rules[rule.index].relation == .atLeast ? -factor : factor
          worth -= Int128(rulePrice[rule.index]) * Int128(turned)
        }
        for floor in leaf.floors {
          worth += Int128(floorPrice[floor.index]) * Int128(floors[floor.index].values[index])
        }
        if worth <= 0 { continue }
        guard worth < 1 << 80 else {
          throw .malformed(node: node, "the prices make option \(index) worth too much to count")
        }
        knapsack.add(claimant: claimant, worth: worth, cuts: cutsOf[claimant] ?? [])
        for position in table.uses(of: index)
        where problem.resources[Int(table.useResource[position])].owner == owner {
          let resource = Int(table.useResource[position])
          knapsack.use(
            resource: resource, amount: table.useAmount[position],
            capacity: problem.resources[resource].capacity)
        }
      }
      total += knapsack.best()
    }
    let scale = Int128(certificate.scale)
    // Values are whole, so the bound may be rounded down.
    return total >= 0 ? total / scale : -((-total + scale - 1) / scale)
  }

  private func spread(
    _ prices: [Certificate.Price], over count: Int, _ node: Int, mayBeNegative: [Bool] = []
  ) throws(Refusal) -> [Int64] {
    var spread = [Int64](repeating: 0, count: count)
    var last = -1
    for price in prices {
      guard price.index > last, price.index < count else {
        throw .malformed(node: node, "index \(price.index) does not exist or is out of order")
      }
      last = price.index
      guard price.amount.magnitude <= 1 << 60 else {
        throw .malformed(node: node, "the price \(price.amount) is too large")
      }
      if price.amount < 0, mayBeNegative.isEmpty || !mayBeNegative[price.index] {
        throw .malformed(node: node, "the price \(price.amount) of \(price.index) is negative")
      }
      spread[price.index] = price.amount
    }
    return spread
  }
}
