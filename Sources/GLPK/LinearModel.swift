internal import CTandemGuard

/// A linear or integer program that is alive in the solver: rows and columns may come and go, limits and
/// objective may change, and every solve starts from the basis that the last one left.
///
///     let model = try LinearModel(.maximize)
///     try model.addRow(.atMost(4), columns: [], values: [])
///     try model.addColumn(objective: 3, rows: [0], values: [2])
///     let outcome = try model.solve()
///
/// A model belongs to the thread that made it: it is not `Sendable`, every call is synchronous, and a call
/// from another thread throws `ModelError.foreignThread`. Do not hold one across a suspension point.
///
/// When the solver gives up (`ModelError.aborted`, `.outOfMemory`), all models of that thread are lost and
/// say so from then on; new ones can be made at once.
///
/// Rows and columns count from 0. Removing some moves those behind them forward.
public final class LinearModel {
  let handle: OpaquePointer
  /// How many rows the model has.
  public internal(set) var rowCount = 0
  /// How many columns the model has.
  public internal(set) var columnCount = 0
  /// Which way the objective is driven.
  public internal(set) var direction: Direction
  /// The last basis is still primal feasible: only columns and objective changed since.
  var isPrimalReady = true
  /// The last basis is still dual feasible: only rows and limits changed since.
  var isDualReady = false
  /// `marks[i] == mark` says that index i occurred in the vector being checked.
  var marks: [Int32] = []
  var mark: Int32 = 0

  /// An empty model.
  public init(_ direction: Direction = .minimize) throws(ModelError) {
    guard let handle = tandem_open() else {
      throw .outOfMemory("no model could be made")
    }
    self.handle = handle
    self.direction = direction
    if direction == .maximize { try check(tandem_set_maximize(handle, 1)) }
  }

  deinit { tandem_close(handle) }

  /// Whether the model can still be used; false after the solver gave up on this thread.
  public var isAlive: Bool { tandem_is_alive(handle) != 0 }

  /// Gives the solver a memory budget on this thread, for all its models together; nil lifts it. A solve
  /// that needs more throws `ModelError.outOfMemory`, and all models of the thread are lost.
  public static func limitMemory(mebibytes: Int?) throws(ModelError) {
    if let mebibytes, !(1...(1 << 30)).contains(mebibytes) {
      throw .invalid("a memory budget of \(mebibytes) MiB")
    }
    try check(tandem_limit_memory(Int32(mebibytes ?? 0)))
  }

  /// How many bytes the solver holds on this thread.
  public static var memoryInUse: Int { tandem_memory_in_use() }

  func check(_ code: Int32) throws(ModelError) { try LinearModel.check(code) }

  static func check(_ code: Int32) throws(ModelError) {
    switch UInt32(bitPattern: code) {
    case tandem_done.rawValue: return
    case tandem_lost.rawValue: throw .lost
    case tandem_foreign_thread.rawValue: throw .foreignThread
    case tandem_busy.rawValue: throw .busy
    case tandem_failed.rawValue: throw .unsolved(words())
    case tandem_no_memory.rawValue: throw .outOfMemory(words())
    case tandem_cut_off.rawValue: throw .aborted("the time was up inside a linear program")
    default: throw .aborted(words())
    }
  }

  /// The solver's words on what just happened, as one line.
  static func words() -> String {
    String(cString: tandem_text()).split(separator: "\n").joined(separator: "; ")
  }
}
