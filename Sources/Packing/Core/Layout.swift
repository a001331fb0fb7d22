/// A problem sorted for the search: the options owner by owner, as columns of doubles that hold integers.
///
/// Each option belongs to one owner: the first whose resource it uses, or, when it uses none, a *solitary*
/// owner made for its claimant. Rows that tie owners together become *couplings*, all in the form
/// `sum of factor <= limit`: side resources, resources of one owner that another owner's option uses, group
/// rules (turned round when they say "at least"), and floors on earlier objectives.
///
/// Values are multiplied by `scale`, a power of two, so that prices can be finer than values and all sums
/// still stay below 2^52, where doubles are exact integers. The search therefore makes no rounding error in
/// sums of values and prices, and every comparison of them is exact.
struct Layout: Sendable {
  /// Owners, solitary ones last.
  let ownerCount: Int
  let claimantCount: Int
  /// How many numbers describe the resources of an owner; owners with fewer are padded by zeros.
  let dimensions: Int
  let scale: Double
  /// Slots of owner `o`: `start[o] ..< start[o + 1]`, by claimant, then by option.
  let start: [Int]
  let option: [Int32]
  let claimant: [Int32]
  let owner: [Int32]
  /// Scaled values.
  let value: [Double]
  /// Uses of the owner's own resources, `dimensions` numbers a slot.
  let weight: [Double]
  /// Capacities, `dimensions` numbers an owner.
  let capacity: [Double]
  /// What a required claimant costs when it is not served, scaled; 0 for the others.
  let penalty: [Double]
  /// What in the problem each coupling is.
  let couplingName: [CouplingName]
  let couplingLimit: [Double]
  /// Couplings of slot `s`: `couplingStart[s] ..< couplingStart[s + 1]`; empty where there are none at all.
  let couplingStart: [Int32]
  let couplingRow: [Int32]
  let couplingFactor: [Double]
  /// What each claimant uses of the couplings, where that does not depend on the slot.
  let claimantCouplings: ClaimantCouplings?
  /// What one unit of excess in a coupling costs while the master is not feasible, scaled.
  let couplingPenalty: Double
  /// What an owner costs that must have a bundle and has none; more than all other penalties together.
  let demandPenalty: Double

  var slotCount: Int { option.count }
  var couplingCount: Int { couplingLimit.count }

  @inline(__always)
  func slots(of owner: Int) -> Range<Int> { start[owner]..<start[owner + 1] }

  /// One claimant's factor in one coupling.
  struct Coupling: Sendable, Equatable {
    var row: Int32
    var factor: Double
  }

  /// Prices with the couplings made part of the claimants' prices, where the slot does not matter. Pricing then need not
  /// look at couplings.
  func folded(_ prices: Prices) -> Prices { claimantCouplings?.folded(prices) ?? prices }

  @inline(__always)
  func couplings(of slot: Int) -> Range<Int> {
    couplingLimit.isEmpty ? 0..<0 : Int(couplingStart[slot])..<Int(couplingStart[slot + 1])
  }
}

/// What in the problem a coupling is.
enum CouplingName: Sendable {
  case resource(Int), rule(Int), floor(Int)
  /// A limit that the search has put on a count.
  case count
}

