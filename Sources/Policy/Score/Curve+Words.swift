import TandemClinic

extension Curve {
  /// The curve as a sentence part, values with `unit`: "rises from 0 at 0 days to 1 at 1,825 days".
  public func words(_ unit: String) -> String {
    func value(_ x: Double) -> String { Amount.text(x, unit) }
    func point(_ point: Point) -> String { "\(Amount.text(point.rating)) at \(value(point.x))" }
    switch self {
    case .linear(let one, let other):
      let (low, high) = one.x <= other.x ? (one, other) : (other, one)
      let verb = low.rating <= high.rating ? "rises" : "falls"
      return "\(verb) in a straight line from \(point(low)) to \(point(high))"
    case .step(let below, let steps) where unit == "yes or no" && steps.count == 1:
      return "is \(Amount.text(steps[0].rating)) for yes, \(Amount.text(below)) for no"
    case .step(let below, let steps):
      let parts = steps.map { "\(Amount.text($0.rating)) from \(value($0.x))" }
      return "is \(Amount.text(below)), then " + parts.joined(separator: ", ")
    case .piecewise(let points):
      return "runs in straight lines through " + points.map(point).joined(separator: ", ")
    case .exponential(let base, let zeroAt, let oneAt):
      let from = zeroAt == 0 ? "x" : "(x - \(Amount.text(zeroAt)))"
      let share = "t = \(from) / \(Amount.text(oneAt - zeroAt))"
      return
        "is (\(Amount.text(base))^t - 1) / \(Amount.text(base - 1)) with \(share): 0 at \(value(zeroAt)), 1 at \(value(oneAt))"
    case .logistic(let height, let midpoint, let steepness):
      let verb = steepness > 0 ? "falls" : "rises"
      return
        "\(verb) as \(Amount.text(height)) / (1 + e^(\(steepness) (x - \(Amount.text(midpoint))))), half way at \(value(midpoint))"
    case .pieces(let pieces, let last):
      let parts = pieces.map { "up to \(value($0.upTo)) it \($0.curve.words(unit))" }
      return (parts + ["beyond it \(last.words(unit))"]).joined(separator: "; ")
    }
  }
}
