import TandemChance
import TestSupport
import Testing

@Suite("SplitMix")
struct SplitMixTests {
  @Test("gives the published first numbers of seed 1234567")
  func referenceNumbers() {
    var chance = SplitMix(seed: 1_234_567)
    let numbers = (0..<5).map { _ in chance.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test("keyed streams depend on every part of the key")
  func keyedStreams() {
    var seen: Set<UInt64> = []
    for person in 0..<100 as Range<UInt64> {
      for purpose in 0..<100 as Range<UInt64> {
        var chance = SplitMix(seed: 7, key: person, purpose)
        seen.insert(chance.next())
      }
    }
    #expect(seen.count == 10_000)
  }

  @Test("an index is uniform over its range")
  func uniformIndex() {
    withEvery(20) { chance in
      var counts = [Int](repeating: 0, count: 7)
      for _ in 0..<7_000 { counts[chance.index(below: 7)] += 1 }
      let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 1_000) * ($1 - 1_000)) / 1_000 }
      try hold(chiSquare < 27.9, "chi-square \(chiSquare) with 6 degrees of freedom exceeds the 0.0001 level")
    }
  }
}