extension Layout {
  /// Sorts `problem`; `floors` hold earlier objectives. Options that cannot be chosen at all, alone beyond a
  /// capacity or `forbidden`, get no slot. Costs a few passes over the options.
  init(_ problem: PackingProblem, floors: [ObjectiveFloor] = [], forbidden: Set<Int> = []) {
    let table = problem.options
    let resources = problem.resources
    let home = Layout.homes(problem)

    // Which resources are rows between owners.
    var rowOfResource = [Int32](repeating: -1, count: resources.count)
    var limits: [Double] = []
    func makeRow(_ resource: Int) {
      guard rowOfResource[resource] < 0 else { return }
      rowOfResource[resource] = Int32(limits.count)
      limits.append(Double(resources[resource].capacity))
    }
    for option in 0..<table.count {
      for position in table.uses(of: option) where table.useAmount[position] > 0 {
        let resource = Int(table.useResource[position])
        if resources[resource].owner.map(Int32.init) != home[option] { makeRow(resource) }
      }
    }
    var names = [CouplingName](repeating: .rule(0), count: limits.count)
    for (index, row) in rowOfResource.enumerated() where row >= 0 { names[Int(row)] = .resource(index) }
    for index in problem.rules.indices { names.append(.rule(index)) }
    for index in floors.indices { names.append(.floor(index)) }
    let firstRule = limits.count
    for rule in problem.rules {
      limits.append(Double(rule.relation == .atLeast ? -rule.count : rule.count))
    }
    let firstFloor = limits.count
    for floor in floors { limits.append(Double(-floor.atLeast)) }

    // The place of a resource among its owner's numbers.
    var place = [Int](repeating: 0, count: resources.count)
    var owned = [Int](repeating: 0, count: problem.ownerCount)
    for (index, resource) in resources.enumerated() {
      guard let owner = resource.owner else { continue }
      place[index] = owned[owner]
      owned[owner] += 1
    }
    let dimensions = max(1, owned.max() ?? 0)

    // Slots in order: owners first, then one solitary owner for each claimant with free options.
    var solitary = [Int32](repeating: -1, count: problem.claimantCount)
    var owners = problem.ownerCount
    var ownerOf = [Int32](repeating: -1, count: table.count)
    var counts = [Int](repeating: 0, count: owners)
    for option in 0..<table.count {
      guard Layout.fitsAlone(option, problem), !forbidden.contains(option) else { continue }
      if home[option] >= 0 {
        ownerOf[option] = home[option]
      } else {
        let claimant = Int(table.claimant[option])
        if solitary[claimant] < 0 {
          solitary[claimant] = Int32(owners)
          owners += 1
          counts.append(0)
        }
        ownerOf[option] = solitary[claimant]
      }
      counts[Int(ownerOf[option])] += 1
    }
    var start = [Int](repeating: 0, count: owners + 1)
    for owner in 0..<owners { start[owner + 1] = start[owner] + counts[owner] }
    var fill = start
    var order = [Int32](repeating: 0, count: start[owners])
    for option in 0..<table.count where ownerOf[option] >= 0 {
      order[fill[Int(ownerOf[option])]] = Int32(option)
      fill[Int(ownerOf[option])] += 1
    }
    for owner in 0..<owners {
      let range = start[owner]..<start[owner + 1]
      var inOrder = true
      for slot in range.dropFirst()
      where table.claimant[Int(order[slot - 1])] > table.claimant[Int(order[slot])] {
        inOrder = false
        break
      }
      if !inOrder {
        order[range].sort { (table.claimant[Int($0)], $0) < (table.claimant[Int($1)], $1) }
      }
    }

    var greatest = [Int64](repeating: 0, count: problem.claimantCount)
    for option in 0..<table.count {
      let claimant = Int(table.claimant[option])
      greatest[claimant] = max(greatest[claimant], abs(table.value[option]))
    }
    let total = greatest.reduce(0, +)
    // One unit more than every plan is worth makes serving the required come before everything else.
    let heavy = 2 * total + 1
    let strained = !problem.required.isEmpty || !limits.isEmpty
    let reach = strained ? 4 * heavy * Int64(max(1, problem.required.count)) : 2 * heavy
    var scale = 1.0
    while scale < 0x1p20, Double(reach) * scale * 2 <= 0x1p50 { scale *= 2 }

    let slots = start[owners]
    var claimant = [Int32](repeating: 0, count: slots)
    var owner = [Int32](repeating: 0, count: slots)
    var value = [Double](repeating: 0, count: slots)
    var weight = [Double](repeating: 0, count: slots * dimensions)
    var couplingStart: [Int32] = limits.isEmpty ? [] : [0]
    var couplingRow: [Int32] = []
    var couplingFactor: [Double] = []
    if !limits.isEmpty { couplingStart.reserveCapacity(slots + 1) }
    for slot in 0..<slots {
      let option = Int(order[slot])
      claimant[slot] = Int32(table.claimant[option])
      owner[slot] = ownerOf[option]
      value[slot] = Double(table.value[option]) * scale
      for position in table.uses(of: option) {
        let resource = Int(table.useResource[position])
        let amount = Double(table.useAmount[position])
        if let holder = resources[resource].owner, Int32(holder) == home[option] {
          weight[slot * dimensions + place[resource]] = amount
        }
        if rowOfResource[resource] >= 0, amount > 0 {
          couplingRow.append(rowOfResource[resource])
          couplingFactor.append(amount)
        }
      }
      if limits.isEmpty { continue }
      for (index, rule) in problem.rules.enumerated() {
        let factor = rule.factor(groups: table.groups[option])
        if factor != 0 {
          couplingRow.append(Int32(firstRule + index))
          couplingFactor.append(Double(rule.relation == .atLeast ? -factor : factor))
        }
      }
      for (index, floor) in floors.enumerated() where floor.values[option] != 0 {
        couplingRow.append(Int32(firstFloor + index))
        couplingFactor.append(Double(-floor.values[option]))
      }
      couplingStart.append(Int32(couplingRow.count))
    }
    var capacity = [Double](repeating: 0, count: owners * dimensions)
    for (index, resource) in resources.enumerated() {
      guard let holder = resource.owner else { continue }
      capacity[holder * dimensions + place[index]] = Double(resource.capacity)
    }
    var penalty = [Double](repeating: 0, count: problem.claimantCount)
    for needed in problem.required { penalty[needed] = Double(heavy) * scale }

    self.init(
      ownerCount: owners, claimantCount: problem.claimantCount, dimensions: dimensions, scale: scale,
      start: start, option: order, claimant: claimant, owner: owner, value: value, weight: weight,
      capacity: capacity, penalty: penalty, couplingName: names, couplingLimit: limits,
      couplingStart: couplingStart, couplingRow: couplingRow, couplingFactor: couplingFactor,
      claimantCouplings: ClaimantCouplings(
        claimant, problem.claimantCount, couplingStart, couplingRow, couplingFactor),
      couplingPenalty: Double(heavy) * scale,
      demandPenalty: Double(4 * heavy * Int64(problem.required.count + 1)) * scale)
  }

  /// The owner of the first owned resource that each option uses, or -1.
  private static func homes(_ problem: PackingProblem) -> [Int32] {
    let table = problem.options
    var home = [Int32](repeating: -1, count: table.count)
    for option in 0..<table.count {
      for position in table.uses(of: option) {
        if let owner = problem.resources[Int(table.useResource[position])].owner {
          home[option] = Int32(owner)
          break
        }
      }
    }
    return home
  }

  private static func fitsAlone(_ option: Int, _ problem: PackingProblem) -> Bool {
    for position in problem.options.uses(of: option) {
      let resource = Int(problem.options.useResource[position])
      if problem.options.useAmount[position] > problem.resources[resource].capacity { return false }
    }
    return true
  }
}
