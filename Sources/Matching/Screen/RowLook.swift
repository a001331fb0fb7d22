import TandemHLA
import TandemPolicy

/// What comparing one row with the donor gives.
enum RowFinding {
  /// Not listed.
  case closed
  /// Only the explaining code can tell.
  case ask
  /// Open, with the points of everything but the dose.
  case open(points: Int32)
}

extension Screen {
  /// Everything of a row but its dose: the smaller tables, then antibodies, then HLA.
  ///
  /// Cost: some twenty nanoseconds, most of it for the first look at the row's memory.
  @inline(__always)
  func compare(
    _ row: Int, bloodGroupPoints: Int32, _ mismatches: (Int) -> MismatchSums.Sum
  ) -> RowFinding {
    let columns = pool.columns
    let traits = tables.traits[Int(columns.traits[row])]
    let centre = tables.centres[Int(columns.centre[row])]
    if !traits.isOpen || !centre.isOpen { return .closed }
    let place = Int(columns.antibodies[row])
    if place != 0 {
      var bits: UInt8 = 0
      let lists = columns.antibodyCodes.lists
      for next in (place + 1)...(place + Int(lists[place])) { bits |= crossmatch.bits[Int(lists[next])] }
      if bits & crossmatch.closing != 0 { return .closed }
      if bits & crossmatch.open != 0 { return .ask }
    }
    let (sum, limits) = mismatches(row)
    if limits != 0 {
      switch within(limits) {
      case true?: break
      case false?: return .closed
      case nil: return .ask
      }
    }
    var points = columns.base[row] &+ waiting[columns.listed[row]] &+ bloodGroupPoints
    points = points &+ traits.points &+ centre.points
    points = points &+ pool.mismatchScale.points(sum)
    if !tables.ages.isEmpty { points = points &+ tables.ages[Int(columns.age[row])] }
    if !tables.epitopes.isEmpty { points = points &+ tables.epitopes[Int(columns.epitopes[row])] }
    if !tables.risk.isEmpty { points = points &+ tables.risk[Int(columns.risk[row])] }
    return .open(points: points)
  }

  /// Whether the sums keep the limits; nil when that depends on what is missing.
  private func within(_ sums: UInt64) -> Bool? {
    var isSure = true
    for (place, limit) in pool.recipe.limits.prefix(4).enumerated() {
      if context.gate.overrides.contains(limit.rule) { continue }
      let least = Int(sums >> UInt64(16 * place) & 0xFF)
      let most = Int(sums >> UInt64(16 * place + 8) & 0xFF)
      if least > limit.atMost { return false }
      if most <= limit.atMost || context.gate.reviews.outcome(of: limit.rule) == .list { continue }
      if !context.gate.isExpedited { return false }
      isSure = false
    }
    return isSure ? true : nil
  }
}
