import Testing

@testable import TandemBench

@Suite struct Cases {
  /// One run each, of the smallest pool: what counts here is the answer, not the time.
  private let stopwatch = Stopwatch(runs: 1, leastSeconds: 0)

  @Test("Every case gives the right answer for a small pool", arguments: BenchCase.all.map(\.name))
  func rightAnswers(name: String) throws {
    let item = try #require(BenchCase.all.first { $0.name == name })
    let measurement = try stopwatch.measure(item, BenchSetting(size: 40, threads: 2, seed: 1))
    #expect(measurement.seconds.count == 1)
    #expect(measurement.units > 0)
    #expect(measurement.size == (item.grows ? 40 : nil))
  }

  @Test("A wrong answer is told and not timed")
  func wrongAnswer() {
    let item = BenchCase("test.wrong", per: "run", "Is wrong.") { _ in Workload(units: 1) { "2 for 3" } }
    let fault = #expect(throws: WrongAnswer.self) {
      try stopwatch.measure(item, BenchSetting(size: 10, threads: 1, seed: 1))
    }
    #expect(fault?.description == "test.wrong: wrong answer: 2 for 3.")
  }

  @Test("Names are unique, so that a baseline finds each")
  func names() {
    #expect(Set(BenchCase.all.map(\.name)).count == BenchCase.all.count)
  }

  @Test("A workload is run once before it counts and then as often as asked")
  func warmUp() throws {
    let counter = Counter()
    let item = BenchCase("test.count", per: "run", "Counts.") { _ in
      Workload(units: 1) {
        counter.count += 1
        return nil
      }
    }
    _ = try Stopwatch(runs: 5, leastSeconds: 0).measure(item, BenchSetting(size: 10, threads: 1, seed: 1))
    #expect(counter.count == 6)
  }

  @Test("A bare workload is run once a run, however short it is, and without the reference")
  func bare() throws {
    let counter = Counter()
    let item = BenchCase("test.count", per: "run", "Counts.") { _ in
      Workload(units: 1) {
        counter.count += 1
        return nil
      }
    }
    let stopwatch = Stopwatch(runs: 3, leastSeconds: 1, isBare: true)
    let measurement = try stopwatch.measure(item, BenchSetting(size: 10, threads: 1, seed: 1))
    #expect(counter.count == 4)
    #expect(measurement.referenceSeconds == 0)
  }
}

private final class Counter: @unchecked Sendable {
  var count = 0
}
