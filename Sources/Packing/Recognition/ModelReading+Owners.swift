internal import TandemGLPK

extension ModelReading {
  /// The most resources an owner is given; further rows within it belong to nobody, which is as exact and
  /// keeps the search for bundles small.
  private static let resourcesPerOwner = 4

  /// Rows with unequal amounts make the best owners: their bundles are what the linear relaxation cannot
  /// see. Rows that only count come next.
  mutating func chooseOwners() {
    let weighted = caps.indices.filter { !caps[$0].isUniform }
    let counting = caps.indices.filter { caps[$0].isUniform }
    let chosen = DisjointRows.choose(among: [weighted, counting], columns: table.columns.count) {
      caps[$0].columns
    }
    var resourcesOf = [Int](repeating: 0, count: chosen.count)
    var isPlaced = [Bool](repeating: false, count: caps.count)
    for index in chosen {
      for column in caps[index].columns { owner[Int(column)] = Int32(ownerCount) }
      resources.append((caps[index], ownerCount))
      resourcesOf[ownerCount] = 1
      ownerCount += 1
      isPlaced[index] = true
    }
    for index in caps.indices where !isPlaced[index] {
      let cap = caps[index]
      let first = owner[Int(cap.columns[0])]
      let isWithin = first >= 0 && cap.columns.allSatisfy { owner[Int($0)] == first }
      if isWithin && resourcesOf[Int(first)] < ModelReading.resourcesPerOwner {
        resourcesOf[Int(first)] += 1
        resources.append((cap, Int(first)))
      } else {
        resources.append((cap, nil))
      }
    }
  }

  /// The problem, with its options in the order of the model's columns.
  mutating func assemble() throws(Obstacle) -> RecognizedPacking {
    try demandTheRest()
    var problem = PackingProblem(claimants: claimantCount)
    for _ in 0..<ownerCount { _ = problem.addOwner() }
    var uses = [[(resource: Int, amount: Int64)]](repeating: [], count: table.columns.count)
    for (cap, owner) in resources {
      let resource = problem.addResource(capacity: cap.capacity, owner: owner)
      for (place, column) in cap.columns.enumerated() {
        uses[Int(column)].append((resource, cap.amounts[place]))
      }
    }
    var isTaken = [Bool](repeating: false, count: claimantCount)
    for column in isForced.indices where isForced[column] {
      if isTaken[Int(claimant[column])] { throw .clashingColumn(column) }
      isTaken[Int(claimant[column])] = true
    }
    var columnOfOption: [Int] = []
    problem.options.reserve(options: values.count, uses: uses.reduce(0) { $0 + $1.count })
    for column in values.indices where isOption[column] {
      let person = Int(claimant[column])
      if isTaken[person] && !isForced[column] { continue }
      problem.options.add(claimant: person, value: values[column], groups: groups[column])
      for use in uses[column] { problem.options.use(use.amount, of: use.resource) }
      columnOfOption.append(column)
    }
    problem.required = Set(required).union(isTaken.indices.filter { isTaken[$0] }).sorted()
    problem.rules = rules
    return RecognizedPacking(
      problem: problem, columnOfOption: columnOfOption, columnCount: table.columns.count,
      valueScale: valueScale, objectiveConstant: table.objectiveConstant)
  }

  /// Demanded rows that did not become claimants demand by a group rule.
  private mutating func demandTheRest() throws(Obstacle) {
    for cap in caps where isDemanded.contains(cap.row) {
      let group = rules.count
      if group >= 64 { throw .tooManyRules(cap.row) }
      rules.append(.number(of: group, .atLeast, 1))
      for column in cap.columns { groups[Int(column)] |= 1 << UInt64(group) }
    }
  }
}
