/// Lines of small numbers, one behind the other. Each grows at its end; one that has no room left moves behind all.
struct Lines: ~Copyable {
  private(set) var start = Plain<Int>()
  private(set) var length = Plain<Int32>()
  private var room = Plain<Int32>()
  private(set) var index = Plain<Int32>()

  var count: Int { start.count }

  mutating func addLine(room spare: Int = 0) {
    start.append(index.count)
    length.append(0)
    room.append(Int32(spare))
    index.resize(to: index.count + spare, with: 0)
  }

  /// Appends, and tells where a line that had no room has moved from.
  @discardableResult
  mutating func append(to line: Int, _ number: Int32) -> Int? {
    var old: Int?
    if length[line] == room[line] {
      old = start[line]
      move(line)
    }
    index[start[line] + Int(length[line])] = number
    length[line] += 1
    return old
  }

  private mutating func move(_ line: Int) {
    let old = start[line]
    let used = Int(length[line])
    let wider = max(4, 2 * used)
    start[line] = index.count
    room[line] = Int32(wider)
    index.resize(to: index.count + wider, with: 0)
    (index.base + start[line]).update(from: index.base + old, count: used)
  }

  /// Takes a number out of a line that holds it.
  mutating func forget(_ number: Int32, in line: Int) {
    let index = index.base
    var place = start[line]
    while index[place] != number { place += 1 }
    index[place] = index[start[line] + Int(length[line]) - 1]
    length[line] -= 1
  }
}

/// The rows, or the columns, of a sparse matrix.
struct SparseLines: ~Copyable {
  private var lines = Lines()
  private(set) var value = Plain<Double>()

  var count: Int { lines.count }
  var start: UnsafeMutablePointer<Int> { lines.start.base }
  var length: UnsafeMutablePointer<Int32> { lines.length.base }
  var index: UnsafeMutablePointer<Int32> { lines.index.base }

  mutating func addLine(room: Int = 0) {
    lines.addLine(room: room)
    value.resize(to: lines.index.count, with: 0)
  }

  mutating func append(to line: Int, _ place: Int32, _ number: Double) {
    if let old = lines.append(to: line, place) {
      value.resize(to: lines.index.count, with: 0)
      (value.base + start[line]).update(from: value.base + old, count: Int(length[line]) - 1)
    }
    value[start[line] + Int(length[line]) - 1] = number
  }

  /// Where the entries of a line stand.
  func entries(of line: Int) -> Range<Int> { start[line]..<start[line] + Int(length[line]) }

  @inline(__always)
  private func span(_ line: Int) -> SparseSpan {
    SparseSpan(index: index, value: value.base, first: start[line], end: start[line] &+ Int(length[line]))
  }

  /// Takes `factor` times a line from a vector.
  @inline(__always)
  func subtract(_ factor: Double, _ line: Int, from vector: UnsafeMutablePointer<Double>) {
    span(line).subtract(factor, from: vector)
  }

  @inline(__always)
  func dot(_ line: Int, _ vector: UnsafeMutablePointer<Double>) -> Double { span(line).dot(vector) }
}
