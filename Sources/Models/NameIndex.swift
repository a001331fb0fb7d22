/// Names on their way into a model: each gets the next number when it is first met, and the same number
/// whenever it is met again.
///
/// Open addressing with linear probing (Knuth, "The Art of Computer Programming" 3, section 6.4) over flat
/// memory: a slot holds 32 bits of the hash and the number, so that nearly every comparison of bytes is one
/// that succeeds. No object and no string is made for a name. A lookup costs a few tens of nanoseconds, most
/// of it waiting for memory when there are a million names.
struct NameIndex: ~Copyable {
  private(set) var count = 0
  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteRoom = 1 << 12
  private var starts: UnsafeMutablePointer<Int>
  private var room = 1 << 8
  /// Hash in the upper half, number + 1 in the lower; 0 while empty. The count is a power of two.
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask = (1 << 10) - 1

  init() {
    bytes = .allocate(capacity: byteRoom)
    starts = .allocate(capacity: room + 1)
    starts[0] = 0
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
  }

  deinit {
    bytes.deallocate()
    starts.deallocate()
    slots.deallocate()
  }

  /// Whether name `number`, which may be -1 or beyond the last, is these bytes.
  @inline(__always)
  func isName(_ number: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    guard number >= 0 && number < count else { return false }
    let start = starts[number]
    return starts[number + 1] - start == length && NameIndex.isSame(bytes + start, text, length)
  }

  /// Whether two names of a length are the same bytes. In words, the last of which overlaps: most names are
  /// shorter than a call takes.
  @inline(__always)
  private static func isSame(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ length: Int
  ) -> Bool {
    let (left, right) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
    func isSame<Word: FixedWidthInteger & BitwiseCopyable>(_ at: Int, _ word: Word.Type) -> Bool {
      left.loadUnaligned(fromByteOffset: at, as: word) == right.loadUnaligned(fromByteOffset: at, as: word)
    }
    if length >= 8 {
      var at = 0
      while at + 8 < length {
        if !isSame(at, UInt64.self) { return false }
        at += 8
      }
      return isSame(length - 8, UInt64.self)
    }
    if length >= 4 { return isSame(0, UInt32.self) && isSame(length - 4, UInt32.self) }
    for at in 0..<length where !isSame(at, UInt8.self) { return false }
    return true
  }

  /// The number of a name, or -1.
  func find(_ text: UnsafePointer<UInt8>, _ length: Int) -> Int {
    let hash = NameIndex.hash(text, length)
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 {
      if slots[at] ^ hash < 1 << 32 {
        let number = Int(UInt32(truncatingIfNeeded: slots[at])) - 1
        if isName(number, text, length) { return number }
      }
      at = (at + 1) & mask
    }
    return -1
  }

  /// The number of a name, which is `count` as it was before when the name is new.
  mutating func number(of text: UnsafePointer<UInt8>, _ length: Int) -> Int {
    let hash = NameIndex.hash(text, length)
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 {
      if slots[at] ^ hash < 1 << 32 {
        let number = Int(UInt32(truncatingIfNeeded: slots[at])) - 1
        if isName(number, text, length) { return number }
      }
      at = (at + 1) & mask
    }
    slots[at] = NameIndex.slot(hash, count)
    append(text, length)
    if 2 * count > mask { growSlots() }
    return count - 1
  }

  /// The names in their order.
  func names() -> Names {
    Names(
      bytes: Array(UnsafeBufferPointer(start: bytes, count: starts[count])),
      starts: Array(UnsafeBufferPointer(start: starts, count: count + 1)))
  }

  private mutating func append(_ text: UnsafePointer<UInt8>, _ length: Int) {
    let start = starts[count]
    if start + length > byteRoom {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * byteRoom + length)
      larger.update(from: bytes, count: start)
      bytes.deallocate()
      bytes = larger
      byteRoom = 2 * byteRoom + length
    }
    (bytes + start).update(from: text, count: length)
    if count == room {
      let larger = UnsafeMutablePointer<Int>.allocate(capacity: 2 * room + 1)
      larger.update(from: starts, count: room + 1)
      starts.deallocate()
      starts = larger
      room *= 2
    }
    count += 1
    starts[count] = start + length
  }

  private mutating func growSlots() {
    slots.deallocate()
    mask = 2 * mask + 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    for number in 0..<count {
      let hash = NameIndex.hash(bytes + starts[number], starts[number + 1] - starts[number])
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at] != 0 { at = (at + 1) & mask }
      slots[at] = NameIndex.slot(hash, number)
    }
  }

  @inline(__always)
  private static func slot(_ hash: UInt64, _ number: Int) -> UInt64 {
    hash & ~0xFFFF_FFFF | UInt64(number + 1)
  }

  /// Eight bytes at a time, each folded in by a multiplication to 128 bits; the last eight overlap.
  @inline(__always)
  private static func hash(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
    let raw = UnsafeRawPointer(text)
    if length < 8 {
      var word: UInt64 = 0
      for at in 0..<length { word = word << 8 | UInt64(text[at]) }
      return fold(hash ^ word)
    }
    var at = 0
    while at + 8 < length {
      hash = fold(hash ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    return fold(hash ^ raw.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self))
  }

  @inline(__always)
  private static func fold(_ word: UInt64) -> UInt64 {
    let product = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }
}
