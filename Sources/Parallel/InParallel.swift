import Dispatch
import Synchronization

/// Runs `body` for every index in 0 ..< `count` on at most `threads` threads and returns when all are done.
///
/// Threads take the next free index, so uneven pieces are shared well. Results must go to places that
/// depend on the index alone; then they are the same on any number of threads.
public func inParallel(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
  let workers = min(max(1, threads), count)
  if workers <= 1 {
    for index in 0..<max(0, count) { body(index) }
    return
  }
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { return }
      body(index)
    }
  }
}
