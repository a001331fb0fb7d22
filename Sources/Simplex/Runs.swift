/// Runs of numbers with their indices, one behind the other.
struct Runs: ~Copyable {
  private(set) var start = Plain<Int>()
  private(set) var end = Plain<Int>()
  private(set) var index = Plain<Int32>()
  private(set) var value = Plain<Double>()

  mutating func removeAll() {
    start.removeAll()
    end.removeAll()
    index.removeAll()
    value.removeAll()
  }

  /// Makes empty runs, to be filled in any order by `append` between `begin` and `finish`.
  mutating func makeRuns(_ count: Int) {
    start.resize(to: count, with: 0)
    end.resize(to: count, with: 0)
  }

  func begin(_ run: Int) { start[run] = index.count }
  func finish(_ run: Int) { end[run] = index.count }

  @inline(__always)
  mutating func append(_ place: Int32, _ number: Double) {
    index.append(place)
    value.append(number)
  }

  /// Ends the last run at what has been appended; false when that is nothing.
  mutating func closeRun() -> Bool {
    let first = end.count == 0 ? 0 : end[end.count - 1]
    if first == index.count { return false }
    start.append(first)
    end.append(index.count)
    return true
  }

  /// Appends a run of what is not zero.
  mutating func appendRun(_ numbers: UnsafeMutablePointer<Double>, _ count: Int) {
    var next = index.count
    start.append(next)
    index.resize(to: next + count, with: 0)
    value.resize(to: next + count, with: 0)
    let places = index.base, values = value.base
    for place in 0..<count where abs(numbers[place]) > 1e-14 {
      places[next] = Int32(place)
      values[next] = numbers[place]
      next += 1
    }
    index.resize(to: next, with: 0)
    value.resize(to: next, with: 0)
    end.append(next)
  }

  /// Makes the runs of the transposed matrix.
  mutating func transpose(_ other: borrowing Runs, count: Int) {
    makeRuns(count: count, of: other.start.count, other.index.base, other.value.base) {
      (other.start[$0], other.end[$0])
    }
  }

  /// Makes the runs of a matrix by rows from its columns, as far as these are wanted.
  mutating func transpose(_ other: borrowing SparseLines, count: Int, where isWanted: (Int) -> Bool) {
    makeRuns(count: count, of: other.count, other.index, other.value.base) {
      isWanted($0) ? (other.start[$0], other.start[$0] + Int(other.length[$0])) : (0, 0)
    }
  }

  private mutating func makeRuns(
    count: Int, of lines: Int, _ places: UnsafeMutablePointer<Int32>, _ numbers: UnsafeMutablePointer<Double>,
    span: (Int) -> (first: Int, end: Int)
  ) {
    removeAll()
    start.resize(to: count + 1, with: 0)
    end.resize(to: count, with: 0)
    let starts = start.base, ends = end.base
    for line in 0..<lines {
      let (first, last) = span(line)
      for place in first..<last { starts[Int(places[place]) + 1] += 1 }
    }
    for run in 0..<count {
      starts[run + 1] += starts[run]
      ends[run] = starts[run]
    }
    index.resize(to: starts[count], with: 0)
    value.resize(to: starts[count], with: 0)
    let index = index.base, value = value.base
    for line in 0..<lines {
      let (first, last) = span(line)
      for place in first..<last {
        let run = Int(places[place])
        index[ends[run]] = Int32(line)
        value[ends[run]] = numbers[place]
        ends[run] += 1
      }
    }
  }

  /// Gives the indices other names; what has none is dropped.
  mutating func rename(_ name: borrowing Plain<Int32>) {
    for run in 0..<start.count {
      var next = start[run]
      for place in start[run]..<end[run] where name[Int(index[place])] >= 0 {
        index[next] = name[Int(index[place])]
        value[next] = value[place]
        next += 1
      }
      end[run] = next
    }
  }

  @inline(__always)
  private func span(_ run: Int) -> SparseSpan {
    SparseSpan(index: index.base, value: value.base, first: start[run], end: end[run])
  }

  /// Takes `factor` times a run from a vector.
  @inline(__always)
  func subtract(_ factor: Double, _ run: Int, from vector: UnsafeMutablePointer<Double>) {
    span(run).subtract(factor, from: vector)
  }

  @inline(__always)
  func dot(_ run: Int, _ vector: UnsafeMutablePointer<Double>) -> Double { span(run).dot(vector) }
}
