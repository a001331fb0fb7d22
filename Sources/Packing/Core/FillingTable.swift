/// The most that groups of items bring, by the room that is left of one resource: the knapsack's own recursion in
/// steps of room, with weights rounded down and values rounded up, so that it is a bound. Other resources are charged
/// a rate instead of being limited.
///
/// Where few people share a donor, what one of them leaves over is of no use to the next: rents alone, which let
/// people be served in fractions, miss that by a tenth. Costs items times steps.
///
/// A class for the sake of its memory, which stands still.
final class FillingTable {
  let resource: Int
  /// What a unit of each other resource is charged; nothing for its own.
  let rates: [Double]
  let steps: Int
  let stepsPerUnit: Double
  /// Group by group, from no room to all of it.
  let most: UnsafeMutablePointer<Float>

  init(
    _ memory: borrowing PricerSearch.Memory, resource: Int, rates: [Double], capacity: Double, steps: Int
  ) {
    let groups = memory.groupCount
    self.resource = resource
    var rates = rates
    rates[resource] = 0
    self.rates = rates
    self.steps = steps
    let stepsPerUnit = capacity > 0 ? Double(steps) / capacity : 0
    self.stepsPerUnit = stepsPerUnit
    most = .allocate(capacity: (groups + 1) * (steps + 1))
    most.initialize(repeating: 0, count: (groups + 1) * (steps + 1))
    let dim = rates.count
    for group in stride(from: groups - 1, through: 0, by: -1) {
      let here = most + group * (steps + 1)
      let behind = here + steps + 1
      here.update(from: behind, count: steps + 1)
      for item in memory.groups[group].firstItem..<memory.groups[group + 1].firstItem {
        var value = memory.items[item].value
        let weight = memory.weight + item * dim
        for k in 0..<dim { value -= rates[k] * weight[k] }
        if value <= 0 { continue }
        let cells = Int(weight[resource] * stepsPerUnit * (1 - 1e-12))
        if cells > steps { continue }
        FillingTable.raise(here + cells, over: behind, by: Float(value).nextUp, count: steps + 1 - cells)
      }
    }
  }

  /// What an item makes of the room behind it, eight steps at a time: most of a table's cost.
  private static func raise(
    _ target: UnsafeMutablePointer<Float>, over behind: UnsafePointer<Float>, by worth: Float, count: Int
  ) {
    // The factor is more than a rounding can take.
    let factor: Float = 1.000_000_3
    var step = 0
    while step &+ 8 <= count {
      let sum =
        (UnsafeRawPointer(behind + step).loadUnaligned(as: SIMD8<Float>.self) + worth) * factor
      let known = UnsafeRawPointer(target + step).loadUnaligned(as: SIMD8<Float>.self)
      UnsafeMutableRawPointer(target + step).storeBytes(
        of: known.replacing(with: sum, where: sum .> known), as: SIMD8<Float>.self)
      step &+= 8
    }
    while step < count {
      target[step] = max(target[step], (behind[step] + worth) * factor)
      step &+= 1
    }
  }

  deinit { most.deallocate() }

  /// No more than this can be added by all groups with what is left of the resources.
  func bound(_ left: [Double]) -> Double {
    left.withUnsafeBufferPointer { left in
      let entry = entry(left.baseAddress!)
      return bound(from: 0, entry.rented, entry.cell)
    }
  }

  /// What is left of the other resources at their rates, and the place of what is left of this one.
  @inline(__always)
  func entry(_ left: UnsafePointer<Double>) -> (rented: Double, cell: Int) {
    var sum = 0.0
    for k in 0..<rates.count { sum += rates[k] * left[k] }
    return (sum, min(steps, Int(left[resource] * stepsPerUnit * (1 + 1e-12))))
  }

  /// No more than this can be added from `group` on.
  @inline(__always)
  func bound(from group: Int, _ rented: Double, _ cell: Int) -> Double {
    (rented + Double(most[group * (steps + 1) + cell])) * (1 + 1e-12)
  }
}
