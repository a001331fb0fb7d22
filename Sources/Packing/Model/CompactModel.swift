public import TandemGLPK

extension PackingProblem {
  /// The compact model, alive in the solver: one binary column an option, in the order of the options; a row
  /// for each claimant with a choice or a need, for each resource, for each rule. The objective is
  /// `options.value`; earlier objectives are the caller's to fix.
  ///
  /// With `named`, rows and columns get the names that a written file shows.
  public func compactModel(named: Bool = false) throws(ModelError) -> LinearModel {
    let rows = CompactRows(self)
    let model = try LinearModel(.maximize)
    try model.addColumns(
      objective: options.value.map(Double.init), limits: Array(repeating: .unit, count: options.count),
      kinds: Array(repeating: .integer, count: options.count),
      starts: Array(repeating: 0, count: options.count + 1), rows: [], values: [])
    try model.addRows(limits: rows.limits, starts: rows.starts, columns: rows.columns, values: rows.values)
    if named {
      for (index, name) in rows.names.enumerated() { try model.nameRow(index, name) }
      for option in 0..<options.count { try model.nameColumn(option, "option\(option)") }
    }
    return model
  }
}

/// The rows of the compact model, one after the other.
private struct CompactRows {
  var limits: [Limits] = []
  var starts: [Int32] = [0]
  var columns: [Int32] = []
  var values: [Double] = []
  var names: [String] = []

  init(_ problem: PackingProblem) {
    let options = problem.options
    var byClaimant = [[Int32]](repeating: [], count: problem.claimantCount)
    for option in 0..<options.count { byClaimant[Int(options.claimant[option])].append(Int32(option)) }
    var isRequired = [Bool](repeating: false, count: problem.claimantCount)
    for claimant in problem.required { isRequired[claimant] = true }
    for (claimant, own) in byClaimant.enumerated() where own.count > 1 || isRequired[claimant] {
      columns += own
      values += Array(repeating: 1, count: own.count)
      close("claimant\(claimant)", isRequired[claimant] ? .exactly(1) : .atMost(1))
    }
    var users = [[(Int32, Double)]](repeating: [], count: problem.resources.count)
    for option in 0..<options.count {
      for position in options.uses(of: option) where options.useAmount[position] != 0 {
        users[Int(options.useResource[position])].append((Int32(option), Double(options.useAmount[position])))
      }
    }
    for (resource, users) in users.enumerated() {
      for (option, amount) in users {
        columns.append(option)
        values.append(amount)
      }
      close("resource\(resource)", .atMost(Double(problem.resources[resource].capacity)))
    }
    for (index, rule) in problem.rules.enumerated() {
      for option in 0..<options.count {
        let factor = rule.factor(groups: options.groups[option])
        if factor == 0 { continue }
        columns.append(Int32(option))
        values.append(Double(factor))
      }
      let count = Double(rule.count)
      close("rule\(index)", rule.relation == .atLeast ? .atLeast(count) : .atMost(count))
    }
  }

  private mutating func close(_ name: String, _ limit: Limits) {
    limits.append(limit)
    names.append(name)
    starts.append(Int32(columns.count))
  }
}
