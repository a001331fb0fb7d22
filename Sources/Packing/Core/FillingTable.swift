/// The most that groups of items bring, by the room that is left of one resource: the knapsack's own recursion in
/// steps of room, with weights rounded down and values rounded up, so that it is a bound. Other resources are charged
/// a rate instead of being limited.
///
/// Where few people share a donor, what one of them leaves over is of no use to the next: rents alone, which let
/// people be served in fractions, miss that by a tenth. Costs items times steps.
struct FillingTable {
  let resource: Int
  /// What a unit of each other resource is charged.
  let rates: [Double]
  private let steps: Int
  private let stepsPerUnit: Double
  /// Group by group, from no room to all of it.
  private let most: [Float]

  /// Items of group `g` are `groupStart[g] ..< groupStart[g + 1]`, their weights `rates.count` numbers each.
  init(
    resource: Int, rates: [Double], capacity: Double, groupStart: [Int], values: [Double], weights: [Double],
    groups: Int, steps: Int
  ) {
    self.resource = resource
    self.rates = rates
    self.steps = steps
    let stepsPerUnit = capacity > 0 ? Double(steps) / capacity : 0
    self.stepsPerUnit = stepsPerUnit
    var most = [Float](repeating: 0, count: (groups + 1) * (steps + 1))
    let dim = rates.count
    most.withUnsafeMutableBufferPointer { most in
      for group in stride(from: groups - 1, through: 0, by: -1) {
        let here = group * (steps + 1)
        let behind = here + steps + 1
        for step in 0...steps { most[here + step] = most[behind + step] }
        for item in groupStart[group]..<groupStart[group + 1] {
          var value = values[item]
          for k in 0..<dim where k != resource { value -= rates[k] * weights[item * dim + k] }
          if value <= 0 { continue }
          let cells = Int(weights[item * dim + resource] * stepsPerUnit * (1 - 1e-12))
          if cells > steps { continue }
          let worth = Float(value).nextUp
          for step in cells...steps {
            let sum = (most[behind + step - cells] + worth).nextUp
            if sum > most[here + step] { most[here + step] = sum }
          }
        }
      }
    }
    self.most = most
  }

  /// No more than this can be added from `group` on with what is left of the resources.
  @inline(__always)
  func bound(from group: Int, _ left: [Double]) -> Double {
    var sum = 0.0
    for k in 0..<rates.count where k != resource { sum += rates[k] * left[k] }
    let cell = min(steps, Int(left[resource] * stepsPerUnit * (1 + 1e-12)))
    return (sum + Double(most[group * (steps + 1) + cell])) * (1 + 1e-12)
  }
}
