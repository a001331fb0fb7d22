public import TandemFiles

/// A bound on a measured value, from below, from above or both, with its unit and origin.
public struct Limit: Sendable, Hashable {
  /// The least value allowed.
  public let atLeast: Double?
  /// The value that must be exceeded.
  public let above: Double?
  /// The greatest value allowed.
  public let atMost: Double?
  /// The value that must not be reached.
  public let below: Double?
  /// The unit of the bounds.
  public let unit: String
  /// Where they come from.
  public let basis: Basis
  /// The same bounds for quick use.
  let bounds: Bounds

  /// A limit with the bounds given.
  public init(
    atLeast: Double? = nil, above: Double? = nil, atMost: Double? = nil, below: Double? = nil, unit: String,
    basis: Basis
  ) {
    self.atLeast = atLeast
    self.above = above
    self.atMost = atMost
    self.below = below
    self.unit = unit
    self.basis = basis
    bounds = Bounds(
      low: atLeast ?? above?.nextUp ?? -.infinity, high: atMost ?? below?.nextDown ?? .infinity)
  }

  /// Whether `value` keeps all bounds.
  public func allows(_ value: Double) -> Bool { bounds.allow(value) }

  /// The bounds in words: "at least 18 and at most 65 years".
  public var words: String {
    let parts = [
      atLeast.map { "at least \(Amount.text($0))" }, above.map { "above \(Amount.text($0))" },
      atMost.map { "at most \(Amount.text($0))" }, below.map { "below \(Amount.text($0))" },
    ]
    let text = parts.compactMap { $0 }.joined(separator: " and ")
    return unit == "fraction" ? text : "\(text) \(unit)"
  }
}

/// The bounds of a limit as a closed range; a bound that must not be reached is the next number inside it.
struct Bounds: Sendable, Hashable {
  let low: Double
  let high: Double

  func allow(_ value: Double) -> Bool { value >= low && value <= high }
}

extension DataObject {
  /// Reads this object as a limit: bounds within `range`, the unit as expected, and one origin.
  ///
  ///     { at_least: 18, at_most: 65, unit: "years", source: "..." }
  public func limit(unit: String, in range: ClosedRange<Double>) -> Limit? {
    let atLeast = optionalNumber("at_least", unit: unit, in: range)
    let above = optionalNumber("above", unit: unit, in: range)
    let atMost = optionalNumber("at_most", unit: unit, in: range)
    let below = optionalNumber("below", unit: unit, in: range)
    if let written = text("unit"), written != unit {
      report("unit", kind: "wrong unit", "the unit \"\(unit)\"")
    }
    let basis = basis()
    let bounds = [atLeast, above, atMost, below].compactMap { $0 }
    let isBounded = ["at_least", "above", "at_most", "below"].contains { keys.contains($0) }
    if !isBounded {
      report("bounds", kind: "no bound", "at least one of at_least, above, at_most, below")
    }
    if (atLeast != nil && above != nil) || (atMost != nil && below != nil) {
      report("bounds", kind: "two bounds", "one lower and one upper bound at most")
    }
    if let low = atLeast ?? above, let high = atMost ?? below, low > high {
      report("bounds", kind: "empty range", "a lower bound that is not above the upper one")
    }
    guard !bounds.isEmpty, let basis else { return nil }
    return Limit(atLeast: atLeast, above: above, atMost: atMost, below: below, unit: unit, basis: basis)
  }
}
