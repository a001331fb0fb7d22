/// Rows of one piece of a file, on their way into the table of the whole file.
///
/// An array would have to be copied, with every reference in every row counted up and down again; these rows
/// are moved, which for a million recipients saves a second.
final class RowBuffer<Row>: @unchecked Sendable {
  private var start: UnsafeMutablePointer<Row>
  private var capacity: Int
  private(set) var count = 0
  /// The line of each row.
  var lines: [Int32] = []

  init(capacity: Int) {
    self.capacity = max(1, capacity)
    start = .allocate(capacity: self.capacity)
    lines.reserveCapacity(capacity)
  }

  deinit {
    start.deinitialize(count: count)
    start.deallocate()
  }

  /// Adds a row; the lines of a piece are at least as many as its rows, so growing is rare.
  func append(_ row: consuming Row, line: Int) {
    if count == capacity {
      let larger = UnsafeMutablePointer<Row>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: start, count: count)
      start.deallocate()
      start = larger
      capacity *= 2
    }
    (start + count).initialize(to: row)
    count += 1
    lines.append(Int32(clamping: line))
  }

  /// All rows of all buffers in order. The buffers are empty afterwards.
  static func joined(_ buffers: [RowBuffer]) -> [Row] {
    let total = buffers.reduce(0) { $0 + $1.count }
    return [Row](unsafeUninitializedCapacity: total) { room, filled in
      for buffer in buffers {
        (room.baseAddress! + filled).moveInitialize(from: buffer.start, count: buffer.count)
        filled += buffer.count
        buffer.count = 0
        buffer.start.deallocate()
        buffer.capacity = 1
        buffer.start = .allocate(capacity: 1)
      }
    }
  }
}
