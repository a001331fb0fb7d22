/// Gives equal lists of words the same small number, in the order in which they are first seen. What comes after
/// the last number that fits in 16 bits has none.
///
/// A table of open places, since a pool looks up several lists for everybody: about ten nanoseconds each.
struct WordLists: Sendable {
  /// The lists one after the other.
  private var words: [UInt64] = []
  /// Where each list begins, and the end of the last.
  private var starts: [Int32] = [0]
  /// At a place that the hash tells, or after it: one more than the number of a list, and above that 16 other bits
  /// of the hash. 0 is free.
  private var slots = [UInt32](repeating: 0, count: 256)

  init() {}

  /// How many different lists there are.
  var count: Int { starts.count - 1 }

  /// A list by its number.
  subscript(number: Int) -> ArraySlice<UInt64> { words[Int(starts[number])..<Int(starts[number + 1])] }

  /// The number of a list, given to it now when it is new.
  mutating func number(of list: UnsafeBufferPointer<UInt64>) -> UInt16? {
    let hash = WordLists.hash(list)
    let mark = UInt32(truncatingIfNeeded: hash >> 48) << 16
    var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[place] != 0 {
      let slot = slots[place]
      if slot & 0xFFFF_0000 == mark {
        let number = Int(slot & 0xFFFF) - 1
        if isEqual(number, list) { return UInt16(number) }
      }
      place = (place + 1) & (slots.count - 1)
    }
    guard count < Int(UInt16.max) else { return nil }
    let number = UInt16(count)
    words.append(contentsOf: list)
    starts.append(Int32(words.count))
    slots[place] = mark | UInt32(number) + 1
    if 2 * count > slots.count { grow() }
    return number
  }

  private func isEqual(_ number: Int, _ list: UnsafeBufferPointer<UInt64>) -> Bool {
    let start = Int(starts[number])
    guard Int(starts[number + 1]) - start == list.count else { return false }
    for place in 0..<list.count where words[start + place] != list[place] { return false }
    return true
  }

  /// Doubles the table.
  private mutating func grow() {
    var wider = [UInt32](repeating: 0, count: 2 * slots.count)
    words.withUnsafeBufferPointer { words in
      for number in 0..<count {
        let hash = WordLists.hash(
          UnsafeBufferPointer(rebasing: words[Int(starts[number])..<Int(starts[number + 1])]))
        var place = Int(truncatingIfNeeded: hash) & (wider.count - 1)
        while wider[place] != 0 { place = (place + 1) & (wider.count - 1) }
        wider[place] = UInt32(truncatingIfNeeded: hash >> 48) << 16 | UInt32(number) + 1
      }
    }
    slots = wider
  }

  /// Multiplied and folded word by word, so that every bit of a word reaches the low bits that tell the place.
  private static func hash(_ list: UnsafeBufferPointer<UInt64>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for word in list {
      let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = product.high ^ product.low
    }
    return hash
  }
}
