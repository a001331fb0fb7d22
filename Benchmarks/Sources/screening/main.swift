// Times the screening of donors over a packed pool, after comparing its answers with the explaining code.
//
//     swift run -c release --package-path Benchmarks screening COHORT [--threads N] [--donors N]
import Tandem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Seconds of processor time of this process, all threads together.
func processorSeconds() -> Double {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  #else
    getrusage(RUSAGE_SELF, &usage)
  #endif
  return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
}

/// Seconds on a clock that never goes back.
func seconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// Processor and wall seconds of some work.
func time<Result>(_ work: () throws -> Result) rethrows -> (result: Result, processor: Double, wall: Double) {
  let (wall, processor) = (seconds(), processorSeconds())
  let result = try work()
  return (result, processorSeconds() - processor, seconds() - wall)
}

func figure(_ value: Double, _ places: Int = 2) -> String { DecimalText.fixed(value, places) }

func value(after name: String) -> String? {
  CommandLine.arguments.firstIndex(of: name).flatMap { place in
    place + 1 < CommandLine.arguments.count ? CommandLine.arguments[place + 1] : nil
  }
}

guard CommandLine.arguments.count > 1 else {
  print("usage: screening COHORT [--threads N] [--donors N] [--policy NAME] [--check PAIRS]")
  exit(2)
}
let threads = value(after: "--threads").flatMap { Int($0) } ?? 2
let donorCount = value(after: "--donors").flatMap { Int($0) } ?? 200
let checkedPairs = value(after: "--check").flatMap { Int($0) } ?? 100_000
let policy = try Policy.read(value(after: "--policy") ?? Policy.standard)
let reading = time { CohortReader(threads: threads).read(CommandLine.arguments[1]) }
let cohort = try reading.result.usable()
let people = cohort.recipients.count
print("\(people) recipients, \(cohort.donors.count) donors, policy \(policy.name)")
print("reading          \(figure(reading.wall)) s, processor \(figure(reading.processor)) s")

let packing = time { Pool(cohort, under: policy, threads: threads) }
let pool = packing.result
print(
  "packing          \(figure(packing.wall)) s, processor \(figure(packing.processor)) s; \(pool.count) rows, "
    + "\(figure(Double(pool.bytes) / 1e6)) MB, \(figure(Double(pool.bytes) / Double(people), 1)) bytes a recipient"
)

let donors = (0..<min(donorCount, cohort.donors.count)).map { number in
  cohort.donors[number * cohort.donors.count / min(donorCount, cohort.donors.count)]
}

// Answers first.
var compared = 0
var listed = 0
for donor in donors where compared < checkedPairs {
  let context = MatchContext(donor: donor, in: cohort, under: policy)
  let found = Screen(context, over: pool).candidates(threads: threads)
  var byIndex: [Int: Screen.Candidate] = [:]
  for one in found { byIndex[Int(one.recipientIndex)] = one }
  let step = max(1, people / 2000)
  let chosen =
    Array(stride(from: compared % step, to: people, by: step))
    + found.prefix(500).map { Int($0.recipientIndex) }
  let isRight = chosen.allSatisfy { index in
    let pair = context.pair(index, .decide)
    guard let one = byIndex[index] else { return !pair.isListed }
    return pair.isListed && pair.choice == one.choice && pair.score.total == one.score
  }
  guard isRight else {
    print("wrong answer for donor \(donor.id)")
    exit(1)
  }
  compared += chosen.count
  listed += chosen.count { byIndex[$0] != nil }
}
print("checked          \(compared) pairs against the explaining code, \(listed) of them listed: all agree")

// Each donor from the context to the roster, with the first 20 explained, as a match run shows them.
let matches = donors.map { donor in
  time {
    let context = MatchContext(donor: donor, in: cohort, under: policy)
    let run = MatchRun(context, over: pool, threads: threads, version: "benchmark")
    return run.roster.prefix(20).map { context.pair(Int($0.recipientIndex), .explain).score.total }
  }
}
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
let (matchWall, matchProcessor) = (median(matches.map(\.wall)), median(matches.map(\.processor)))
print(
  "one match run    \(figure(matchWall * 1e3)) ms, processor \(figure(matchProcessor * 1e3)) ms on \(threads) threads, median of \(donors.count) donors"
)
// For scripts, with all digits.
print("processor seconds: packing \(packing.processor), a match run \(matchProcessor)")

// Many donors, one after the other on one thread.
var tally = Screen.Tally()
var offerTally = Screen.Tally()
var (contextSeconds, screenSeconds, candidateSeconds, offerSeconds) = (0.0, 0.0, 0.0, 0.0)
var (candidateCount, offerCount) = (0, 0)
for donor in donors {
  let context = time { MatchContext(donor: donor, in: cohort, under: policy) }
  let screen = time { Screen(context.result, over: pool) }
  let candidates = time { screen.result.candidates(threads: 1, counting: &tally) }
  let offers = time { screen.result.offers(Screen.Demand { _, _ in 80_000_000 }, counting: &offerTally) }
  contextSeconds += context.processor
  screenSeconds += screen.processor
  candidateSeconds += candidates.processor
  offerSeconds += offers.processor
  candidateCount += candidates.result.count
  offerCount += offers.result.count
}
let pairs = Double(people) * Double(donors.count)
func each(_ seconds: Double) -> String { figure(seconds / Double(donors.count) * 1e3, 3) + " ms a donor" }
func rate(_ seconds: Double) -> String { figure(pairs / seconds / 1e8) + "e8 pairs/s/core" }
func share(_ rows: Int) -> String { figure(Double(rows) / pairs * 100, 3) + " %" }
print("\(donors.count) donors over everybody, on one thread:")
print("context          \(each(contextSeconds))")
print("tables           \(each(screenSeconds))")
print("candidates       \(each(candidateSeconds)), \(candidateCount / donors.count) listed a donor")
print(
  "                 \(rate(candidateSeconds)) for the loop, \(rate(contextSeconds + screenSeconds + candidateSeconds)) with context and tables"
)
print(
  "                 \(share(people * donors.count - tally.rowsInOpenBlocks)) of pairs never looked at, \(share(tally.rowsCompared)) compared"
)
print(
  "offers above 80  \(each(offerSeconds)), \(offerCount / donors.count) a donor, \(rate(contextSeconds + screenSeconds + offerSeconds)) with context and tables"
)
print(
  "                 \(share(people * donors.count - offerTally.rowsInOpenBlocks)) of pairs never looked at, \(share(offerTally.rowsCompared)) compared"
)

// How near to the memory: a plain sum over as many bytes as the looked-at rows take, in the same run.
let rowBytes = Double(pool.bytes - 4 * people) / Double(max(1, pool.count))
let touched = Double(tally.rowsInOpenBlocks) * rowBytes / candidateSeconds
let column = [UInt64](repeating: 1, count: max(1, pool.bytes / 8))
var sum: UInt64 = 0
let rounds = 200
let adding = time { for round in 0..<rounds { for word in column { sum &+= word &+ UInt64(round) } } }
let plain = Double(rounds * column.count * 8) / adding.processor
print(
  "memory           \(figure(touched / 1e9)) GB/s of rows looked at (\(figure(rowBytes, 1)) bytes a row), a plain sum over the same bytes \(figure(plain / 1e9)) GB/s: \(figure(touched / plain * 100, 1)) % (\(sum & 1))"
)
