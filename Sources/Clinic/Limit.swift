import TandemFiles

/// A bound on a measured value, from below, from above or both, with its unit and origin.
public struct Limit: Sendable, Hashable {
  /// The least value allowed.
  public var atLeast: Double?
  /// The value that must be exceeded.
  public var above: Double?
  /// The greatest value allowed.
  public var atMost: Double?
  /// The value that must not be reached.
  public var below: Double?
  /// The unit of the bounds.
  public var unit: String
  /// Where they come from.
  public var basis: Basis

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
  }

  /// Whether `value` keeps all bounds.
  public func allows(_ value: Double) -> Bool {
    if let atLeast, value < atLeast { return false }
    if let above, value <= above { return false }
    if let atMost, value > atMost { return false }
    if let below, value >= below { return false }
    return true
  }

  /// The bounds in words: "at least 18 and at most 65 years".
  public var words: String {
    let parts = [
      atLeast.map { "at least \(Amount.text($0))" }, above.map { "above \(Amount.text($0))" },
      atMost.map { "at most \(Amount.text($0))" }, below.map { "below \(Amount.text($0))" },
    ]
    let text = parts.compactMap { $0 }.joined(separator: " and ")
    return unit.isEmpty ? text : "\(text) \(unit)"
  }
}

extension DataObject {
  /// Reads this object as a limit: bounds within `range`, the unit as expected, and one origin.
  ///
  ///     { at_least: 18, at_most: 65, unit: "years", source: "..." }
  package func limit(unit: String, in range: ClosedRange<Double>) -> Limit? {
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
