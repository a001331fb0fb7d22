internal import CTandemGuard

extension LinearModel {
  /// Solves the model with its whole-numbered columns.
  ///
  /// `watch` sees the search from time to time and at each better solution; it answers whether to go on.
  /// `suggest` is asked for a solution near the values of a node's relaxation; what it offers is checked.
  /// Neither may use a model.
  public func solveInteger(
    _ options: IntegerOptions = IntegerOptions(),
    watch: ((IntegerProgress) -> Bool)? = nil,
    suggest: (([Double]) -> [Double]?)? = nil
  ) throws(ModelError) -> IntegerOutcome {
    try check(options)
    var plain = tandem_mip_options()
    plain.presolve = options.presolves ? 1 : 0
    plain.gomory_cuts = options.gomoryCuts ? 1 : 0
    plain.rounding_cuts = options.roundingCuts ? 1 : 0
    plain.cover_cuts = options.coverCuts ? 1 : 0
    plain.feasibility_pump = options.feasibilityPump ? 1 : 0
    plain.rounding = options.rounding ? 1 : 0
    plain.branching = options.branching.rawValue
    plain.time_limit_ms = milliseconds(options.timeLimit)
    plain.hard_stop_ms = milliseconds(options.hardTimeLimit)
    plain.relative_gap = options.relativeGap
    plain.memory_mebibytes = Int32(clamping: options.memoryMebibytes ?? 0)
    plain.stop = options.stop?.pointer
    plain.watch_every_ms = milliseconds(options.secondsBetweenReports)
    plain.wants_suggestions = suggest == nil ? 0 : 1

    var report = tandem_mip_report()
    var values = [Double](repeating: 0, count: columnCount)
    var code: Int32 = 0
    withoutActuallyEscaping(watch ?? { _ in true }) { watch in
      withoutActuallyEscaping(suggest ?? { _ in nil }) { suggest in
        let audience = Audience(columns: columnCount, watch: watch, suggest: suggest)
        withExtendedLifetime((audience, options.stop)) {
          plain.context = Unmanaged.passUnretained(audience).toOpaque()
          plain.watcher = { context, moment in
            Unmanaged<Audience>.fromOpaque(context!).takeUnretainedValue().look(moment!.pointee)
          }
          let start = options.start ?? []
          start.withUnsafeBufferPointer { buffer in
            plain.start = options.start == nil ? nil : buffer.baseAddress
            code = tandem_solve_mip(handle, &plain, &report, &values)
          }
        }
      }
    }
    isPrimalReady = false
    isDualReady = false
    // An abort with a solution in hand is an answer: the solution was copied out when it was found.
    if report.has_solution == 0 || !survives(code) { try check(code) }
    return outcome(report, values)
  }

  private func check(_ options: IntegerOptions) throws(ModelError) {
    for limit in [options.timeLimit, options.hardTimeLimit, options.secondsBetweenReports] {
      if let limit, !(limit >= 0) { throw .invalid("a time limit of \(limit) s") }
    }
    if !(options.relativeGap >= 0) { throw .invalid("a gap of \(options.relativeGap)") }
    if let limit = options.memoryMebibytes, limit < 1 { throw .invalid("a memory limit of \(limit) MiB") }
    if let start = options.start, start.count != columnCount {
      throw .invalid("a start solution of \(start.count) values for \(columnCount) columns")
    }
  }

  private func survives(_ code: Int32) -> Bool {
    switch UInt32(bitPattern: code) {
    case tandem_aborted.rawValue, tandem_no_memory.rawValue, tandem_cut_off.rawValue, tandem_failed.rawValue:
      true
    default: false
    }
  }

  private func outcome(_ report: tandem_mip_report, _ values: [Double]) -> IntegerOutcome {
    let reason = StopReason(report.stop)
    let status: IntegerOutcome.Status =
      switch UInt32(report.status) {
      case tandem_optimal.rawValue: .optimal
      case tandem_infeasible.rawValue: .infeasible
      case tandem_unbounded.rawValue: .unbounded
      case tandem_feasible.rawValue: .feasible(reason ?? .caller)
      default: .limit(reason ?? .caller)
      }
    return IntegerOutcome(
      status: status,
      solution: report.has_solution == 0 ? nil : IntegerSolution(value: report.value, columns: values),
      bound: report.bound.isNaN ? nil : report.bound,
      nodes: report.nodes, startWasRefused: report.start_was_refused != 0)
  }
}

/// Those who look on while the solver works.
private final class Audience {
  let columns: Int
  let watch: (IntegerProgress) -> Bool
  let suggest: ([Double]) -> [Double]?

  init(
    columns: Int, watch: @escaping (IntegerProgress) -> Bool, suggest: @escaping ([Double]) -> [Double]?
  ) {
    self.columns = columns
    self.watch = watch
    self.suggest = suggest
  }

  func look(_ moment: tandem_moment) -> Int32 {
    let best = moment.is_new_best == 0 ? nil : moment.best
    let progress = IntegerProgress(
      bound: moment.bound.isNaN ? nil : moment.bound,
      value: moment.value.isNaN ? nil : moment.value,
      nodes: moment.nodes, openNodes: moment.open_nodes,
      newSolution: best.map { Array(UnsafeBufferPointer(start: $0, count: columns)) })
    guard watch(progress) else { return Int32(tandem_stop_now.rawValue) }
    guard moment.wants_suggestion != 0, let relaxed = moment.relaxed,
      let offered = suggest(Array(UnsafeBufferPointer(start: relaxed, count: columns))),
      offered.count == columns
    else { return Int32(tandem_go_on.rawValue) }
    for j in 0..<columns { moment.suggestion[j] = offered[j] }
    return Int32(tandem_suggest.rawValue)
  }
}
