/// Numbers behind a pointer, for inner loops: grows at its end, checks nothing, belongs to one owner.
struct Plain<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity = 16

  init() { base = .allocate(capacity: capacity) }

  init(_ count: Int, of element: Element) {
    capacity = max(16, count)
    base = .allocate(capacity: capacity)
    base.initialize(repeating: element, count: count)
    self.count = count
  }

  deinit { base.deallocate() }

  subscript(place: Int) -> Element {
    get { base[place] }
    nonmutating set { base[place] = newValue }
  }

  mutating func append(_ element: Element) {
    if count == capacity { grow(to: 2 * capacity) }
    (base + count).initialize(to: element)
    count += 1
  }

  /// Makes it `count` long; what is new is `element`.
  mutating func resize(to count: Int, with element: Element) {
    if count > capacity { grow(to: max(count, 2 * capacity)) }
    if count > self.count { (base + self.count).initialize(repeating: element, count: count - self.count) }
    self.count = count
  }

  mutating func removeAll() { count = 0 }

  private mutating func grow(to capacity: Int) {
    let wider = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    wider.initialize(from: base, count: count)
    base.deallocate()
    base = wider
    self.capacity = capacity
  }
}

/// What sparse lines are for: where their numbers stand and what they are, from one place to another.
struct SparseSpan {
  let index: UnsafeMutablePointer<Int32>
  let value: UnsafeMutablePointer<Double>
  let first: Int
  let end: Int

  /// Takes `factor` times the numbers from a vector.
  @inline(__always)
  func subtract(_ factor: Double, from vector: UnsafeMutablePointer<Double>) {
    var place = first
    while place < end {
      vector[Int(index[place])] -= value[place] * factor
      place &+= 1
    }
  }

  @inline(__always)
  func dot(_ vector: UnsafeMutablePointer<Double>) -> Double {
    var place = first
    var sum = 0.0
    while place < end {
      sum += value[place] * vector[Int(index[place])]
      place &+= 1
    }
    return sum
  }
}
