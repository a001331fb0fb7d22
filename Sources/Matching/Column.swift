/// Plain numbers in one piece of memory that stays where it is, so that a loop over a million rows can run on
/// pointers, without the counting of references that an array inside another value brings with every look.
///
/// Shared by whoever holds it and never written to once it is shared; `Pool` copies a column before it changes it.
final class Column<Element: BitwiseCopyable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ values: some Collection<Element>) {
    count = values.count
    base = .allocate(capacity: max(1, count))
    var place = 0
    for value in values {
      (base + place).initialize(to: value)
      place += 1
    }
  }

  init(repeating value: Element, count: Int) {
    self.count = count
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: value, count: count)
  }

  deinit { base.deallocate() }

  subscript(_ place: Int) -> Element {
    @inline(__always) get { base[place] }
    @inline(__always) set { base[place] = newValue }
  }

  var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }
  var byteCount: Int { count * MemoryLayout<Element>.stride }
  /// The same in a piece of memory of its own.
  func copied() -> Column { Column(buffer) }
}
