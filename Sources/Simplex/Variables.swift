internal import TandemGLPK

extension UInt8 {
  static let basic = Standing.basic.rawValue
  static let atLower = Standing.atLower.rawValue
  static let atUpper = Standing.atUpper.rawValue
  static let free = Standing.free.rawValue
  static let fixed = Standing.fixed.rawValue
}

/// What is known of many variables: of the columns, or of the slacks of the rows.
struct Variables: ~Copyable {
  var lower = Plain<Double>()
  var upper = Plain<Double>()
  var cost = Plain<Double>()
  /// The cost in force: the true one, or a shifted one while the dual method needs it.
  var shifted = Plain<Double>()
  var standing = Plain<UInt8>()
  /// Reduced cost; zero where basic.
  var reduced = Plain<Double>()
  /// Steepest-edge weights in a frame of reference: of those that may enter where the primal method walks, of those that
  /// may leave where the dual one does.
  var weight = Plain<Double>()
  var isInFrame = Plain<Bool>()

  var count: Int { lower.count }

  mutating func append(_ limits: (lower: Double, upper: Double), cost: Double, _ standing: UInt8) {
    lower.append(limits.lower)
    upper.append(limits.upper)
    self.cost.append(cost)
    shifted.append(cost)
    self.standing.append(standing)
    reduced.append(0)
    weight.append(1)
    isInFrame.append(false)
  }

  /// Forgets those that have no new name. Names rise.
  mutating func keep(_ name: [Int32]) {
    var kept = 0
    for old in 0..<count where name[old] >= 0 {
      lower[kept] = lower[old]
      upper[kept] = upper[old]
      cost[kept] = cost[old]
      standing[kept] = standing[old]
      kept += 1
    }
    lower.resize(to: kept, with: 0)
    upper.resize(to: kept, with: 0)
    cost.resize(to: kept, with: 0)
    shifted.resize(to: kept, with: 0)
    standing.resize(to: kept, with: 0)
    reduced.resize(to: kept, with: 0)
    weight.resize(to: kept, with: 0)
    isInFrame.resize(to: kept, with: false)
  }

  /// Where it is when it is not basic.
  func value(_ one: Int) -> Double {
    switch standing[one] {
    case .atLower, .fixed: lower[one]
    case .atUpper: upper[one]
    default: 0
    }
  }

  /// Those that are not basic stand where their limits let them.
  func settle() {
    let standing = standing.base, lower = lower.base, upper = upper.base
    for one in 0..<count where standing[one] != .basic {
      if lower[one] == upper[one] {
        standing[one] = .fixed
      } else if standing[one] != .atUpper || upper[one] == .infinity {
        standing[one] = lower[one] > -.infinity ? .atLower : upper[one] < .infinity ? .atUpper : .free
      }
    }
  }

  var basicCount: Int {
    let standing = standing.base
    var sum = 0
    for one in 0..<count where standing[one] == .basic { sum += 1 }
    return sum
  }

  func unshift() { shifted.base.update(from: cost.base, count: count) }

  /// By how much the reduced cost is on the wrong side of zero.
  @inline(__always)
  func fault(_ one: Int) -> Double {
    switch standing[one] {
    case .atLower: -reduced[one]
    case .atUpper: reduced[one]
    case .free: abs(reduced[one])
    default: 0
    }
  }

  func isOptimal(within slack: Double) -> Bool {
    for one in 0..<count where fault(one) > slack { return false }
    return true
  }

  /// Shifts costs until every reduced cost is on its right side; returns the greatest shift.
  func shift() -> Double {
    var most = 0.0
    for one in 0..<count where fault(one) > 0 { most = max(most, shift(one)) }
    return most
  }

  /// Shifts the cost by what is reduced of it, and returns how much that is.
  func shift(_ one: Int) -> Double {
    let size = abs(reduced[one])
    shifted[one] -= reduced[one]
    reduced[one] = 0
    return size
  }

  /// Begins a frame of all that are basic, or of all that are not.
  func beginFrame(ofBasic isOfBasic: Bool) {
    for one in 0..<count { isInFrame[one] = (standing[one] == .basic) == isOfBasic }
    weight.base.update(repeating: 1, count: count)
  }
}
