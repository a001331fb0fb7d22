import TandemClinic
import TandemFiles

extension DataObject {
  /// Reads this object as a curve over values in `unit`:
  ///
  ///     { shape: "linear", points: [[0, 0], [1825, 1]], unit: "days", policy_choice: "..." }
  ///
  /// The parts of a curve of pieces have no unit and no origin of their own.
  func curve(unit: String, isPart: Bool = false) -> Curve? {
    defer { finish() }
    let shape = text("shape")
    if !isPart { expectUnit(unit) }
    switch shape {
    case "linear":
      guard let points = points(from: 2) else { return nil }
      if points.count > 2 {
        report("points", kind: "wrong number of points", "two points; shape \"piecewise-linear\" takes more")
      }
      return .linear(from: points[0], to: points[points.count - 1])
    case "piecewise-linear":
      return points(from: 2).map(Curve.piecewise)
    case "step":
      let below = number("below", unit: "rating", in: -1e9...1e9)
      guard let points = points(from: 1), let below else { return nil }
      return .step(below: below, steps: points)
    case "exponential":
      let base = number("base", unit: "", in: 1e-6...1e6)
      let zero = number("zero_at", unit: unit, in: -1e12...1e12)
      let one = number("one_at", unit: unit, in: -1e12...1e12)
      if let base, base == 1 {
        report("base", kind: "no curve", "a base other than 1; for a straight line take the shape \"linear\"")
        return nil
      }
      if let zero, let one, zero == one {
        report("one_at", kind: "empty range", "a value other than zero_at")
        return nil
      }
      guard let base, let zero, let one else { return nil }
      return .exponential(base: base, zeroAt: zero, oneAt: one)
    case "logistic":
      let height = number("height", unit: "rating", in: -1e9...1e9)
      let midpoint = number("midpoint", unit: unit, in: -1e12...1e12)
      let steepness = number("steepness", unit: "1/\(unit)", in: -1e6...1e6)
      guard let height, let midpoint, let steepness else { return nil }
      return .logistic(height: height, midpoint: midpoint, steepness: steepness)
    case "pieces":
      return pieces(unit: unit)
    case .some(let word):
      let shapes = ["exponential", "linear", "logistic", "pieces", "piecewise-linear", "step"]
      _ = check(word, "shape", shapes, "shape")
      _ = keys.map(optional)
      return nil
    case nil:
      return nil
    }
  }

  private func pieces(unit: String) -> Curve? {
    let entries = objects("parts")
    var pieces: [Curve.Piece] = []
    var last: Curve?
    for (index, entry) in entries.enumerated() {
      let isLast = index == entries.count - 1
      let end = isLast ? nil : entry.number("up_to", unit: unit, in: -1e12...1e12)
      if let end, let before = pieces.last?.upTo, end <= before {
        entry.report("up_to", kind: "wrong order", "a value above that of the part before")
      }
      let curve = entry.curve(unit: unit, isPart: true)
      if isLast { last = curve } else if let end, let curve { pieces.append(.init(upTo: end, curve)) }
    }
    if entries.count < 2 { report("parts", kind: "wrong number of parts", "at least two parts") }
    guard let last, !pieces.isEmpty else { return nil }
    return .pieces(pieces, last: last)
  }

  /// The points of the key `points`, pairs of a value and its rating with rising values.
  private func points(from least: Int) -> [Curve.Point]? {
    var points: [Curve.Point] = []
    for item in items("points") {
      guard case .array(let pair) = item.content, pair.count == 2, case .number(let x) = pair[0].content,
        case .number(let rating) = pair[1].content
      else {
        report("points", kind: "wrong type", "pairs of numbers, [value, rating]")
        return nil
      }
      if let before = points.last?.x, x <= before {
        report("points", kind: "wrong order", "values that rise from pair to pair")
        return nil
      }
      points.append(.init(x, rating))
    }
    if points.count < least {
      report(
        "points", kind: "too few points", "at least \(least) pair\(least == 1 ? "" : "s") [value, rating]")
      return nil
    }
    return points
  }
}
