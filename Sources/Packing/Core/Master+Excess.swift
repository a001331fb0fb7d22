internal import TandemSimplex

/// What it costs in the linear program to go beyond a coupling or a limit on a count.
extension Master {
  /// Charges so many times what a use of a coupling may be worth for each in excess, or for each that a count is off its
  /// limit; never more than the full charge, which no plan is worth.
  ///
  /// A lower charge bounds the prices of couplings from above (the box step: Marsten, Hogan, Blankenship 1975); where
  /// nothing is in excess at the optimum, it is the optimum under the full charge too.
  func chargeExcess(_ times: Double) {
    let full = layout.couplingPenalty / layout.scale
    for (row, column) in excessOfCoupling.enumerated() {
      model.setObjective(column, -min(full, times * worthOfUse.couplings[row]))
    }
    for column in excessOfCounter.joined() {
      model.setObjective(column, -min(full, times * worthOfUse.count))
    }
  }
}

extension Layout {
  /// The greatest value of a slot, in the problem's units, and by coupling this value over what a slot uses of it in the
  /// mean. Costs a pass over the slots.
  func worthOfUse() -> (count: Double, couplings: [Double]) {
    let most = max(1, (value.max() ?? 0) / scale)
    var sum = [Double](repeating: 0, count: couplingCount)
    var uses = sum
    for (row, factor) in zip(couplingRow, couplingFactor) {
      sum[Int(row)] += abs(factor)
      uses[Int(row)] += 1
    }
    return (most, zip(sum, uses).map { $0 > 0 ? most * $1 / $0 : most })
  }
}
