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
      columns(of: caps[$0])
    }
    var resourcesOf = [Int](repeating: 0, count: chosen.count)
    var isPlaced = [Bool](repeating: false, count: caps.count)
    for index in chosen {
      for column in columns(of: caps[index]) { owner[Int(column)] = Int32(ownerCount) }
      resources.append((caps[index], ownerCount))
      resourcesOf[ownerCount] = 1
      ownerCount += 1
      isPlaced[index] = true
    }
    for index in caps.indices where !isPlaced[index] {
      let cap = caps[index]
      let columns = columns(of: cap)
      let first = owner[Int(columns.first!)]
      let isWithin = first >= 0 && columns.allSatisfy { owner[Int($0)] == first }
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
    var isTaken = [Bool](repeating: false, count: claimantCount)
    for column in isForced.indices where isForced[column] {
      if isTaken[Int(claimant[column])] { throw .clashingColumn(column) }
      isTaken[Int(claimant[column])] = true
    }
    var columnOfOption: [Int] = []
    var optionOfColumn = [Int32](repeating: -1, count: values.count)
    for column in values.indices where isOption[column] {
      if isTaken[Int(claimant[column])] && !isForced[column] { continue }
      optionOfColumn[column] = Int32(columnOfOption.count)
      columnOfOption.append(column)
    }
    var problem = PackingProblem(claimants: claimantCount)
    for _ in 0..<ownerCount { _ = problem.addOwner() }
    for (cap, owner) in resources { _ = problem.addResource(capacity: cap.capacity, owner: owner) }
    problem.options = optionTable(columnOfOption, optionOfColumn)
    problem.required = Set(required).union(isTaken.indices.filter { isTaken[$0] }).sorted()
    problem.rules = rules
    return RecognizedPacking(
      problem: problem, columnOfOption: columnOfOption, columnCount: table.columns.count,
      valueScale: valueScale, objectiveConstant: table.objectiveConstant)
  }

  /// From resources to options: count the uses, then put each to its place. An option's uses rise.
  private func optionTable(_ columnOfOption: [Int], _ optionOfColumn: [Int32]) -> OptionTable {
    var starts = [UInt32](repeating: 0, count: columnOfOption.count + 1)
    for (cap, _) in resources {
      for column in columns(of: cap) where optionOfColumn[Int(column)] >= 0 {
        starts[Int(optionOfColumn[Int(column)]) + 1] += 1
      }
    }
    for option in columnOfOption.indices { starts[option + 1] += starts[option] }
    var next = starts
    var useResource = [UInt32](repeating: 0, count: Int(starts[columnOfOption.count]))
    var useAmount = [Int64](repeating: 0, count: useResource.count)
    for (resource, (cap, _)) in resources.enumerated() {
      for entry in table.entries(ofRow: cap.row) {
        let option = Int(optionOfColumn[Int(table.entryColumns[entry])])
        if option < 0 { continue }
        let place = Int(next[option])
        next[option] += 1
        useResource[place] = UInt32(resource)
        useAmount[place] = amount(of: entry, in: cap)
      }
    }
    return OptionTable(
      claimant: columnOfOption.map { UInt32(claimant[$0]) }, value: columnOfOption.map { values[$0] },
      groups: columnOfOption.map { groups[$0] }, useStart: starts, useResource: useResource,
      useAmount: useAmount)
  }

  /// Demanded rows that did not become claimants demand by a group rule.
  private mutating func demandTheRest() throws(Obstacle) {
    for cap in caps where cap.isDemanded {
      let group = rules.count
      if group >= 64 { throw .tooManyRules(cap.row) }
      rules.append(.number(of: group, .atLeast, 1))
      for column in columns(of: cap) { groups[Int(column)] |= 1 << UInt64(group) }
    }
  }
}
