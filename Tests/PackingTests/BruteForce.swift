import TandemPacking

/// The referee: tries every choice of options. For problems of a dozen claimants.
struct BruteForce {
  let problem: PackingProblem
  private var best: Plan?
  private var bestEarlier: [Int64] = []
  private var chosen: [Int] = []
  private var byClaimant: [[Int]]

  init(_ problem: PackingProblem) {
    self.problem = problem
    byClaimant = [[Int]](repeating: [], count: problem.claimantCount)
    for option in 0..<problem.options.count {
      byClaimant[Int(problem.options.claimant[option])].append(option)
    }
  }

  /// The best plan in the order of the ranked objectives, or nil when nothing is feasible.
  mutating func solve() -> Plan? {
    best = nil
    descend(0)
    return best
  }

  /// Every feasible plan of the greatest value.
  mutating func allOptima() -> Set<[Int]> {
    guard let top = solve() else { return [] }
    optima = []
    wanted = top.value
    collecting = true
    descend(0)
    collecting = false
    return optima
  }

  private var optima: Set<[Int]> = []
  private var wanted: Int64 = 0
  private var collecting = false

  private mutating func descend(_ claimant: Int) {
    if claimant == problem.claimantCount {
      judge()
      return
    }
    descend(claimant + 1)
    for option in byClaimant[claimant] {
      chosen.append(option)
      if fits() { descend(claimant + 1) }
      chosen.removeLast()
    }
  }

  /// Amounts are not negative, so an overused resource stays overused.
  private func fits() -> Bool {
    var used = [Int64](repeating: 0, count: problem.resources.count)
    for option in chosen {
      for position in problem.options.uses(of: option) {
        used[Int(problem.options.useResource[position])] += problem.options.useAmount[position]
      }
    }
    return used.indices.allSatisfy { used[$0] <= problem.resources[$0].capacity }
  }

  private mutating func judge() {
    let value = chosen.reduce(Int64(0)) { $0 + problem.options.value[$1] }
    let plan = Plan(options: chosen.sorted(), value: value)
    guard problem.violations(of: plan).isEmpty else { return }
    let earlier = problem.earlierObjectives.map { values in chosen.reduce(Int64(0)) { $0 + values[$1] } }
    if collecting {
      if value == wanted, earlier == bestEarlier { optima.insert(plan.options) }
      return
    }
    guard let best else {
      self.best = plan
      bestEarlier = earlier
      return
    }
    if (earlier + [value]).lexicographicallyPrecedes(bestEarlier + [best.value]) { return }
    if earlier + [value] == bestEarlier + [best.value] { return }
    self.best = plan
    bestEarlier = earlier
  }
}
