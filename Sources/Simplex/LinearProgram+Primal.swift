internal import TandemChance

extension LinearProgram {
  /// How many steps in a row without gain are taken for a stall.
  private static let patience = 40

  /// The primal simplex method, from values within their limits: steepest edge in a frame (Goldfarb and Reid 1977),
  /// Harris's ratio test, limits widened where it stalls.
  func walkPrimal(_ budget: inout Budget) -> Ending {
    beginFrame(ofBasic: false)
    defer { restoreLimits() }
    var retries = 0
    var idle = 0
    while true {
      if let ending = budget.ending() { return ending }
      if factors.isWorn { startOver() }
      guard let entering = mostPromising() else { return .done }
      let reduced = reduced(entering)
      let direction = reduced < 0 ? 1.0 : -1.0
      findColumn(entering)
      let (place, length) = leavingPlace(direction)
      let range =
        entering >= 0
        ? columns.upper[entering] - columns.lower[entering]
        : slacks.upper[~entering] - slacks.lower[~entering]
      if range <= length {
        if range == .infinity {
          if factors.updates == 0 { return .unbounded }
          startOver()
          continue
        }
        // It comes to its other limit first.
        moveValues(by: direction * range)
        set(entering, direction > 0 ? .atUpper : .atLower)
        budget.steps += 1
        continue
      }
      let pivot = column[place]
      findRow(place)
      let along = entering >= 0 ? across[entering] : row[~entering]
      guard let isSound = isSound(pivot, along), retries < LinearProgram.mostRetries else { return .trouble }
      if !isSound {
        retries += 1
        startOver()
        continue
      }
      budget.steps += 1
      idle = length > 1e-9 ? 0 : idle + 1
      movePrimalWeights(place, entering, along)
      moveReduced(by: reduced / along, place, entering)
      moveValues(by: direction * length)
      exchange(
        place, entering, value: value(entering) + direction * length, leavingAtLower: direction * pivot > 0)
      if idle > LinearProgram.patience, trueLimits.isEmpty {
        widenLimits()
        idle = 0
      }
    }
  }

  private func mostPromising() -> Int? {
    var best: Int?
    var most = 0.0
    let slack = slack
    func look(_ variables: borrowing Variables, isSlack: Bool) {
      let reduced = variables.reduced.base, weight = variables.weight.base
      for one in 0..<variables.count where abs(reduced[one]) > slack {
        if variables.fault(one) <= slack { continue }
        let merit = reduced[one] * reduced[one] / weight[one]
        if merit > most { (best, most) = (isSlack ? ~one : one, merit) }
      }
    }
    look(columns, isSlack: false)
    look(slacks, isSlack: true)
    return best
  }

  /// Who comes to a limit first, give or take the tolerance: the one with the largest pivot.
  private func leavingPlace(_ direction: Double) -> (place: Int, length: Double) {
    let values = basicValue.base, lower = basicLower.base, upper = basicUpper.base
    let column = column.base, places = columnPlaces.base
    var most = Double.infinity
    for entry in 0..<columnPlaceCount {
      let place = Int(places[entry])
      let slope = direction * column[place]
      if slope > 1e-9 {
        most = min(most, (values[place] - lower[place] + slip(lower[place])) / slope)
      } else if slope < -1e-9 {
        most = min(most, (values[place] - upper[place] - slip(upper[place])) / slope)
      }
    }
    if most == .infinity { return (-1, .infinity) }
    var best = -1
    var size = 0.0
    var length = 0.0
    for entry in 0..<columnPlaceCount {
      let place = Int(places[entry])
      let slope = direction * column[place]
      if abs(slope) <= 1e-9 || abs(slope) <= size { continue }
      let ratio = (values[place] - (slope > 0 ? lower[place] : upper[place])) / slope
      if ratio <= most { (best, size, length) = (place, abs(slope), max(0, ratio)) }
    }
    return (best, length)
  }

  /// Weights after the pivot: of a variable that is not basic, how long its column is over those of the frame that are,
  /// and 1 when it is in the frame itself. Costs one more system.
  private func movePrimalWeights(_ place: Int, _ entering: Int, _ along: Double) {
    let column = column.base, edge = edge.base, across = across.base, row = row.base
    edge.update(repeating: 0, count: rowCount)
    var own = 0.0
    for entry in 0..<columnPlaceCount {
      let other = Int(columnPlaces[entry])
      if other == place || !isInFrame(Int(head[other])) { continue }
      edge[other] = column[other]
      own += column[other] * column[other]
    }
    if own > 0 { factors.solveTransposed(edge) }
    let leaving = Int(head[place])
    let isLeavingIn = isInFrame(leaving)
    let isEnteringIn = isInFrame(entering)
    let whole = own + (isEnteringIn ? 1 : 0)
    func moved(_ weight: Double, _ along: Double, _ ratio: Double, _ dot: Double, isIn: Bool) -> Double {
      let less = isLeavingIn ? along * along : 0
      let least = (isIn ? 1 : 0) + (isEnteringIn ? ratio * ratio : 0)
      return max(weight - less + ratio * (ratio * whole - 2 * dot), least, 1e-6)
    }
    let weight = columns.weight.base, standing = columns.standing.base, isIn = columns.isInFrame.base
    for entry in 0..<touchedCount {
      let one = Int(touched[entry])
      if standing[one] == .basic || one == entering || across[one] == 0 { continue }
      let dot = own > 0 ? columnLines.dot(one, edge) : 0
      weight[one] = moved(weight[one], across[one], across[one] / along, dot, isIn: isIn[one])
    }
    for entry in 0..<rowPlaceCount {
      let other = Int(rowPlaces[entry])
      if slacks.standing[other] == .basic || ~other == entering { continue }
      slacks.weight[other] = moved(
        slacks.weight[other], row[other], row[other] / along, edge[other], isIn: slacks.isInFrame[other])
    }
    setWeight(leaving, max((isLeavingIn ? 1 : 0) + whole / (along * along), 1e-6))
  }
}

// MARK: Stalls

extension LinearProgram {
  /// Widens the limits of basic variables a little, each by an amount that is its own for good, so that steps have a
  /// length again (Benichou, Gauthier, Hentges, Ribiere 1977) and programs that differ little end at like optima.
  private func widenLimits() {
    for place in 0..<rowCount {
      let variable = Int(head[place])
      let (lower, upper) = (basicLower[place], basicUpper[place])
      trueLimits.append((Int32(variable), lower, upper))
      var chance = SplitMix(seed: UInt64(bitPattern: Int64(variable)))
      let share = 1e-6 * (1 + chance.unit())
      setLimits(variable, lower - share * max(1, abs(lower)), upper + share * max(1, abs(upper)))
      readLimits(place)
    }
  }

  private func restoreLimits() {
    if trueLimits.isEmpty { return }
    for (variable, lower, upper) in trueLimits { setLimits(Int(variable), lower, upper) }
    trueLimits = []
    columns.settle()
    slacks.settle()
    for place in 0..<rowCount { readLimits(place) }
    findValues()
  }

  private func setLimits(_ variable: Int, _ lower: Double, _ upper: Double) {
    if variable >= 0 {
      columns.lower[variable] = lower
      columns.upper[variable] = upper
    } else {
      slacks.lower[~variable] = lower
      slacks.upper[~variable] = upper
    }
  }
}
