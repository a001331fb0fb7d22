import TandemChance
import TandemFiles
import TestSupport
import Testing

@Suite("Days and instants")
struct TimeTests {
  @Test(
    "known days",
    arguments: [("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-21", 20_778), ("1969-12-31", -1)])
  func known(text: String, number: Int) {
    #expect(Day(text)?.number == Int32(number))
    #expect(Day(number: Int32(number)).description == text)
  }

  @Test(
    "days that the calendar lacks",
    arguments: ["2023-02-29", "1900-02-29", "2026-13-01", "2026-04-31", "2026-1-1", "x"])
  func impossible(text: String) {
    #expect(Day(text) == nil)
  }

  @Test("every day of four centuries follows the day before it")
  func consecutive() {
    var previous = Day(number: -40_000)
    for number in -39_999...110_000 as ClosedRange<Int32> {
      let day = Day(number: number)
      let (year, month, dayOfMonth) = day.date
      #expect(Day(year: year, month: month, day: dayOfMonth) == day)
      #expect(day > previous)
      if dayOfMonth == 1 {
        #expect(previous.date.day >= 28)
      } else {
        #expect(previous.date.day == dayOfMonth - 1)
      }
      previous = day
    }
  }

  private func read(_ text: String) -> Instant.Reading {
    Array(text.utf8).withUnsafeBytes { Instant.read($0) }
  }

  @Test("zones are taken off, and a time without one says so")
  func zones() {
    #expect(read("2026-03-01T04:30Z") == read("2026-03-01T05:30+01:00"))
    #expect(read("2026-03-01T04:30:00Z") == .instant(Instant(seconds: 1_772_339_400)))
    #expect(read("2026-03-01 04:30") == .withoutZone(Instant(seconds: 1_772_339_400)))
    for text in [
      "2026-03-01", "2026-03-01T24:00Z", "2026-03-01T04:30:61Z", "2026-03-01T04:30+1:00", "2026-02-30T04:30Z",
    ] {
      #expect(read(text) == .unreadable, "\(text)")
    }
  }

  @Test("an instant prints as it reads")
  func roundTrip() {
    withEvery(2_000) { chance in
      let instant = Instant(seconds: Int64(chance.index(below: 8_000_000_000)) - 2_000_000_000)
      try hold(read(instant.description) == .instant(instant), instant.description)
    }
  }
}
