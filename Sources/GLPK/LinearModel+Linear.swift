internal import CTandemGuard

extension LinearModel {
  /// Solves the model as a linear program (whole-numbered columns may be fractional), from the last basis.
  public func solve(_ options: LinearOptions = LinearOptions()) throws(ModelError) -> LinearOutcome {
    var report = tandem_lp_report()
    try run(options, into: &report)
    if options.presolves && report.status != Int32(tandem_optimal.rawValue) && report.stop == 0 {
      // The presolver knows that there is no optimum, yet neither why nor which of the two it is.
      var plain = options
      plain.presolves = false
      try check(tandem_build_basis(handle, 1))
      try run(plain, into: &report)
    }
    let steps = Int(report.iterations)
    switch UInt32(report.status) {
    case tandem_optimal.rawValue:
      isPrimalReady = true
      isDualReady = true
      return .optimal(try solution(report.value, steps))
    case tandem_infeasible.rawValue:
      return .infeasible(proof: try infeasibilityProof())
    case tandem_unbounded.rawValue:
      isPrimalReady = true
      return .unbounded(ray: try improvingRay())
    case tandem_feasible.rawValue:
      isPrimalReady = true
      return .stopped(StopReason(report.stop) ?? .steps, try solution(report.value, steps))
    default:
      guard let reason = StopReason(report.stop) else { throw .unsolved("numerical trouble") }
      return .stopped(reason, nil)
    }
  }

  private func run(_ options: LinearOptions, into report: inout tandem_lp_report) throws(ModelError) {
    if let limit = options.timeLimit, !(limit >= 0) { throw .invalid("a time limit of \(limit) s") }
    if let limit = options.stepLimit, limit < 0 { throw .invalid("a limit of \(limit) steps") }
    if let patience = options.stepsBeforeRestart, patience < 1 {
      throw .invalid("a restart after \(patience) steps")
    }
    if options.stepsBetweenLooks < 1 { throw .invalid("\(options.stepsBetweenLooks) steps between looks") }
    let method: LinearOptions.Method =
      options.method == .automatic ? (isPrimalReady && !isDualReady ? .primal : .dual) : options.method
    var plain = tandem_lp_options()
    plain.method = method.rawValue
    plain.presolve = options.presolves ? 1 : 0
    plain.iteration_limit = Int32(clamping: options.stepLimit ?? Int(Int32.max))
    plain.time_limit_ms = milliseconds(options.timeLimit)
    plain.cutoff = options.cutoff ?? .nan
    plain.stop = options.stop?.pointer
    plain.slice = Int32(clamping: options.stepsBetweenLooks)
    plain.patience = Int32(clamping: options.stepsBeforeRestart ?? 0)
    let code = withExtendedLifetime(options.stop) { tandem_solve_lp(handle, &plain, &report) }
    try check(code)
  }

  func milliseconds(_ seconds: Double?) -> Int32 {
    guard let seconds, seconds < 2_000_000 else { return .max }
    return Int32((seconds * 1000).rounded(.up))
  }

  private func solution(_ value: Double, _ steps: Int) throws(ModelError) -> LinearSolution {
    LinearSolution(value: value, columns: try columnValues(), steps: steps)
  }

  /// The value of each column at the last basis.
  public func columnValues() throws(ModelError) -> [Double] {
    try filled(columnCount) { tandem_get_column_values(handle, $0, nil) }
  }

  /// The reduced cost of each column at the last basis: by how much the objective changes a unit.
  public func reducedCosts() throws(ModelError) -> [Double] {
    try filled(columnCount) { tandem_get_column_values(handle, nil, $0) }
  }

  /// The price of each row at the last basis: by how much the objective changes when its limit moves a unit.
  public func rowPrices() throws(ModelError) -> [Double] {
    try filled(rowCount) { tandem_get_row_values(handle, nil, $0) }
  }

  /// The sum of each row at the last basis.
  public func rowActivities() throws(ModelError) -> [Double] {
    try filled(rowCount) { tandem_get_row_values(handle, $0, nil) }
  }

  func filled(
    _ count: Int, _ fill: (UnsafeMutablePointer<Double>?) -> Int32
  ) throws(ModelError) -> [Double] {
    // Not `Array(unsafeUninitializedCapacity:)`: with capacity 0 it writes the count of the empty array that
    // all threads share, which the thread sanitizer reports.
    var array = [Double](repeating: 0, count: count)
    let code = array.withUnsafeMutableBufferPointer { fill($0.baseAddress) }
    try check(code)
    return array
  }

  /// The basis that the last solve left.
  public func basis() throws(ModelError) -> Basis {
    var rows = [UInt8](repeating: 0, count: rowCount)
    var columns = [UInt8](repeating: 0, count: columnCount)
    try check(tandem_get_basis(handle, &rows, &columns))
    return Basis(rows: rows.map { Standing(rawValue: $0)! }, columns: columns.map { Standing(rawValue: $0)! })
  }

  /// Starts the next solve from this basis. Rows and columns beyond those it knows keep their standing. A
  /// basis that turns out singular is replaced by a fresh one.
  public func setBasis(_ basis: Basis) throws(ModelError) {
    guard basis.rows.count == rowCount, basis.columns.count == columnCount else {
      throw .invalid(
        "a basis of \(basis.rows.count) rows and \(basis.columns.count) columns for a model of \(rowCount) "
          + "and \(columnCount)")
    }
    try check(tandem_set_basis(handle, basis.rows.map(\.rawValue), basis.columns.map(\.rawValue)))
    isPrimalReady = false
    isDualReady = false
  }

  /// Forgets the last basis. A crashed basis costs a pass over the matrix and saves steps on a large model;
  /// the basis of slacks is always regular.
  public func resetBasis(crash: Bool = false) throws(ModelError) {
    try check(tandem_build_basis(handle, crash ? 1 : 0))
    isPrimalReady = false
    isDualReady = false
  }

  /// Scales rows and columns so that coefficients of very different size do no harm. Solutions are
  /// reported unscaled.
  public func scale() throws(ModelError) {
    try check(tandem_scale(handle))
  }
}

extension StopReason {
  init?(_ code: Int32) {
    switch UInt32(code) {
    case tandem_stopped_by_time.rawValue: self = .time
    case tandem_stopped_by_iterations.rawValue: self = .steps
    case tandem_stopped_by_flag.rawValue: self = .caller
    case tandem_stopped_by_cutoff.rawValue: self = .cutoff
    case tandem_stopped_by_gap.rawValue: self = .gap
    case tandem_stopped_by_memory.rawValue: self = .memory
    default: return nil
    }
  }
}
