/// Room for records that stands still: where most of the time goes, it is used without the checks and the counts of
/// references that arrays need.
final class Room<Record: BitwiseCopyable> {
  private var base: UnsafeMutablePointer<Record>
  private var capacity = 64

  init() { base = .allocate(capacity: capacity) }

  deinit { base.deallocate() }

  /// Room for at least so many records. It stays the same until more are asked for than there is room for; then what was
  /// there is lost.
  func held(_ count: Int) -> UnsafeMutablePointer<Record> {
    if count > capacity {
      capacity = max(count, 2 * capacity)
      base.deallocate()
      base = .allocate(capacity: capacity)
    }
    return base
  }
}
