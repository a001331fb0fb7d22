internal import CTandemGuard

extension LinearModel {
  /// Multipliers that prove infeasibility, checked; nil when those of the last basis do not hold.
  func infeasibilityProof() throws(ModelError) -> [Double]? {
    guard let multipliers = try? filled(rowCount, { tandem_get_infeasibility_multipliers(handle, $0) })
    else {
      guard isAlive else { throw .lost }
      return nil
    }
    return try table().isProofOfInfeasibility(multipliers) ? multipliers : nil
  }

  /// A direction that improves for ever, checked; nil when that of the last basis does not hold.
  func improvingRay() throws(ModelError) -> [Double]? {
    guard let ray = try? filled(columnCount, { tandem_get_ray(handle, $0) }) else {
      guard isAlive else { throw .lost }
      return nil
    }
    return try table().isImprovingRay(ray) ? ray : nil
  }
}

extension ModelTable {
  /// Farkas: whether the rows combined by `multipliers` demand what the column limits cannot give.
  ///
  /// The sum over rows of y_i (a_i x) lies between what the row limits allow and, read by columns, between
  /// what the column limits allow; when the two intervals do not touch, no x exists.
  public func isProofOfInfeasibility(_ multipliers: [Double]) -> Bool {
    guard multipliers.count == rows.count else { return false }
    let largest = multipliers.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return false }
    let negligible = 1e-9 * largest
    var byRows = Limits.exactly(0)
    var byColumns = Limits.exactly(0)
    var combined = [Double](repeating: 0, count: columns.count)
    var size = 1.0
    for i in 0..<rows.count where abs(multipliers[i]) > negligible {
      byRows.add(rows[i], times: multipliers[i])
      for k in entries(ofRow: i) { combined[Int(entryColumns[k])] += multipliers[i] * entryValues[k] }
    }
    for j in 0..<columns.count where abs(combined[j]) > negligible {
      byColumns.add(columns[j].limits, times: combined[j])
    }
    for end in [byRows.lower, byRows.upper, byColumns.lower, byColumns.upper] where end.isFinite {
      size = max(size, abs(end))
    }
    let apart = 1e-9 * size
    return byRows.lower > byColumns.upper + apart || byColumns.lower > byRows.upper + apart
  }

  /// Whether going along `ray` improves the objective and never leaves a row or column limit.
  public func isImprovingRay(_ ray: [Double]) -> Bool {
    guard ray.count == columns.count else { return false }
    let largest = ray.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return false }
    let negligible = 1e-7 * largest
    var slope = 0.0
    for j in 0..<columns.count {
      if ray[j] > negligible && columns[j].limits.upper < .infinity { return false }
      if ray[j] < -negligible && columns[j].limits.lower > -.infinity { return false }
      slope += columns[j].objective * ray[j]
    }
    for i in 0..<rows.count {
      var sum = 0.0
      for k in entries(ofRow: i) { sum += entryValues[k] * ray[Int(entryColumns[k])] }
      if sum > negligible && rows[i].upper < .infinity { return false }
      if sum < -negligible && rows[i].lower > -.infinity { return false }
    }
    return direction == .maximize ? slope > negligible : slope < -negligible
  }
}

extension Limits {
  fileprivate mutating func add(_ other: Limits, times factor: Double) {
    lower += factor * (factor > 0 ? other.lower : other.upper)
    upper += factor * (factor > 0 ? other.upper : other.lower)
  }
}
