import Dispatch
import Synchronization
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One line a second on a running search, and a record of every step forward.
///
/// The lines come from a clock and not from the search, which may be silent for long in one linear program.
final class SolveLog: Sendable {
  private struct State {
    var phase = "reading"
    var value: Double?
    var bound: Double?
    var nodes = 0
    var steps: [Step] = []
    var isOver = false
  }

  /// When value or bound became better.
  private struct Step {
    let seconds: Double
    let value: Double?
    let bound: Double?
  }

  private let state = Mutex(State())
  private let begin = monotonicSeconds()
  private let console: Console

  init(_ console: Console, isAlwaysOn: Bool) {
    self.console = console
    if isAlwaysOn || TerminalProbe.isTerminal(STDERR_FILENO) { writeLine(at: .now() + 1) }
  }

  /// Seconds since the command began.
  var seconds: Double { monotonicSeconds() - begin }

  /// Notes where the search stands.
  func tell(_ phase: String, value: Double?, bound: Double?, nodes: Int) {
    let now = seconds
    state.withLock { state in
      if state.value != value || state.bound != bound {
        state.steps.append(Step(seconds: now, value: value, bound: bound))
      }
      (state.phase, state.value, state.bound, state.nodes) = (phase, value, bound, nodes)
    }
  }

  /// No line comes after this.
  func end() { state.withLock { $0.isOver = true } }

  /// Writes a line at this time, and one every second after it.
  private func writeLine(at time: DispatchTime) {
    DispatchQueue.global(qos: .userInitiated).asyncAfter(deadline: time) { [weak self] in
      self?.writeLine()
      self?.writeLine(at: time + 1)
    }
  }

  private func writeLine() {
    state.withLock { state in
      if state.isOver { return }
      var line = "\(fixed(seconds, 0)) s  \(state.phase)"
      if let bound = state.bound { line += "  bound \(shortNumber(bound))" }
      if let value = state.value { line += "  value \(shortNumber(value))" }
      if let value = state.value, let bound = state.bound {
        line += "  gap \(percent(abs(bound - value) / max(abs(value), 1e-10)))"
      }
      if state.nodes > 0 { line += "  nodes \(state.nodes)" }
      console.note(line)
    }
  }

  /// The steps, and the answer as the last of them.
  func csv(endingWith answer: SolveAnswer) -> String {
    let end = Step(seconds: answer.seconds, value: answer.value, bound: answer.bound)
    let steps = state.withLock { $0.steps } + [end]
    return steps.reduce(into: "seconds,value,bound\n") { text, step in
      let fields = [fixed(step.seconds, 3), step.value.map(shortNumber), step.bound.map(shortNumber)]
      text += fields.map { $0 ?? "" }.joined(separator: ",") + "\n"
    }
  }
}

/// Seconds of a clock that only goes forward.
private func monotonicSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}
