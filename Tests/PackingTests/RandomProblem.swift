import TandemChance
import TandemPacking

/// What a random problem contains besides owners with two resources.
struct Features: OptionSet, Sendable {
  let rawValue: Int
  static let levels = Features(rawValue: 1)
  static let side = Features(rawValue: 2)
  static let required = Features(rawValue: 4)
  static let rules = Features(rawValue: 8)
  static let shared = Features(rawValue: 16)
  static let ranked = Features(rawValue: 32)
  static let negative = Features(rawValue: 64)
  static let free = Features(rawValue: 128)
  static let ties = Features(rawValue: 256)
  static let none: Features = []
  static let count = 9
}

/// A small problem with the given features; some are infeasible, some degenerate.
func randomProblem(
  _ chance: inout SplitMix, claimants: Int, owners: Int, features: Features
) -> PackingProblem {
  var problem = PackingProblem(claimants: claimants)
  var own: [[Int]] = []
  for _ in 0..<owners {
    let owner = problem.addOwner()
    let dimensions = 1 + chance.index(below: 3)
    own.append(
      (0..<dimensions).map { _ in
        problem.addResource(capacity: Int64(chance.index(below: 30)), owner: owner)
      })
  }
  var side: [Int] = []
  if features.contains(.side) {
    for _ in 0..<2 { side.append(problem.addResource(capacity: Int64(chance.index(below: 5)))) }
  }
  let greatest = features.contains(.ties) ? 3 : 100
  func value() -> Int64 {
    let value = Int64(chance.index(below: greatest))
    return features.contains(.negative) && chance.flip(0.2) ? -value : value
  }
  for claimant in 0..<claimants {
    for owner in 0..<owners where chance.flip(0.7) {
      for _ in 0..<(features.contains(.levels) && chance.flip(0.5) ? 2 : 1) {
        problem.options.add(claimant: claimant, value: value(), groups: chance.next() & 7)
        for resource in own[owner] where chance.flip(0.9) {
          problem.options.use(Int64(chance.index(below: 20)), of: resource)
        }
        if features.contains(.shared), owners > 1, chance.flip(0.3) {
          problem.options.use(Int64(chance.index(below: 10)), of: own[(owner + 1) % owners][0])
        }
        if !side.isEmpty, chance.flip(0.7) { problem.options.use(1, of: side[claimant % 2]) }
      }
    }
    if features.contains(.free), chance.flip(0.3) {
      problem.options.add(claimant: claimant, value: value(), groups: chance.next() & 7)
      if !side.isEmpty { problem.options.use(1, of: side[0]) }
    }
  }
  if features.contains(.required) {
    problem.required = (0..<claimants).filter { _ in chance.flip(0.25) }
  }
  if features.contains(.rules) {
    problem.rules = [
      .share(of: 0, .atLeast, Int64(1 + chance.index(below: 2)), outOf: 3),
      .number(of: 1, .atMost, Int64(1 + chance.index(below: 3))),
    ]
    if chance.flip(0.3) { problem.rules.append(.number(of: 2, .atLeast, 1)) }
  }
  if features.contains(.ranked) {
    problem.earlierObjectives = [(0..<problem.options.count).map { _ in Int64(chance.index(below: 3)) }]
    if chance.flip(0.3) {
      problem.earlierObjectives.insert([Int64](repeating: 1, count: problem.options.count), at: 0)
    }
  }
  return problem
}
