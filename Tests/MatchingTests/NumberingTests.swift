import TandemChance
import TandemHLA
import TandemPolicy
import TestSupport
import Testing

@testable import TandemMatching

/// The small numbers that stand for what many people have in common.
@Suite("Numbers of a pool")
struct NumberingTests {
  @Test("lists have the number of their first look, however many there are and whatever their length")
  func lists() {
    withEvery(3) { chance in
      var lists = WordLists()
      var expected: [[UInt64]: UInt16] = [:]
      var order: [[UInt64]] = []
      for _ in 0..<1_500 {
        // Few bits, as names of HLA have, so that many lists are met again and many hashes are near each other.
        let list = (0..<chance.index(below: 4)).map { _ in UInt64(chance.index(below: 12)) << 40 }
        let found = list.withUnsafeBufferPointer { lists.number(of: $0) }
        if expected[list] == nil {
          expected[list] = UInt16(order.count)
          order.append(list)
        }
        try hold(found == expected[list], "\(list) is \(String(describing: found))")
      }
      try hold(lists.count == order.count, "\(lists.count) lists")
      try hold(order.indices.allSatisfy { Array(lists[$0]) == order[$0] }, "a list was changed")
    }
  }

  @Test("what comes after the last number that fits has none, and the others keep theirs")
  func full() {
    var numbers = ValueNumbers()
    for value in 0..<65_600 {
      let expected = value < 65_534 ? UInt16(value + 1) : nil
      if numbers.number(of: Double(value)) != expected { Issue.record("\(value)") }
    }
    #expect(numbers.number(of: 12) == 13)
    #expect(numbers.number(of: nil) == 0)
    #expect(numbers.values.count == 65_535)
  }

  @Test("bands of weight end where a sixteenth of the people is heavier")
  func bands() {
    withEvery(20) { chance in
      let weights = (0..<(1 + chance.index(below: 300))).map { _ in Double(40 + chance.index(below: 60)) }
      let sorted = weights.sorted()
      let ends = (1..<WeightBands.count).map { sorted[$0 * sorted.count / WeightBands.count] }
      let counts = Dictionary(grouping: weights, by: { $0 }).map { (weightKg: $0.key, count: $0.value.count) }
      let bands = WeightBands(counts)
      for weight in weights + [39, 120] {
        let expected = UInt8(1 + ends.count { $0 < weight })
        try hold(bands.band(of: weight) == expected, "\(weight) kg of \(weights.count) people")
      }
      try hold(bands.band(of: nil) == 0, "an unknown weight")
    }
  }

  @Test("typings have one number when they say the same at the loci asked for, and only then")
  func typings() throws {
    let texts = [
      "A*01:01+A*02:01^B*07:02+B*08:01^DRB1*03:01+DRB1*04:01", "A*01:01+A*02:01^DRB1*03:01+DRB1*04:01",
      "A*01:01+A*03:01^B*07:02+B*08:01", "A*01:01+A*02:01^DRB1*03:01+DRB1*15:01", "A*01:01",
    ]
    let typings = try texts.map { try Typing($0) } + [Typing()]
    var one = TypingNumbers([.a])
    #expect(typings.map { one.number(of: $0) } == [0, 0, 1, 0, 2, 3])
    var two = TypingNumbers([.drb1, .a])
    #expect(typings.map { two.number(of: $0) } == [0, 0, 1, 2, 3, 4])
    #expect(two.typing(2) == two.part(of: typings[3]))
  }
}
