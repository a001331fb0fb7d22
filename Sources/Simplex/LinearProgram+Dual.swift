extension LinearProgram {
  /// How a walk ended.
  enum Ending { case done, cutOff, infeasible, unbounded, outOfSteps, outOfTime, trouble }

  /// How often a walk may start over from fresh factors because row and column disagree.
  static let mostRetries = 20

  /// The dual simplex method, from reduced costs on their right side: steepest edge in a frame (Forrest and Goldfarb
  /// 1992), Harris's ratio test (1973), costs shifted where that oversteps.
  func walkDual(_ budget: inout Budget, cutoff: Double?) -> Ending {
    beginFrame(ofBasic: true)
    var objective = cutoff == nil ? 0 : objective()
    var retries = 0
    while true {
      if let ending = budget.ending() { return ending }
      if factors.isWorn {
        startOver()
        shiftCosts()
        if cutoff != nil { objective = self.objective() }
      }
      if let cutoff, !isShifted, -objective < cutoff { return .cutOff }
      let place = leavingPlace()
      if place < 0 { return .done }
      let isBelow = basicValue[place] < basicLower[place]
      let excess = basicValue[place] - (isBelow ? basicLower[place] : basicUpper[place])
      let sign = isBelow ? -1.0 : 1.0
      findRow(place)
      guard let entering = enteringVariable(sign) else {
        if factors.updates == 0 { return .infeasible }
        startOver()
        shiftCosts()
        continue
      }
      let along = entering >= 0 ? across[entering] : row[~entering]
      findColumn(entering)
      let pivot = column[place]
      guard let isSound = isSound(pivot, along), retries < LinearProgram.mostRetries else { return .trouble }
      if !isSound {
        retries += 1
        startOver()
        shiftCosts()
        continue
      }
      budget.steps += 1
      var step = reduced(entering) / along
      if step * sign < 0 {
        let shift = entering >= 0 ? columns.shift(entering) : slacks.shift(~entering)
        if shift > 2 * slack { isShifted = true }
        step = 0
      }
      objective += step * excess
      moveDualWeights(place, entering, along)
      moveReduced(by: step, place, entering)
      moveValues(by: excess / pivot)
      exchange(place, entering, value: value(entering) + excess / pivot, leavingAtLower: isBelow)
    }
  }

  /// The basic variable farthest off its limits, measured along its edge; -1 when none is off.
  private func leavingPlace() -> Int {
    let values = basicValue.base, lower = basicLower.base, upper = basicUpper.base, head = head.base
    let weight = columns.weight.base, slackWeight = slacks.weight.base
    var best = -1
    var most = 0.0
    for place in 0..<rowCount {
      let below = lower[place] - values[place]
      let above = values[place] - upper[place]
      let off = max(below, above)
      if off <= 1e-9 || off <= slip(below > above ? lower[place] : upper[place]) { continue }
      let variable = Int(head[place])
      let merit = off * off / (variable >= 0 ? weight[variable] : slackWeight[~variable])
      if merit > most { (best, most) = (place, merit) }
    }
    return best
  }

  /// Who enters: of those whose reduced cost vanishes first, give or take the tolerance, the one with the largest pivot.
  private func enteringVariable(_ sign: Double) -> Int? {
    let candidates = candidates.base, ratios = ratios.base
    let across = across.base, touched = touched.base, row = row.base, places = rowPlaces.base
    let reduced = columns.reduced.base, standing = columns.standing.base
    let slackReduced = slacks.reduced.base, slackStanding = slacks.standing.base
    let slack = slack
    var found = 0
    var least = Double.infinity
    @inline(__always)
    func consider(_ variable: Int, _ along: Double, _ reduced: Double, _ standing: UInt8) {
      let slope = sign * along
      switch standing {
      case .atLower where slope > 1e-9:
        if reduced > least * slope { return }
        least = min(least, (reduced + slack) / slope)
        ratios[found] = reduced < 0 ? 0 : reduced / slope
      case .atUpper where slope < -1e-9:
        if reduced < least * slope { return }
        least = min(least, (reduced - slack) / slope)
        ratios[found] = reduced > 0 ? 0 : reduced / slope
      case .free where abs(slope) > 1e-9:
        least = min(least, (abs(reduced) + slack) / abs(slope))
        ratios[found] = 0
      default: return
      }
      candidates[found] = Int32(variable)
      found += 1
    }
    for entry in 0..<touchedCount {
      let column = Int(touched[entry])
      consider(column, across[column], reduced[column], standing[column])
    }
    for entry in 0..<rowPlaceCount {
      let other = Int(places[entry])
      consider(~other, row[other], slackReduced[other], slackStanding[other])
    }
    var best: Int?
    var size = 0.0
    for place in 0..<found where ratios[place] <= least {
      let variable = Int(candidates[place])
      let along = abs(variable >= 0 ? across[variable] : row[~variable])
      if along > size { (best, size) = (variable, along) }
    }
    return best
  }

  /// Weights after the pivot: of a basic variable, how long its row is over those of the frame that are not basic, and 1
  /// when it is in the frame itself. Costs one more system.
  private func moveDualWeights(_ place: Int, _ entering: Int, _ along: Double) {
    let edge = edge.base, across = across.base, row = row.base
    edge.update(repeating: 0, count: rowCount)
    var own = 0.0
    for entry in 0..<touchedCount {
      let one = Int(touched[entry])
      if !columns.isInFrame[one] || columns.standing[one] == .basic || one == entering { continue }
      own += across[one] * across[one]
      columnLines.subtract(-across[one], one, from: edge)
    }
    for entry in 0..<rowPlaceCount {
      let other = Int(rowPlaces[entry])
      if !slacks.isInFrame[other] || slacks.standing[other] == .basic || ~other == entering { continue }
      own += row[other] * row[other]
      edge[other] += row[other]
    }
    if own > 0 { factors.solve(edge) }
    let isLeavingIn = isInFrame(Int(head[place]))
    let isEnteringIn = isInFrame(entering)
    let whole = own + (isLeavingIn ? 1 : 0)
    let column = column.base, places = columnPlaces.base
    for entry in 0..<columnPlaceCount {
      let other = Int(places[entry])
      if other == place { continue }
      let variable = Int(head[other])
      let ratio = column[other] / along
      var weight = variable >= 0 ? columns.weight[variable] : slacks.weight[~variable]
      if isEnteringIn { weight -= column[other] * column[other] }
      weight += ratio * (ratio * whole - 2 * edge[other])
      let least = (isInFrame(variable) ? 1 : 0) + (isLeavingIn ? ratio * ratio : 0)
      setWeight(variable, max(weight, least, 1e-6))
    }
    setWeight(entering, max((isEnteringIn ? 1 : 0) + whole / (along * along), 1e-6))
  }
}
