#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A thread that runs one body and keeps what it threw.
final class TestThread: @unchecked Sendable {
  // Sound: the thread writes `failure` before it ends, and `join` reads it after that.
  private let body: () throws -> Void
  private var failure: (any Error)?
  private var thread = pthread_t()

  init(_ body: @escaping () throws -> Void) {
    self.body = body
    pthread_create(
      &thread, nil,
      { context in
        let own = Unmanaged<TestThread>.fromOpaque(context!).takeRetainedValue()
        do { try own.body() } catch { own.failure = error }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
  }

  func join() throws {
    pthread_join(thread, nil)
    if let failure { throw failure }
  }
}

/// Starts a thread of its own for `body`.
func start(_ body: @escaping () throws -> Void) -> TestThread { TestThread(body) }

/// Runs `body` on a thread of its own and waits for it.
func onThread(_ body: () throws -> Void) throws {
  try withoutActuallyEscaping(body) { body in try TestThread(body).join() }
}
