/// A choice of one bundle, or none, for each owner, with what it serves and uses: the state that local search
/// changes. Its distance to the bound is its *loss*: at prices with bound `L`,
///
///     L - value = sum over owners of (best reduced value - reduced value of the bundle chosen)
///               + sum of the prices of claimants not served + coupling prices times slack,
///
/// and every term is at least zero. So a better plan is one with less loss, and where the loss sits tells
/// where to look.
struct Assembly: Sendable {
  /// The slots chosen for each owner.
  var slots: [[Int32]]
  /// The owner that serves each claimant, or -1.
  private(set) var servedBy: [Int32]
  private(set) var used: [Double]
  /// The scaled sum of the values.
  private(set) var worth = 0.0
  /// Penalties of required claimants not served, and of couplings exceeded.
  private var missing = 0.0
  private var exceeded = 0.0
  /// Scaled value less all penalties. The three sums are kept apart, so that the value of a feasible plan is
  /// exact however large penalties are.
  var value: Double { worth - missing - exceeded }

  /// Nothing chosen.
  init(_ layout: Layout) {
    slots = [[Int32]](repeating: [], count: layout.ownerCount)
    servedBy = [Int32](repeating: -1, count: layout.claimantCount)
    used = [Double](repeating: 0, count: layout.couplingCount)
    for penalty in layout.penalty { missing += penalty }
    exceeded = excess(layout) * layout.couplingPenalty
  }

  /// Whether nothing required is missing and no coupling is exceeded.
  func isFeasible(_ layout: Layout) -> Bool {
    for (claimant, penalty) in layout.penalty.enumerated() where penalty > 0 && servedBy[claimant] < 0 {
      return false
    }
    for (row, limit) in layout.couplingLimit.enumerated() where used[row] > limit { return false }
    return true
  }

  func isFree(_ bundle: [Int32], _ layout: Layout) -> Bool {
    for slot in bundle where servedBy[Int(layout.claimant[Int(slot)])] >= 0 { return false }
    return true
  }

  /// Puts `bundle` in the place of what `owner` had. Its claimants must be free or the owner's own.
  mutating func set(_ owner: Int, to bundle: [Int32], _ layout: Layout) {
    for slot in slots[owner] { move(Int(slot), owner: -1, sign: -1, layout) }
    slots[owner] = bundle
    for slot in bundle { move(Int(slot), owner: Int32(owner), sign: 1, layout) }
    exceeded = excess(layout) * layout.couplingPenalty
  }

  private mutating func move(_ slot: Int, owner: Int32, sign: Double, _ layout: Layout) {
    let claimant = Int(layout.claimant[slot])
    precondition(owner < 0 || servedBy[claimant] < 0, "a claimant is served twice")
    servedBy[claimant] = owner
    worth += sign * layout.value[slot]
    missing -= sign * layout.penalty[claimant]
    for position in layout.couplings(of: slot) {
      used[Int(layout.couplingRow[position])] += sign * layout.couplingFactor[position]
    }
  }

  private func excess(_ layout: Layout) -> Double {
    var sum = 0.0
    for (row, limit) in layout.couplingLimit.enumerated() where used[row] > limit { sum += used[row] - limit }
    return sum
  }

  /// The plan in the problem's options.
  func options(_ layout: Layout) -> [Int] {
    var chosen: [Int] = []
    for bundle in slots { for slot in bundle { chosen.append(Int(layout.option[Int(slot)])) } }
    return chosen.sorted()
  }
}
