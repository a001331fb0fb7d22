/// The different values of one kind, such as weights, numbered in the order in which they are first seen; 0 is an
/// unknown one.
struct ValueNumbers: Sendable {
  /// The values by their numbers.
  private(set) var values: [Double?] = [nil]
  private var lists = WordLists()

  init() {}

  /// The number of a value, given now when it is new; nil when there are too many.
  mutating func number(of value: Double?) -> UInt16? {
    guard let value else { return 0 }
    let found = withUnsafePointer(to: value.bitPattern) {
      lists.number(of: UnsafeBufferPointer(start: $0, count: 1))
    }
    guard let found, found < UInt16.max - 1 else { return nil }
    if Int(found) + 1 == values.count { values.append(value) }
    return found + 1
  }
}
