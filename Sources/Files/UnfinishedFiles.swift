import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The temporary files that are not yet in their place, so that a signal can remove them.
///
/// A signal handler may neither allocate nor lock; so names stand as C strings in a fixed table of atomic
/// pointers. A file that finds the table full is written all the same, and only Ctrl-C would leave it.
public enum UnfinishedFiles {
  private static let capacity = 64
  nonisolated(unsafe) private static let names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
    let table = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: capacity)
    table.initialize(repeating: nil, count: capacity)
    return table
  }()
  private static let lock = Mutex(())

  /// Notes a name; the answer is its place in the table, -1 when that is full.
  static func note(_ path: String) -> Int {
    lock.withLock { _ in
      for slot in 0..<capacity where names[slot] == nil {
        names[slot] = strdup(path)
        return slot
      }
      return -1
    }
  }

  /// Takes a name back. The few bytes of the name stay allocated while a handler could be reading them.
  static func forget(_ slot: Int) {
    guard slot >= 0 else { return }
    lock.withLock { _ in names[slot] = nil }
  }

  /// Makes the table, so that a handler installed afterwards finds it ready.
  public static func prepare() { _ = names }

  /// Removes every unfinished file. Safe inside a signal handler once `prepare` was called.
  public static func removeAll() {
    for slot in 0..<capacity {
      if let name = names[slot] { unlink(name) }
    }
  }
}
