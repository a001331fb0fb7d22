import Testing

@testable import TandemTerminal

/// The text of the progress line.
struct ProgressLineTests {
  @Test func `it tells phase, share, count and the time left`() {
    let line = ProgressLine(phase: "Pricing", done: 250, total: 1000, seconds: 10)
    #expect(line.text(width: 79) == "Pricing  25 %  250 of 1000  about 30 s left")
  }

  @Test func `it does not guess before two seconds, nor at the end`() {
    #expect(ProgressLine(phase: "A", done: 1, total: 2, seconds: 1.9).text(width: 79) == "A  50 %  1 of 2")
    #expect(ProgressLine(phase: "A", done: 2, total: 2, seconds: 9).text(width: 79) == "A  100 %  2 of 2")
  }

  @Test func `without a total it counts, and without a count it names the phase`() {
    #expect(ProgressLine(phase: "Reading", done: 7, total: nil, seconds: 5).text(width: 79) == "Reading  7")
    #expect(ProgressLine(phase: "Reading", done: 0, total: nil, seconds: 5).text(width: 79) == "Reading")
  }

  @Test func `more done than announced is all, and a total of nothing is no division`() {
    #expect(ProgressLine(phase: "A", done: 3, total: 2, seconds: 9).text(width: 79) == "A  100 %  3 of 2")
    #expect(ProgressLine(phase: "A", done: 0, total: 0, seconds: 9).text(width: 79) == "A")
  }

  @Test func `it never wraps`() {
    let line = ProgressLine(phase: "A very long phase", done: 1, total: 9, seconds: 9)
    #expect(line.text(width: 12) == "A very long ")
  }

  @Test(arguments: [
    (0.2, "1 s"), (59.0, "59 s"), (59.5, "1 min 0 s"), (200.0, "3 min 20 s"), (7500.0, "2 h 5 min"),
    (Double.infinity, "100000 h 0 min"),
  ])
  func `a span is told as one reads it`(seconds: Double, text: String) {
    #expect(ProgressLine.span(seconds) == text)
  }
}
