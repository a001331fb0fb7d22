/// A small, fast, seeded generator with a 64-bit state (Steele, Lea, Flood: "Fast splittable pseudorandom
/// number generators", OOPSLA 2014). The same seed gives the same numbers on every machine.
///
/// It is not for secrets: a lottery's seed is published with the lottery.
public struct SplitMix: RandomNumberGenerator, Sendable, Hashable {
  private var state: UInt64

  /// A stream that starts from `seed`.
  public init(seed: UInt64) {
    state = seed
  }

  /// A stream that depends on every part of `key` and on nothing else, so that the draw for one person is
  /// the same whatever was drawn for others before (common random numbers).
  public init(seed: UInt64, key: UInt64...) {
    var mixed = SplitMix.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    for part in key {
      mixed = SplitMix.mix(mixed ^ SplitMix.mix(part &+ 0x9E37_79B9_7F4A_7C15))
    }
    state = mixed
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SplitMix.mix(state)
  }

  /// A number in 0 ..< 1 with 53 random bits.
  public mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// An index in 0 ..< `count`; unbiased enough for any count below 2^32 (multiply-shift, error < 2^-32).
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "an index needs at least one place to point at")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// True with the given probability.
  public mutating func flip(_ probability: Double) -> Bool {
    unit() < probability
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
