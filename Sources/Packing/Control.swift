/// Watches a search: keeps the best plan and the lowest bound, tells those who look on, and says when to stop.
///
/// Time only stops a search; it never steers it, so two runs that end by gap are the same step for step.
final class Control {
  let request: SolveRequest
  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant
  var objective = 0
  private(set) var phase = Phase.reading
  /// The best feasible plan of the objective in hand.
  private(set) var plan: Plan?
  /// The lowest bound proven for the objective in hand.
  private(set) var bound: Int64?
  /// While a case is searched: what no plan outside it is worth more than, and the lowest bound of the case.
  private var elsewhere: Int64?
  private var lowestInCase: Int64?
  var bundles = 0
  var nodes = 0
  private(set) var wasStopped = false

  init(_ request: SolveRequest) {
    self.request = request
    begin = clock.now
  }

  var seconds: Double {
    let passed = begin.duration(to: clock.now).components
    return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
  }

  /// When the time is up.
  var deadline: ContinuousClock.Instant? { request.timeLimit.map { begin + .seconds($0) } }

  var secondsLeft: Double? { request.timeLimit.map { max(0.001, $0 - seconds) } }

  func note(_ text: @autoclosure () -> String) { if let remark = request.remark { remark(text()) } }

  /// Forgets plan and bound for the next objective.
  func startObjective(_ index: Int) {
    objective = index
    plan = nil
    bound = nil
  }

  func enter(_ phase: Phase) {
    self.phase = phase
    tell()
  }

  private func tell() {
    request.progress?(
      Progress(phase: phase, objective: objective, bound: bound, value: plan?.value, seconds: seconds))
  }

  /// Keeps the plan when it is the best so far.
  func offer(_ candidate: Plan) {
    if let plan, plan.value >= candidate.value { return }
    plan = candidate
    tell()
  }

  /// Keeps the bound when it is the lowest so far.
  func prove(_ candidate: Int64) {
    lowestInCase = min(lowestInCase ?? candidate, candidate)
    let candidate = max(candidate, elsewhere ?? candidate)
    if let bound, bound <= candidate { return }
    bound = candidate
    tell()
  }

  /// Searches a case. What `search` proves holds of the case; of the whole problem it holds as far as no plan
  /// `elsewhere` is worth more. Returns the lowest bound proven of the case.
  func inCase(elsewhere: Int64?, _ search: () throws -> Void) rethrows -> Int64? {
    self.elsewhere = elsewhere
    lowestInCase = nil
    defer { self.elsewhere = nil }
    try search()
    return lowestInCase
  }

  /// Whether the wanted gap is reached.
  var isClosed: Bool {
    guard let plan, let bound else { return false }
    return relativeGap(bound: bound, value: plan.value) <= request.gap
  }

  /// Whether time is left and nobody has cancelled.
  var hasTime: Bool {
    if wasStopped { return false }
    if request.isCancelled() { wasStopped = true }
    if let limit = request.timeLimit, seconds >= limit { wasStopped = true }
    return !wasStopped
  }

  /// Whether the search should go on: not closed, not stopped.
  var goesOn: Bool { !isClosed && hasTime }
}
