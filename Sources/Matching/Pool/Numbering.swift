/// Gives equal things the same small number, in the order in which they are first seen. What comes after the
/// last number that fits in 16 bits has none.
struct Numbering<Thing: Hashable & Sendable>: Sendable {
  /// The things by their numbers.
  private(set) var things: [Thing] = []
  private var numbers: [Thing: UInt16] = [:]

  init() {}

  /// The number of a thing, given to it now when it is new.
  mutating func number(of thing: Thing) -> UInt16? {
    if let number = numbers[thing] { return number }
    guard things.count < Int(UInt16.max) else { return nil }
    let number = UInt16(things.count)
    numbers[thing] = number
    things.append(thing)
    return number
  }
}
